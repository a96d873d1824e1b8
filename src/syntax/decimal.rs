//! Numbers with decimal places, stored exactly.

use std::cmp::Ordering;
use std::fmt;

/// A number: `units` divided by ten to the power of `places`. Equal numbers are equal however many places they are
/// written with.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    /// The digits without the point.
    pub units: i64,
    /// The number of decimal places among them, at most [`Decimal::MOST_PLACES`].
    pub places: u8,
}

impl Decimal {
    /// The maximum number of decimal places.
    pub const MOST_PLACES: u8 = 9;

    /// Whether a text is digits, a point, and digits.
    pub fn is_shaped(written: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let written = written.strip_prefix('-').unwrap_or(written);
        written.split_once('.').is_some_and(|(whole, part)| digits(&whole.replace('_', "")) && digits(part))
    }

    /// Reads a number such as `7.5`; none where it has too many digits, or another form.
    pub fn read(written: &str) -> Option<Self> {
        let (whole, part) = written.split_once('.').filter(|_| Self::is_shaped(written))?;
        let places = u8::try_from(part.len()).ok().filter(|places| *places <= Self::MOST_PLACES)?;
        let units = format!("{whole}{part}").replace('_', "").parse().ok()?;
        Some(Self { units, places })
    }

    /// The number in units of the last of `places` decimal places; none where it would have to be rounded, or is too
    /// large.
    pub fn at(self, places: u8) -> Option<i64> {
        let power = |places: u8| 10_i64.checked_pow(u32::from(places));
        match places.checked_sub(self.places) {
            Some(more) => self.units.checked_mul(power(more)?),
            None => {
                let divisor = power(self.places - places)?;
                (self.units % divisor == 0).then(|| self.units / divisor)
            }
        }
    }

    /// The value at [`Decimal::MOST_PLACES`], where all numbers can be compared.
    fn value(self) -> i128 {
        i128::from(self.units) * 10_i128.pow(u32::from(Self::MOST_PLACES.saturating_sub(self.places)))
    }
}

impl From<i64> for Decimal {
    fn from(units: i64) -> Self {
        Self { units, places: 0 }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.places == other.places { self.units.cmp(&other.units) } else { self.value().cmp(&other.value()) }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.places);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let sign = if self.units < 0 { "-" } else { "" };
        if part.is_empty() { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{part}") }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn numbers_are_kept_exactly() {
        let read = |text: &str| Decimal::read(text).unwrap_or(Decimal { units: 0, places: 0 });
        assert_eq!(read("7.50"), read("7.5"));
        assert!(read("-0.5") < read("0.0") && read("0.1") < read("0.11"));
        assert_eq!(read("0.05").to_string(), "0.05");
        assert_eq!(read("-12.5").to_string(), "-12.5");
        assert_eq!((read("7.50").at(1), read("7.55").at(1), read("7.5").at(3)), (Some(75), None, Some(7500)));
        assert_eq!(Decimal::read("1.0123456789"), None);
        assert!(!Decimal::is_shaped("1.") && !Decimal::is_shaped("1..2") && !Decimal::is_shaped("a.1"));
    }
}
