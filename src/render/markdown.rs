//! Markdown for the comment on a pull request, and for the summary of a job.
//!
//! Both are tables with the worst first. A service refuses a text beyond its limit, so the findings that do not fit are
//! only counted: a comment of GitHub has at most 65,536 characters, the summary of a step 1 MiB.
//! Source: docs.github.com, "Adding a job summary", and the limit that the comment interface reports.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::diagnostics::Diagnostic;
use crate::text::Sources;

use super::Options;
use super::entry::{Entry, harmless, worst_first};
use super::markup::{cell, code, inline};
use super::summary::{INCOMPLETE, Summary};

/// Maximum bytes of the table of a comment.
const COMMENT: usize = 60_000;
/// Maximum bytes of the table of a job summary.
const JOB: usize = 1_000_000;
/// The line by which a script finds its earlier comment.
const MARK: &str = "<!-- dictum -->";

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{MARK}")?;
    table(diagnostics, sources, options, COMMENT, out)
}

/// The same for the summary of a job.
pub(super) fn write_job(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    table(diagnostics, sources, options, JOB, out)
}

fn table(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let summary = Summary::of(diagnostics);
    writeln!(out, "### Dictum: {summary}")?;
    if !options.complete {
        writeln!(out, "\n{INCOMPLETE}")?;
    }
    let all = worst_first(diagnostics);
    let mut rows = String::new();
    let mut shown = 0;
    for diagnostic in &all {
        let row = row(&Entry::new(diagnostic, sources));
        if rows.len() + row.len() > most {
            break;
        }
        rows.push_str(&row);
        shown += 1;
    }
    if !rows.is_empty() {
        write!(out, "\n| Level | Place | Finding |\n|:--|:--|:--|\n{rows}")?;
    }
    let left_out = Summary::of(all.iter().skip(shown).copied());
    if left_out.total() > 0 {
        writeln!(out, "\nand {} more: {}", left_out.total(), left_out.levels())?;
    }
    Ok(())
}

fn row(entry: &Entry<'_>) -> String {
    let finding = entry.diagnostic;
    let mut words = inline(&entry.message());
    if let Some(help) = &finding.help {
        let _ = write!(words, "<br>help: {}", inline(&harmless(help)));
    }
    let rule = entry.rule();
    format!("| {} | {} | {}<br>{} |\n", finding.level.word(), cell(&code(&entry.place())), cell(&words), code(&rule))
}
