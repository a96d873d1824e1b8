//! `malformed-id`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::program::Text;
use crate::rules::environments::ids;
use crate::rules::shared::names;
use crate::syntax::text_value;

crate::declare_rule! {
    /// ## What it does
    /// Finds ids of environments, environment groups, groups and data policies that have not the form of an id:
    /// a GUID, or for the default environment `Default-` and the tenant's GUID.
    ///
    /// ## Why is this bad?
    /// Nothing in the tenant has such an id, so what is declared cannot be found there.
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
    pub RULE = 2006 "malformed-id" Error "an id has not the form that ids have" fixable;
}

/// The rule and its finder.
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
