//! Numbers, ranges and dates.

use jiff::civil::Date;

pub use super::decimal::Decimal;

/// The value of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A whole number.
    Integer(i64),
    /// A range, both ends included; an open end is none.
    Range(Option<i64>, Option<i64>),
    /// A number with decimal places.
    Decimal(Decimal),
    /// A range of numbers with decimal places, both ends included; an open end is none.
    Decimals(Option<Decimal>, Option<Decimal>),
    /// A day.
    Date(Date),
    /// A range of days, both ends included; an open end is none.
    Days(Option<Date>, Option<Date>),
}

/// Why a literal is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault<'t> {
    /// It looks like a date, but the calendar has no such day.
    NoDay(&'t str),
    /// A range without an end on either side.
    Endless,
    /// A range, and its ends, the first of which is greater than the second.
    Empty(&'t str, i64, i64),
    /// A range of numbers with decimal places, the first of which is greater than the second.
    Reversed(&'t str, Decimal, Decimal),
    /// A range of days, the first of which is later than the second.
    Backwards(&'t str, Date, Date),
    /// More digits than are allowed.
    TooLarge(&'t str),
    /// Any other text that begins with a digit.
    NoNumber(&'t str),
}

impl Fault<'_> {
    /// The message.
    pub fn message(self) -> String {
        match self {
            Self::NoDay(written) => format!("`{written}` is not a day of the calendar"),
            Self::Endless => "this range has no end at either side".to_owned(),
            Self::Empty(written, low, high) => format!("the range `{written}` is empty: {low} is more than {high}"),
            Self::Reversed(written, low, high) => format!("the range `{written}` is empty: {low} is more than {high}"),
            Self::Backwards(written, low, high) => format!("the range `{written}` is empty: {low} is after {high}"),
            Self::TooLarge(written) => format!("`{written}` is too large a number"),
            Self::NoNumber(written) => format!("`{written}` is neither a number nor a date nor a name"),
        }
    }

    /// How to fix it.
    pub fn help(self) -> String {
        match self {
            Self::NoDay(_) => "dates are written year-month-day, as in `2026-11-21`".to_owned(),
            Self::Endless => "write `51..500`, `501..` or `..50`".to_owned(),
            Self::Empty(_, low, high) => format!("write `{high}..{low}`"),
            Self::Reversed(_, low, high) => format!("write `{high}..{low}`"),
            Self::Backwards(_, low, high) => format!("write `{high}..{low}`"),
            Self::TooLarge(_) => "use at most 18 digits".to_owned(),
            Self::NoNumber(_) => {
                "names start with a letter; put other text in quotes, and a space between a number and its unit"
                    .to_owned()
            }
        }
    }
}

/// Reads a literal.
pub fn read(written: &str) -> Result<Literal, Fault<'_>> {
    // Most literals are plain numbers, which need no search for marks.
    if let Some(number) = plain(written) {
        return Ok(Literal::Integer(number));
    }
    if let Some((low, high)) = written.split_once("..") {
        if is_date_shaped(low) || is_date_shaped(high) {
            return days(written, low, high);
        }
        if Decimal::is_shaped(low) || Decimal::is_shaped(high) {
            return decimals(written, low, high);
        }
        return range(written, low, high);
    }
    if is_date_shaped(written) {
        return written.parse::<Date>().map(Literal::Date).map_err(|_| Fault::NoDay(written));
    }
    if Decimal::is_shaped(written) {
        return Decimal::read(written).map(Literal::Decimal).ok_or(Fault::TooLarge(written));
    }
    integer(written).map(Literal::Integer)
}

/// A number of at most 18 digits, so that it cannot be too large.
fn plain(written: &str) -> Option<i64> {
    let fits = (1..=18).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| written.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

fn is_date_shaped(written: &str) -> bool {
    let mut parts = 0;
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    written.as_bytes().split(|byte| *byte == b'-').all(|part| {
        parts += 1;
        digits(part)
    }) && parts == 3
}

fn days<'t>(written: &'t str, low: &'t str, high: &'t str) -> Result<Literal, Fault<'t>> {
    let end = |text: &'t str| match text {
        "" => Ok(None),
        day if is_date_shaped(day) => day.parse::<Date>().map(Some).map_err(|_| Fault::NoDay(day)),
        other => Err(Fault::NoNumber(other)),
    };
    match (end(low)?, end(high)?) {
        (Some(low), Some(high)) if low > high => Err(Fault::Backwards(written, low, high)),
        (low, high) => Ok(Literal::Days(low, high)),
    }
}

fn range<'t>(written: &'t str, low: &'t str, high: &'t str) -> Result<Literal, Fault<'t>> {
    let end = |text: &'t str| if text.is_empty() { Ok(None) } else { integer(text).map(Some) };
    match (end(low)?, end(high)?) {
        (None, None) => Err(Fault::Endless),
        (Some(low), Some(high)) if low > high => Err(Fault::Empty(written, low, high)),
        (low, high) => Ok(Literal::Range(low, high)),
    }
}

fn decimals<'t>(written: &'t str, low: &'t str, high: &'t str) -> Result<Literal, Fault<'t>> {
    let end = |text: &'t str| match text {
        "" => Ok(None),
        text if Decimal::is_shaped(text) => Decimal::read(text).map(Some).ok_or(Fault::TooLarge(text)),
        text => integer(text).map(|units| Some(Decimal::from(units))),
    };
    match (end(low)?, end(high)?) {
        (Some(low), Some(high)) if low > high => Err(Fault::Reversed(written, low, high)),
        (low, high) => Ok(Literal::Decimals(low, high)),
    }
}

fn integer(written: &str) -> Result<i64, Fault<'_>> {
    let digits = written.replace('_', "");
    if let Ok(number) = digits.parse::<i64>() {
        return Ok(number);
    }
    let all_digits = digits.strip_prefix('-').unwrap_or(&digits).bytes().all(|byte| byte.is_ascii_digit());
    Err(if all_digits { Fault::TooLarge(written) } else { Fault::NoNumber(written) })
}
