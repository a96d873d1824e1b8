//! The part of the source that a finding shows.
//!
//! A drawing library never gets a file, only [`Windows`]: the lines of the labels and one line around them, cut to the
//! available width, with hidden characters made visible, and marks that are known to be inside. So the cost and the
//! size of a drawing do not depend on the file, and no text of a policy can control a terminal.

use crate::diagnostics::{Diagnostic, Label};
use crate::text::{Source, Sources, Span};

use super::Options;
use super::line::{Focus, Shown};
use super::place::{Place, Spot};
use super::words::{Charset, cells, clip, inert};

/// A span of more lines than this is marked at its first line only.
const TALL: u32 = 6;
/// The maximum number of lines between two labels of one panel, and in a panel.
const GAP: u32 = 3;
const PANEL: u32 = 14;
/// Words at a mark get at least this number of cells, or all they need.
pub(super) const WORDS: usize = 14;
/// The maximum cells of a label's words.
const LABEL: usize = 240;

/// A finding is drawn with fewer and fewer labels until it is below this number of bytes. With one label it always is.
pub(super) const ROOM: usize = 15_500;
const LABELS: [usize; 3] = [8, 3, 1];
/// The maximum cells of a line of source, and of a message.
const LINE: usize = 200;
pub(super) const MESSAGE: usize = 800;

/// The limits of a drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Cells of the whole drawing.
    pub width: usize,
    /// Cells for a line of source.
    pub cells: usize,
    /// The maximum number of labels.
    pub labels: usize,
    /// The characters of our own marks.
    pub charset: Charset,
}

impl Frame {
    /// The frames to try, the largest first.
    pub fn tries(options: &Options) -> impl Iterator<Item = Self> + use<> {
        // Ten cells are for the line number and the border.
        let width = options.width.clamp(40, LINE + 10);
        let charset = Charset::of(options);
        LABELS.into_iter().map(move |labels| Self { width, cells: width - 10, labels, charset })
    }
}

/// The parts of the source that are shown for one finding.
#[derive(Debug)]
pub(super) struct Windows {
    /// The primary label's panel, then the others in the order of their labels.
    pub panels: Vec<Panel>,
    /// The number of labels that are left out.
    pub left_out: usize,
}

/// Consecutive lines of one file.
#[derive(Debug)]
pub(super) struct Panel {
    /// The file's name, sanitised.
    pub name: String,
    /// The lines as shown, each ended by a line feed.
    pub text: String,
    rows: Vec<Row>,
    /// The marks, by place.
    pub marks: Vec<Mark>,
    /// The line (from 0) of the first row.
    pub first: u32,
}

#[derive(Debug)]
struct Row {
    at: u32,
    shown: Shown,
}

/// A mark in a panel.
#[derive(Debug)]
pub(super) struct Mark {
    /// First byte in the panel's text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The words at it, sanitised.
    pub words: Vec<String>,
    /// Whether it is the finding's primary place.
    pub primary: bool,
    /// Where it starts in the file.
    pub place: Place,
    /// Cells before its middle, counted in its row.
    pub column: usize,
}

impl Windows {
    /// The windows of a finding.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources, frame: Frame) -> Self {
        let mut drafts: Vec<Draft<'_>> = Vec::new();
        for (index, label) in diagnostic.labels.iter().take(frame.labels).enumerate() {
            let Some(sign) = Sign::new(label, sources, index == 0, frame.charset) else { continue };
            if let Some(draft) = drafts.iter_mut().find(|draft| draft.takes(&sign, frame)) {
                draft.add(sign);
                continue;
            }
            // Lines that are drawn already are not drawn again around a mark that did not fit there.
            let source = sign.spot.source;
            let again = drafts.iter().any(|draft| draft.source.id() == source.id() && draft.overlaps(sign.lines));
            drafts.push(Draft { source, lines: sign.lines, context: u32::from(!again), signs: vec![sign] });
        }
        Self {
            panels: drafts.into_iter().map(|draft| draft.panel(frame)).collect(),
            left_out: diagnostic.labels.len().saturating_sub(frame.labels),
        }
    }
}

