//! The predefined roles compared with the public data.

use std::collections::BTreeMap;

use dictum::catalog::privilege::{Grants, Verb};
use dictum::catalog::{predefined_by_id, predefined_by_name, predefined_role, predefined_roles, system_tables};

use super::{index, level, name, rows};

#[test]
fn every_public_grant_is_in_its_role_and_no_other() {
    let mut public: BTreeMap<String, BTreeMap<u32, Grants>> = BTreeMap::new();
    for [role, table, cells @ ..] in rows::<10>("predefined-roles.tsv") {
        let mut grants = Grants::NONE;
        for (verb, cell) in Verb::ALL.into_iter().zip(&cells) {
            if cell != "-" {
                grants = grants.with(verb, level(cell.chars().next().expect("no cell is empty")));
            }
        }
        public.entry(role).or_default().insert(index(&table), grants);
    }
    assert_eq!(public.len(), 22);
    assert_eq!(predefined_roles().len(), public.len());
    for role in predefined_roles() {
        let expected: Vec<(u32, Grants)> = public[role.name].iter().map(|(table, grants)| (*table, *grants)).collect();
        assert_eq!(role.grants(), expected, "{}", role.symbol);
    }
}

#[test]
fn roles_are_sorted_and_found_by_symbol_name_and_id() {
    assert!(predefined_roles().is_sorted_by(|first, second| first.symbol < second.symbol));
    for (place, role) in (0..).zip(predefined_roles()) {
        assert_eq!(predefined_role(role.symbol), Some(place));
        assert_eq!(predefined_by_name(role.name), Some(place));
        // A role that is made from a template has another id in each environment, so it has either an id or a template.
        assert_ne!(role.id.is_some(), role.template.is_some(), "{}", role.symbol);
        for id in role.id.into_iter().chain(role.template) {
            assert_eq!(predefined_by_id(id), Some(place));
            assert_eq!(predefined_by_id(&format!("{{{}}}", id.to_uppercase())), Some(place));
        }
        assert!(!role.summary.is_empty() && !role.summary.ends_with('.'), "{}", role.symbol);
    }
    assert_eq!(predefined_role("App Opener"), None);
    assert_eq!(predefined_by_name("nobody"), None);
    assert_eq!(predefined_by_id("00000000-0000-0000-0000-000000000000"), None);
    assert_eq!(predefined_by_id(""), None);
}

#[test]
fn no_role_grants_what_a_table_does_not_take() {
    for role in predefined_roles() {
        for (table, grants) in role.grants() {
            let table = &system_tables()[*table as usize];
            for (verb, level) in grants.iter() {
                assert!(table.allowed(verb).contains(level), "{} {} {verb:?}", role.symbol, table.name);
            }
        }
    }
}

#[test]
fn the_administrator_holds_everything_at_its_widest_but_two() {
    let role = predefined_role("system_administrator").expect("the role should be there");
    let mut narrower = Vec::new();
    for (table, grants) in predefined_roles()[role as usize].grants() {
        for verb in Verb::ALL {
            if grants.level(verb) != system_tables()[*table as usize].allowed(verb).iter().last() {
                narrower.push((name(*table), verb));
            }
        }
    }
    assert_eq!(narrower, [("userform", Verb::Assign), ("userqueryvisualization", Verb::Assign)]);
}
