//! Reads columns as `classify` reads the cells of an inventory.
//!
//! Each column becomes a text, and the text becomes a value in the same form for all databases: a flag is 0 or 1, a
//! word is as declared, a day is a number such as 20261121, a text is in lower case. A text without a value is
//! invalid.

use std::fmt::Write as _;

use ecow::EcoString;

use super::names::Names;
use crate::catalog::starter_kit::{self, plain_text};
use crate::emit::dialect::Dialect;
use crate::model::condition::Condition;
use crate::model::program::Domain;

/// One column of a stage: an expression and its name.
pub(super) type Made = (String, String);

/// A field that rules or `never` ask for, and the columns made from it.
pub(super) struct Column<'a> {
    pub(super) field: &'a str,
    pub(super) domain: &'a Domain,
    /// The column of the table, in SQL syntax.
    pub(super) source: String,
    /// Its text.
    given: String,
    /// The intermediate step from text to value: the digits of a number, a list with a mark around each word.
    between: Option<String>,
    /// The value; for a list, one for each word that rules ask for.
    values: Vec<(Option<&'a str>, String)>,
    /// Whether rules ask if it was answered.
    pub(super) is_optional: bool,
}

impl<'a> Column<'a> {
    /// The column of a field for these conditions.
    pub(super) fn new(
        field: &'a str,
        domain: &'a Domain,
        source: String,
        asked: &[&Condition],
        names: &mut Names,
    ) -> Self {
        let given = names.take(&format!("dictum_{}_given", plain_name(field)));
        let between = match domain {
            Domain::Number(..) => Some(names.take(&format!("dictum_{}_digits", plain_name(field)))),
            Domain::Some(_) => Some(names.take(&format!("dictum_{}_list", plain_name(field)))),
            Domain::Bool | Domain::Words(..) | Domain::Date | Domain::Text => None,
        };
        let values = match domain {
            Domain::Some(words) => {
                let is_asked = |word: &str| {
                    asked.iter().any(|leaf| matches!(leaf, Condition::Contains(_, asked) if *asked.name == *word))
                };
                let asked = words.iter().map(EcoString::as_str).filter(|word| is_asked(word));
                let mut value = |word: &str| names.take(&format!("dictum_{}_{}", plain_name(field), plain_name(word)));
                asked.map(|word| (Some(word), value(word))).collect()
            }
            _single => vec![(None, names.take(&format!("dictum_{}", plain_name(field))))],
        };
        Self { field, domain, source, given, between, values, is_optional: false }
    }

    /// The level on another scale, from a stage.
    pub(super) fn of_level(field: &'a str, domain: &'a Domain, names: &mut Names) -> Self {
        let name = names.take(&format!("dictum_level_{}", plain_name(field)));
        let (source, given) = (String::new(), String::new());
        Self { field, domain, source, given, between: None, values: vec![(None, name)], is_optional: false }
    }

    /// Whether there is a value, as a condition.
    pub(super) fn is_answered(&self) -> String {
        match self.domain {
            Domain::Some(_) => format!("{} IS NOT NULL", self.given),
            _single => format!("{} IS NOT NULL", self.value(None).unwrap_or(&self.given)),
        }
    }

    /// The value of the field, or of one word of its list.
    pub(super) fn value(&self, word: Option<&str>) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == word).map(|(_, name)| name.as_str())
    }

    /// The text of the column, with its name.
    pub(super) fn given(&self, dialect: Dialect) -> Made {
        let text = match self.domain {
            Domain::Number(..) => dialect.given_number(&self.source),
            Domain::Bool | Domain::Words(..) | Domain::Date | Domain::Text | Domain::Some(_) => {
                dialect.given(&self.source)
            }
        };
        (text, self.given.clone())
    }

    /// The intermediate step from text to value, if there is one.
    pub(super) fn between(&self, dialect: Dialect) -> Option<Made> {
        let given = &self.given;
        let text = match self.domain {
            Domain::Some(words) => {
                let text = if are_unlike(words) { plain(dialect, given, words) } else { given.clone() };
                let marked = dialect.joined(&["';'", &format!("REPLACE({text}, ';', ';;')"), "';'"]);
                format!("CASE WHEN {given} = '[]' THEN '' ELSE {marked} END")
            }
            Domain::Number(places @ 1.., ..) => dialect.units(given, *places),
            _number => dialect.digits(given),
        };
        Some((text, self.between.clone()?))
    }

    /// The values.
    pub(super) fn read(&self, dialect: Dialect) -> Vec<Made> {
        let given = &self.given;
        let read = |word: Option<&str>| match self.domain {
            Domain::Bool => {
                let lower = dialect.lower(given);
                format!(
                    "CASE WHEN {lower} IN ('yes', 'true', '1') THEN 1 WHEN {lower} IN ('no', 'false', '0') THEN 0 END"
                )
            }
            Domain::Words(words, _) => worded(dialect, self.field, given, words),
            Domain::Number(..) => dialect.number(self.between.as_deref().unwrap_or(given)),
            Domain::Date => dialect.day(given),
            Domain::Text => dialect.lower(given),
            Domain::Some(words) => {
                let list = self.between.as_deref().unwrap_or(given);
                let mark = marked(dialect, words, word.unwrap_or_default());
                format!("CASE WHEN REPLACE({list}, {mark}, '') <> {list} THEN 1 WHEN {list} IS NOT NULL THEN 0 END")
            }
        };
        self.values.iter().map(|(word, name)| (read(*word), name.clone())).collect()
    }

    /// The condition under which the column has no value of the field; none where everything is a value.
    pub(super) fn wrong(&self, dialect: Dialect) -> Option<String> {
        let given = &self.given;
        let value = self.values.first().map_or("", |(_, name)| name.as_str());
        match self.domain {
            Domain::Text => None,
            Domain::Bool => Some(format!("{given} IS NOT NULL AND {value} IS NULL")),
            Domain::Words(..) => {
                let nothing = without_kind(self.field);
                let nothing = match nothing.as_slice() {
                    [] => String::new(),
                    some => {
                        let texts: Vec<String> = some.iter().map(|text| dialect.text(text)).collect();
                        format!(" AND {} NOT IN ({})", plain(dialect, given, &[]), texts.join(", "))
                    }
                };
                Some(format!("{given} IS NOT NULL AND {value} IS NULL{nothing}"))
            }
            Domain::Number(_, low, high) => {
                let mut parts = vec![format!("{given} IS NOT NULL AND {value} IS NULL")];
                parts.extend(low.map(|low| format!("{value} < {low}")));
                parts.extend(high.map(|high| format!("{value} > {high}")));
                Some(parts.join(" OR "))
            }
            Domain::Date => {
                let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
                let months = (1..).zip(days).map(|(month, last)| {
                    format!("{value} % 10000 BETWEEN {} AND {}", month * 100 + 1, month * 100 + last)
                });
                // For a day in a leap year, the number before 0229 is the year times 10,000.
                let leap = format!(
                    "{value} % 10000 = 229 AND {value} % 40000 = 229 AND ({value} % 1000000 <> 229 OR {value} % 4000000 = 229)"
                );
                let good: Vec<String> = months.chain([leap]).collect();
                Some(format!("{given} IS NOT NULL AND {value} IS NULL OR NOT ({})", good.join(" OR ")))
            }
            Domain::Some(words) => {
                let list = self.between.as_deref().unwrap_or(given);
                let rest = words.iter().fold(list.to_owned(), |rest, word| {
                    format!("REPLACE({rest}, {}, '')", marked(dialect, words, word))
                });
                Some(format!("REPLACE({rest}, ';', '') <> ''"))
            }
        }
    }
}

