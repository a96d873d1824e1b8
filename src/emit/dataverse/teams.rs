//! Teams, their roles and their members.

use super::roles;
use super::rows::{self, Row, TEAMS};
use super::steps::{Body, Concern, Field, Step, Steps, group_id, plain};
use super::users::Users;
use crate::emit::organisation as of;
use crate::model::organisation::{Team, TeamKind, UnitId};

/// The teams of the environment with a unit that exists there.
pub(super) fn here<'a>(steps: &Steps<'a, '_>) -> Vec<(&'a Team, UnitId)> {
    let teams = steps.program().organisation.teams.iter();
    let here = teams.filter(|team| team.is_in(steps.environment));
    here.filter_map(|team| Some((team, steps.place(team.unit.as_ref())?))).collect()
}

/// Creates teams. The default team of each unit exists already.
pub(super) fn add(steps: &mut Steps<'_, '_>, teams: &[(&Team, UnitId)]) {
    let mut made = Vec::new();
    for (team, unit) in teams.iter().filter(|(team, _)| team.kind != TeamKind::Default) {
        let place = steps.unit(*unit);
        let mut fixed = vec![("teamtype", Field::Number(u32::from(team.kind.number())))];
        let mut free = vec![("name", Field::Text(team.display_name().to_owned()))];
        match team.kind {
            TeamKind::EntraGroup | TeamKind::Microsoft365Group => {
                let group = team.group.as_ref();
                let needed = group.map_or(team.head.symbol.location, |group| group.symbol.location);
                let Some(target) = group.and_then(|group| group.target) else { continue };
                let id = group_id(steps, target, needed).unwrap_or_default().to_owned();
                let membership = team.membership.map(|(membership, _)| membership).unwrap_or_default();
                fixed.push(("azureactivedirectoryobjectid", Field::Text(id)));
                fixed.push(("membershiptype", Field::Number(u32::from(membership.number()))));
            }
            TeamKind::Owner | TeamKind::Access | TeamKind::Default => {}
        }
        if !team.head.description.is_empty() {
            free.push(("description", Field::Text(team.head.description.to_string())));
        }
        let (id, _) = of::team(steps.job, team);
        let symbol = team.name();
        made.push(Row {
            symbol: symbol.to_owned(),
            id: id.into_owned(),
            parameter: format!("team.{}", plain(symbol)),
            fixed,
            free,
            unit: Some(place),
        });
    }
    rows::add(steps, TEAMS, made);
}

/// The id of a team.
pub(super) fn id(steps: &mut Steps<'_, '_>, team: &Team, unit: UnitId) -> String {
    if team.kind != TeamKind::Default {
        return of::team(steps.job, team).0.into_owned();
    }
    let parameter = format!("team.default@{}", steps.unit_symbol(unit));
    if steps.knows(&parameter) {
        return format!("{{{parameter}}}");
    }
    let place = steps.unit(unit);
    let path = format!("/teams?$select=teamid&$filter=_businessunitid_value eq {place} and isdefault eq true");
    steps.found(Concern::Team, &team.head.symbol.name, &parameter, &path, "teamid")
}

/// Gives teams their roles, in the copies of the teams' units.
pub(super) fn add_roles(steps: &mut Steps<'_, '_>, teams: &[(&Team, UnitId)]) {
    for (team, unit) in teams.iter().filter(|(team, _)| team.kind != TeamKind::Access) {
        for role in super::columns::targets(&team.roles) {
            let Some(copy) = roles::in_unit(steps, role, *unit) else { continue };
            let id = id(steps, team, *unit);
            let path = format!("/teams({id})/teamroles_association/$ref");
            steps.push(link(Concern::TeamRole, &team.head.symbol.name, path, &format!("roles({copy})")));
        }
    }
}

/// Puts the listed members into teams that list them.
pub(super) fn add_members(steps: &mut Steps<'_, '_>, teams: &[(&Team, UnitId)], users: &Users) {
    for (team, unit) in teams.iter().filter(|(team, _)| team.kind.lists_members()) {
        for member in super::columns::targets(&team.members) {
            let Some(user) = users.parameter(member) else { continue };
            let id = id(steps, team, *unit);
            let path = format!("/teams({id})/teammembership_association/$ref");
            steps.push(link(Concern::TeamMember, &team.head.symbol.name, path, &format!("systemusers({{{user}}})")));
        }
    }
}

/// A request that associates two rows.
pub(super) fn link(concern: Concern, symbol: &str, path: String, other: &str) -> Step {
    let body = Body::Fields(vec![("@odata.id", Field::Link(format!("{{service}}/{other}")))]);
    Step::new(concern, symbol, "POST", path, body)
}
