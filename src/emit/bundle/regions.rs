//! Rules as regions: all subjects, in parts that do not overlap.

use ecow::EcoString;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::form::{Context, Data, Each, Form, Members, Named, Place, Schemas, Within};
use super::rules::conditions;
use super::source_map::Map;
use super::values::closed;
use crate::emit::json::Json;
use crate::emit::regions::{self, End, Region, Values};
use crate::model::Program;
use crate::model::condition::Condition;
use crate::model::criticity::{self, RuleSet};

/// The regions of each set of rules, and of each subject of criteria that says what cannot be.
#[derive(Default)]
pub(super) struct Regions {
    pub(super) rules: Vec<Option<Vec<Region>>>,
    pub(super) criteria: Vec<Option<Vec<Region>>>,
}

impl Regions {
    pub(super) fn of(program: &Program) -> Self {
        let criteria = program
            .criteria
            .iter()
            .map(|criteria| regions::of_impossible(program, &criteria.head.symbol.name, &criteria.impossible));
        Self {
            rules: program.rule_sets.iter().map(|rules| regions::of_rules(program, rules)).collect(),
            criteria: criteria.collect(),
        }
    }
}

/// What criteria say cannot be: as regions or, where those are too many, as written.
pub(super) struct Impossible<'a> {
    pub(super) written: &'a [criticity::Impossible],
    pub(super) regions: Option<&'a [Region]>,
}

impl Data for Impossible<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        json.object(|json| match self.regions {
            Some(regions) => {
                json.key("form").string("regions");
                let impossible = regions.iter().filter(|region| region.outcome == End::Impossible);
                Each(impossible.map(|region| FieldValues(&region.fields))).write(json.key("regions"), context);
            }
            None => {
                Each(conditions(self.written)).write(json.key("conditions"), context);
                json.key("form").string("rules");
            }
        });
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let regions = <Vec<FieldValues<'_>>>::schema(schemas, within);
        let conditions = <Vec<&Condition>>::schema(schemas, within);
        json!({ "oneOf": [
            closed(&json!({ "form": { "const": "regions" }, "regions": regions })),
            closed(&json!({ "conditions": conditions, "form": { "const": "rules" } })),
        ] })
    }
}

/// A region of a set of rules.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) region: &'a Region,
}

impl Form for Part<'_> {
    const FORM: Named = Named("region", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("fields", "What the fields are."), |part, _| FieldValues(&part.region.fields));
        to.value(("level", "The level that the rules give it."), |part, context| {
            let End::Level(level) = part.region.outcome else { return None };
            let scale = &context.program().scales[part.rules.scale?];
            scale.levels.get(level as usize)
        });
        let doc = "`gap`: no rule matches; `undecided`: a factor gives no points, or two numbers of them; `impossible`: there are no such subjects.";
        let words = [End::Gap, End::Impossible, End::Level(0), End::Undecided].map(End::word);
        to.value(("outcome", doc, words), |part, _| part.region.outcome.word());
    }
}

/// The regions of a set of rules, each with the places of the rules that give it its level.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a>(pub(super) &'a RuleSet, pub(super) &'a [Region]);

impl<'a> Parts<'a> {
    fn each(self) -> impl Iterator<Item = Part<'a>> {
        self.1.iter().map(move |region| Part { rules: self.0, region })
    }
}

impl Data for Parts<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.each()).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        <Vec<Part<'_>>>::schema(schemas, within)
    }
}

impl Place for Parts<'_> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.list(key, self.each(), |map, part| {
            let matching = part.region.rules.iter().filter_map(|rule| part.rules.rules.get(*rule as usize));
            let otherwise = part.rules.otherwise.iter().filter(|_| part.region.otherwise);
            let otherwise = otherwise.map(|level| level.symbol.location);
            map.reasons(matching.map(|rule| rule.location).chain(otherwise));
        });
    }
}

/// What the fields of a region are, by name.
struct FieldValues<'a>(&'a [(EcoString, Values)]);

impl Data for FieldValues<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Each(self.0.iter()).write(json, context);
    }

    fn schema(schemas: &mut Schemas, within: &Within) -> Value {
        let doc = "What the fields of a region are, by name. A field that is not listed here may have any value.";
        schemas.define("fieldValues", doc, |schemas| <Vec<&(EcoString, Values)>>::schema(schemas, within))
    }
}

impl Data for &(EcoString, Values) {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        let strings = |json: &mut Json<'_>, words: &[EcoString]| json.strings(words.iter().map(AsRef::as_ref));
        json.object(|json| {
            let (field, values) = self;
            if let Values::Except(texts) = values {
                strings(json.key("except"), texts);
            }
            json.key("field").string(field);
            match values {
                Values::Except(_) => {}
                Values::List(holds, lacks) => {
                    strings(json.key("holds"), holds);
                    strings(json.key("lacks"), lacks);
                }
                Values::Flag(flag) => json.key("is").boolean(*flag),
                Values::Numbers(all) => Each(all.iter().copied().map(Range::made)).write(json.key("ranges"), context),
                Values::Days(all) => Each(all.iter().copied().map(Range::made)).write(json.key("ranges"), context),
                Values::Texts(texts) => strings(json.key("texts"), texts),
                Values::Words(words) => strings(json.key("words"), words),
            }
        });
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        let field = |members: &[(&str, &str, Value)]| {
            let mut properties = json!({ "field": { "type": "string" } });
            for (key, doc, schema) in members {
                properties[*key] = schema.clone();
                properties[*key]["description"] = json!(doc);
            }
            closed(&properties)
        };
        let words = json!({ "type": "array", "minItems": 1, "items": { "type": "string" }, "uniqueItems": true });
        let some = json!({ "type": "array", "items": { "type": "string" } });
        let (numbers, days) = (schemas.object::<Range<i64>>(), schemas.object::<Range<Date>>());
        let numbers = json!({ "type": "array", "minItems": 1, "items": numbers });
        let ranges = json!({ "anyOf": [numbers, { "type": "array", "minItems": 1, "items": days }] });
        let ordered = "One of these words, in the order of the domain; sorted where it has none.";
        let folded = "One of these texts, in lower case: texts compare without regard to case.";
        json!({ "oneOf": [
            field(&[("is", "`yes` or `no`.", json!({ "type": "boolean" }))]),
            field(&[("words", ordered, words.clone())]),
            field(&[("ranges", "In one of these ranges, the lowest first.", ranges)]),
            field(&[("texts", folded, words.clone())]),
            field(&[("except", "None of these texts.", words)]),
            field(&[
                ("holds", "A list with all of these words.", some.clone()),
                ("lacks", "A list with none of these words.", some),
            ]),
        ] })
    }
}

/// Numbers or days, ends included.
#[derive(Clone, Copy)]
struct Range<D> {
    low: Option<D>,
    high: Option<D>,
}

impl<D> Range<D> {
    fn made((low, high): (Option<D>, Option<D>)) -> Self {
        Self { low, high }
    }
}

/// What a range may be of.
trait Limit: Data + Copy {
    /// The name of its ranges in the schema.
    const RANGE: &'static str;
}

impl Limit for i64 {
    const RANGE: &'static str = "range";
}

impl Limit for Date {
    const RANGE: &'static str = "days";
}

impl<D: Limit> Form for Range<D> {
    const FORM: Named = Named(D::RANGE, "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("max", "The greatest; null where there is none."), |range, _| range.high);
        to.value(("min", "The least; null where there is none."), |range, _| range.low);
    }
}
