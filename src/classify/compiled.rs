//! Compiled rules: short programs over the truths of comparisons.

use super::candidates::Candidates;
use super::spans::Spans;
use crate::model::criticity::HitPolicy;

/// The truth of a comparison or condition: false, true, or unknown.
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
    /// Its truth for class 0: where the value is unknown or unanswered.
    pub(super) missing: Truth,
    /// The classes for which it holds, without class 0.
    pub(super) holding: Spans,
    /// The classes for which it is unknown, without class 0.
    pub(super) open: Spans,
}

impl Comparison {
    /// Its truth for a class.
    pub(super) fn truth(&self, class: u32) -> Truth {
        match class {
            0 => self.missing,
            class if self.open.contains(class) => Truth::Unknown,
            class => Truth::of(Some(self.holding.contains(class))),
        }
    }
}

/// A step of a condition, after its operands. Negations are pushed down to the comparisons.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Comparison(usize),
    And,
    Or,
}

/// A condition as steps.
pub(super) type Steps = Vec<Step>;

/// The truth of a condition, from that of its comparisons.
pub(super) fn run(steps: &[Step], stack: &mut Vec<Truth>, comparison: impl Fn(usize) -> Truth) -> Truth {
    stack.clear();
    // INVARIANT: every step finds its operands on the stack, since the compiler wrote them before it.
    let pop = |stack: &mut Vec<Truth>| stack.pop().unwrap_or(Truth::Unknown);
    for step in steps {
        let truth = match step {
            Step::Comparison(index) => comparison(*index),
            Step::And => pop(stack).and(pop(stack)),
            Step::Or => pop(stack).or(pop(stack)),
        };
        stack.push(truth);
    }
    pop(stack)
}

/// The rows of each factor of a scorecard: when they match, and their points.
pub(super) type Factors = Vec<CompiledFactor>;

/// A factor: whether the points of its rows are added, and for each row when it matches and its points.
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

/// One rule set.
#[derive(Debug)]
pub(super) struct CompiledSet {
    pub(super) rules: Vec<CompiledRule>,
    /// The rules in the order in which they count.
    pub(super) order: Vec<usize>,
    /// The rules that may match, by their places in that order.
    pub(super) candidates: Option<Candidates>,
    pub(super) policy: HitPolicy,
    pub(super) otherwise: Option<u32>,
    /// The factors of each scorecard.
    pub(super) cards: Vec<Factors>,
}
