//! Evaluates conditions for one subject.

use std::cmp::Ordering;

use super::condition::{Condition, Fact, Operand, TODAY};
use super::program::Domain;
use crate::syntax::expression::Operator;
use crate::syntax::literal::Decimal;

/// Whether a condition holds, by the logic of Kleene: none where it depends on unknown values. `domains` and `facts`
/// return the domain and the fact of each name in the condition.
pub fn kleene<'a>(
    condition: &Condition,
    domains: &dyn Fn(&str) -> Option<&'a Domain>,
    facts: &dyn Fn(&str) -> Fact<'a>,
) -> Option<bool> {
    is(condition, true, domains, facts)
}

/// The truth of two parts together, where one of them decides if its truth is `ends`: true for `or`, false for `and`.
pub const fn both(left: Option<bool>, right: Option<bool>, ends: bool) -> Option<bool> {
    match (left, right) {
        (Some(one), _) | (_, Some(one)) if one == ends => Some(ends),
        (Some(_), Some(_)) => Some(!ends),
        _unknown => None,
    }
}

/// Whether a condition has the value `wanted`; none where unknown. A comparison with an unanswered fact is neither
/// true nor false.
fn is<'a>(
    condition: &Condition,
    wanted: bool,
    domains: &dyn Fn(&str) -> Option<&'a Domain>,
    facts: &dyn Fn(&str) -> Fact<'a>,
) -> Option<bool> {
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => {
            // For `and` wanted true and `or` wanted false, one side that is not as wanted decides; otherwise one side
            // that is.
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
                // There is no day before the beginning of the calendar.
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

/// Whether a statement about facts has the value `wanted`; it is neither true nor false where one of them is
/// unanswered.
fn settled(facts: &[Fact<'_>], wanted: bool, truth: impl Fn(&[Fact<'_>]) -> Option<bool>) -> Option<bool> {
    if facts.contains(&Fact::Unanswered) {
        return Some(false);
    }
    if facts.contains(&Fact::Unknown) {
        return None;
    }
    truth(facts).map(|truth| truth == wanted)
}

/// Whether a condition on one fact holds; none where the fact is unknown.
pub(super) fn truth_of(condition: &Condition, domain: &Domain, fact: &Fact<'_>) -> Option<bool> {
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

/// The order of two facts of one domain; none where they cannot be compared.
pub fn ordered(left: &Fact<'_>, right: &Fact<'_>, domain: &Domain) -> Option<Ordering> {
    Some(match (left, right) {
        (Fact::Bool(left), Fact::Bool(right)) => left.cmp(right),
        (Fact::Date(left), Fact::Date(right)) => left.cmp(right),
        (Fact::Word(left), Fact::Word(right)) => worded(left, right, domain),
        (Fact::Number(left), Fact::Number(right)) => left.cmp(right),
        _unlike => return None,
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

/// The position of a number relative to a range.
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
        (Fact::Number(fact), Operand::Number(value)) => Some(fact.cmp(value)),
        (Fact::Number(fact), Operand::Range(low, high)) => Some(ranged(*fact, *low, *high)),
        (Fact::Date(fact), Operand::Date(value)) => Some(fact.cmp(value)),
        _unlike => None,
    };
    order.is_some_and(|order| matches(operator, order))
}

/// Whether an operator holds for two values in this order.
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
