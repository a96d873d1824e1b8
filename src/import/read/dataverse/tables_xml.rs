//! What a solution says of its own tables: how they are called, who owns their rows, where their lookups point.

use super::Part;
use super::xml::Element;
use crate::catalog::Ownership;
use crate::import::read::organisation::TableFacts;

/// Whether an element of that name within one of the other name is read.
pub(super) fn wants(name: &str, around: &str) -> bool {
    matches!(
        (name, around),
        ("Name", "Entity")
            | ("OwnershipTypeMask" | "IsActivity", "entity")
            | ("EntityRelationship", "" | "EntityRelationships")
    )
}

/// Reads an element; those of a table follow its name, and `table` is the one they belong to.
pub(super) fn read(element: &Element, table: &mut Option<String>, part: &mut Part) {
    let organisation = &mut part.organisation;
    match element.name.as_str() {
        "Name" => {
            let schema = element.says().to_owned();
            let logical = schema.to_ascii_lowercase();
            if logical.is_empty() {
                *table = None;
                return;
            }
            let facts = organisation.table_facts.entry(logical.clone()).or_default();
            facts.schema = schema;
            *table = Some(logical);
        }
        "EntityRelationship" => {
            let says = |name: &str| {
                let child = element.children.iter().find(|child| child.name == name);
                child.map(|child| child.says().to_ascii_lowercase()).unwrap_or_default()
            };
            let (from, to) = (says("ReferencingEntityName"), says("ReferencedEntityName"));
            if says("EntityRelationshipType") == "onetomany" && !from.is_empty() && !to.is_empty() {
                organisation.lookups.push((from, to));
            }
        }
        of_table => {
            let facts = table.as_ref().and_then(|table| organisation.table_facts.get_mut(table));
            let Some(facts) = facts else { return };
            settle(facts, of_table, element.says());
        }
    }
}

fn settle(facts: &mut TableFacts, name: &str, says: &str) {
    if name == "IsActivity" {
        facts.is_activity = matches!(says, "1" | "true" | "True");
        return;
    }
    facts.ownership = match says {
        "UserOwned" | "TeamOwned" => Some(Ownership::User),
        "OrgOwned" | "OrganizationOwned" => Some(Ownership::Organization),
        "BusinessOwned" => Some(Ownership::Business),
        "None" => Some(Ownership::None),
        _other => None,
    };
}
