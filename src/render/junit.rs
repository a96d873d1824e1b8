//! JUnit XML, for the test view of build services.
//!
//! Each finding is a test case: an error or warning is a failure, an info has passed with its text as output, and an
//! accepted finding is skipped. Services treat a report without any test as a mistake, so if there are no findings the
//! report has one test that has passed.

use std::io::{self, Write};

use crate::diagnostics::{Diagnostic, Level};
use crate::text::Sources;

use super::Options;
use super::entry::{Entry, by_file, harmless};
use super::markup::xml;

/// The result of a case.
#[derive(PartialEq, Eq)]
enum Outcome {
    Failed,
    Passed,
    Skipped,
}

fn outcome(finding: &Diagnostic) -> Outcome {
    match (finding.level, &finding.accepted) {
        (_, Some(_)) => Outcome::Skipped,
        (Level::Error | Level::Warning, None) => Outcome::Failed,
        (Level::Info, None) => Outcome::Passed,
    }
}

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let suites = by_file(diagnostics, sources, "the project");
    let all: Vec<&Diagnostic> = diagnostics.iter().collect();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"dictum\"{}>", counts(&all, usize::from(suites.is_empty())))?;
    if suites.is_empty() {
        writeln!(out, "  <testsuite name=\"dictum\"{}>", counts(&[], 1))?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"dictum\"/>\n  </testsuite>")?;
    }
    for (file, entries) in &suites {
        let findings: Vec<&Diagnostic> = entries.iter().map(|entry| entry.diagnostic).collect();
        writeln!(out, "  <testsuite name=\"{}\"{}>", xml(file), counts(&findings, 0))?;
        for entry in entries {
            case(entry, file, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn counts(findings: &[&Diagnostic], passed: usize) -> String {
    let count = |wanted: &Outcome| findings.iter().filter(|finding| outcome(finding) == *wanted).count();
    format!(
        " tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
        findings.len() + passed,
        count(&Outcome::Failed),
        count(&Outcome::Skipped)
    )
}

fn case(entry: &Entry<'_>, file: &str, out: &mut dyn Write) -> io::Result<()> {
    let finding = entry.diagnostic;
    let name = format!("{} at {}", entry.rule(), entry.place());
    write!(out, "    <testcase name=\"{}\" classname=\"{}\"", xml(&name), xml(file))?;
    if let Some(start) = entry.start() {
        write!(out, " file=\"{}\" line=\"{}\"", xml(file), start.line)?;
    }
    writeln!(out, ">")?;
    let message = xml(&entry.message());
    let details = xml(&entry.details().join("\n")).replace("&#10;", "\n");
    match outcome(finding) {
        Outcome::Failed => writeln!(
            out,
            "      <failure type=\"{}\" message=\"{message}\">{}\n{details}</failure>",
            finding.level.word(),
            xml(&entry.place())
        )?,
        Outcome::Passed => writeln!(out, "      <system-out>{message}\n{details}</system-out>")?,
        Outcome::Skipped => {
            let why = finding.accepted.as_ref().map(|accepted| {
                let until = accepted.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
                harmless(&format!("{}{until}: {}", accepted.how.word(), accepted.because))
            });
            writeln!(out, "      <skipped message=\"{}\"/>", xml(&why.unwrap_or_default()))?;
        }
    }
    writeln!(out, "    </testcase>")
}
