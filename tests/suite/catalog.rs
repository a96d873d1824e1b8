//! The connector catalogue.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod builtin;
mod compare;
mod names;
mod read;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dictum::catalog::{Catalog, Connector};

/// The built-in connector of that name.
fn connector(name: &str) -> &'static Connector {
    let catalog = Catalog::builtin();
    let index = catalog.find(name).expect("the connector should be in the catalogue");
    catalog.get(index)
}

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/catalog").join(file)
}

fn public(file: &str) -> String {
    std::fs::read_to_string(data(file)).expect("the public data should be there")
}

/// The rows of a public table, by column. It is a separate reader, so that the one under test does not check itself.
fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let text = public(file);
    let mut lines = text.lines();
    let header: Vec<_> = cells(lines.next().unwrap_or_default());
    lines.map(|line| header.iter().cloned().zip(cells(line)).collect()).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cells.last_mut().expect("one cell at least").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("one cell at least").push(other),
        }
    }
    cells
}
