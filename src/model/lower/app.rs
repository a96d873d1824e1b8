//! `app` and `maker_team`

use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::criticity::{App, Certificate, MakerTeam, Outcome};
use crate::model::kinds::{Shape, Type};
use crate::model::program::{CriterionValue, Head};
use crate::model::reader::{Reader, Record, Value};
use crate::syntax::NodeKind;
use crate::syntax::ast::Block;

pub(super) fn app(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> App {
    let before = reader.faults();
    let record = reader.block(block, shape, "app", &head);
    let mut app = App {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        kind: reader.word(&record, "kind").map_or("", |(word, _)| word),
        environment: reader.reference(&record, "environment"),
        owner: reader.name(&record, "owner"),
        roles: reader.references(&record, "roles"),
        made_by: reader.reference(&record, "made_by"),
        connectors: reader.connectors(&record, "connectors"),
        live: reader.flag(&record, "live").is_none_or(|(live, _)| live),
        criteria: criteria(reader, &record),
        certified: certified(reader, &record),
        reviewed: match reader.value(&record, "reviewed") {
            Some((Value::Date(date), location)) => Some((date, location)),
            _absent => None,
        },
        outcome: Outcome::NoRules,
        timeless: Outcome::NoRules,
        derived: Vec::new(),
        sound: false,
        head,
    };
    app.sound = reader.faults() == before;
    app
}

pub(super) fn maker_team(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> MakerTeam {
    let before = reader.faults();
    let record = reader.block(block, shape, "maker team", &head);
    let mut team = MakerTeam {
        name: reader.text(&record, "name"),
        members: match reader.value(&record, "members") {
            Some((Value::Names(names), _)) => names,
            _absent => Vec::new(),
        },
        certified: certified(reader, &record),
        sound: false,
        head,
    };
    team.sound = reader.faults() == before;
    team
}

/// The values of criteria that a record gives besides its own attributes.
pub(super) fn criteria(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<CriterionValue> {
    let mut criteria = Vec::with_capacity(record.open.len());
    for (key, phrase) in &record.open {
        let Some(field) = reader.symbol(*key) else { continue };
        let location = reader.at(phrase.span());
        match phrase.only() {
            Some(list) if list.kind() == NodeKind::List => {
                if let Some(value) = reader.word_list(list) {
                    criteria.push(CriterionValue { field, value, location });
                }
            }
            Some(atom) => {
                if let Some(value) = reader.atom_operand(atom) {
                    criteria.push(CriterionValue { field, value, location });
                }
            }
            None => reader.report(
                Diagnostic::new(&codes::WRONG_TYPE, location, format!("`{}` takes one value", field.name))
                    .help("write one word, number or date"),
            ),
        }
    }
    criteria
}

/// The certificates in the block `certified`.
fn certified(reader: &mut Reader<'_>, record: &Record<'_>) -> Vec<Certificate> {
    let mut certificates = Vec::new();
    for (_, _, block) in &record.blocks {
        let inner = reader.record(*block, &crate::model::kinds::CERTIFIED, &"`certified`");
        for (key, phrase) in &inner.open {
            let Some(symbol) = reader.symbol(*key) else { continue };
            let location = reader.at(phrase.span());
            if let Some(Value::Date(date)) = reader.typed(phrase, Type::Date, &symbol.name) {
                certificates.push(Certificate { offer: symbol.into(), date, location });
            }
        }
    }
    certificates
}