impl Panel {
    /// The row (from 0) that holds `byte` of the text.
    pub fn row(&self, byte: usize) -> usize {
        self.rows.partition_point(|row| row.at as usize <= byte).saturating_sub(1)
    }

    /// The number of rows.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The bytes of row `row`, including its line feed.
    pub fn range(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let start = self.rows.get(row)?.at as usize;
        Some(start..self.rows.get(row + 1).map_or(self.text.len(), |next| next.at as usize))
    }
}

/// A label before it is put into a panel.
struct Sign<'a> {
    spot: Spot<'a>,
    lines: (u32, u32),
    words: Vec<String>,
    primary: bool,
}

impl<'a> Sign<'a> {
    fn new(label: &Label, sources: &'a Sources, primary: bool, charset: Charset) -> Option<Self> {
        let mut spot = Spot::new(sources, label.location)?;
        let (first, mut last) = spot.lines();
        let mut words = clip(&label.text, LABEL, charset);
        if last - first >= TALL {
            let behind = if words.is_empty() { "" } else { " " };
            words = format!("{words}{behind}(to line {})", last + 1);
            last = first;
        }
        // The mark stops before the line end, so that it stays on its own line.
        let source = spot.source;
        let stop = source.lines().span(last).start + source.lines().text(source.text(), last).len() as u32;
        spot.span = Span::new(spot.span.start, spot.span.end.min(stop));
        let words = if words.is_empty() { Vec::new() } else { vec![words] };
        Some(Self { spot, lines: (first, last), words, primary })
    }

    const fn is_tall(&self) -> bool {
        self.lines.1 > self.lines.0
    }

    const fn touches(&self, line: u32) -> bool {
        self.lines.0 == line || self.lines.1 == line
    }

    /// The part of it that must be visible on its first or last line.
    const fn on(&self, line: u32) -> Span {
        match (self.is_tall(), self.lines.0 == line) {
            (false, _) => self.spot.span,
            (true, true) => Span::at(self.spot.span.start),
            (true, false) => Span::at(self.spot.span.end),
        }
    }

    /// Its bytes, at least one, since an empty mark is drawn one cell wide.
    fn reach(&self) -> (u32, u32) {
        (self.spot.span.start, self.spot.span.end.max(self.spot.span.start + 1))
    }
}

/// A panel under construction.
struct Draft<'a> {
    source: &'a Source,
    lines: (u32, u32),
    /// Lines to show around them.
    context: u32,
    signs: Vec<Sign<'a>>,
}

impl<'a> Draft<'a> {
    const fn overlaps(&self, lines: (u32, u32)) -> bool {
        lines.0 <= self.lines.1 && self.lines.0 <= lines.1
    }

    /// Whether `sign` can be drawn in this panel with each mark under its own text.
    fn takes(&self, sign: &Sign<'a>, frame: Frame) -> bool {
        let lines = (self.lines.0.min(sign.lines.0), self.lines.1.max(sign.lines.1));
        let near = sign.lines.0 <= self.lines.1 + GAP + 1 && self.lines.0 <= sign.lines.1 + GAP + 1;
        if self.source.id() != sign.spot.source.id() || !near || lines.1 - lines.0 >= PANEL {
            return false;
        }
        if self.signs.iter().any(|other| other.spot.span == sign.spot.span) {
            return true;
        }
        if sign.is_tall() && self.signs.iter().any(Sign::is_tall) {
            return false;
        }
        let (start, end) = sign.reach();
        let apart = sign.is_tall()
            || self.signs.iter().all(|other| {
                let reach = other.reach();
                other.is_tall() || end <= reach.0 || reach.1 <= start
            });
        // The signs that are already on its lines have decided how these are cut.
        let fits = [sign.lines.0, sign.lines.1].into_iter().all(|line| {
            let free = !self.signs.iter().any(|other| other.touches(line));
            free || self.shown(line, frame).holds(sign.on(line))
        });
        apart && fits
    }

