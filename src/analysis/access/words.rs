//! Answers in words.

use super::{Holding, Place, Through};
use crate::catalog::privilege::Verb;
use crate::model::Program;
use crate::model::organisation::{ROOT, TeamKind, UnitId, UserId};
use crate::model::roles::{Role, RoleId};
use crate::model::tables::TableId;
use crate::text::Location;

impl Holding {
    /// "as a member of team `pmo_office`"
    pub fn said(&self, program: &Program) -> String {
        match self.through {
            Through::Direct(..) => "directly".to_owned(),
            Through::Team(index, _) => {
                let team = &program.organisation.teams[index];
                let name = team.name();
                match team.kind {
                    TeamKind::Default => format!("as a user of the unit of team `{name}`"),
                    _other => format!("as a member of team `{name}`"),
                }
            }
        }
    }

    /// Where the role is assigned.
    pub fn place(&self, program: &Program, user: Option<UserId>) -> Option<Location> {
        Some(self.through.reference(program, user)?.symbol.location)
    }
}

impl Place {
    /// The name of a unit; that of the platform's root where no tree is declared.
    pub fn unit_name<'p>(&self, program: &'p Program, unit: UnitId) -> &'p str {
        let named = self.unit_of(program, unit).map(|unit| &*unit.symbol.name);
        named.unwrap_or(if unit == ROOT { "the root unit" } else { "" })
    }

    /// The name of the environment.
    pub fn name<'p>(&self, program: &'p Program) -> &'p str {
        program.environments[self.environment].name()
    }
}

/// The symbol of a role.
pub fn role_name(program: &Program, role: RoleId) -> &str {
    program.organisation.roles[role].name()
}

/// The symbols of the roles among these assignments that may or may not grant a verb on a table, sorted.
pub fn uncertain_roles<'p>(program: &'p Program, holdings: &[Holding], table: TableId, verb: Verb) -> Vec<&'p str> {
    let organisation = &program.organisation;
    let mut names: Vec<&str> = holdings
        .iter()
        .filter_map(|holding| organisation.roles.get(holding.role.0 as usize))
        .filter(|role| !role.unseen.is_empty() || role.may_grant_more(&organisation.tables, table, verb))
        .map(Role::name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
