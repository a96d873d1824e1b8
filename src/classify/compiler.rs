//! Compiles the conditions of rules into programs over classes.

use std::cmp::Ordering;

use super::candidates::Candidates;
use super::compiled::{Comparison, CompiledFactor, CompiledRule, CompiledSet, CompiledTest, Factors, Step, Steps, run};
use super::field::Field;
use super::spans::Spans;
use crate::model::condition::{Condition, Fact, Operand};
use crate::model::criticity::{RuleSet, Test};
use crate::model::program::{Domain, domain_of};
use crate::model::truth::{self, kleene};

/// Compiles conditions about fields with given slots.
pub(super) struct Compiler<'a> {
    pub(super) domains: &'a [(String, Domain)],
    /// The fields that may be left unanswered, sorted.
    pub(super) optional: Vec<&'a str>,
    pub(super) fields: Vec<Field>,
    pub(super) slots: Vec<u32>,
    pub(super) comparisons: Vec<Comparison>,
    /// Pairs of fields that are compared, the first by name first, with their slots.
    pub(super) pairs: Vec<(String, String, usize)>,
}

/// The pairs of fields that some conditions compare, the first by name first.
pub(super) fn pairs<'c>(conditions: impl Iterator<Item = &'c Condition>) -> Vec<(&'c str, &'c str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (one, _, other) in conditions.flat_map(Condition::leaves).filter_map(Condition::pair) {
        let pair = if one.name < other.name { (&*one.name, &*other.name) } else { (&*other.name, &*one.name) };
        if !found.contains(&pair) {
            found.push(pair);
        }
    }
    found
}

