//! Ids that the service chose, taken from its answers into bindings.
//!
//! An answer is one object, a list, or an object with the list in `value`; a file may have several answers in a list.
//! The members of an object show what it is. An id is taken only if exactly one answer has the display name of exactly
//! one declaration: nothing is guessed, and no known id is replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use super::failure::Failure;
use super::project::read_output;
use super::unique_keys;
use crate::emit::Bindings;
use crate::model::Program;
use crate::text::without_contents;

/// The largest file of answers in bytes.
const MAX_ANSWERS: usize = 64 * 1024 * 1024;
/// The maximum depth of nested lists of answers.
const DEPTH: usize = 4;

/// What was done, one line each.
#[derive(Default)]
pub(super) struct Remarks {
    pub(super) lines: Vec<String>,
    /// Whether a part of the answers could not be taken.
    pub(super) open: bool,
}

/// The kinds of objects whose ids answers give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    DataPolicy,
    AllowList,
    Environment,
    EnvironmentGroup,
}

/// The ids of an answer, by kind and display name.
type Found = BTreeMap<(Thing, String), BTreeSet<String>>;

/// Adds the ids of answers to bindings.
pub(super) fn merge(files: &[PathBuf], program: &Program, bindings: &mut Bindings) -> Result<Remarks, Failure> {
    let mut found = Found::new();
    let mut remarks = Remarks::default();
    for file in files {
        let text = read_output(file, MAX_ANSWERS)?;
        let value: Value = unique_keys::parse(&text).map_err(|error| {
            Failure::new(format!("`{}` holds no answer of the service", file.display()))
                .cause(without_contents(&error.to_string()))
                .help("it is JSON, as the service answers or as `… --json` prints it")
        })?;
        let mut unknown = 0;
        gather(&value, DEPTH, &mut found, &mut unknown);
        if unknown > 0 {
            remarks.open = true;
            let things = if unknown == 1 { "1 object is" } else { &format!("{unknown} objects are") };
            remarks.lines.push(format!(
                "{}: {things} neither data policy, rule-based policy, environment nor environment group",
                file.display()
            ));
        }
    }
    for ((thing, name), ids) in found {
        take(thing, &name, &ids, program, bindings, &mut remarks);
    }
    Ok(remarks)
}

/// Gathers the ids of an answer.
fn gather(value: &Value, depth: usize, found: &mut Found, unknown: &mut usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, depth, found, unknown)),
        Value::Object(members) => match members.get("value") {
            Some(list @ Value::Array(_)) => gather(list, depth, found, unknown),
            _other => match thing(value) {
                Some((thing, name, id)) => {
                    found.entry((thing, name.to_owned())).or_default().insert(id.to_owned());
                }
                None => *unknown += 1,
            },
        },
        _other => *unknown += 1,
    }
}

/// The kind, the display name and the id of an object.
fn thing(value: &Value) -> Option<(Thing, &str, &str)> {
    let member = |at: &'static str| value.pointer(at).and_then(Value::as_str).filter(|text| !text.is_empty());
    let has = |at: &'static str| value.pointer(at).is_some();
    if has("/policyDefinition") {
        return Some((Thing::DataPolicy, member("/policyDefinition/displayName")?, member("/policyDefinition/name")?));
    }
    if has("/ruleSets") || has("/ruleSetCount") {
        return Some((Thing::AllowList, member("/name")?, member("/id")?));
    }
    if has("/connectorGroups") || has("/defaultConnectorsClassification") {
        return Some((Thing::DataPolicy, member("/displayName")?, member("/name")?));
    }
    if has("/properties/environmentSku") {
        return Some((Thing::Environment, member("/properties/displayName")?, member("/name")?));
    }
    if has("/properties") || has("/policyId") {
        return None;
    }
    Some((Thing::EnvironmentGroup, member("/displayName")?, member("/id")?))
}

fn take(
    thing: Thing,
    name: &str,
    ids: &BTreeSet<String>,
    program: &Program,
    bindings: &mut Bindings,
    remarks: &mut Remarks,
) {
    let (key, symbols, known) = match thing {
        Thing::DataPolicy => {
            let all = program.policies.iter().filter(|one| one.display_name() == name);
            let all = all.map(|one| (one.name(), one.id.as_ref().map(|id| &*id.name)));
            ("data_policies", all.collect::<Vec<_>>(), &mut bindings.data_policies)
        }
        Thing::AllowList => {
            let all = program.allow_lists.iter().filter(|one| one.display_name() == name);
            let all = all.map(|one| (one.name(), one.id.as_ref().map(|id| &*id.name)));
            ("connector_allow_lists", all.collect(), &mut bindings.connector_allow_lists)
        }
        Thing::Environment => {
            let all = program.environments.iter().filter(|one| one.display_name() == name);
            let all = all.map(|one| (one.name(), one.id.as_ref().map(|id| &*id.name)));
            ("environments", all.collect(), &mut bindings.environments)
        }
        Thing::EnvironmentGroup => {
            let shown = |one: &&crate::model::program::EnvironmentGroup| {
                one.name.as_ref().map_or(one.name(), |text| &*text.name) == name
            };
            let all = program.environment_groups.iter().filter(shown);
            let all = all.map(|one| (one.name(), one.id.as_ref().map(|id| &*id.name)));
            ("environment_groups", all.collect(), &mut bindings.environment_groups)
        }
    };
    let ids: Vec<&String> = ids.iter().collect();
    // Objects that the project does not declare are no part of it.
    let (symbol, inline) = match symbols.as_slice() {
        [] => return,
        [one] => *one,
        several => {
            remarks.open = true;
            remarks
                .lines
                .push(format!("{key}: {} declarations have the name \"{name}\"; no id is taken", several.len()));
            return;
        }
    };
    let [id] = ids.as_slice() else {
        remarks.open = true;
        remarks.lines.push(format!("{key}: {} answers have the name \"{name}\"; no id is taken", ids.len()));
        return;
    };
    match inline.or(known.get(symbol).map(String::as_str)) {
        Some(other) if other.eq_ignore_ascii_case(id) => {}
        Some(other) => {
            remarks.open = true;
            remarks.lines.push(format!("{key}: `{symbol}` has the id `{other}`, and the answer says `{id}`; it stays"));
        }
        None => {
            known.insert(symbol.to_owned(), (*id).clone());
            remarks.lines.push(format!("{key}: `{symbol}` is `{id}`"));
        }
    }
}
