//! The built-in list is generated from the public data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use dictum::catalog::predefined_roles;

use super::{level, rows};

/// The letter of an index: `A` to `Z`, then `a` to `z`.
fn letter(place: usize) -> char {
    let alphabet = ('A'..='Z').chain('a'..='z');
    alphabet.into_iter().nth(place).expect("a role should have at most 52 different grants")
}

/// The levels of a cell, one bit each.
fn bits(cell: &str) -> u32 {
    cell.chars().filter(|letter| *letter != '-').map(|letter| 1 << level(letter).index()).sum()
}

/// The list from the public data.
fn list() -> String {
    let mut grants = BTreeMap::new();
    for [role, table, verbs @ ..] in rows::<10>("predefined-roles.tsv") {
        grants.insert((role, table), verbs.concat());
    }
    let mut patterns: Vec<Vec<String>> = vec![Vec::new(); predefined_roles().len()];
    let mut tables = String::new();
    for [table, schema, ownership, _kind, verbs @ ..] in rows::<12>("table-privileges.tsv") {
        let schema = if schema == table { String::new() } else { schema };
        let owner = match ownership.as_str() {
            "UserOwned" => 'u',
            "OrganizationOwned" => 'o',
            "BusinessOwned" => 'b',
            "None" => 'n',
            _ => '-',
        };
        let levels: String = verbs.iter().filter_map(|cell| char::from_digit(bits(cell), 16)).collect();
        let mut letters = String::new();
        for (role, patterns) in predefined_roles().iter().zip(&mut patterns) {
            let Some(pattern) = grants.get(&(role.name.to_owned(), table.clone())) else {
                letters.push('.');
                continue;
            };
            let place = patterns.iter().position(|known| known == pattern).unwrap_or_else(|| {
                patterns.push(pattern.clone());
                patterns.len() - 1
            });
            letters.push(letter(place));
        }
        writeln!(tables, "{table}\t{schema}\t{owner}{levels}\t{letters}").expect("text takes all");
    }
    let head = predefined_roles().iter().zip(patterns);
    let head: Vec<String> = head.map(|(role, patterns)| format!("{}\t{}\n", role.symbol, patterns.join(" "))).collect();
    head.concat() + "\n" + &tables
}

#[test]
fn the_list_is_made_from_the_public_data() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/tables/tables.tsv");
    let expected = list();
    if std::env::var_os("DICTUM_UPDATE").is_some() {
        std::fs::write(&path, expected).expect("the list should be writable");
        return;
    }
    let committed = std::fs::read_to_string(&path).expect("the list should be there");
    for (committed, expected) in committed.lines().zip(expected.lines()) {
        assert_eq!(committed, expected);
    }
    assert_eq!(committed, expected);
}
