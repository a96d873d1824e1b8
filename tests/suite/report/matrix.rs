//! The matrix, read back.

use std::collections::BTreeMap;

use dictum::catalog::privilege::{Level, Verb};
use dictum::report::{Axis, Marks, Reach, csv, markdown, text};

use super::{Levels, Made, SMALL};

/// The cells of CSV.
pub(super) fn parsed(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "the last line ends");
    rows
}

type Read = BTreeMap<String, (BTreeMap<String, Levels>, Vec<(String, Level)>)>;

/// Grants and privileges of no table, by role.
fn read(rows: &[Vec<String>]) -> Read {
    let mut found = Read::new();
    assert_eq!(rows[0].len(), 13);
    for row in &rows[1..] {
        assert_eq!(row.len(), 13, "{row:?}");
        let (tables, tasks) = found.entry(row[0].clone()).or_default();
        if row[1].is_empty() {
            let level = Level::parse(&row[11]).flatten().expect("a level");
            tasks.push((row[10].clone(), level));
        } else {
            let cell =
                |at: usize| if row[at].is_empty() { None } else { Level::parse(&row[at]).expect("a level or nothing") };
            let levels = [2, 3, 4, 5, 6, 7, 8, 9].map(cell);
            assert_eq!(tables.insert(row[1].clone(), levels), None, "a table stands once for each role");
        }
    }
    found
}

#[test]
fn csv_read_back_is_what_the_roles_grant() {
    let mut rows = 0;
    for made in Made::random(60).chain([Made::new(SMALL)]) {
        for by in [Axis::Role, Axis::Table] {
            for reach in [Reach::Own, Reach::Effective] {
                for marks in [Marks::Words, Marks::Glyphs] {
                    let shown = csv(&made.grids(), &made.choice(by, reach, marks));
                    let read = read(&parsed(&shown));
                    for role in &made.analysis.program.organisation.roles {
                        let grants = if reach == Reach::Own { &role.own } else { &role.grants };
                        let tasks: Vec<(String, Level)> =
                            grants.tasks.iter().map(|(name, level)| (name.to_string(), *level)).collect();
                        let expected = (made.granted(grants), tasks);
                        let found = read.get(role.name()).cloned().unwrap_or_default();
                        assert_eq!(found, expected, "{}", role.head.symbol.name);
                        rows += expected.0.len();
                    }
                }
            }
        }
    }
    assert!(rows > 5_000, "only {rows} rows were compared");
}

#[test]
fn sources_are_said_role_by_role() {
    let made = Made::new(SMALL);
    let shown = csv(&made.grids(), &made.choice(Axis::Role, Reach::Effective, Marks::Words));
    let rows = parsed(&shown);
    let from = |role: &str, table: &str| {
        let row = rows.iter().find(|row| row[0] == role && row[1] == table).expect("a row");
        row[12].clone()
    };
    assert_eq!(from("pmo", "new_portfolio"), "roles.dictum:25");
    assert_eq!(from("pmo", "role"), "app_opener");
    assert_eq!(from("app_opener", "role"), "built in");
}

/// Every level is in the text and in Markdown as often as it is granted.
#[test]
fn each_form_shows_each_grant_once() {
    let made = Made::new(SMALL);
    for by in [Axis::Role, Axis::Table] {
        let choice = made.choice(by, Reach::Effective, Marks::Glyphs);
        let grids = made.grids();
        let lines = choice.roles.iter().flat_map(|role| grids.lines(*role, Reach::Effective));
        let squares: Vec<Option<Level>> = lines.flat_map(|line| line.squares).map(|square| square.level).collect();
        let tasks = choice.roles.iter().flat_map(|role| grids.tasks(*role, Reach::Effective));
        let tasks: Vec<Level> = tasks.map(|(_, level, _)| level).collect();
        assert!(tasks.len() > 2);
        for level in Level::ALL {
            // Each mark is explained once.
            let granted = squares.iter().filter(|found| **found == Some(level)).count() + 1;
            let granted = granted + tasks.iter().filter(|task| **task == level).count();
            assert_eq!(text(&grids, &choice, 60).matches(level.glyph()).count(), granted, "{level:?}");
            assert_eq!(markdown(&grids, &choice).matches(level.glyph()).count(), granted, "{level:?}");
        }
    }
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let made = Made::new(SMALL);
    let tables = &made.analysis.program.organisation.tables;
    let mut choice = made.choice(Axis::Table, Reach::Own, Marks::Words);
    choice.tables = Some(vec![tables.base(tables.find("task").expect("a table of the platform"))]);
    let rows = parsed(&csv(&made.grids(), &choice));
    assert!(rows[1..].iter().all(|row| row[1] == "activitypointer"), "{rows:?}");
    assert!(rows.iter().any(|row| row[0] == "pmo" && row[3] == "bu"), "{rows:?}");
    choice.roles.clear();
    assert_eq!(parsed(&csv(&made.grids(), &choice)).len(), 1);
    assert_eq!(text(&made.grids(), &choice, 80), "");
    assert_eq!(Verb::ALL.len(), 8);
}
