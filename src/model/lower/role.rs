//! `role`

use super::grid;
use crate::catalog::privilege::Level;
use crate::model::kinds::Shape;
use crate::model::program::Head;
use crate::model::reader::{Reader, Record, Value};
use crate::model::roles::{Inheritance, Role, RoleGrants, TaskGrant};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Role {
    let before = reader.faults();
    let record = reader.block(block, shape, "role", &head);
    let mut role = Role {
        predefined: None,
        applies_to: reader.text(&record, "applies_to"),
        core_table_permissions: reader.text(&record, "core_table_permissions"),
        existing: reader.flag(&record, "existing").filter(|(value, _)| *value).map(|(_, location)| location),
        grants_nothing: reader.word(&record, "grants").map(|(_, location)| location),
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        includes: reader.references(&record, "includes"),
        unit: reader.reference(&record, "business_unit"),
        inheritance: reader.word(&record, "member_inheritance").map(|(word, location)| {
            (if word == "team_only" { Inheritance::TeamOnly } else { Inheritance::DirectAndTeam }, location)
        }),
        customizable: reader.flag(&record, "customizable").map(|(value, _)| value),
        auto_assigned: reader.flag(&record, "auto_assigned").map(|(value, _)| value),
        rows: Vec::new(),
        privileges: Vec::new(),
        own: RoleGrants::default(),
        grants: RoleGrants::default(),
        included: Vec::new(),
        unseen: Vec::new(),
        sound: false,
        head,
    };
    privileges(reader, &record, "privileges", Level::Org, &mut role.privileges);
    for (index, _, inner) in &record.blocks {
        let Some(nested) = shape.blocks.get(*index) else { continue };
        if nested.name == "grid" {
            grid::lower(reader, *inner, &mut role.rows);
            continue;
        }
        let inner = reader.record(*inner, nested.shape, &"`privileges_by_level`");
        for level in Level::ALL {
            privileges(reader, &inner, level.word(), level, &mut role.privileges);
        }
    }
    role.sound = reader.faults() == before;
    role
}

fn privileges(reader: &mut Reader<'_>, record: &Record<'_>, name: &str, level: Level, into: &mut Vec<TaskGrant>) {
    let Some((Value::Names(names), _)) = reader.value(record, name) else { return };
    for privilege in names {
        let length = privilege.location.span.end - privilege.location.span.start;
        let quoted = length as usize > privilege.name.len();
        into.push(TaskGrant { privilege, quoted, of_table: false, level });
    }
}
