//! The rules of an environment group that the plan makes, as one request.
//!
//! One request replaces all rules of a group, and some rules hold members that the source does not state. So rules are
//! written for a group only that the same plan makes, where nothing is lost, and not for one that exists. Form and words
//! are those of the provider's sources, `internal/services/environment_group_rule_set`, `dto.go` and `constants.go`; the
//! time of the last change, which the provider sends too, is left out. Welcome content has another form there.

use super::allow_lists;
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::Program;
use crate::model::program::{AllowList, EnvironmentGroup, ManagedSettings, Sharing};

/// The version of the interface.
pub(super) const VERSION: &str = "2021-10-01-preview";

/// The largest number of people that the provider takes.
const MOST_PEOPLE: u32 = 99;

/// A rule: its type, the kind of thing it is about, and its values by id.
pub(super) struct Rule {
    kind: &'static str,
    resource: &'static str,
    values: Vec<(&'static str, String)>,
}

/// The path of the rules of a group.
pub(super) fn path(group: &str) -> String {
    format!("/governance/environmentGroups/{group}/ruleSets")
}

/// The rules that can be written, in the order of their types.
pub(super) fn of(group: &EnvironmentGroup) -> Vec<Rule> {
    let mut rules = Vec::new();
    let text = str::to_owned;
    if let Some((insights, _)) = group.managed.usage_insights {
        let excluded = (!insights).to_string();
        let values = vec![("ExcludeEnvironmentFromAnalysis", excluded), ("IncludeOnHomePageInsights", text("false"))];
        rules.push(Rule { kind: "AdminDigest", resource: "NotSpecified", values });
    }
    if let Some((Sharing::PeopleOnly(Some(limit)), _)) = group.managed.sharing
        && limit <= MOST_PEOPLE
    {
        let values = vec![
            ("CanShareWithSecurityGroups", text("excludeSharingToSecurityGroups")),
            ("IsGroupSharingDisabled", text("true")),
            ("MaximumShareLimit", limit.to_string()),
        ];
        rules.push(Rule { kind: "Sharing", resource: "App", values });
    }
    if let Some((mode, _)) = group.managed.solution_checker {
        let mails = group.managed.checker_mails.is_none_or(|(mails, _)| mails);
        let values = vec![
            ("solutionCheckerMode", text(if mode == "off" { "none" } else { mode })),
            ("solutionCheckerRuleOverrides", String::new()),
            ("suppressValidationEmails", (!mails).to_string()),
        ];
        rules.push(Rule { kind: "SolutionChecker", resource: "NotSpecified", values });
    }
    rules
}

/// Whether requests say all rules of a group.
pub(super) fn are_whole(job: Job<'_>, group: &EnvironmentGroup) -> bool {
    let bound = ids::environment_group(group, job.settings.bindings);
    let is_written = bound.is_none() && ids::tenant(job).is_some();
    let EnvironmentGroup {
        head: _,
        name: _,
        id: _,
        managed,
        ai,
        allow_lists_only: _,
        welcome,
        welcome_url,
        backup_days,
        ai_descriptions,
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
    let shares = match sharing {
        None => true,
        Some((Sharing::PeopleOnly(Some(limit)), _)) => *limit <= MOST_PEOPLE,
        Some(_) => false,
    };
    // Mails belong to the rule of the checker, and go with it alone.
    let mails = checker_mails.is_none() || solution_checker.is_some();
    let unsaid = flow_sharing.is_none() && copilot_sharing.is_none() && copilot_editors.is_none() && ai.is_empty();
    let texts = welcome.is_none() && welcome_url.is_none();
    let rules = backup_days.is_none() && ai_descriptions.is_none() && content_security.is_none();
    let others = shares && mails && unsaid && texts && rules;
    others && (is_written || of(group).is_empty()) && has_list(job.program, group)
}

/// Whether it goes without saying that data policies are not evaluated, or an allow-list says it.
fn has_list(program: &Program, group: &EnvironmentGroup) -> bool {
    let symbol = &*group.head.symbol.name;
    let of_it = |list: &&AllowList| list.group.as_ref().is_some_and(|one| &*one.symbol.name == symbol);
    group.allow_lists_only.is_none() || program.allow_lists.iter().filter(of_it).any(allow_lists::is_carried)
}

/// What stands before the host of the interface in paths of rules: the tenant (`helpers.BuildTenantHostUri`).
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
                        for (id, value) in &rule.values {
                            json.object(|json| {
                                json.key("id").string(id);
                                json.key("value").string(value);
                            });
                        }
                    });
                });
            }
        });
    });
}
