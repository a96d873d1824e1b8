//! The places of rules, controls, offers, guidelines, maker teams and apps.

use super::writer::Map;
use crate::emit::bundle::apps::by_offer;
use crate::emit::regions::Region;
use crate::model::criticity::{App, Certificate, Control, Decider, Guideline, MakerTeam, Offer, Outcome, RuleSet};
use crate::text::Location;

/// The place of what gave an outcome.
pub(super) fn decider(rules: Option<&RuleSet>, outcome: &Outcome) -> Option<Location> {
    let Outcome::Level { by, .. } = outcome else { return None };
    match by {
        Decider::Rule(index) => rules?.rules.get(*index as usize).map(|rule| rule.location),
        Decider::Otherwise => rules?.otherwise.as_ref().map(|level| level.symbol.location),
        Decider::Stated => None,
    }
}

impl Map<'_, '_> {
    pub(super) fn app(&mut self, app: &App, rules: Option<&RuleSet>) {
        self.declaration(app.head.symbol.location, |map| {
            map.certificates(&app.certified);
            map.optional("connectors", app.connectors.as_ref().map(|clause| clause.expression.location()));
            map.criteria_values(&app.criteria);
            map.text("displayName", app.name.as_ref());
            map.reference("environment", app.environment.as_ref());
            map.text("id", app.id.as_ref());
            map.optional("level", decider(rules, &app.timeless));
            map.reference("madeBy", app.made_by.as_ref());
            map.text("owner", app.owner.as_ref());
            map.optional("reviewed", app.reviewed.map(|(_, location)| location));
        });
    }

    fn certificates(&mut self, certified: &[Certificate]) {
        self.members("certificates", None, by_offer(certified).into_iter().map(|certificate| certificate.location));
    }

    pub(super) fn control(&mut self, control: &Control) {
        self.declaration(control.head.symbol.location, |map| {
            map.reference("by", control.by.as_ref());
            map.optional("connectors", control.connectors.as_ref().map(|clause| clause.expression.location()));
            map.optional("environments", control.environments.as_ref().map(|targets| targets.location));
            map.optional("process", control.process.map(|(_, location)| location));
            map.optional("requires", control.requires.iter().map(|offer| offer.symbol.location).min());
        });
    }

    pub(super) fn guideline(&mut self, guideline: &Guideline) {
        self.declaration(guideline.head.symbol.location, |map| {
            map.members("do", None, guideline.dos.iter().map(|text| text.location));
            map.members("dont", None, guideline.donts.iter().map(|text| text.location));
            map.optional("levels", guideline.levels.as_ref().map(|clause| clause.location));
        });
    }

    pub(super) fn maker_team(&mut self, team: &MakerTeam) {
        self.declaration(team.head.symbol.location, |map| {
            map.certificates(&team.certified);
            map.text("displayName", team.name.as_ref());
        });
    }

    pub(super) fn offer(&mut self, offer: &Offer) {
        self.declaration(offer.head.symbol.location, |map| {
            map.text("by", offer.by.as_ref());
            map.optional("certifies", offer.certifies.map(|(_, location)| location));
            map.text("displayName", offer.name.as_ref());
            map.optional("levels", offer.levels.as_ref().map(|clause| clause.location));
        });
    }

    pub(super) fn rules(&mut self, rules: &RuleSet, regions: Option<&[Region]>) {
        self.declaration(rules.head.symbol.location, |map| {
            map.optional("hitPolicy", rules.policy_location);
            map.reference("otherwise", rules.otherwise.as_ref());
            match regions {
                Some(regions) => map.list("regions", regions, |map, region| map.region(rules, region)),
                None => map.parts("rules", |map| {
                    map.members("rules", None, rules.rules.iter().map(|rule| rule.location));
                }),
            }
            map.put("subject", rules.subject.location);
        });
    }

    /// The rules that give a region its level.
    fn region(&mut self, rules: &RuleSet, region: &Region) {
        let matching = region.rules.iter().filter_map(|rule| rules.rules.get(*rule as usize));
        let otherwise = rules.otherwise.iter().filter(|_| region.otherwise);
        let otherwise = otherwise.map(|level| level.symbol.location);
        self.reasons(matching.map(|rule| rule.location).chain(otherwise));
    }
}
