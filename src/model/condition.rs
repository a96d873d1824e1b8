//! Conditions over facts: `tier == standard and rating <= standard`.
//!
//! A condition is answered for all subjects at once, as a set: comparisons look at each subject's fact,
//! `and`, `or`, `not` join sets. A fact that is not known satisfies no comparison.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::codes;
use super::program::{Domain, Symbol};
use super::set::{Index, Set};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::syntax::expression::Operator;
use crate::text::Location;

/// A condition as written.
#[derive(Clone, Debug)]
pub enum Condition {
    /// All hold.
    And(Box<Condition>, Box<Condition>),
    /// One holds.
    Or(Box<Condition>, Box<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A fact that is `yes`.
    Is(Symbol),
    /// A fact held against a value.
    Compare(Symbol, Operator, Operand, Location),
    /// A fact that is one of these.
    In(Symbol, Vec<(Operand, Location)>),
}

impl Condition {
    /// Calls `visit` for every fact it asks for.
    pub fn each_name(&self, visit: &mut impl FnMut(&Symbol)) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.each_name(visit);
                right.each_name(visit);
            }
            Self::Not(inner) => inner.each_name(visit),
            Self::Is(name) | Self::Compare(name, ..) | Self::In(name, _) => visit(name),
        }
    }
}

/// A value in a condition, or of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// `yes` or `no`
    Bool(bool),
    /// A word.
    Word(Box<str>),
    /// A text in quotes.
    Text(Box<str>),
    /// A whole number.
    Integer(i64),
    /// A range of whole numbers.
    Range(Option<i64>, Option<i64>),
    /// A day.
    Date(Date),
}

impl Operand {
    /// How it reads.
    pub fn shown(&self) -> String {
        match self {
            Self::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
            Self::Word(word) => word.to_string(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Integer(number) => number.to_string(),
            Self::Range(low, high) => {
                let end = |end: &Option<i64>| end.map(|number| number.to_string()).unwrap_or_default();
                format!("{}..{}", end(low), end(high))
            }
            Self::Date(date) => date.to_string(),
        }
    }
}

/// What is known of a subject under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<'a> {
    /// Not known.
    Unknown,
    /// `yes` or `no`
    Bool(bool),
    /// A word or text.
    Word(&'a str),
    /// A whole number.
    Integer(i64),
    /// A day.
    Date(Date),
}

/// Things that conditions select from.
pub trait Subjects {
    /// What identifies one.
    type Id: Index;
    /// How many there are.
    fn count(&self) -> usize;
    /// What they are called: "connectors".
    fn noun(&self) -> &'static str;
    /// The facts one may ask for, with what they may be.
    fn facts(&self) -> Vec<(String, Domain)>;
    /// Whether a fact of that name may be declared where it could not be read.
    fn is_unread(&self, _name: &str) -> bool {
        false
    }
    /// One fact of one subject.
    fn fact(&self, id: Self::Id, name: &str) -> Fact<'_>;
}

/// The subjects that satisfy a condition; what is wrong with it goes to `findings`.
pub fn select<S: Subjects>(subjects: &S, condition: &Condition, findings: &mut Vec<Diagnostic>) -> Set<S::Id> {
    let facts = subjects.facts();
    Selector { subjects, facts: &facts, findings }.select(condition)
}

struct Selector<'a, S: Subjects> {
    subjects: &'a S,
    facts: &'a [(String, Domain)],
    findings: &'a mut Vec<Diagnostic>,
}

impl<S: Subjects> Selector<'_, S> {
    fn select(&mut self, condition: &Condition) -> Set<S::Id> {
        match condition {
            Condition::And(left, right) => {
                let left = self.select(left);
                left.common(&self.select(right))
            }
            Condition::Or(left, right) => {
                let left = self.select(left);
                left.union(&self.select(right))
            }
            Condition::Not(inner) => {
                let inner = self.select(inner);
                Set::full(self.subjects.count()).minus(&inner)
            }
            Condition::Is(name) => match self.domain(name) {
                None => self.none(),
                Some(Domain::Bool) => self.filter(&name.name, |fact| fact == Fact::Bool(true)),
                Some(domain) => self.report(
                    Diagnostic::new(&codes::WRONG_TYPE, name.location, format!("`{}` is not `yes` or `no`", name.name))
                        .help(format!("hold it against a value: `{} == {}`", name.name, sample(&domain))),
                ),
            },
            Condition::Compare(name, operator, operand, location) => {
                let Some(domain) = self.domain(name) else { return self.none() };
                if let Err(finding) = fits(name, &domain, operand, *location) {
                    return self.report(*finding);
                }
                if !matches!(operator, Operator::Equal | Operator::Unequal) && !is_ordered(&domain) {
                    let mark = operator.mark();
                    let message = format!("`{}` has no order, so `{mark}` says nothing about it", name.name);
                    return self.report(
                        Diagnostic::new(&codes::WRONG_TYPE, name.location, message).help("use `==`, `!=` or `in […]`"),
                    );
                }
                self.filter(&name.name, |fact| holds(&fact, *operator, operand, &domain))
            }
            Condition::In(name, operands) => {
                let Some(domain) = self.domain(name) else { return self.none() };
                for (operand, location) in operands {
                    if let Err(finding) = fits(name, &domain, operand, *location) {
                        return self.report(*finding);
                    }
                }
                self.filter(&name.name, |fact| {
                    operands.iter().any(|(operand, _)| holds(&fact, Operator::Equal, operand, &domain))
                })
            }
        }
    }

    fn none(&self) -> Set<S::Id> {
        Set::empty(self.subjects.count())
    }

    fn report(&mut self, finding: Diagnostic) -> Set<S::Id> {
        self.findings.push(finding);
        self.none()
    }

    fn filter(&self, name: &str, passes: impl Fn(Fact<'_>) -> bool) -> Set<S::Id> {
        Set::filter(self.subjects.count(), |id| passes(self.subjects.fact(id, name)))
    }

    fn domain(&mut self, name: &Symbol) -> Option<Domain> {
        if let Some((_, domain)) = self.facts.iter().find(|(known, _)| **known == *name.name) {
            return Some(domain.clone());
        }
        if self.subjects.is_unread(&name.name) {
            return None;
        }
        let noun = self.subjects.noun();
        let known = || self.facts.iter().map(|(known, _)| known.as_str());
        let finding = Diagnostic::new(
            &codes::UNKNOWN_FACT,
            name.location,
            format!("nothing is known of {noun} under the name `{}`", name.name),
        );
        let finding = match closest(&name.name, known()) {
            Some(near) => finding.did_you_mean(near, name.location, Safety::Unsafe),
            None => finding.help(format!("one may ask for {}", quoted_list(known(), "and"))),
        };
        self.findings.push(finding);
        None
    }
}

