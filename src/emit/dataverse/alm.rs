//! Teams of Entra groups in the form of the ALM Accelerator's deployment settings.
//!
//! The accelerator finds roles by name, and cannot find units by name. If the root is not bound, its teams are
//! written without a unit, which means the root there.

use std::io;

use super::FOLDER;
use super::plan::Plan;
use crate::emit::job::Job;
use crate::emit::store::{self, Store, Written};
use crate::emit::{ids, organisation as of};
use crate::model::organisation::Team;

/// Writes the teams of an environment; nothing where there are none.
pub(super) fn write(job: Job<'_>, plan: &Plan<'_>, store: &dyn Store) -> io::Result<Option<Written>> {
    let organisation = &job.program.organisation;
    let teams = organisation.teams.iter().filter(|team| team.kind.takes_group() && team.is_in(plan.environment));
    let mut teams: Vec<&Team> = teams.collect();
    teams.sort_by(|a, b| (a.display_name(), &a.head.symbol.name).cmp(&(b.display_name(), &b.head.symbol.name)));
    if teams.is_empty() {
        return Ok(None);
    }
    let tree = organisation.tree(plan.environment);
    let path = format!("{FOLDER}/alm/{}/aad-group-teams.json", plan.stem);
    let written = store::write_json(store, &path, |json| {
        json.list(|json| {
            for team in teams {
                let unit = tree.and_then(|tree| tree.unit(tree.unit_named(team.unit.as_ref())?));
                let unit = unit.and_then(|unit| of::unit(job, unit));
                let group = team.group.as_ref().and_then(|group| Some(&job.program.groups[group.target?]));
                let bindings = &job.settings.bindings.groups;
                let group = group.and_then(|group| ids::bound(&group.head, group.id.as_ref(), bindings));
                let roles = super::columns::targets(&team.roles);
                let roles = roles.into_iter().map(|role| &organisation.roles[role]);
                let mut names: Vec<&str> = roles.map(crate::model::roles::Role::display_name).collect();
                names.sort_unstable();
                names.dedup();
                json.object(|json| {
                    if let Some((id, _)) = unit {
                        json.key("aadGroupTeamBusinessUnitId").string(&id);
                    }
                    json.key("aadGroupTeamName").string(team.display_name());
                    json.key("aadSecurityGroupId").string(group.map_or("", |(id, _)| id));
                    json.key("dataverseSecurityRoleNames").strings(names);
                    // Nothing removes roles that the source does not name.
                    json.key("skipRolesDeletion").boolean(true);
                });
            }
        });
    })?;
    Ok(Some(written))
}
