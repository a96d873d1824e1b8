//! `criteria`

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::rules::slips;
use super::{Body, Kind, Sentence, rules, scale};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::condition::TODAY;
use crate::model::criticity::Impossible;
use crate::model::facts::BUILTIN;
use crate::model::kinds::{self};
use crate::model::program::{Criteria, Domain, Field, Head};
use crate::model::reader::Reader;
use crate::model::{codes, derived};
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Phrase};
use crate::syntax::literal::{self, Literal};
use crate::text::Location;

pub(super) static KIND: Kind = Kind {
    keyword: "criteria",
    noun: "a set of criteria",
    plural: "sets of criteria",
    doc: "The questions about each subject: each `connector` (beyond the facts of the catalogue), each `app`, or another subject of rules. Each field becomes an attribute of `connector` or `app`; rules use it, and for connectors also `connectors where …`.",
    name: "subject",
    rests_on: &["scale"],
    body: Body::Free(&[
        Sentence { form: "data_leaves_tenant : bool", doc: "A field that is `yes` or `no`." },
        Sentence { form: "authentication : entra | oauth | api_key", doc: "A field that is one of these words." },
        Sentence { form: "impact : none < minor < major", doc: "A field that is one of these words, in this order." },
        Sentence { form: "users : 0..", doc: "A field that is a number in this range." },
        Sentence {
            form: "score : 0.0..10.0",
            doc: "A field that is a number with as many decimal places as its range is written with.",
        },
        Sentence { form: "approved : date", doc: "A field that is a day." },
        Sentence { form: "platform : text", doc: "A field that is a text in quotes." },
        Sentence {
            form: "handles : some of personal | health | payment",
            doc: "A field that is a list of some of these words. Rules test for one of them: `health in handles`.",
        },
        Sentence {
            form: "never personal_data and audience == robots",
            doc: "Such a subject cannot exist: no rule needs to match it, and none may be declared.",
        },
    ]),
    example: r"criteria connector {
  authentication     : entra | oauth | api_key | basic | none
  data_leaves_tenant : bool
}

connector sql { authentication = entra; data_leaves_tenant = no }
",
};

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Criteria {
    let before = reader.faults();
    let mut fields: Vec<Field> = Vec::new();
    let mut places: FxHashMap<EcoString, Location> = FxHashMap::default();
    let mut impossible = Vec::new();
    for statement in block.statements() {
        if let Form::Sentence(phrase) = statement.form()
            && let [never, rest @ ..] = phrase.atoms().collect::<Vec<_>>().as_slice()
            && never.is("never")
        {
            if let Some(condition) = rules::condition(reader, rest, *never) {
                impossible.push(Impossible { condition, location: reader.at(statement.span()) });
            }
            continue;
        }
        let Form::Field(name, phrase) = statement.form() else {
            let place = reader.at(statement.span());
            let finding = Diagnostic::new(&codes::WRONG_FORM, place, "criteria are fields with a type")
                .help("write `name : bool` or `name : one | two`");
            reader.report(match statement.form() {
                Form::Attribute(key, _) => reader.with_mark(finding, key, statement, ":"),
                _other => finding,
            });
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
            // It is unknown which of the two is meant, so neither is kept.
            fields.retain(|field| field.symbol.name != symbol.name);
            continue;
        }
        places.insert(symbol.name.clone(), symbol.location);
        if is_taken(&head.symbol.name, &symbol.name) {
            let message = format!("`{}` is known of every {} already", symbol.name, head.symbol.name);
            reader.report(
                Diagnostic::new(&codes::WRONG_FORM, symbol.location, message).help("choose another name for it"),
            );
        }
        if let Some(domain) = domain(reader, &phrase) {
            let description = statement.docs.text(block.node.source());
            fields.push(Field { symbol, description, domain });
        }
    }
    if reader.faults() > before || block.is_broken() {
        reader.unread.add_kind("criteria");
    }
    Criteria { head, fields, impossible }
}

