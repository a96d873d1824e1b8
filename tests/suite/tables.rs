//! The tables of the platform, the names of privileges, and the predefined roles.

mod data;
mod list;
mod more;
mod names;
mod roles;

use std::path::{Path, PathBuf};

use dictum::catalog::privilege::Level;
use dictum::catalog::{system_table, system_tables};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

/// The rows of a public table without its header, cell by cell.
fn rows<const CELLS: usize>(file: &str) -> Vec<[String; CELLS]> {
    let text = std::fs::read_to_string(data("tables").join(file)).expect("the public data should be there");
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    text.lines().skip(1).map(|line| cells(line).try_into().expect("each row should have all cells")).collect()
}

/// The level of a letter of the public tables.
fn level(letter: char) -> Level {
    match letter {
        'B' => Level::User,
        'L' => Level::Unit,
        'D' => Level::Deep,
        'G' => Level::Org,
        other => unreachable!("`{other}` is no level"),
    }
}

fn index(table: &str) -> u32 {
    system_table(table).expect("the table should be in the list")
}

fn name(index: u32) -> &'static str {
    system_tables()[index as usize].name
}
