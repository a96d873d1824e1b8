//! Conditions over facts: `tier == standard and rating <= standard`.
//!
//! A condition is answered for all subjects at once, as a set: comparisons look at each subject's fact,
//! `and`, `or`, `not` join sets. A fact that is not known satisfies no comparison.

use std::cmp::Ordering;

use ecow::EcoString;
use jiff::civil::Date;

use super::codes;
use super::condition_check::Asked;
use super::program::{Domain, Symbol};
use super::set::{Index, Set};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::syntax::expression::Operator;
use crate::syntax::literal;
use crate::text::Location;

/// A condition as written.
#[derive(Clone, Debug)]
pub enum Condition {
    /// All hold.
    And(Box<Condition>, Box<Condition>),
    /// One holds.
    Or(Box<Condition>, Box<Condition>),
    /// It does not hold; the place is that of the whole, `not` included.
    Not(Box<Condition>, Location),
    /// A fact that is `yes`.
    Is(Symbol),
    /// A fact held against a value.
    Compare(Symbol, Operator, Operand, Location),
    /// A fact that is one of these; the place is that of the list.
    In(Symbol, Vec<(Operand, Location)>, Location),
    /// A fact that is a list, and a word that is in it.
    Contains(Symbol, Symbol),
}

impl Condition {
    /// Calls `visit` for every fact it asks for.
    pub fn each_name<'a>(&'a self, visit: &mut impl FnMut(&'a Symbol)) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.each_name(visit);
                right.each_name(visit);
            }
            Self::Not(inner, _) => inner.each_name(visit),
            Self::Is(name) | Self::Compare(name, ..) | Self::In(name, ..) | Self::Contains(name, _) => visit(name),
        }
    }

    /// Calls `visit` for every part that asks for one fact.
    pub fn each_leaf<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.each_leaf(visit);
                right.each_leaf(visit);
            }
            Self::Not(inner, _) => inner.each_leaf(visit),
            Self::Is(_) | Self::Compare(..) | Self::In(..) | Self::Contains(..) => visit(self),
        }
    }

    /// The fact that it asks for, where it is only one.
    pub const fn field(&self) -> Option<&Symbol> {
        match self {
            Self::Is(name) | Self::Compare(name, ..) | Self::In(name, ..) | Self::Contains(name, _) => Some(name),
            Self::And(..) | Self::Or(..) | Self::Not(..) => None,
        }
    }

    /// The values that it holds its fact against, where it asks for one, each with how.
    pub fn operands(&self) -> Vec<(Operator, &Operand)> {
        match self {
            Self::Compare(_, operator, operand, _) => vec![(*operator, operand)],
            Self::In(_, list, _) => list.iter().map(|(operand, _)| (Operator::Equal, operand)).collect(),
            Self::And(..) | Self::Or(..) | Self::Not(..) | Self::Is(_) | Self::Contains(..) => Vec::new(),
        }
    }

    /// Where it stands, from its first to its last part.
    pub fn location(&self) -> Location {
        let joined = |from: Location, to: Location| Location::new(from.file, from.span.to(to.span));
        match self {
            Self::And(left, right) | Self::Or(left, right) => joined(left.location(), right.location()),
            Self::Not(_, location) => *location,
            Self::Is(name) => name.location,
            Self::Compare(name, _, _, value) | Self::In(name, _, value) => joined(name.location, *value),
            Self::Contains(name, word) => joined(word.location, name.location),
        }
    }

    /// The parts that `and` joins; the condition itself where it joins none.
    pub fn conjuncts(&self) -> Vec<&Self> {
        self.sides(|part| match part {
            Self::And(left, right) => Some((left, right)),
            _other => None,
        })
    }

    /// The parts that `or` joins; the condition itself where it joins none.
    pub fn disjuncts(&self) -> Vec<&Self> {
        self.sides(|part| match part {
            Self::Or(left, right) => Some((left, right)),
            _other => None,
        })
    }

    fn sides<'a>(&'a self, parted: impl Fn(&'a Self) -> Option<(&'a Self, &'a Self)>) -> Vec<&'a Self> {
        let mut parts = Vec::new();
        let mut open = vec![self];
        while let Some(part) = open.pop() {
            match parted(part) {
                Some((left, right)) => open.extend([right, left]),
                None => parts.push(part),
            }
        }
        parts
    }
}

