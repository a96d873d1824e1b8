//! The results of tests, as plain values and in their forms.

mod json;
mod junit;
mod text;

use std::io;

use crate::diagnostics::Diagnostic;
use crate::text::{Inert, Location, Sources, Stream};

use super::Options;

/// The result of an assertion or a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has passed.
    Passed,
    /// It is false.
    Failed,
    /// The source does not decide it, so it has not passed.
    NotKnown,
}

impl Standing {
    /// The word for machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotKnown => "not_known",
        }
    }
}

/// A test and its result.
#[derive(Clone, Debug)]
pub struct Trial<'a> {
    /// Its name.
    pub name: &'a str,
    /// The place of its name.
    pub place: Location,
    /// Its result.
    pub standing: Standing,
    /// Its assertions, in the order written.
    pub assertions: Vec<TrialAssertion<'a>>,
}

/// An assertion and its result.
#[derive(Clone, Debug)]
pub struct TrialAssertion<'a> {
    /// The whole sentence.
    pub place: Location,
    /// Its result.
    pub standing: Standing,
    /// The reason, if it has not passed.
    pub finding: Option<&'a Diagnostic>,
}

/// The coverage of one kind of items.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// The kind: `rules`, `grants`, `places`.
    pub name: &'static str,
    /// The number of items that tests look at.
    pub touched: usize,
    /// The number of all items.
    pub total: usize,
    /// The other items: the name and place of each.
    pub untouched: Vec<(&'a str, Option<Location>)>,
}

/// The tests of one project.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The files that places are in.
    pub sources: &'a Sources,
    /// The tests that were run.
    pub trials: Vec<Trial<'a>>,
    /// Their coverage; `None` if it was not asked for.
    pub coverage: Option<Vec<Measured<'a>>>,
}

/// The formats of test results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialFormat {
    /// For people.
    Text,
    /// One JSON document.
    Json,
    /// JUnit XML: a suite for each test, a case for each assertion.
    JUnit,
}

impl TrialFormat {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::JUnit];

    /// The name by which users ask for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::JUnit => "junit",
        }
    }

    /// The format with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Writes the results of all projects of a run.
    pub fn write(self, reports: &[Report<'_>], options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
        let stream = match self {
            Self::Text => Stream::Text { color: options.color },
            Self::Json => Stream::Json,
            Self::JUnit => Stream::Text { color: false },
        };
        let mut out = Inert::new(out, stream);
        match self {
            Self::Text => text::write(reports, options, &mut out)?,
            Self::Json => json::write(reports, &mut out)?,
            Self::JUnit => junit::write(reports, &mut out)?,
        }
        out.finish()
    }
}

/// The number of tests or assertions with each result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: usize,
    failed: usize,
    not_known: usize,
}

impl Counts {
    fn of(standings: impl Iterator<Item = Standing>) -> Self {
        standings.fold(Self::default(), |mut counts, standing| {
            match standing {
                Standing::Passed => counts.passed += 1,
                Standing::Failed => counts.failed += 1,
                Standing::NotKnown => counts.not_known += 1,
            }
            counts
        })
    }

    const fn total(self) -> usize {
        self.passed + self.failed + self.not_known
    }
}

/// The counts of tests and of assertions.
fn counts(reports: &[Report<'_>]) -> (Counts, Counts) {
    let trials = || reports.iter().flat_map(|report| &report.trials);
    let assertions = trials().flat_map(|trial| &trial.assertions);
    (Counts::of(trials().map(|trial| trial.standing)), Counts::of(assertions.map(|assertion| assertion.standing)))
}

/// The words of a sentence on one line, separated by single spaces.
fn sentence(sources: &Sources, place: Location) -> String {
    let source = sources.as_slice().get(place.file.index());
    let text = source.map_or("", |source| place.span.of_text(source.text()));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
