//! `unit-of-another-tree`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::EnvironmentId;
use crate::model::organisation::TreeId;
use crate::model::program::Reference;
use crate::rules::organisation::unit_trees;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds users and teams whose business unit is not in the tree of an environment where they have roles or to
    /// which they belong.
    ///
    /// ## Why is this bad?
    /// The unit decides what they reach. Without it they would stay in the root, or could not be placed at all.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    /// environment sales { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso { environments = [finance]; emea; americas }
    /// business_units sales_units { environments = [sales]; north; south }
    ///
    /// user alice {
    ///   upn           = "alice@contoso.com"
    ///   business_unit = emea
    ///   roles { sales = [basic_user] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR } }
    /// environment sales   { type = production; dataverse { language = 1033; currency = EUR } }
    ///
    /// business_units contoso     { environments = [finance]; emea; americas }
    /// business_units sales_units { environments = [sales]; north; south }
    ///
    /// user alice {
    ///   upn           = "alice@contoso.com"
    ///   business_unit = emea
    ///   business_units { sales = north }
    ///   roles          { sales = [basic_user] }
    /// }
    /// ```
    pub RULE = 5013 "unit-of-another-tree" Error "a user or team is placed in a unit that the environment does not have";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if !unit_trees::are_certain(context) {
        return;
    }
    each::user(context, findings, |_, user, found| {
        for (environment, unit) in &user.units {
            found.extend(finding(context, ("user", &user.head.symbol.name), environment, unit));
        }
        let mut told: Vec<EnvironmentId> = Vec::new();
        for assignment in &user.roles {
            let environment = &assignment.environment;
            let Some(index) = environment.target.filter(|index| !told.contains(index)) else { continue };
            told.push(index);
            let elsewhere = user.units.iter().any(|(other, _)| other.target == environment.target);
            if let Some(unit) = user.unit.as_ref().filter(|_| !elsewhere) {
                found.extend(finding(context, ("user", &user.head.symbol.name), environment, unit));
            }
            if let Some(unit) = &assignment.unit {
                found.extend(finding(context, ("user", &user.head.symbol.name), environment, unit));
            }
        }
    });
    for team in &context.program.organisation.teams {
        if let (Some(environment), Some(unit)) = (&team.environment, &team.unit) {
            findings.extend(finding(context, ("team", &team.head.symbol.name), environment, unit));
        }
    }
}

fn finding(
    context: &Context<'_>,
    (kind, name): (&str, &str),
    environment: &Reference<EnvironmentId>,
    unit: &Reference<TreeId>,
) -> Option<Diagnostic> {
    // An unknown unit is reported elsewhere.
    unit.target?;
    let place = context.access().place(environment.target?)?;
    if place.find_unit(context.program, &unit.symbol.name).is_some() {
        return None;
    }
    let (there, unit_name) = (&environment.symbol.name, &unit.symbol.name);
    let mut finding = Diagnostic::new(
        &RULE,
        unit.symbol.location,
        format!("environment `{there}` has no business unit `{unit_name}`, where {kind} `{name}` is placed"),
    )
    .marked("not one of its units")
    .note("each environment has a tree of units of its own, and everybody is in exactly one unit of it")
    .witness(Witness::new([("environment", &**there), ("unit", unit_name)]));
    if environment.symbol.location != unit.symbol.location {
        finding = finding.label(environment.symbol.location, "in this environment");
    }
    Some(match place.tree(context.program) {
        Some(tree) => finding.label(tree.head.symbol.location, "its units are here").help(if kind == "user" {
            format!("say which of its units it is there: `business_units {{ {there} = … }}`")
        } else {
            "name one of its units".to_owned()
        }),
        None => finding.help(format!("declare its units: `business_units … {{ environments = [{there}] }}`")),
    })
}
