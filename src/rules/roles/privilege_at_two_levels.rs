//! `privilege-at-two-levels`

use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::Verb;
use crate::diagnostics::{Diagnostic, Level, Witness};
use crate::model::roles::{GridRow, Role};
use crate::model::tables::Tables;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds privileges that one role lists at different levels, and table privileges that it lists by name at
    /// another level than in its grid.
    ///
    /// ## Why is this bad?
    /// A role has each privilege once. It is unclear which of the two levels is meant. If a name in quotes is wider
    /// or narrower than the grid, this is a warning: both are grants, and the wider one counts.
    ///
    /// ```dictum,bad
    /// role clerk {
    ///   privileges = [AssignTerritory]
    ///
    ///   privileges_by_level {
    ///     deep = [AssignTerritory]
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// role clerk { privileges = [AssignTerritory] }
    /// ```
    pub RULE = 5006 "privilege-at-two-levels" Error "a role grants a privilege at two levels";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::role(context, findings, |role, found| {
        in_grid(&context.program.organisation.tables, role, found);
        if role.privileges.len() < 2 {
            return;
        }
        let mut privileges: Vec<_> =
            role.privileges.iter().map(|grant| (folded(&grant.privilege.name), grant)).collect();
        privileges.sort_by(|(one, first), (other, second)| {
            (one, first.privilege.location).cmp(&(other, second.privilege.location))
        });
        for same in privileges.chunk_by(|one, other| one.0 == other.0) {
            let Some(((_, first), others)) = same.split_first() else { continue };
            for (_, other) in others.iter().filter(|(_, other)| other.level != first.level) {
                let name = &first.privilege.name;
                let (one, two) = (first.level.word(), other.level.word());
                found.push(
                    Diagnostic::new(
                        &RULE,
                        other.privilege.location,
                        format!("role `{}` lists `{name}` at `{one}` and at `{two}`", role.head.symbol.name),
                    )
                    .marked(format!("at `{two}` here"))
                    .label(first.privilege.location, format!("at `{one}` here"))
                    .note("a role has each privilege once")
                    .help("keep one of the two")
                    .witness(Witness::new([("privilege", &**name)])),
                );
            }
        }
    });
}

/// Table privileges that are listed by name and are in the grid at another level.
fn in_grid(tables: &Tables, role: &Role, found: &mut Vec<Diagnostic>) {
    let file = role.head.location.file;
    for listed in role.rows.iter().filter(|row| row.listed) {
        let Some((verb, level)) = Verb::ALL.into_iter().find_map(|verb| Some((verb, listed.level(verb)?))) else {
            continue;
        };
        let Some(table) = grids::tables_of(listed).next() else { continue };
        let same =
            |row: &&GridRow| !row.listed && grids::tables_of(row).any(|other| tables.base(other) == tables.base(table));
        let other = role.rows.iter().filter(same).find_map(|row| {
            let cell = row.level(verb).filter(|other| *other != level)?;
            Some((row, cell))
        });
        let Some((row, cell)) = other else { continue };
        let (name, symbol) = (tables.name(table), &role.head.symbol.name);
        let (one, two, word) = (cell.word(), level.word(), verb.word());
        let mut finding = Diagnostic::new(
                &RULE,
                listed.location,
                format!("role `{symbol}` grants `{word}` on `{name}` at `{one}` and at `{two}`"),
            )
            .marked(format!("at `{two}` here"))
            .label(row.place(file, verb), format!("at `{one}` here"))
            .note("the name in quotes is the privilege of that table; a role has each privilege once, and the wider level counts")
            .help("keep one of the two")
            .witness(Witness::new([("table", name), ("verb", word)]));
        finding.level = Level::Warning;
        found.push(finding);
    }
}

fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}
