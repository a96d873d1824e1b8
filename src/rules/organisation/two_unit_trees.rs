//! `two-unit-trees`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments that are named by two trees of business units, and two trees without `environments`: both
    /// are for all other environments.
    ///
    /// ## Why is this bad?
    /// An environment has one root, and all units are below it. It is unclear which tree is meant.
    ///
    /// ```dictum,bad
    /// business_units contoso { emea; americas }
    /// business_units fabrikam { north; south }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso  { emea; americas }
    /// business_units fabrikam { environments = [finance]; north; south }
    /// ```
    pub RULE = 5011 "two-unit-trees" Error "two trees of business units are for one environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut shared = None;
    let mut named: FxHashMap<&str, Location> = FxHashMap::default();
    for tree in context.program.organisation.unit_trees.iter().filter(|tree| tree.sound) {
        let symbol = &tree.head.symbol;
        if tree.environments.is_empty()
            && let Some(first) = shared.replace(symbol)
        {
            let message = format!("`{}` and `{}` both are the tree of all other environments", first.name, symbol.name);
            findings.push(
                Diagnostic::new(&RULE, symbol.location, message)
                    .marked("this names no environments")
                    .label(first.location, "nor does this")
                    .note("an environment has one tree of business units")
                    .help("say which are meant: `environments = […]`"),
            );
        }
        for environment in &tree.environments {
            let (name, place) = (&*environment.symbol.name, environment.symbol.location);
            let Some(first) = named.insert(name, place) else { continue };
            findings.push(
                Diagnostic::new(&RULE, place, format!("environment `{name}` has two trees of business units"))
                    .marked("again here")
                    .label(first, "first here")
                    .note("an environment has one root, and all units are below it")
                    .help("name it in one tree")
                    .witness(Witness::new([("environment", name)])),
            );
        }
    }
}
