//! `user` and `licence`

use crate::model::kinds::{Shape, Type};
use crate::model::organisation::{AccessMode, Assignment, Licence, TreeId, User};
use crate::model::program::{EnvironmentId, Head, Reference, Symbol};
use crate::model::reader::{Argument, Reader, Record, Value};
use crate::syntax::ast::Block;

pub(super) fn user(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> User {
    let before = reader.faults();
    let record = reader.block(block, shape, "user", &head);
    let (mode, mode_location) = reader.word(&record, "access_mode").unzip();
    let mode = mode.and_then(|word| AccessMode::ALL.into_iter().find(|mode| mode.word() == word));
    let mut user = User {
        name: reader.text(&record, "name"),
        upn: reader.text(&record, "upn"),
        id: reader.text(&record, "id"),
        application: reader.text(&record, "application"),
        unit: reader.reference(&record, "business_unit"),
        units: Vec::new(),
        licences: reader.references(&record, "licences"),
        mode: mode.unwrap_or_default(),
        mode_location,
        disabled: reader.flag(&record, "enabled").and_then(|(enabled, location)| (!enabled).then_some(location)),
        roles: Vec::new(),
        sound: false,
        head,
    };
    for (index, argument, inner) in &record.blocks {
        let Some(nested) = shape.blocks.get(*index) else { continue };
        let inner = reader.record(*inner, nested.shape, &format_args!("`{}`", nested.name));
        match (nested.name, argument) {
            ("roles", _) => lists(reader, &inner, |environment| (environment.into(), None), &mut user.roles),
            ("business_units", _) => units(reader, &inner, &mut user.units),
            (_, Argument::Name(name)) => {
                let Some(symbol) = reader.symbol(*name) else { continue };
                let environment = Reference::from(symbol);
                lists(reader, &inner, |unit| (environment.clone(), Some(unit.into())), &mut user.roles);
            }
            (_, Argument::Absent) => {}
        }
    }
    user.sound = reader.faults() == before;
    user
}

pub(super) fn licence(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Licence {
    let record = reader.block(block, shape, "licence", &head);
    Licence {
        premium_connectors: reader.flag(&record, "premium_connectors"),
        name: reader.text(&record, "name"),
        seats: match reader.value(&record, "seats") {
            Some((Value::Integer(seats), location)) => u32::try_from(seats).ok().map(|seats| (seats, location)),
            _absent => None,
        },
        head,
    }
}

/// `finance_prod = [pmo, auditor]`: what stands before the sign says where, the list which roles.
fn lists(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    place: impl Fn(Symbol) -> (Reference<EnvironmentId>, Option<Reference<TreeId>>),
    into: &mut Vec<Assignment>,
) {
    for (key, phrase) in &record.open {
        let Some(symbol) = reader.symbol(*key) else { continue };
        let location = reader.at(key.span().to(phrase.span()));
        let kind = Type::References("role");
        let Some(Value::References(roles)) = reader.typed(phrase, kind, &symbol.name) else { continue };
        let (environment, unit) = place(symbol);
        let roles = roles.into_iter().map(Reference::from).collect();
        into.push(Assignment { environment, unit, roles, location });
    }
}

fn units(reader: &mut Reader<'_>, record: &Record<'_>, into: &mut Vec<(Reference<EnvironmentId>, Reference<TreeId>)>) {
    for (key, phrase) in &record.open {
        let Some(symbol) = reader.symbol(*key) else { continue };
        if let Some(Value::Reference(unit)) = reader.typed(phrase, Type::Reference("business_units"), &symbol.name) {
            into.push((symbol.into(), unit.into()));
        }
    }
}
