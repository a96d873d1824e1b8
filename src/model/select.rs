//! Evaluates selections.
//!
//! A condition is evaluated for all subjects at once, as a set: comparisons examine each subject's fact, `and`, `or`,
//! `not` combine sets. An unknown fact satisfies no comparison.

use super::codes;
use super::condition::{Condition, Fact};
use super::condition_check::Asked;
use super::program::Domain;
use super::set::{Index, Set};
use super::truth::truth_of;
use crate::diagnostics::Diagnostic;

/// Objects that conditions select from.
pub trait Subjects {
    /// The identifier of a subject.
    type Id: Index;
    /// The number of subjects.
    fn count(&self) -> usize;
    /// The noun: "connectors".
    fn noun(&self) -> &'static str;
    /// The facts one may ask for, with what they may be.
    fn facts(&self) -> &[(String, Domain)];
    /// Whether a fact of that name may be declared where it could not be read.
    fn is_unread(&self, _name: &str) -> bool {
        false
    }
    /// The function for one fact of each subject. The name is looked up once for all subjects.
    fn fact<'s>(&'s self, name: &'s str) -> Box<dyn Fn(Self::Id) -> Fact<'s> + 's>;
}

/// The subjects that satisfy a condition; problems with it are added to `findings`.
pub fn select<S: Subjects>(subjects: &S, condition: &Condition, findings: &mut Vec<Diagnostic>) -> Set<S::Id> {
    let facts = subjects.facts();
    let unread = |name: &str| subjects.is_unread(name);
    let asked = Asked { noun: subjects.noun(), facts, unread: &unread };
    Selector { subjects, asked, findings }.select(condition).holds
}

/// The subjects for which it is unknown whether a condition holds; none if the condition is wrong.
pub fn undecided<S: Subjects>(subjects: &S, condition: &Condition) -> Option<Set<S::Id>> {
    let mut findings = Vec::new();
    let unread = |name: &str| subjects.is_unread(name);
    let asked = Asked { noun: subjects.noun(), facts: subjects.facts(), unread: &unread };
    let Known { holds, fails } = Selector { subjects, asked, findings: &mut findings }.select(condition);
    findings.is_empty().then(|| Set::full(subjects.count()).minus(&holds).minus(&fails))
}

struct Selector<'a, S: Subjects> {
    subjects: &'a S,
    asked: Asked<'a>,
    findings: &'a mut Vec<Diagnostic>,
}

/// Reports a part of a condition that is only possible in rules: a selection is the same on every day, and uses known
/// facts only.
fn not_here(condition: &Condition, noun: &str) -> Option<Diagnostic> {
    let (what, help) = if condition.age().is_some() {
        ("an age", "compare the field with a day, so that the same is selected on every day")
    } else if condition.is_unanswered() {
        ("what was not answered", "what is not known satisfies no comparison here")
    } else if condition.pair().is_some() {
        ("a comparison of two fields", "compare each field with a value")
    } else {
        return None;
    };
    let message = format!("{what} cannot select {noun}");
    Some(Diagnostic::new(&codes::WRONG_TYPE, condition.location(), message).help(help))
}

/// The subjects for which a condition certainly holds, and those for which it certainly does not. For the others it
/// is unknown, so `not` does not select them either.
struct Known<I> {
    holds: Set<I>,
    fails: Set<I>,
}

impl<S: Subjects> Selector<'_, S> {
    fn select(&mut self, condition: &Condition) -> Known<S::Id> {
        match condition {
            Condition::And(left, right) => {
                let (left, right) = (self.select(left), self.select(right));
                Known { holds: left.holds.common(&right.holds), fails: left.fails.union(&right.fails) }
            }
            Condition::Or(left, right) => {
                let (left, right) = (self.select(left), self.select(right));
                Known { holds: left.holds.union(&right.holds), fails: left.fails.common(&right.fails) }
            }
            Condition::Not(inner, _) => {
                let inner = self.select(inner);
                Known { holds: inner.fails, fails: inner.holds }
            }
            Condition::Is(name)
            | Condition::Compare(name, ..)
            | Condition::In(name, ..)
            | Condition::Contains(name, _) => {
                let count = self.subjects.count();
                let Some(domain) = self.asked.leaf(condition, self.findings) else {
                    return Known { holds: Set::empty(count), fails: Set::empty(count) };
                };
                if let Some(finding) = not_here(condition, self.subjects.noun()) {
                    self.findings.push(finding);
                    return Known { holds: Set::empty(count), fails: Set::empty(count) };
                }
                let fact = self.subjects.fact(&name.name);
                let mut fails = Set::empty(count);
                let holds = Set::filter(count, |id| {
                    let truth = truth_of(condition, domain, &fact(id));
                    if truth == Some(false) {
                        fails.insert(id);
                    }
                    truth == Some(true)
                });
                Known { holds, fails }
            }
        }
    }
}
