//! `connector`

use crate::model::kinds::Shape;
use crate::model::program::{ConnectorFacts, CriterionValue, Head};
use crate::model::reader::{Reader, Value};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> ConnectorFacts {
    let record = reader.block(block, shape, "connector", &head);
    let mut criteria = Vec::new();
    for (key, phrase) in &record.criteria {
        let Some(field) = reader.symbol(*key) else { continue };
        let location = reader.at(phrase.span());
        match phrase.only() {
            Some(atom) => {
                if let Some(value) = reader.atom_operand(atom) {
                    criteria.push(CriterionValue { field, value, location });
                }
            }
            None => reader.report(
                crate::diagnostics::Diagnostic::new(
                    &crate::model::codes::WRONG_TYPE,
                    location,
                    format!("`{}` takes one value", field.name),
                )
                .help("write one word, number or date"),
            ),
        }
    }
    let custom = reader.word(&record, "kind").is_some_and(|(word, _)| word == "custom");
    ConnectorFacts {
        connector: None,
        custom,
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
    }
}
