//! `scale`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::slips;
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::program::{Head, Scale, Symbol};
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Block, Form, Phrase, Statement};
use crate::text::{Location, Span};

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Option<Scale> {
    let place = block.statements().map(Statement::span).reduce(Span::to);
    let mut statements = block.statements();
    let levels = match (statements.next().map(Statement::form), statements.next()) {
        (Some(Form::Sentence(phrase)), None) => levels(reader, &phrase),
        _other => None,
    };
    if let Some(levels) = levels {
        Some(Scale { head, levels })
    } else {
        let message = format!("scale `{}` is not a row of levels", head.symbol.name);
        let place = place.map_or(head.location, |span| reader.at(span));
        let finding = Diagnostic::new(&codes::WRONG_FORM, place, message)
            .help("write its levels from the lowest to the highest: `{ low < medium < high }`");
        let mut statements = block.statements();
        let row = match (statements.next().map(Statement::form), statements.next()) {
            (Some(Form::Sentence(phrase)), None) => slips::parted(&phrase, " < "),
            _other => None,
        };
        reader.report(match row {
            // The first may as well be the highest.
            Some(row) => finding.fix(Fix::replace("part the levels by `<`", Safety::Unsafe, place, row)),
            None => finding,
        });
        None
    }
}

/// Words parted by `<`.
pub(super) fn levels(reader: &mut Reader<'_>, phrase: &Phrase<'_>) -> Option<Vec<Symbol>> {
    let mut levels: Vec<Symbol> = Vec::new();
    let mut places: FxHashMap<EcoString, Location> = FxHashMap::default();
    for (index, atom) in phrase.atoms().enumerate() {
        if index % 2 == 1 {
            if atom.operator() != Some("<") {
                return None;
            }
            continue;
        }
        if atom.kind() != NodeKind::Word {
            return None;
        }
        let level = reader.symbol(atom)?;
        if let Some(&first) = places.get(&level.name) {
            reader.report(
                Diagnostic::new(
                    &codes::DUPLICATE_DECLARATION,
                    level.location,
                    format!("`{}` stands twice in the scale", level.name),
                )
                .label(first, "first given here")
                .help("keep one of the two"),
            );
            continue;
        }
        places.insert(level.name.clone(), level.location);
        levels.push(level);
    }
    let complete = phrase.atoms().count() % 2 == 1;
    (complete && !levels.is_empty()).then_some(levels)
}
