//! Random organisations.

use std::collections::BTreeSet;

use super::{Environment, Group, Listed, MODES, Organisation, Role, TASKS, Table, Team, TeamKind, User};
use crate::decision::Random;

fn some(random: &mut Random, below: usize, most: usize) -> Vec<usize> {
    let count = random.below(most + 1);
    let chosen: BTreeSet<usize> = (0..count).map(|_| random.below(below)).collect();
    chosen.into_iter().collect()
}

fn role(random: &mut Random, index: usize, tables: &[Table]) -> Role {
    let (existing, seen) = (random.one_in(4), random.one_in(2));
    if existing && !seen {
        return Role {
            grid: Vec::new(),
            includes: Vec::new(),
            team_only: false,
            existing,
            tasks: Vec::new(),
            listed: Vec::new(),
        };
    }
    let row = |random: &mut Random, table: &Table| {
        let mut row = [0; 8];
        // Activities share one row.
        if table.name == "phonecall" {
            return row;
        }
        for (verb, cell) in row.iter_mut().enumerate() {
            let level = random.below(7).saturating_sub(2);
            let level = if table.owned || level == 0 { level } else { 4 };
            *cell = if !table.owned && verb >= 6 { 0 } else { level };
        }
        row
    };
    let grid = tables.iter().map(|table| row(random, table)).collect();
    let includes = if index == 0 { Vec::new() } else { some(random, index, 2) };
    let tasks = some(random, TASKS.len(), 2).into_iter().map(|task| (task, 1 + random.below(4), random.one_in(2)));
    let tasks = tasks.collect();
    let listed = (0..random.below(3)).map(|_| {
        let table = random.below(tables.len());
        let owned = tables[table].owned;
        let verb = random.below(if owned { 8 } else { 6 });
        Listed { table, verb, level: if owned { 1 + random.below(4) } else { 4 }, prefixed: random.one_in(2) }
    });
    let listed = listed.collect();
    Role { grid, includes, team_only: random.one_in(3), existing, tasks, listed }
}

/// Tables of the organisation, and some of the platform: one of users, two activities that share their privileges, and
/// one with organisation-owned rows.
fn tables(random: &mut Random) -> Vec<Table> {
    let own =
        |index: usize, owned: bool| Table { name: format!("t{index}"), owned, own: true, base: format!("T{index}") };
    let mut tables: Vec<Table> = (0..=random.below(2)).map(|index| own(index, random.below(4) > 0)).collect();
    let platform =
        |name: &str, owned: bool, base: &str| Table { name: name.to_owned(), owned, own: false, base: base.to_owned() };
    if random.one_in(2) {
        tables.push(platform("account", true, "Account"));
    }
    if random.one_in(3) {
        tables.extend([platform("email", true, "Activity"), platform("phonecall", true, "Activity")]);
    }
    if random.one_in(3) {
        tables.push(platform("transactioncurrency", false, "TransactionCurrency"));
    }
    tables
}

impl Organisation {
    pub fn random(random: &mut Random) -> Self {
        let units = 1 + random.below(9);
        let above = (0..units).map(|unit| if unit == 0 { 0 } else { random.below(unit) }).collect();
        let tables = tables(random);
        let (roles, users) = (1 + random.below(5), 1 + random.below(7));
        let (groups, environments) = (1 + random.below(3), 1 + random.below(2));
        let roles = (0..roles).map(|index| role(random, index, &tables)).collect::<Vec<_>>();
        let environments = (0..environments)
            .map(|_| {
                let group = random.below(2 * groups);
                Environment {
                    group: (group < groups).then_some(group),
                    modern: random.one_in(2),
                    trial: random.one_in(4),
                }
            })
            .collect::<Vec<_>>();
        let groups = (0..groups)
            .map(|index| Group {
                owners: some(random, users, 2),
                users: some(random, users, 5),
                // Only later groups, so that no group contains itself.
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
                    .map(|environment| {
                        let there = if environment.modern { some(random, units, 2) } else { Vec::new() };
                        there.into_iter().map(|unit| (unit, some(random, roles.len(), 2))).collect()
                    })
                    .collect(),
                mode: if random.one_in(2) { 0 } else { random.below(MODES.len()) },
                disabled: random.one_in(6),
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
        Self { above, tables, roles, users, groups, teams, environments }
    }
}
