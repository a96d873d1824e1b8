//! What conditions select.
//!
//! A condition is answered for all subjects at once, as a set: comparisons look at each subject's fact,
//! `and`, `or`, `not` join sets. A fact that is not known satisfies no comparison.

use super::codes;
use super::condition::{Condition, Fact};
use super::condition_check::Asked;
use super::program::Domain;
use super::set::{Index, Set};
use super::truth::truth_of;
use crate::diagnostics::Diagnostic;

/// Things that conditions select from.
pub trait Subjects {
    /// What identifies one.
    type Id: Index;
    /// How many there are.
    fn count(&self) -> usize;
    /// What they are called: "connectors".
    fn noun(&self) -> &'static str;
    /// The facts one may ask for, with what they may be.
    fn facts(&self) -> &[(String, Domain)];
    /// Whether a fact of that name may be declared where it could not be read.
    fn is_unread(&self, _name: &str) -> bool {
        false
    }
    /// One fact of each subject, its name looked up once for all of them.
    fn fact<'s>(&'s self, name: &'s str) -> Box<dyn Fn(Self::Id) -> Fact<'s> + 's>;
}

/// The subjects that satisfy a condition; what is wrong with it goes to `findings`.
pub fn select<S: Subjects>(subjects: &S, condition: &Condition, findings: &mut Vec<Diagnostic>) -> Set<S::Id> {
    let facts = subjects.facts();
    let unread = |name: &str| subjects.is_unread(name);
    let asked = Asked { noun: subjects.noun(), facts, unread: &unread };
    Selector { subjects, asked, findings }.select(condition).holds
}

struct Selector<'a, S: Subjects> {
    subjects: &'a S,
    asked: Asked<'a>,
    findings: &'a mut Vec<Diagnostic>,
}

/// That a part of a condition belongs to rules: a selection is the same on every day, and takes what is known only.
fn not_here(condition: &Condition, noun: &str) -> Option<Diagnostic> {
    let (what, help) = if condition.age().is_some() {
        ("an age", "hold the field against a day, so that the same is selected on every day")
    } else if condition.is_unanswered() {
        ("what was not answered", "what is not known satisfies no comparison here")
    } else if condition.pair().is_some() {
        ("a comparison of two fields", "hold each field against a value")
    } else {
        return None;
    };
    let message = format!("{what} cannot select {noun}");
    Some(Diagnostic::new(&codes::WRONG_TYPE, condition.location(), message).help(help))
}

/// The subjects of which a condition is known to hold, and those of which it is known not to. Of the others it is not
/// known, so `not` takes them neither.
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
