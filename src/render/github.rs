//! Annotations of GitHub Actions: workflow commands, which the runner reads from the log.
//!
//! A step shows ten annotations; the service silently drops the others. So at most ten are written, the worst first,
//! and the last one and the log say how many more there are. A file has no such limit.
//! Source: docs.github.com, "Workflow commands for GitHub Actions" and the limits of check runs.

use std::io::{self, Write};

use crate::diagnostics::Diagnostic;
use crate::text::Sources;

use super::Options;
use super::entry::{Entry, harmless, level, worst_first};
use super::summary::Summary;

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let all = worst_first(diagnostics);
    let shown = all.len().min(options.annotations);
    let left_out = Summary::of(all.iter().skip(shown).copied());
    let more = (left_out.total() > 0).then(|| format!("and {} more: {}", left_out.total(), left_out.levels()));
    for (number, diagnostic) in all.iter().take(shown).enumerate() {
        let last = more.as_deref().filter(|_| number + 1 == shown);
        command(&Entry::new(diagnostic, sources), last, out)?;
    }
    match more {
        Some(more) => writeln!(out, "{more}"),
        None => Ok(()),
    }
}

/// `::error file=a.dictum,line=3,endLine=3,col=5,endColumn=9,title=D1004 unknown-value::message`
fn command(entry: &Entry<'_>, more: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "::{} ", level(entry.diagnostic.level, "notice"))?;
    if let Some(spot) = entry.spot {
        let (start, end) = (spot.start(), spot.end());
        write!(out, "file={},line={},endLine={}", property(&harmless(spot.source.name())), start.line, end.line)?;
        // Columns across several lines are not accepted.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        out.write_all(b",")?;
    }
    write!(out, "title={}::", property(&entry.rule()))?;
    let lines = std::iter::once(entry.message()).chain(entry.details()).chain(more.map(str::to_owned));
    writeln!(out, "{}", data(&lines.collect::<Vec<_>>().join("\n")))
}

/// The text after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
