//! The page shows what the program grants, loads nothing, and is the same for the same program.

use std::collections::BTreeMap;

use dictum::catalog::privilege::{Level, Verb};
use dictum::report::Reach;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Levels, Made, SMALL, between};

fn number(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

fn numbers(value: &Value) -> Vec<usize> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn level(digit: u8) -> Option<Level> {
    [None, Some(Level::User), Some(Level::Unit), Some(Level::Deep), Some(Level::Org)][usize::from(digit - b'0')]
}

/// The combined grants of some roles in the data, by table.
fn together(data: &Value, roles: impl IntoIterator<Item = usize>) -> BTreeMap<String, Levels> {
    let mut found: BTreeMap<String, Levels> = BTreeMap::new();
    for role in roles {
        for line in numbers(&data["roles"][role]["grid"]).chunks(3) {
            let table = data["tables"][line[0]][0].as_str().expect("a name").to_owned();
            let pattern = data["patterns"][line[1]].as_str().expect("a pattern").as_bytes();
            let levels = found.entry(table).or_default();
            for (wide, digit) in levels.iter_mut().zip(pattern) {
                *wide = (*wide).max(level(*digit));
            }
        }
    }
    found
}

fn with_included(data: &Value, role: usize) -> Vec<usize> {
    std::iter::once(role).chain(numbers(&data["roles"][role]["all"])).collect()
}

#[test]
fn the_data_of_the_page_are_the_grants_of_the_program() {
    let mut squares = 0;
    for made in Made::random(120).chain([Made::new(SMALL)]) {
        let data = made.data();
        let roles = &made.analysis.program.organisation.roles;
        assert_eq!(data["roles"].as_array().map(Vec::len), Some(roles.len()));
        for (index, role) in roles.iter().enumerate() {
            assert_eq!(data["roles"][index]["symbol"], *role.head.symbol.name);
            let own = together(&data, [index]);
            let all = together(&data, with_included(&data, index));
            assert_eq!(own, made.granted(&role.own), "{}", role.head.symbol.name);
            assert_eq!(all, made.granted(&role.grants), "{}", role.head.symbol.name);
            squares += all.values().flatten().flatten().count();
            let tasks: Vec<String> = role.own.tasks.iter().map(|(name, _)| name.to_string()).collect();
            let said = data["roles"][index]["tasks"].as_array().expect("a list");
            assert_eq!(said.iter().map(|task| task[0].as_str().unwrap_or_default()).collect::<Vec<_>>(), tasks);
        }
    }
    assert!(squares > 2_000, "only {squares} squares were compared");
}

#[test]
fn each_line_of_the_data_names_the_line_of_the_source() {
    let mut lines = 0;
    for made in Made::random(40).chain([Made::new(SMALL)]) {
        let data = made.data();
        let source = made.sources.iter().next().expect("a file");
        let text: Vec<&str> = source.text().lines().collect();
        for role in data["roles"].as_array().expect("a list").iter().filter(|role| role["platform"] == 0) {
            for line in numbers(&role["grid"]).chunks(3) {
                let table = &data["tables"][line[0]];
                let names = std::iter::once(&table[0]).chain(table[4].as_array().into_iter().flatten());
                let row = text[line[2] - 1];
                // A grant by the name of its privilege is written in the letters of that name.
                let row = row.to_lowercase();
                // A privilege in a list has the name that several tables share.
                let speaks =
                    row.contains('[') || names.filter_map(Value::as_str).any(|name| row.contains(&name.to_lowercase()));
                assert!(speaks, "`{row}` does not speak of {table}");
                lines += 1;
            }
        }
    }
    assert!(lines > 200, "only {lines} lines were looked at");
}

#[test]
fn seats_hold_what_the_engine_says_of_each_of_their_people() {
    let mut compared = 0;
    for made in Made::random(60).chain([Made::new(SMALL)]) {
        let data = made.data();
        let program = &made.analysis.program;
        let environments = data["environments"].as_array().expect("a list");
        for (place, shown) in made.analysis.access.places().zip(environments) {
            let seats = shown["seats"].as_array().expect("a list");
            let seated: usize = seats.iter().map(|seat| number(&seat["count"])).sum();
            assert_eq!(seated + number(&shown["without"]), program.organisation.users.len());
            for (index, user) in program.organisation.users.ids() {
                let sits = |seat: &&Value| {
                    seat["people"].as_array().is_some_and(|all| all.iter().any(|one| one == user.display_name()))
                };
                let Some(seat) = seats.iter().find(sits) else {
                    assert!(place.holdings(index).is_empty() || seats.iter().any(|seat| number(&seat["count"]) > 12));
                    continue;
                };
                let held = seat["roles"].as_array().expect("a list").iter().map(|held| number(&held[0]));
                let wide = together(&data, held.flat_map(|role| with_included(&data, role)));
                for table in program.organisation.tables.ids().filter(|id| program.organisation.tables.base(*id) == *id)
                {
                    let name = program.organisation.tables.name(table);
                    let shown = wide.get(name).copied().unwrap_or_default();
                    let reach =
                        Verb::ALL.map(|verb| made.analysis.access.reach(program, place, index, table, verb).widest());
                    assert_eq!(shown, reach, "{} on {name}", user.head.symbol.name);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "only {compared} were compared");
}

#[test]
fn what_stands_in_the_page_as_html_are_the_same_grants() {
    let made = Made::new(SMALL);
    let page = made.page();
    let by_role = between(&page, "<div id=\"role-view\">", "</div>");
    let by_table = between(&page, "<div id=\"table-view\">", "</div>");
    let grids = made.grids();
    let declared = grids.roles().filter(|(_, role)| role.predefined.is_none());
    let lines: Vec<_> = declared.flat_map(|(id, _)| grids.lines(id, Reach::Effective)).collect();
    for (class, wanted) in [("l1", Level::User), ("l2", Level::Unit), ("l3", Level::Deep), ("l4", Level::Org)] {
        let squares = lines.iter().flat_map(|line| line.squares).filter(|square| square.level == Some(wanted)).count();
        assert!(squares > 0, "the sample holds no {wanted:?}");
        let cell = format!("<td class=\"{class}\"");
        assert_eq!(by_role.matches(&cell).count(), squares, "by role, {wanted:?}");
        assert_eq!(by_table.matches(&cell).count(), squares, "by table, {wanted:?}");
    }
    // Each square gives its level in words, and its source.
    assert!(
        by_role.contains("title=\"organization: roles.dictum:25\"><i aria-hidden=\"true\">●</i><b>organization</b>")
    );
    assert!(by_role.contains("title=\"organization: app_opener\">"));
    assert_eq!(by_role.matches("scope=\"row\"").count(), lines.len());
    assert!(by_role.contains("<th scope=\"col\">Append To</th>"));
}

#[test]
fn the_page_tells_of_units_people_columns_and_duties() {
    let page = Made::new(SMALL).page();
    for part in [
        "<strong>Europe, Middle East and Africa</strong>",
        "Entra group team <em>pmo_office</em>: pmo",
        "default team <em>germans</em>: clerk",
        "not in the group of the environment: no role has any effect",
        "disabled: cannot sign in",
        "PMO, through team pmo_office of Europe, Middle East and Africa",
        "PMO, held directly in france",
        "<th scope=\"row\">new_portfolio.new_budget</th>",
        "nobody holds two of pmo, auditor",
        "rows leave the platform as files that no role guards",
    ] {
        assert!(page.contains(part), "`{part}` is missing");
    }
}

#[test]
fn the_page_loads_nothing_and_runs_its_own_script_only() {
    let page = Made::new(SMALL).page();
    for part in ["http:", "https:", " src=", "url(", "@import", "{{", "}}\n<"] {
        assert!(!page.contains(part), "`{part}` stands in the page");
    }
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    let style = between(&page, "<style>", "</style>");
    let script = between(&page, "<script>", "</script>");
    for (what, text) in [("style-src", style), ("script-src", script)] {
        let hash = between(policy, &format!("{what} 'sha256-"), "'");
        assert_eq!(decoded(hash), Sha256::digest(text.as_bytes()).to_vec(), "{what}");
    }
    assert!(!page.contains(" style=") && !page.contains(" onclick="), "what the policy would refuse");
}

pub(super) fn decoded(text: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits: Vec<u8> = Vec::new();
    for letter in text.trim_end_matches('=').chars() {
        let value = letters.find(letter).expect("a letter of base64") as u8;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1));
    }
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
}

#[test]
fn the_same_program_gives_the_same_bytes() {
    let (first, second) = SMALL.split_at(SMALL.find("/// Plans").expect("the first role"));
    let files = [("a.dictum", first), ("b.dictum", second)];
    let turned = [files[1], files[0]];
    assert_eq!(Made::of(&files).page(), Made::of(&turned).page());
    for made in Made::random(5) {
        assert_eq!(made.page(), made.page());
    }
}

/// In any order of the declarations, the page differs only in line numbers.
#[test]
fn the_order_of_declarations_means_nothing() {
    let mut parts: Vec<String> = Vec::new();
    for line in SMALL.lines() {
        let begins = line.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let documented = parts.last().is_some_and(|part| part.starts_with("///") && part.lines().count() == 1);
        if parts.is_empty() || line.starts_with("///") || begins && !documented {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    let as_it_stands = without_lines(&Made::new(&parts.concat()).page());
    parts.reverse();
    assert_eq!(without_lines(&Made::new(&parts.concat()).page()), as_it_stands);
}

/// The page with all line numbers blanked.
fn without_lines(page: &str) -> String {
    let start = page.find("<script type").expect("the data");
    let mut out = String::new();
    let mut rest = &page[..start];
    while let Some((before, after)) = rest.split_once(".dictum:") {
        out.push_str(before);
        rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    }
    out.push_str(rest);
    out
}
