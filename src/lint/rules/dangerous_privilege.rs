//! `dangerous-privilege`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::Verb;
use crate::catalog::{system_table, task_privilege};
use crate::diagnostics::{Diagnostic, Witness};
use crate::lint::words::some_of;
use crate::model::roles::Role;
use crate::model::tables::TableId;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds roles that grant privileges with which much harm can be done, or more rights taken: to act for others, to delete in
    /// bulk, to export rows or customizations, to disable or move users, to read or change keys, and to create, write, or assign
    /// roles, to write users, or to delete the audit log. A role whose doc comment names the privilege, or the table, is left
    /// alone: somebody has thought of it.
    ///
    /// ## Why is this bad?
    /// Such grants come along unseen when a role is copied. Whoever may change roles can make himself an administrator.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    ///   privileges = [BulkDelete]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// /// Clears out old accounts once a year, by BulkDelete.
    /// role clerk {
    ///   grid {
    ///     table    read
    ///     account  org
    ///   }
    ///   privileges = [BulkDelete]
    /// }
    /// ```
    pub RULE = 5210 "dangerous-privilege" Warning "a role grants what should be granted to few";
}

pub const LINT: Check = Check { rule: &RULE, run };

/// Verbs on tables of the platform, and why few should have them.
const ON_TABLES: [(&str, Verb, &str); 5] = [
    ("role", Verb::Create, "its holder makes roles, and can make himself an administrator"),
    ("role", Verb::Write, "its holder changes roles, and can make himself an administrator"),
    ("role", Verb::Assign, "its holder gives roles to others"),
    ("systemuser", Verb::Write, "its holder changes users"),
    ("audit", Verb::Delete, "its holder deletes the record of who did what"),
];

/// A dangerous grant: what it is, where it stands, why few should have it.
struct Danger {
    name: String,
    place: Location,
    why: &'static str,
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = ON_TABLES.map(|(name, verb, why)| (system_table(name).map(TableId), name, verb, why));
    for role in grids::declared(&context.program.organisation) {
        let dangers = dangers(role, &tables);
        let Some(first) = dangers.first() else { continue };
        let symbol = &role.head.symbol.name;
        let names: Vec<&str> = dangers.iter().map(|danger| danger.name.as_str()).collect();
        let mut finding = Diagnostic::new(&RULE, first.place, format!("role `{symbol}` grants {}", some_of(&names, 4)))
            .marked(first.why)
            .note("such grants come along unseen when a role is copied")
            .help("take it away, or say in the doc comment of the role what it is for, by its name")
            .witness(Witness::new([("role", &**symbol), ("privilege", &first.name)]));
        for danger in dangers.iter().skip(1).take(3) {
            finding = finding.label(danger.place, danger.why);
        }
        findings.push(finding);
    }
}

fn dangers(role: &Role, tables: &[(Option<TableId>, &str, Verb, &'static str)]) -> Vec<Danger> {
    let thought_of = |name: &str| {
        !role.head.description.is_empty() && role.head.description.to_lowercase().contains(&name.to_lowercase())
    };
    let mut found = Vec::new();
    for (table, name, verb, why) in tables {
        let Some(table) = table.filter(|table| role.own.on(*table).level(*verb).is_some()) else { continue };
        if let Some(place) = role.cell(|id| id, table, *verb).filter(|_| !thought_of(name)) {
            found.push(Danger { name: format!("{} on {name}", verb.word()), place, why });
        }
    }
    for grant in &role.privileges {
        let known = task_privilege(&grant.privilege.name);
        let Some((known, why)) = known.and_then(|known| Some((known, known.dangerous?))) else { continue };
        if !thought_of(known.name) {
            found.push(Danger { name: known.name.to_owned(), place: grant.privilege.location, why });
        }
    }
    found
}
