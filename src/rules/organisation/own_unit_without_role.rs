//! Users who hold roles of other units only.

use crate::analysis::access::{Place, Through};
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{AccessMode, Assignment, User, UserId};

crate::declare_rule! {
    /// ## What it does
    /// Finds users who hold roles of other business units, with `roles_of_units`, but none of their own unit, neither
    /// directly nor through a team. Users who may be in a team whose members are not in the source are left out.
    ///
    /// ## Why is this bad?
    /// The personal data of an app's pages, such as saved views, charts, dashboards and their settings, belongs to
    /// the user and so to the user's own unit. A role of another unit does not reach it, and the app does not work
    /// for them.
    ///
    /// ```dictum,bad
    /// business_units contoso { france; germany }
    ///
    /// environment sales {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR; ownership_across_units = yes }
    /// }
    ///
    /// user ann {
    ///   upn           = "ann@contoso.com"
    ///   business_unit = france
    ///   roles_of_units sales { germany = [basic_user] }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// business_units contoso { france; germany }
    ///
    /// environment sales {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR; ownership_across_units = yes }
    /// }
    ///
    /// user ann {
    ///   upn           = "ann@contoso.com"
    ///   business_unit = france
    ///   roles                { sales = [app_opener] }
    ///   roles_of_units sales { germany = [basic_user] }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
    /// ```
    pub RULE = 5286 "own-unit-without-role" Warning "a user holds roles of other business units only";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::PEOPLE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let modernised = |place: &&Place| {
        let database = program.environments[place.environment].dataverse.as_ref();
        database.is_some_and(|database| database.ownership_across_units)
    };
    for place in context.access().places().filter(modernised) {
        for (index, _) in place.holders() {
            let user = &program.organisation.users[index];
            if let Some(assignment) = away(context, place, index, user) {
                let (name, there) = (user.name(), place.name(program));
                let own = place.unit_name(program, place.unit(program, index));
                findings.push(
                    Diagnostic::new(
                        &RULE,
                        assignment.location,
                        format!("`{name}` holds roles of other units in `{there}`, and none of `{own}`"),
                    )
                    .marked("a role of another unit")
                    .note("saved views, charts and settings of a user belong to the user's own unit, which this does not reach")
                    .help(format!("give `{name}` a role of `{own}` too, such as `roles {{ {there} = [app_opener] }}`"))
                    .witness(Witness::new([("environment", there), ("user", name), ("unit", own)])),
                );
            }
        }
    }
}

/// The first assignment of a role of another unit, if the user holds no role of their own unit.
fn away<'a>(context: &Context<'_>, place: &Place, index: UserId, user: &'a User) -> Option<&'a Assignment> {
    let person = user.mode == AccessMode::ReadWrite && user.application.is_none() && user.disabled.is_none();
    let held = place.holdings(index);
    let own = place.unit(context.program, index);
    let from_elsewhere = held.iter().find_map(|holding| match holding.through {
        Through::Direct(assignment, _) if holding.unit != own => user.roles.get(assignment as usize),
        Through::Direct(..) | Through::Team(..) => None,
    })?;
    let alone = held.iter().all(|holding| holding.unit != own);
    let perhaps = || context.access().perhaps_held(context.program, place, index);
    (person && user.sound && alone && perhaps().is_empty()).then_some(from_elsewhere)
}
