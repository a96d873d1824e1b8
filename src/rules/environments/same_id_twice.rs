//! `same-id-twice`

use std::collections::BTreeMap;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Program;
use crate::model::program::{Head, Symbol, Text};
use crate::rules::environments::ids;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds two declarations of one kind with the same id.
    ///
    /// ## Why is this bad?
    /// Both mean the same object in the tenant. Their settings can differ, and which of the two applies would depend
    /// on the order of deployment.
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

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    look("environments", program.environments.iter().map(|item| (&item.head, &item.id)), findings);
    look("environment groups", program.environment_groups.iter().map(|item| (&item.head, &item.id)), findings);
    look("groups", program.groups.iter().map(|item| (&item.head, &item.id)), findings);
    look("connector allow-lists", program.allow_lists.iter().map(|item| (&item.head, &item.id)), findings);
    look("data policies", program.policies.iter().map(|item| (&item.head, &item.id)), findings);
}

/// Finds symbols of one kind to which a bindings file gives the id of another symbol, ignoring case. `ids` maps the
/// plural of each kind to its bound ids by symbol.
pub(super) fn bound<'b>(
    program: &Program,
    ids: impl IntoIterator<Item = (&'b str, &'b BTreeMap<String, String>)>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (noun, bound) in ids {
        let given = declared(program, noun);
        let mut first_of: FxHashMap<String, (&str, Location)> = FxHashMap::default();
        for (symbol, inline) in given {
            let from_bindings = inline.is_none().then(|| bound.get(&*symbol.name).map(String::as_str)).flatten();
            let Some(id) = inline.or(from_bindings) else { continue };
            let (first, place) = *first_of.entry(id.to_ascii_lowercase()).or_insert((&symbol.name, symbol.location));
            // If both ids are in the source, the check of the source has reported them.
            let both_inline = inline.is_some() && !bound.contains_key(first);
            if first == &*symbol.name || both_inline {
                continue;
            }
            findings.push(
                Diagnostic::new(
                    &RULE,
                    symbol.location,
                    format!("{noun} `{first}` and `{}` have the same id", symbol.name),
                )
                .marked(format!("bound to `{id}`"))
                .label(place, "and so is this one")
                .note("in the tenant they are one and the same")
                .help("correct one of the two ids in the bindings file, or keep one of the two declarations")
                .witness(Witness::new([("id", id)])),
            );
        }
    }
    findings
}

/// A symbol with the id that the source gives it.
fn of<'p>(head: &'p Head, id: Option<&'p Text>) -> (&'p Symbol, Option<&'p str>) {
    (&head.symbol, id.map(|id| &*id.name))
}

/// The symbols of a kind, with the ids that the source gives.
fn declared<'p>(program: &'p Program, noun: &str) -> Vec<(&'p Symbol, Option<&'p str>)> {
    let organisation = &program.organisation;
    match noun {
        "environments" => program.environments.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "environment groups" => program.environment_groups.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "groups" => program.groups.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "custom connectors" => program.connectors.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "connector allow-lists" => program.allow_lists.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "data policies" => program.policies.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "business units" => {
            let units = organisation.unit_trees.iter().flat_map(|tree| &tree.units);
            units.map(|unit| (&unit.symbol, unit.id.as_ref().map(|id| &*id.name))).collect()
        }
        "roles" => organisation.roles.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "users" => organisation.users.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "teams" => organisation.teams.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        "column security profiles" => organisation.profiles.iter().map(|one| of(&one.head, one.id.as_ref())).collect(),
        _ => Vec::new(),
    }
}

fn look<'a>(noun: &str, items: impl Iterator<Item = (&'a Head, &'a Option<Text>)>, findings: &mut Vec<Diagnostic>) {
    // Placeholders that are not ids are reported separately.
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
