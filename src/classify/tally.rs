//! The results for a chunk of the input, and for all of it.

use super::verdict_cache::Verdict;
use crate::model::criticity::{Decider, Outcome};

/// The maximum number of unreadable rows that are listed.
pub const NAMED: usize = 20;

/// Why a row cannot be read.
#[derive(Debug)]
pub(super) struct Fault {
    /// Where in the row, in bytes.
    pub(super) at: usize,
    pub(super) message: String,
    /// Whether the row cannot be split into cells.
    pub(super) torn: bool,
}

impl Fault {
    pub(super) const fn torn(at: usize, message: String) -> Self {
        Self { at, message, torn: true }
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The line, counted from 1.
    pub line: u64,
    /// The column in characters, counted from 1.
    pub column: u64,
    /// Why.
    pub message: String,
}

/// The results for a chunk of the input.
#[derive(Debug)]
pub(super) struct Done {
    /// The bytes to write.
    pub(super) out: Vec<u8>,
    /// The number of lines read.
    pub(super) lines: u64,
    /// The number of lines before this chunk.
    before: u64,
    /// The number of rows with each verdict.
    counts: Vec<u64>,
    /// The number of rows that could not be read.
    pub(super) invalid: u64,
    /// The first of them, with lines counted in this piece.
    pub(super) bad: Vec<BadRow>,
}

impl Done {
    /// A chunk after `before` lines, with a buffer for `room` bytes of output.
    pub(super) fn new(before: u64, room: usize) -> Self {
        let out = Vec::with_capacity(room);
        Self { out, lines: 0, before, counts: Vec::new(), invalid: 0, bad: Vec::new() }
    }

    pub(super) fn count(&mut self, verdict: u32) {
        let index = verdict as usize;
        if index >= self.counts.len() {
            self.counts.resize(index + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(index) {
            *count += 1;
        }
    }

    /// `{"line":12,`
    pub(super) fn open_object(&mut self) {
        let line = self.before + self.lines + 1;
        self.out.extend_from_slice(format!("{{\"line\":{line},").as_bytes());
    }

    /// Counts a row that could not be read, and lists it if it is one of the first.
    pub(super) fn bad(&mut self, row: &[u8], fault: &Fault) {
        self.invalid += 1;
        if self.bad.len() >= NAMED {
            return;
        }
        let before = row.get(..fault.at).unwrap_or(row);
        let lines = memchr::memchr_iter(b'\n', before).count() as u64;
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let column = String::from_utf8_lossy(line).chars().count() as u64 + 1;
        self.bad.push(BadRow { line: self.before + self.lines + lines + 1, column, message: fault.message.clone() });
    }

    /// The bytes to write, and the counts of the chunk.
    pub(super) fn finish(self, mut counts: Summary, verdicts: &[Verdict]) -> (Vec<u8>, Summary) {
        for (count, verdict) in self.counts.iter().zip(verdicts) {
            counts.count(&verdict.outcome, *count);
            if let Some(own) = verdict.most.and_then(|most| counts.possible.get_mut(most as usize)) {
                *own += count;
            }
        }
        counts.rows += self.invalid;
        counts.invalid += self.invalid;
        counts.bad = self.bad;
        (self.out, counts)
    }
}

/// The results for all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The number of rows.
    pub rows: u64,
    /// The number of rows with each level, lowest first.
    pub levels: Vec<u64>,
    /// The number of rows that each rule decided; `otherwise` last.
    pub rules: Vec<u64>,
    /// The number of rows without a level because a value is unknown.
    pub unknown: u64,
    /// The number of those by the highest level they may have.
    pub possible: Vec<u64>,
    /// The number of those for which each field is unknown, sorted by name.
    pub missing: Vec<(String, u64)>,
    /// The number of rows that no rule matches.
    pub gap: u64,
    /// The number of rows that could not be read.
    pub invalid: u64,
    /// The first of them, in reading order.
    pub bad: Vec<BadRow>,
}

impl Summary {
    /// No rows, on a scale of `levels` levels, with `rules` rules.
    pub fn new(levels: usize, rules: usize) -> Self {
        Self { levels: vec![0; levels], possible: vec![0; levels], rules: vec![0; rules + 1], ..Self::default() }
    }

    /// Adds the rows that follow these.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.unknown += other.unknown;
        self.gap += other.gap;
        self.invalid += other.invalid;
        self.levels.iter_mut().zip(&other.levels).for_each(|(own, other)| *own += other);
        self.possible.iter_mut().zip(&other.possible).for_each(|(own, other)| *own += other);
        self.rules.iter_mut().zip(&other.rules).for_each(|(own, other)| *own += other);
        for (field, count) in &other.missing {
            self.miss(field, *count);
        }
        let room = NAMED.saturating_sub(self.bad.len());
        self.bad.extend(other.bad.iter().take(room).cloned());
    }

    fn count(&mut self, outcome: &Outcome, count: u64) {
        self.rows += count;
        match outcome {
            Outcome::Level { level, by } => {
                if let Some(own) = self.levels.get_mut(*level as usize) {
                    *own += count;
                }
                let rule = match by {
                    Decider::Rule(index) => self.rules.get_mut(*index as usize),
                    Decider::Otherwise => self.rules.last_mut(),
                };
                if let Some(own) = rule {
                    *own += count;
                }
            }
            Outcome::Unknown { missing } => {
                self.unknown += count;
                for field in missing {
                    self.miss(field, count);
                }
            }
            Outcome::Gap | Outcome::NoRules => self.gap += count,
        }
    }

    fn miss(&mut self, field: &str, count: u64) {
        if count == 0 {
            return;
        }
        match self.missing.binary_search_by(|(known, _)| known.as_str().cmp(field)) {
            Ok(at) => self.missing.iter_mut().skip(at).take(1).for_each(|(_, own)| *own += count),
            Err(at) => self.missing.insert(at, (field.to_owned(), count)),
        }
    }
}
