//! `environment-twice`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::organisation::{Assignment, TreeId, User};
use crate::model::program::{EnvironmentId, Reference, Symbol};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds users whose `roles`, or `roles_of_units` of one unit, name an environment twice, and users who are
    /// placed in two units of one environment.
    ///
    /// ## Why is this bad?
    /// A user is in exactly one unit. Anyone who looks for the roles of a user expects all of them in one place: the
    /// second list is overlooked when rights are taken away.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; dataverse { language = 1033; currency = EUR; ownership_across_units = yes } }
    ///
    /// business_units contoso { emea; americas }
    ///
    /// user bob {
    ///   upn = "bob@contoso.com"
    ///   roles { finance = [app_opener] }
    ///   roles_of_units finance { emea = [basic_user] }
    ///   roles_of_units finance { emea = [environment_maker] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type = production
    ///   dataverse { language = 1033; currency = EUR; ownership_across_units = yes }
    /// }
    ///
    /// business_units contoso { emea; americas }
    ///
    /// user bob {
    ///   upn = "bob@contoso.com"
    ///   roles                  { finance = [app_opener] }
    ///   roles_of_units finance { emea = [basic_user, environment_maker] }
    /// }
    /// ```
    pub RULE = 5026 "environment-twice" Error "a user's roles in one environment are in two places";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::user(context, findings, |_, user, found| {
        if user.roles.len() > 1 {
            roles(user, found);
        }
        if user.units.len() > 1 {
            let mut units: Vec<&(Reference<EnvironmentId>, Reference<TreeId>)> = user.units.iter().collect();
            units.sort_by(|(a, _), (b, _)| {
                (&a.symbol.name, a.symbol.location).cmp(&(&b.symbol.name, b.symbol.location))
            });
            for same in units.chunk_by(|(one, _), (other, _)| one.symbol.name == other.symbol.name) {
                let Some(((first, _), others)) = same.split_first() else { continue };
                for (other, _) in others {
                    let message = format!("user `{}` is placed in two units", user.head.symbol.name);
                    let note = "each user is in exactly one unit of an environment";
                    found.push(finding(message, &other.symbol, &first.symbol).note(note));
                }
            }
        }
    });
}

fn roles(user: &User, found: &mut Vec<Diagnostic>) {
    let unit = |assignment: &Assignment| assignment.unit.as_ref().map(|unit| unit.symbol.name.clone());
    let mut all: Vec<_> = user.roles.iter().map(|one| ((&one.environment.symbol.name, unit(one)), one)).collect();
    all.sort_by(|(a, one), (b, other)| (a, one.location).cmp(&(b, other.location)));
    for same in all.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((((name, _), first), others)) = same.split_first() else { continue };
        for (_, other) in others {
            let [again, before] =
                [other, first].map(|one| one.unit.as_ref().map_or(&one.environment.symbol, |unit| &unit.symbol));
            let message = format!("the roles of user `{}` in `{name}` are in two places", user.head.symbol.name);
            let note = "what is in the second place is overlooked when rights are taken away";
            found.push(finding(message, again, before).note(note));
        }
    }
}

fn finding(message: String, again: &Symbol, first: &Symbol) -> Diagnostic {
    Diagnostic::new(&RULE, again.location, message)
        .marked("again here")
        .label(first.location, "first here")
        .help("combine the two")
        .witness(Witness::new([("name", &*again.name)]))
}
