//! What rules are compiled to: short programs over the truths of comparisons.

use super::candidates::Candidates;
use super::spans::Spans;
use crate::model::criticity::HitPolicy;

/// What a comparison or condition is: false, true, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    False,
    True,
    Unknown,
}

impl Truth {
    pub(super) const fn of(known: Option<bool>) -> Self {
        match known {
            None => Self::Unknown,
            Some(true) => Self::True,
            Some(false) => Self::False,
        }
    }

    pub(super) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
        }
    }

    pub(super) const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, _) | (_, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
        }
    }
}

/// One comparison: its truth for each class of a slot.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) slot: usize,
    /// What it is of class 0: where nothing is known, or no answer was given.
    pub(super) missing: Truth,
    /// The classes for which it holds, class 0 aside.
    pub(super) holding: Spans,
    /// The classes for which it is not known, class 0 aside.
    pub(super) open: Spans,
}

/// A step of a condition, behind its parts. Negations are pushed down to the comparisons.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Comparison(usize),
    And,
    Or,
}

/// A condition as steps.
pub(super) type Steps = Vec<Step>;

/// Of each factor of a scorecard its rows: when they match, and how many points they give.
pub(super) type Factors = Vec<CompiledFactor>;

/// A factor: whether its rows add up, and of each row when it matches and how many points it gives.
#[derive(Debug)]
pub(super) struct CompiledFactor {
    pub(super) adds: bool,
    pub(super) rows: Vec<(Option<Steps>, i64)>,
}

#[derive(Debug)]
pub(super) enum CompiledTest {
    Always,
    When(Steps),
    Points(usize, Option<i64>, Option<i64>),
}

#[derive(Debug)]
pub(super) struct CompiledRule {
    pub(super) test: CompiledTest,
    pub(super) level: u32,
}

/// One set of rules.
#[derive(Debug)]
pub(super) struct CompiledSet {
    pub(super) rules: Vec<CompiledRule>,
    /// The rules in the order in which they count.
    pub(super) order: Vec<usize>,
    /// Which of them may match, by their places in that order.
    pub(super) candidates: Option<Candidates>,
    pub(super) policy: HitPolicy,
    pub(super) otherwise: Option<u32>,
    /// The factors of each scorecard.
    pub(super) cards: Vec<Factors>,
}
