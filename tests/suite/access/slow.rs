//! Random organisations, and a slow and obvious reader of who may do what in them. It knows nothing of the program
//! that the source becomes: it goes through the lists it was made from, one by one, for every question.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::decision::Random;

/// Words for the five levels, nothing granted first.
pub const LEVELS: [&str; 5] = ["none", "user", "bu", "deep", "org"];
/// The columns of a grid.
pub const VERBS: [&str; 8] = ["create", "read", "write", "delete", "append", "append_to", "assign", "share"];

pub struct Role {
    /// By table and verb: an index of [`LEVELS`].
    pub grid: Vec<[usize; 8]>,
    pub includes: Vec<usize>,
    pub team_only: bool,
}

pub struct User {
    pub unit: usize,
    /// Units in some environments.
    pub moved: Vec<Option<usize>>,
    /// By environment: roles.
    pub roles: Vec<Vec<usize>>,
    /// By environment: roles of other units.
    pub elsewhere: Vec<Vec<(usize, Vec<usize>)>>,
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
    /// Whether users and teams own the rows of each table.
    pub owned: Vec<bool>,
    pub roles: Vec<Role>,
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    pub teams: Vec<Team>,
    /// The group that may enter each environment, and whether it is modernised.
    pub environments: Vec<(Option<usize>, bool)>,
}

fn some(random: &mut Random, below: usize, most: usize) -> Vec<usize> {
    let count = random.below(most + 1);
    let chosen: BTreeSet<usize> = (0..count).map(|_| random.below(below)).collect();
    chosen.into_iter().collect()
}

impl Organisation {
    pub fn random(random: &mut Random) -> Self {
        let mut pick = |below: usize| random.below(below);
        let units = 1 + pick(9);
        let above = (0..units).map(|unit| if unit == 0 { 0 } else { pick(unit) }).collect();
        let owned: Vec<bool> = (0..=pick(3)).map(|_| pick(4) > 0).collect();
        let (roles, users, groups, environments) = (1 + pick(5), 1 + pick(7), 1 + pick(3), 1 + pick(2));
        let roles = (0..roles)
            .map(|index| {
                let row = |random: &mut Random, owned: bool| {
                    let mut row = [0; 8];
                    for (verb, cell) in row.iter_mut().enumerate() {
                        let level = random.below(7).saturating_sub(2);
                        let level = if owned || level == 0 { level } else { 4 };
                        *cell = if !owned && verb >= 6 { 0 } else { level };
                    }
                    row
                };
                let grid = owned.iter().map(|owned| row(random, *owned)).collect();
                let includes = if index == 0 { Vec::new() } else { some(random, index, 2) };
                Role { grid, includes, team_only: random.one_in(3) }
            })
            .collect::<Vec<_>>();
        let environments = (0..environments)
            .map(|_| {
                let group = random.below(2 * groups);
                ((group < groups).then_some(group), random.one_in(2))
            })
            .collect::<Vec<_>>();
        let groups = (0..groups)
            .map(|index| Group {
                owners: some(random, users, 2),
                users: some(random, users, 5),
                // Only groups behind it, so that none is within itself.
                groups: some(random, groups, 1).into_iter().filter(|inner| *inner > index).collect(),
                rule: random.one_in(4),
            })
            .collect::<Vec<_>>();
        let users = (0..users)
            .map(|_| User {
                unit: random.below(units),
                moved: environments.iter().map(|_| (random.one_in(4)).then(|| random.below(units))).collect(),
                roles: environments.iter().map(|_| some(random, roles.len(), 2)).collect(),
                elsewhere: environments
                    .iter()
                    .map(|(_, modern)| {
                        let there = if *modern { some(random, units, 2) } else { Vec::new() };
                        there.into_iter().map(|unit| (unit, some(random, roles.len(), 2))).collect()
                    })
                    .collect(),
            })
            .collect::<Vec<_>>();
        let teams = (0..random.below(5))
            .map(|_| Team {
                environment: random.below(environments.len()),
                unit: random.below(units),
                kind: [TeamKind::Owner, TeamKind::Group, TeamKind::Owners, TeamKind::Default][random.below(4)],
                group: random.below(groups.len()),
                members: some(random, users.len(), 4),
                roles: some(random, roles.len(), 2),
            })
            .collect();
        Self { above, owned, roles, users, groups, teams, environments }
    }

    fn tree(&self, unit: usize, text: &mut String) {
        for below in (1..self.above.len()).filter(|below| self.above[*below] == unit) {
            let _ = write!(text, "u{below} {{ ");
            self.tree(below, text);
            text.push_str("}; ");
        }
    }

