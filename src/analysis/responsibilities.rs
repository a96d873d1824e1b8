//! Whether parties can do the platform activities that they are responsible for.

use crate::catalog::{Ability, AdminRole};
use crate::model::Program;
use crate::model::identity::{Involved, Responsibility};
use crate::model::tenant::SettingValue;

/// The parties that are responsible for an activity which none of their administrator roles can do, with these roles.
/// A party is not included where a role is not documented for the activity, or where its roles are unknown.
pub fn unable<'p>(program: &'p Program, one: &'p Responsibility) -> Vec<(&'p Involved, Vec<AdminRole>)> {
    let Some((activity, _)) = one.activity else { return Vec::new() };
    if is_open_to_all(program, activity.word) {
        return Vec::new();
    }
    let unable = one.responsible.iter().filter_map(|party| {
        let roles = party.target.and_then(|bearer| bearer.roles(program))?;
        // A role may well allow what is not documented.
        roles.iter().all(|role| activity.ability(*role) == Ability::No).then_some((party, roles))
    });
    unable.collect()
}

/// Whether the tenant lets everyone do it. Where the setting is not managed, it is unknown, and the platform's own
/// default is open.
fn is_open_to_all(program: &Program, activity: &str) -> bool {
    let settings: &[&str] = match activity {
        "create_environment" => &["production_environments", "trial_environments", "developer_environments"],
        "allocate_capacity" => &["capacity_allocation"],
        "make_app" => return true,
        _other => return false,
    };
    let given = || program.tenants.iter().flat_map(|tenant| &tenant.settings);
    settings.iter().any(|word| {
        let value = given().find(|one| one.setting.word == *word).map(|one| one.value);
        value != Some(SettingValue::Word("admins"))
    })
}
