//! Roles that were seen in one environment, and the levels of privileges of no table, compared with the public data.

use std::collections::BTreeMap;

use dictum::catalog::privilege::{Grants, Verb};
use dictum::catalog::{
    further_roles, platform_role, predefined_by_id, predefined_by_name, predefined_role, predefined_roles,
    system_table, task_levels, task_privileges,
};

use super::{level, rows};

#[test]
fn every_further_role_grants_what_was_seen() {
    let mut public: BTreeMap<String, BTreeMap<u32, Grants>> = BTreeMap::new();
    for [role, table, cells @ ..] in rows::<10>("more-roles-grants.tsv") {
        let mut grants = Grants::NONE;
        for (verb, cell) in Verb::ALL.into_iter().zip(&cells) {
            if cell != "-" {
                grants = grants.with(verb, level(cell.chars().next().expect("no cell is empty")));
            }
        }
        if let Some(table) = system_table(&table) {
            public.entry(role).or_default().insert(table, grants);
        }
    }
    assert_eq!((public.len(), further_roles().count()), (80, 80));
    for role in further_roles() {
        let expected: Vec<(u32, Grants)> = public[role.name].iter().map(|(table, grants)| (*table, *grants)).collect();
        assert_eq!(role.grants(), expected, "{}", role.symbol);
        assert!(role.tasks.is_open(), "{}", role.symbol);
    }
}

#[test]
fn further_roles_are_found_like_the_others() {
    assert!(further_roles().is_sorted_by(|first, second| first.symbol < second.symbol));
    let first = predefined_roles().len() as u32;
    for (place, role) in (first..).zip(further_roles()) {
        assert_eq!(predefined_role(role.symbol), Some(place));
        assert_eq!(predefined_by_name(role.name), Some(place));
        assert_eq!(platform_role(place), Some(role));
    }
    for [name, id, ..] in rows::<8>("more-roles.tsv") {
        assert_eq!(predefined_by_id(&id), predefined_by_name(&name), "{name}");
    }
    assert_eq!(platform_role(first + 80), None);
}

#[test]
fn levels_of_tasks_are_those_of_the_public_data() {
    let mut known = 0;
    for [name, levels, _, _, _, _, basis] in rows::<7>("task-privileges.tsv") {
        let found = task_levels(&name);
        if levels == "?" {
            assert_eq!(found, None, "{name}");
            continue;
        }
        let found = found.expect("its levels are known");
        let all: Vec<_> = levels.chars().map(level).collect();
        assert_eq!(found.levels.iter().collect::<Vec<_>>(), all, "{name}");
        assert_eq!(found.documented, basis.starts_with("documented"), "{name}");
        known += 1;
    }
    assert_eq!((known, task_privileges().len()), (65, 103));
    assert_eq!(task_levels("prvNothing"), None);
}
