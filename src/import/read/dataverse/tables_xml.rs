//! The facts of a solution about custom tables: their names, the owners of their rows, the targets of their lookups,
//! and their secured columns.

use super::Part;
use super::xml::Element;
use crate::catalog::Ownership;
use crate::import::read::organisation::TableFacts;

/// Whether an element with that name in an element with the other name is read.
pub(super) fn wants(name: &str, around: &str) -> bool {
    matches!(
        (name, around),
        ("Name", "Entity")
            | ("OwnershipTypeMask" | "IsActivity", "entity")
            | ("Name" | "LogicalName" | "IsSecured", "attribute")
            | ("EntityRelationship", "" | "EntityRelationships")
    )
}

/// The table and the column that elements belong to: each element follows the name of its own.
#[derive(Default)]
pub(super) struct Within {
    table: Option<String>,
    column: Option<String>,
}

/// Reads an element.
pub(super) fn read(element: &Element, within: &mut Within, part: &mut Part) {
    let organisation = &mut part.organisation;
    let Within { table, column } = within;
    match element.name.as_str() {
        "Name" | "LogicalName" if element.around == "attribute" => {
            *column = Some(element.says().to_ascii_lowercase()).filter(|name| !name.is_empty());
        }
        "IsSecured" => {
            let facts = table.as_ref().and_then(|table| organisation.table_facts.get_mut(table));
            if let (Some(facts), Some(column), "1" | "true" | "True") = (facts, column.take(), element.says()) {
                facts.secured.insert(column);
            }
        }
        "Name" => {
            *column = None;
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
