//! Conditions over facts: `tier == standard and rating <= standard`.
//!
//! A condition is answered for all subjects at once, as a set: comparisons look at each subject's fact,
//! `and`, `or`, `not` join sets. A fact that is not known satisfies no comparison.

use std::cmp::Ordering;

use ecow::EcoString;
use jiff::civil::Date;

use super::codes;
use super::condition_check::Asked;
use super::program::{Domain, Interval, Symbol};
use super::set::{Index, Set};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::syntax::expression::Operator;
use crate::syntax::literal::{self, Decimal};
use crate::text::Location;

/// The fact under which evaluators find the day by which ages are judged. It is not known where no day is given.
pub const TODAY: &str = "today";

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
            Self::Compare(name, _, Operand::Field(other), _) => {
                visit(name);
                visit(other);
            }
            Self::Is(name) | Self::Compare(name, ..) | Self::In(name, ..) | Self::Contains(name, _) => visit(name),
        }
    }

    /// Calls `visit` for every part that is no `and`, `or` or `not`, to change it.
    pub fn each_leaf_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.each_leaf_mut(visit);
                right.each_leaf_mut(visit);
            }
            Self::Not(inner, _) => inner.each_leaf_mut(visit),
            Self::Is(_) | Self::Compare(..) | Self::In(..) | Self::Contains(..) => visit(self),
        }
    }

    /// Whether some part of it asks for an age.
    pub fn asks_age(&self) -> bool {
        let mut found = false;
        self.each_leaf(&mut |leaf| found |= leaf.age().is_some());
        found
    }

    /// Puts days in place of ages.
    pub fn judge_ages(&mut self, today: Date) {
        self.each_leaf_mut(&mut |leaf| {
            if let Self::Compare(_, _, operand, _) = leaf
                && let Operand::Age(age) = operand
            {
                // Nothing is older than the calendar.
                *operand = Operand::Date(age.before(today).unwrap_or(Date::MIN));
            }
        });
    }

    /// The two facts that it compares, where it compares two, and how.
    pub const fn pair(&self) -> Option<(&Symbol, Operator, &Symbol)> {
        match self {
            Self::Compare(left, operator, Operand::Field(right), _) => Some((left, *operator, right)),
            _other => None,
        }
    }

    /// The age that it holds its fact against, where it asks for one.
    pub const fn age(&self) -> Option<Interval> {
        match self {
            Self::Compare(_, _, Operand::Age(age), _) => Some(*age),
            _other => None,
        }
    }

    /// Whether it asks whether its fact was answered.
    pub const fn is_unanswered(&self) -> bool {
        matches!(self, Self::Compare(_, _, Operand::Unanswered, _))
    }

    /// Calls `visit` for every part that asks for facts, each by itself.
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
            Self::And(..) | Self::Or(..) | Self::Not(..) | Self::Compare(_, _, Operand::Field(_), _) => None,
            Self::Is(name) | Self::Compare(name, ..) | Self::In(name, ..) | Self::Contains(name, _) => Some(name),
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
    /// A number with decimal places.
    Decimal(Decimal),
    /// A range of numbers with decimal places.
    Decimals(Option<Decimal>, Option<Decimal>),
    /// A day.
    Date(Date),
    /// Words, sorted.
    List(Vec<EcoString>),
    /// The day so long before the one by which ages are judged.
    Age(Interval),
    /// Another fact.
    Field(Symbol),
    /// That nothing was answered.
    Unanswered,
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
            Self::Decimal(number) => number.to_string(),
            Self::Decimals(low, high) => {
                let end = |end: &Option<Decimal>| end.map(|number| number.to_string()).unwrap_or_default();
                format!("{}..{}", end(low), end(high))
            }
            Self::Date(date) => date.to_string(),
            Self::List(words) => format!("[{}]", words.join(", ")),
            Self::Age(age) => format!("{} ago", age.shown()),
            Self::Field(other) => other.name.to_string(),
            Self::Unanswered => "not answered".to_owned(),
        }
    }

    /// The number that it is, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        number(&self.fact())
    }

    /// What is known of a subject that has this value.
    pub fn fact(&self) -> Fact<'_> {
        match self {
            Self::Bool(value) => Fact::Bool(*value),
            Self::Word(word) | Self::Text(word) => Fact::Word(word),
            Self::Integer(number) => Fact::Integer(*number),
            Self::Date(date) => Fact::Date(*date),
            Self::List(words) => Fact::Some(words),
            Self::Decimal(number) => Fact::Decimal(*number),
            Self::Unanswered => Fact::Unanswered,
            Self::Range(..) | Self::Decimals(..) | Self::Age(_) | Self::Field(_) => Fact::Unknown,
        }
    }
}

