//! `connector_allow_list`

use crate::model::kinds::Shape;
use crate::model::program::{AllowEntry, AllowList, Head};
use crate::model::reader::{Argument, Reader, Value};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> AllowList {
    let before = reader.faults();
    let record = reader.block(block, shape, "connector allow-list", &head);
    let mut list = AllowList {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        group: reader.reference(&record, "environment_group"),
        environment: reader.reference(&record, "environment"),
        allows: reader.connectors(&record, "allows"),
        entries: Vec::new(),
        sound: false,
        head,
    };
    for (index, argument, inner) in &record.blocks {
        let (Some(nested), Argument::Name(connector)) = (shape.blocks.get(*index), argument) else { continue };
        let faults = reader.faults();
        let inner = reader.record(*inner, nested.shape, &"`connector`");
        let actions = match reader.value(&inner, "actions") {
            Some((Value::Names(names), _)) => Some(names),
            _absent => None,
        };
        let connection_types = match reader.value(&inner, "connection_types") {
            Some((Value::Texts(texts), _)) => Some(texts),
            _absent => None,
        };
        if let Some(id) = reader.connector(*connector) {
            let location = reader.at(connector.span());
            let sound = reader.faults() == faults;
            list.entries.push(AllowEntry { connector: id, location, actions, connection_types, sound });
        }
    }
    list.sound = reader.faults() == before;
    list
}