    /// The source that says all this.
    pub fn source(&self) -> String {
        let mut text = String::from("business_units u0 { ");
        self.tree(0, &mut text);
        text.push_str("}\ntables {\n");
        for (index, owned) in self.owned.iter().enumerate() {
            let _ = writeln!(text, "t{index} : {}", if *owned { "user_owned" } else { "organization_owned" });
        }
        text.push_str("}\n");
        for (index, role) in self.roles.iter().enumerate() {
            let _ = writeln!(text, "role r{index} {{\n  includes = {}", list("r", &role.includes));
            let inheritance = if role.team_only { "team_only" } else { "direct_and_team" };
            let _ = writeln!(text, "  member_inheritance = {inheritance}\n  grid {{\n    table {}", VERBS.join(" "));
            for (table, row) in role.grid.iter().enumerate() {
                let cells: Vec<&str> = row.iter().map(|level| LEVELS[*level]).collect();
                let _ = writeln!(text, "    t{table} {}", cells.join(" "));
            }
            text.push_str("  }\n}\n");
        }
        for (index, (group, modern)) in self.environments.iter().enumerate() {
            let access = group.map(|group| format!("access = g{group}; ")).unwrap_or_default();
            let modern = if *modern { "yes" } else { "no" };
            let _ = writeln!(
                text,
                "environment e{index} {{ type = production; {access}dataverse {{ language = 1033; currency = EUR; ownership_across_units = {modern} }} }}"
            );
        }
        for (index, group) in self.groups.iter().enumerate() {
            let mut members: Vec<String> = group.users.iter().map(|user| format!("p{user}")).collect();
            members.extend(group.groups.iter().map(|inner| format!("g{inner}")));
            let rule = if group.rule { "; rule = \"user.country -eq \\\"FR\\\"\"" } else { "" };
            let owners = list("p", &group.owners);
            let _ = writeln!(
                text,
                "group g{index} {{ kind = security; owners = {owners}; members = [{}]{rule} }}",
                members.join(", ")
            );
        }
        for (index, user) in self.users.iter().enumerate() {
            let _ = writeln!(text, "user p{index} {{\n  business_unit = u{}\n  roles {{", user.unit);
            for (environment, roles) in user.roles.iter().enumerate() {
                let _ = writeln!(text, "    e{environment} = {}", list("r", roles));
            }
            text.push_str("  }\n  business_units {\n");
            for (environment, unit) in user.moved.iter().enumerate() {
                if let Some(unit) = unit {
                    let _ = writeln!(text, "    e{environment} = u{unit}");
                }
            }
            text.push_str("  }\n");
            for (environment, there) in user.elsewhere.iter().enumerate().filter(|(_, there)| !there.is_empty()) {
                let _ = writeln!(text, "  roles_of_units e{environment} {{");
                for (unit, roles) in there {
                    let _ = writeln!(text, "    u{unit} = {}", list("r", roles));
                }
                text.push_str("  }\n");
            }
            text.push_str("}\n");
        }
        for (index, team) in self.teams.iter().enumerate() {
            let (kind, more) = match team.kind {
                TeamKind::Owner => ("owner", format!("members = {}", list("p", &team.members))),
                TeamKind::Group => ("entra_group", format!("group = g{}", team.group)),
                TeamKind::Owners => ("entra_group", format!("group = g{}; membership = owners", team.group)),
                TeamKind::Default => ("default", String::new()),
            };
            let roles = list("r", &team.roles);
            let _ = writeln!(
                text,
                "team m{index} {{ in = e{}; business_unit = u{}; kind = {kind}; roles = {roles}; {more} }}",
                team.environment, team.unit
            );
        }
        text
    }

    /// The level a role grants, itself or by what it includes.
    fn level(&self, role: usize, table: usize, verb: usize) -> usize {
        let role = &self.roles[role];
        let included = role.includes.iter().map(|inner| self.level(*inner, table, verb));
        included.max().unwrap_or(0).max(role.grid[table][verb])
    }

    fn in_group(&self, group: usize, user: usize) -> bool {
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

    /// `o`pen, `c`losed, `n`ested, or `?`.
    pub fn gate(&self, environment: usize, user: usize) -> char {
        match self.environments[environment].0 {
            None => 'o',
            Some(group) if self.groups[group].users.contains(&user) => 'o',
            Some(group) if self.in_group(group, user) => 'n',
            Some(group) if self.has_rule(group) || self.nobody(group) => '?',
            Some(_) => 'c',
        }
    }

    /// Role, unit from which it reaches, the team that holds it.
    fn held(&self, user: usize, environment: usize) -> Vec<(usize, usize, Option<usize>)> {
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

    /// Whether a user may do it with a row of that unit, which he owns, or a team of his, or somebody else.
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

fn list(letter: &str, indices: &[usize]) -> String {
    let names: Vec<String> = indices.iter().map(|index| format!("{letter}{index}")).collect();
    format!("[{}]", names.join(", "))
}
