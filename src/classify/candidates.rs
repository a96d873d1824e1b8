//! Finds the rules that may match a subject, without testing each.
//!
//! For each class of a slot there is a bit for each rule: whether the rule may match a subject of that class,
//! whatever its other classes are. A rule may match a subject only if its bit is set for each of the subject's
//! classes.

use super::field::Classes;
use super::spans::Spans;

/// The number of rules below which they are tried one by one.
const FEW: usize = 32;

/// The maximum size of the table in words of 64 bits; further slots exclude no rule.
const ROOM: usize = 8 << 20;

/// The bits of all slots.
#[derive(Debug)]
pub(super) struct Candidates {
    /// The number of words for each class.
    words: usize,
    /// For each slot the bits of its classes, one after the other.
    slots: Vec<Vec<u64>>,
    /// A bit for each rule.
    all: Vec<u64>,
}

impl Candidates {
    /// The table for rules in the order in which they count, each with the slots it asks for and the classes with
    /// which it may match; none where there are few rules.
    pub(super) fn new(slots: &[u32], rules: &[Vec<(usize, Spans)>]) -> Option<Self> {
        if rules.len() < FEW {
            return None;
        }
        let words = rules.len().div_ceil(64);
        let mut all = vec![u64::MAX; words];
        if let (Some(last), 1..) = (all.last_mut(), rules.len() % 64) {
            *last = (1 << (rules.len() % 64)) - 1;
        }
        let mut room = ROOM;
        let slots = slots.iter().enumerate().map(|(slot, classes)| {
            let mut changes: Vec<(u32, usize)> = Vec::new();
            for (rule, asked) in rules.iter().enumerate() {
                let own = asked.iter().filter(|(asked, _)| *asked == slot);
                changes.extend(own.flat_map(|(_, spans)| spans.changes(*classes)).map(|class| (class, rule)));
            }
            let size = words * *classes as usize;
            if changes.is_empty() || size > room {
                return Vec::new();
            }
            room -= size;
            changes.sort_unstable();
            let mut changes = changes.into_iter().peekable();
            let mut bits = Vec::with_capacity(size);
            // INVARIANT: with an unknown value, class 0, every rule may match.
            let mut current = all.clone();
            for class in 0..*classes {
                while let Some((_, rule)) = changes.next_if(|(at, _)| *at == class) {
                    if let Some(word) = current.get_mut(rule / 64) {
                        *word ^= 1 << (rule % 64);
                    }
                }
                bits.extend_from_slice(&current);
            }
            bits
        });
        Some(Self { words, slots: slots.collect(), all })
    }

    /// The indices of the rules that may match, ascending.
    pub(super) fn of(&self, classes: &Classes) -> impl Iterator<Item = usize> + use<> {
        let mut found = self.all.clone();
        for (bits, class) in self.slots.iter().zip(&classes.0) {
            let from = *class as usize * self.words;
            for (word, own) in found.iter_mut().zip(bits.get(from..).unwrap_or_default()) {
                *word &= own;
            }
        }
        found.into_iter().enumerate().flat_map(|(at, mut word)| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as usize;
                word &= word.checked_sub(1)?;
                Some(at * 64 + bit)
            })
        })
    }
}
