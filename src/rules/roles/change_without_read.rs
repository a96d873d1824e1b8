//! `change-without-read`

use crate::analysis::access::{Holding, Place};
use crate::analysis::{Check, Context, grids};
use crate::catalog::privilege::{Level, Verb};
use crate::diagnostics::{self, Diagnostic, Fix, Safety, Witness};
use crate::model::organisation::User;
use crate::model::roles::{GridRow, Role, RoleId, Says};
use crate::model::tables::{TableId, Tables};
use crate::rules::shared::each;
use crate::rules::shared::names;

crate::declare_rule! {
    /// ## What it does
    /// Finds tables on which a role grants `create`, `write`, `delete` or `share` but not `read`, if the table has
    /// such a privilege. Grants of the roles in `includes` count, and so do other roles of the holders: it is an
    /// error if a user holds the role and may not read the rows, and a warning if no user holds it.
    ///
    /// ## Why is this bad?
    /// The platform requires `read` for each of these operations: creating, changing, deleting or sharing a row
    /// without it fails, and the app shows an error that names a privilege.
    ///
    /// ```dictum,bad
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  write
    ///     new_portfolio  none  bu
    ///   }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_portfolio : user_owned }
    ///
    /// role clerk {
    ///   grid {
    ///     table          read  write
    ///     new_portfolio  bu    bu
    ///   }
    /// }
    /// ```
    pub RULE = 5005 "change-without-read" Error "a role lets rows be changed that it does not let be read" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

const CHANGES: [Verb; 4] = [Verb::Create, Verb::Write, Verb::Delete, Verb::Share];

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    each::role(context, findings, |role, found| {
        if !role.sound {
            return;
        }
        for row in &role.rows {
            let Some((verb, level)) = CHANGES.into_iter().find_map(|verb| Some((verb, row.level(verb)?))) else {
                continue;
            };
            if row.level(Verb::Read).is_some() {
                continue;
            }
            let unread = |table: &TableId| {
                role.grants.on(tables.base(*table)).level(Verb::Read).is_none()
                    && !tables.allowed(*table, Verb::Read).is_empty()
            };
            let blind: Vec<TableId> = grids::tables_of(row).filter(unread).collect();
            let Some((first, holders)) = worst(context, role, tables, &blind) else { continue };
            let file = role.head.location.file;
            let granted: Vec<Verb> = CHANGES.into_iter().filter(|verb| row.level(*verb).is_some()).collect();
            let (symbol, table) = (&role.head.symbol.name, tables.name(first));
            let (listed, verbs) = (names::tables(tables, &blind), names::verbs(&granted));
            let mut finding = Diagnostic::new(
                &RULE,
                row.place(file, verb),
                format!("role `{symbol}` grants {verbs} on {listed}, but not `read`"),
            )
            .about(blind.iter().map(|table| (tables.name(*table), row.place(file, verb))))
            .marked("this needs `read`")
            .note("the platform asks for `read` before a row is made, changed, deleted or shared")
            .note(match holders {
                Holders::None => "no user holds it; future holders may have `read` from another role".to_owned(),
                Holders::Blind(user) => format!("`{}` holds it, and no role that grants `read`", user.head.symbol.name),
            })
            .witness(Witness::new([("role", &**symbol), ("table", table), ("verb", verb.word())]));
            if matches!(holders, Holders::None) {
                finding.level = diagnostics::Level::Warning;
            }
            if row.cell(Verb::Read).says == Says::Nothing
                && let Some(level) = readable(tables, row, level)
            {
                let (place, word) = (row.place(file, Verb::Read), level.word());
                finding = finding
                    .label(place, "nothing is granted here")
                    .fix(Fix::replace(format!("write `{word}`"), Safety::Unsafe, place, word))
                    .help(format!("grant `read` too: write `{word}`"));
            } else {
                finding = finding.help(format!("grant `read` on `{table}` too"));
            }
            found.push(finding);
        }
    });
}

/// Who holds a role and lacks the grant.
#[derive(Clone, Copy)]
enum Holders<'p> {
    /// No declared user.
    None,
    /// A user to whom no role grants it.
    Blind(&'p User),
}

/// The first of these tables that some holder of the role may not read with all their roles; the first table if no
/// user holds the role; `None` if all holders may read all of them.
fn worst<'p>(context: &Context<'p>, role: &Role, tables: &Tables, blind: &[TableId]) -> Option<(TableId, Holders<'p>)> {
    let first = *blind.first()?;
    let organisation = &context.program.organisation;
    let id = organisation.roles.find(role.name())?;
    let of = |id: RoleId| organisation.roles.get(id.0 as usize);
    let is_it = |held: &Holding| held.role == id || of(held.role).is_some_and(|role| role.included.contains(&id));
    let mut anybody = false;
    for (user, held) in context.access().places().flat_map(Place::holders).filter(|(_, held)| held.iter().any(is_it)) {
        anybody = true;
        // A role with unknown grants may grant `read`.
        if held.iter().filter_map(|held| of(held.role)).any(|role| !role.unseen.is_empty() || !role.sound) {
            continue;
        }
        let reads = |table: &TableId| {
            held.iter()
                .any(|held| context.access().matrix.on(held.role, tables.base(*table)).level(Verb::Read).is_some())
        };
        if let Some(table) = blind.iter().find(|table| !reads(table)) {
            let user = &organisation.users[user];
            return Some((*table, Holders::Blind(user)));
        }
    }
    (!anybody).then_some((first, Holders::None))
}

/// The level for `read` that suits the other grants of the row.
fn readable(tables: &Tables, row: &GridRow, level: Level) -> Option<Level> {
    let widest = Verb::ALL.into_iter().filter_map(|verb| row.level(verb)).max().unwrap_or(level);
    grids::nearest(tables, row, Verb::Read, widest)
}
