//! Scales, criteria and their values in the bundle.

use serde_json::{Value, json};

use super::form::{
    Context, Data, Description, Each, Form, Items, Members, Name, Named, Names, Place, PlacesOf, Schemas, Within,
    located,
};
use super::regions::Impossible;
use super::source_map::Map;
use crate::emit::json::Json;
use crate::emit::regions::Region;
use crate::model::condition::Operand;
use crate::model::program::{self, CriterionValue, Domain, Field, Scale};
use crate::syntax::literal::Decimal;
use crate::text::Location;

impl Form for &Scale {
    const FORM: Named = Named("scale", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |scale, _| Description(&scale.head.description));
        to.said(("levels", "The levels, lowest first.", Items::ONE_AT_LEAST), |scale, _| {
            (
                Names(scale.levels.iter().map(|level| &*level.name).collect()),
                PlacesOf(None, scale.levels.iter().map(|level| level.location)),
            )
        });
        to.value("symbol", |scale, _| Name(&scale.head.symbol.name));
    }
}

/// The fields of a subject, and the regions of what cannot be.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) criteria: &'a program::Criteria,
    pub(super) regions: Option<&'a [Region]>,
}

impl<'a> Fields<'a> {
    pub(super) fn all(context: &Context<'a>) -> impl Iterator<Item = Self> {
        let regions = context.regions.criteria.iter().map(Option::as_deref);
        context.program().criteria.iter().zip(regions).map(|(criteria, regions)| Fields { criteria, regions })
    }

    fn by_name(&self) -> Vec<&'a Field> {
        let mut fields: Vec<&Field> = self.criteria.fields.iter().collect();
        fields.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
        fields
    }
}

impl Form for Fields<'_> {
    const FORM: Named = Named("criteria", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |fields, _| Description(&fields.criteria.head.description));
        to.said(("fields", "The fields, by name."), |fields, _| {
            located(fields.by_name(), |field| field.symbol.location)
        });
        let doc = "Combinations that cannot be: regions that do not overlap or, where those are too many, the conditions as written.";
        to.said(("impossible", doc), |fields, _| {
            (
                Impossible { written: &fields.criteria.impossible, regions: fields.regions },
                fields.criteria.impossible.iter().map(|one| one.location).min(),
            )
        });
        to.value(("subject", "What the criteria describe."), |fields, _| &*fields.criteria.head.symbol.name);
    }

    fn place(self) -> Option<Location> {
        Some(self.criteria.head.symbol.location)
    }
}

impl Form for &Field {
    const FORM: Named = Named("field", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |field, _| Description(&field.description));
        to.value("domain", |field, _| &field.domain);
        to.value(("name", "Its name."), |field, _| &field.symbol);
    }
}

impl Data for &Domain {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.object(|json| domain(json, self, context));
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        schemas.define("domain", "What a field may be.", |schemas| {
            let end = <Option<i64>>::schema(schemas, within);
            let exact = json!({ "type": ["string", "null"] });
            let words = json!({ "type": "array", "minItems": 1, "items": { "type": "string" } });
            json!({ "oneOf": [
                closed(&json!({ "kind": { "enum": ["bool", "date", "text"] } })),
                closed(&json!({
                    "kind": { "const": "decimal" },
                    "max": &exact,
                    "min": &exact,
                    "places": {
                        "description": "How many decimal places it has. The ends are texts, so that no digit is lost.",
                        "type": "integer", "minimum": 0, "maximum": 9
                    }
                })),
                closed(&json!({ "kind": { "const": "integer" }, "max": &end, "min": &end })),
                closed(&json!({ "kind": { "const": "some" }, "words": &words })),
                closed(&json!({
                    "kind": { "const": "words" },
                    "ordered": {
                        "description": "Whether the words have an order, lowest first; otherwise they are sorted.",
                        "type": "boolean"
                    },
                    "words": &words
                })),
            ] })
        })
    }
}

/// The schema of an object with just these members.
pub(super) fn closed(properties: &Value) -> Value {
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(serde_json::Map::keys).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn domain(json: &mut Json<'_>, domain: &Domain, context: &Context<'_>) {
    match domain {
        Domain::Bool => json.key("kind").string("bool"),
        Domain::Date => json.key("kind").string("date"),
        Domain::Text => json.key("kind").string("text"),
        Domain::Number(0, low, high) => {
            json.key("kind").string("integer");
            high.write(json.key("max"), context);
            low.write(json.key("min"), context);
        }
        Domain::Number(places, low, high) => {
            let end = |units: &Option<i64>| units.map(|units| Decimal { units, places: *places }.to_string());
            json.key("kind").string("decimal");
            json.key("max").optional(end(high).as_deref());
            json.key("min").optional(end(low).as_deref());
            json.key("places").integer(i64::from(*places));
        }
        Domain::Some(words) => {
            json.key("kind").string("some");
            let mut words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
            words.sort_unstable();
            words.dedup();
            json.key("words").strings(words);
        }
        Domain::Words(words, ordered) => {
            json.key("kind").string("words");
            json.key("ordered").boolean(*ordered);
            let mut words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
            if !ordered {
                words.sort_unstable();
                words.dedup();
            }
            json.key("words").strings(words);
        }
    }
}

/// The values of criteria, by name: their order has no meaning.
#[derive(Clone, Copy)]
pub(super) struct Criteria<'a>(pub(super) &'a [CriterionValue]);

impl<'a> Criteria<'a> {
    fn sorted(self) -> Vec<&'a CriterionValue> {
        let mut values: Vec<&CriterionValue> = self.0.iter().collect();
        values.sort_by(|a, b| a.field.name.cmp(&b.field.name));
        values
    }
}

impl Data for Criteria<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.sorted().into_iter()).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        schemas.define("criterionValues", "The values of its criteria, by name.", |schemas| {
            <Vec<&CriterionValue>>::schema(schemas, within)
        })
    }
}

impl Place for Criteria<'_> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.members(key, None, self.sorted().into_iter().map(|value| value.field.location));
    }
}

impl Form for &CriterionValue {
    const FORM: Named = Named("criterionValue", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("name", "The field."), |value, _| &value.field);
        to.value("value", |value, _| &value.value);
    }
}

impl Data for &Operand {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        match self {
            Operand::Bool(value) => json.boolean(*value),
            Operand::Word(word) | Operand::Text(word) => json.string(word),
            Operand::Number(Decimal { units, places: 0 }) => json.integer(*units),
            Operand::Date(day) => json.string(&day.to_string()),
            Operand::Number(_) | Operand::Range(..) => json.string(&self.shown()),
            Operand::Age(age) => json.string(&age.shown()),
            Operand::Field(other) => json.string(&other.name),
            Operand::Unanswered => json.null(),
            Operand::List(words) => json.list(|json| words.iter().for_each(|word| json.string(word))),
        }
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let doc = "A value: yes or no, a word, a text, a day, a number, or a list of words.";
        schemas.define("value", doc, |schemas| {
            let plain = json!({ "type": ["boolean", "string"] });
            json!({ "anyOf": [plain, i64::schema(schemas, within), <Vec<&str>>::schema(schemas, within)] })
        })
    }
}
