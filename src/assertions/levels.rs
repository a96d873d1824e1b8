//! Assertions about levels and ratings: `app expense_approval is medium`, `agent { skill = 9 } is high for risk`,
//! `connector twitter is rated forbidden`

use super::{Bench, Outcome, failed, undecided};
use crate::analysis::{governance, levels};
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::model::assertion::{AppAsked, LevelClaim, RatedClaim};
use crate::model::criticity::{App, Decider, Outcome as Given, RuleSet};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{CriterionValue, Program};
use crate::text::Location;

impl<'a> Bench<'a> {
    pub(super) fn level(&mut self, claim: &'a LevelClaim, place: Location) -> Outcome {
        let program = self.program;
        let app = match &claim.app {
            AppAsked::Declared(app) => app.target.map(|target| &program.apps[target]),
            AppAsked::Written(app) => Some(&**app),
        };
        let Some(app) = app else { return Some(Box::new(undecided(place, "which app is meant could not be found"))) };
        let subject = &*claim.subject.name;
        let name = match app.name() {
            "" => format!("this {subject}"),
            name => format!("{subject} `{name}`"),
        };
        let parts = |value: &CriterionValue| (value.field.name.to_string(), value.value.shown());
        let witness = Witness::new(app.criteria.iter().map(parts));
        let rules = match claim.rules {
            Some(index) => Some(&program.rule_sets[index]),
            None => governance::app_rules(program).filter(|_| claim.is_of_apps()),
        };
        let impossibilities = governance::Impossibilities::of_subject(program, subject, rules);
        if let Some(impossible) = impossibilities.of_app(app).first() {
            let finding =
                undecided(place, format!("{name} is what is declared impossible, so its level means nothing"));
            return Some(Box::new(finding.label(impossible.location, "declared impossible here").witness(witness)));
        }
        let of_apps = || levels::settled(program, app);
        let (app, outcome) = match (&claim.app, rules) {
            (AppAsked::Declared(_), _) if claim.is_of_apps() => (app.clone(), of_apps()),
            (_, Some(rules)) if rules.sound && app.sound => {
                let app = levels::judged(program, rules, app, self.evidence.today);
                let outcome = app.outcome.clone();
                (app, outcome)
            }
            _unread => (app.clone(), of_apps()),
        };
        self.touch_rule(rules, &outcome);
        let wanted = claim.level.target?;
        if outcome.level() == Some(wanted) {
            return None;
        }
        let on = claim.scale.as_ref().map_or_else(String::new, |scale| format!(" for `{}`", scale.name));
        let finding = match &outcome {
            Given::Level { level, .. } => {
                let level = level_word(program, rules, *level);
                let message = format!("{name} is `{level}`{on}, not `{}`", claim.level.symbol.name);
                decided(failed(place, message), rules, &outcome)
            }
            Given::Gap => failed(place, format!("{name} has no level{on}: no rule matches it")),
            Given::NoRules => undecided(place, format!("{name} has no level{on}: there are no rules for {subject}s")),
            Given::Unknown { missing } => self.unknown(place, &format!("{name}{on}"), rules, &app, missing),
        };
        Some(Box::new(finding.witness(witness)))
    }

    fn unknown(
        &self,
        place: Location,
        name: &str,
        rules: Option<&RuleSet>,
        app: &App,
        missing: &[ecow::EcoString],
    ) -> Diagnostic {
        let names = quoted_list(missing.iter().map(AsRef::as_ref), "and");
        let finding =
            undecided(place, format!("the level of {name} is not known: {names} {} not given", are(missing.len())));
        let possible = rules.and_then(|rules| levels::completed(self.program, rules, app)).unwrap_or_default();
        if possible.is_empty() {
            return finding;
        }
        let possible = possible.iter().map(|level| level_word(self.program, rules, *level));
        finding.note(format!("once that is known, it will be {}", quoted_list(possible, "or")))
    }

    pub(super) fn rated(&mut self, claim: &'a RatedClaim, place: Location) -> Outcome {
        let program = self.program;
        let name = &claim.connector.symbol.name;
        let Some(id) = claim.connector.id else {
            return Some(Box::new(undecided(place, format!("nothing is said of connector `{name}`"))));
        };
        let rules = governance::rating_rules(program);
        let given = program.ratings.get(id.0 as usize);
        let facts = program.facts_of(id);
        let stated = facts.and_then(|facts| facts.rated.as_ref());
        if let (None, Some(given)) = (stated, given) {
            self.touch_rule(rules, given);
        }
        let subjects = ConnectorSubjects::new(program);
        let wanted = &*claim.level.symbol.name;
        let rating = governance::rating(&subjects, id);
        if rating == Some(wanted) {
            return None;
        }
        let finding = match (rating, stated, given) {
            (Some(rating), Some(stated), _) => {
                let finding = failed(place, format!("connector `{name}` is rated `{rating}`, not `{wanted}`"));
                finding.label(stated.level.location, "rated here")
            }
            (Some(rating), None, given) => {
                let finding = failed(place, format!("connector `{name}` is rated `{rating}`, not `{wanted}`"));
                given.map_or(finding.clone(), |given| decided(finding, rules, given))
            }
            (None, _, Some(Given::Gap)) => {
                failed(place, format!("connector `{name}` is not rated: no rule matches it"))
            }
            (None, _, Some(Given::Unknown { missing })) => {
                let names = quoted_list(missing.iter().map(AsRef::as_ref), "and");
                let are = are(missing.len());
                undecided(place, format!("the rating of connector `{name}` is not known: {names} {are} not given"))
            }
            (None, ..) => undecided(place, format!("the rating of connector `{name}` is not known: nothing rates it")),
        };
        Some(Box::new(finding.witness(Witness::new([("connector", name.as_str())]))))
    }

    fn touch_rule(&mut self, rules: Option<&RuleSet>, outcome: &Given) {
        if let (Some(rules), Given::Level { by, .. }) = (rules, outcome) {
            match by {
                Decider::Rule(index) => self.touched.rule(rules, Some(*index)),
                Decider::Otherwise => self.touched.rule(rules, None),
            }
        }
    }
}

/// The name of a level that rules give.
fn level_word<'p>(program: &'p Program, rules: Option<&RuleSet>, level: u32) -> &'p str {
    let scale = rules.and_then(|rules| Some(&program.scales[rules.scale?]));
    scale.and_then(|scale| scale.levels.get(level as usize)).map_or("?", |level| &*level.name)
}

/// Adds the rule that gives a level.
fn decided(finding: Diagnostic, rules: Option<&RuleSet>, outcome: &Given) -> Diagnostic {
    match rules.and_then(|rules| rules.place_of(outcome)) {
        Some(place) => finding.label(place, "this rule decides"),
        None => finding,
    }
}

/// "is" for one, otherwise "are".
const fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
