//! One line of source as shown: cut, tabs expanded, hidden characters made visible, with a map from bytes of the file
//! to bytes shown.

use unicode_width::UnicodeWidthStr;

use crate::text::Span;

use super::words::{Charset, cells, push};

/// Tab stops are multiples of this number of cells.
const TAB: usize = 4;

/// The part of a line that must be visible.
#[derive(Clone, Copy, Debug)]
pub(super) struct Focus {
    /// The marked part, as offsets in the file.
    pub span: Span,
    /// Cells to keep free after its middle for the words below it.
    pub room: usize,
}

/// A line as shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The visible text.
    pub text: String,
    /// Offset in the file and byte in `text` of each character shown, ascending, with one more pair for the end of the
    /// visible part.
    map: Vec<(u32, u32)>,
}

impl Shown {
    /// Shows `line`, which starts at offset `start` of its file and has no line end, in at most `room` cells; if it is
    /// longer, only the part around `focus`.
    pub fn new(line: &str, start: u32, focus: Option<Focus>, room: usize, charset: Charset) -> Self {
        let (head, stop) = fill(line, 0, start, room, charset);
        let Some(focus) = focus else { return head };
        let first = (focus.span.start.saturating_sub(start) as usize).min(line.len());
        let last = (focus.span.end.saturating_sub(start) as usize).clamp(first, line.len());
        let wide = line.get(first..last).unwrap_or_default().chars().take(room).map(cells).sum::<usize>().max(1);
        // The words begin at the middle of the mark, after an elbow of four cells. Of a mark wider than the line, the
        // first part is shown.
        let most = room * 3 / 4;
        let behind = (wide / 2 + 4 + focus.room).max(wide).min(most);
        let ends = last <= stop || wide > most;
        if first <= stop && ends && head.column(focus.span.start) + behind <= room {
            return head;
        }
        let before = (room * 2 / 3).min(room.saturating_sub(behind + charset.ellipsis().width()));
        fill(line, back(line, first, before), start, room, charset).0
    }

    /// Whether the part of the line that `span` covers is shown.
    pub fn holds(&self, span: Span) -> bool {
        let first = self.map.first().map_or(0, |pair| pair.0);
        let last = self.map.last().map_or(0, |pair| pair.0);
        first <= span.start && span.end <= last
    }

    /// The byte in the visible text at which the character at `offset` starts.
    pub fn byte(&self, offset: u32) -> u32 {
        let at = self.map.partition_point(|pair| pair.0 < offset);
        self.map.get(at).or_else(|| self.map.last()).map_or(0, |pair| pair.1)
    }

    /// Cells before the character at `offset`.
    pub fn column(&self, offset: u32) -> usize {
        self.text.get(..self.byte(offset) as usize).unwrap_or_default().chars().map(cells).sum()
    }
}

/// The line from byte `from` on, and the byte of the line where the room was used up.
fn fill(line: &str, from: usize, start: u32, room: usize, charset: Charset) -> (Shown, usize) {
    let room = room.saturating_sub(charset.ellipsis().width()).max(8);
    let mut text = String::new();
    let mut map = Vec::new();
    let mut used = 0;
    if from > 0 {
        text.push_str(charset.ellipsis());
        used = charset.ellipsis().width();
    }
    let mut stop = line.len();
    let mut cut = false;
    for (at, character) in line.get(from..).unwrap_or_default().char_indices() {
        let before = text.len();
        if character == '\t' {
            text.extend(std::iter::repeat_n(' ', TAB - used % TAB));
        } else {
            push(&mut text, character, charset);
        }
        let added = text.get(before..).unwrap_or_default().chars().map(cells).sum::<usize>();
        // Bytes are bounded too, since combining marks take no cell.
        if used + added > room || text.len() > 2 * room + 16 {
            text.truncate(before);
            stop = from + at;
            cut = true;
            break;
        }
        used += added;
        map.push((start + (from + at) as u32, before as u32));
    }
    map.push((start + stop as u32, text.len() as u32));
    if cut {
        text.push_str(charset.ellipsis());
    }
    (Shown { text, map }, stop)
}

/// The byte of `line` that is `room` cells before byte `to`, or as near to it as the bound on bytes allows.
fn back(line: &str, to: usize, room: usize) -> usize {
    let mut at = to;
    let mut used = 0;
    for (byte, character) in line.get(..to).unwrap_or_default().char_indices().rev() {
        used += match character {
            '\t' => TAB,
            hidden if crate::text::is_hidden(hidden) => 8,
            plain => cells(plain),
        };
        if used > room || to - byte > 2 * room {
            break;
        }
        at = byte;
    }
    at
}
