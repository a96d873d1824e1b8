//! Checks whether a condition asks for known facts, and compares them with possible values.

use ecow::EcoString;

use super::codes;
use super::condition::{Condition, Operand};
use super::fitting::fits;
use super::program::{Domain, Symbol, domain_of};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::syntax::expression::Operator;
use crate::syntax::literal::Decimal;
use crate::text::Location;

/// The facts that conditions may ask for.
pub struct Asked<'a> {
    /// The noun for the subjects: "connectors".
    pub noun: &'a str,
    /// The facts, with their types.
    pub facts: &'a [(String, Domain)],
    /// Whether a fact with that name may be in a declaration that could not be read.
    pub unread: &'a dyn Fn(&str) -> bool,
}

impl<'a> Asked<'a> {
    /// Checks every part of a condition; false where there is a mistake, or may be one.
    pub fn check(&self, condition: &Condition, findings: &mut Vec<Diagnostic>) -> bool {
        match condition {
            Condition::And(left, right) | Condition::Or(left, right) => {
                let left = self.check(left, findings);
                self.check(right, findings) && left
            }
            Condition::Not(inner, _) => self.check(inner, findings),
            Condition::Is(_) | Condition::Compare(..) | Condition::In(..) | Condition::Contains(..) => {
                self.leaf(condition, findings).is_some()
            }
        }
    }

    /// The type of the fact of a condition on one fact; none where the condition has a mistake, which is added to
    /// `findings`.
    pub fn leaf(&self, condition: &Condition, findings: &mut Vec<Diagnostic>) -> Option<&'a Domain> {
        match self.judge(condition) {
            Ok(domain) => domain,
            Err(finding) => {
                findings.push(*finding);
                None
            }
        }
    }

    fn judge(&self, condition: &Condition) -> Result<Option<&'a Domain>, Box<Diagnostic>> {
        match condition {
            Condition::Is(name) => match self.domain(name, true)? {
                None => Ok(None),
                Some(domain @ Domain::Bool) => Ok(Some(domain)),
                Some(domain) => {
                    let help = match domain {
                        Domain::Some(words) => ask_for_word(name, words),
                        _single => format!("compare it with a value: `{} == {}`", name.name, sample(domain)),
                    };
                    wrong(name.location, format!("`{}` is not `yes` or `no`", name.name), help)
                }
            },
            Condition::Compare(name, operator, operand, location) => {
                let Some(domain) = self.domain(name, false)? else { return Ok(None) };
                match operand {
                    Operand::Unanswered => return Ok(Some(domain)),
                    Operand::Field(other) => return self.pair(name, domain, *operator, other),
                    Operand::Age(_) if *domain != Domain::Date => {
                        let message = format!("`{}` is not a day, so it has no age", name.name);
                        return wrong(name.location, message, "ask for the age of a field that is a `date`");
                    }
                    _value => {}
                }
                single(name, domain)?;
                fits(name, domain, operand, *location)?;
                if matches!(operator, Operator::Equal | Operator::Unequal) {
                    return Ok(Some(domain));
                }
                let mark = operator.mark();
                if !is_ordered(domain) {
                    let message = format!("`{}` has no order, so `{mark}` says nothing about it", name.name);
                    return wrong(name.location, message, "use `==`, `!=` or `in […]`");
                }
                if let Operand::Range(..) = operand {
                    let message = format!("`{mark}` compares `{}` with one number, not with a range", name.name);
                    let help = format!("write `{} in {}`, or one number", name.name, operand.shown());
                    return wrong(*location, message, help);
                }
                Ok(Some(domain))
            }
            Condition::In(name, operands, _) => {
                let Some(domain) = self.domain(name, false)? else { return Ok(None) };
                single(name, domain)?;
                for (operand, location) in operands {
                    fits(name, domain, operand, *location)?;
                }
                Ok(Some(domain))
            }
            Condition::Contains(name, word) => self.contains(name, word),
            Condition::And(..) | Condition::Or(..) | Condition::Not(..) => Ok(None),
        }
    }

    /// `spent > budget`
    fn pair(
        &self,
        name: &Symbol,
        domain: &'a Domain,
        operator: Operator,
        other: &Symbol,
    ) -> Result<Option<&'a Domain>, Box<Diagnostic>> {
        let Some(second) = self.domain(other, false)? else { return Ok(None) };
        single(name, domain)?;
        single(other, second)?;
        let (left, right) = (&name.name, &other.name);
        let wrong_pair = |message: String, help: &str| wrong(other.location, message, help);
        let places = |domain: &Domain| match domain {
            Domain::Number(places, ..) => Some(*places),
            _other => None,
        };
        let both = places(domain).zip(places(second));
        if domain != second && both.is_none_or(|(one, other)| (one == 0) != (other == 0)) {
            let help = "two fields are compared where both are numbers, days, or words of one list";
            return wrong_pair(format!("`{left}` and `{right}` have nothing in common to compare"), help);
        }
        if let Some((places, others)) = both.filter(|(places, others)| places != others) {
            let message = format!("`{left}` has {places} decimal places and `{right}` {others}");
            return wrong_pair(message, "declare both with as many");
        }
        if *domain == Domain::Text {
            return wrong_pair(
                format!("`{left}` and `{right}` are texts of any kind"),
                "compare each with a text in quotes",
            );
        }
        if left == right {
            return wrong_pair(format!("`{left}` is compared with itself"), "compare it with another field or a value");
        }
        if matches!(operator, Operator::Equal | Operator::Unequal) || is_ordered(domain) {
            return Ok(Some(domain));
        }
        let message = format!("`{left}` has no order, so `{}` says nothing about it", operator.mark());
        wrong(name.location, message, "use `==` or `!=`")
    }

    /// `health in handles`
    fn contains(&self, name: &Symbol, word: &Symbol) -> Result<Option<&'a Domain>, Box<Diagnostic>> {
        if self.known(&name.name).is_none() && self.known(&word.name).is_some() {
            let message = "a list or a range is expected after `in`";
            return wrong(name.location, message, "write `in [one, two]`");
        }
        match self.domain(name, false)? {
            None => Ok(None),
            Some(domain @ Domain::Some(_)) => {
                fits(name, domain, &Operand::List(vec![word.name.clone()]), word.location)?;
                Ok(Some(domain))
            }
            Some(domain) => {
                let message = format!("`{}` is one value, so nothing is in it", name.name);
                let help = format!("compare it with a value: `{} == {}`", name.name, sample(domain));
                wrong(name.location, message, help)
            }
        }
    }

    fn known(&self, name: &str) -> Option<&'a Domain> {
        domain_of(self.facts, name)
    }

    /// The type of a fact; `alone` means that it is compared with nothing.
    fn domain(&self, name: &Symbol, alone: bool) -> Result<Option<&'a Domain>, Box<Diagnostic>> {
        if let Some(domain) = self.known(&name.name) {
            return Ok(Some(domain));
        }
        if (self.unread)(&name.name) {
            return Ok(None);
        }
        let known = || self.facts.iter().map(|(known, _)| known.as_str());
        let finding = Diagnostic::new(&codes::UNKNOWN_FACT, name.location, unknown_fact(self.noun, &name.name));
        // `when major`
        let is_value = |domain: &Domain| matches!(domain, Domain::Words(words, _) if words.contains(&name.name));
        if let Some((fact, domain)) = self.facts.iter().find(|(_, domain)| is_value(domain)) {
            let mark = if is_ordered(domain) { ">=" } else { "==" };
            let right = format!("{fact} {mark} {}", name.name);
            let finding = finding.note(format!("`{}` is a value of `{fact}`", name.name));
            return Err(Box::new(if alone {
                finding.instead(right, name.location, Safety::Suggestion)
            } else {
                finding.help(format!("write `{right}`"))
            }));
        }
        Err(Box::new(match closest(&name.name, known()) {
            Some(near) => finding.did_you_mean(near, name.location, Safety::Unsafe),
            None if self.facts.is_empty() => finding.help("declare what one may ask for with `criteria`"),
            None => finding.help(format!("one may ask for {}", quoted_list(known(), "and"))),
        }))
    }
}

