//! `not-governed-by-list`

use crate::analysis::{Check, Context};
use crate::catalog::Kind;
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::Program;
use crate::model::{ConnectorId, SetExpression};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that a connector allow-list names but does not govern: custom connectors, HTTP and other
    /// virtual connectors, modules of desktop flows.
    ///
    /// ## Why is this bad?
    /// Allow-lists govern certified connectors. Data policies decide whether others may be used, so the entry has no
    /// effect.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql, Http]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3020 "not-governed-by-list" Error "an allow-list names a connector that it does not govern";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for list in &program.allow_lists {
        let Some(clause) = &list.allows else { continue };
        let mut named = named(&clause.expression);
        named.extend(list.entries.iter().map(|entry| (entry.connector, entry.location)));
        named.retain(|(id, _)| !program.universe.is_certified(*id));
        // A connector that is listed and also has an entry is one mistake.
        named.sort_by_key(|(id, location)| (*id, *location));
        named.dedup_by_key(|(id, _)| *id);
        named.sort_by_key(|(_, location)| *location);
        let Some((first, location)) = named.first() else { continue };
        let name = program.universe.name(*first);
        let message = match named.len() {
            1 => format!("connector allow-list `{}` does not govern `{name}`", list.head.symbol.name),
            count => format!(
                "connector allow-list `{}` does not govern {count} connectors that it names",
                list.head.symbol.name
            ),
        };
        let mut finding = Diagnostic::new(&RULE, *location, message)
            .about(named.iter().map(|(id, place)| (program.universe.name(*id), *place)))
            .marked(what(program, *first));
        for (id, location) in named.iter().skip(1).take(2) {
            finding = finding.label(*location, what(program, *id));
        }
        findings.push(
            finding
                .note("allow-lists govern certified connectors; others are left to data policies")
                .help("take it out, and sort it in a data policy that applies there")
                .witness(Witness::new([("connector", name)])),
        );
    }
}

/// The connectors that the lists of an expression add.
fn named(expression: &SetExpression) -> Vec<(ConnectorId, Location)> {
    let mut named = Vec::new();
    expression.each_added(&mut |element, file| named.push((element.connector, Location::new(file, element.span))));
    named
}

fn what(program: &Program, id: ConnectorId) -> &'static str {
    let universe = &program.universe;
    match universe.entry(id).map(|entry| entry.kind) {
        _ if universe.is_exempt(id) => "exempt",
        Some(Kind::Desktop) => "a module of desktop flows",
        Some(Kind::Virtual) => "a virtual connector",
        None if universe.is_custom(id) => "a custom connector",
        _other => "not a certified connector",
    }
}
