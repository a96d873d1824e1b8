//! Users and teams that are in the root unit only because no unit is written.

use crate::analysis::access::{Gate, Holding, Place, Through, of_team, role_name};
use crate::analysis::{Check, Context, Reads};
use crate::catalog::privilege::{Level, Verb};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{ROOT, UserId};
use crate::model::program::Symbol;
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;

crate::declare_rule! {
    /// ## What it does
    /// Finds users and teams without `business_unit`, in an environment with several units, whose roles therefore
    /// reach every row by `deep`, or rows of a sensitive table by `bu` or `deep`. Levels that come from a role of the
    /// platform do not count.
    ///
    /// ## Why is this bad?
    /// Without a unit, a user or team is in the root. From there `deep` is as wide as `org`: a role made for one unit
    /// reaches all of them.
    ///
    /// ```dictum,bad
    /// business_units contoso { emea; americas }
    /// tables { new_patient : user_owned sensitive }
    ///
    /// role clinician {
    ///   includes = [basic_user]
    ///   grid {
    ///     table        read
    ///     new_patient  deep
    ///   }
    /// }
    ///
    /// environment clinic {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; roles { clinic = [clinician] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// business_units contoso { emea; americas }
    /// tables { new_patient : user_owned sensitive }
    ///
    /// role clinician {
    ///   includes = [basic_user]
    ///   grid {
    ///     table        read
    ///     new_patient  deep
    ///   }
    /// }
    ///
    /// environment clinic {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// user alice { upn = "alice@contoso.com"; business_unit = emea; roles { clinic = [clinician] } }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5266 "root-by-omission" Warning "a forgotten business unit makes a role reach every unit";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["team"]), run);

/// The grant of a role that becomes widest in the root.
#[derive(Clone, Copy)]
struct Widest {
    sensitive: bool,
    level: Level,
    table: TableId,
    verb: Verb,
    by: RoleId,
}

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let organisation = &program.organisation;
    let several = |place: &Place| place.tree(program).is_some_and(|tree| tree.units.len() > 1);
    let places: Vec<&Place> = context.access().places().filter(|place| several(place)).collect();
    if places.is_empty() {
        return;
    }
    let widest: Vec<Option<Widest>> = organisation.roles.ids().map(|(role, _)| widest(context, role)).collect();
    let worst = |held: &[Holding]| {
        let of_role = |one: &Holding| Some((*one, widest.get(one.role.0 as usize).copied()??));
        held.iter().filter(|one| one.unit == ROOT).filter_map(of_role).max_by_key(|(_, one)| (one.sensitive, one.level))
    };
    for (index, user) in organisation.users.ids() {
        if user.disabled.is_some() {
            continue;
        }
        let found = places.iter().find_map(|place| {
            if user.unit_in(place.environment).is_some() || context.access().gate(program, place, index) == Gate::Closed
            {
                return None;
            }
            let own = |one: &Holding| match one.through {
                Through::Direct(assignment, _) => {
                    user.roles.get(assignment as usize).is_some_and(|assignment| assignment.unit.is_none())
                }
                Through::Team(..) => false,
            };
            let held: Vec<Holding> = place.holdings(index).iter().copied().filter(own).collect();
            Some((*place, worst(&held)?))
        });
        if let Some((place, (holding, widest))) = found {
            findings.push(finding(context, place, "user", &user.head.symbol, Some(index), holding, widest));
        }
    }
    for (index, team) in organisation.teams.ids().filter(|(_, team)| team.unit.is_none()) {
        let Some(place) = places.iter().find(|place| team.is_in(place.environment)) else { continue };
        if let Some((holding, widest)) = worst(&of_team(program, place, index)) {
            findings.push(finding(context, place, "team", &team.head.symbol, None, holding, widest));
        }
    }
}

/// The grant of a role that becomes widest in the root: `deep` on any table, or `bu` on a sensitive table. Roles of
/// the platform that it includes are left out.
fn widest(context: &Context<'_>, role: RoleId) -> Option<Widest> {
    let organisation = &context.program.organisation;
    let tables = &organisation.tables;
    let roles = &organisation.roles;
    let declared = |id: RoleId| roles.get(id.0 as usize).filter(|role| role.predefined.is_none());
    let within = roles.get(role.0 as usize)?.included.iter().copied();
    let own: Vec<(RoleId, &Role)> =
        std::iter::once(role).chain(within).filter_map(|id| Some((id, declared(id)?))).collect();
    let grants =
        own.iter().flat_map(|(by, role)| role.own.tables.iter().map(move |(table, grants)| (*by, *table, *grants)));
    let all = grants.flat_map(|(by, table, grants)| {
        let sensitive = tables.own(table).is_some_and(|own| own.sensitive.is_some());
        grants.iter().map(move |(verb, level)| Widest { sensitive, level, table, verb, by })
    });
    // A role that grants a verb on all rows reaches no more from the root.
    let reaches = |one: &Widest| match one.level {
        Level::Deep => true,
        Level::Unit => one.sensitive,
        Level::User | Level::Org => false,
    };
    let narrower = |one: &Widest| context.access().matrix.on(role, one.table).level(one.verb) == Some(one.level);
    all.filter(|one| reaches(one) && narrower(one)).max_by_key(|one| (one.sensitive, one.level))
}

fn finding(
    context: &Context<'_>,
    place: &Place,
    noun: &str,
    symbol: &Symbol,
    user: Option<UserId>,
    holding: Holding,
    widest: Widest,
) -> Diagnostic {
    let program = context.program;
    let tables = &program.organisation.tables;
    let (name, table, role) = (&symbol.name, tables.name(widest.table), role_name(program, holding.role));
    let root = place.unit_name(program, ROOT);
    let word = widest.level.word();
    let kind = if widest.sensitive { ", which is sensitive" } else { "" };
    let rows = match widest.level {
        Level::Deep => format!("every row of `{table}`{kind}"),
        Level::User | Level::Unit | Level::Org => format!("rows of the root unit of `{table}`{kind}"),
    };
    let message = format!("{noun} `{name}` has no `business_unit`, so `{role}` reaches {rows}");
    let mut finding = Diagnostic::new(&RULE, symbol.location, message).marked(format!("in the root unit, `{root}`"));
    if let Some(given) = holding.place(program, user) {
        finding = finding.label(given, format!("holds `{role}` from there"));
    }
    let cell = program.organisation.roles.get(widest.by.0 as usize);
    if let Some(cell) = cell.and_then(|role| role.cell(|id| tables.base(id), widest.table, widest.verb)) {
        finding = finding.label(cell, format!("`{word}` from the root"));
    }
    let note = match widest.level {
        Level::Deep => format!("{noun}s without `business_unit` are in the root, and all units are below it"),
        Level::User | Level::Unit | Level::Org => format!("{noun}s without `business_unit` are in the root"),
    };
    finding
        .note(note)
        .help(format!("say which unit it is, `business_unit = …`; where the root is meant, write `{root}`"))
        .witness(Witness::new([
            (noun, &**name),
            ("environment", place.name(program)),
            ("role", role),
            ("table", table),
            ("verb", widest.verb.word()),
            ("level", word),
        ]))
}
