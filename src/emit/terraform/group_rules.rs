//! The rules of environment groups, connector allow-lists included, as resources
//! `powerplatform_environment_group_rule_set` (acp.md).
//!
//! A setting that the source does not give is not a rule, so it stays as it is. A group whose allow-list cannot be
//! written does not get the rule that skips data policies either: without its list nothing would govern connectors
//! there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::attributes::{Attributes, Value};
use super::text::literal;
use crate::emit::job::{Job, ProviderVersion};
use crate::emit::json::Json;
use crate::emit::normal::sorted_names;
use crate::emit::wire_connectors::Connectors;
use crate::model::ConnectorId;
use crate::model::Id;
use crate::model::kinds::DIRECTIVES;
use crate::model::program::{AllowList, ContentSecurity, EnvironmentGroup, Sharing};

/// The maximum number of people that the provider accepts.
const MOST_PEOPLE: u32 = 99;

/// Why an allow-list is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lack {
    /// The provider supports allow-lists since 4.2.
    Version,
    /// The provider does not support them for a single environment.
    Environment,
    /// The provider does not support types of connections.
    Types,
}

impl Lack {
    /// The words for one such list, and for several.
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
    version: ProviderVersion,
    list: Option<&'a AllowList>,
    /// Whether data policies are evaluated; none where the rule is not written.
    allow_lists_only: Option<bool>,
}

/// The rules of all groups that have any.
pub(super) fn of<'a>(job: Job<'a>, groups: &[(&'a EnvironmentGroup, String, Option<&'a str>)]) -> Vec<GroupRules<'a>> {
    let mut lists: BTreeMap<Id<EnvironmentGroup>, (&AllowList, bool)> = BTreeMap::new();
    for list in &job.program.allow_lists {
        if let Some(group) = list.group.as_ref().and_then(|group| group.target) {
            lists.entry(group).or_insert((list, lack(job, list).is_none()));
        }
    }
    let version = job.settings.provider;
    let mut all = Vec::new();
    for (index, (group, label, id)) in (0..).map(Id::at).zip(groups) {
        let declared = lists.get(&index);
        let list = declared.filter(|(_, is_written)| *is_written).map(|(list, _)| *list);
        let is_said = list.is_some() || declared.is_none() && group.allow_lists_only.is_some();
        let only = (version == ProviderVersion::V4_2 && is_said).then_some(group.allow_lists_only.is_some());
        let rules =
            GroupRules { group, label: label.clone(), is_bound: id.is_some(), version, list, allow_lists_only: only };
        let says_something = list.is_some() || !rules.rules(None).has_only(&[]);
        if says_something {
            all.push(rules);
        }
    }
    all
}

