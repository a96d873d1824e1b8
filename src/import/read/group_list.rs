//! Lists of environment groups from the administration interface.

use super::environments::is_id;
use super::json::items;
use super::neutral::{DeclaredGroup, GroupRef, Outcome};
use super::notes::Notes;
use super::value::Value;

/// The words for such a file.
pub(super) const WORDS: &str = "list of environment groups";

/// Every member of a group in the interface. Entra groups, which also have an id and a display name, have others.
const MEMBERS: [&str; 9] = [
    "id",
    "displayName",
    "description",
    "parentGroupId",
    "childrenGroupIds",
    "createdTime",
    "createdBy",
    "lastModifiedTime",
    "lastModifiedBy",
];

/// Whether a file is a list of environment groups.
pub(super) fn is_list(root: &Value) -> bool {
    let items = items(root);
    !items.is_empty() && items.iter().all(|(_, item)| is_group(item))
}

fn is_group(item: &Value) -> bool {
    let entries = item.entries();
    let known = |key: &str| MEMBERS.iter().any(|member| member.eq_ignore_ascii_case(key));
    let has = |key: &str| item.get_folded(key).is_some();
    // Many objects have an id and a name only.
    let says_more = has("parentGroupId") || has("childrenGroupIds") || has("lastModifiedTime");
    id_of(item).is_some() && has("displayName") && says_more && entries.iter().all(|(key, _)| known(key))
}

fn id_of(item: &Value) -> Option<&str> {
    item.get_folded("id").and_then(Value::as_text).filter(|id| is_id(id))
}

/// Reads the groups of a file.
pub(super) fn read(root: &Value, notes: &mut Notes) -> Vec<DeclaredGroup> {
    notes.further_pages(root, Outcome::Dropped);
    let mut found = Vec::new();
    for (_, item) in items(root) {
        let Some(id) = id_of(item) else { continue };
        let text = |key: &str| {
            let text = item.get_folded(key).and_then(Value::as_text).map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let (name, description) = (text("displayName"), text("description"));
        found.push(DeclaredGroup { name, description, ..DeclaredGroup::new(GroupRef::Id(id.to_owned())) });
    }
    found
}
