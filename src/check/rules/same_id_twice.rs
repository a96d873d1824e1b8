//! `same-id-twice`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::check::ids;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{Head, Text};

crate::declare_rule! {
    /// ## What it does
    /// Finds two declarations of one kind with the same id.
    ///
    /// ## Why is this bad?
    /// Both mean the same thing in the tenant. What they say of it need not agree, and which of the two holds
    /// would depend on the order of deployment.
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   id     = "8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11"
    /// }
    ///
    /// environment finance_test {
    ///   type   = sandbox
    ///   region = europe
    ///   id     = "8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   id     = "8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11"
    /// }
    ///
    /// environment finance_test {
    ///   type   = sandbox
    ///   region = europe
    ///   id     = "b54cd9a2-6e0f-4f6f-8f8b-0a4b7a3e9d20"
    /// }
    /// ```
    pub RULE = 2007 "same-id-twice" Error "two declarations have the same id";
}

/// The check of this rule.
pub static CHECK: Check = Check { rule: &RULE, run };

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    look("environments", program.environments.iter().map(|item| (&item.head, &item.id)), findings);
    look("environment groups", program.environment_groups.iter().map(|item| (&item.head, &item.id)), findings);
    look("groups", program.groups.iter().map(|item| (&item.head, &item.id)), findings);
    look("connector allow-lists", program.allow_lists.iter().map(|item| (&item.head, &item.id)), findings);
    look("data policies", program.policies.iter().map(|item| (&item.head, &item.id)), findings);
}

fn look<'a>(noun: &str, items: impl Iterator<Item = (&'a Head, &'a Option<Text>)>, findings: &mut Vec<Diagnostic>) {
    // Placeholders that are no ids are a matter of their own.
    let mut given: Vec<(&Head, &Text)> = items
        .filter_map(|(head, id)| Some((head, id.as_ref()?)))
        .filter(|(_, id)| ids::is_guid(&id.name) || ids::is_default(&id.name))
        .collect();
    given.sort_unstable_by_key(|(_, id)| id.location);
    let mut first_of: FxHashMap<EcoString, (&Head, &Text)> = FxHashMap::default();
    for (head, id) in given {
        let (first, first_id) = *first_of.entry(id.name.to_ascii_lowercase()).or_insert((head, id));
        if std::ptr::eq(first, head) {
            continue;
        }
        findings.push(
            Diagnostic::new(
                &RULE,
                id.location,
                format!("{noun} `{}` and `{}` have the same id", first.symbol.name, head.symbol.name),
            )
            .marked(format!("the id of `{}`", head.symbol.name))
            .label(first_id.location, format!("the id of `{}`", first.symbol.name))
            .note("in the tenant they are one and the same")
            .help("correct one of the two ids, or keep one of the two declarations")
            .witness(Witness::new([("id", &*id.name)])),
        );
    }
}
