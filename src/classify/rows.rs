//! Rows of a table: from bytes to verdicts, a chunk at a time.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use super::book::{push_cell, push_member};
use super::chunks::{End, Rows, end_of_row};
use super::columns;
use super::evaluator::Evaluator;
use super::field::Classes;
use super::tally::{Done, Fault};
use super::verdict_cache::Judge;
use super::written::Repeat;
use super::{Form, value};

/// The header of a table, and the fields of its columns.
#[derive(Debug)]
pub(super) struct Table {
    /// The names of the columns.
    pub(super) columns: Vec<String>,
    /// The field of each column.
    pub(super) assigned: Vec<Option<usize>>,
    /// The separator of cells.
    pub(super) mark: u8,
}

impl Table {
    /// The separator of the cells of a header.
    pub(super) fn mark_of(header: &[u8]) -> u8 {
        let count = |mark: u8| memchr_iter(mark, header).count();
        // Of separators that occur equally often, the first counts.
        let mut best = b',';
        for mark in [b';', b'\t'] {
            if count(mark) > count(best) {
                best = mark;
            }
        }
        best
    }

    /// The cells of a header.
    pub(super) fn header(row: &[u8], mark: u8) -> Result<Vec<String>, String> {
        if std::str::from_utf8(row).is_err() {
            return Err(NOT_UTF8.to_owned());
        }
        let mut columns = Vec::new();
        each_cell(row, mark, &mut |_, cell| columns.push(String::from_utf8_lossy(cell).trim().to_owned()))
            .map_err(|fault| fault.message)?;
        Ok(columns)
    }

    /// Classifies rows; `before` counts the lines before them.
    pub(super) fn classify(
        &self,
        bytes: &[u8],
        before: u64,
        form: Form,
        evaluator: &Evaluator,
        judge: &mut Judge<'_>,
    ) -> Done {
        let mut done = Done::new(before, if form == Form::None { 0 } else { bytes.len() + bytes.len() / 2 });
        let mut classes = evaluator.nothing_known();
        let is_text = std::str::from_utf8(bytes).is_ok();
        let quoted = memchr(b'"', bytes).is_some();
        let rows = if quoted { Rows::Quoted(self.mark) } else { Rows::Lines };
        let mut start = 0;
        while start < bytes.len() {
            let (end, next) = match end_of_row(bytes, start, rows) {
                End::At(end) => (end, end + 1),
                End::Beyond | End::InQuotes => (bytes.len(), bytes.len()),
            };
            let row = bytes.get(start..end).unwrap_or_default();
            let row = row.strip_suffix(b"\r").unwrap_or(row);
            start = next;
            // Lines inside quotes are counted when the row ends; most rows have none.
            let inside = if quoted { memchr_iter(b'\n', row).count() as u64 } else { 0 };
            if row.is_empty() {
                done.lines += 1;
                continue;
            }
            classes.clear();
            let read = if !is_text && std::str::from_utf8(row).is_err() {
                Err(not_utf8(row))
            } else if quoted && memchr(b'"', row).is_some() {
                self.quoted(row, evaluator, &mut classes)
            } else {
                self.plain(row, evaluator, &mut classes)
            };
            done.row(self, row, form, read.map(|()| &classes), judge);
            done.lines += inside + 1;
        }
        done
    }

    fn plain(&self, row: &[u8], evaluator: &Evaluator, classes: &mut Classes) -> Result<(), Fault> {
        let (mut start, mut count) = (0, 0);
        let mut wrong = None;
        for end in memchr_iter(self.mark, row).chain(std::iter::once(row.len())) {
            if let Some(Some(field)) = self.assigned.get(count)
                && let (Some(field), Some(cell)) = (evaluator.fields().get(*field), row.get(start..end))
                && let Err(found) = columns::read(field, cell, classes)
            {
                wrong.get_or_insert((start, found));
            }
            count += 1;
            start = end + 1;
        }
        self.counted(count, wrong)
    }

    fn quoted(&self, row: &[u8], evaluator: &Evaluator, classes: &mut Classes) -> Result<(), Fault> {
        let mut count = 0;
        let mut wrong = None;
        each_cell(row, self.mark, &mut |start, cell| {
            if let Some(Some(field)) = self.assigned.get(count)
                && let Some(field) = evaluator.fields().get(*field)
                && let Err(found) = columns::read(field, cell, classes)
            {
                wrong.get_or_insert((start, found));
            }
            count += 1;
        })?;
        self.counted(count, wrong)
    }