impl Compiler<'_> {
    pub(super) fn set(&mut self, rules: &RuleSet) -> Option<CompiledSet> {
        let mut compiled = Vec::new();
        for rule in &rules.rules {
            let test = match &rule.test {
                Test::Always => CompiledTest::Always,
                Test::When(condition) => CompiledTest::When(self.condition(condition)?),
                Test::Points(card, low, high) => CompiledTest::Points(*card, *low, *high),
            };
            compiled.push(CompiledRule { test, level: rule.level.target? });
        }
        let mut cards = Vec::new();
        for card in &rules.scorecards {
            let mut factors = Factors::new();
            for factor in &card.factors {
                let mut rows = Vec::new();
                for row in &factor.rows {
                    let steps = match &row.test {
                        Some(condition) => Some(self.condition(condition)?),
                        None => None,
                    };
                    rows.push((steps, row.points));
                }
                factors.push(CompiledFactor { adds: factor.adds, rows });
            }
            cards.push(factors);
        }
        let otherwise = match &rules.otherwise {
            None => None,
            Some(level) => Some(level.target?),
        };
        let order = rules.order();
        let candidates = self.candidates(order.iter().filter_map(|index| compiled.get(*index)));
        Some(CompiledSet { rules: compiled, order, candidates, policy: rules.policy, otherwise, cards })
    }

    pub(super) fn condition(&mut self, condition: &Condition) -> Option<Steps> {
        let mut steps = Vec::new();
        self.steps(condition, true, &mut steps)?;
        Some(steps)
    }

    /// The steps for whether a condition has the value `wanted`.
    fn steps(&mut self, condition: &Condition, wanted: bool, steps: &mut Steps) -> Option<()> {
        match condition {
            Condition::And(left, right) | Condition::Or(left, right) => {
                self.steps(left, wanted, steps)?;
                self.steps(right, wanted, steps)?;
                steps.push(if matches!(condition, Condition::And(..)) == wanted { Step::And } else { Step::Or });
            }
            Condition::Not(inner, _) => self.steps(inner, !wanted, steps)?,
            Condition::Compare(left, operator, Operand::Field(right), _) => {
                let turned = left.name > right.name;
                let (one, other) = if turned { (right, left) } else { (left, right) };
                let pair = self.pairs.iter().find(|(first, second, _)| **first == *one.name && **second == *other.name);
                let (_, _, slot) = pair?;
                let mut holding = Spans::default();
                for (order, class) in [(Ordering::Less, 1), (Ordering::Equal, 2), (Ordering::Greater, 3)] {
                    let order = if turned { order.reverse() } else { order };
                    if truth::matches(*operator, order) == wanted {
                        holding.push(class, class + 1);
                    }
                }
                let open = Spans::default();
                self.compare(Comparison { slot: *slot, missing: None, holding, open }, steps);
                // If one of them is unanswered, they are not compared.
                for name in [&left.name, &right.name] {
                    if self.optional.contains(&&**name) {
                        let field = self.fields.iter().find(|field| field.name == *name)?;
                        let slot = field.known_slot()?;
                        let mut holding = Spans::default();
                        holding.push(1, *self.slots.get(slot)?);
                        self.compare(Comparison { slot, missing: Some(false), holding, open: Spans::default() }, steps);
                        steps.push(Step::And);
                    }
                }
            }
            Condition::Is(name)
            | Condition::Compare(name, ..)
            | Condition::In(name, ..)
            | Condition::Contains(name, _) => {
                let field = self.fields.iter().find(|field| *field.name == *name.name)?;
                let is_optional = self.optional.contains(&&*name.name);
                if condition.is_unanswered()
                    && let Some(slot) = field.known_slot()
                {
                    let mut holding = Spans::default();
                    if !wanted {
                        holding.push(1, *self.slots.get(slot)?);
                    }
                    let missing = Some(wanted);
                    self.compare(Comparison { slot, missing, holding, open: Spans::default() }, steps);
                    return Some(());
                }
                let missing = is_optional.then_some(false);
                let own = &*name.name;
                let truth = |value: &Operand| truth_of(condition, self.domains, own, value);
                let (slot, holding) = field.holding(condition, &|value| truth(value) == Some(wanted))?;
                let (_, open) = field.holding(condition, &|value| truth(value).is_none())?;
                self.compare(Comparison { slot, missing, holding, open }, steps);
            }
        }
        Some(())
    }

    fn compare(&mut self, comparison: Comparison, steps: &mut Steps) {
        steps.push(Step::Comparison(self.comparisons.len()));
        self.comparisons.push(comparison);
    }

    /// For each rule the slots it asks for, and the classes of each slot with which it may match.
    fn candidates<'r>(&self, rules: impl Iterator<Item = &'r CompiledRule>) -> Option<Candidates> {
        let asked = rules.map(|rule| {
            let CompiledTest::When(steps) = &rule.test else { return Vec::new() };
            let mut slots: Vec<usize> = steps.iter().filter_map(|step| self.slot(*step)).collect();
            slots.sort_unstable();
            slots.dedup();
            slots.into_iter().map(|slot| (slot, self.may_match(steps, slot))).collect()
        });
        Candidates::new(&self.slots, &asked.collect::<Vec<_>>())
    }

    fn slot(&self, step: Step) -> Option<usize> {
        match step {
            Step::Comparison(index) => Some(self.comparisons.get(index)?.slot),
            Step::And | Step::Or => None,
        }
    }

    /// The classes of a slot for which a condition is not false for every value of the others.
    fn may_match(&self, steps: &[Step], slot: usize) -> Spans {
        let classes = self.slots.get(slot).copied().unwrap_or_default();
        let compared = |step: &Step| match step {
            Step::Comparison(index) => self.comparisons.get(*index).filter(|one| one.slot == slot),
            Step::And | Step::Or => None,
        };
        let own = steps.iter().filter_map(compared);
        let changes = own.flat_map(|one| one.holding.changes(classes).chain(one.open.changes(classes)));
        let mut starts: Vec<u32> = changes.chain([0, 1]).collect();
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([classes]);
        let (mut found, mut stack) = (Spans::default(), Vec::new());
        for (from, to) in starts.iter().copied().zip(ends) {
            // With the other slots, and with class 0, every comparison may be true and may be false.
            let truth = run(steps, &mut stack, |index| {
                let own = self.comparisons.get(index).filter(|one| one.slot == slot && from > 0);
                own.and_then(|one| one.truth(from))
            });
            if truth != Some(false) {
                found.push(from, to);
            }
        }
        found
    }
}

/// Whether a comparison holds for one value of a field, without other facts.
fn truth_of<'d>(
    condition: &Condition,
    domains: &'d [(String, Domain)],
    name: &str,
    value: &'d Operand,
) -> Option<bool> {
    kleene(condition, &|name| domain_of(domains, name), &|asked| {
        if asked == name { value.fact() } else { Fact::Unknown }
    })
}
