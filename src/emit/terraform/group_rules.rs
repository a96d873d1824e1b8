//! The rules of environment groups, connector allow-lists among them, as resources
//! `powerplatform_environment_group_rule_set` (acp.md).
//!
//! What the source does not say of a group is no rule, so it stays as it is. A group whose allow-list cannot be written
//! does not get the rule that skips data policies either: without its list nothing would govern connectors there.

use std::collections::BTreeMap;

use super::text::literal;
use crate::emit::json::Json;
use crate::emit::normal::sorted_names;
use crate::emit::power_platform::Connectors;
use crate::emit::{Job, ProviderVersion};
use crate::model::ConnectorId;
use crate::model::program::{AllowList, EnvironmentGroup};

/// The largest number of people that the provider takes.
const MOST_PEOPLE: u32 = 99;

/// Why an allow-list is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lack {
    /// The provider has allow-lists since 4.2.
    Version,
    /// The provider has none for a single environment.
    Environment,
    /// The provider has no types of connections.
    Types,
}

impl Lack {
    /// How one list is called, and several.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Version => (
                "connector allow-list, which the provider has since version 4.2,",
                "connector allow-lists, which the provider has since version 4.2,",
            ),
            Self::Environment => (
                "connector allow-list of one environment, which the provider does not have,",
                "connector allow-lists of one environment, which the provider does not have,",
            ),
            Self::Types => (
                "connector allow-list, whose types of connections the provider does not have,",
                "connector allow-lists, whose types of connections the provider does not have,",
            ),
        }
    }
}

/// Why the target does not write an allow-list; none where it does.
pub(super) fn lack(job: Job<'_>, list: &AllowList) -> Option<Lack> {
    if list.group.is_none() {
        Some(Lack::Environment)
    } else if list.entries.iter().any(|entry| entry.connection_types.is_some()) {
        Some(Lack::Types)
    } else if job.settings.provider == ProviderVersion::V4_1 {
        Some(Lack::Version)
    } else {
        None
    }
}

/// The rules of one group that the target writes.
pub(super) struct GroupRules<'a> {
    group: &'a EnvironmentGroup,
    /// The label of the group's resource, and of this one.
    pub(super) label: String,
    /// Whether the group exists already.
    pub(super) is_bound: bool,
    list: Option<&'a AllowList>,
    /// Whether data policies are evaluated; none where the rule is not written.
    allow_lists_only: Option<bool>,
    limit: Option<u32>,
}

/// The rules of all groups that have any.
pub(super) fn of<'a>(job: Job<'a>, groups: &[(&'a EnvironmentGroup, String, Option<&'a str>)]) -> Vec<GroupRules<'a>> {
    let mut lists: BTreeMap<u32, (&AllowList, bool)> = BTreeMap::new();
    for list in &job.program.allow_lists {
        if let Some(group) = list.group.as_ref().and_then(|group| group.target) {
            lists.entry(group).or_insert((list, lack(job, list).is_none()));
        }
    }
    let mut all = Vec::new();
    for (index, (group, label, id)) in (0..).zip(groups) {
        let declared = lists.get(&index);
        let list = declared.filter(|(_, is_written)| *is_written).map(|(list, _)| *list);
        let is_said = list.is_some() || declared.is_none() && group.allow_lists_only.is_some();
        let only =
            (job.settings.provider == ProviderVersion::V4_2 && is_said).then_some(group.allow_lists_only.is_some());
        let limit = group.share_limit.filter(|limit| !group.share_with_groups && *limit <= MOST_PEOPLE);
        let rules =
            GroupRules { group, label: label.clone(), is_bound: id.is_some(), list, allow_lists_only: only, limit };
        if rules.says_something() {
            all.push(rules);
        }
    }
    all
}

