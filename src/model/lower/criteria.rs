//! `criteria`

use rustc_hash::FxHashMap;

use super::scale;
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::facts::BUILTIN;
use crate::model::kinds::{self, Body};
use crate::model::program::{Criteria, Domain, Field, Head, Symbol};
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Phrase};
use crate::syntax::literal::{self, Literal};
use crate::text::Location;

pub(super) fn lower(reader: &mut Reader<'_>, mut head: Head, block: Block<'_>) -> Criteria {
    let before = reader.faults();
    let mut fields: Vec<Field> = Vec::new();
    let mut places: FxHashMap<Box<str>, Location> = FxHashMap::default();
    for statement in block.statements() {
        let Form::Field(name, phrase) = statement.form() else {
            reader.report(
                Diagnostic::new(&codes::WRONG_FORM, reader.at(statement.span()), "criteria are fields with a type")
                    .help("write `name : bool` or `name : one | two`"),
            );
            continue;
        };
        let Some(symbol) = reader.symbol(name) else { continue };
        if let Some(&first) = places.get(&symbol.name) {
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
        places.insert(symbol.name.clone(), symbol.location);
        if is_taken(&symbol.name) {
            let message = format!("`{}` is known of connectors already", symbol.name);
            reader.report(
                Diagnostic::new(&codes::WRONG_FORM, symbol.location, message).help("choose another name for it"),
            );
        }
        if let Some(domain) = domain(reader, &phrase) {
            let description = statement.docs.text(block.node.source()).into();
            fields.push(Field { symbol, description, domain });
        }
    }
    if reader.faults() > before || block.is_broken() {
        reader.unread.add_kind("criteria");
    }
    subject(reader, &mut head);
    Criteria { head, fields }
}

/// The subject can only be `connector`, so another one is told and then read as that.
fn subject(reader: &mut Reader<'_>, head: &mut Head) {
    const SUBJECT: &str = "connector";
    let Symbol { name, location } = &mut head.symbol;
    if **name == *SUBJECT {
        return;
    }
    let message = format!("`{name}` is not a subject of criteria");
    let fix = Fix::replace(format!("write `{SUBJECT}`"), Safety::Safe, *location, SUBJECT);
    reader.report(
        Diagnostic::new(&codes::UNKNOWN_WORD, *location, message).help(format!("the subject is `{SUBJECT}`")).fix(fix),
    );
    *name = SUBJECT.into();
}

/// Whether a connector has a fact or an attribute of that name without any criteria.
fn is_taken(name: &str) -> bool {
    let own = kinds::find("connector").into_iter().flat_map(|kind| match kind.body {
        Body::Block(shape) => shape.attributes,
        Body::Value(_) | Body::Free(_) => &[],
    });
    BUILTIN.contains(&name) || own.into_iter().any(|attribute| attribute.name == name)
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
                Err(_) => {
                    reader.silent += 1;
                    return None;
                }
            },
            _other => {}
        }
    }
    let words: Vec<&Atom<'_>> = atoms.iter().step_by(2).collect();
    let marks: Vec<&str> = atoms.iter().skip(1).step_by(2).filter_map(|atom| atom.operator()).collect();
    let plain =
        words.len() > 1 && words.iter().all(|word| word.kind() == NodeKind::Word) && marks.len() * 2 + 1 == atoms.len();
    if plain && marks.iter().all(|mark| *mark == "|") {
        let mut places: FxHashMap<&str, Location> = FxHashMap::default();
        for word in &words {
            if let Some(first) = places.insert(word.text(), reader.at(word.span())) {
                let message = format!("`{}` stands twice among the words", word.text());
                reader.report(
                    Diagnostic::new(&codes::DUPLICATE_DECLARATION, reader.at(word.span()), message)
                        .label(first, "first given here")
                        .help("keep one of the two"),
                );
            }
        }
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