/// What is known of a subject under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<'a> {
    /// Not known.
    Unknown,
    /// Known to be unanswered: no comparison with it holds, and none fails.
    Unanswered,
    /// A number with decimal places.
    Decimal(Decimal),
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

/// Whether a condition holds, by the logic of Kleene: none where values that are not known decide it.
/// `domains` and `facts` answer for each name that the condition asks for.
pub fn kleene<'a>(
    condition: &Condition,
    domains: &dyn Fn(&str) -> Option<&'a Domain>,
    facts: &dyn Fn(&str) -> Fact<'a>,
) -> Option<bool> {
    is(condition, true, domains, facts)
}

/// Whether a condition is known to be so. A comparison with what was left unanswered is neither true nor false.
fn is<'a>(
    condition: &Condition,
    wanted: bool,
    domains: &dyn Fn(&str) -> Option<&'a Domain>,
    facts: &dyn Fn(&str) -> Fact<'a>,
) -> Option<bool> {
    let both = |left: Option<bool>, right: Option<bool>, ends: bool| match (left, right) {
        (Some(one), _) | (_, Some(one)) if one == ends => Some(ends),
        (Some(_), Some(_)) => Some(!ends),
        _unknown => None,
    };
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => {
            // That both are true, or that both are false: one that is not so settles it. Else one that is so does.
            let ends = matches!(condition, Condition::And(..)) != wanted;
            both(is(left, wanted, domains, facts), is(right, wanted, domains, facts), ends)
        }
        Condition::Not(inner, _) => is(inner, !wanted, domains, facts),
        Condition::Compare(left, operator, Operand::Field(right), _) => {
            let domain = domains(&left.name)?;
            settled(&[facts(&left.name), facts(&right.name)], wanted, |known| {
                let [left, right] = known else { return None };
                Some(ordered(left, right, domain).is_some_and(|order| matches(*operator, order)))
            })
        }
        Condition::Compare(name, operator, Operand::Age(age), _) => {
            settled(&[facts(&name.name), facts(TODAY)], wanted, |known| {
                let [Fact::Date(then), Fact::Date(today)] = known else { return None };
                // Before the beginning of the calendar there is no day.
                Some(age.before(*today).is_some_and(|day| matches(*operator, then.cmp(&day))))
            })
        }
        Condition::Compare(name, _, Operand::Unanswered, _) => match facts(&name.name) {
            Fact::Unknown => None,
            fact => Some((fact == Fact::Unanswered) == wanted),
        },
        Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) | Condition::Contains(name, _) => {
            let domain = domains(&name.name)?;
            settled(&[facts(&name.name)], wanted, |known| truth_of(condition, domain, known.first()?))
        }
    }
}

/// Whether what is said of facts is as wanted; it is neither true nor false where one of them was left unanswered.
fn settled(facts: &[Fact<'_>], wanted: bool, truth: impl Fn(&[Fact<'_>]) -> Option<bool>) -> Option<bool> {
    if facts.contains(&Fact::Unanswered) {
        return Some(false);
    }
    if facts.contains(&Fact::Unknown) {
        return None;
    }
    truth(facts).map(|truth| truth == wanted)
}

