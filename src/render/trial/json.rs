//! Results of tests as one JSON document; `schema/tests-1.0.json` describes it.

use std::io::{self, Write};

use serde::Serialize;

use super::super::json::{Finding, Ranged, write_line};
use super::text::percent;
use super::{Counts, Measured, Report, counts, sentence};

/// The version of the document.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    schema_version: u32,
    tests: Vec<Test<'a>>,
    coverage: Option<Vec<Covered<'a>>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
    #[serde(flatten)]
    place: Ranged<'a>,
    result: &'static str,
    assertions: Vec<Assertion<'a>>,
}

#[derive(Serialize)]
struct Assertion<'a> {
    sentence: String,
    #[serde(flatten)]
    place: Ranged<'a>,
    result: &'static str,
    finding: Option<Finding<'a>>,
}

#[derive(Serialize)]
struct Covered<'a> {
    name: &'static str,
    touched: usize,
    total: usize,
    percent: usize,
    untouched: Vec<Untouched<'a>>,
}

#[derive(Serialize)]
struct Untouched<'a> {
    what: &'a str,
    #[serde(flatten)]
    place: Ranged<'a>,
}

#[derive(Serialize)]
struct Summary {
    tests: Results,
    assertions: Results,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
struct Results {
    total: usize,
    passed: usize,
    failed: usize,
    not_known: usize,
}

impl From<Counts> for Results {
    fn from(counts: Counts) -> Self {
        let Counts { passed, failed, not_known } = counts;
        Self { total: counts.total(), passed, failed, not_known }
    }
}

pub(super) fn write(reports: &[Report<'_>], out: &mut dyn Write) -> io::Result<()> {
    let (tests, assertions) = counts(reports);
    let with_places = reports.iter().flat_map(|report| report.trials.iter().map(move |trial| (report.sources, trial)));
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tests: with_places
            .map(|(sources, trial)| Test {
                name: trial.name,
                place: Ranged::new(trial.place, sources),
                result: trial.standing.word(),
                assertions: trial
                    .assertions
                    .iter()
                    .map(|assertion| Assertion {
                        sentence: sentence(sources, assertion.place),
                        place: Ranged::new(assertion.place, sources),
                        result: assertion.standing.word(),
                        finding: assertion.finding.map(|finding| Finding::new(finding, sources)),
                    })
                    .collect(),
            })
            .collect(),
        coverage: reports.iter().any(|report| report.coverage.is_some()).then(|| {
            let covered = reports.iter().flat_map(|report| {
                report.coverage.iter().flatten().map(move |measured| Covered::new(measured, report))
            });
            covered.collect()
        }),
        summary: Summary { tests: tests.into(), assertions: assertions.into() },
    };
    write_line(&document, out)
}

impl<'a> Covered<'a> {
    fn new(measured: &'a Measured<'a>, report: &'a Report<'a>) -> Self {
        let Measured { name, touched, total, untouched } = measured;
        let untouched = untouched.iter().map(|(what, place)| Untouched {
            what,
            place: place.map_or(Ranged::NOWHERE, |place| Ranged::new(place, report.sources)),
        });
        Self {
            name,
            touched: *touched,
            total: *total,
            percent: percent(*touched, *total),
            untouched: untouched.collect(),
        }
    }
}