    fn counted(&self, count: usize, wrong: Option<(usize, value::Wrong)>) -> Result<(), Fault> {
        let columns = self.columns.len();
        if count != columns {
            let cells = if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
            let columns = if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") };
            return Err(Fault::torn(0, format!("this row has {cells} and the header {columns}")));
        }
        match wrong {
            Some((start, wrong)) => Err(Fault { at: start, message: wrong.message, torn: false }),
            None => Ok(()),
        }
    }
}

impl Repeat for Table {
    fn mark(&self) -> u8 {
        self.mark
    }

    /// A row that cannot be split into cells is kept whole in the first cell.
    fn cells(&self, row: &[u8], torn: bool, out: &mut Vec<u8>) {
        if torn {
            push_cell(out, &String::from_utf8_lossy(row), self.mark);
            out.extend(std::iter::repeat_n(self.mark, self.columns.len().saturating_sub(1)));
        } else {
            out.extend_from_slice(row);
        }
    }

    /// An object of texts.
    fn object(&self, row: &[u8], out: &mut Vec<u8>) {
        out.push(b'{');
        let mut names = self.columns.iter();
        // INVARIANT: the row was split before without a fault.
        let _ = each_cell(row, self.mark, &mut |_, cell| {
            let name = names.next().map_or("", String::as_str);
            push_member(out, name, Some(&String::from_utf8_lossy(cell)));
        });
        if out.last() == Some(&b',') {
            out.pop();
        }
        out.push(b'}');
    }
}

/// Calls `visit` with the start and the content of each cell.
fn each_cell(row: &[u8], mark: u8, visit: &mut dyn FnMut(usize, &[u8])) -> Result<(), Fault> {
    let mut start = 0;
    loop {
        let rest = row.get(start..).unwrap_or_default();
        let (cell, length) = if rest.first() == Some(&b'"') {
            in_quotes(rest).ok_or_else(|| Fault::torn(start, "a quote is not closed".to_owned()))?
        } else {
            let length = memchr(mark, rest).unwrap_or(rest.len());
            let cell = rest.get(..length).unwrap_or_default();
            if let Some(quote) = memchr(b'"', cell) {
                let message = "there is a quote in a cell that does not begin with one".to_owned();
                return Err(Fault::torn(start + quote, message));
            }
            (Cow::Borrowed(cell), length)
        };
        visit(start, &cell);
        start += length;
        match row.get(start) {
            None => return Ok(()),
            Some(byte) if *byte == mark => start += 1,
            Some(_) => return Err(Fault::torn(start, "there is text after the closing quote of a cell".to_owned())),
        }
    }
}

/// The content of a cell in quotes, and its length in bytes.
fn in_quotes(rest: &[u8]) -> Option<(Cow<'_, [u8]>, usize)> {
    let mut at = 1;
    let mut doubled = false;
    loop {
        let quote = at + memchr(b'"', rest.get(at..)?)?;
        if rest.get(quote + 1) != Some(&b'"') {
            let inner = rest.get(1..quote)?;
            let cell = if doubled { Cow::Owned(undoubled(inner)) } else { Cow::Borrowed(inner) };
            return Some((cell, quote + 1));
        }
        doubled = true;
        at = quote + 2;
    }
}

fn undoubled(inner: &[u8]) -> Vec<u8> {
    let mut cell = Vec::with_capacity(inner.len());
    let mut after_quote = false;
    for &byte in inner {
        if byte == b'"' && after_quote {
            after_quote = false;
            continue;
        }
        after_quote = byte == b'"';
        cell.push(byte);
    }
    cell
}

pub(super) const NOT_UTF8: &str = "this is not UTF-8 text";

/// The fault of a row whose bytes are not UTF-8.
pub(super) fn not_utf8(row: &[u8]) -> Fault {
    let at = std::str::from_utf8(row).map_or_else(|error| error.valid_up_to(), str::len);
    Fault::torn(at, NOT_UTF8.to_owned())
}
