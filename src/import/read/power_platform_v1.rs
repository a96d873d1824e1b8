//! The flat policy object of the first governance API, and of `Get-DlpPolicy` and `New-DlpPolicy`.

use std::collections::BTreeMap;

use super::environments;
use super::fields::Fields;
use super::json::below;
use super::neutral::{ConnectorEntry, Group, Outcome, Policy};
use super::notes::{Fault, Notes};
use super::rules;
use super::value::Value;
use super::words;
use crate::catalog::wire;

/// Who made a policy and when: not part of its content.
pub(super) const HISTORY: [&str; 5] = ["createdBy", "createdTime", "lastModifiedBy", "lastModifiedTime", "type"];

/// Reads a single policy.
pub(super) fn read(item: &Value, place: &str, notes: &mut Notes) -> Result<Policy, Fault> {
    let policy = definition(Fields::of(item, place)?, notes)?;
    tell_companions(place, notes);
    Ok(policy)
}

/// Notes that the policy may have rules in documents that are not among the files.
pub(super) fn tell_companions(place: &str, notes: &mut Notes) {
    let why = "the file is of the form that keeps action rules, endpoint rules and URL patterns elsewhere; if the \
               policy has any, import with it what `Get-PowerAppDlpPolicyConnectorConfigurations` and \
               `Get-PowerAppPolicyUrlPatterns` print";
    notes.add(Outcome::Doubtful, place, COMPANIONS, why);
}

const COMPANIONS: &str = "rules and URL patterns";

/// Notes which of the two documents of a policy is still missing, after one of them or both were found.
pub(super) fn tell_missing(place: &str, rules: bool, patterns: bool, notes: &mut Notes) {
    notes.list.retain(|remark| remark.place != place || remark.what != COMPANIONS);
    let missing = match (rules, patterns) {
        (true, true) | (false, false) => return,
        (true, false) => ("URL patterns", "Get-PowerAppPolicyUrlPatterns"),
        (false, true) => ("rules for connectors", "Get-PowerAppDlpPolicyConnectorConfigurations"),
    };
    let why = format!("if the policy has any, import with it what `{}` prints", missing.1);
    notes.add(Outcome::Doubtful, place, missing.0, why);
}

/// Reads the object that both forms of the governance API have in common.
pub(super) fn definition(mut fields: Fields, notes: &mut Notes) -> Result<Policy, Fault> {
    let name = fields.needed_text("displayName")?.to_owned();
    let id = fields.text("name")?.filter(|id| !id.is_empty()).map(str::to_owned);
    let default_place = fields.at("defaultConnectorsClassification");
    let mark = notes.mark();
    let default = if let Some(word) = fields.text("defaultConnectorsClassification")? {
        words::classification(word, &default_place)?
    } else {
        let why = "the file does not say where unlisted connectors go; Blocked, the strictest, is written";
        notes.add(Outcome::Unknown, default_place, "`defaultConnectorsClassification`", why);
        Group::Blocked
    };
    let etag = fields.text("etag")?.map(str::to_owned);
    let legacy = fields.flag("isLegacySchemaVersion")?.unwrap_or(false);
    let scope = scope(&mut fields, notes)?;
    let mut policy = Policy { id, legacy, etag, ..Policy::new(&notes.file, &fields.place, name, default, scope) };
    groups(&mut fields, &mut policy, notes)?;
    let mut history = fields.skip(&HISTORY);
    history.extend(policy.etag.as_ref().map(|_| "etag"));
    tell_history(&history, &fields.place, notes);
    if legacy {
        let why = "the platform calls it a policy of the old schema; saved again, it gets the new one";
        notes.add(Outcome::Doubtful, fields.place.clone(), format!("data policy \"{}\"", policy.name), why);
    }
    fields.finish(notes);
    policy.hold_back(notes.unknown_since(mark));
    Ok(policy)
}

