//! Whether a value fits a field.

use super::codes;
use super::condition::Operand;
use super::program::{Domain, Symbol};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, quoted_list};
use crate::syntax::literal::{self, Decimal};
use crate::text::Location;

/// The words here for other languages' words for true and false.
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
                finding.help("texts are written in quotes").fix(fix)
            }
            // `"500"`
            (_, Operand::Text(text)) if literal::read(text).is_ok() => {
                let fix = Fix::replace("remove the quotes", Safety::Safe, location, text.as_str());
                finding.help("this is written without quotes").fix(fix)
            }
            // `[staff]`
            (Domain::Words(words, _), Operand::List(list)) if matches!(list.as_slice(), [only] if words.contains(only)) =>
            {
                let only = list.first().map_or("", |only| only.as_str());
                let fix = Fix::replace("remove the brackets", Safety::Safe, location, only);
                finding.help("it has one value at a time").fix(fix)
            }
            _other => finding.help(format!("compare it with {expected}")),
        }))
    };
    match (domain, operand) {
        (Domain::Bool, Operand::Bool(_))
        | (Domain::Date, Operand::Date(_) | Operand::Age(_))
        | (_, Operand::Unanswered)
        | (Domain::Text, Operand::Text(_)) => Ok(()),
        (Domain::Some(words), Operand::List(list)) => match list.iter().find(|word| !words.contains(word)) {
            Some(stranger) => {
                fits(name, &Domain::Words(words.to_vec(), false), &Operand::Word(stranger.clone()), location)
            }
            None => Ok(()),
        },
        (Domain::Some(known), _) => {
            let words = quoted_list(known.iter().map(AsRef::as_ref), "and");
            let message = format!("`{}` is a list of some of {words}, not `{}`", name.name, operand.shown());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, location, message);
            let finding = finding.help("write its words in brackets, `[one, two]`");
            Err(Box::new(match operand {
                Operand::Word(word) if known.contains(word) => {
                    finding.fix(Fix::replace("put it in brackets", Safety::Safe, location, format!("[{word}]")))
                }
                _other => finding,
            }))
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
                None if words.is_empty() => finding.help("it has no values: nothing that is declared has one"),
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
        (Domain::Number(places, ..), Operand::Number(_) | Operand::Range(..)) => {
            let ends = match operand {
                Operand::Number(number) => [Some(*number), None],
                Operand::Range(low, high) => [*low, *high],
                _other => [None, None],
            };
            let has_more = |end: &Decimal| end.places > 0 && (*places == 0 || end.at(*places).is_none());
            match ends.into_iter().flatten().find(has_more) {
                None => Ok(()),
                Some(_) if *places == 0 => {
                    let message = format!("`{}` is a whole number, not `{}`", name.name, operand.shown());
                    let help = "write a whole number, or declare the field with decimal places, such as `0.0..10.0`";
                    Err(Box::new(Diagnostic::new(&codes::WRONG_TYPE, location, message).help(help)))
                }
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
        (Domain::Number(0, ..), _) => wrong("a whole number".to_owned()),
        (Domain::Number(places, ..), _) => wrong(format!("a number with up to {places} decimal places")),
        (Domain::Date, _) => wrong("a date".to_owned()),
        (Domain::Text, _) => wrong("a text in quotes".to_owned()),
        (Domain::Words(words, _), _) => wrong(quoted_list(words.iter().map(AsRef::as_ref), "or")),
    }
}
