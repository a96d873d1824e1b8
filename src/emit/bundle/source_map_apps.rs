//! The places of rules, controls, offers, guidelines, maker teams and apps.

use super::apps::by_offer;
use super::declarations::values;
use super::source_map::{Map, order_of_keys};
use crate::emit::json::Json;
use crate::model::criticity::{APP_SCALE, Certificate, Decider, Outcome, RuleSet};
use crate::model::program::{CriterionValue, Program};
use crate::text::Location;

/// Where what decides stands.
fn decider(rules: Option<&RuleSet>, outcome: &Outcome) -> Option<Location> {
    let Outcome::Level { by, .. } = outcome else { return None };
    match by {
        Decider::Rule(index) => rules?.rules.get(*index as usize).map(|rule| rule.location),
        Decider::Otherwise => rules?.otherwise.as_ref().map(|level| level.symbol.location),
        Decider::Stated => None,
    }
}

/// The rules of a scale about a subject.
pub(super) fn rules_of<'p>(program: &'p Program, scale: &str, subject: &str) -> Option<&'p RuleSet> {
    let mut sets = program.rule_sets.iter();
    sets.find(|rules| &*rules.head.symbol.name == scale && &*rules.subject.name == subject)
}

impl Map<'_> {
    /// The place of what gave an outcome.
    pub(super) fn outcome(&mut self, json: &mut Json<'_>, step: &str, rules: Option<&RuleSet>, outcome: &Outcome) {
        if let Some(location) = decider(rules, outcome) {
            self.put(json, step, location);
        }
    }

    pub(super) fn app_places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        let rules = rules_of(program, APP_SCALE, "app");
        for index in order_of_keys(program.apps.len()) {
            let Some(app) = program.apps.get(index) else { continue };
            self.declaration(json, "apps", index, &app.head);
            self.certificates(json, &app.certified);
            if let Some(clause) = &app.connectors {
                self.put(json, "/connectors", clause.expression.location());
            }
            self.criteria_values(json, &app.criteria);
            self.text(json, "/displayName", app.name.as_ref());
            self.reference(json, "/environment", app.environment.as_ref());
            self.text(json, "/id", app.id.as_ref());
            self.outcome(json, "/level", rules, &app.outcome);
            self.reference(json, "/madeBy", app.made_by.as_ref());
            self.text(json, "/owner", app.owner.as_ref());
            if let Some((_, location)) = app.reviewed {
                self.put(json, "/reviewed", location);
            }
        }
    }

    pub(super) fn criteria_values(&mut self, json: &mut Json<'_>, criteria: &[CriterionValue]) {
        let values = values(criteria);
        for number in order_of_keys(values.len()) {
            if let Some(value) = values.get(number) {
                self.put(json, &format!("/criteria/{number}"), value.field.location);
            }
        }
    }

    fn certificates(&mut self, json: &mut Json<'_>, certified: &[Certificate]) {
        let sorted = by_offer(certified);
        for number in order_of_keys(sorted.len()) {
            if let Some(certificate) = sorted.get(number) {
                self.put(json, &format!("/certificates/{number}"), certificate.location);
            }
        }
    }

    pub(super) fn control_places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        for index in order_of_keys(program.controls.len()) {
            let Some(control) = program.controls.get(index) else { continue };
            self.declaration(json, "controls", index, &control.head);
            self.reference(json, "/by", control.by.as_ref());
            if let Some(clause) = &control.connectors {
                self.put(json, "/connectors", clause.expression.location());
            }
            if let Some(targets) = &control.environments {
                self.put(json, "/environments", targets.location);
            }
            if let Some((_, location)) = control.process {
                self.put(json, "/process", location);
            }
            if let Some(first) = control.requires.iter().map(|offer| offer.symbol.location).min() {
                self.put(json, "/requires", first);
            }
        }
    }

    pub(super) fn offer_places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        for index in order_of_keys(program.guidelines.len()) {
            let Some(guideline) = program.guidelines.get(index) else { continue };
            self.declaration(json, "guidelines", index, &guideline.head);
            for (key, texts) in [("do", &guideline.dos), ("dont", &guideline.donts)] {
                for number in order_of_keys(texts.len()) {
                    self.text(json, &format!("/{key}/{number}"), texts.get(number));
                }
            }
            if let Some(clause) = &guideline.levels {
                self.put(json, "/levels", clause.location);
            }
        }
        self.licence_places(json);
        for index in order_of_keys(program.maker_teams.len()) {
            let Some(team) = program.maker_teams.get(index) else { continue };
            self.declaration(json, "makerTeams", index, &team.head);
            self.certificates(json, &team.certified);
            self.text(json, "/displayName", team.name.as_ref());
        }
        for index in order_of_keys(program.offers.len()) {
            let Some(offer) = program.offers.get(index) else { continue };
            self.declaration(json, "offers", index, &offer.head);
            self.text(json, "/by", offer.by.as_ref());
            if let Some((_, location)) = offer.certifies {
                self.put(json, "/certifies", location);
            }
            self.text(json, "/displayName", offer.name.as_ref());
            if let Some(clause) = &offer.levels {
                self.put(json, "/levels", clause.location);
            }
        }
    }

    pub(super) fn rule_places(&mut self, json: &mut Json<'_>) {
        let program = self.job.program;
        for index in order_of_keys(program.rule_sets.len()) {
            let Some(rules) = program.rule_sets.get(index) else { continue };
            self.declaration(json, "rules", index, &rules.head);
            if let Some(location) = rules.policy_location {
                self.put(json, "/hitPolicy", location);
            }
            self.reference(json, "/otherwise", rules.otherwise.as_ref());
            if self.regions.rules.get(index).is_none_or(Option::is_none) {
                for number in order_of_keys(rules.rules.len()) {
                    if let Some(rule) = rules.rules.get(number) {
                        self.put(json, &format!("/rules/rules/{number}"), rule.location);
                    }
                }
            }
            self.text(json, "/subject", Some(&rules.subject));
        }
    }

    /// The rules that give each region its level.
    pub(super) fn reasons(&mut self, json: &mut Json<'_>) {
        let (program, all) = (self.job.program, self.regions);
        for index in order_of_keys(program.rule_sets.len()) {
            let Some(rules) = program.rule_sets.get(index) else { continue };
            let Some(Some(regions)) = all.rules.get(index) else { continue };
            self.at(format_args!("/rules/{index}/regions"));
            for number in order_of_keys(regions.len()) {
                let Some(region) = regions.get(number) else { continue };
                let matching = region.rules.iter().filter_map(|rule| rules.rules.get(*rule as usize));
                let otherwise = rules.otherwise.iter().filter(|_| region.otherwise);
                let places = matching.map(|rule| rule.location);
                let places = places.chain(otherwise.map(|level| level.symbol.location));
                self.list(json, &format!("/{number}"), places);
            }
        }
    }
}
