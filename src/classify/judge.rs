//! Deciding many subjects: every combination of classes once.

use rustc_hash::FxHashMap;

use super::book::Book;
use super::evaluator::Evaluator;
use super::field::Classes;
use crate::model::criticity::Outcome;

/// Up to so many combinations are looked up in a table.
const TABLE: u64 = 1 << 16;

/// So many combinations are kept where a table would be too large.
const KEPT: usize = 1 << 16;

/// What rules say of a combination, ready to be written.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    /// The cells behind those of the row, with the mark before each; the last one, the problem, is empty.
    pub(super) csv: Vec<u8>,
    /// The members of a JSON object, without its braces.
    pub(super) json: Vec<u8>,
}

/// Decides, and remembers what it has decided.
#[derive(Debug)]
pub(super) struct Judge<'e> {
    evaluator: &'e Evaluator,
    book: &'e Book,
    mark: u8,
    strides: Strides,
    table: Vec<u32>,
    kept: FxHashMap<u64, u32>,
    verdicts: Vec<Verdict>,
    /// By what verdicts say, so that equal ones are one.
    known: FxHashMap<Vec<u8>, u32>,
}

/// How a combination becomes a number.
#[derive(Debug)]
enum Strides {
    /// An index into the table.
    Table(Vec<u64>),
    /// A key.
    Key(Vec<u64>),
    /// There are too many combinations to number them.
    None,
}

/// Stands in the table for a combination not decided yet.
const OPEN: u32 = u32::MAX;

impl<'e> Judge<'e> {
    pub(super) fn new(evaluator: &'e Evaluator, book: &'e Book, mark: u8) -> Self {
        let mut strides = Vec::new();
        let mut count = Some(1_u64);
        for classes in evaluator.slots() {
            strides.push(count.unwrap_or_default());
            count = count.and_then(|count| count.checked_mul(u64::from(*classes)));
        }
        let (strides, table) = match count {
            Some(count) if count <= TABLE => (Strides::Table(strides), vec![OPEN; count as usize]),
            Some(_) => (Strides::Key(strides), Vec::new()),
            None => (Strides::None, Vec::new()),
        };
        let (kept, verdicts, known) = (FxHashMap::default(), Vec::new(), FxHashMap::default());
        Self { evaluator, book, mark, strides, table, kept, verdicts, known }
    }

    /// The number of the verdict on a subject.
    pub(super) fn decide(&mut self, classes: &Classes) -> u32 {
        let number = |strides: &[u64]| -> u64 {
            classes.0.iter().zip(strides).map(|(class, stride)| u64::from(*class) * stride).sum()
        };
        match &self.strides {
            Strides::Table(strides) => {
                let index = number(strides) as usize;
                match self.table.get(index) {
                    Some(&found) if found != OPEN => found,
                    _open => {
                        let verdict = self.verdict(classes);
                        if let Some(place) = self.table.get_mut(index) {
                            *place = verdict;
                        }
                        verdict
                    }
                }
            }
            Strides::Key(strides) => {
                let key = number(strides);
                if let Some(&found) = self.kept.get(&key) {
                    return found;
                }
                let verdict = self.verdict(classes);
                if self.kept.len() < KEPT {
                    self.kept.insert(key, verdict);
                }
                verdict
            }
            Strides::None => self.verdict(classes),
        }
    }

    fn verdict(&mut self, classes: &Classes) -> u32 {
        let outcome = self.evaluator.decide(classes);
        let csv = self.book.csv(&outcome, self.mark);
        if let Some(&known) = self.known.get(&csv) {
            return known;
        }
        let verdict = self.verdicts.len() as u32;
        self.known.insert(csv.clone(), verdict);
        self.verdicts.push(Verdict { json: self.book.json(&outcome), csv, outcome });
        verdict
    }

    pub(super) fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }
}
