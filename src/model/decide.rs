//! How rules give a level.
//!
//! A condition on an unknown value is neither true nor false (Kleene). A level counts only where no missing value
//! could lead to another one:
//!
//! | policy | the level |
//! |---|---|
//! | `unique`, `any` | that of a rule that matches |
//! | `worst wins` | the highest level with a matching rule, unless a rule of a higher level may match |
//! | `first wins` | that of the first matching rule, unless an earlier rule of another level may match |
//!
//! Otherwise the level is unknown where any rule may match, and `otherwise` gives it where none may. The SQL that is
//! written for rules does the same, step by step.

use ecow::EcoString;
use jiff::civil::Date;

use super::condition::{Condition, Fact};

use super::criticity::{Decider, Factor, FactorRow, HitPolicy, Outcome, RuleSet, Scorecard, Test};
use super::program::{Domain, domain_of};
use super::truth;
use crate::text::Location;

/// The input of rules: facts and their domains.
pub struct Subject<'a> {
    /// The facts that rules may ask for, with their domains.
    pub domains: &'a [(String, Domain)],
    /// Returns one fact.
    pub facts: &'a dyn Fn(&str) -> Fact<'a>,
}

/// A subject in the view of a rule set.
struct Seen<'s, 'a> {
    domains: &'a [(String, Domain)],
    facts: &'s dyn Fn(&str) -> Fact<'a>,
}

impl Seen<'_, '_> {
    fn truth(&self, condition: &Condition) -> Option<bool> {
        truth::kleene(condition, &|name| domain_of(self.domains, name), self.facts)
    }
}

impl Test {
    /// Whether it holds for a subject; `points` returns the total of a scorecard.
    fn holds(&self, subject: &Seen<'_, '_>, points: &mut dyn FnMut(usize) -> Option<i64>) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::When(condition) => subject.truth(condition),
            Self::Points(card, low, high) => {
                let sum = points(*card)?;
                Some(low.is_none_or(|low| sum >= low) && high.is_none_or(|high| sum <= high))
            }
        }
    }
}

impl RuleSet {
    /// Whether one rule matches a subject; none where it depends on unknown values.
    pub fn matches(&self, rule: usize, subject: &Subject<'_>) -> Option<bool> {
        let facts = self.answered(subject.facts);
        let subject = Seen { domains: subject.domains, facts: &facts };
        self.rules.get(rule)?.test.holds(&subject, &mut |card| self.total(card, &subject))
    }

    /// The facts in the view of this rule set. Where the rules ask whether a field was answered, a missing value
    /// means unanswered.
    pub fn answered<'s, 'f>(&'s self, facts: &'s dyn Fn(&str) -> Fact<'f>) -> impl Fn(&str) -> Fact<'f> + use<'s, 'f> {
        move |name| match facts(name) {
            Fact::Unknown if self.is_optional(name) => Fact::Unanswered,
            fact => fact,
        }
    }

    /// Whether the rules ask if a field was answered.
    pub fn is_optional(&self, name: &str) -> bool {
        self.optional.binary_search_by(|known| (**known).cmp(name)).is_ok()
    }

    /// The level that the rules give a subject.
    pub fn decide(&self, subject: &Subject<'_>) -> Outcome {
        let level = |index: usize| Some((index, self.rules.get(index)?.level.target?));
        let rules: Option<Vec<(usize, u32)>> = self.order().into_iter().map(level).collect();
        let (Some(_), Some(rules)) = (self.scale, rules) else { return Outcome::NoRules };
        let facts = self.answered(subject.facts);
        let subject = &Seen { domains: subject.domains, facts: &facts };
        let mut points: Vec<Option<Option<i64>>> = vec![None; self.scorecards.len()];
        let mut points = |card: usize| *points.get_mut(card)?.get_or_insert_with(|| self.total(card, subject));
        let holds = |index: usize| self.rules.get(index)?.test.holds(subject, &mut points);
        let otherwise = self.otherwise.as_ref().and_then(|level| level.target);
        decided(self.policy, rules, holds, otherwise, || self.missing(subject))
    }

    /// Where the rules give a level.
    pub fn place_of(&self, outcome: &Outcome) -> Option<Location> {
        let Outcome::Level { by, .. } = outcome else { return None };
        match by {
            Decider::Rule(index) => self.rules.get(*index as usize).map(|rule| rule.location),
            Decider::Otherwise => self.otherwise.as_ref().map(|level| level.symbol.location),
        }
    }

    /// The rules in the order in which they count.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rules.len()).collect();
        if self.policy != HitPolicy::FirstWins {
            // A violation of `unique` or `any` has been reported; the higher level is the safer one.
            order.sort_by_key(|index| std::cmp::Reverse(self.rules.get(*index).and_then(|rule| rule.level.target)));
        }
        order
    }

