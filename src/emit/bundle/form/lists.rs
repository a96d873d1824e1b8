//! Lists of values.

use serde_json::{Value, json};

use super::{Context, Data, Form, Members, Name, Named, Place, Schemas, Within};
use crate::emit::bundle::source_map::Map;
use crate::emit::json::Json;
use crate::emit::normal::sorted_names;
use crate::model::organisation::{self, Party};
use crate::model::program::{Reference, Symbol};
use crate::model::{ConnectorId, List};
use crate::text::Location;

/// Values one after the other.
#[derive(Clone)]
pub struct Each<I>(pub I);

impl<D: Data, I: Iterator<Item = D>> Data for Each<I> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.list(|json| self.0.for_each(|value| value.write(json, context)));
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        json!({ "type": "array", "items": D::schema(schemas, within) })
    }
}

/// The declarations of a kind, each where its name is.
#[derive(Clone)]
pub struct Declarations<'a, T>(pub &'a List<T>);

impl<'a, T> Data for Declarations<'a, T>
where
    &'a T: Data,
{
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.0.iter()).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        <Vec<&'a T>>::schema(schemas, within)
    }
}

impl<D: Data> Data for Vec<D> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.into_iter()).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        Each::<std::vec::IntoIter<D>>::schema(schemas, within)
    }
}

/// Texts in an order that the object gives, each once.
pub struct Names<'a>(pub Vec<&'a str>);

impl<'a> Names<'a> {
    /// Texts by their order, each once.
    pub fn sorted(texts: &'a [Symbol]) -> Self {
        Self(sorted_names(texts))
    }
}

impl Data for Names<'_> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.strings(self.0);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        json!({ "type": "array", "items": <&str>::schema(schemas, within), "uniqueItems": true })
    }
}

/// Names of declarations in an order that the object gives, each once.
pub struct Symbols<I>(pub I);

impl<'a, I: Iterator<Item = &'a str>> Data for Symbols<I> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.strings(self.0);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let name = Name::schema(schemas, within);
        schemas.define(
            "symbols",
            "Names of declarations.",
            |_| json!({ "type": "array", "items": name, "uniqueItems": true }),
        )
    }
}

/// Names of declarations by their order, each once.
pub struct References<'a, I>(pub &'a [Reference<I>]);

impl<I> Clone for References<'_, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I> Copy for References<'_, I> {}

impl<'a, I> References<'a, I> {
    pub fn sorted(self) -> Vec<&'a Reference<I>> {
        let mut sorted: Vec<&Reference<I>> = self.0.iter().collect();
        sorted.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
        sorted.dedup_by(|a, b| a.symbol.name == b.symbol.name);
        sorted
    }

    /// The names.
    pub fn names(self) -> Vec<&'a str> {
        self.sorted().into_iter().map(|one| &*one.symbol.name).collect()
    }
}

impl<I> Data for References<'_, I> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.strings(self.sorted().into_iter().map(|one| &*one.symbol.name));
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        Symbols::<std::iter::Empty<&str>>::schema(schemas, within)
    }
}

/// Users, teams and groups, by kind and name, each once.
#[derive(Clone, Copy)]
pub struct Parties<'a>(pub &'a [Party]);

impl<'a> Parties<'a> {
    pub fn sorted(self) -> Vec<(&'static str, &'a Party)> {
        let mut found: Vec<(&'static str, &Party)> = self
            .0
            .iter()
            .filter_map(|party| {
                let kind = match party.target? {
                    organisation::Named::User(_) => "user",
                    organisation::Named::Team(_) => "team",
                    organisation::Named::Group(_) => "group",
                };
                Some((kind, party))
            })
            .collect();
        found.sort_by(|a, b| (a.0, &a.1.symbol.name).cmp(&(b.0, &b.1.symbol.name)));
        found.dedup_by(|a, b| (a.0, &a.1.symbol.name) == (b.0, &b.1.symbol.name));
        found
    }
}

#[derive(Clone, Copy)]
struct PartyOf<'a>(&'static str, &'a Party);

impl Form for PartyOf<'_> {
    const FORM: Named = Named("party", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("kind", "What it is.", ["group", "team", "user"]), |party, _| party.0);
        to.value("symbol", |party, _| party.1);
    }
}

impl Data for Parties<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.sorted().into_iter().map(|(kind, party)| PartyOf(kind, party))).write(json, context);
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        let party = schemas.object::<PartyOf<'_>>();
        schemas.define(
            "parties",
            "Users, teams and groups, by kind and symbol.",
            |_| json!({ "type": "array", "items": party, "uniqueItems": true }),
        )
    }
}

/// Connectors by their symbols.
pub struct ConnectorNames(pub Vec<ConnectorId>);

impl Data for ConnectorNames {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.list(|json| self.0.iter().for_each(|id| json.raw(context.connectors.text(*id))));
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let name = ConnectorId::schema(schemas, within);
        schemas.define(
            "connectorNames",
            "Connectors, by symbol.",
            |_| json!({ "type": "array", "items": name, "uniqueItems": true }),
        )
    }
}

/// The places of a list that may be somewhere itself, and of its values, of which no more is to be said.
pub struct PlacesOf<I>(pub Option<Location>, pub I);

/// Values of a list, each at a place of which no more is to be said.
pub struct Located<I, F>(I, F);

/// Makes one.
pub fn located<D, I: IntoIterator<Item = D>, F: Fn(D) -> Location>(list: I, place: F) -> Located<I, F> {
    Located(list, place)
}

impl<D: Data, I: IntoIterator<Item = D>, F: Fn(D) -> Location> Data for Located<I, F> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.0.into_iter()).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        <Vec<D>>::schema(schemas, within)
    }
}

impl<D, I: IntoIterator<Item = D>, F: Fn(D) -> Location> Place for Located<I, F> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.members(key, None, self.0.into_iter().map(self.1));
    }
}
