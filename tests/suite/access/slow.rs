//! Random organisations, and a slow and simple reader of who may do what in them. It does not use the program that the
//! source becomes: for every question it goes through the lists that the source was made from.

mod made;
mod source;

/// Words for the five levels, from no access to the widest.
pub const LEVELS: [&str; 5] = ["none", "user", "bu", "deep", "org"];
/// The columns of a grid.
pub const VERBS: [&str; 8] = ["create", "read", "write", "delete", "append", "append_to", "assign", "share"];

/// The access modes of users.
pub const MODES: [&str; 6] = ["read_write", "read", "administrative", "support", "non_interactive", "delegated"];
/// Some privileges of no table.
pub const TASKS: [&str; 4] = ["ExportToExcel", "BulkDelete", "Merge", "WorkflowExecution"];

pub struct Table {
    pub name: String,
    /// Whether users and teams own its rows.
    pub owned: bool,
    /// Whether it is one of the organisation's own tables.
    pub own: bool,
    /// The base name of its privileges. Tables with the same base share their privileges.
    pub base: String,
}

/// A privilege of a table, in quotes.
pub struct Listed {
    pub table: usize,
    pub verb: usize,
    pub level: usize,
    /// Whether it is written with `prv`.
    pub prefixed: bool,
}

pub struct Role {
    /// By table and verb: an index of [`LEVELS`]. Empty if it is unknown what the role grants.
    pub grid: Vec<[usize; 8]>,
    pub includes: Vec<usize>,
    pub team_only: bool,
    pub existing: bool,
    /// Privileges of no table, their levels, and whether they are in quotes.
    pub tasks: Vec<(usize, usize, bool)>,
    pub listed: Vec<Listed>,
}

pub struct User {
    pub unit: usize,
    /// The user's unit by environment, if it differs there.
    pub moved: Vec<Option<usize>>,
    /// Roles by environment.
    pub roles: Vec<Vec<usize>>,
    /// Roles of other units, by environment.
    pub elsewhere: Vec<Vec<(usize, Vec<usize>)>>,
    /// An index of [`MODES`].
    pub mode: usize,
    pub disabled: bool,
}

pub struct Environment {
    /// The group that may enter it.
    pub group: Option<usize>,
    /// Whether rows are owned across units.
    pub modern: bool,
    pub trial: bool,
}

pub struct Group {
    pub owners: Vec<usize>,
    pub users: Vec<usize>,
    pub groups: Vec<usize>,
    pub rule: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TeamKind {
    Owner,
    Group,
    Owners,
    Default,
}

pub struct Team {
    pub environment: usize,
    pub unit: usize,
    pub kind: TeamKind,
    pub group: usize,
    pub members: Vec<usize>,
    pub roles: Vec<usize>,
}

pub struct Organisation {
    /// The unit above each; the first is the root.
    pub above: Vec<usize>,
    pub tables: Vec<Table>,
    pub roles: Vec<Role>,
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    pub teams: Vec<Team>,
    pub environments: Vec<Environment>,
}

impl Organisation {
    /// The level that a role grants, itself or through included roles: on a table, on a table that shares its
    /// privileges, or by the name of the privilege.
    pub fn level(&self, role: usize, table: usize, verb: usize) -> usize {
        let role = &self.roles[role];
        let same = |other: usize| self.tables[other].base == self.tables[table].base;
        let mut level = 0;
        for (other, row) in role.grid.iter().enumerate() {
            if same(other) {
                level = level.max(row[verb]);
            }
        }
        for one in &role.listed {
            if same(one.table) && one.verb == verb {
                level = level.max(one.level);
            }
        }
        for inner in &role.includes {
            level = level.max(self.level(*inner, table, verb));
        }
        level
    }

    /// The level of a privilege of no table.
    pub fn task(&self, role: usize, task: usize) -> usize {
        let role = &self.roles[role];
        let own = role.tasks.iter().filter(|(one, ..)| *one == task).map(|(_, level, _)| *level);
        own.chain(role.includes.iter().map(|inner| self.task(*inner, task))).max().unwrap_or(0)
    }

    /// Whether it is unknown what a role, or one that it includes, grants.
    pub fn unseen(&self, role: usize) -> bool {
        let role = &self.roles[role];
        let itself = role.existing && role.grid.is_empty() && role.listed.is_empty() && role.tasks.is_empty();
        itself && role.includes.is_empty() || role.includes.iter().any(|inner| self.unseen(*inner))
    }

