//! Actions that are not in the catalogue.

use crate::analysis::{Check, Context, Reads};
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Witness, closest, worth_seeking};
use crate::model::ConnectorId;
use crate::model::program::{Program, Symbol};

crate::declare_rule! {
    /// ## What it does
    /// Finds actions, in entries of connector allow-lists and in rules of data policies, that the catalogue does not
    /// list for their connector. Only connectors whose actions the catalogue lists are checked: the built-in
    /// catalogue lists none, and a catalogue that is pinned from the tenant lists those of each connector that was
    /// exported with its interface, `properties.swagger`.
    ///
    /// ## Why is this bad?
    /// An allow-list that names an action that does not exist blocks the one that was meant. A data policy that
    /// blocks such an action blocks nothing. Some internal actions of the platform are in no list, so check before
    /// you change one.
    ///
    /// The examples of this page need a catalogue of a tenant, so they are in the test suite. Bad:
    /// `connector sql { actions = [GetItem_V3] }` where the catalogue lists `GetItem_V2`; good:
    /// `actions = [GetItem_V2]`.
    pub RULE = 3126 "unknown-action" Warning "an action is not among those that the catalogue lists";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for list in &program.allow_lists {
        let owner = format!("connector allow-list `{}`", list.head.symbol.name);
        for entry in &list.entries {
            for action in entry.actions.iter().flatten() {
                judge(program, (&owner, "allows"), entry.connector, action, findings);
            }
        }
    }
    for policy in &program.policies {
        let owner = format!("data policy `{}`", policy.head.symbol.name);
        for rules in &policy.rules {
            for rule in rules.actions.iter().flat_map(|actions| &actions.rules) {
                let does = if rule.allow { "allows" } else { "blocks" };
                judge(program, (&owner, does), rules.connector, &rule.action, findings);
            }
        }
    }
}

fn judge(
    program: &Program,
    (owner, does): (&str, &str),
    connector: ConnectorId,
    action: &Symbol,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(entry) = program.universe.entry(connector) else { return };
    let Some(known) = &entry.actions else { return };
    if known.iter().any(|id| id.eq_ignore_ascii_case(&action.name)) {
        return;
    }
    let name = program.universe.name(connector);
    let near = worth_seeking(findings.len(), known.len())
        .then(|| closest(&action.name, known.iter().map(String::as_str)))
        .flatten();
    let help = match near {
        Some(near) => format!("did you mean `{near}`? Else pin a catalogue that is exported now"),
        None => format!("`{name}` has {}; pin a catalogue that is exported now if this one is newer", some(known)),
    };
    findings.push(
        Diagnostic::new(
            &RULE,
            action.location,
            format!("{owner} {does} `{}`, which the catalogue does not list for `{name}`", action.name),
        )
        .marked("not in the catalogue")
        .note(source(program.universe.catalog(), known.len()))
        .help(help)
        .witness(Witness::new([("connector", name), ("action", &*action.name)])),
    );
}

fn source(catalog: &Catalog, count: usize) -> String {
    let day = catalog.date().map_or_else(String::new, |date| format!(" of {date}"));
    let actions = if count == 1 { "action" } else { "actions" };
    format!("the catalogue{day} lists {count} {actions} of this connector")
}

fn some(known: &[String]) -> String {
    let shown: Vec<String> = known.iter().take(4).map(|id| format!("`{id}`")).collect();
    let more = if known.len() > shown.len() { " and others" } else { "" };
    format!("{}{more}", shown.join(", "))
}
