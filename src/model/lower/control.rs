//! `control`, `offer`, `guideline`: what levels ask for.

use crate::model::condition::Condition;
use crate::model::criticity::{Certifies, ConnectorClause, Control, Guideline, LevelClause, Offer};
use crate::model::kinds::Shape;
use crate::model::program::{Head, Interval, Reference};
use crate::model::reader::{Reader, Record, Value};
use crate::model::set::Set;
use crate::syntax::ast::Block;

pub(super) fn control(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Control {
    let before = reader.faults();
    let record = reader.block(block, shape, "control", &head);
    let mut control = Control {
        level: None,
        process: match reader.value(&record, "process") {
            Some((Value::Process(process), location)) => Some((process, location)),
            _absent => None,
        },
        by: reader.reference(&record, "by"),
        requires: reader.references(&record, "requires"),
        environments: match reader.value(&record, "environments") {
            Some((Value::Environments(targets), _)) => Some(targets),
            _absent => None,
        },
        connectors: reader.connectors(&record, "connectors"),
        sound: false,
        head,
    };
    control.sound = reader.faults() == before;
    control
}

pub(super) fn offer(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Offer {
    let before = reader.faults();
    let record = reader.block(block, shape, "offer", &head);
    let mut offer = Offer {
        name: reader.text(&record, "name"),
        by: reader.text(&record, "by"),
        certifies: reader.word(&record, "certifies").map(|(word, location)| {
            (if word == Certifies::App.word() { Certifies::App } else { Certifies::MakerTeam }, location)
        }),
        levels: reader.levels(&record, "for"),
        valid: reader.duration(&record, "valid"),
        sound: false,
        head,
    };
    offer.sound = reader.faults() == before;
    offer
}

pub(super) fn guideline(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Guideline {
    let record = reader.block(block, shape, "guideline", &head);
    Guideline {
        levels: reader.levels(&record, "for"),
        dos: reader.texts(&record, "do").unwrap_or_default(),
        donts: reader.texts(&record, "dont").unwrap_or_default(),
        head,
    }
}

/// Short ways to the values of a record, as in `lower/mod.rs`.
impl Reader<'_> {
    pub(super) fn references<I>(&mut self, record: &Record<'_>, name: &str) -> Vec<Reference<I>> {
        match self.value(record, name) {
            Some((Value::References(symbols), _)) => symbols.into_iter().map(Reference::from).collect(),
            _absent => Vec::new(),
        }
    }

    pub(super) fn connectors(&mut self, record: &Record<'_>, name: &str) -> Option<ConnectorClause> {
        match self.value(record, name)? {
            (Value::Set(expression), _) => {
                Some(ConnectorClause { expression, members: Set::default(), complete: true })
            }
            _other => None,
        }
    }

    fn duration(&mut self, record: &Record<'_>, name: &str) -> Option<Interval> {
        match self.value(record, name)? {
            (Value::Interval(interval), _) => Some(interval),
            _other => None,
        }
    }

    fn levels(&mut self, record: &Record<'_>, name: &str) -> Option<LevelClause> {
        match self.value(record, name)? {
            (Value::Condition(condition), location) => {
                Some(LevelClause { condition: Condition::clone(&condition), levels: Vec::new(), location })
            }
            _other => None,
        }
    }
}
