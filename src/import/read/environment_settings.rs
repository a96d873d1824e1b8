//! The settings of an environment in files: managed settings, auditing, switches, and settings that only the
//! Terraform provider has a name for.

use super::json::below;
use super::neutral::Outcome;
use super::notes::Notes;
use super::value::Value;
use crate::catalog::{ProviderAttribute, ProviderType, provider_attribute};

/// One setting of an environment in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentSetting {
    /// Where it is in the file.
    pub place: String,
    /// The block of an environment that it belongs to; empty outside any block.
    pub block: &'static str,
    /// The word in that block.
    pub word: &'static str,
    /// Its value.
    pub value: Stated,
}

/// A value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// On or off.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A word of the platform, in lower case.
    Word(String),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// With people only, and the maximum number of them.
    PeopleOnly(Option<i64>),
}

/// The names of managed settings in one interface.
pub(super) struct Names {
    no_groups: &'static str,
    mode: &'static str,
    limit: &'static str,
    checker: &'static str,
    no_mails: &'static str,
    no_insights: &'static str,
    no_flows: &'static str,
    /// Whether others may edit agents, and whether the interface has the inverted meaning.
    editors: (&'static str, bool),
    agents_mode: &'static str,
    agents_limit: &'static str,
}

/// The names in the provider's resource.
pub(super) const TERRAFORM: Names = Names {
    no_groups: "is_group_sharing_disabled",
    mode: "limit_sharing_mode",
    limit: "max_limit_user_sharing",
    checker: "solution_checker_mode",
    no_mails: "suppress_validation_emails",
    no_insights: "is_usage_insights_disabled",
    no_flows: "power_automate_is_sharing_disabled",
    editors: ("copilot_allow_grant_editor_permissions_when_shared", false),
    agents_mode: "copilot_limit_sharing_mode",
    agents_limit: "copilot_max_limit_user_sharing",
};

/// The names in `extendedSettings`, where all values are texts (tenant.md 1.2).
pub(super) const API: Names = Names {
    no_groups: "isGroupSharingDisabled",
    mode: "limitSharingMode",
    limit: "maxLimitUserSharing",
    checker: "solutionCheckerMode",
    no_mails: "suppressValidationEmails",
    no_insights: "excludeEnvironmentFromAnalysis",
    no_flows: "solutionCloudFlows-limitSharingMode",
    editors: ("bot-authoringSharingDisabled", true),
    agents_mode: "bot-limitSharingMode",
    agents_limit: "bot-maxLimitUserSharing",
};

/// The settings of a Managed Environment. Contradictory ones are reported and left out.
pub(super) fn managed(value: &Value, names: &Names, place: &str, notes: &mut Notes) -> Vec<EnvironmentSetting> {
    let flag = |key: &str| value.get_folded(key).and_then(flag);
    let text = |key: &str| {
        let text = value.get_folded(key).and_then(Value::as_text).map(str::trim).filter(|text| !text.is_empty());
        text.map(str::to_ascii_lowercase)
    };
    let limit = |key: &str| value.get_folded(key).and_then(number).filter(|limit| *limit >= 0);
    let mut found = Vec::new();
    let mut say = |key: &str, word: &'static str, value: Option<Stated>| {
        let place = below(place, key);
        found.extend(value.map(|value| EnvironmentSetting { place, block: "managed", word, value }));
    };
    let most = limit(names.limit);
    let sharing = match (flag(names.no_groups), text(names.mode).as_deref()) {
        (Some(false) | None, Some("nolimit")) | (Some(false), None) if most.is_none() => {
            Some(Stated::Word("everyone".to_owned()))
        }
        (Some(true) | None, Some("excludesharingtosecuritygroups")) | (Some(true), None) => {
            Some(Stated::PeopleOnly(most))
        }
        (None, None) => None,
        _contradiction => {
            let place = below(place, if most.is_some() { names.limit } else { names.mode });
            let why = format!(
                "`{}` says whether apps may be shared with groups; the mode or the limit beside it contradicts it, so \
                 nothing of that is written",
                names.no_groups
            );
            notes.add(Outcome::Doubtful, place, "the sharing limits of a managed environment", why);
            None
        }
    };
    say(names.mode, "sharing", sharing);
    say(names.no_flows, "flow_sharing", flag(names.no_flows).map(|off| Stated::Flag(!off)));
    let agents = match text(names.agents_mode).as_deref() {
        Some("disablesharing") => Some(Stated::Word("nobody".to_owned())),
        Some("nolimit") => Some(Stated::Word("everyone".to_owned())),
        Some("excludesharingtosecuritygroups") => Some(Stated::PeopleOnly(limit(names.agents_limit))),
        _none => None,
    };
    say(names.agents_mode, "copilot_sharing", agents);
    let (editors, reverse) = names.editors;
    say(editors, "copilot_editors", flag(editors).map(|said| Stated::Flag(said != reverse)));
    let checker = text(names.checker).and_then(|mode| match mode.as_str() {
        "none" => Some("off"),
        "warn" => Some("warn"),
        "block" => Some("block"),
        _other => None,
    });
    say(names.checker, "solution_checker", checker.map(|word| Stated::Word(word.to_owned())));
    say(names.no_mails, "checker_mails", flag(names.no_mails).map(|off| Stated::Flag(!off)));
    say(names.no_insights, "usage_insights", flag(names.no_insights).map(|off| Stated::Flag(!off)));
    found
}