    fn add(&mut self, sign: Sign<'a>) {
        self.lines = (self.lines.0.min(sign.lines.0), self.lines.1.max(sign.lines.1));
        let twin = self.signs.iter_mut().find(|other| other.spot.span == sign.spot.span);
        match twin {
            Some(twin) => twin.words.extend(sign.words),
            None => self.signs.push(sign),
        }
    }

    /// A line as shown, cut around the first mark on it.
    fn shown(&self, line: u32, frame: Frame) -> Shown {
        let focus = self.signs.iter().find(|sign| sign.touches(line)).map(|sign| {
            let words = sign.words.iter().map(|words| words.chars().count()).max().unwrap_or(0);
            Focus { span: sign.on(line), room: if sign.is_tall() { 0 } else { words.min(WORDS) } }
        });
        let start = self.source.lines().span(line).start;
        let text = self.source.lines().text(self.source.text(), line);
        Shown::new(text, start, focus, frame.cells, frame.charset)
    }

    fn panel(self, frame: Frame) -> Panel {
        let (first, last) = self.around();
        let mut text = String::new();
        let mut rows = Vec::new();
        for line in first..=last {
            let shown = self.shown(line, frame);
            let at = text.len() as u32;
            text.push_str(&shown.text);
            text.push('\n');
            rows.push(Row { at, shown });
        }
        let byte = |line: u32, offset: u32| {
            rows.get((line - first) as usize).map_or(0, |row| (row.at + row.shown.byte(offset)) as usize)
        };
        let marks = self.signs.into_iter().map(|sign| {
            let end = byte(sign.lines.1, sign.spot.span.end);
            let start = visible(&text, byte(sign.lines.0, sign.spot.span.start), end);
            let row = rows.get((sign.lines.0 - first) as usize);
            let column = row
                .map_or(0, |row| row.shown.column(sign.spot.span.start).midpoint(row.shown.column(sign.spot.span.end)));
            Mark { start, end, words: sign.words, primary: sign.primary, place: sign.spot.start(), column }
        });
        let mut marks: Vec<Mark> = marks.collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        Panel { name: name(self.source, frame.charset), text, rows, marks, first }
    }

    /// The lines of the signs and one around them, unless it is blank.
    fn around(&self) -> (u32, u32) {
        let lines = self.source.lines();
        let worth = |line: u32| {
            line < lines.count() && !lines.text(self.source.text(), line).chars().take(200).all(char::is_whitespace)
        };
        let (mut first, mut last) = self.lines;
        if self.context > 0 && first > 0 && worth(first - 1) {
            first -= 1;
        }
        if self.context > 0 && worth(last + 1) {
            last += 1;
        }
        (first, last)
    }
}

/// The start of a mark; if the covered text takes no cell, such as an accent, the character before.
fn visible(text: &str, start: usize, end: usize) -> usize {
    let empty = |from: usize| text.get(from..end).is_none_or(|covered| covered.chars().all(|c| cells(c) == 0));
    if start >= end || !empty(start) {
        return start.min(end);
    }
    let before = text.get(..start).unwrap_or_default().char_indices().rev();
    before.take_while(|(_, c)| *c != '\n').find(|(_, c)| cells(*c) > 0).map_or(start, |(at, _)| at)
}

/// The name of a file, sanitised; of a very long name the end, which is the most informative part.
pub(super) fn name(source: &Source, charset: Charset) -> String {
    const ROOM: usize = 160;
    let name = inert(source.name(), charset);
    let Some((at, _)) = name.char_indices().rev().nth(ROOM) else { return name.into_owned() };
    format!("{}{}", charset.ellipsis(), name.get(at..).unwrap_or_default())
}