    /// Why a user cannot use a grant, in the words of the JSON output.
    pub fn hindered(&self, user: usize, table: usize, verb: usize) -> Option<&'static str> {
        let (user, table) = (&self.users[user], &self.tables[table]);
        if user.disabled {
            return Some("disabled");
        }
        match MODES[user.mode] {
            "read" if VERBS[verb] != "read" => Some("read_only"),
            // Settings are in tables of the platform whose rows have no owner.
            "administrative" if table.own || table.owned => Some("administrative"),
            _other => None,
        }
    }

    pub fn in_group(&self, group: usize, user: usize) -> bool {
        let group = &self.groups[group];
        group.users.contains(&user) || group.groups.iter().any(|inner| self.in_group(*inner, user))
    }

    fn has_rule(&self, group: usize) -> bool {
        let group = &self.groups[group];
        group.rule || group.groups.iter().any(|inner| self.has_rule(*inner))
    }

    fn nobody(&self, group: usize) -> bool {
        (0..self.users.len()).all(|user| !self.in_group(group, user))
    }

    pub fn unit_of(&self, user: usize, environment: usize) -> usize {
        self.users[user].moved[environment].unwrap_or(self.users[user].unit)
    }

    pub fn in_team(&self, team: usize, user: usize) -> bool {
        let team = &self.teams[team];
        match team.kind {
            TeamKind::Owner => team.members.contains(&user),
            TeamKind::Group => self.in_group(team.group, user),
            TeamKind::Owners => self.groups[team.group].owners.contains(&user),
            TeamKind::Default => {
                self.unit_of(user, team.environment) == team.unit && self.gate(team.environment, user) != 'c'
            }
        }
    }

    /// `o`pen, `c`losed, `n`ested, `t`rial, or `?`.
    pub fn gate(&self, environment: usize, user: usize) -> char {
        let environment = &self.environments[environment];
        match environment.group {
            None => 'o',
            Some(group) if environment.trial && self.in_group(group, user) => 't',
            Some(group) if self.groups[group].users.contains(&user) => 'o',
            Some(group) if self.in_group(group, user) => 'n',
            Some(group) if self.has_rule(group) || self.nobody(group) => '?',
            Some(_) => 'c',
        }
    }

    /// Role, unit from which it reaches, and the team that has it.
    pub fn held(&self, user: usize, environment: usize) -> Vec<(usize, usize, Option<usize>)> {
        let mut held = Vec::new();
        for role in &self.users[user].roles[environment] {
            held.push((*role, self.unit_of(user, environment), None));
        }
        for (unit, roles) in &self.users[user].elsewhere[environment] {
            held.extend(roles.iter().map(|role| (*role, *unit, None)));
        }
        for (index, team) in self.teams.iter().enumerate() {
            if team.environment == environment && self.in_team(index, user) {
                held.extend(team.roles.iter().map(|role| (*role, team.unit, Some(index))));
            }
        }
        held
    }

    fn below_or_same(&self, mut unit: usize, above: usize) -> bool {
        loop {
            if unit == above {
                return true;
            }
            if unit == 0 {
                return false;
            }
            unit = self.above[unit];
        }
    }

    /// Whether a user may do it with a row of that unit that the user, one of the user's teams, or another user owns.
    pub fn can(&self, user: usize, environment: usize, table: usize, verb: usize, unit: usize, owner: Owner) -> bool {
        let mut allowed = false;
        for (role, from, team) in self.held(user, environment) {
            let level = self.level(role, table, verb);
            let role = &self.roles[role];
            allowed |= match (LEVELS[level], owner) {
                ("none", _) | ("user", Owner::Other) => false,
                ("user", Owner::Me) => team.is_none() || !role.team_only,
                ("user", Owner::Team(owner)) => team.is_none_or(|team| team == owner) || !role.team_only,
                ("org", _) | (_, Owner::Team(_) | Owner::Me) => true,
                ("bu", Owner::Other) => unit == from,
                (_deep, Owner::Other) => self.below_or_same(unit, from),
            };
        }
        allowed
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Me,
    Team(usize),
    Other,
}
