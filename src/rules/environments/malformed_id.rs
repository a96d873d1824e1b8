//! `malformed-id`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::organisation::Organisation;
use crate::model::program::Text;
use crate::rules::environments::ids;
use crate::rules::shared::names;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds ids of environments, environment groups, groups, data policies, users, teams, roles, units and column
    /// security profiles that do not have the form of an id: a GUID, or for the default environment `Default-` and
    /// the tenant's GUID. User principal names without `@` are found too.
    ///
    /// ## Why is this bad?
    /// Nothing in the tenant has such an id, so the declared object cannot be found there.
    ///
    /// ```dictum,bad
    /// environment finance { type = production; region = europe; id = "finance-prod" }
    /// ```
    ///
    /// ```dictum,bad
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   id     = "{8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11}"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment finance {
    ///   type   = production
    ///   region = europe
    ///   id     = "8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11"
    /// }
    /// ```
    pub RULE = 2006 "malformed-id" Error "an id does not have the form that ids have" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for id in program.environments.iter().filter_map(|environment| environment.id.as_ref()) {
        if !ids::is_default(&id.name) {
            look(id, "an environment", findings);
        }
    }
    for id in program.tenants.iter().filter_map(|tenant| tenant.id.as_ref()) {
        look(id, "a tenant", findings);
    }
    for id in program.environment_groups.iter().filter_map(|group| group.id.as_ref()) {
        look(id, "an environment group", findings);
    }
    for id in program.groups.iter().filter_map(|group| group.id.as_ref()) {
        look(id, "a group", findings);
    }
    for id in program.policies.iter().filter_map(|policy| policy.id.as_ref()) {
        look(id, "a data policy", findings);
    }
    for id in program.allow_lists.iter().filter_map(|list| list.id.as_ref()) {
        look(id, "a connector allow-list", findings);
    }
    people(&program.organisation, findings);
}

/// Ids of the organisation, and user principal names.
fn people(organisation: &Organisation, findings: &mut Vec<Diagnostic>) {
    for user in &organisation.users {
        user.id.iter().for_each(|id| look(id, "a user", findings));
        user.application.iter().for_each(|id| look(id, "an application", findings));
        if let Some(upn) = user.upn.as_ref().filter(|upn| !is_upn(&upn.name)) {
            let message = format!("{} is not a user principal name", names::shown(&upn.name));
            let finding = Diagnostic::new(&RULE, upn.location, message)
                .marked("not of the form `name@domain`")
                .note("a user principal name looks like a mail address; display names are not unique")
                .help("write the name with which they sign in, such as `ann@contoso.com`");
            let bare = upn.name.trim();
            findings.push(if is_upn(bare) {
                let fix = Fix::replace("remove the blanks", Safety::Safe, upn.location, format!("\"{bare}\""));
                finding.fix(fix)
            } else {
                finding
            });
        }
    }
    let trees = organisation.unit_trees.iter().flat_map(|tree| &tree.units);
    trees.filter_map(|unit| unit.id.as_ref()).for_each(|id| look(id, "a business unit", findings));
    organisation.teams.iter().filter_map(|team| team.id.as_ref()).for_each(|id| look(id, "a team", findings));
    let own = organisation.roles.iter().filter(|role| role.predefined.is_none());
    own.filter_map(|role| role.id.as_ref()).for_each(|id| look(id, "a role", findings));
    let profiles = organisation.profiles.iter().filter_map(|profile| profile.id.as_ref());
    profiles.for_each(|id| look(id, "a column security profile", findings));
}

fn is_upn(text: &str) -> bool {
    let foreign = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '"' | '<' | '>' | ',' | ';' | ':');
    let sound = |part: &str| !part.is_empty() && !part.contains(foreign);
    text.split_once('@').is_some_and(|(name, domain)| sound(name) && sound(domain))
}

fn look(id: &Text, noun: &str, findings: &mut Vec<Diagnostic>) {
    if ids::is_guid(&id.name) {
        return;
    }
    let message = format!("{} is not the id of {noun}", names::shown(&id.name));
    let finding = Diagnostic::new(&RULE, id.location, message)
        .marked("not a GUID")
        .note("ids are GUIDs, such as `8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11`; that of the default environment is `Default-` and the tenant's GUID");
    findings.push(match ids::inner(&id.name).filter(|inner| ids::is_guid(inner) || noun == "an environment") {
        Some(inner) => finding.help(format!("write the id alone, `{inner}`")).fix(Fix::replace(
            format!("write `{inner}`"),
            Safety::Safe,
            id.location,
            text_value::quote(inner),
        )),
        None => finding.help("copy the id from the admin centre, or leave it out and keep it in a bindings file"),
    });
}
