//! Sets of rules in the bundle: their regions or, where those are too many, how they are written.

use serde_json::{Value, json};

use super::form::{Context, Data, Description, Each, Form, Items, Members, Name, Named, PlacesOf, Schemas, Within};
use super::regions::Parts;
use super::values::closed;
use crate::emit::json::Json;
use crate::emit::regions::Region;
use crate::model::condition::{Condition, Operand};
use crate::model::criticity::{DecisionRule, Factor, FactorRow, HitPolicy, Impossible, RuleSet, Scorecard, Test};
use crate::model::program::Symbol;
use crate::text::Location;

/// A set of rules, and its regions.
#[derive(Clone, Copy)]
pub(super) struct Ruled<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) regions: Option<&'a [Region]>,
}

impl<'a> Ruled<'a> {
    pub(super) fn all(context: &Context<'a>) -> impl Iterator<Item = Self> {
        let regions = context.regions.rules.iter().map(Option::as_deref);
        context.program().rule_sets.iter().zip(regions).map(|(rules, regions)| Ruled { rules, regions })
    }
}

impl Form for Ruled<'_> {
    const FORM: Named = Named("ruleSet", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |ruled, _| Description(&ruled.rules.head.description));
        let doc = "Whether the rules are given as regions, which are the same however they are written, or as written, where the regions or the nodes of their diagram would be more than 20,000, or the rules ask for ages, numbers with decimal places, what was not answered, or comparisons of two fields.";
        to.value(
            ("form", doc, ["regions", "rules"]),
            |ruled, _| {
                if ruled.regions.is_some() { "regions" } else { "rules" }
            },
        );
        let doc = "How rules that match the same subject are settled.";
        to.said(("hitPolicy", doc, HitPolicy::ALL.map(HitPolicy::words)), |ruled, _| {
            (ruled.rules.policy.words(), ruled.rules.policy_location)
        });
        let doc = "The questions about the rules that were not answered, a phrase each: where there are any, nothing says that the rules are free of contradictions and leave nothing out.";
        to.value(("open", doc), |ruled, _| Each(ruled.rules.open.iter().map(String::as_str)));
        let doc = "The level of what no rule matches; regions have it already.";
        to.said(("otherwise", doc), |ruled, _| ruled.rules.otherwise.as_ref());
        let doc = "All subjects, in parts that do not overlap and leave nothing out: the paths of a reduced ordered decision diagram, fields by name, values from the lowest. Everything that is asked for is known of them.";
        to.said(("regions", doc, Items::ONE_AT_LEAST), |ruled, _| Some(Parts(ruled.rules, ruled.regions?)));
        to.said(("rules", "The rules as written."), |ruled, _| ruled.regions.is_none().then_some(Written(ruled.rules)));
        to.value(("scale", "The scale."), |ruled, _| Name(&ruled.rules.head.symbol.name));
        to.said(("subject", "What the rules are about."), |ruled, _| &ruled.rules.subject);
    }

    fn place(self) -> Option<Location> {
        Some(self.rules.head.symbol.location)
    }
}

/// Rules as they are written.
#[derive(Clone, Copy)]
struct Written<'a>(&'a RuleSet);

impl Form for Written<'_> {
    const FORM: Named = Named("rules", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("factors", "The factors of the scorecards."), |written, _| {
            let cards = written.0.scorecards.iter();
            Each(cards.flat_map(|card| card.factors.iter().map(move |factor| FactorOf { factor, card })))
        });
        to.value(("impossible", "Combinations that cannot be."), |written, context| {
            let mut criteria = context.program().criteria.iter();
            let declared = criteria.find(|criteria| criteria.head.symbol.name == written.0.subject.name);
            let declared = declared.map(|criteria| criteria.impossible.as_slice()).unwrap_or_default();
            Each(conditions(declared).chain(conditions(&written.0.impossible)))
        });
        to.said(("rules", "The rules, in the order written."), |written, _| {
            (
                Each(written.0.rules.iter().map(|rule| RuleOf { rule, rules: written.0 })),
                PlacesOf(None, written.0.rules.iter().map(|rule| rule.location)),
            )
        });
    }
}

/// One rule of a set.
#[derive(Clone, Copy)]
struct RuleOf<'a> {
    rule: &'a DecisionRule,
    rules: &'a RuleSet,
}

impl Form for RuleOf<'_> {
    const FORM: Named = Named("rule", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("level", "The level."), |one, _| &one.rule.level.symbol);
        to.value(("points", "The points that the scorecard must add up to."), |one, _| match &one.rule.test {
            Test::Points(card, low, high) => {
                let card = one.rules.scorecards.get(*card);
                Some(Total { low: *low, high: *high, card: card.and_then(|card| card.name.as_ref()) })
            }
            Test::Always | Test::When(_) => None,
        });
        to.value(("when", "The condition; null where there is none."), |one, _| match &one.rule.test {
            Test::When(test) => Some(test),
            Test::Always | Test::Points(..) => None,
        });
    }
}

