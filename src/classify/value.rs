//! Reads values from bytes, and finds their classes.

use ecow::EcoString;
use jiff::civil::Date;

use crate::diagnostics::quoted_list;
use crate::model::classes::ends;
use crate::model::program::Domain;
use crate::syntax::literal::Decimal;

/// The maximum number of characters of a wrong value that a message repeats.
const SHOWN: usize = 60;

/// A value that a field cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The message.
    pub message: String,
}

impl Wrong {
    pub(super) fn new(field: &str, domain: &Domain, cell: &[u8]) -> Self {
        let words = |words: &[EcoString], joint| quoted_list(words.iter().map(AsRef::as_ref), joint);
        let expected = match domain {
            Domain::Bool => "`yes` or `no`".to_owned(),
            Domain::Words(known, _) => words(known, "or"),
            Domain::Number(places, low, high) => {
                let range = ends(domain).filter(|_| low.or(*high).is_some());
                let range = range.map(|range| format!(" in `{}`", range.shown())).unwrap_or_default();
                match places {
                    0 => format!("a whole number{range}"),
                    places => format!("a number{range} with up to {places} decimal places"),
                }
            }
            Domain::Date => "a day such as 2026-11-21".to_owned(),
            Domain::Text => "a text".to_owned(),
            Domain::Some(known) => format!("some of {}, separated by `;`", words(known, "and")),
        };
        Self { message: format!("`{field}` is {expected}, not `{}`", shown(cell)) }
    }
}

/// The beginning of a value, on one line.
pub(super) fn shown(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell.get(..SHOWN * 4).unwrap_or(cell));
    let mut shown: String = text.chars().take(SHOWN).map(|one| if one.is_control() { ' ' } else { one }).collect();
    if shown.len() < text.len() || text.len() < cell.len() {
        shown.push('…');
    }
    shown
}

pub(super) fn boolean(cell: &[u8]) -> Option<bool> {
    let is = |word: &str| cell.eq_ignore_ascii_case(word.as_bytes());
    if is("yes") || is("true") || cell == b"1" {
        Some(true)
    } else if is("no") || is("false") || cell == b"0" {
        Some(false)
    } else {
        None
    }
}

/// A whole number, also in the form of tools that store numbers with gaps as floating point only: `620.0`. With three
/// zeros, `1.000` is a thousand where a point separates thousands, so it is no number here.
pub(super) fn whole(cell: &[u8]) -> Option<i64> {
    let point = cell.iter().position(|byte| *byte == b'.');
    let Some((digits, zeros)) = point.and_then(|point| cell.split_at_checked(point)) else { return integer(cell) };
    let zeros = zeros.strip_prefix(b".").filter(|zeros| !zeros.is_empty() && zeros.len() != 3)?;
    zeros.iter().all(|zero| *zero == b'0').then(|| integer(digits)).flatten()
}

pub(super) fn integer(cell: &[u8]) -> Option<i64> {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if let (true, 1..=18) = (digits.len() == cell.len(), digits.len()) {
        return Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')));
    }
    std::str::from_utf8(cell).ok()?.parse().ok()
}

/// A day, with or without a time of day.
pub(super) fn date(cell: &[u8]) -> Option<Date> {
    let (day, rest) = cell.split_at_checked(10)?;
    let [year @ .., b'-', m1, m2, b'-', d1, d2] = day else { return None };
    if !(rest.is_empty() || rest.starts_with(b"T") || rest.starts_with(b" ")) {
        return None;
    }
    let number = |digits: &[u8]| integer(digits).filter(|_| digits.first() != Some(&b'-'));
    let year = i16::try_from(number(year)?).ok()?;
    let month = i8::try_from(number(&[*m1, *m2])?).ok()?;
    Date::new(year, month, i8::try_from(number(&[*d1, *d2])?).ok()?).ok()
}

/// The day with these digits.
pub(super) fn unpacked(number: i64) -> Option<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The class of a value: 1 before the first boundary, and so on.
pub(super) fn class(borders: &[i64], value: i64) -> u32 {
    // A linear search is faster for a few boundaries.
    let passed = match borders.len() {
        ..=16 => borders.iter().take_while(|border| **border <= value).count(),
        _many => borders.partition_point(|border| *border <= value),
    };
    passed as u32 + 1
}

/// The class of a text: 1 for a text that no rule compares with.
pub(super) fn text_class(texts: &[EcoString], cell: &[u8]) -> u32 {
    let found = match texts.len() {
        ..=16 => texts.iter().position(|text| text.as_bytes().eq_ignore_ascii_case(cell)),
        _many => {
            let cell = cell.to_ascii_lowercase();
            texts.binary_search_by(|text| text.as_bytes().cmp(&cell)).ok()
        }
    };
    found.map_or(1, |index| index as u32 + 2)
}

/// A number in units of its last decimal place; none where it has more places that are not zero.
pub(super) fn decimal(cell: &[u8], places: u8) -> Option<i64> {
    let text = std::str::from_utf8(cell).ok()?;
    let Some((whole, part)) = text.split_once('.') else {
        return Decimal::from(integer(cell)?).at(places);
    };
    // Zeros at the end have no meaning, and there must be one digit.
    let part = match part.trim_end_matches('0') {
        "" => part.get(..1)?,
        part => part,
    };
    (!whole.contains('_')).then(|| Decimal::read(&format!("{whole}.{part}")))??.at(places)
}
