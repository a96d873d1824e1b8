//! The result of a fix, as lines.

use crate::diagnostics::{Edit, Fix};
use crate::text::{Sources, Span};

use super::line::{Focus, Shown};
use super::place::Spot;
use super::window::{Frame, name};
use super::words::more;

/// The maximum number of places shown of one fix, and of lines of one place.
const HUNKS: usize = 2;
const LINES: usize = 4;
/// A place with more bytes is not built as a whole.
const LARGE: usize = 8_000;

/// Edits of one file whose lines touch.
struct Hunk<'a> {
    spot: Spot<'a>,
    lines: (u32, u32),
    edits: Vec<(Spot<'a>, &'a str)>,
}

/// A line after the fix, or one that the fix deletes.
struct Line {
    number: u32,
    sign: char,
    text: String,
    /// The new part of it.
    new: Span,
}

/// The lines that a fix would write, as `12 + text`, or would delete, as `12 - text`.
pub(super) fn preview(fix: &Fix, sources: &Sources, frame: Frame) -> Vec<String> {
    let hunks = hunks(fix, sources);
    let mut out = Vec::new();
    for (index, hunk) in hunks.iter().take(HUNKS).enumerate() {
        let alone = hunks.iter().all(|other| other.spot.source.id() == hunk.spot.source.id());
        let follows = index > 0 && hunks.get(index - 1).is_some_and(|b| b.spot.source.id() == hunk.spot.source.id());
        if !alone && !follows {
            out.push(format!("in {}", name(hunk.spot.source, frame.charset)));
        }
        let lines = hunk.lines();
        let wide = lines.last().map_or(0, |line| line.number).to_string().len();
        let room = frame.cells.saturating_sub(wide + 3);
        for line in lines.iter().take(LINES) {
            let shown = Shown::new(&line.text, 0, Some(Focus { span: line.new, room: 0 }), room, frame.charset).text;
            out.push(format!("{:wide$} {} {shown}", line.number, line.sign).trim_end().to_owned());
        }
        if lines.len() > LINES {
            out.push(format!("{} {}", frame.charset.ellipsis(), more(lines.len() - LINES, "line")));
        }
    }
    if hunks.len() > HUNKS {
        out.push(format!("{} {}", frame.charset.ellipsis(), more(hunks.len() - HUNKS, "place")));
    }
    out
}

fn hunks<'a>(fix: &'a Fix, sources: &'a Sources) -> Vec<Hunk<'a>> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.location);
    let mut hunks: Vec<Hunk<'_>> = Vec::new();
    for edit in edits {
        let Some(spot) = Spot::new(sources, edit.location) else { continue };
        let lines = (spot.source.lines().line(spot.span.start), spot.source.lines().line(spot.span.end));
        match hunks.last_mut() {
            Some(hunk) if hunk.spot.source.id() == spot.source.id() && lines.0 <= hunk.lines.1 => {
                hunk.lines.1 = hunk.lines.1.max(lines.1);
                hunk.edits.push((spot, &edit.replacement));
            }
            _ => hunks.push(Hunk { spot, lines, edits: vec![(spot, &edit.replacement)] }),
        }
    }
    hunks
}

impl Hunk<'_> {
    fn lines(&self) -> Vec<Line> {
        let first = self.lines.0 + 1;
        let (old, new) = self.old_and_new();
        let old: Vec<&str> = lines_of(&old);
        let new: Vec<&str> = lines_of(&new);
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        let part = |lines: &[&str], others: &[&str], sign: char| -> Vec<Line> {
            let kept = lines.get(head..lines.len() - tail).unwrap_or_default();
            let numbers = first + head as u32..;
            let lines = numbers.zip(kept).enumerate().map(|(at, (number, text))| {
                let new = others.get(head + at).map_or(Span::at(0), |other| difference(other, text));
                Line { number, sign, text: (*text).to_owned(), new }
            });
            lines.skip_while(|line| line.text.trim().is_empty()).collect()
        };
        let added = part(&new, &old, '+');
        // Replaced text is in the drawing above; only deleted text is repeated.
        if added.is_empty() { part(&old, &new, '-') } else { added }
    }

    /// The text of the hunk's lines before and after; for a very large hunk only the deleted and inserted text.
    fn old_and_new(&self) -> (String, String) {
        let text = self.spot.source.text();
        let lines = self.spot.source.lines();
        let (start, end) = (lines.span(self.lines.0).start as usize, lines.span(self.lines.1).end as usize);
        let put: usize = self.edits.iter().map(|(_, replacement)| replacement.len()).sum();
        if end - start + put > LARGE {
            let (spot, replacement) = self.edits.first().copied().unwrap_or((self.spot, ""));
            let head = |text: &str| text.chars().take(LARGE / 4).collect();
            return (head(spot.span.of_text(text)), head(replacement));
        }
        let mut new = String::new();
        let mut at = start;
        for (spot, replacement) in &self.edits {
            let from = spot.span.start as usize;
            // Overlapping edits are a mistake of the rule; the first one is shown.
            let Some(between) = text.get(at..from) else { continue };
            new.push_str(between);
            new.push_str(replacement);
            at = spot.span.end as usize;
        }
        new.push_str(text.get(at..end).unwrap_or_default());
        (text.get(start..end).unwrap_or_default().to_owned(), new)
    }
}

/// The part of `new` that is not in `old` at its two ends.
fn difference(old: &str, new: &str) -> Span {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let head = same(&mut old.chars().zip(new.chars()));
    let rest = |text: &'_ str| text.get(head..).unwrap_or_default().to_owned();
    let (old, behind) = (rest(old), rest(new));
    let tail = same(&mut old.chars().rev().zip(behind.chars().rev()));
    Span::of(head, new.len() - tail)
}

/// The lines of a text, with any line ends.
fn lines_of(text: &str) -> Vec<&str> {
    let index = crate::text::LineIndex::new(text);
    let mut lines: Vec<&str> = (0..index.count()).map(|line| index.text(text, line)).collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    lines
}
