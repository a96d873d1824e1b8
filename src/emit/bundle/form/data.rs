//! What single values are, in JSON and in the schema.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::schema::described;
use super::{Context, Data, Form, Members, Named, Place, Schemas, Within, write};
use crate::catalog::privilege::Level;
use crate::catalog::{AdminRole, DataGroup, Ownership};
use crate::emit::ids::IdSource;
use crate::emit::json::{Json, MAX_NUMBER};
use crate::model::ConnectorId;
use crate::model::criticity::AppKind;
use crate::model::organisation::{AccessMode, Membership, TeamKind, Unmasked};
use crate::model::program::{EnvironmentType, GroupKind, Head, Interval, Reference, Symbol, Text};

/// Implements [`Data`] for types that JSON has, so far as the key does not say what they are one of.
macro_rules! plain {
    ($($type:ty: |$value:ident, $json:ident| $write:expr, |$within:ident| $schema:expr;)+) => {$(
        impl Data for $type {
            fn write(self, $json: &mut Json<'_>, _: &Context<'_>) {
                let $value = self;
                $write;
            }

            fn schema(_: &mut Schemas, $within: &Within) -> Value {
                if $within.one_of.is_empty() { $schema } else { one_of($within.one_of.clone()) }
            }
        }
    )+};
}

plain! {
    bool: |value, json| json.boolean(value), |within| json!({ "type": "boolean" });
    &str: |text, json| json.string(text), |within| json!({ "type": "string" });
    Cow<'_, str>: |text, json| json.string(&text), |within| json!({ "type": "string" });
    &Symbol: |text, json| json.string(&text.name), |within| json!({ "type": "string" });
    u32: |number, json| json.number(number as usize), |within| count(within);
    usize: |number, json| json.number(number), |within| count(within);
}

fn count(within: &Within) -> Value {
    match within.range {
        Some((low, Some(high))) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Some((low, None)) => json!({ "type": "integer", "minimum": low }),
        None => json!({ "type": "integer", "minimum": 0 }),
    }
}

/// One of some values, which are sorted.
pub fn one_of(mut values: Vec<Value>) -> Value {
    values.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    json!({ "enum": values })
}

/// One of these words.
pub fn words(words: impl IntoIterator<Item = &'static str>) -> Vec<Value> {
    words.into_iter().map(Value::from).collect()
}

/// Implements [`Data`] for types each value of which has a word.
macro_rules! worded {
    ($($type:ty = $all:expr;)+) => {$(
        impl Data for $type {
            fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
                json.string(self.word());
            }

            fn schema(_: &mut Schemas, _: &Within) -> Value {
                one_of(words($all.into_iter().map(<$type>::word)))
            }
        }
    )+};
}

worded! {
    AccessMode = Self::ALL;
    AdminRole = Self::ALL;
    AppKind = Self::ALL;
    DataGroup = Self::ALL;
    EnvironmentType = Self::ALL;
    GroupKind = Self::ALL;
    Membership = Self::ALL;
    Ownership = Self::ALL.into_iter().chain([Self::Unknown]);
    TeamKind = Self::ALL;
    Unmasked = Self::ALL;
}

impl Data for Level {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.string(self.word());
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        let doc = "How far a grant reaches: rows of the holder, of the holder's business unit, of that unit and all below it, all rows.";
        schemas.define("accessLevel", doc, |_| one_of(words(Self::ALL.map(Self::word))))
    }
}

/// A whole number, which may be too great for readers of JSON.
impl Data for i64 {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.integer(self);
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        schemas.define("integer", "A whole number; as a text where readers of JSON would round it.", |_| {
            let number = json!({ "type": "integer", "minimum": -MAX_NUMBER, "maximum": MAX_NUMBER });
            json!({ "anyOf": [number, { "type": "string", "pattern": "^-?[0-9]{16,19}$" }] })
        })
    }
}

impl Data for Date {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.string(&self.to_string());
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        schemas.define("date", "", |_| json!({ "type": "string", "pattern": "^-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}$" }))
    }
}

impl Form for Interval {
    const FORM: Named = Named("span", "");
    const DOC: &'static str = "A span of time.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("count", "How many."), |span, _| span.count);
        to.value(("unit", "Of what.", ["days", "weeks", "months", "years"]), |span, _| span.unit);
    }
}

