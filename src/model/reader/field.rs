//! Attributes that are identified by a constant.

use std::marker::PhantomData;

use jiff::civil::Date;

use crate::model::condition::Condition;
use crate::model::criticity::{AppKind, Process};
use crate::model::description::{Attribute, Choice, Type};
use crate::model::organisation::{AccessMode, Membership, TeamKind, Unmasked};
use crate::model::program::{EnvironmentType, GroupKind, Interval, Rated, Reference, Scope, Sharing, Targets, Text};
use crate::model::set_expression::SetExpression;
use crate::model::tenant::SettingValue;

/// An attribute whose value is a `T`.
///
/// INVARIANT: the functions that create it set the described type and `T` together, so that the reader never has to
/// check that they match.
pub(in crate::model) struct Field<T> {
    /// Its description.
    pub(in crate::model) attribute: Attribute,
    value: PhantomData<fn() -> T>,
}

/// A type whose values each have a word.
pub(in crate::model) trait OneOf: Copy + 'static {
    /// Every value.
    const ALL: &'static [Self];

    /// Its word.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($type:ty),+) => {$(
        impl OneOf for $type {
            const ALL: &'static [Self] = &<$type>::ALL;

            fn word(self) -> &'static str {
                self.word()
            }
        }
    )+};
}

words!(AccessMode, AppKind, EnvironmentType, GroupKind, Membership, TeamKind, Unmasked);

impl<T> Field<T> {
    const fn of(name: &'static str, kind: Type, doc: &'static str) -> Self {
        Self { attribute: Attribute { name, kind, required: false, default: "", doc }, value: PhantomData }
    }

    /// A copy that must be given.
    pub(in crate::model) const fn required(mut self) -> Self {
        self.attribute.required = true;
        self
    }

    /// A copy with a default value.
    pub(in crate::model) const fn by_default(mut self, value: &'static str) -> Self {
        self.attribute.default = value;
        self
    }
}

/// Defines the functions that create fields: their arguments besides name and documentation, and the type of the
/// field.
macro_rules! fields {
    ($([$of:ty] { $($(#[$doc:meta])* $make:ident ($($argument:ident: $kind:ty),*) = $type:expr;)+ })+) => {$(
        impl Field<$of> {$(
            $(#[$doc])*
            pub(in crate::model) const fn $make(name: &'static str, $($argument: $kind,)* doc: &'static str) -> Self {
                Self::of(name, $type, doc)
            }
        )+}
    )+};
}

fields! {
    [bool] {
        flag() = Type::Bool;
    }
    [Text] {
        text() = Type::Text;
        region() = Type::Region;
        currency() = Type::Currency;
        ceiling() = Type::Ceiling;
        /// The name of something that is not declared in the source.
        name(what: &'static str) = Type::Name(what);
    }
    [Vec<Text>] {
        texts() = Type::Texts;
    }
    [u32] {
        /// Fields exist only for whole numbers that are not negative.
        number(low: u32, high: u32) = Type::Integer(low as i64, high as i64);
        language() = Type::Language;
        at_least() = Type::AtLeast;
    }
    [Date] {
        date() = Type::Date;
    }
    [&'static str] {
        word(choices: &'static [Choice]) = Type::Word(choices);
    }
    [SetExpression] {
        connectors() = Type::ConnectorSet;
    }
    [Scope] {
        scope() = Type::Scope;
    }
    [Interval] {
        interval() = Type::Interval;
        duration() = Type::Duration;
    }
    [Rated] {
        rated() = Type::Rated;
    }
    [Sharing] {
        sharing() = Type::Sharing;
        sharing_or_none() = Type::SharingOrNone;
    }
    [Process] {
        process() = Type::Process;
    }
    [Condition] {
        levels() = Type::Levels;
    }
    [Targets] {
        environments() = Type::Environments;
    }
    [(bool, Vec<Text>)] {
        domains() = Type::Domains;
    }
    [SettingValue] {
        /// A setting of the tenant; its type is a switch, one of some words, or a number.
        setting(kind: Type) = kind;
    }
}

impl<W: OneOf> Field<W> {
    /// One of the words of a type. `choices` describe them.
    pub(in crate::model) const fn one_of(name: &'static str, choices: &'static [Choice], doc: &'static str) -> Self {
        Self::of(name, Type::Word(choices), doc)
    }
}

impl<I> Field<Reference<I>> {
    /// The name of a declaration of a kind.
    pub(in crate::model) const fn reference(name: &'static str, kind: &'static str, doc: &'static str) -> Self {
        Self::of(name, Type::Reference(kind), doc)
    }
}

impl<I> Field<Vec<Reference<I>>> {
    /// Names of declarations of a kind.
    pub(in crate::model) const fn references(name: &'static str, kind: &'static str, doc: &'static str) -> Self {
        Self::of(name, Type::References(kind), doc)
    }
}

impl<N: From<Text>> Field<Vec<N>> {
    /// Names of declarations of several kinds, or of things that are not declared in the source.
    pub(in crate::model) const fn names(name: &'static str, what: &'static str, doc: &'static str) -> Self {
        Self::of(name, Type::Names(what), doc)
    }
}