/// Letters, digits and `_` of a name, so that the name of a column made from it needs no quotes.
fn plain_name(name: &str) -> String {
    name.chars().map(|one| if one.is_ascii_alphanumeric() { one.to_ascii_lowercase() } else { '_' }).collect()
}

/// Whether all words differ without regard to case, blanks, `_` and `-`.
fn are_unlike(words: &[EcoString]) -> bool {
    let mut plain: Vec<String> = words.iter().map(|word| plain_text(word)).collect();
    plain.sort_unstable();
    plain.windows(2).all(|pair| pair.first() != pair.last())
}

/// A word in the form in which a list is searched, with a mark on both sides.
fn marked(dialect: Dialect, words: &[EcoString], word: &str) -> String {
    let word = if are_unlike(words) { plain_text(word) } else { word.to_owned() };
    dialect.text(&format!(";{word};"))
}

/// A text without blanks, `_` and `-`, in lower case. Databases treat letters outside ASCII differently, so those
/// that occur in the words are replaced one by one.
fn plain(dialect: Dialect, text: &str, words: &[EcoString]) -> String {
    let mut read = dialect.lower(text);
    for out in [" ", "_", "-", "\u{a0}"] {
        read = format!("REPLACE({read}, {}, '')", dialect.text(out));
    }
    let mut letters: Vec<char> =
        words.iter().flat_map(|word| word.chars().flat_map(char::to_lowercase)).filter(|one| !one.is_ascii()).collect();
    letters.sort_unstable();
    letters.dedup();
    for small in letters {
        let mut large = small.to_uppercase();
        if let (Some(large), None) = (large.next(), large.next())
            && large != small
        {
            let (large, small) = (dialect.text(&large.to_string()), dialect.text(&small.to_string()));
            read = format!("REPLACE({read}, {large}, {small})");
        }
    }
    read
}

/// The word equal to a text, exactly or without regard to case, blanks, `_` and `-`.
fn worded(dialect: Dialect, field: &str, given: &str, words: &[EcoString]) -> String {
    let is_alone = |word: &str| words.iter().filter(|other| plain_text(other) == plain_text(word)).count() == 1;
    let (loose, exact): (Vec<&str>, Vec<&str>) = words.iter().map(EcoString::as_str).partition(|word| is_alone(word));
    let mut cases: Vec<(String, &str)> = loose.iter().map(|word| (plain_text(word), *word)).collect();
    if field == starter_kit::KIND {
        cases.extend(
            starter_kit::KINDS
                .iter()
                .filter(|(_, word)| !word.is_empty())
                .map(|(text, word)| ((*text).to_owned(), *word)),
        );
    }
    let mut text = String::from("CASE");
    for (plain, word) in &cases {
        let _ = write!(text, " WHEN {} THEN {}", dialect.text(plain), dialect.text(word));
    }
    text.push_str(" END");
    let loose = if cases.is_empty() {
        "NULL".to_owned()
    } else {
        text.replacen("CASE", &format!("CASE {}", plain(dialect, given, words)), 1)
    };
    if exact.is_empty() {
        return loose;
    }
    let mut text = format!("CASE {given}");
    for word in exact {
        let _ = write!(text, " WHEN {0} THEN {0}", dialect.text(word));
    }
    format!("{text} ELSE {loose} END")
}

/// The starter kit's values for an unknown field.
fn without_kind(field: &str) -> Vec<&'static str> {
    let kinds = starter_kit::KINDS.iter().filter(|(_, word)| word.is_empty() && field == starter_kit::KIND);
    kinds.map(|(text, _)| *text).collect()
}
