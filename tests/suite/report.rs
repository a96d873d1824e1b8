//! Roles as grids and as a page: they show what the program grants, for all names.

mod browser;
mod calendar;
mod hostile;
mod matrix;
mod page;
mod pages;
mod snapshots;

use std::collections::BTreeMap;
use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::catalog::privilege::{Level, Verb};
use dictum::engine::{Analysis, Settings, analyze};
use dictum::model::roles::RoleGrants;
use dictum::report::{self, Axis, Choice, Grids, Marks, Reach};
use dictum::text::Sources;
use jiff::civil::date;
use serde_json::Value;

use crate::access::slow::Organisation;
use crate::decision::Random;

/// An organisation with a few declarations of every kind.
const SMALL: &str = include_str!("report/small.dictum");

struct Made {
    sources: Sources,
    analysis: Analysis,
}

impl Made {
    fn new(text: &str) -> Self {
        Self::of(&[("roles.dictum", text)])
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let sources = Sources::new(files.collect());
        let settings = Settings { today: date(2026, 11, 21) };
        let analysis = analyze(&sources, Arc::new(Catalog::builtin().clone()), &settings);
        let unread: Vec<&str> = analysis
            .diagnostics
            .iter()
            .filter(|finding| finding.rule.code.0 < 2000)
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(unread, Vec::<&str>::new());
        Self { sources, analysis }
    }

    /// Random organisations with users, teams, groups and several environments.
    fn random(count: u64) -> impl Iterator<Item = Self> {
        (0..count).map(|seed| Self::new(&Organisation::random(&mut Random(0x5eed_9a6e + seed)).source()))
    }

    fn grids(&self) -> Grids<'_> {
        Grids::of(&self.analysis.program, &self.sources)
    }

    fn page(&self) -> String {
        report::page(&self.grids(), &self.analysis.access, ("contoso", &[]), report::Colours::default())
    }

    fn data(&self) -> Value {
        serde_json::from_str(data_of(&self.page())).expect("the data is JSON")
    }

    fn choice(&self, by: Axis, reach: Reach, marks: Marks) -> Choice {
        let roles = self.analysis.program.organisation.roles.ids().map(|(id, _)| id);
        Choice { by, roles: roles.collect(), tables: None, reach, marks }
    }

    /// The grants of a role, by names: for each table the level of each verb.
    fn granted(&self, grants: &RoleGrants) -> BTreeMap<String, Levels> {
        let name = |id| self.analysis.program.organisation.tables.name(id).to_owned();
        grants.tables.iter().map(|(id, grants)| (name(*id), Verb::ALL.map(|verb| grants.level(verb)))).collect()
    }
}

/// A project of this repository.
fn project(name: &str) -> Made {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(name);
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("a folder")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name()?.to_str()?.to_owned();
            name.ends_with(".dictum").then(|| (name, std::fs::read_to_string(&path).expect("a file")))
        })
        .collect();
    files.sort();
    Made::of(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// A level, or nothing, for each verb.
type Levels = [Option<Level>; 8];

/// The text between two texts.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| unreachable!("`{start}` is missing"));
    rest.split_once(end).unwrap_or_else(|| unreachable!("`{end}` is missing")).0
}

fn data_of(page: &str) -> &str {
    between(page, "<script type=\"application/json\" id=\"data\">", "</script>")
}
