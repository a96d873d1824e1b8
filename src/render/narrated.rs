//! For screen readers: the same findings in plain sentences, without drawing, colour or meaningful indentation. A
//! drawing in words would spell out marks and borders; a listener needs the place, the marked words and what is wrong
//! with them.

use crate::diagnostics::Diagnostic;
use crate::text::{Source, Sources, Span};

use super::Options;
use super::line::{Focus, Shown};
use super::place::Spot;
use super::sections::sections;
use super::window::{Frame, MESSAGE, name};
use super::words::{Charset, clip};

/// The maximum cells of a label's words, of the marked text, and of a line.
const LABEL: usize = 240;
const MARKED: usize = 60;
const LINE: usize = 160;
/// The maximum number of labels.
const LABELS: usize = 8;

/// One finding in sentences, each on its own line.
pub(super) fn finding(diagnostic: &Diagnostic, sources: &Sources, options: &Options) -> String {
    let charset = Charset::of(options);
    let frame = Frame { width: LINE, cells: LINE, labels: LABELS, charset };
    let message = clip(&diagnostic.message, MESSAGE, charset);
    let mut lines = vec![format!("{} {}: {message}{}", diagnostic.level.word(), diagnostic.rule.code, stop(&message))];
    let spots = diagnostic.labels.iter().take(LABELS).map(|label| (Spot::new(sources, label.location), &label.text));
    let (mut file, mut read) = (None, None);
    for (spot, words) in spots {
        let Some(spot) = spot else { continue };
        let mut place = format!("{}{}", place(&spot), marked(&spot, charset));
        if file != Some(spot.source.id()) {
            place = format!("in {}, {place}", name(spot.source, charset));
        }
        file = Some(spot.source.id());
        let words = if words.is_empty() { String::new() } else { format!(": {}", clip(words, LABEL, charset)) };
        lines.push(format!("{place}{words}."));
        let line = line(spot.source, spot.span, charset);
        if line.is_some() && line != read {
            lines.extend(line.iter().map(|line| format!("the line reads: {line}")));
            read = line;
        }
    }
    let left_out = diagnostic.labels.len().saturating_sub(LABELS);
    for section in sections(diagnostic, sources, left_out, frame) {
        let word = match section.word {
            "case" => "for example",
            other => other,
        };
        // A command is written without a full stop, so that it can be copied.
        let stop = if section.word == "rule" { "" } else { stop(&section.text) };
        lines.push(format!("{word}: {}{stop}", section.text));
        lines.extend(section.lines.iter().map(|line| spoken(line)));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The full stop of a sentence, unless it already ends with a mark.
pub(super) fn stop(sentence: &str) -> &'static str {
    if sentence.ends_with(['?', '!', '.']) { "" } else { "." }
}

/// `line 12, columns 4 to 8`.
fn place(spot: &Spot<'_>) -> String {
    let (start, end) = (spot.start(), spot.end());
    let (_, last) = spot.lines();
    if last + 1 > start.line {
        return format!("line {}, column {}, to line {}", start.line, start.column, last + 1);
    }
    if end.line == start.line && end.column > start.column + 1 {
        return format!("line {}, columns {} to {}", start.line, start.column, end.column - 1);
    }
    format!("line {}, column {}", start.line, start.column)
}

/// `, at `sql``: the marked words, if they are on one line.
fn marked(spot: &Spot<'_>, charset: Charset) -> String {
    let covered = spot.span.of_text(spot.source.text());
    let words = covered.trim_end_matches(['\n', '\r']);
    let (first, last) = spot.lines();
    if last > first || covered.is_empty() {
        String::new()
    } else if words.is_empty() {
        ", at the end of the line".to_owned()
    } else {
        format!(", at `{}`", clip(words, MARKED, charset))
    }
}

/// The line at the start of `span`, without its indentation, unless it is blank.
fn line(source: &Source, span: Span, charset: Charset) -> Option<String> {
    let number = source.lines().line(span.start);
    let text = source.lines().text(source.text(), number);
    let start = source.lines().span(number).start;
    let end = span.end.min(start + text.len() as u32);
    let focus = Focus { span: Span::new(span.start, end), room: 0 };
    let shown = Shown::new(text, start, Some(focus), LINE, charset).text;
    Some(shown.trim().to_owned()).filter(|line| !line.is_empty())
}

/// A line of a fix: `12 + text` as `line 12 becomes: text`.
fn spoken(line: &str) -> String {
    let parts =
        line.trim_start().split_once(' ').filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    let spoken = parts.and_then(|(number, rest)| {
        let told = rest.strip_prefix('+').map(|text| format!("line {number} becomes: {}", text.trim()));
        told.or_else(|| rest.strip_prefix('-').map(|text| format!("line {number} goes: {}", text.trim())))
    });
    spoken.unwrap_or_else(|| line.to_owned())
}
