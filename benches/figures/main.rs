//! Every figure that the project promises, goal by goal, as tables.
//!
//! `cargo bench --bench figures` prints all of them. Words after `--` select goals by name, and `small` leaves out the
//! trees of 100 MB. `benches/README.md` explains each figure and how it is measured.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on says what it relied on")]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

use std::sync::atomic::{AtomicUsize, Ordering};

#[path = "../generate/mod.rs"]
mod generate;
#[path = "../hand.rs"]
mod hand;
#[path = "../measure.rs"]
mod measure;

mod combining;
mod cores;
mod edit;
mod gate;
mod harm;
mod memory;
mod reading;
mod start;
mod whole;
mod writing;

use dictum::analysis::Effective;
use dictum::emit::{Api, Bindings, Job, Rest, Settings};
use dictum::engine::Analysis;
use dictum::model::Program;
use dictum::text::Sources;
use generate::{Kind, Tree, tree};

const GOALS: [(&str, fn()); 11] = [
    ("reading", reading::print),
    ("whole", whole::print),
    ("memory", memory::print),
    ("cores", cores::print),
    ("start", start::print),
    ("edit", edit::print),
    ("combining", combining::print),
    ("growth", combining::growth),
    ("writing", writing::print),
    ("harm", harm::print),
    ("gate", gate::print),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--bench")).collect();
    if let [flag, rest @ ..] = words.as_slice()
        && flag == "--child"
    {
        memory::child(rest);
        return;
    }
    let (small, words): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word == "small");
    LARGEST.store(if small.is_empty() { 100 } else { 10 }, Ordering::Relaxed);
    for (name, print) in GOALS {
        if words.is_empty() || words.iter().any(|word| word == name) {
            print();
        }
    }
}

/// The largest tree, in megabytes.
static LARGEST: AtomicUsize = AtomicUsize::new(100);

/// Sizes of trees in megabytes up to the largest, each with a number of runs.
fn sizes<const N: usize>(all: [(usize, usize); N]) -> impl Iterator<Item = (usize, usize)> {
    let largest = LARGEST.load(Ordering::Relaxed);
    all.into_iter().filter(move |(megabytes, _)| *megabytes <= largest)
}

/// The input of a build: an id for everything that needs one.
struct Built {
    bindings: Bindings,
}

impl Built {
    fn new(program: &Program) -> Self {
        let id = |kind: u32, index: usize| format!("{kind:08x}-0000-4000-8000-{index:012x}");
        let ids = |kind: u32, names: Vec<&str>| {
            names.into_iter().enumerate().map(|(index, name)| (name.to_owned(), id(kind, index))).collect()
        };
        let environments = program.environments.iter().filter(|one| one.id.is_none());
        let divisions = program
            .environment_groups
            .iter()
            .filter(|one| one.id.is_none())
            .map(dictum::model::program::EnvironmentGroup::name);
        let groups = program.groups.iter().filter(|one| one.id.is_none()).map(dictum::model::program::Group::name);
        let connectors = program.connectors.iter().filter(|one| one.id.is_none() && one.environment.is_some());
        let bindings = Bindings {
            tenant: Some(id(0, 0)),
            environments: ids(1, environments.map(dictum::model::Environment::name).collect()),
            environment_groups: ids(2, divisions.collect()),
            groups: ids(3, groups.collect()),
            connectors: connectors.map(|one| (one.name().to_owned(), one.name().to_owned())).collect(),
            ..Bindings::default()
        };
        Self { bindings }
    }

    fn job<'a>(&'a self, analysis: &'a Analysis, sources: &'a Sources) -> Job<'a> {
        let settings = Settings {
            project: "bench",
            bindings: &self.bindings,
            api: Api::V2,
            rest: Rest::Implied,
            provider: dictum::emit::ProviderVersion::V4_1,
            database: dictum::emit::Database::default(),
        };
        let (program, effective): (&Program, &Effective) = (&analysis.program, &analysis.effective);
        Job { program, effective, sources, settings }
    }
}

/// A megabyte in decimal units.
const MB: usize = 1_000_000;

/// A mixed tree of `megabytes` megabytes, in files of at most 5 MB.
fn mix(megabytes: usize) -> Tree {
    tree(Kind::Mix, megabytes * MB, megabytes.div_ceil(5))
}

fn sources(tree: &Tree) -> Sources {
    Sources::new(tree.inputs())
}

/// The day for which due dates are judged.
fn today() -> dictum::engine::Settings {
    dictum::engine::Settings { today: jiff::civil::date(2026, 11, 21) }
}

/// Analyses sources with the built-in catalogue.
fn analyze(sources: &Sources) -> dictum::engine::Analysis {
    dictum::engine::analyze(sources, dictum::catalog::Catalog::shared_builtin().clone(), &today())
}
