//! The rules of an environment group, as one request.
//!
//! One request replaces all rules of a group, and some rules have members that the source does not give. So rules are
//! written directly for a group that the same plan creates. For an existing group they are merged into its current
//! rules, so that members the source does not give stay. Form and words are those of the provider's sources,
//! `internal/services/environment_group_rule_set`, `api_environment_group_rule_set.go`, `dto.go` and `constants.go`;
//! the time of the last change, which the provider also sends, is left out. Welcome content and content security
//! policies belong to rule-based policies, and are not written.

use super::allow_lists;
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::Program;
use crate::model::program::{AiSwitches, AllowList, EnvironmentGroup, ManagedSettings, Sharing};

/// The version of the interface.
pub(super) const VERSION: &str = "2021-10-01-preview";

/// The maximum number of people that the provider accepts.
const MOST_PEOPLE: u32 = 99;

/// A rule: its type, its kind of resource, and its values.
pub(super) struct Rule {
    kind: &'static str,
    resource: &'static str,
    values: Vec<Value>,
}

/// A value of a rule.
struct Value {
    id: &'static str,
    text: String,
    /// Whether the source gives it. Other values are written only where there is no value.
    is_stated: bool,
}

impl Value {
    fn stated(id: &'static str, value: impl Into<String>) -> Self {
        Self { id, text: value.into(), is_stated: true }
    }

    fn unless_there(id: &'static str, value: impl Into<String>) -> Self {
        Self { id, text: value.into(), is_stated: false }
    }
}

/// The path of the rules of a group.
pub(super) fn path(group: &str) -> String {
    format!("/governance/environmentGroups/{group}/ruleSets")
}

/// The path of an existing set of rules; `{ruleSetId}` is its id.
pub(super) const FOUND: &str = "/governance/ruleSets/{ruleSetId}";

/// The rules that can be written, in the order of their types.
pub(super) fn of(group: &EnvironmentGroup) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut rule = |kind, resource, values| rules.push(Rule { kind, resource, values });
    if let Some((insights, _)) = group.managed.usage_insights {
        let excluded = Value::stated("ExcludeEnvironmentFromAnalysis", (!insights).to_string());
        rule("AdminDigest", ANY, vec![excluded, Value::unless_there("IncludeOnHomePageInsights", "false")]);
    }
    if let Some((described, _)) = group.ai_descriptions {
        rule("Copilot", APP, vec![Value::stated("DisableAiGeneratedDescriptions", (!described).to_string())]);
    }
    // The provider has no rule with only one of the two.
    if let (Some((moves, _)), Some((search, _))) = (group.ai.data_across_regions, group.ai.bing_search) {
        let moves = Value::stated("crossGeoCopilotDataMovementEnabled", moves.to_string());
        rule("GenerativeAISettings", ANY, vec![moves, Value::stated("bingChatEnabled", search.to_string())]);
    }
    if let Some((days, _)) = group.backup_days {
        rule("Lifecycle", ANY, vec![Value::stated("RetentionPeriod", format!("{days}.00:00:00"))]);
    }
    let sharing = group.managed.sharing.and_then(|(sharing, _)| match sharing {
        Sharing::Everyone => Some(("noLimit", "false", "-1".to_owned())),
        Sharing::PeopleOnly(Some(limit)) if limit <= MOST_PEOPLE => {
            Some(("excludeSharingToSecurityGroups", "true", limit.to_string()))
        }
        Sharing::PeopleOnly(_) | Sharing::Nobody => None,
    });
    if let Some((mode, no_groups, limit)) = sharing {
        let values = vec![
            Value::stated("CanShareWithSecurityGroups", mode),
            Value::stated("IsGroupSharingDisabled", no_groups),
            Value::stated("MaximumShareLimit", limit),
        ];
        rule("Sharing", APP, values);
    }
    if let Some((mode, _)) = group.managed.solution_checker {
        const MAILS: &str = "suppressValidationEmails";
        let mails = match group.managed.checker_mails {
            Some((mails, _)) => Value::stated(MAILS, (!mails).to_string()),
            None => Value::unless_there(MAILS, "false"),
        };
        let mode = Value::stated("solutionCheckerMode", if mode == "off" { "none" } else { mode });
        let overrides = Value::unless_there("solutionCheckerRuleOverrides", "");
        rule("SolutionChecker", ANY, vec![mode, overrides, mails]);
    }
    rules
}

/// The kind of resource of rules.
const ANY: &str = "NotSpecified";
const APP: &str = "App";

