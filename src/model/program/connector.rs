//! What the organisation knows of connectors, and its names for sets of them.

use jiff::Span;
use jiff::civil::Date;

use super::{Head, Reference, Symbol, Text};
use crate::model::condition::Operand;
use crate::model::set::Set;
use crate::model::set_expression::SetExpression;
use crate::model::universe::ConnectorId;
use crate::text::Location;

/// What the organisation knows of a connector.
#[derive(Clone, Debug)]
pub struct ConnectorFacts {
    /// Name and documentation.
    pub head: Head,
    /// The connector, where there is one of that name.
    pub connector: Option<ConnectorId>,
    /// Whether it is declared as custom.
    pub custom: bool,
    /// Whether all of it could be read.
    pub sound: bool,
    /// The display name of a custom connector.
    pub name: Option<Text>,
    /// The id of a custom connector.
    pub id: Option<Text>,
    /// Where a custom connector lives.
    pub environment: Option<Reference>,
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

/// A level and its reason.
#[derive(Clone, Debug)]
pub struct Rated {
    /// The level.
    pub level: Symbol,
    /// Why.
    pub reason: Option<Text>,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// How many.
    pub count: u32,
    /// Of what: `days`, `weeks`, `months`, `years`.
    pub unit: &'static str,
}

impl Interval {
    /// The day that lies so long after `day`; none where that is beyond the calendar.
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

    /// How it reads: `6 months`, `1 year`.
    pub fn shown(self) -> String {
        let unit = if self.count == 1 { self.unit.trim_end_matches('s') } else { self.unit };
        format!("{} {unit}", self.count)
    }

    /// How many days it has, about; 12 months are as long as a year.
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

/// The value of one criterion.
#[derive(Clone, Debug)]
pub struct CriterionValue {
    /// The field.
    pub field: Symbol,
    /// The value.
    pub value: Operand,
    /// Where the value stands.
    pub location: Location,
}

/// A named connector set.
#[derive(Clone, Debug)]
pub struct NamedSet {
    /// Name and documentation.
    pub head: Head,
    /// How it is written.
    pub expression: SetExpression,
    /// What it holds.
    pub members: Set,
    /// Whether everything it names was found; else it may hold more or less than was meant.
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
    fn spans_read_as_people_say_them() {
        assert_eq!(Interval { count: 1, unit: "years" }.shown(), "1 year");
        assert_eq!(Interval { count: 6, unit: "months" }.shown(), "6 months");
    }
}
