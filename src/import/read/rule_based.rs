//! Rule-based policies in the platform's form: the answers of `/governance/ruleBasedPolicies`, and the output of
//! `pac governance list-rule-based-policies --json` (acp.md).
//!
//! A policy does not contain its assignments. The answers about assignments do, and are matched to it by its id.

use super::allowed_connectors;
use super::environments::is_id;
use super::fields::Fields;
use super::json::{below, items};
use super::neutral::{EnvironmentRef, Outcome};
use super::notes::{Fault, Notes};
use super::rule_based_policy::{Allowed, Assigned, GroupRef, RuleBasedPolicy};
use super::value::Value;

/// The words for such a file.
pub(super) const WORDS: &str = "rule-based policies";
/// The words for a file of assignments.
pub(super) const ASSIGNMENTS: &str = "assignments of rule-based policies";

/// The rule set with a connector allow-list.
const LIST: &str = "ConnectorManagement";
/// The rule set that determines whether data policies are evaluated, and its only input: both from the provider's
/// sources, `internal/services/environment_group_rule_set/dto.go`.
const ONLY: &str = "AdvancedConnectorPoliciesOnly";
const ONLY_INPUT: &str = "EnableAdvancedConnectorPoliciesOnly";

/// Whether a file holds rule-based policies.
pub(super) fn is_list(root: &Value) -> bool {
    items(root).iter().any(|(_, item)| {
        let has_sets = matches!(item.get_folded("ruleSets"), Some(Value::List(_)));
        has_sets || item.get_folded("ruleSetCount").is_some() && item.get_folded("policyId").is_none()
    })
}

/// Whether a file holds assignments.
pub(super) fn is_assignments(root: &Value) -> bool {
    let items = items(root);
    let is_one = |item: &Value| item.get_folded("policyId").is_some() && item.get_folded("ruleSets").is_none();
    !items.is_empty() && items.iter().all(|(_, item)| is_one(item))
}

/// Reads the policies of a file.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Vec<RuleBasedPolicy> {
    notes.further_pages(root, Outcome::Refused);
    let mut policies = Vec::new();
    for (place, item) in items(root) {
        match policy(item, &place, notes) {
            Ok(policy) => policies.push(policy),
            Err(fault) => {
                let name = item.get_folded("name").and_then(Value::as_text).unwrap_or_default();
                notes.add(Outcome::Refused, fault.place, format!("rule-based policy \"{name}\""), fault.why);
            }
        }
    }
    policies
}

/// Reads one policy.
pub(super) fn policy(item: &Value, place: &str, notes: &mut Notes) -> Result<RuleBasedPolicy, Fault> {
    let mark = notes.mark();
    let mut fields = Fields::of(item, place)?;
    let name = fields.needed_text("name")?.to_owned();
    let id = fields.text("id")?.filter(|id| !id.is_empty()).map(str::to_owned);
    fields.skip(&["tenantId", "lastModified", "ruleSetCount", "createdTime", "createdBy", "lastModifiedBy"]);
    let sets_place = fields.at("ruleSets");
    let Some(sets) = fields.list("ruleSets")? else {
        let why = "`ruleSets` is missing: lists of policies may leave it out; read the policy by its id";
        return Err(Fault::new(place, why));
    };
    let mut policy =
        RuleBasedPolicy { file: notes.file.clone(), place: place.to_owned(), id, name, ..RuleBasedPolicy::default() };
    let mut others = Vec::new();
    for (index, set) in sets.iter().enumerate() {
        let mut set = Fields::of(set, below(&sets_place, index))?;
        let id = set.needed_text("id")?;
        set.skip(&["version", "lastModified", "lastModifiedDate"]);
        if id.eq_ignore_ascii_case(LIST) {
            policy.allowed = Some(allowed(&mut set, notes));
        } else if id.eq_ignore_ascii_case(ONLY) {
            policy.allow_lists_only = Some(allow_lists_only(&mut set, notes));
        } else {
            set.skip(&["inputs"]);
            others.push(format!("`{id}`"));
        }
        set.finish(notes);
    }
    if !others.is_empty() {
        let what = format!("rule sets {} of rule-based policy \"{}\"", others.join(", "), policy.name);
        notes.add(
            Outcome::Dropped,
            sets_place,
            what,
            "the language does not describe them; a deployment leaves them as they are",
        );
    }
    fields.finish(notes);
    policy.unknown = notes.unknown_since(mark);
    Ok(policy)
}

