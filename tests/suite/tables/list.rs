//! The list of tables compared with the public data.

use dictum::catalog::privilege::{Level, Levels, Verb};
use dictum::catalog::{Ownership, allowed_for, system_table, system_tables};

use super::{index, level, rows};

#[test]
fn every_public_fact_is_in_the_list() {
    let public = rows::<12>("table-privileges.tsv");
    assert_eq!(public.len(), 592);
    assert_eq!(system_tables().iter().filter(|table| !table.of_an_app).count(), public.len());
    for [table, schema, ownership, _kind, cells @ ..] in &public {
        let found = &system_tables()[index(table) as usize];
        assert_eq!(found.name, table);
        assert_eq!(found.schema, if schema.is_empty() { table } else { schema });
        let expected = match ownership.as_str() {
            "UserOwned" => Ownership::User,
            "OrganizationOwned" => Ownership::Organization,
            "BusinessOwned" => Ownership::Business,
            "None" => Ownership::None,
            "" => Ownership::Unknown,
            other => unreachable!("`{other}` is no ownership"),
        };
        assert_eq!(found.ownership, expected, "{table}");
        for (verb, cell) in Verb::ALL.into_iter().zip(cells) {
            let expected: Vec<Level> = cell.chars().filter(|letter| *letter != '-').map(level).collect();
            assert_eq!(found.allowed(verb).iter().collect::<Vec<_>>(), expected, "{table} {verb:?}");
        }
    }
}

#[test]
fn tables_are_sorted_and_found_by_their_exact_name() {
    assert!(system_tables().is_sorted_by(|first, second| first.name < second.name));
    assert_eq!(system_table("account").map(super::name), Some("account"));
    assert_eq!(system_table("Account"), None);
    assert_eq!(system_table(""), None);
    assert_eq!(system_table("acme_claim"), None);
}

#[test]
fn ownership_says_which_levels_there_are() {
    for verb in Verb::ALL {
        let passes_on = matches!(verb, Verb::Assign | Verb::Share);
        let unless_passed_on = |levels| if passes_on { Levels::NONE } else { levels };
        assert_eq!(allowed_for(Ownership::User, verb), Levels::ALL);
        assert_eq!(allowed_for(Ownership::Organization, verb), unless_passed_on(Levels::ORG));
        assert_eq!(allowed_for(Ownership::Business, verb), unless_passed_on(Levels::BUSINESS));
        assert_eq!(allowed_for(Ownership::None, verb), unless_passed_on(Levels::ORG));
    }
}

#[test]
fn the_rules_of_ownership_hold_for_most_tables_of_the_platform() {
    // The limits for an organisation's own tables must be the platform's practice, not an invention.
    for ownership in [Ownership::User, Ownership::Organization, Ownership::Business] {
        let tables: Vec<_> =
            system_tables().iter().filter(|table| !table.of_an_app && table.ownership == ownership).collect();
        let fits = |verb: Verb, allowed: Levels| allowed.is_empty() || allowed == allowed_for(ownership, verb);
        let fitting = tables.iter().filter(|table| Verb::ALL.into_iter().all(|verb| fits(verb, table.allowed(verb))));
        assert!(fitting.count() * 10 > tables.len() * 6, "{ownership:?}");
    }
}

#[test]
fn words_of_ownership_are_read_as_they_are_written() {
    for ownership in Ownership::ALL {
        assert_eq!(Ownership::parse(ownership.word()), Some(ownership));
        assert!(!ownership.title().is_empty());
    }
    assert_eq!(Ownership::parse(Ownership::Unknown.word()), None);
}

#[test]
fn tables_of_dynamics_apps_are_known_as_such() {
    let apps: Vec<_> = system_tables().iter().filter(|table| table.of_an_app).collect();
    assert_eq!(apps.len(), 321);
    for name in ["incident", "lead", "opportunity", "product", "quote", "campaign", "salesorder"] {
        assert!(apps.iter().any(|table| table.name == name), "{name}");
    }
    let order = index("salesorder");
    assert_eq!(dictum::catalog::privilege_base(order), "Order");
    assert_eq!(dictum::catalog::privilege_base(index("incident")), "Incident");
}
