//! `role-out-of-reach`

use crate::analysis::access::Place;
use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::EnvironmentId;
use crate::model::organisation::{ROOT, UnitId};
use crate::model::program::{Program, Reference};
use crate::model::roles::RoleId;
use crate::rules::organisation::unit_trees;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds users and teams that hold a role whose `business_unit` is neither their own unit nor above it.
    ///
    /// ## Why is this bad?
    /// A role is copied into the unit it belongs to and all units below. In other units there is no copy to give.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso { emea { france }; americas }
    ///
    /// role clerk {
    ///   business_unit = emea
    ///   includes      = [app_opener]
    ///   grid {
    ///     table    read
    ///     account  bu
    ///   }
    /// }
    ///
    /// user bob {
    ///   upn           = "bob@contoso.com"
    ///   business_unit = americas
    ///   roles { finance = [clerk] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso { emea { france }; americas }
    ///
    /// role clerk {
    ///   business_unit = emea
    ///   includes      = [app_opener]
    ///   grid {
    ///     table    read
    ///     account  bu
    ///   }
    /// }
    ///
    /// user bob {
    ///   upn           = "bob@contoso.com"
    ///   business_unit = france
    ///   roles { finance = [clerk] }
    /// }
    /// ```
    pub RULE = 5024 "role-out-of-reach" Error "a user or team holds a role of a unit that is not above its own";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let has_units = program.organisation.roles.iter().any(|role| role.unit.is_some());
    if !has_units || !unit_trees::are_certain(context) {
        return;
    }
    let there = |environment: &Reference<EnvironmentId>| context.access().place(environment.target?);
    each::user(context, findings, |index, user, found| {
        for assignment in &user.roles {
            let Some(place) = there(&assignment.environment) else { continue };
            let unit = match &assignment.unit {
                Some(unit) => place.find_unit(program, &unit.symbol.name),
                None => Some(place.unit(program, index)),
            };
            let Some(unit) = unit else { continue };
            for role in &assignment.roles {
                found.extend(finding(program, place, unit, role, || format!("user `{}`", user.head.symbol.name)));
            }
        }
    });
    for team in &program.organisation.teams {
        let Some(place) = team.environment.as_ref().and_then(there) else { continue };
        let unit = match &team.unit {
            Some(unit) => place.find_unit(program, &unit.symbol.name),
            None => Some(ROOT),
        };
        let Some(unit) = unit else { continue };
        for role in &team.roles {
            findings.extend(finding(program, place, unit, role, || format!("team `{}`", team.head.symbol.name)));
        }
    }
}

fn finding(
    program: &Program,
    place: &Place,
    holder: UnitId,
    reference: &Reference<RoleId>,
    who: impl FnOnce() -> String,
) -> Option<Diagnostic> {
    let role = &program.organisation.roles[reference.target?];
    // An unknown unit is reported elsewhere.
    let of = role.unit.as_ref().filter(|unit| unit.target.is_some())?;
    let unit = place.find_unit(program, &of.symbol.name);
    if unit.is_some_and(|unit| place.contains(program, unit, holder)) {
        return None;
    }
    let environment = &program.environments[place.environment];
    let (there, name, unit_name) = (&environment.head.symbol.name, &role.head.symbol.name, &of.symbol.name);
    let own = place.unit_of(program, holder).map_or("the root", |unit| &*unit.symbol.name);
    let who = who();
    let message = match unit {
        Some(_) => format!("{who} of unit `{own}` holds role `{name}`, which exists only in `{unit_name}` and below"),
        None => format!("{who} holds role `{name}` of unit `{unit_name}`, which `{there}` does not have"),
    };
    let finding = Diagnostic::new(&RULE, reference.symbol.location, message)
        .marked("there is no copy of it to give")
        .label(of.symbol.location, "the role belongs to this unit")
        .note("a role is copied into its unit and all units below it")
        .witness(Witness::new([("environment", &**there), ("role", name), ("unit", own)]));
    let across = environment.dataverse.as_ref().is_some_and(|dataverse| dataverse.ownership_across_units);
    Some(finding.help(if across && unit.is_some() {
        format!("give the copy of that unit, `roles_of_units {there} {{ {unit_name} = [{name}] }}`, or let the role belong to a unit above")
    } else {
        "let the role belong to a unit above both, or give another role".to_owned()
    }))
}
