//! Scales and criteria: the words that describe connectors and other subjects.

use std::sync::Arc;

use ecow::EcoString;

use super::{Head, Symbol};
use crate::model::criticity::Impossible;

/// Levels in order, lowest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Name and documentation.
    pub head: Head,
    /// The levels.
    pub levels: Vec<Symbol>,
}

/// The fields that describe a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// The subject and documentation.
    pub head: Head,
    /// The fields.
    pub fields: Vec<Field>,
    /// Impossible combinations.
    pub impossible: Vec<Impossible>,
}

/// A field of a set of criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub symbol: Symbol,
    /// Its documentation.
    pub description: EcoString,
    /// The type of its values.
    pub domain: Domain,
}

/// The type of a field's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// `bool`
    Bool,
    /// One of these words; in order where `true`.
    Words(Vec<EcoString>, bool),
    /// A number with this number of decimal places, none for whole numbers; minimum and maximum, included, in units
    /// of the last place.
    Number(u8, Option<i64>, Option<i64>),
    /// A day.
    Date,
    /// A text.
    Text,
    /// A list of these words. There may be as many words as connectors.
    Some(Arc<[EcoString]>),
}

/// The domain of the fact with this name.
pub fn domain_of<'d>(facts: &'d [(String, Domain)], name: &str) -> Option<&'d Domain> {
    facts.iter().find(|(known, _)| known == name).map(|(_, domain)| domain)
}
