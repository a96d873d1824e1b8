//! `connector`

use super::app;
use crate::model::kinds::Shape;
use crate::model::program::{ConnectorFacts, Head};
use crate::model::reader::{Reader, Value};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> ConnectorFacts {
    let before = reader.faults();
    let record = reader.block(block, shape, "connector", &head);
    let criteria = app::criteria(reader, &record);
    let custom = reader.word(&record, "kind").is_some_and(|(word, _)| word == "custom");
    let mut facts = ConnectorFacts {
        connector: None,
        custom,
        sound: false,
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        environment: reader.reference(&record, "environment"),
        host: reader.text(&record, "host"),
        rated: match reader.value(&record, "rated") {
            Some((Value::Rated(rated), _)) => Some(rated),
            _absent => None,
        },
        reviewed: match reader.value(&record, "reviewed") {
            Some((Value::Date(date), location)) => Some((date, location)),
            _absent => None,
        },
        review: match reader.value(&record, "review") {
            Some((Value::Interval(interval), _)) => Some(interval),
            _absent => None,
        },
        criteria,
        head,
    };
    facts.sound = reader.faults() == before;
    facts
}
