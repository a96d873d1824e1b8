//! Lists of connectors with their groups, as people maintain them in a spreadsheet: one row for each connector.
//!
//! Such a list gives neither the environments of a policy nor the group of unlisted connectors. So the policy is
//! written with an environment that nothing binds, and the rest is blocked, until a person decides.

use std::collections::BTreeSet;

use super::neutral::{Group, Outcome};
use super::notes::Notes;
use super::spreadsheet::Table;
use super::value::Value;

/// The words for such a file.
pub(super) const WORDS: &str = "list of connectors";

/// Names of the column with the id of a connector, in the form of [`folded`].
const IDS: [&str; 5] = ["connectorid", "id", "apiid", "apiname", "uniquename"];
/// Names of the column with its display name, or with either of the two.
const NAMES: [&str; 6] = ["connector", "connectorname", "connectordisplayname", "displayname", "name", "api"];
/// Names of the column with its group.
const GROUPS: [&str; 10] = [
    "group",
    "datagroup",
    "connectorgroup",
    "policygroup",
    "classification",
    "dlpclassification",
    "dlpgroup",
    "dlp",
    "category",
    "connectorclassification",
];
/// Names of the column with the policy, where a list is about several.
const POLICIES: [&str; 4] = ["policy", "policyname", "datapolicy", "dlppolicy"];

/// A row about a connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedConnector {
    /// The line that it begins on.
    pub line: usize,
    /// The policy that it belongs to; that of the file if it names none.
    pub policy: String,
    /// The id, where there is a column for it.
    pub id: Option<String>,
    /// The name, or the id.
    pub name: Option<String>,
    /// The group.
    pub group: Group,
}

/// A list of connectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorList {
    /// The file that it is in.
    pub file: String,
    /// Its rows.
    pub rows: Vec<ListedConnector>,
}

impl ConnectorList {
    /// The number of policies it is about.
    pub fn policies(&self) -> usize {
        self.rows.iter().map(|row| &row.policy).collect::<BTreeSet<_>>().len()
    }
}

/// The name of a column without the parts that vary.
fn folded(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn column<'t>(table: &'t Table, names: &[&str]) -> Option<&'t str> {
    let find = |name: &&str| table.columns.iter().find(|column| folded(column) == **name);
    names.iter().find_map(find).map(String::as_str)
}

/// Whether a table has the columns of such a list.
pub(super) fn is_one(table: &Table) -> bool {
    column(table, &GROUPS).is_some() && (column(table, &IDS).is_some() || column(table, &NAMES).is_some())
}

/// Reads the rows of a list. A row with an unknown group is noted.
pub(super) fn read(table: &Table, notes: &mut Notes) -> ConnectorList {
    let [id, name, group, policy] = [&IDS[..], &NAMES, &GROUPS, &POLICIES].map(|names| column(table, names));
    let stem = notes.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned();
    let mut rows = Vec::new();
    for (line, row) in &table.rows {
        let cell =
            |column: Option<&str>| column.and_then(|key| row.get(key)).and_then(Value::as_text).map(str::to_owned);
        let (id, name, policy) = (cell(id), cell(name), cell(policy).unwrap_or_else(|| stem.clone()));
        let Some(shown) = name.as_ref().or(id.as_ref()) else { continue };
        let what = format!("connector `{shown}`");
        match cell(group) {
            None => {
                let why = "its group is empty, so the policy does not list it";
                notes.add(Outcome::Doubtful, format!("line {line}"), what, why);
            }
            Some(word) => match Group::of_people(&word).or_else(|| Group::of_classification(&word)) {
                Some(group) => rows.push(ListedConnector { line: *line, policy, id, name, group }),
                None => {
                    let why = format!("`{word}` is not Business, Non-business or Blocked");
                    notes.add(Outcome::Refused, format!("line {line}"), what, why);
                }
            },
        }
    }
    let known = [id, name, group, policy];
    for other in table.columns.iter().filter(|column| !column.is_empty() && !known.contains(&Some(column.as_str()))) {
        notes.add(Outcome::Dropped, "line 1", format!("column `{other}`"), "a data policy has no place for it");
    }
    ConnectorList { file: notes.file.clone(), rows }
}
