//! Which level rules give.
//!
//! A condition on a value that is not known is neither true nor false (Kleene). A level counts only where no
//! value that is missing could give another one:
//!
//! | policy | the level |
//! |---|---|
//! | `unique`, `any` | that of a rule that matches |
//! | `worst wins` | the highest of which a rule matches, unless a rule of a higher one may match |
//! | `first wins` | that of the first rule that matches, unless one of another level before it may match |
//!
//! Otherwise the level is not known where any rule may match, and `otherwise` says it where none may. The
//! same holds, step for step, in the SQL that is written for rules.

use ecow::EcoString;

use super::condition::{self, Condition, Fact};
use super::criticity::{Decider, Factor, HitPolicy, Outcome, RuleSet, Scorecard, Test};
use super::program::Domain;

/// What rules are asked about: facts and what they may be.
pub struct Subject<'a> {
    /// What may be asked for.
    pub domains: &'a [(String, Domain)],
    /// One fact.
    pub facts: &'a dyn Fn(&str) -> Fact<'a>,
}

impl Subject<'_> {
    fn truth(&self, condition: &Condition) -> Option<bool> {
        let domains = |name: &str| self.domains.iter().find(|(known, _)| known == name).map(|(_, domain)| domain);
        condition::kleene(condition, &domains, &self.facts)
    }
}

impl Test {
    /// Whether it holds for a subject; `points` gives its total.
    fn holds(&self, subject: &Subject<'_>, points: &mut dyn FnMut() -> Option<i64>) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::When(condition) => subject.truth(condition),
            Self::Points(low, high) => {
                let sum = points()?;
                Some(low.is_none_or(|low| sum >= low) && high.is_none_or(|high| sum <= high))
            }
        }
    }
}

impl RuleSet {
    /// Whether one rule matches a subject; none where values that are not known decide it.
    pub fn matches(&self, rule: usize, subject: &Subject<'_>) -> Option<bool> {
        self.rules.get(rule)?.test.holds(subject, &mut || self.total(subject))
    }

    /// The level that the rules give a subject.
    pub fn decide(&self, subject: &Subject<'_>) -> Outcome {
        if self.scale.is_none() {
            return Outcome::NoRules;
        }
        let mut points = None;
        let mut points = || *points.get_or_insert_with(|| self.total(subject));
        // The levels of rules that count before and may match.
        let mut open: Vec<u32> = Vec::new();
        let settled = matches!(self.policy, HitPolicy::Unique | HitPolicy::Any);
        let mut matched = None;
        for index in self.order() {
            let Some(rule) = self.rules.get(index) else { continue };
            let Some(level) = rule.level.target else { return Outcome::NoRules };
            match rule.test.holds(subject, &mut points) {
                Some(true) => {
                    matched = Some((level, index));
                    break;
                }
                Some(false) => {}
                None => open.push(level),
            }
        }
        if let Some((level, index)) = matched {
            // A rule before this one that may match changes nothing where it gives the same level.
            if !settled && open.iter().any(|other| *other != level) {
                return self.missing(subject);
            }
            return Outcome::Level { level, by: Decider::Rule(index as u32) };
        }
        let unknown = !open.is_empty();
        match self.otherwise.as_ref().and_then(|level| level.target) {
            _ if unknown => self.missing(subject),
            Some(level) => Outcome::Level { level, by: Decider::Otherwise },
            None => Outcome::Gap,
        }
    }

    /// The rules in the order in which they count.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rules.len()).collect();
        if self.policy != HitPolicy::FirstWins {
            // Where `unique` or `any` is broken, that has been told; the higher level is the safer one.
            order.sort_by_key(|index| std::cmp::Reverse(self.rules.get(*index).and_then(|rule| rule.level.target)));
        }
        order
    }

    /// The points of the scorecard; none where there is none, or they are not known.
    fn total(&self, subject: &Subject<'_>) -> Option<i64> {
        self.scorecard.as_ref().and_then(|card| total(card, subject))
    }

    /// The values that rules ask for and that are not known.
    fn missing(&self, subject: &Subject<'_>) -> Outcome {
        let mut missing: Vec<EcoString> = Vec::new();
        self.each_name(&mut |name| {
            if (subject.facts)(name) == Fact::Unknown {
                missing.push(name.into());
            }
        });
        missing.sort_unstable();
        missing.dedup();
        Outcome::Unknown { missing }
    }

    /// The conditions of its rules, then those of the rows of its scorecard.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let rules = self.rules.iter().filter_map(|rule| match &rule.test {
            Test::When(condition) => Some(condition),
            Test::Always | Test::Points(..) => None,
        });
        let rows = self.scorecard.iter().flat_map(|card| &card.factors).flat_map(|factor| &factor.rows);
        rules.chain(rows.filter_map(|row| row.test.as_ref()))
    }

    /// Calls `visit` for every fact that the rules ask for.
    pub fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        self.conditions().for_each(|condition| condition.each_name(&mut |name| visit(&name.name)));
        // A factor whose rows take any value asks for its field all the same.
        for factor in self.scorecard.iter().flat_map(|card| &card.factors) {
            visit(&factor.field.name);
        }
    }
}

/// The points of all factors together; none where one of them has none, or more than one value for them.
fn total(card: &Scorecard, subject: &Subject<'_>) -> Option<i64> {
    card.factors.iter().try_fold(0_i64, |sum, factor| sum.checked_add(points(factor, subject)?))
}

fn points(factor: &Factor, subject: &Subject<'_>) -> Option<i64> {
    let mut found = None;
    for row in &factor.rows {
        let matches = match &row.test {
            None => true,
            Some(condition) => subject.truth(condition)?,
        };
        if matches {
            match found {
                Some(points) if points != row.points => return None,
                _same => found = Some(row.points),
            }
        }
    }
    found
}
