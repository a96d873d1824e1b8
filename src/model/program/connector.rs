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
    /// The day at its end where it begins on `day`; none where that lies beyond the calendar.
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