/// Whether a condition on one fact holds; none where the fact is not known.
fn truth_of(condition: &Condition, domain: &Domain, fact: &Fact<'_>) -> Option<bool> {
    if matches!(fact, Fact::Unknown | Fact::Unanswered) {
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
        | (Domain::Integer(..) | Domain::Decimal(..), Operand::Integer(_) | Operand::Range(..))
        | (Domain::Date, Operand::Date(_) | Operand::Age(_))
        | (_, Operand::Unanswered)
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
        (Domain::Decimal(places, ..), Operand::Decimal(_) | Operand::Decimals(..)) => {
            let ends = match operand {
                Operand::Decimal(number) => [Some(*number), None],
                Operand::Decimals(low, high) => [*low, *high],
                _other => [None, None],
            };
            match ends.into_iter().flatten().find(|end| end.at(*places).is_none()) {
                None => Ok(()),
                Some(end) => {
                    let count =
                        if *places == 1 { "1 decimal place".to_owned() } else { format!("{places} decimal places") };
                    let message = format!("`{}` has {count}, not as many as `{end}`", name.name);
                    let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
                    Err(Box::new(
                        finding.help("round it, or declare the field with more places, such as `0.00..10.00`"),
                    ))
                }
            }
        }
        (Domain::Decimal(places, ..), _) => wrong(format!("a number with up to {places} decimal places")),
        (Domain::Integer(..), Operand::Decimal(_) | Operand::Decimals(..)) => {
            let message = format!("`{}` is a whole number, not `{}`", name.name, operand.shown());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
            Err(Box::new(
                finding.help("write a whole number, or declare the field with decimal places, such as `0.0..10.0`"),
            ))
        }
        (Domain::Integer(..), _) => wrong("a whole number".to_owned()),
        (Domain::Date, _) => wrong("a date".to_owned()),
        (Domain::Text, _) => wrong("a text in quotes".to_owned()),
        (Domain::Words(words, _), _) => wrong(quoted_list(words.iter().map(AsRef::as_ref), "or")),
    }
}

/// How two facts of one domain stand in order; none where they cannot be compared.
pub fn ordered(left: &Fact<'_>, right: &Fact<'_>, domain: &Domain) -> Option<Ordering> {
    Some(match (left, right) {
        (Fact::Bool(left), Fact::Bool(right)) => left.cmp(right),
        (Fact::Date(left), Fact::Date(right)) => left.cmp(right),
        (Fact::Word(left), Fact::Word(right)) => worded(left, right, domain),
        (left, right) => number(left)?.cmp(&number(right)?),
    })
}

fn worded(left: &str, right: &str, domain: &Domain) -> Ordering {
    match domain {
        Domain::Words(words, true) => {
            let rank = |word: &str| words.iter().position(|known| &**known == word);
            rank(left).cmp(&rank(right))
        }
        _other if left.eq_ignore_ascii_case(right) => Ordering::Equal,
        _other => left.cmp(right),
    }
}

fn number(fact: &Fact<'_>) -> Option<Decimal> {
    match fact {
        Fact::Integer(units) => Some(Decimal { units: *units, places: 0 }),
        Fact::Decimal(number) => Some(*number),
        _other => None,
    }
}

fn whole(number: i64) -> Decimal {
    Decimal { units: number, places: 0 }
}

/// Where a number stands to a range.
fn ranged(number: Decimal, low: Option<Decimal>, high: Option<Decimal>) -> Ordering {
    if low.is_some_and(|low| number < low) {
        Ordering::Less
    } else if high.is_some_and(|high| number > high) {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

fn holds(fact: &Fact<'_>, operator: Operator, operand: &Operand, domain: &Domain) -> bool {
    let order = match (fact, operand) {
        (Fact::Bool(fact), Operand::Bool(value)) => Some(fact.cmp(value)),
        (Fact::Word(fact), Operand::Word(value) | Operand::Text(value)) => Some(worded(fact, value, domain)),
        (Fact::Integer(fact), Operand::Integer(value)) => Some(fact.cmp(value)),
        (Fact::Date(fact), Operand::Date(value)) => Some(fact.cmp(value)),
        (fact, Operand::Integer(value)) => number(fact).map(|number| number.cmp(&whole(*value))),
        (fact, Operand::Decimal(value)) => number(fact).map(|number| number.cmp(value)),
        (fact, Operand::Range(low, high)) => number(fact).map(|number| ranged(number, low.map(whole), high.map(whole))),
        (fact, Operand::Decimals(low, high)) => number(fact).map(|number| ranged(number, *low, *high)),
        _unlike => None,
    };
    order.is_some_and(|order| matches(operator, order))
}

/// Whether values that stand so in order are as an operator says.
pub fn matches(operator: Operator, order: Ordering) -> bool {
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
