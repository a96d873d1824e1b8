//! Column security profiles, their permissions, and their holders.

use super::rows::{self, PERMISSIONS, Row};
use super::steps::{Body, Concern, Field, Step, Steps, plain};
use super::teams::{self, link};
use super::users::Users;
use crate::emit::organisation as of;
use crate::emit::{ids, json};
use crate::model::Id;
use crate::model::organisation::{ColumnGrant, ColumnProfile, Named, Team, UnitId};
use crate::model::program::Reference;

/// The targets of references, in order, each once.
pub(super) fn targets<T>(references: &[Reference<Id<T>>]) -> Vec<Id<T>> {
    let mut targets: Vec<Id<T>> = references.iter().filter_map(|reference| reference.target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// The columns of a profile, by table and name.
pub(super) fn sorted(profile: &ColumnProfile) -> Vec<&ColumnGrant> {
    let mut columns: Vec<&ColumnGrant> = profile.columns.iter().collect();
    columns.sort_by(|a, b| (&a.table.symbol.name, &a.column.name).cmp(&(&b.table.symbol.name, &b.column.name)));
    columns
}

/// The platform's number for an allowed or a denied permission.
pub(super) const fn flag(allowed: bool) -> u32 {
    if allowed { 4 } else { 0 }
}

/// The profiles of the environment.
pub(super) fn here<'a>(steps: &Steps<'a, '_>) -> Vec<&'a ColumnProfile> {
    let profiles = steps.program().organisation.profiles.iter();
    profiles.filter(|profile| steps.environment.is_among(&profile.environments)).collect()
}

/// Creates profiles with their permissions.
pub(super) fn add(steps: &mut Steps<'_, '_>, profiles: &[&ColumnProfile]) {
    let job = steps.job;
    for profile in profiles {
        let symbol = profile.name();
        let (id, _) = of::profile(job, profile);
        let name = profile.name.as_ref().map_or(symbol, |name| &*name.name);
        let mut body = vec![("name", Field::Text(name.to_owned()))];
        if !profile.head.description.is_empty() {
            body.push(("description", Field::Text(profile.head.description.to_string())));
        }
        let path = format!("/fieldsecurityprofiles({id})");
        steps.push(Step::new(Concern::ColumnProfile, symbol, "PATCH", path, Body::Fields(body)));
    }
    let mut made = Vec::new();
    for profile in profiles {
        let symbol = profile.name();
        let (id, _) = of::profile(job, profile);
        for column in sorted(profile) {
            let (table, name) = (&*column.table.symbol.name, &*column.column.name);
            let own = permission(job.settings.project, symbol, table, name);
            let fixed = vec![
                ("attributelogicalname", Field::Text(name.to_owned())),
                ("entityname", Field::Text(table.to_owned())),
                ("fieldsecurityprofileid@odata.bind", Field::Link(format!("/fieldsecurityprofiles({id})"))),
            ];
            let free = vec![
                ("cancreate", Field::Number(flag(column.create))),
                ("canread", Field::Number(flag(column.read))),
                ("canreadunmasked", Field::Number(u32::from(column.unmasked.number()))),
                ("canupdate", Field::Number(flag(column.update))),
            ];
            let parameter = format!("column_permission.{}.{}.{}", plain(symbol), plain(table), plain(name));
            made.push(Row { symbol: symbol.to_owned(), id: own, parameter, fixed, free, unit: None });
        }
    }
    rows::add(steps, PERMISSIONS, made);
}

/// The derived id of a permission of a profile on a column.
fn permission(project: &str, profile: &str, table: &str, column: &str) -> String {
    let mut name = Vec::new();
    for part in [profile, table, column] {
        name.push(if name.is_empty() { b'[' } else { b',' });
        json::push_string(&mut name, part);
    }
    name.push(b']');
    ids::derived(project, "column_permission", &String::from_utf8_lossy(&name)).to_string()
}

/// Assigns profiles to users and teams of the environment. A profile for all environments is assigned to those of its
/// users that something else puts into this one.
pub(super) fn add_holders(
    steps: &mut Steps<'_, '_>,
    profiles: &[&ColumnProfile],
    teams: &[(&Team, UnitId)],
    users: &Users,
) {
    for profile in profiles {
        let symbol = profile.name();
        let (id, _) = of::profile(steps.job, profile);
        let mut holders: Vec<Named> = profile.held_by.iter().filter_map(|holder| holder.target).collect();
        holders.sort_unstable();
        holders.dedup();
        for holder in holders {
            let (association, other) = match holder {
                Named::User(index) => {
                    let Some(user) = users.parameter(index) else { continue };
                    ("systemuserprofiles_association", format!("systemusers({{{user}}})"))
                }
                Named::Team(index) => {
                    let team = &steps.program().organisation.teams[index];
                    let here = teams.iter().find(|(one, _)| std::ptr::eq(*one, team));
                    let Some((team, unit)) = here else { continue };
                    ("teamprofiles_association", format!("teams({})", teams::id(steps, team, *unit)))
                }
                Named::Group(_) => continue,
            };
            let path = format!("/fieldsecurityprofiles({id})/{association}/$ref");
            steps.push(link(Concern::ColumnHolder, symbol, path, &other));
        }
    }
}
