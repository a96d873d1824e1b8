//! The documents that `dictum build` writes next to requests.

use std::collections::BTreeMap;

use super::folder_of;
use super::neutral::Outcome;
use super::notes::Notes;
use super::value::Value;

/// A document of a build without a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Built {
    Plan,
    Bundle,
    SourceMap,
    Manifest,
    Schema,
}

impl Built {
    /// The kind of a document, by the schema it names.
    pub(super) fn of(root: &Value) -> Option<Self> {
        if root.get("$id").and_then(Value::as_text).is_some_and(|id| id.starts_with("urn:dictum:schema:")) {
            return Some(Self::Schema);
        }
        let schema = schema_of(root);
        let known = [
            ("power-platform-plan-", Self::Plan),
            // Before the bundle, whose name is a prefix.
            ("bundle-map-", Self::SourceMap),
            ("bundle-", Self::Bundle),
            ("manifest-", Self::Manifest),
        ];
        known.into_iter().find(|(name, _)| schema.starts_with(name)).map(|(_, built)| built)
    }

    /// The words for it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Plan => "plan of a build",
            Self::Bundle => "bundle of a build",
            Self::SourceMap => "source map of a build",
            Self::Manifest => "manifest of a build",
            Self::Schema => "schema of a build",
        }
    }
}

/// The file name of the schema that a document names.
pub(super) fn schema_of(root: &Value) -> &str {
    let schema = root.get("$schema").and_then(Value::as_text).unwrap_or_default();
    schema.rsplit('/').next().unwrap_or(schema)
}

/// The facts about one request in a plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Planned {
    /// The symbol of its policy.
    pub(super) symbol: Option<String>,
    /// The file of the request that creates the policy, where the path needs its id.
    pub(super) creator: Option<String>,
}

/// Reads a plan into `planned`, by the files of its requests. Requests that are not among the `given` files are
/// noted.
pub(super) fn read_plan(
    name: &str,
    root: &Value,
    given: &[&str],
    planned: &mut BTreeMap<String, Planned>,
    notes: &mut Notes,
) {
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_text).map(str::to_owned);
    let folder = folder_of(name);
    // Names of the given files have the separators of the system they come from.
    let named = |file: &str| {
        let path = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        let path = path.replace('\\', "/");
        given.iter().find(|given| given.replace('\\', "/") == path).map(|given| (*given).to_owned())
    };
    let requests = root.get("requests").map(Value::items).unwrap_or_default();
    let by_order: Vec<(Option<&Value>, Option<String>)> =
        requests.iter().map(|entry| (entry.get("order"), text(entry, "file"))).collect();
    for (index, entry) in requests.iter().enumerate() {
        let Some(file) = text(entry, "file") else { continue };
        let Some(path) = named(&file) else {
            let why = "the plan names it, and the file is not among those given";
            notes.add(Outcome::Dropped, format!("/requests/{index}"), format!("request `{file}`"), why);
            continue;
        };
        let awaited = entry.get("awaits").and_then(|awaits| awaits.get("request"));
        let creator = awaited.and_then(|order| by_order.iter().find(|(other, _)| *other == Some(order)));
        let creator = creator.and_then(|(_, file)| named(file.as_deref()?));
        planned.insert(
            path,
            Planned { symbol: text(entry, "dataPolicy").or_else(|| text(entry, "connectorAllowList")), creator },
        );
    }
}
