//! The places of connectors, criteria, environments, groups and scales.

use super::apps::decider;
use super::writer::Map;
use crate::emit::bundle::allow_lists::sorted_entries;
use crate::emit::bundle::declarations::{fields, values};
use crate::emit::connectors::Connectors;
use crate::model::criticity::RuleSet;
use crate::model::program::{
    AiSwitches, AllowList, ConnectorFacts, Criteria, CriterionValue, Environment, EnvironmentGroup, Group,
    ManagedSettings, Scale,
};
use crate::text::Location;

/// Where something is said.
fn at<T>((_, location): (T, Location)) -> Location {
    location
}

impl Map<'_, '_> {
    pub(super) fn connector(&mut self, facts: &ConnectorFacts, ratings: Option<&RuleSet>) {
        self.declaration(facts.head.symbol.location, |map| {
            map.criteria_values(&facts.criteria);
            map.text("displayName", facts.name.as_ref());
            map.reference("environment", facts.environment.as_ref());
            map.text("host", facts.host.as_ref());
            map.text("id", facts.id.as_ref());
            match &facts.rated {
                Some(rated) => {
                    map.part("rating", rated.level.location, |map| map.text("reason", rated.reason.as_ref()));
                }
                None => {
                    let outcome = facts.connector.and_then(|id| map.job.program.ratings.get(id.0 as usize));
                    map.optional("rating", outcome.and_then(|outcome| decider(ratings, outcome)));
                }
            }
            map.optional("reviewed", facts.reviewed.map(|(_, location)| location));
        });
    }

    pub(super) fn criteria_values(&mut self, criteria: &[CriterionValue]) {
        self.members("criteria", None, values(criteria).into_iter().map(|value| value.field.location));
    }

    pub(super) fn criteria(&mut self, criteria: &Criteria) {
        self.declaration(criteria.head.symbol.location, |map| {
            map.members("fields", None, fields(criteria).into_iter().map(|field| field.symbol.location));
            map.optional("impossible", criteria.impossible.iter().map(|one| one.location).min());
        });
    }

    pub(super) fn allow_list(&mut self, list: &AllowList, connectors: &Connectors) {
        self.declaration(list.head.symbol.location, |map| {
            map.optional("allows", list.allows.as_ref().map(|clause| clause.expression.location()));
            map.text("displayName", list.name.as_ref());
            let entries = sorted_entries(list, connectors).into_iter().map(|entry| entry.location);
            map.members("entries", None, entries);
            map.reference("environment", list.environment.as_ref());
            map.reference("environmentGroup", list.group.as_ref());
            map.text("id", list.id.as_ref());
        });
    }

    pub(super) fn environment_group(&mut self, group: &EnvironmentGroup) {
        self.declaration(group.head.symbol.location, |map| {
            map.ai(&group.ai);
            map.optional("aiDescriptions", group.ai_descriptions.map(at));
            map.optional("backupDays", group.backup_days.map(at));
            map.optional("connectorPolicies", group.allow_lists_only);
            map.optional("contentSecurity", group.content_security.as_ref().map(|policy| policy.location));
            map.text("displayName", group.name.as_ref());
            map.text("id", group.id.as_ref());
            map.managed("managed", &group.managed);
            map.text("welcome", group.welcome.as_ref());
            map.text("welcomeUrl", group.welcome_url.as_ref());
        });
    }

    pub(super) fn environment(&mut self, environment: &Environment) {
        self.declaration(environment.head.symbol.location, |map| {
            map.reference("access", environment.access.as_ref());
            map.ai(&environment.ai);
            if let Some(audit) = &environment.audit {
                map.some_of(
                    "audit",
                    &[
                        ("active", audit.active.map(at)),
                        ("logins", audit.logins.map(at)),
                        ("read", audit.read.map(at)),
                        ("retentionDays", audit.retention_days.map(at)),
                    ],
                );
            }
            map.optional("cadence", environment.cadence.map(at));
            map.optional("connectorPolicies", environment.allow_lists_only);
            map.reference("criticity", environment.ceiling.as_ref());
            if let Some(domain) = environment.dataverse.as_ref().and_then(|dataverse| dataverse.domain.as_ref()) {
                map.parts("dataverse", |map| map.put("domain", domain.location));
            }
            map.text("displayName", environment.name.as_ref());
            map.reference("group", environment.group.as_ref());
            map.text("id", environment.id.as_ref());
            if let Some(settings) = &environment.managed_settings {
                map.managed("managedSettings", settings);
            }
            map.reference("owner", environment.owner.as_ref());
            map.text("region", environment.region.as_ref());
            map.optional("releaseCycle", environment.release_cycle.map(at));
            map.members("terraform", None, environment.provider.iter().map(|setting| setting.location));
            map.put("type", environment.kind_location);
        });
    }

    /// Settings of Managed Environments.
    fn managed(&mut self, member: &'static str, settings: &ManagedSettings) {
        let said = [
            ("checkerMails", settings.checker_mails.map(at)),
            ("copilotEditors", settings.copilot_editors.map(at)),
            ("copilotSharing", settings.copilot_sharing.map(at)),
            ("flowSharing", settings.flow_sharing.map(at)),
            ("sharing", settings.sharing.map(at)),
            ("solutionChecker", settings.solution_checker.map(at)),
            ("usageInsights", settings.usage_insights.map(at)),
        ];
        self.some_of(member, &said);
    }

    /// What generative AI may do.
    fn ai(&mut self, ai: &AiSwitches) {
        let said = [
            ("bingSearch", ai.bing_search.map(at)),
            ("dataAcrossRegions", ai.data_across_regions.map(at)),
            ("flexRouting", ai.flex_routing.map(at)),
            ("microsoft365Services", ai.microsoft_365_services.map(at)),
        ];
        self.some_of("ai", &said);
    }

    /// A member whose parts are said, some of them.
    fn some_of(&mut self, member: &'static str, said: &[(&'static str, Option<Location>)]) {
        if said.iter().any(|(_, place)| place.is_some()) {
            self.parts(member, |map| said.iter().for_each(|(name, place)| map.optional(name, *place)));
        }
    }

    pub(super) fn group(&mut self, group: &Group) {
        self.declaration(group.head.symbol.location, |map| {
            map.text("classification", group.classification.as_ref());
            map.text("displayName", group.name.as_ref());
            map.text("id", group.id.as_ref());
            map.text("mailNickname", group.mail_nickname.as_ref());
            map.parties("members", &group.members);
            map.references("owners", &group.owners);
            map.optional("roleAssignable", group.role_assignable);
            map.text("rule", group.rule.as_ref());
            map.optional("visibility", group.visibility.map(|(_, location)| location));
        });
    }

    pub(super) fn scale(&mut self, scale: &Scale) {
        self.declaration(scale.head.symbol.location, |map| {
            map.members("levels", None, scale.levels.iter().map(|level| level.location));
        });
    }
}