/// A value in a condition, or of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// `yes` or `no`
    Bool(bool),
    /// A word.
    Word(EcoString),
    /// A text in quotes.
    Text(EcoString),
    /// A whole number.
    Integer(i64),
    /// A range of whole numbers.
    Range(Option<i64>, Option<i64>),
    /// A day.
    Date(Date),
    /// Words, sorted.
    List(Vec<EcoString>),
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
            Self::List(words) => format!("[{}]", words.join(", ")),
        }
    }

    /// What is known of a subject that has this value.
    pub fn fact(&self) -> Fact<'_> {
        match self {
            Self::Bool(value) => Fact::Bool(*value),
            Self::Word(word) | Self::Text(word) => Fact::Word(word),
            Self::Integer(number) => Fact::Integer(*number),
            Self::Date(date) => Fact::Date(*date),
            Self::List(words) => Fact::Some(words),
            Self::Range(..) => Fact::Unknown,
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
    /// Words, sorted.
    Some(&'a [EcoString]),
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
    /// One fact of each subject, its name looked up once for all of them.
    fn fact<'s>(&'s self, name: &'s str) -> Box<dyn Fn(Self::Id) -> Fact<'s> + 's>;
}

/// The subjects that satisfy a condition; what is wrong with it goes to `findings`.
pub fn select<S: Subjects>(subjects: &S, condition: &Condition, findings: &mut Vec<Diagnostic>) -> Set<S::Id> {
    let facts = subjects.facts();
    let unread = |name: &str| subjects.is_unread(name);
    let asked = Asked { noun: subjects.noun(), facts: &facts, unread: &unread };
    Selector { subjects, asked, findings }.select(condition).holds
}

struct Selector<'a, S: Subjects> {
    subjects: &'a S,
    asked: Asked<'a>,
    findings: &'a mut Vec<Diagnostic>,
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

/// Whether a condition holds, by the logic of Kleene: none where values that are not known decide it.
/// `domains` and `facts` answer for each name that the condition asks for.
pub fn kleene<'a>(
    condition: &Condition,
    domains: &dyn Fn(&str) -> Option<&'a Domain>,
    facts: &dyn Fn(&str) -> Fact<'a>,
) -> Option<bool> {
    match condition {
        Condition::And(left, right) => match (kleene(left, domains, facts), kleene(right, domains, facts)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _unknown => None,
        },
        Condition::Or(left, right) => match (kleene(left, domains, facts), kleene(right, domains, facts)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _unknown => None,
        },
        Condition::Not(inner, _) => kleene(inner, domains, facts).map(|holds| !holds),
        Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) | Condition::Contains(name, _) => {
            truth_of(condition, domains(&name.name)?, &facts(&name.name))
        }
    }
}

/// Whether a condition on one fact holds; none where the fact is not known.
fn truth_of(condition: &Condition, domain: &Domain, fact: &Fact<'_>) -> Option<bool> {
    if *fact == Fact::Unknown {
        return None;
    }
    Some(match condition {
        Condition::Is(_) => *fact == Fact::Bool(true),
        Condition::Compare(_, operator, operand, _) => holds(fact, *operator, operand, domain),
        Condition::In(_, operands, _) => {
            operands.iter().any(|(operand, _)| holds(fact, Operator::Equal, operand, domain))
        }
        Condition::Contains(_, word) => match fact {
            Fact::Some(words) => words.contains(&word.name),
            _other => false,
        },
        Condition::And(..) | Condition::Or(..) | Condition::Not(..) => return None,
    })
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
        let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
        Err(Box::new(match (domain, operand) {
            (Domain::Text, Operand::Word(word)) => {
                let fix = Fix::replace("put it in quotes", Safety::Safe, location, format!("\"{word}\""));
                finding.help("texts stand in quotes").fix(fix)
            }
            // `"500"`
            (_, Operand::Text(text)) if literal::read(text).is_ok() => {
                let fix = Fix::replace("remove the quotes", Safety::Safe, location, text.as_str());
                finding.help("this stands without quotes").fix(fix)
            }
            _other => finding.help(format!("hold it against {expected}")),
        }))
    };
    match (domain, operand) {
        (Domain::Bool, Operand::Bool(_))
        | (Domain::Integer(..), Operand::Integer(_) | Operand::Range(..))
        | (Domain::Date, Operand::Date(_))
        | (Domain::Text, Operand::Text(_)) => Ok(()),
        (Domain::Some(words), Operand::List(list)) => match list.iter().find(|word| !words.contains(word)) {
            Some(stranger) => {
                fits(name, &Domain::Words(words.clone(), false), &Operand::Word(stranger.clone()), location)
            }
            None => Ok(()),
        },
        (Domain::Some(words), _) => {
            let words = quoted_list(words.iter().map(AsRef::as_ref), "and");
            let message = format!("`{}` is a list of some of {words}, not `{}`", name.name, operand.shown());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
            Err(Box::new(finding.help("write its words in brackets, `[one, two]`")))
        }
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
                Some(right) => finding.instead(right, location, Safety::Safe),
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