/// The settings in a resource of the provider, by the table of its attributes. Attributes that are not in the table
/// are reported, except those that the provider computes: `computed`, and all of an environment itself.
pub(super) fn of_terraform(
    resource: &'static str,
    value: &Value,
    place: &str,
    computed: &[&str],
    notes: &mut Notes,
) -> Vec<EnvironmentSetting> {
    let mut leaves = Vec::new();
    walk(value, "", place, &mut leaves, DEPTH);
    let mut found = Vec::new();
    for (path, place, value) in leaves {
        match provider_attribute(resource, &path) {
            Some(attribute) => found.extend(setting(attribute, value, place, notes)),
            None if resource == "environment" || computed.contains(&path.split('.').next().unwrap_or_default()) => {}
            None => notes.strange(&path, &place),
        }
    }
    found
}

/// The maximum nesting of the provider's attributes.
const DEPTH: usize = 4;

fn walk<'v>(value: &'v Value, path: &str, place: &str, leaves: &mut Vec<(String, String, &'v Value)>, depth: usize) {
    for (key, inner) in value.entries() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let place = below(place, key);
        match inner {
            Value::Null => {}
            Value::Object(_) if depth > 0 => walk(inner, &path, &place, leaves, depth - 1),
            _value => leaves.push((path, place, inner)),
        }
    }
}

/// Words of the language that other readers handle, or that have no value of their own.
const ELSEWHERE: [&str; 11] = [
    "name",
    "type",
    "region",
    "access",
    "group",
    "managed",
    "the environment itself",
    "dataverse { language }",
    "dataverse { currency }",
    "dataverse { domain }",
    "managed { sharing }",
];

fn setting(
    attribute: &'static ProviderAttribute,
    value: &Value,
    place: String,
    notes: &mut Notes,
) -> Option<EnvironmentSetting> {
    let name = attribute.name();
    let (block, word) = match attribute.word.split_once(" { ") {
        Some((block, inner)) => (block, inner.trim_end_matches(" }")),
        None if attribute.word.is_empty() => ("terraform", name),
        None => ("", attribute.word),
    };
    if block == "managed" || ELSEWHERE.contains(&attribute.word) {
        return None;
    }
    let mut leave =
        |why: String| notes.add(Outcome::Dropped, place.clone(), format!("`{name}` of an environment"), why);
    let value = match (attribute.kind, value) {
        (_, Value::Unknown(reason)) => {
            leave(format!("it cannot be evaluated: {reason}"));
            return None;
        }
        (_, Value::Text(text)) if text.trim().is_empty() || text == NOTHING => return None,
        (_, Value::List(items)) if items.is_empty() => return None,
        // The environment itself has it.
        (_, Value::Text(_)) if ["a doc comment", "owner"].contains(&word) => return None,
        (ProviderType::Flag, Value::Bool(flag)) => Stated::Flag(*flag),
        (ProviderType::Number, Value::Number(number)) => match number.as_i64() {
            Some(number) if takes_number(attribute, number) => Stated::Number(number),
            _beyond => {
                leave(format!("`{number}` is not a number that the language takes there; nothing is written"));
                return None;
            }
        },
        (ProviderType::Text, Value::Text(text)) if attribute.takes(text) => match block {
            "terraform" => Stated::Text(text.clone()),
            _own => Stated::Word(text.to_ascii_lowercase()),
        },
        (ProviderType::Texts, Value::List(items))
            if items.iter().all(|item| item.as_text().is_some_and(|text| attribute.takes(text))) =>
        {
            Stated::Texts(items.iter().filter_map(Value::as_text).map(str::to_owned).collect())
        }
        (_, other) => {
            leave(format!("{} is not what the provider takes there", other.kind()));
            return None;
        }
    };
    Some(EnvironmentSetting { place, block, word, value })
}

/// The provider's value where there is no id.
const NOTHING: &str = "00000000-0000-0000-0000-000000000000";

/// Whether an attribute accepts a number. "For ever" is expressed by leaving the setting out.
fn takes_number(attribute: &ProviderAttribute, number: i64) -> bool {
    let (least, most) = attribute.range.unwrap_or((0, i64::MAX));
    number >= least.max(0) && number <= most && (attribute.word.is_empty() || number >= 31)
}

/// A flag, also as the text that the platform stores, and as the mode that corresponds to it.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "disablesharing" => Some(true),
            "false" | "nolimit" => Some(false),
            _other => None,
        },
        _other => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::Text(text) => text.trim().parse().ok(),
        _other => None,
    }
}