fn is_ordered(domain: &Domain) -> bool {
    matches!(domain, Domain::Words(_, true) | Domain::Integer(..) | Domain::Date)
}

fn sample(domain: &Domain) -> String {
    match domain {
        Domain::Bool => "yes".to_owned(),
        Domain::Words(words, _) => words.first().map_or_else(String::new, ToString::to_string),
        Domain::Integer(low, high) => low.or(*high).unwrap_or(0).to_string(),
        Domain::Date => "2026-11-21".to_owned(),
        Domain::Text => "\"…\"".to_owned(),
    }
}

/// What other languages' words for true and false are here.
pub(super) fn truth(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "enabled" | "enable" | "on" => Some("yes"),
        "false" | "no" | "n" | "disabled" | "disable" | "off" => Some("no"),
        _other => None,
    }
}

/// Whether `operand` can be a value of `domain`.
pub fn fits(name: &Symbol, domain: &Domain, operand: &Operand, location: Location) -> Result<(), Box<Diagnostic>> {
    let wrong = |expected: String| {
        let message = format!("`{}` is {expected}, not `{}`", name.name, operand.shown());
        Err(Box::new(Diagnostic::new(&codes::WRONG_TYPE, location, message)))
    };
    match (domain, operand) {
        (Domain::Bool, Operand::Bool(_))
        | (Domain::Integer(..), Operand::Integer(_) | Operand::Range(..))
        | (Domain::Date, Operand::Date(_))
        | (Domain::Text, Operand::Text(_)) => Ok(()),
        (Domain::Words(words, _), Operand::Word(word) | Operand::Text(word)) => {
            if words.iter().any(|known| known == word) {
                return Ok(());
            }
            let known = || words.iter().map(AsRef::as_ref);
            let finding =
                Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{word}` is not a value of `{}`", name.name));
            Err(Box::new(match closest(word, known()) {
                Some(near) => finding.did_you_mean(near, location, Safety::Safe),
                None => finding.help(format!("its values are {}", quoted_list(known(), "and"))),
            }))
        }
        (Domain::Words(words, _), Operand::Bool(value))
            if words.iter().any(|word| &**word == if *value { "yes" } else { "no" }) =>
        {
            Ok(())
        }
        (Domain::Bool, Operand::Word(word) | Operand::Text(word)) => {
            let message = format!("`{}` is `yes` or `no`, not `{}`", name.name, operand.shown());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
            Err(Box::new(match truth(word) {
                Some(right) => finding.help(format!("write `{right}`")).fix(crate::diagnostics::Fix::replace(
                    format!("write `{right}`"),
                    crate::diagnostics::Safety::Safe,
                    location,
                    right,
                )),
                None => finding.help("write `yes` or `no`"),
            }))
        }
        (Domain::Bool, _) => wrong("`yes` or `no`".to_owned()),
        (Domain::Integer(..), _) => wrong("a whole number".to_owned()),
        (Domain::Date, _) => wrong("a date".to_owned()),
        (Domain::Text, _) => wrong("a text in quotes".to_owned()),
        (Domain::Words(words, _), _) => wrong(quoted_list(words.iter().map(AsRef::as_ref), "or")),
    }
}

fn holds(fact: &Fact<'_>, operator: Operator, operand: &Operand, domain: &Domain) -> bool {
    let order = match (fact, operand) {
        (Fact::Unknown, _) => return false,
        (Fact::Bool(fact), Operand::Bool(value)) => fact.cmp(value),
        (Fact::Word(fact), Operand::Word(value) | Operand::Text(value)) => match domain {
            Domain::Words(words, true) => {
                let rank = |word: &str| words.iter().position(|known| &**known == word);
                rank(fact).cmp(&rank(value))
            }
            _other if fact.eq_ignore_ascii_case(value) => Ordering::Equal,
            _other => (*fact).cmp(value),
        },
        (Fact::Integer(fact), Operand::Integer(value)) => fact.cmp(value),
        (Fact::Integer(fact), Operand::Range(low, high)) => {
            if low.is_some_and(|low| *fact < low) {
                Ordering::Less
            } else if high.is_some_and(|high| *fact > high) {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        }
        (Fact::Date(fact), Operand::Date(value)) => fact.cmp(value),
        _unlike => return false,
    };
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::Unequal => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::AtMost => order.is_le(),
        Operator::More => order.is_gt(),
        Operator::AtLeast => order.is_ge(),
        Operator::Or | Operator::And | Operator::In | Operator::Plus | Operator::Minus | Operator::Common => false,
    }
}