    /// The points of a scorecard; none where there is none, or where they are unknown.
    fn total(&self, card: usize, subject: &Seen<'_, '_>) -> Option<i64> {
        self.scorecards.get(card).and_then(|card| total(card, subject))
    }

    /// A copy of the rules with ages replaced by days, relative to `today`.
    #[must_use]
    pub fn on(&self, today: Date) -> Self {
        let mut dated = self.clone();
        let tests = dated.rules.iter_mut().filter_map(|rule| match &mut rule.test {
            Test::When(condition) => Some(condition),
            Test::Always | Test::Points(..) => None,
        });
        let factors = dated.scorecards.iter_mut().flat_map(|card| &mut card.factors);
        let rows = factors.flat_map(|factor| &mut factor.rows).filter_map(|row| row.test.as_mut());
        let impossible = dated.impossible.iter_mut().map(|one| &mut one.condition);
        tests.chain(rows).chain(impossible).for_each(|condition| condition.judge_ages(today));
        dated
    }

    /// The factors of all scorecards.
    pub fn factors(&self) -> impl Iterator<Item = &Factor> {
        self.scorecards.iter().flat_map(|card| &card.factors)
    }

    /// The unknown values that rules ask for.
    fn missing(&self, subject: &Seen<'_, '_>) -> Outcome {
        let unknown = self.names().filter(|name| (subject.facts)(name) == Fact::Unknown);
        let mut missing: Vec<EcoString> = unknown.map(Into::into).collect();
        missing.sort_unstable();
        missing.dedup();
        Outcome::Unknown { missing }
    }

    /// The conditions of the rules, then those of the rows of the scorecards.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let rules = self.rules.iter().filter_map(|rule| match &rule.test {
            Test::When(condition) => Some(condition),
            Test::Always | Test::Points(..) => None,
        });
        let rows = self.factors().flat_map(|factor| &factor.rows);
        rules.chain(rows.filter_map(|row| row.test.as_ref()))
    }

    /// The facts that the rules ask for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        // A factor whose rows accept any value also asks for its field.
        let fields = self.factors().map(|factor| &factor.field);
        self.conditions().flat_map(Condition::names).chain(fields).map(|name| &*name.name)
    }
}

/// The sum of the points of all factors; none where a factor has no points, or several values for them.
fn total(card: &Scorecard, subject: &Seen<'_, '_>) -> Option<i64> {
    card.factors.iter().try_fold(0_i64, |sum, factor| sum.checked_add(points(factor, subject)?))
}

fn points(factor: &Factor, subject: &Seen<'_, '_>) -> Option<i64> {
    let truth = |row: &FactorRow| row.test.as_ref().map_or(Some(true), |condition| subject.truth(condition));
    points_of(factor.adds, factor.rows.iter().map(|row| (truth(row), row.points)))
}

/// The points of a factor, from whether each of its rows matches, and its points. None where that is unknown, where
/// two rows give different points, or no row gives any. The points of a list are added.
pub fn points_of(adds: bool, rows: impl IntoIterator<Item = (Option<bool>, i64)>) -> Option<i64> {
    let mut found = adds.then_some(0_i64);
    for (matches, points) in rows {
        match found {
            _ if !matches? => {}
            Some(sum) if adds => found = Some(sum.checked_add(points)?),
            Some(other) if other != points => return None,
            _same => found = Some(points),
        }
    }
    found
}

/// The outcome of rules with their levels, in the order in which they count: that of the first that holds, or of
/// `otherwise`, unless another one may hold that would give another level.
pub fn decided(
    policy: HitPolicy,
    rules: impl IntoIterator<Item = (usize, u32)>,
    mut holds: impl FnMut(usize) -> Option<bool>,
    otherwise: Option<u32>,
    missing: impl FnOnce() -> Outcome,
) -> Outcome {
    let is_settled = matches!(policy, HitPolicy::Unique | HitPolicy::Any);
    // Whether earlier rules may hold, and the level of all of them if it is one.
    let mut open: Option<Option<u32>> = None;
    for (index, level) in rules {
        match holds(index) {
            Some(true) if is_settled || open.is_none_or(|known| known == Some(level)) => {
                return Outcome::Level { level, by: Decider::Rule(index as u32) };
            }
            Some(true) => return missing(),
            Some(false) => {}
            None => open = Some(open.unwrap_or(Some(level)).filter(|known| *known == level)),
        }
    }
    match otherwise {
        _ if open.is_some() => missing(),
        Some(level) => Outcome::Level { level, by: Decider::Otherwise },
        None => Outcome::Gap,
    }
}
