//! Rules: their regions or, where those are too many, how they are written; and combinations that cannot be.

use ecow::EcoString;

use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::regions::{self, End, Region, Values};
use crate::model::Program;
use crate::model::condition::{Condition, Operand};
use crate::model::criticity::{Factor, Impossible, RuleSet, Scorecard, Test};
use crate::model::program::Symbol;

/// The regions of each set of rules, and of each subject of criteria that says what cannot be.
pub(super) struct Regions {
    pub(super) rules: Vec<Option<Vec<Region>>>,
    criteria: Vec<Option<Vec<Region>>>,
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

    /// What the criteria at `index` say cannot be.
    pub(super) fn impossible(&self, json: &mut Json<'_>, index: usize, impossible: &[Impossible]) {
        match self.criteria.get(index).and_then(Option::as_ref) {
            Some(regions) => json.key("impossible").object(|json| {
                json.key("form").string("regions");
                json.key("regions").list(|json| {
                    for region in regions.iter().filter(|region| region.outcome == End::Impossible) {
                        json.list(|json| region.fields.iter().for_each(|values| field(json, values)));
                    }
                });
            }),
            None => json.key("impossible").object(|json| {
                json.key("conditions").list(|json| conditions(json, impossible));
                json.key("form").string("rules");
            }),
        }
    }
}

pub(super) fn write(json: &mut Json<'_>, job: Job<'_>, regions: &Regions) {
    let program = job.program;
    for (rules, regions) in program.rule_sets.iter().zip(&regions.rules) {
        json.object(|json| {
            json.key("description").string(&rules.head.description);
            json.key("form").string(if regions.is_some() { "regions" } else { "rules" });
            json.key("hitPolicy").string(rules.policy.words());
            json.key("open").strings(rules.open.iter().map(AsRef::as_ref));
            json.key("otherwise").optional(rules.otherwise.as_ref().map(|level| &*level.symbol.name));
            match regions {
                Some(regions) => json.key("regions").list(|json| {
                    for part in regions {
                        region(json, program, rules, part);
                    }
                }),
                None => json.key("regions").null(),
            }
            match regions {
                Some(_) => json.key("rules").null(),
                None => json.key("rules").object(|json| written(json, program, rules)),
            }
            json.key("scale").string(&rules.head.symbol.name);
            json.key("subject").string(&rules.subject.name);
        });
    }
}

fn region(json: &mut Json<'_>, program: &Program, rules: &RuleSet, region: &Region) {
    json.object(|json| {
        json.key("fields").list(|json| region.fields.iter().for_each(|values| field(json, values)));
        let scale = rules.scale.map(|index| &program.scales[index]);
        let level = match region.outcome {
            End::Level(level) => scale.and_then(|scale| scale.levels.get(level as usize)),
            End::Gap | End::Undecided | End::Impossible => None,
        };
        json.key("level").optional(level.map(|level| &*level.name));
        json.key("outcome").string(region.outcome.word());
    });
}

fn field(json: &mut Json<'_>, values: &Values) {
    let strings = |json: &mut Json<'_>, words: &[EcoString]| json.strings(words.iter().map(AsRef::as_ref));
    json.object(|json| {
        if values.except {
            strings(json.key("except"), &values.texts);
        }
        json.key("field").string(&values.field);
        if !(values.holds.is_empty() && values.lacks.is_empty()) {
            strings(json.key("holds"), &values.holds);
            strings(json.key("lacks"), &values.lacks);
        }
        if let Some(flag) = values.flag {
            json.key("is").boolean(flag);
        }
        if values.days {
            json.key("ranges").list(|json| {
                for (low, high) in values.day_ranges() {
                    json.object(|json| {
                        json.key("max").optional(high.map(|day| day.to_string()).as_deref());
                        json.key("min").optional(low.map(|day| day.to_string()).as_deref());
                    });
                }
            });
        } else if !values.ranges.is_empty() {
            json.key("ranges").list(|json| {
                for (low, high) in &values.ranges {
                    json.object(|json| range(json, *low, *high));
                }
            });
        }
        if !values.texts.is_empty() && !values.except {
            strings(json.key("texts"), &values.texts);
        }
        if !values.words.is_empty() {
            strings(json.key("words"), &values.words);
        }
    });
}

fn range(json: &mut Json<'_>, low: Option<i64>, high: Option<i64>) {
    for (key, end) in [("max", high), ("min", low)] {
        match end {
            Some(end) => json.key(key).integer(end),
            None => json.key(key).null(),
        }
    }
}

