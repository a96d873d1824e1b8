//! The organisation's facts about connectors, and its named sets of them.

use jiff::Span;
use jiff::civil::Date;

use super::{EnvironmentId, Head, Reference, Symbol, Text};
use crate::model::condition::Operand;
use crate::model::set::Set;
use crate::model::set_expression::SetExpression;
use crate::model::universe::ConnectorId;
use crate::text::Location;

/// The organisation's facts about a connector.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorFacts {
    /// Name and documentation.
    pub head: Head,
    /// The connector, where there is one with that name.
    pub connector: Option<ConnectorId>,
    /// Whether it is declared as custom.
    pub custom: bool,
    /// Whether all of it could be read.
    pub sound: bool,
    /// The display name of a custom connector.
    pub name: Option<Text>,
    /// The id of a custom connector.
    pub id: Option<Text>,
    /// The environment of a custom connector.
    pub environment: Option<Reference<EnvironmentId>>,
    /// The host address of a custom connector.
    pub host: Option<Text>,
    /// Its level on the scale `connector_risk`, and why.
    pub rated: Option<Rated>,
    /// The day of the last review.
    pub reviewed: Option<(Date, Location)>,
    /// How often it is reviewed.
    pub review: Option<Interval>,
    /// The values of its criteria.
    pub criteria: Vec<CriterionValue>,
}

impl ConnectorFacts {
    /// The host address that URL patterns are matched against. None where it is not given, or lacks its scheme:
    /// patterns begin with a scheme, and the missing one is unknown.
    pub fn full_host(&self) -> Option<&str> {
        self.host.as_ref().map(|host| &*host.name).filter(|host| host.contains("://"))
    }
}

/// A level and its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// The level.
    pub level: Symbol,
    /// The reason.
    pub reason: Option<Text>,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The number of units.
    pub count: u32,
    /// The unit: `days`, `weeks`, `months`, `years`.
    pub unit: &'static str,
}

impl Interval {
    /// The day that is this span after `day`; none where that is beyond the calendar.
    pub fn after(self, day: Date) -> Option<Date> {
        let count = i64::from(self.count);
        let span = match self.unit {
            "days" => Span::new().try_days(count),
            "weeks" => Span::new().try_weeks(count),
            "months" => Span::new().try_months(count),
            _years => Span::new().try_years(count),
        };
        day.checked_add(span.ok()?).ok()
    }

    /// The day that is this span before `day`; none where that is beyond the calendar.
    pub fn before(self, day: Date) -> Option<Date> {
        let (count, unit) = self.counted();
        let span = match unit {
            AgeUnit::Days => Span::new().try_days(count),
            AgeUnit::Months => Span::new().try_months(count),
        };
        day.checked_sub(span.ok()?).ok()
    }

    /// Its length in days or in months, whichever does not depend on a start day.
    pub fn counted(self) -> (i64, AgeUnit) {
        let count = i64::from(self.count);
        match self.unit {
            "days" => (count, AgeUnit::Days),
            "weeks" => (count * 7, AgeUnit::Days),
            "months" => (count, AgeUnit::Months),
            _years => (count * 12, AgeUnit::Months),
        }
    }

    /// Its text: `6 months`, `1 year`.
    pub fn shown(self) -> String {
        let unit = if self.count == 1 { self.unit.trim_end_matches('s') } else { self.unit };
        format!("{} {unit}", self.count)
    }

    /// Its approximate number of days; 12 months are as long as a year.
    pub fn days(self) -> f64 {
        let year = 365.25;
        let days = match self.unit {
            "days" => 1.0,
            "weeks" => 7.0,
            "months" => year / 12.0,
            _years => year,
        };
        f64::from(self.count) * days
    }
}

/// The unit of ages. A month is not a fixed number of days, so the two are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeUnit {
    /// Days; weeks are counted as seven.
    Days,
    /// Months; years are counted as twelve.
    Months,
}

impl AgeUnit {
    /// How it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Months => "months",
        }
    }

    /// The age of `then` on a day: the least number of units for which `then` is not older. Negative for future days.
    pub fn age(self, then: Date, today: Date) -> i64 {
        let days = || then.until(today).map_or(0, |span| i64::from(span.get_days()));
        match self {
            Self::Days => days(),
            Self::Months => {
                let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
                let near = months(today) - months(then);
                let is_older = |count: &i64| {
                    let span = Span::new().try_months(*count);
                    span.ok().and_then(|span| today.checked_sub(span).ok()).is_some_and(|day| then < day)
                };
                (near - 1..=near + 1).find(|count| !is_older(count)).unwrap_or(near + 1)
            }
        }
    }
}

/// The value of one criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionValue {
    /// The field.
    pub field: Symbol,
    /// The value.
    pub value: Operand,
    /// Where the value is.
    pub location: Location,
    /// The words of a list with their places, as written; empty where the value is no list.
    pub words: Vec<Symbol>,
}

/// A named connector set.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedSet {
    /// Name and documentation.
    pub head: Head,
    /// The expression as written.
    pub expression: SetExpression,
    /// Its connectors.
    pub members: Set,
    /// Whether every name in it was found; otherwise it may hold more or less than was meant.
    pub complete: bool,
    /// Whether anything refers to it.
    pub used: bool,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_follows_is_found_by_the_calendar() {
        let next = |day, count, unit| Interval { count, unit }.after(day);
        assert_eq!(next(date(2024, 8, 31), 6, "months"), Some(date(2025, 2, 28)));
        assert_eq!(next(date(2024, 2, 29), 1, "years"), Some(date(2025, 2, 28)));
        assert_eq!(next(date(2024, 12, 31), 2, "weeks"), Some(date(2025, 1, 14)));
        assert_eq!(next(date(2024, 12, 31), 90, "days"), Some(date(2025, 3, 31)));
        assert_eq!(next(date(2024, 12, 31), u32::MAX, "years"), None);
    }

    #[test]
    fn ages_agree_with_the_days_before() {
        let days = [date(2024, 2, 29), date(2026, 3, 31), date(2026, 11, 30), date(2027, 1, 1)];
        for today in days {
            for back in -70..800 {
                let then = today.checked_sub(Span::new().days(back)).unwrap_or(today);
                for (unit, word) in [(AgeUnit::Days, "days"), (AgeUnit::Months, "months")] {
                    for count in 0..30 {
                        let before = Interval { count, unit: word }.before(today);
                        let is_older = before.is_some_and(|day| then < day);
                        assert_eq!(unit.age(then, today) > i64::from(count), is_older, "{then} {today} {count} {word}");
                    }
                }
            }
        }
    }

    #[test]
    fn spans_read_as_people_say_them() {
        assert_eq!(Interval { count: 1, unit: "years" }.shown(), "1 year");
        assert_eq!(Interval { count: 6, unit: "months" }.shown(), "6 months");
    }
}
