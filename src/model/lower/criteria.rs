//! `criteria`

use super::scale;
use crate::diagnostics::Diagnostic;
use crate::model::codes;
use crate::model::program::{Criteria, Domain, Field, Head};
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Phrase};
use crate::syntax::literal::{self, Literal};

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Criteria {
    if &*head.symbol.name != "connector" {
        let message = format!("`{}` is not a subject of criteria", head.symbol.name);
        reader.report(
            Diagnostic::new(&codes::UNKNOWN_WORD, head.symbol.location, message).help("the subject is `connector`"),
        );
    }
    let mut fields: Vec<Field> = Vec::new();
    for statement in block.statements() {
        let Form::Field(name, phrase) = statement.form() else {
            reader.report(
                Diagnostic::new(&codes::WRONG_FORM, reader.at(statement.span()), "criteria are fields with a type")
                    .help("write `name : bool` or `name : one | two`"),
            );
            continue;
        };
        let Some(symbol) = reader.symbol(name) else { continue };
        if let Some(known) = fields.iter().find(|field| field.symbol.name == symbol.name) {
            let first = known.symbol.location;
            reader.report(
                Diagnostic::new(
                    &codes::DUPLICATE_ATTRIBUTE,
                    symbol.location,
                    format!("`{}` is given twice", symbol.name),
                )
                .label(first, "first given here")
                .help("keep one of the two"),
            );
            continue;
        }
        if let Some(domain) = domain(reader, &phrase) {
            let description = statement.docs.text(block.node.source()).into();
            fields.push(Field { symbol, description, domain });
        }
    }
    Criteria { head, fields }
}

fn domain(reader: &mut Reader<'_>, phrase: &Phrase<'_>) -> Option<Domain> {
    let atoms: Vec<Atom<'_>> = phrase.atoms().collect();
    if let [only] = atoms.as_slice() {
        match (only.text(), only.kind()) {
            ("bool", _) => return Some(Domain::Bool),
            ("date", _) => return Some(Domain::Date),
            ("text", _) => return Some(Domain::Text),
            (written, NodeKind::Literal) => match literal::read(written) {
                Ok(Literal::Range(low, high)) => return Some(Domain::Integer(low, high)),
                Ok(_) => {}
                Err(_) => return None,
            },
            _other => {}
        }
    }
    let words: Vec<&Atom<'_>> = atoms.iter().step_by(2).collect();
    let marks: Vec<&str> = atoms.iter().skip(1).step_by(2).filter_map(|atom| atom.operator()).collect();
    let plain =
        words.len() > 1 && words.iter().all(|word| word.kind() == NodeKind::Word) && marks.len() * 2 + 1 == atoms.len();
    if plain && marks.iter().all(|mark| *mark == "|") {
        return Some(Domain::Words(words.iter().map(|word| word.text().into()).collect(), false));
    }
    if plain && marks.iter().all(|mark| *mark == "<") {
        let levels = scale::levels(reader, phrase)?;
        return Some(Domain::Words(levels.into_iter().map(|level| level.name).collect(), true));
    }
    reader.report(
        Diagnostic::new(&codes::WRONG_TYPE, reader.at(phrase.span()), "this is not a type")
            .help("write `bool`, `date`, `text`, a range such as `0..`, words parted by `|`, or levels parted by `<`"),
    );
    None
}