/// The message that there is no fact with a name.
pub(super) fn unknown_fact(noun: &str, name: &str) -> String {
    format!("nothing is known of {noun} under the name `{name}`")
}

/// Reports a list that is compared as a whole: conditions ask for its words.
fn single(name: &Symbol, domain: &Domain) -> Result<(), Box<Diagnostic>> {
    let Domain::Some(words) = domain else { return Ok(()) };
    wrong(name.location, format!("`{}` is a list, not one value", name.name), ask_for_word(name, words))
}

fn ask_for_word(name: &Symbol, words: &[EcoString]) -> String {
    let word = words.first().map_or("", AsRef::as_ref);
    format!("ask for one of its words: `{word} in {}`", name.name)
}

/// The finding that types do not fit.
fn wrong<T>(at: Location, message: impl Into<String>, help: impl Into<String>) -> Result<T, Box<Diagnostic>> {
    Err(Box::new(Diagnostic::new(&codes::WRONG_TYPE, at, message).help(help)))
}

fn is_ordered(domain: &Domain) -> bool {
    matches!(domain, Domain::Words(_, true) | Domain::Number(..) | Domain::Date)
}

fn sample(domain: &Domain) -> String {
    match domain {
        Domain::Bool => "yes".to_owned(),
        Domain::Words(words, _) => words.first().map_or_else(String::new, ToString::to_string),
        Domain::Number(places, low, high) => Decimal { units: low.or(*high).unwrap_or(0), places: *places }.to_string(),
        Domain::Date => "2026-11-21".to_owned(),
        Domain::Text => "\"…\"".to_owned(),
        Domain::Some(words) => format!("[{}]", words.first().map_or("", AsRef::as_ref)),
    }
}