fn written(json: &mut Json<'_>, program: &Program, rules: &RuleSet) {
    let declared = program.criteria.iter().find(|criteria| criteria.head.symbol.name == rules.subject.name);
    let declared = declared.map(|criteria| criteria.impossible.as_slice()).unwrap_or_default();
    json.key("factors").list(|json| {
        for card in &rules.scorecards {
            card.factors.iter().for_each(|one| json.object(|json| factor(json, one, card)));
        }
    });
    json.key("impossible").list(|json| {
        conditions(json, declared);
        conditions(json, &rules.impossible);
    });
    json.key("rules").list(|json| {
        for rule in &rules.rules {
            json.object(|json| {
                json.key("level").string(&rule.level.symbol.name);
                match &rule.test {
                    Test::Points(card, low, high) => json.key("points").object(|json| {
                        range(json, *low, *high);
                        if let Some(name) = rules.scorecards.get(*card).and_then(|card| card.name.as_ref()) {
                            json.key("scorecard").string(&name.name);
                        }
                    }),
                    Test::Always | Test::When(_) => json.key("points").null(),
                }
                match &rule.test {
                    Test::When(test) => json.key("when").object(|json| condition(json, test)),
                    Test::Always | Test::Points(..) => json.key("when").null(),
                }
            });
        }
    });
}

fn factor(json: &mut Json<'_>, factor: &Factor, card: &Scorecard) {
    if factor.adds {
        json.key("adds").boolean(true);
    }
    json.key("field").string(&factor.field.name);
    json.key("points").list(|json| {
        for row in &factor.rows {
            json.object(|json| {
                json.key("points").integer(row.points);
                match &row.test {
                    Some(test) => json.key("when").object(|json| condition(json, test)),
                    None => json.key("when").null(),
                }
            });
        }
    });
    if let Some(name) = &card.name {
        json.key("scorecard").string(&name.name);
    }
}

fn conditions(json: &mut Json<'_>, impossible: &[Impossible]) {
    for one in impossible {
        json.object(|json| condition(json, &one.condition));
    }
}

/// One condition; `and` and `or` with all that they join.
fn condition(json: &mut Json<'_>, test: &Condition) {
    let compare = |json: &mut Json<'_>, name: &Symbol, operator: &str, values: &[&Operand]| {
        json.key("field").string(&name.name);
        json.key("operator").string(operator);
        json.key("values").list(|json| values.iter().for_each(|value| operand(json, value)));
    };
    match test {
        Condition::And(..) => {
            json.key("all")
                .list(|json| test.conjuncts().iter().for_each(|part| json.object(|json| condition(json, part))));
        }
        Condition::Or(..) => {
            json.key("any")
                .list(|json| test.disjuncts().iter().for_each(|part| json.object(|json| condition(json, part))));
        }
        Condition::Not(inner, _) => json.key("not").object(|json| condition(json, inner)),
        Condition::Is(name) => compare(json, name, "==", &[&Operand::Bool(true)]),
        Condition::Compare(name, _, value @ Operand::Age(_), _) => compare(json, name, "older than", &[value]),
        Condition::Compare(name, operator, Operand::Field(other), _) => {
            json.key("field").string(&name.name);
            json.key("operator").string(operator.mark());
            json.key("other").string(&other.name);
            json.key("values").list(|_| {});
        }
        Condition::Compare(name, _, Operand::Unanswered, _) => compare(json, name, "not answered", &[]),
        Condition::Compare(name, operator, value, _) => compare(json, name, operator.mark(), &[value]),
        Condition::In(name, values, _) => {
            let values: Vec<&Operand> = values.iter().map(|(value, _)| value).collect();
            compare(json, name, "in", &values);
        }
        Condition::Contains(name, word) => compare(json, name, "holds", &[&Operand::Word(word.name.clone())]),
    }
}

/// A value as JSON.
pub(super) fn operand(json: &mut Json<'_>, operand: &Operand) {
    match operand {
        Operand::Bool(value) => json.boolean(*value),
        Operand::Word(word) | Operand::Text(word) => json.string(word),
        Operand::Integer(number) => json.integer(*number),
        Operand::Date(day) => json.string(&day.to_string()),
        Operand::Range(..) | Operand::Decimal(_) | Operand::Decimals(..) => json.string(&operand.shown()),
        Operand::Age(age) => json.string(&age.shown()),
        Operand::Field(other) => json.string(&other.name),
        Operand::Unanswered => json.null(),
        Operand::List(words) => json.list(|json| words.iter().for_each(|word| json.string(word))),
    }
}