/// Whether the subject has a fact or an attribute with this name without any criteria. A table has its levels under
/// `level`.
fn is_taken(subject: &str, name: &str) -> bool {
    let own = kinds::find(subject).into_iter().flat_map(|kind| match kind.body {
        Body::Block(shape) => shape.attributes,
        Body::Value(_) | Body::Free(_) => &[],
    });
    name == "level"
        || name == TODAY
        || subject == "app" && derived::is_derived(name)
        || subject == "connector" && BUILTIN.contains(&name)
        || own.into_iter().any(|attribute| attribute.name == name)
}

fn domain(reader: &mut Reader<'_>, phrase: &Phrase<'_>) -> Option<Domain> {
    let atoms = phrase.list();
    if let [only] = atoms.as_slice() {
        match (only.text(), only.kind()) {
            ("bool", _) => return Some(Domain::Bool),
            ("date", _) => return Some(Domain::Date),
            ("text", _) => return Some(Domain::Text),
            (written, NodeKind::Literal) => match literal::read(written) {
                Ok(Literal::Range(low, high)) => return Some(Domain::Number(0, low, high)),
                Ok(Literal::Decimals(low, high)) => {
                    let places = low.iter().chain(&high).map(|end| end.places).max().unwrap_or(0);
                    let ends = [low, high].map(|end| end.map(|end| end.at(places)));
                    if let [low @ (None | Some(Some(_))), high @ (None | Some(Some(_)))] = ends {
                        return Some(Domain::Number(places, low.flatten(), high.flatten()));
                    }
                }
                Ok(_) => {}
                Err(_) => {
                    reader.silent += 1;
                    return None;
                }
            },
            _other => {}
        }
    }
    let several = atoms.first().is_some_and(|word| word.is("some")) && atoms.get(1).is_some_and(|word| word.is("of"));
    let atoms = if several { atoms.get(2..).unwrap_or_default() } else { atoms.as_slice() };
    let words: Vec<&Atom<'_>> = atoms.iter().step_by(2).collect();
    let marks: Vec<&str> = atoms.iter().skip(1).step_by(2).filter_map(|atom| atom.operator()).collect();
    let plain = words.len() > usize::from(!several)
        && words.iter().all(|word| word.kind() == NodeKind::Word)
        && marks.len() * 2 + 1 == atoms.len();
    if plain && marks.iter().all(|mark| *mark == "|") {
        let mut places: FxHashMap<&str, Location> = FxHashMap::default();
        for word in &words {
            if let Some(first) = places.insert(word.text(), reader.at(word.span())) {
                let message = format!("`{}` is listed twice", word.text());
                reader.report(
                    Diagnostic::new(&codes::DUPLICATE_DECLARATION, reader.at(word.span()), message)
                        .label(first, "first given here")
                        .help("keep one of the two"),
                );
            }
        }
        let words: Vec<EcoString> = words.iter().map(|word| word.text().into()).collect();
        return Some(if several { Domain::Some(words.into()) } else { Domain::Words(words, false) });
    }
    if plain && !several && marks.iter().all(|mark| *mark == "<") {
        let levels = scale::levels(reader, phrase)?;
        return Some(Domain::Words(levels.into_iter().map(|level| level.name).collect(), true));
    }
    let location = reader.at(phrase.span());
    let other = phrase.only().and_then(|atom| slips::data_type(atom.text()));
    let fix = match (other, slips::parted(phrase, " | ")) {
        (Some(right), _) => {
            // The range of the numbers is not known.
            let safety = if right == "0.." { Safety::Unsafe } else { Safety::Safe };
            Some(Fix::replace(format!("write `{right}`"), safety, location, right))
        }
        // Only the author knows whether the words are levels in order.
        (None, Some(words)) => Some(Fix::replace("separate the words with `|`", Safety::Suggestion, location, words)),
        (None, None) => None,
    };
    let finding = Diagnostic::new(&codes::WRONG_TYPE, location, "this is not a type")
            .help("write `bool`, `date`, `text`, a range such as `0..`, words separated by `|`, levels separated by `<`, or `some of` words separated by `|`");
    reader.report(finding.perhaps(fix));
    None
}
