//! Results of tests as JUnit XML: a suite for each test, a case for each assertion. An unknown result is an error
//! there, since services have no third result that is not a pass.

use std::io::{self, Write};

use super::super::entry::{Entry, harmless};
use super::super::markup::xml;
use super::super::place::Spot;
use super::{Counts, Report, Standing, Trial, TrialAssertion, counts, sentence};
use crate::text::Sources;

pub(super) fn write(reports: &[Report<'_>], out: &mut dyn Write) -> io::Result<()> {
    let (_, assertions) = counts(reports);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"dictum test\"{}>", attributes(assertions))?;
    for report in reports {
        for trial in &report.trials {
            suite(report.sources, trial, out)?;
        }
    }
    writeln!(out, "</testsuites>")
}

fn attributes(counts: Counts) -> String {
    let Counts { failed, not_known, .. } = counts;
    format!(" tests=\"{}\" failures=\"{failed}\" errors=\"{not_known}\" skipped=\"0\"", counts.total())
}

fn suite(sources: &Sources, trial: &Trial<'_>, out: &mut dyn Write) -> io::Result<()> {
    let counts = Counts::of(trial.assertions.iter().map(|assertion| assertion.standing));
    writeln!(out, "  <testsuite name=\"{}\"{}>", xml(&harmless(trial.name)), attributes(counts))?;
    for assertion in &trial.assertions {
        case(sources, trial, assertion, out)?;
    }
    writeln!(out, "  </testsuite>")
}

fn case(sources: &Sources, trial: &Trial<'_>, assertion: &TrialAssertion<'_>, out: &mut dyn Write) -> io::Result<()> {
    let name = xml(&harmless(&sentence(sources, assertion.place)));
    write!(out, "    <testcase name=\"{name}\" classname=\"{}\"", xml(&harmless(trial.name)))?;
    if let Some(spot) = Spot::new(sources, assertion.place) {
        write!(out, " file=\"{}\" line=\"{}\"", xml(&harmless(spot.source.name())), spot.start().line)?;
    }
    let Some(finding) = assertion.finding else { return writeln!(out, "/>") };
    writeln!(out, ">")?;
    let entry = Entry::new(finding, sources);
    let mut lines = vec![entry.place()];
    for label in finding.labels.iter().skip(1) {
        if let Some(spot) = Spot::new(sources, label.location) {
            let start = spot.start();
            let at = format!("{}:{}:{}", harmless(spot.source.name()), start.line, start.column);
            lines.push(format!("{at}: {}", harmless(&label.text)));
        }
    }
    lines.extend(entry.details());
    let text = xml(&lines.join("\n")).replace("&#10;", "\n");
    let element = match assertion.standing {
        Standing::Failed | Standing::Passed => "failure",
        Standing::NotKnown => "error",
    };
    let kind = assertion.standing.word();
    writeln!(out, "      <{element} type=\"{kind}\" message=\"{}\">{text}</{element}>", xml(&entry.message()))?;
    writeln!(out, "    </testcase>")
}
