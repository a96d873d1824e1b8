//! Results of tests for people: a line for each test, then why assertions have not passed.

use std::io::{self, Write};

use indexmap::IndexMap;

use super::super::entry::harmless;
use super::super::place::Spot;
use super::super::{Format, Options, render};
use super::{Counts, Measured, Report, Standing, counts};
use crate::diagnostics::Diagnostic;
use crate::text::{Location, Sources};

/// The maximum number of uncovered items listed of each kind.
const LISTED: usize = 20;

pub(super) fn write(reports: &[Report<'_>], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        for trial in &report.trials {
            let mark = match trial.standing {
                Standing::Passed => "passed   ",
                Standing::Failed => "FAILED   ",
                Standing::NotKnown => "not known",
            };
            let (holding, all) = (
                trial.assertions.iter().filter(|one| one.standing == Standing::Passed).count(),
                trial.assertions.len(),
            );
            writeln!(out, "{mark}  {holding:>3} of {all:<3}  {}", harmless(trial.name))?;
        }
        let findings = report.trials.iter().flat_map(|trial| &trial.assertions);
        let findings = for_one_reason(findings.filter_map(|assertion| assertion.finding));
        if !findings.is_empty() {
            writeln!(out)?;
            let all = Options { limit_per_file: usize::MAX, ..options.clone() };
            let format = Format::Human;
            render(format, &findings, report.sources, &all, out)?;
        }
        for measured in report.coverage.iter().flatten() {
            cover(measured, report.sources, out)?;
        }
    }
    let (tests, assertions) = counts(reports);
    writeln!(out, "\n{}; {}", said(tests, "test"), said(assertions, "assertion"))
}

/// Merges findings that differ only in their assertion into one, which says how many there are.
fn for_one_reason<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: IndexMap<(&str, Vec<Location>), (&Diagnostic, usize)> = IndexMap::new();
    for finding in findings {
        // A finding without a second place has no reason that several could share.
        let mut reasons: Vec<Location> = finding.labels.iter().skip(1).map(|label| label.location).collect();
        if reasons.is_empty() {
            reasons.extend(finding.primary());
        }
        kept.entry((&*finding.message, reasons)).or_insert((finding, 0)).1 += 1;
    }
    let told = |(finding, count): (&Diagnostic, usize)| match count {
        1 => finding.clone(),
        2 => finding.clone().note("the same holds for one more assertion"),
        more => finding.clone().note(format!("the same holds for {} more assertions", more - 1)),
    };
    kept.into_values().map(told).collect()
}

fn said(counts: Counts, noun: &str) -> String {
    let total = counts.total();
    let plural = if total == 1 { "" } else { "s" };
    let mut words = vec![format!("{} passed", counts.passed)];
    if counts.failed > 0 {
        words.push(format!("{} failed", counts.failed));
    }
    if counts.not_known > 0 {
        words.push(format!("{} not known", counts.not_known));
    }
    format!("{total} {noun}{plural}: {}", words.join(", "))
}

/// The percentage, rounded down, so that 100 means all.
pub(super) const fn percent(touched: usize, total: usize) -> usize {
    match (touched * 100).checked_div(total) {
        Some(percent) => percent,
        None => 100,
    }
}

fn cover(measured: &Measured<'_>, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let Measured { name, touched, total, untouched } = measured;
    writeln!(out, "\n{name}: {touched} of {total} looked at, {} %", percent(*touched, *total))?;
    for (what, place) in untouched.iter().take(LISTED) {
        let at = place.and_then(|place| shown(sources, place)).map(|at| format!("  {at}")).unwrap_or_default();
        writeln!(out, "  not looked at: {}{at}", harmless(what))?;
    }
    if untouched.len() > LISTED {
        writeln!(out, "  … and {} more; take `--output json` for all", untouched.len() - LISTED)?;
    }
    Ok(())
}

/// `roles.dictum:3:5`
fn shown(sources: &Sources, place: Location) -> Option<String> {
    let spot = Spot::new(sources, place)?;
    let start = spot.start();
    Some(format!("{}:{}:{}", harmless(spot.source.name()), start.line, start.column))
}