/// Notes keys about who changed a policy and when.
pub(super) fn tell_history(keys: &[&str], place: &str, notes: &mut Notes) {
    if !keys.is_empty() {
        let what = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        notes.add(Outcome::Dropped, place, what, "who changed a policy and when is not part of it");
    }
}

fn scope(fields: &mut Fields, notes: &mut Notes) -> Result<super::neutral::Scope, Fault> {
    let place = fields.at("environmentType");
    let kind = environments::type_of(fields.needed_text("environmentType")?, &place)?;
    let place = fields.at("environments");
    let items = fields.list("environments")?.unwrap_or_default();
    let listed = environments::from_objects(kind, items, &place, notes)?;
    environments::scope(kind, listed, &place, notes)
}

fn groups(fields: &mut Fields, policy: &mut Policy, notes: &mut Notes) -> Result<(), Fault> {
    let place = fields.at("connectorGroups");
    let Some(items) = fields.list("connectorGroups")? else {
        let why = "`connectorGroups` is missing: the list of policies leaves it out, so what the policy says about \
                   connectors is not in this file; export the policy by its id";
        return Err(Fault::new(&fields.place, why));
    };
    for (index, item) in items.iter().enumerate() {
        let mut group = Fields::of(item, below(&place, index))?;
        let word_place = group.at("classification");
        let class = words::classification(group.needed_text("classification")?, &word_place)?;
        let connectors_place = group.at("connectors");
        let connectors = group.list("connectors")?.unwrap_or_default();
        let entries = connectors_of(connectors, &connectors_place, notes)?;
        policy.members_mut(class).listed.extend(entries);
        group.finish(notes);
    }
    Ok(())
}

/// The connectors of a list of `{id, name, type}`.
pub(super) fn connectors_of(items: &[Value], place: &str, notes: &mut Notes) -> Result<Vec<ConnectorEntry>, Fault> {
    let mut entries = Vec::with_capacity(items.len());
    let mut misfits = 0;
    for (index, item) in items.iter().enumerate() {
        let mut fields = Fields::of(item, below(place, index))?;
        let id = rules::id(&mut fields, "id", notes)?;
        let display_name = fields.text("name")?.filter(|name| !name.is_empty()).map(str::to_owned);
        // The type follows from the id.
        let kind = fields.text("type")?.filter(|kind| !kind.is_empty());
        let fits = |(kind, id): (&str, &str)| kind.eq_ignore_ascii_case(wire::wire_type(id));
        misfits += usize::from(!kind.zip(id).is_none_or(fits));
        fields.finish(notes);
        if let Some(id) = id {
            entries.push(ConnectorEntry { wire_id: id.to_owned(), display_name, ..ConnectorEntry::default() });
        }
    }
    if misfits > 0 {
        let what = format!("`type` of {misfits} connector{}", if misfits == 1 { "" } else { "s" });
        notes.add(Outcome::Normalised, place, what, "it is not the one that goes with the id, which is written");
    }
    Ok(entries)
}

/// Notes connectors that are twice in a group or in two groups; they are carried unchanged.
pub(super) fn tell_duplicates(policy: &Policy, notes: &mut Notes) {
    let mut seen: BTreeMap<String, Vec<Group>> = BTreeMap::new();
    for group in Group::ALL {
        for entry in &policy.members(group).listed {
            seen.entry(entry.wire_id.to_ascii_lowercase()).or_default().push(group);
        }
    }
    for (id, groups) in seen.iter().filter(|(_, groups)| groups.len() > 1) {
        let what = format!("connector `{id}` of data policy \"{}\"", policy.name);
        let mut distinct = groups.clone();
        distinct.dedup();
        if let [only] = distinct.as_slice() {
            let why = format!("it is listed {} times in {} and written once", groups.len(), only.title());
            notes.add(Outcome::Normalised, policy.place.clone(), what, why);
        } else {
            let titles: Vec<&str> = distinct.iter().map(|group| group.title()).collect();
            let why = format!("it is listed in {}; it is written in each", titles.join(" and in "));
            notes.add(Outcome::Doubtful, policy.place.clone(), what, why);
        }
    }
}
