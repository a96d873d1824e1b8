//! `group`

use crate::model::kinds::Shape;
use crate::model::program::{Group, Head};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Group {
    let record = reader.block(block, shape, "group", &head);
    Group {
        kind: reader.word(&record, "kind").map_or("security", |(word, _)| word),
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        owners: reader.references(&record, "owners"),
        members: reader.parties(&record, "members"),
        rule: reader.text(&record, "rule"),
        head,
    }
}
