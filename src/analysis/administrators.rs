//! System administrators: the roles that make a user one, and the declared ones.

use rustc_hash::FxHashSet;

use crate::model::organisation::{Named, TeamId, UserId};
use crate::model::roles::{Role, RoleId};
use crate::model::{EnvironmentId, Program};

/// Whether a role is the platform's System Administrator, or includes it.
pub fn makes_administrator(program: &Program, role: RoleId) -> bool {
    let roles = &program.organisation.roles;
    let role = &roles[role];
    let mut within = role.included.iter().map(|id| &roles[id]);
    role.is_administrator() || within.any(Role::is_administrator)
}

/// The users and teams that are declared as system administrators of an environment: a list of role administrators
/// says that they assign that role, which requires having it.
#[derive(Debug, Default)]
pub struct Administrators {
    /// Users, by index.
    pub users: FxHashSet<UserId>,
    /// Teams, by index.
    pub teams: FxHashSet<TeamId>,
}

impl Administrators {
    /// The system administrators of an environment.
    pub fn of(program: &Program, environment: EnvironmentId) -> Self {
        let mut declared = Self::default();
        for list in &program.organisation.administrators {
            let mut roles = list.assign.iter().filter_map(|role| role.target);
            if !environment.is_among(&list.environments) || !roles.any(|role| makes_administrator(program, role)) {
                continue;
            }
            for party in &list.who {
                match party.target {
                    Some(Named::User(user)) => {
                        declared.users.insert(user);
                    }
                    Some(Named::Team(team)) => {
                        declared.teams.insert(team);
                    }
                    Some(Named::Group(_)) | None => {}
                }
            }
        }
        declared
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.teams.is_empty()
    }
}
