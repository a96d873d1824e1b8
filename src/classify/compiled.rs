//! Compiled rules: short programs over the truths of comparisons.

use super::candidates::Candidates;
use super::spans::Spans;
use crate::model::criticity::HitPolicy;
use crate::model::truth::both;

/// One comparison: its truth for each class of a slot.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) slot: usize,
    /// Its truth for class 0: where the value is unknown or unanswered.
    pub(super) missing: Option<bool>,
    /// The classes for which it holds, without class 0.
    pub(super) holding: Spans,
    /// The classes for which it is unknown, without class 0.
    pub(super) open: Spans,
}

impl Comparison {
    /// Its truth for a class; none where unknown.
    pub(super) fn truth(&self, class: u32) -> Option<bool> {
        match class {
            0 => self.missing,
            class if self.open.contains(class) => None,
            class => Some(self.holding.contains(class)),
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

/// The truth of a condition, from that of its comparisons; none where unknown.
pub(super) fn run(
    steps: &[Step],
    stack: &mut Vec<Option<bool>>,
    comparison: impl Fn(usize) -> Option<bool>,
) -> Option<bool> {
    stack.clear();
    // INVARIANT: every step finds its operands on the stack, since the compiler wrote them before it.
    let pop = |stack: &mut Vec<Option<bool>>| stack.pop().flatten();
    for step in steps {
        let truth = match step {
            Step::Comparison(index) => comparison(*index),
            Step::And => both(pop(stack), pop(stack), false),
            Step::Or => both(pop(stack), pop(stack), true),
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