/// What of the rules of a group is not written, a line each.
pub(super) fn partly(job: Job<'_>, group: &EnvironmentGroup, written: Option<&GroupRules<'_>>) -> Vec<String> {
    let name = &group.head.symbol.name;
    let mut lines = Vec::new();
    if !group.share_with_groups && written.is_none_or(|rules| rules.limit.is_none()) {
        lines.push(format!(
            "sharing with people only in the rules of environment group `{name}`, for which the provider takes a limit of \
             at most {MOST_PEOPLE}"
        ));
    }
    if group.allow_lists_only.is_some() && written.is_none_or(|rules| rules.allow_lists_only.is_none()) {
        let why = match job.settings.provider {
            ProviderVersion::V4_1 => "which the provider has since version 4.2",
            ProviderVersion::V4_2 => "since its allow-list is not carried",
        };
        lines.push(format!("that allow-lists alone count in environment group `{name}`, {why}"));
    }
    lines
}

impl GroupRules<'_> {
    fn says_something(&self) -> bool {
        let group = self.group;
        self.list.is_some()
            || self.allow_lists_only.is_some()
            || self.limit.is_some()
            || self.checker().is_some()
            || group.usage_insights
            || group.welcome.is_some()
    }

    fn checker(&self) -> Option<&'static str> {
        Some(self.group.solution_checker).filter(|word| ["warn", "block"].contains(word))
    }

    /// The symbol of the group.
    pub(super) fn symbol(&self) -> &str {
        &self.group.head.symbol.name
    }

    /// The resource. `reference` names the group.
    pub(super) fn write(&self, json: &mut Json<'_>, reference: &str, connectors: &Connectors) {
        let group = self.group;
        json.object(|json| {
            json.key("environment_group_id").string(reference);
            let mut unsaid = Vec::new();
            if group.welcome.is_some() {
                unsaid.push("rules.maker_welcome_content.maker_onboarding_url");
            }
            if self.checker().is_some() {
                unsaid.push("rules.solution_checker_enforcement.send_emails_enabled");
            }
            if !unsaid.is_empty() {
                // The provider requires these, and the source does not say them.
                json.key("lifecycle").object(|json| json.key("ignore_changes").strings(unsaid));
            }
            json.key("rules").object(|json| {
                if let Some(list) = self.list {
                    json.key("advanced_connector_policies").object(|json| {
                        json.key("allowed_connectors").list(|json| {
                            let members = list.listed().map(|set| connectors.sorted(set)).unwrap_or_default();
                            for id in &members {
                                allowed(json, list, connectors, *id);
                            }
                        });
                    });
                }
                if let Some(only) = self.allow_lists_only {
                    json.key("advanced_connector_policies_only").object(|json| json.key("enabled").boolean(only));
                }
                if let Some(welcome) = &group.welcome {
                    json.key("maker_welcome_content").object(|json| {
                        json.key("maker_onboarding_markdown").string(&literal(&welcome.name));
                        json.key("maker_onboarding_url").string("");
                    });
                }
                if let Some(limit) = self.limit {
                    json.key("sharing_controls").object(|json| {
                        json.key("share_max_limit").integer(i64::from(limit));
                        json.key("share_mode").string("exclude sharing with security groups");
                    });
                }
                if let Some(mode) = self.checker() {
                    json.key("solution_checker_enforcement").object(|json| {
                        json.key("send_emails_enabled").boolean(true);
                        json.key("solution_checker_mode").string(mode);
                    });
                }
                if group.usage_insights {
                    json.key("usage_insights").object(|json| json.key("insights_enabled").boolean(true));
                }
            });
        });
    }
}

fn allowed(json: &mut Json<'_>, list: &AllowList, connectors: &Connectors, id: ConnectorId) {
    let actions = list.entry(id).and_then(|entry| entry.actions.as_deref());
    json.object(|json| {
        json.key("actions_mode").string(if actions.is_some() { "some_allowed" } else { "all_allowed" });
        if let Some(actions) = actions {
            json.key("allowed_actions").list(|json| {
                for name in sorted_names(actions) {
                    json.string(&literal(name));
                }
            });
        }
        json.key("connector_id").raw(connectors.id(id));
    });
}
