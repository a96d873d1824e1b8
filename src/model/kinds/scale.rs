//! `scale`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::rules::slips;
use super::{Body, Kind, Sentence};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::program::{Head, Scale, Symbol};
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Block, Form, Phrase, Statement};
use crate::text::{Location, Span};

pub(super) static KIND: Kind = Kind {
    keyword: "scale",
    noun: "a scale",
    plural: "scales",
    doc: "Levels in order, lowest first. Ratings of connectors use the scale `connector_risk`; the scale `criticity` is for apps.",
    name: "symbol",
    rests_on: &[],
    body: Body::Free(&[Sentence {
        form: "trusted < standard < elevated",
        doc: "The levels from the lowest to the highest.",
    }]),
    example: r#"scale connector_risk { trusted < standard < elevated < forbidden }

connector sql { rated = standard because "reviewed with the data office" }
"#,
};

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Option<Scale> {
    let place = block.statements().map(Statement::span).reduce(Span::to);
    let mut statements = block.statements();
    let row = match (statements.next().map(Statement::form), statements.next()) {
        (Some(Form::Sentence(phrase)), None) => Some(phrase),
        _other => None,
    };
    if let Some(levels) = row.as_ref().and_then(|row| levels(reader, row)) {
        return Some(Scale { head, levels });
    }
    let message = format!("scale `{}` is not a row of levels", head.symbol.name);
    let place = place.map_or(head.location, |span| reader.at(span));
    // The first level may just as well be the highest.
    let fix = |row| Fix::replace("separate the levels with `<`", Safety::Unsafe, place, row);
    let fix = row.and_then(|row| slips::parted(&row, " < ")).map(fix);
    let finding = Diagnostic::new(&codes::WRONG_FORM, place, message).perhaps(fix);
    reader.report(finding.help("write its levels from the lowest to the highest: `{ low < medium < high }`"));
    None
}

/// Reads words separated by `<`.
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
                    format!("`{}` is in the scale twice", level.name),
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
