//! Rules, criteria and scales in the form of other languages, and their form here.

use crate::diagnostics::{Diagnostic, Safety};
use crate::model::codes;
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Phrase};

/// The finding for a rule with another word in place of `when` or `otherwise`, or with its words in another order.
pub(super) fn rule(reader: &Reader<'_>, phrase: &Phrase<'_>) -> Diagnostic {
    let location = reader.at(phrase.span());
    let atoms = phrase.list();
    let wrong = |atom: &Atom<'_>, message: String, right: &str| {
        let place = reader.at(atom.span());
        Diagnostic::new(&codes::WRONG_FORM, place, message).instead(right, place, Safety::Safe)
    };
    let is_other = |atom: &Atom<'_>| matches!(atom.text(), "else" | "default" | "otherwise" | "rest");
    match atoms.as_slice() {
        [_level, word, _condition, ..] if matches!(word.text(), "if" | "where" | "for" | "on") => {
            wrong(word, format!("`{}` does not begin a condition", word.text()), "when")
        }
        [_level, word] if is_other(word) => {
            wrong(word, "the remaining cases are called `otherwise`".to_owned(), "otherwise")
        }
        [word, level] if is_other(word) && level.kind() == NodeKind::Word => {
            let finding = Diagnostic::new(&codes::WRONG_FORM, location, "a rule begins with its level");
            finding.instead(format!("{} otherwise", level.text()), location, Safety::Safe)
        }
        [word, _condition, ..] if matches!(word.text(), "when" | "if") => {
            let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(word.span()), "this rule gives no level");
            finding.help("write the level that it gives before `when`: `high when …`")
        }
        _other => Diagnostic::new(&codes::WRONG_FORM, location, "this is not a rule")
            .help("write `high when …`, `low otherwise`, `never …`, or `unique`, `any`, `worst wins`, `first wins`"),
    }
}

/// The hit policy that is written as if it were an attribute; `phrase` is what follows the `=`.
pub(super) fn hit_policy(phrase: &Phrase<'_>) -> Option<&'static str> {
    let words: Vec<&str> = phrase.atoms().map(Atom::text).collect();
    match words.as_slice() {
        ["unique"] => Some("unique"),
        ["any"] => Some("any"),
        ["worst", "wins"] | ["worst" | "worst_wins" | "max" | "highest"] => Some("worst wins"),
        ["first", "wins"] | ["first" | "first_wins"] => Some("first wins"),
        _other => None,
    }
}

/// Returns the name of a type here for its name in other languages.
pub(in crate::model::kinds) fn data_type(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "boolean" | "flag" | "yes_no" | "yesno" => Some("bool"),
        "int" | "integer" | "number" | "count" | "whole_number" => Some("0.."),
        "string" | "str" => Some("text"),
        "datetime" | "day" | "timestamp" => Some("date"),
        _other => None,
    }
}

/// Returns the words of a list, or words separated by `,`, `|`, `<` or `>`, with `mark` between them; in reverse order
/// for `>`.
pub(in crate::model::kinds) fn parted(phrase: &Phrase<'_>, mark: &str) -> Option<String> {
    let listed = phrase.only().filter(|atom| atom.kind() == NodeKind::List);
    let mut words: Vec<&str> = if let Some(list) = listed {
        list.elements().map(Atom::word).collect::<Option<_>>()?
    } else {
        let mut marks = phrase.atoms().skip(1).step_by(2).map(Atom::operator);
        let first = marks.next().flatten().filter(|mark| matches!(*mark, "," | "|" | "<" | ">"))?;
        if !marks.all(|mark| mark == Some(first)) || phrase.atoms().count().is_multiple_of(2) {
            return None;
        }
        phrase.atoms().step_by(2).map(Atom::word).collect::<Option<_>>()?
    };
    if phrase.atoms().nth(1).and_then(Atom::operator) == Some(">") {
        words.reverse();
    }
    (words.len() > 1).then(|| words.join(mark))
}
