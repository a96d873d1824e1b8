//! Values of attributes, requested by the constants that describe them.

use jiff::civil::Date;

use super::field::OneOf;
use super::{Field, Reader, Record, Value};
use crate::model::condition::Condition;
use crate::model::criticity::{ConnectorClause, LevelClause, Process};
use crate::model::description::Shape;
use crate::model::program::{Head, Interval, Rated, Reference, Scope, Sharing, Symbol, Targets, Text};
use crate::model::set::Set;
use crate::model::set_expression::SetExpression;
use crate::model::tenant::SettingValue;
use crate::syntax::ast::Block;
use crate::text::Location;

/// The type of the value of a [`Field`].
pub(in crate::model) trait FromValue: Sized {
    /// Converts the value that was read by the described type of the field.
    fn from_value(value: Value<'_>, location: Location) -> Option<Self>;
}

macro_rules! from_value {
    ($($type:ty: $($pattern:pat => $value:expr),+;)+) => {$(
        impl FromValue for $type {
            fn from_value(value: Value<'_>, _location: Location) -> Option<Self> {
                match value {
                    $($pattern => Some($value),)+
                    _other => None,
                }
            }
        }
    )+};
}

from_value! {
    bool: Value::Bool(value) => value;
    Date: Value::Date(date) => date;
    &'static str: Value::Word(word) => word;
    SetExpression: Value::Set(expression) => expression;
    Scope: Value::Scope(scope) => scope;
    Interval: Value::Interval(interval) => interval;
    Rated: Value::Rated(rated) => rated;
    Sharing: Value::Sharing(sharing) => sharing;
    Process: Value::Process(process) => process;
    Condition: Value::Condition(condition) => *condition;
    Targets: Value::Environments(targets) => targets;
    (bool, Vec<Text>): Value::Domains(only, names) => (only, names);
    Vec<Text>: Value::Texts(texts) | Value::Names(texts) => texts;
    u32: Value::Integer(number) => u32::try_from(number).ok()?, Value::AtLeast(number) => number;
    SettingValue:
        Value::Bool(flag) => Self::Flag(flag),
        Value::Word(word) => Self::Word(word),
        Value::Integer(number) => Self::Number(u32::try_from(number).ok()?);
}

impl<W: OneOf> FromValue for W {
    fn from_value(value: Value<'_>, _location: Location) -> Option<Self> {
        match value {
            Value::Word(word) => W::ALL.iter().copied().find(|one| one.word() == word),
            _other => None,
        }
    }
}

impl FromValue for Text {
    fn from_value(value: Value<'_>, location: Location) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Symbol { name: text.into(), location }),
            Value::Name(name) => Some(name),
            _other => None,
        }
    }
}

impl<I> FromValue for Reference<I> {
    fn from_value(value: Value<'_>, _location: Location) -> Option<Self> {
        match value {
            Value::Reference(symbol) => Some(symbol.into()),
            _other => None,
        }
    }
}

impl<I> FromValue for Vec<Reference<I>> {
    fn from_value(value: Value<'_>, _location: Location) -> Option<Self> {
        match value {
            Value::References(symbols) | Value::Names(symbols) => Some(symbols.into_iter().map(Into::into).collect()),
            _other => None,
        }
    }
}

impl Reader<'_> {
    /// The value of an attribute, and where it is written; none where it is absent or wrong.
    pub(in crate::model) fn given<T: FromValue>(
        &mut self,
        record: &Record<'_>,
        field: &Field<T>,
    ) -> Option<(T, Location)> {
        let (attribute, phrase) = record.attribute(field.attribute.name)?;
        let location = self.at(phrase.span());
        let value = self.typed(phrase, attribute.kind, attribute.name)?;
        T::from_value(value, location).map(|value| (value, location))
    }

    /// As [`Reader::given`], without the place.
    pub(in crate::model) fn get<T: FromValue>(&mut self, record: &Record<'_>, field: &Field<T>) -> Option<T> {
        self.given(record, field).map(|(value, _)| value)
    }

    /// Connectors that are not resolved yet.
    pub(in crate::model) fn connectors(
        &mut self,
        record: &Record<'_>,
        field: &Field<SetExpression>,
    ) -> Option<ConnectorClause> {
        let expression = self.get(record, field)?;
        Some(ConnectorClause { expression, members: Set::default(), complete: true })
    }

    /// Levels that are not resolved yet.
    pub(in crate::model) fn levels(&mut self, record: &Record<'_>, field: &Field<Condition>) -> Option<LevelClause> {
        let (condition, location) = self.given(record, field)?;
        Some(LevelClause { condition, levels: Vec::new(), location })
    }

    /// Sorts the statements of a declaration. `noun` is the noun of its kind in messages.
    pub(in crate::model) fn block<'t>(
        &mut self,
        block: Block<'t>,
        shape: &'static Shape,
        noun: &str,
        head: &Head,
    ) -> Record<'t> {
        self.record(block, shape, &format_args!("{noun} `{}`", head.symbol.name))
    }
}
