//! `group`

use crate::model::kinds::Shape;
use crate::model::program::{Group, Head};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Group {
    let before = reader.faults();
    let record = reader.block(block, shape, "group", &head);
    let mut group = Group {
        kind: reader.word(&record, "kind").map_or("security", |(word, _)| word),
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        owners_given: record.has("owners"),
        owners: reader.references(&record, "owners"),
        members: reader.parties(&record, "members"),
        rule: reader.text(&record, "rule"),
        rule_active: reader.flag(&record, "rule_active").is_none_or(|(active, _)| active),
        visibility: reader.word(&record, "visibility"),
        mail_nickname: reader.text(&record, "mail_nickname"),
        role_assignable: reader.flag(&record, "role_assignable").filter(|(says, _)| *says).map(|(_, at)| at),
        classification: reader.name(&record, "classification"),
        expires: reader.flag(&record, "expires").is_some_and(|(expires, _)| expires),
        sound: false,
        head,
    };
    group.sound = reader.faults() == before;
    group
}