/// Points of a scorecard, ends included.
#[derive(Clone, Copy)]
struct Total<'a> {
    low: Option<i64>,
    high: Option<i64>,
    card: Option<&'a Symbol>,
}

impl Form for Total<'_> {
    const FORM: Named = Named("total", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("max", "The most; null where there is no end."), |total, _| total.high);
        to.value(("min", "The least; null where there is no end."), |total, _| total.low);
        to.perhaps(("scorecard", "The scorecard, where there are several."), |total, _| total.card);
    }
}

/// A factor of a scorecard.
#[derive(Clone, Copy)]
struct FactorOf<'a> {
    factor: &'a Factor,
    card: &'a Scorecard,
}

impl Form for FactorOf<'_> {
    const FORM: Named = Named("factor", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc = "That every row that holds adds its points; otherwise one row gives them.";
        to.perhaps(("adds", doc, [true]), |one, _| one.factor.adds.then_some(true));
        to.value(("field", "The field."), |one, _| &one.factor.field);
        to.value(("points", "Its values and their points."), |one, _| Each(one.factor.rows.iter()));
        to.perhaps(("scorecard", "The name of the scorecard, where it has one."), |one, _| one.card.name.as_ref());
    }
}

impl Form for &FactorRow {
    const FORM: Named = Named("factorRow", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("points", "The points."), |row, _| row.points);
        to.value(("when", "The condition; null where any value gives them."), |row, _| row.test.as_ref());
    }
}

/// The conditions of combinations that cannot be.
pub(super) fn conditions(impossible: &[Impossible]) -> impl Iterator<Item = &Condition> {
    impossible.iter().map(|one| &one.condition)
}

impl Data for &Condition {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        condition(json, self, context);
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        schemas.define("condition", "A condition as written.", |schemas| {
            let one = json!({ "$ref": "#/$defs/condition" });
            let several = json!({ "type": "array", "minItems": 2, "items": &one });
            json!({ "oneOf": [
                closed(&json!({ "all": &several })),
                closed(&json!({ "any": &several })),
                closed(&json!({ "not": one })),
                schemas.object::<&Comparison<'_>>(),
            ] })
        })
    }
}

/// One condition; `and` and `or` with all that they join.
fn condition(json: &mut Json<'_>, test: &Condition, context: &Context<'_>) {
    let several = |json: &mut Json<'_>, key| {
        json.object(|json| Each(test.operands_of_chain().into_iter()).write(json.key(key), context));
    };
    let compare = |json: &mut Json<'_>, field, operator, other, values| {
        (&Comparison { field, operator, other, values }).write(json, context);
    };
    match test {
        Condition::And(..) => several(json, "all"),
        Condition::Or(..) => several(json, "any"),
        Condition::Not(inner, _) => json.object(|json| (&**inner).write(json.key("not"), context)),
        Condition::Is(field) => compare(json, field, "==", None, vec![Operand::Bool(true)]),
        Condition::Compare(field, _, value @ Operand::Age(_), _) => {
            compare(json, field, OLDER, None, vec![value.clone()]);
        }
        Condition::Compare(field, operator, Operand::Field(other), _) => {
            compare(json, field, operator.mark(), Some(other), Vec::new());
        }
        Condition::Compare(field, _, Operand::Unanswered, _) => compare(json, field, UNANSWERED, None, Vec::new()),
        Condition::Compare(field, operator, value, _) => {
            compare(json, field, operator.mark(), None, vec![value.clone()]);
        }
        Condition::In(field, values, _) => {
            compare(json, field, "in", None, values.iter().map(|(value, _)| value.clone()).collect());
        }
        Condition::Contains(field, word) => {
            compare(json, field, HOLDS, None, vec![Operand::Word(word.name.clone())]);
        }
    }
}

const HOLDS: &str = "holds";
const OLDER: &str = "older than";
const UNANSWERED: &str = "not answered";

/// A field held against values.
struct Comparison<'a> {
    field: &'a Symbol,
    operator: &'static str,
    other: Option<&'a Symbol>,
    values: Vec<Operand>,
}

impl Form for &Comparison<'_> {
    const FORM: Named = Named("comparison", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("field", "The field."), |comparison, _| comparison.field);
        let doc = "`holds` asks whether a word is in a list, `not answered` whether there is no value, and `older than` how old a day is on the day for which levels are asked.";
        let words = ["!=", "<", "<=", "==", ">", ">=", HOLDS, "in", UNANSWERED, OLDER];
        to.value(("operator", doc, words), |comparison, _| comparison.operator);
        let doc = "The field that it is compared with, in place of values.";
        to.perhaps(("other", doc), |comparison, _| comparison.other);
        let doc = "One value, or for `in` several; ranges as they are written, `51..500`, numbers with decimal places as texts, ages as `60 days`.";
        to.value(("values", doc), |comparison, _| Each(comparison.values.iter()));
    }
}
