//! Decides many subjects: every combination of classes once.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::book::Book;
use super::evaluator::Evaluator;
use super::field::Classes;
use super::tally::Fault;
use crate::analysis::study::bounds;
use crate::decision::Prepared;
use crate::model::criticity::{Decider, Outcome};

/// The maximum number of combinations for which a table is used.
const TABLE: u64 = 1 << 16;

/// The maximum number of combinations that are kept where a table would be too large.
const KEPT: usize = 1 << 16;

/// The result of rules for a combination, ready to be written.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    /// The highest possible level, where the level is unknown.
    pub(super) most: Option<u32>,
    /// The problem of such rows: a statement declares them impossible.
    pub(super) fault: Option<String>,
    /// The cells after those of the row, each after a separator; the last one, the problem, is empty.
    pub(super) csv: Vec<u8>,
    /// The members of a JSON object, without its braces.
    pub(super) json: Vec<u8>,
}

/// Decides combinations, and remembers the verdicts.
#[derive(Debug)]
pub(super) struct Judge<'e> {
    evaluator: &'e Evaluator,
    book: &'e Book,
    mark: u8,
    strides: Strides,
    table: Vec<u32>,
    kept: FxHashMap<u64, u32>,
    verdicts: Vec<Verdict>,
    /// Verdicts by their text, so that equal ones are one.
    known: FxHashMap<Vec<u8>, u32>,
    /// The verdicts on possible rows that a rule decides, by the rule.
    by_rule: FxHashMap<u32, u32>,
    /// The rules prepared for questions about unknown values, on first use.
    prepared: OnceCell<Option<Prepared<'e>>>,
}

/// How a combination is turned into a number.
#[derive(Debug)]
enum Strides {
    /// An index into the table.
    Table(Vec<u64>),
    /// A key.
    Key(Vec<u64>),
    /// There are too many combinations to number them.
    None,
}

/// Marks a combination in the table that is not decided yet.
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
        let (by_rule, prepared) = (FxHashMap::default(), OnceCell::new());
        Self { evaluator, book, mark, strides, table, kept, verdicts, known, by_rule, prepared }
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
        let fault = self.evaluator.impossible(classes).map(|at| self.book.impossible(at));
        let mut outcome = self.evaluator.decide(classes);
        let rule = match (&outcome, &fault) {
            (Outcome::Level { by: Decider::Rule(rule), .. }, None) => Some(*rule),
            _other => None,
        };
        if let Some(&known) = rule.and_then(|rule| self.by_rule.get(&rule)) {
            return known;
        }
        let mut note = None;
        let mut most = self.book.levels.len().checked_sub(1).map(|last| last as u32);
        // Three-valued logic gives "not known" for some rows whose completions all have the same decision.
        if fault.is_none()
            && let Outcome::Unknown { .. } = outcome
            && let Some(prepared) = self.prepared()
            && let Some(found) = self.evaluator.decided(prepared, classes)
        {
            match self.evaluator.completions().and_then(|completions| completions.settled(&found)) {
                Some(settled) => outcome = settled,
                None => {
                    note = bounds(&self.book.levels, &found);
                    most = found.effects.last().copied();
                }
            }
        }
        if !matches!(outcome, Outcome::Unknown { .. }) {
            most = None;
        }
        let note = note.as_deref();
        let mut key = self.book.csv(&outcome, note, self.mark);
        let csv = key.clone();
        key.extend(fault.iter().flat_map(|fault| fault.bytes()));
        key.extend(most.iter().flat_map(|most| most.to_le_bytes()));
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let verdict = self.verdicts.len() as u32;
        self.known.insert(key, verdict);
        if let Some(rule) = rule {
            self.by_rule.insert(rule, verdict);
        }
        self.verdicts.push(Verdict { json: self.book.json(&outcome, note), csv, outcome, most, fault });
        verdict
    }

    fn prepared(&self) -> Option<&Prepared<'e>> {
        let ready = || Some(Prepared::new(self.evaluator.completions()?.table()));
        self.prepared.get_or_init(ready).as_ref()
    }

    /// The fault of rows with a verdict.
    pub(super) fn fault(&self, verdict: u32) -> Option<Fault> {
        let message = self.verdicts.get(verdict as usize)?.fault.clone()?;
        Some(Fault { at: 0, message, torn: false })
    }

    pub(super) fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }
}
