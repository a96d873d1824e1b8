//! Environment groups and their rules in the attributes of the Terraform provider.

use super::allowed_connectors;
use super::fields::Fields;
use super::neutral::Outcome;
use super::notes::{Fault, Notes};
use super::rule_based_policy::{Allowed, Assigned, DeclaredGroup, GroupRef, RuleBasedPolicy};
use super::value::Value;

/// The type of a group's resource.
pub(super) const GROUP: &str = "powerplatform_environment_group";
/// The type of the resource for a group's rules.
pub(super) const RULES: &str = "powerplatform_environment_group_rule_set";

/// The id that means no group.
const NONE: &str = "00000000-0000-0000-0000-000000000000";

/// The group in a value: by its id, or by its declaration. None where there is none.
pub(super) fn group_of(value: Option<&Value>) -> Result<Option<GroupRef>, String> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Text(id)) if id.trim().is_empty() || id == NONE => Ok(None),
        Some(Value::Text(id)) => Ok(Some(GroupRef::Id(id.trim().to_owned()))),
        Some(Value::Reference(address)) => Ok(Some(GroupRef::Declared(address.clone()))),
        Some(Value::Unknown(reason)) => Err(format!("it cannot be evaluated: {reason}")),
        Some(other) => Err(format!("an id must be a text, not {}", other.kind())),
    }
}

/// Whether an object has the rules of a group, by its attributes.
pub(super) fn is_one(value: &Value) -> bool {
    value.get("environment_group_id").is_some() && matches!(value.get("rules"), Some(Value::Object(_)))
}

/// A group from its resource.
pub(super) fn group(value: &Value, group: GroupRef, label: &str, place: &str, notes: &mut Notes) -> DeclaredGroup {
    let text = |key: &str| value.get(key).and_then(Value::as_text).filter(|text| !text.trim().is_empty());
    if let Some(Value::Unknown(reason)) = value.get("description") {
        let why = format!("it cannot be evaluated: {reason}");
        notes.add(Outcome::Dropped, place, "`description` of an environment group", why);
    }
    let name = text("display_name").map(str::to_owned);
    let description = text("description").map(str::to_owned);
    DeclaredGroup { label: label.to_owned(), name, description, ..DeclaredGroup::new(group) }
}

/// Reads the rules of a group: the settings that the language has for a group, and its rule-based policy, if there is
/// one.
pub(super) fn read(
    value: &Value,
    place: &str,
    label: &str,
    notes: &mut Notes,
) -> Result<(Option<DeclaredGroup>, Option<RuleBasedPolicy>), Fault> {
    let mark = notes.mark();
    let mut fields = Fields::of(value, place)?;
    let group_place = fields.at("environment_group_id");
    let group = match group_of(fields.value("environment_group_id")?) {
        Ok(Some(group)) => Some(group),
        Ok(None) => return Err(Fault::new(group_place, "`environment_group_id` is missing")),
        Err(why) => {
            notes.add(Outcome::Unknown, group_place, "the environment group of its rules", why);
            None
        }
    };
    let id = fields.value("policy_id")?.and_then(Value::as_text).filter(|id| !id.is_empty()).map(str::to_owned);
    fields.skip(&["id", "timeouts"]);
    let mut policy = RuleBasedPolicy {
        file: notes.file.clone(),
        place: place.to_owned(),
        id,
        name: label.to_owned(),
        assigned: group.clone().map(Assigned::Group).into_iter().collect(),
        ..RuleBasedPolicy::default()
    };
    let mut declared = group.map(DeclaredGroup::new);
    if let Some(mut rules) = fields.object("rules")? {
        if let Some(declared) = &mut declared {
            of_group(&mut rules, declared, notes)?;
        }
        if let Some(mut only) = rules.object("advanced_connector_policies_only")? {
            policy.allow_lists_only = Some(
                only.flag("enabled")
                    .unwrap_or_else(|fault| {
                        let why = format!("{}; data policies are written as evaluated", fault.why);
                        notes.add(Outcome::Unknown, fault.place, "whether data policies are evaluated", why);
                        None
                    })
                    .unwrap_or(false),
            );
            only.finish(notes);
        }
        policy.allowed = allowed(&mut rules, notes)?;
        let others: Vec<String> = rules.unread().map(|key| format!("`{key}`")).collect();
        if !others.is_empty() {
            let what = format!("rules {} of an environment group", others.join(", "));
            notes.add(Outcome::Dropped, rules.place.clone(), what, "the language does not describe them");
        }
    }
    fields.finish(notes);
    policy.unknown = notes.unknown_since(mark);
    let says = policy.allowed.is_some() || policy.allow_lists_only.is_some();
    Ok((declared, says.then_some(policy)))
}

fn allowed(rules: &mut Fields, notes: &mut Notes) -> Result<Option<Allowed>, Fault> {
    let place = rules.at("advanced_connector_policies");
    let mut list = match rules.value("advanced_connector_policies")? {
        None => return Ok(None),
        Some(Value::Unknown(reason)) => {
            notes.add(Outcome::Unknown, place, "the allowed connectors", format!("they cannot be evaluated: {reason}"));
            return Ok(Some(Allowed::default()));
        }
        Some(value) => Fields::of(value, place)?,
    };
    let place = list.at("allowed_connectors");
    let allowed = match list.value("allowed_connectors")? {
        Some(Value::List(items)) => allowed_connectors::read(items, &place, &allowed_connectors::TERRAFORM, notes),
        Some(Value::Unknown(reason)) => {
            notes.add(Outcome::Unknown, place, "the allowed connectors", format!("they cannot be evaluated: {reason}"));
            Allowed::default()
        }
        Some(_) | None => {
            notes.add(Outcome::Unknown, place, "the allowed connectors", "`allowed_connectors` is not a list");
            Allowed::default()
        }
    };
    list.finish(notes);
    Ok(Some(allowed))
}

/// Reads the settings that the language has for a group.
fn of_group(rules: &mut Fields, declared: &mut DeclaredGroup, notes: &mut Notes) -> Result<(), Fault> {
    if let Some(mut sharing) = rules.object("sharing_controls")? {
        let place = sharing.at("share_mode");
        let people_only = match sharing.text("share_mode")?.unwrap_or_default() {
            "no limit" => Some(false),
            "exclude sharing with security groups" => Some(true),
            other => {
                notes.add(Outcome::Dropped, place, format!("`share_mode = \"{other}\"`"), "it is not a mode");
                None
            }
        };
        let limit = sharing.whole("share_max_limit")?.and_then(|limit| u32::try_from(limit).ok());
        declared.sharing = people_only.map(|people_only| (people_only, limit.filter(|_| people_only)));
        sharing.finish(notes);
    }
    if let Some(mut insights) = rules.object("usage_insights")? {
        declared.usage_insights = insights.flag("insights_enabled")?;
        insights.finish(notes);
    }
    if let Some(mut checker) = rules.object("solution_checker_enforcement")? {
        declared.solution_checker = checker.text("solution_checker_mode")?.map(str::to_owned);
        checker.skip(&["send_emails_enabled"]);
        checker.finish(notes);
    }
    if let Some(mut welcome) = rules.object("maker_welcome_content")? {
        declared.welcome =
            welcome.text("maker_onboarding_markdown")?.filter(|text| !text.is_empty()).map(str::to_owned);
        if welcome.text("maker_onboarding_url")?.is_some_and(|url| !url.is_empty()) {
            let place = welcome.at("maker_onboarding_url");
            notes.add(Outcome::Dropped, place, "`maker_onboarding_url`", "the language has the text only");
        }
        welcome.finish(notes);
    }
    Ok(())
}
