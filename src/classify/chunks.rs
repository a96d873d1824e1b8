//! Splits input into chunks that end where rows end. They are read one after the other, and each can be classified
//! alone.

use std::io::{self, Read};

use memchr::{memchr, memchr2, memrchr};

/// The maximum length of a row in bytes, and the size of a chunk.
pub const LONGEST_ROW: usize = 1 << 20;

/// The number of bytes that are kept of a row that is too long.
const KEPT: usize = 256;

/// Bytes between two ends of rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunk {
    /// Whole rows.
    Rows(Vec<u8>),
    /// A line, with its line end, that begins a row without an end.
    Unclosed(Vec<u8>),
    /// The beginning of a line that is too long.
    TooLong(Vec<u8>),
}

/// Where a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At this line feed.
    At(usize),
    /// Not in these bytes.
    Beyond,
    /// Not in these bytes, which end inside quotes.
    InQuotes,
}

/// How rows are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// Each line is a row.
    Lines,
    /// A line end inside quotes belongs to the row. A quote opens only at the beginning of a cell, after this
    /// separator.
    Quoted(u8),
}

/// The end of the row that begins at `start`.
pub(super) fn end_of_row(bytes: &[u8], start: usize, rows: Rows) -> End {
    let find = |needle: u8, from: usize| memchr(needle, bytes.get(from..).unwrap_or_default()).map(|at| from + at);
    let Rows::Quoted(mark) = rows else { return find(b'\n', start).map_or(End::Beyond, End::At) };
    let mut at = start;
    loop {
        let Some(hit) = memchr2(b'"', b'\n', bytes.get(at..).unwrap_or_default()).map(|hit| at + hit) else {
            return End::Beyond;
        };
        if bytes.get(hit) == Some(&b'\n') {
            return End::At(hit);
        }
        at = hit + 1;
        if hit > start && bytes.get(hit - 1) != Some(&mark) {
            continue;
        }
        loop {
            let Some(quote) = find(b'"', at) else { return End::InQuotes };
            at = quote + 1;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
    }
}

/// Reads chunks.
pub(super) struct Chunks<R> {
    reader: R,
    rows: Rows,
    /// Bytes that were read and not passed on yet.
    open: Vec<u8>,
    ended: bool,
    /// Whether the rest of a line that is too long must still be skipped.
    skipping: bool,
}

impl<R: Read> Chunks<R> {
    /// The chunks of an input; `open` holds the bytes read so far.
    pub(super) fn new(open: Vec<u8>, reader: R, rows: Rows) -> Self {
        Self { reader, rows, open, ended: false, skipping: false }
    }

    /// The next chunk.
    pub(super) fn next(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            self.fill()?;
            if self.skipping {
                if let Some(end) = memchr(b'\n', &self.open) {
                    self.open.drain(..=end);
                    self.skipping = false;
                } else {
                    self.open.clear();
                }
                if self.ended && self.open.is_empty() {
                    return Ok(None);
                }
                continue;
            }
            return Ok(if self.open.is_empty() { None } else { Some(self.cut()) });
        }
    }

    /// Reads until a chunk is full or the input ends.
    fn fill(&mut self) -> io::Result<()> {
        if self.ended || self.open.len() >= LONGEST_ROW {
            return Ok(());
        }
        let lacking = LONGEST_ROW - self.open.len();
        self.open.reserve_exact(lacking);
        let read = self.reader.by_ref().take(lacking as u64).read_to_end(&mut self.open)?;
        self.ended = read < lacking;
        Ok(())
    }

    fn cut(&mut self) -> Chunk {
        let (whole, open) = self.whole();
        if whole > 0 {
            return Chunk::Rows(self.take(whole));
        }
        let line = memchr(b'\n', &self.open).map(|end| end + 1);
        match (open, line) {
            // The last row of a file needs no line end.
            (End::Beyond | End::At(_), _) if self.ended => Chunk::Rows(self.take(self.open.len())),
            (End::InQuotes, Some(line)) => Chunk::Unclosed(self.take(line)),
            (End::InQuotes, None) if self.ended => Chunk::Unclosed(self.take(self.open.len())),
            (End::Beyond | End::At(_) | End::InQuotes, _) => {
                let start = self.open.get(..KEPT).unwrap_or(&self.open).to_vec();
                self.open.clear();
                self.skipping = true;
                Chunk::TooLong(start)
            }
        }
    }

    /// The number of bytes that are whole rows, and how the next row continues.
    fn whole(&self) -> (usize, End) {
        let quoted = matches!(self.rows, Rows::Quoted(_)) && memchr(b'"', &self.open).is_some();
        if !quoted {
            return (memrchr(b'\n', &self.open).map_or(0, |end| end + 1), End::Beyond);
        }
        let mut start = 0;
        loop {
            match end_of_row(&self.open, start, self.rows) {
                End::At(end) => start = end + 1,
                open @ (End::Beyond | End::InQuotes) => return (start, open),
            }
        }
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let rest = self.open.split_off(count);
        std::mem::replace(&mut self.open, rest)
    }
}