/// The parts of the rules of a group that are not written, a line each.
pub(super) fn partly(job: Job<'_>, group: &EnvironmentGroup, written: Option<&GroupRules<'_>>) -> Vec<String> {
    let name = &group.head.symbol.name;
    let mut lines = Vec::new();
    if let Some((Sharing::PeopleOnly(limit), _)) = group.managed.sharing
        && limit.is_none_or(|limit| limit > MOST_PEOPLE)
    {
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
    let mut pair = |what: &str, one: bool, other: bool, lack: &str| {
        if one && !other {
            lines.push(format!("{what} of environment group `{name}`, which the provider takes with {lack} only"));
        }
    };
    pair("the welcome", group.welcome.is_some(), group.welcome_url.is_some(), "`welcome_url`");
    pair("`welcome_url`", group.welcome_url.is_some(), group.welcome.is_some(), "`welcome`");
    let (bing, across) = (group.ai.bing_search.is_some(), group.ai.data_across_regions.is_some());
    pair("`bing_search`", bing, across, "`data_across_regions`");
    pair("`data_across_regions`", across, bing, "`bing_search`");
    pair(
        "`checker_mails`",
        group.managed.checker_mails.is_some(),
        group.managed.solution_checker.is_some(),
        "`solution_checker`",
    );
    if group.content_security.is_some() && job.settings.provider == ProviderVersion::V4_1 {
        lines.push(format!(
            "`content_security` of environment group `{name}`, which the provider has since version 4.2"
        ));
    } else if let Some(policy) = &group.content_security {
        for (word, of) in
            [("model_driven", &policy.model_driven), ("canvas", &policy.canvas), ("code_apps", &policy.code_apps)]
        {
            pair("`content_security`", of.is_none(), false, &format!("`{word}`"));
        }
    }
    lines
}

impl GroupRules<'_> {
    /// The symbol of the group.
    pub(super) fn symbol(&self) -> &str {
        &self.group.head.symbol.name
    }

    /// Writes the resource. `reference` names the group.
    pub(super) fn write(&self, json: &mut Json<'_>, reference: &str, connectors: &Connectors) {
        let mut all = self.rules(Some(connectors));
        all.raw("environment_group_id", reference);
        all.write(json);
    }

    /// The rules; without `connectors`, those other than the allow-list.
    fn rules<'r>(&'r self, connectors: Option<&'r Connectors>) -> Attributes<'r> {
        let group = self.group;
        let mut all = Attributes::new("environment_group_rule_set", self.version);
        if let (Some(list), Some(connectors)) = (self.list, connectors) {
            let write = move |json: &mut Json<'_>| {
                json.list(|json| {
                    let members = list.listed().map(|set| connectors.sorted(set)).unwrap_or_default();
                    for id in &members {
                        allowed(json, list, connectors, *id);
                    }
                });
            };
            all.put("rules.advanced_connector_policies.allowed_connectors", Value::Written(Box::new(write)));
        }
        all.flag("rules.advanced_connector_policies_only.enabled", self.allow_lists_only);
        if let Some((enabled, _)) = group.ai_descriptions {
            all.flag("rules.ai_generated_descriptions.ai_description_enabled", Some(enabled));
        }
        if let (Some((bing, _)), Some((across, _))) = (group.ai.bing_search, group.ai.data_across_regions) {
            all.flag("rules.ai_generative_settings.bing_search_enabled", Some(bing));
            all.flag("rules.ai_generative_settings.move_data_across_regions_enabled", Some(across));
        }
        if let Some((days, _)) = group.backup_days {
            all.put("rules.backup_retention.period_in_days", Value::Number(i64::from(days)));
        }
        if let (Some(welcome), Some(url)) = (&group.welcome, &group.welcome_url) {
            all.text("rules.maker_welcome_content.maker_onboarding_markdown", &welcome.name);
            all.text("rules.maker_welcome_content.maker_onboarding_url", &url.name);
        }
        match group.managed.sharing {
            Some((Sharing::PeopleOnly(Some(limit)), _)) if limit <= MOST_PEOPLE => {
                all.put("rules.sharing_controls.share_max_limit", Value::Number(i64::from(limit)));
                all.text("rules.sharing_controls.share_mode", "exclude sharing with security groups");
            }
            // The provider does not accept a limit with this mode.
            Some((Sharing::Everyone, _)) => all.text("rules.sharing_controls.share_mode", "no limit"),
            Some((Sharing::PeopleOnly(_) | Sharing::Nobody, _)) | None => {}
        }
        if let Some((mode, _)) = group.managed.solution_checker {
            let mode = if mode == "off" { "none" } else { mode };
            all.text("rules.solution_checker_enforcement.solution_checker_mode", mode);
            // The provider sends this to the platform as "suppress", so true means fewer mails (tenant.md 1.4).
            let mails = group.managed.checker_mails.map(|(mails, _)| mails);
            all.flag("rules.solution_checker_enforcement.send_emails_enabled", Some(!mails.unwrap_or(false)));
            if mails.is_none() {
                // The provider requires it, and the source does not give it.
                all.ignore("rules.solution_checker_enforcement.send_emails_enabled");
            }
        }
        if let Some((insights, _)) = group.managed.usage_insights {
            all.flag("rules.usage_insights.insights_enabled", Some(insights));
        }
        if let Some(policy) = &group.content_security {
            content_security(&mut all, policy);
        }
        all
    }
}

/// The content security policy; the provider accepts all types of apps or none.
fn content_security<'a>(all: &mut Attributes<'a>, policy: &'a ContentSecurity) {
    let (Some(model_driven), Some(canvas), Some(code_apps)) = (&policy.model_driven, &policy.canvas, &policy.code_apps)
    else {
        return;
    };
    for (of, switch, lists) in [
        (model_driven, "enabled", "configuration"),
        (canvas, "enabled_for_canvas", "configuration_for_canvas"),
        (code_apps, "enabled_for_code_apps", "configuration_for_code_apps"),
    ] {
        all.flag(&format!("rules.content_security_policy.{switch}"), Some(of.active));
        if let Some((strict, _)) = of.strict {
            all.flag(&format!("rules.content_security_policy.{lists}.strict_csp"), Some(strict));
        }
        for (word, texts) in &of.directives {
            let Some((_, list)) = DIRECTIVES.iter().find(|(known, _)| known == word) else { continue };
            let mut sources: Vec<Cow<'_, str>> = texts.iter().map(|text| Cow::Borrowed(&*text.name)).collect();
            sources.sort_unstable();
            sources.dedup();
            all.put(&format!("rules.content_security_policy.{lists}.{list}"), Value::Texts(sources));
        }
    }
    if let Some(address) = &policy.report_to {
        all.text("rules.content_security_policy.report_uri", &address.name);
    }
    if let Some(endpoint) = &policy.report_endpoint {
        all.text("rules.content_security_policy.reporting_endpoint", &endpoint.name);
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
