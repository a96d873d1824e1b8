//! Every figure that the project promises, goal by goal, as tables.
//!
//! `cargo bench --bench figures` prints all of them; words behind `--` choose goals by name. What each
//! figure means and how it is had stands in `benches/README.md`.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on says what it relied on")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

#[path = "../generate/mod.rs"]
mod generate;
#[path = "../hand.rs"]
mod hand;
#[path = "../measure.rs"]
mod measure;

mod combining;
mod cores;
mod edit;
mod harm;
mod memory;
mod reading;
mod start;
mod whole;
mod writing;

use dictum::text::Sources;
use generate::{Kind, Tree, tree};

const GOALS: [(&str, fn()); 9] = [
    ("reading", reading::print),
    ("whole", whole::print),
    ("memory", memory::print),
    ("cores", cores::print),
    ("start", start::print),
    ("edit", edit::print),
    ("combining", combining::print),
    ("writing", writing::print),
    ("harm", harm::print),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--bench")).collect();
    if let [flag, rest @ ..] = words.as_slice()
        && flag == "--child"
    {
        memory::child(rest);
        return;
    }
    for (name, print) in GOALS {
        if words.is_empty() || words.iter().any(|word| word == name) {
            print();
        }
    }
}

/// A megabyte as storage counts it.
const MB: usize = 1_000_000;

/// A mixed tree of so many megabytes: files of 5 MB at most.
fn mix(megabytes: usize) -> Tree {
    tree(Kind::Mix, megabytes * MB, megabytes.div_ceil(5))
}

fn sources(tree: &Tree) -> Sources {
    Sources::new(tree.inputs())
}

/// The day on which things are due.
fn today() -> dictum::engine::Settings {
    dictum::engine::Settings { today: jiff::civil::date(2026, 11, 21) }
}

/// Analyses sources with the built-in catalogue.
fn analyze(sources: &Sources) -> dictum::engine::Analysis {
    let catalog = std::sync::Arc::new(dictum::catalog::Catalog::builtin().clone());
    dictum::engine::analyze(sources, catalog, &today())
}