/// The entries of the allow-list. If they cannot be read, nothing is allowed.
fn allowed(set: &mut Fields, notes: &mut Notes) -> Allowed {
    let read = set.object("inputs").and_then(|inputs| {
        let Some(mut inputs) = inputs else { return Err(Fault::new(&set.place, "`inputs` is missing")) };
        let place = inputs.at("AllowedConnectorList");
        let Some(items) = inputs.list("AllowedConnectorList")? else {
            return Err(Fault::new(&inputs.place, "`AllowedConnectorList` is missing"));
        };
        let allowed = allowed_connectors::read(items, &place, &allowed_connectors::PLATFORM, notes);
        inputs.finish(notes);
        Ok(allowed)
    });
    read.unwrap_or_else(|fault| {
        notes.add(Outcome::Unknown, fault.place, "the allowed connectors", fault.why);
        Allowed::default()
    })
}

/// Whether data policies are skipped; false where it cannot be read.
fn allow_lists_only(set: &mut Fields, notes: &mut Notes) -> bool {
    let read = set.object("inputs").and_then(|inputs| match inputs {
        Some(mut inputs) => {
            let flag = inputs.flag(ONLY_INPUT)?;
            inputs.finish(notes);
            flag.ok_or_else(|| Fault::new(&set.place, format!("`{ONLY_INPUT}` is missing")))
        }
        None => Err(Fault::new(&set.place, "`inputs` is missing")),
    });
    read.unwrap_or_else(|fault| {
        let why = format!("{}; data policies are written as evaluated", fault.why);
        notes.add(Outcome::Unknown, fault.place, "whether data policies are evaluated", why);
        false
    })
}

/// Adds the answers about assignments to the policies that were read.
pub(super) fn join<'p>(
    documents: &[(&str, Value)],
    policies: impl Iterator<Item = &'p mut RuleBasedPolicy>,
) -> Vec<Notes> {
    let mut policies: Vec<&mut RuleBasedPolicy> = policies.collect();
    let mut all = Vec::new();
    for (name, root) in documents {
        let mut notes = Notes::new(name);
        for (place, item) in items(root) {
            let fault = match assignment(item, &place) {
                Ok((policy, assigned)) => {
                    let is_it =
                        |known: &RuleBasedPolicy| known.id.as_ref().is_some_and(|id| id.eq_ignore_ascii_case(policy));
                    match policies.iter_mut().find(|known| is_it(known)) {
                        Some(known) => {
                            if !known.assigned.contains(&assigned) {
                                known.assigned.push(assigned);
                            }
                            continue;
                        }
                        None => Fault::new(place, format!("policy `{policy}` is not among the files")),
                    }
                }
                Err(fault) => fault,
            };
            notes.add(Outcome::Refused, fault.place, "an assignment of a rule-based policy", fault.why);
        }
        all.push(notes);
    }
    all
}

/// The policy of an assignment, and its target.
fn assignment<'v>(item: &'v Value, place: &str) -> Result<(&'v str, Assigned), Fault> {
    let mut fields = Fields::of(item, place)?;
    let policy = fields.needed_text("policyId")?;
    let Some(resource) = fields.text("resourceId")?.filter(|id| !id.is_empty()) else {
        return Err(Fault::new(place, "`resourceId` is missing, so what it is assigned to is not known"));
    };
    let id = resource.rsplit('/').next().unwrap_or(resource).to_owned();
    let kind = fields.text("resourceType")?.unwrap_or_default().replace(['_', ' '], "").to_ascii_lowercase();
    match kind.as_str() {
        "environmentgroup" | "environmentgroups" => Ok((policy, Assigned::Group(GroupRef::Id(id)))),
        "environment" | "environments" if is_id(&id) => Ok((policy, Assigned::Environment(EnvironmentRef::Id(id)))),
        _other => Err(Fault::new(
            fields.at("resourceType"),
            "it is neither an environment group nor an environment, so what it is assigned to is not known",
        )),
    }
}