/// The ids of values that are written only where there are none.
pub(super) fn unstated(rules: &[Rule]) -> Vec<&'static str> {
    let values = rules.iter().flat_map(|rule| &rule.values).filter(|value| !value.is_stated);
    values.map(|value| value.id).collect()
}

/// Whether requests carry all rules of a group.
pub(super) fn are_whole(job: Job<'_>, group: &EnvironmentGroup) -> bool {
    (ids::tenant(job).is_some() || of(group).is_empty()) && unsent(job, group).is_empty()
}

/// The source words for the settings of a group that no request carries; none where the id of the tenant is unknown,
/// and no rule is sent.
pub(super) fn unsent(job: Job<'_>, group: &EnvironmentGroup) -> Vec<&'static str> {
    let EnvironmentGroup {
        head: _,
        name: _,
        id: _,
        managed,
        ai,
        allow_lists_only: _,
        welcome,
        welcome_url,
        backup_days: _,
        ai_descriptions: _,
        content_security,
    } = group;
    let ManagedSettings {
        sharing,
        solution_checker,
        checker_mails,
        usage_insights: _,
        flow_sharing,
        copilot_sharing,
        copilot_editors,
    } = managed;
    let AiSwitches { bing_search, data_across_regions, flex_routing, microsoft_365_services } = ai;
    let is_sent = |sharing: Sharing| match sharing {
        Sharing::Everyone => true,
        Sharing::PeopleOnly(limit) => limit.is_some_and(|limit| limit <= MOST_PEOPLE),
        Sharing::Nobody => false,
    };
    // The provider has no rule with only one of the two.
    let half = bing_search.is_some() != data_across_regions.is_some();
    let said = [
        (sharing.is_some_and(|(sharing, _)| !is_sent(sharing)), "sharing"),
        // The mail setting belongs to the rule of the checker, and is only sent with it.
        (checker_mails.is_some() && solution_checker.is_none(), "checker_mails"),
        (flow_sharing.is_some(), "flow_sharing"),
        (copilot_sharing.is_some(), "copilot_sharing"),
        (copilot_editors.is_some(), "copilot_editors"),
        (half && bing_search.is_some(), "bing_search"),
        (half && data_across_regions.is_some(), "data_across_regions"),
        (flex_routing.is_some(), "flex_routing"),
        (microsoft_365_services.is_some(), "microsoft_365_services"),
        (welcome.is_some(), "welcome"),
        (welcome_url.is_some(), "welcome_url"),
        (content_security.is_some(), "content_security"),
        (!has_list(job.program, group), "connector_policies"),
    ];
    said.into_iter().filter(|(is_said, _)| *is_said).map(|(_, word)| word).collect()
}

/// Whether the group does not skip data policies, or a carried allow-list for it has that setting.
fn has_list(program: &Program, group: &EnvironmentGroup) -> bool {
    let symbol = &*group.head.symbol.name;
    let of_it = |list: &&AllowList| list.group.as_ref().is_some_and(|one| &*one.symbol.name == symbol);
    group.allow_lists_only.is_none() || program.allow_lists.iter().filter(of_it).any(allow_lists::is_carried)
}

/// The prefix of the host of the interface in paths of rules: the tenant (`helpers.BuildTenantHostUri`).
pub(super) fn host_prefix(tenant: &str) -> Option<String> {
    let id: String = tenant.chars().filter(|letter| *letter != '-').collect();
    let (head, realm) = id.split_at_checked(id.len().checked_sub(2)?)?;
    Some(format!("{head}.{realm}.tenant."))
}

/// The body of the request.
pub(super) fn write(json: &mut Json<'_>, group: &str, rules: &[Rule]) {
    json.object(|json| {
        json.key("environmentFilter").object(|json| {
            json.key("type").string("Include");
            json.key("values").list(|json| {
                json.object(|json| {
                    json.key("id").string(group);
                    json.key("type").string("EnvironmentGroup");
                });
            });
        });
        json.key("parameters").list(|json| {
            for rule in rules {
                json.object(|json| {
                    json.key("hasStagedChanges").boolean(true);
                    json.key("resourceType").string(rule.resource);
                    json.key("type").string(rule.kind);
                    json.key("value").list(|json| {
                        for Value { id, text, .. } in &rule.values {
                            json.object(|json| {
                                json.key("id").string(id);
                                json.key("value").string(text);
                            });
                        }
                    });
                });
            }
        });
    });
}
