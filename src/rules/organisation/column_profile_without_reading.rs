//! Column security profiles held by users who cannot read the table.

use crate::analysis::access::of_team;
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::Verb;
use crate::diagnostics::Diagnostic;
use crate::model::organisation::{ColumnGrant, ColumnProfile, Named, Party};
use crate::model::roles::RoleId;
use crate::model::tables::TableId;

crate::declare_rule! {
    /// ## What it does
    /// Finds holders of a column security profile who, in every environment of the profile, can read none of the rows
    /// of a table whose columns it opens.
    ///
    /// ## Why is this bad?
    /// A profile opens columns of rows that its holder may read. If no role lets the holder read the table, the
    /// profile gives nothing.
    ///
    /// ```dictum,bad
    /// tables { new_salary : user_owned }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [basic_user] } }
    ///
    /// column_security pay {
    ///   new_salary.new_amount { read = yes }
    ///   held_by = [alice]
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// tables { new_salary : user_owned }
    ///
    /// role payroll {
    ///   includes = [basic_user]
    ///   grid {
    ///     table       read
    ///     new_salary  bu
    ///   }
    /// }
    ///
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { finance = [payroll] } }
    ///
    /// column_security pay {
    ///   new_salary.new_amount { read = yes }
    ///   held_by = [alice]
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5257 "column-profile-without-reading" Warning "a holder of a column security profile cannot read the table";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["column_security"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let tables = &context.program.organisation.tables;
    for profile in context.program.organisation.profiles.iter().filter(|profile| profile.sound) {
        for party in &profile.held_by {
            let shut = profile.columns.iter().filter(|column| {
                column.table.target.is_some_and(|table| reads(context, profile, party, table) == Some(false))
            });
            let shut: Vec<&ColumnGrant> = shut.collect();
            let Some(column) = shut.first() else { continue };
            let table = column.table.target.map_or("", |table| tables.name(table));
            let name = &party.symbol.name;
            findings.push(
                Diagnostic::new(
                    &RULE,
                    party.symbol.location,
                    format!("`{name}` cannot read `{table}`, so this profile gives nothing there"),
                )
                .marked("no role of theirs lets them read it")
                .about(shut.iter().map(|column| {
                    (format!("{}.{}", column.table.symbol.name, column.column.name), party.symbol.location)
                }))
                .label(column.column.location, "this column stays closed")
                .note("a profile opens columns of rows that its holder may read")
                .help(format!(
                    "give `{name}` a role that grants `read` on `{table}`, or take `{name}` out of `held_by`"
                )),
            );
        }
    }
}

/// Whether a party may read any row of a table; `None` if the party belongs to none of the environments, or if the
/// members of a team are unknown.
fn reads(context: &Context<'_>, profile: &ColumnProfile, party: &Party, table: TableId) -> Option<bool> {
    let organisation = &context.program.organisation;
    let tables = &organisation.tables;
    let mut known = None;
    for place in context.access().places() {
        if !place.environment.is_among(&profile.environments) {
            continue;
        }
        // Unknown grants of a role, or unknown members of a team, may let the party read it.
        let reading = |role: RoleId| {
            context.access().matrix.on(role, table).level(Verb::Read).is_some()
                || !organisation.roles[role].unseen.is_empty()
                || organisation.roles[role].may_grant_more(tables, table, Verb::Read)
        };
        let (concerned, found) = match party.target? {
            Named::User(user) => {
                let held = place.holdings(user);
                let perhaps = context.access().perhaps_held(context.program, place, user);
                (!held.is_empty(), held.iter().chain(&perhaps).any(|holding| reading(holding.role)))
            }
            Named::Team(team) => {
                let here = organisation.teams[team].is_in(place.environment);
                let own = of_team(context.program, place, team);
                // Members may read it by roles of their own, which add to the roles of the team.
                let members = place.members().iter().filter(|user| place.teams(**user).contains(&team));
                if here && place.open_teams().contains(&team) {
                    return None;
                }
                let mut held = own.iter().chain(members.flat_map(|user| place.holdings(*user)));
                (here, here && held.any(|holding| reading(holding.role)))
            }
            Named::Group(_) => (false, false),
        };
        if concerned {
            known = Some(known.unwrap_or(false) || found);
        }
    }
    known
}