/// A connector by its symbol.
impl Data for ConnectorId {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.raw(context.connectors.text(self));
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        let doc = "A connector, by its symbol: its id in requests without path and without `shared_`. The id of one that the catalogue does not have is in the list `connectors`.";
        schemas.define("connectorName", doc, |_| json!({ "type": "string" }))
    }
}

/// The name of a declaration.
#[derive(Clone, Copy)]
pub struct Name<'a>(pub &'a str);

/// The name of what it refers to.
impl<I> Data for &Reference<I> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.string(&self.symbol.name);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        Name::schema(schemas, within)
    }
}

/// A doc comment.
pub struct Description<'a>(pub &'a str);

/// A display name. Where none is given it is the symbol.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub name: &'a str,
    pub given: Option<&'a Text>,
}

impl<'a> Shown<'a> {
    pub fn of(head: &'a Head, given: Option<&'a Text>) -> Self {
        Self { name: given.map_or(&head.symbol.name, |given| &given.name), given }
    }
}

/// Implements [`Data`] for texts with a definition of their own.
macro_rules! defined {
    ($($type:ty: $field:tt, $name:literal, $doc:literal;)+) => {$(
        impl Data for $type {
            fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
                json.string(self.$field);
            }

            fn schema(schemas: &mut Schemas, _: &Within) -> Value {
                schemas.define($name, $doc, |_| json!({ "type": "string" }))
            }
        }
    )+};
}

defined! {
    Description<'_>: 0, "description", "The doc comment, lines separated by line feeds; empty if there is none.";
    Name<'_>: 0, "symbol", "The name of a declaration in the source.";
    Shown<'_>: name, "displayName", "The name people know it by; the symbol where none is given.";
}

/// Where an id comes from.
pub struct Origin<const DERIVED: bool>(IdSource);

impl<const DERIVED: bool> Data for Origin<DERIVED> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.string(self.0.word());
    }

    fn schema(_: &mut Schemas, _: &Within) -> Value {
        let sources = [IdSource::Bindings, IdSource::Source].into_iter().chain(DERIVED.then_some(IdSource::Derived));
        described(one_of(words(sources.map(IdSource::word))), ORIGIN)
    }
}

/// What is said of where an id comes from.
pub const ORIGIN: &str = "Where the id comes from: an `id` in the source, the bindings of the build, derived (UUID version 5) from project and symbol, or the platform, which gives some of its own roles the same id everywhere.";

/// An id that only source and bindings give.
pub fn bound(id: Option<(&str, IdSource)>) -> (Option<&str>, Option<Origin<false>>) {
    id.map(|(id, source)| (id, Origin(source))).unzip()
}

/// An id that is derived otherwise, or is none.
pub fn derivable(id: Option<(Cow<'_, str>, IdSource)>) -> (Option<Cow<'_, str>>, Option<Origin<true>>) {
    id.map(own).unzip()
}

/// An id that is derived otherwise.
pub fn own((id, source): (Cow<'_, str>, IdSource)) -> (Cow<'_, str>, Origin<true>) {
    (id, Origin(source))
}

impl<D: Data> Data for Option<D> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        match self {
            Some(value) => value.write(json, context),
            None => json.null(),
        }
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let schema = D::schema(schemas, within);
        if within.required { schema } else { nullable(schema) }
    }
}

/// A schema that takes `null` too.
fn nullable(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(members) if members.contains_key("enum") => {
            if let Some(Value::Array(words)) = members.get_mut("enum") {
                words.push(Value::Null);
            }
        }
        Value::Object(members) if members.get("type").is_some_and(Value::is_string) => {
            if let Some(one) = members.get_mut("type") {
                *one = json!([&*one, "null"]);
            }
        }
        other => return json!({ "anyOf": [&*other, { "type": "null" }] }),
    }
    schema
}

/// A value, and its place.
impl<D: Data, P: Place> Data for (D, P) {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        self.0.write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        D::schema(schemas, within)
    }
}

impl<F: Form> Data for F {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.object(|json| write::members(json, self, context));
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        schemas.object::<F>()
    }
}

/// Data that is made to be written, and is written by reference.
pub struct Made<T>(pub T);

impl<T> Data for Made<T>
where
    for<'x> &'x T: Data,
{
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        (&self.0).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        <&T>::schema(schemas, within)
    }
}
