//! `same-display-name`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Head, Text};
use crate::rules::shared::repeated::repeated;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments with the same display name, and environment groups with the same display name. Case makes
    /// no difference.
    ///
    /// ## Why is this bad?
    /// Makers choose an environment by its name, and administrators a group. They cannot tell two with the same name
    /// apart.
    ///
    /// ```dictum,bad
    /// environment finance { name = "Finance"; type = production }
    /// environment finance_tests { name = "Finance"; type = sandbox }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance       { name = "Finance"; type = production }
    /// environment finance_tests { name = "Finance – Tests"; type = sandbox }
    /// ```
    pub RULE = 2108 "same-display-name" Warning "two environments are shown under the same name";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["environment"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let named = |name: &Option<Text>| name.is_some();
    look(
        "environments",
        program.environments.iter().map(|one| (&one.head, &one.name)).filter(|(_, name)| named(name)),
        findings,
    );
    look(
        "environment groups",
        program.environment_groups.iter().map(|one| (&one.head, &one.name)).filter(|(_, name)| named(name)),
        findings,
    );
}

fn look<'p>(noun: &str, items: impl Iterator<Item = (&'p Head, &'p Option<Text>)>, findings: &mut Vec<Diagnostic>) {
    let given: Vec<(&Head, &Text)> = items.filter_map(|(head, name)| Some((head, name.as_ref()?))).collect();
    let mut given = repeated(given, |(_, name)| name.name.trim());
    given.sort_unstable_by_key(|(_, name)| name.location);
    let mut first_of: FxHashMap<String, (&Head, &Text)> = FxHashMap::default();
    for (head, name) in given {
        let (first, first_name) = *first_of.entry(name.name.trim().to_lowercase()).or_insert((head, name));
        if std::ptr::eq(first, head) {
            continue;
        }
        let (one, other) = (&first.symbol.name, &head.symbol.name);
        findings.push(
            Diagnostic::new(
                &RULE,
                name.location,
                format!("{noun} `{one}` and `{other}` are shown under the same name"),
            )
            .marked(format!("the name of `{other}`"))
            .label(first_name.location, format!("the name of `{one}`"))
            .note("users see only this name")
            .help("give one of them another name")
            .witness(Witness::new([("name", &*name.name)])),
        );
    }
}
