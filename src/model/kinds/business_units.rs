//! `business_units`

use super::{Body, Kind, Sentence, Type};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest};
use crate::model::codes;
use crate::model::organisation::{Unit, UnitId, UnitTree};
use crate::model::program::{Head, Text};
use crate::model::reader::{Reader, Value};
use crate::syntax::ast::{Atom, Block, Form, Phrase, Statement};

pub(super) static KIND: Kind = Kind {
    keyword: "business_units",
    noun: "a tree of business units",
    plural: "trees of business units",
    doc: "The business units of an environment. The name is that of the root, which every environment with a database has. The units below it are in its block, each with the units below it in a block of its own. Without `environments`, the tree is for all environments that no other tree names.",
    name: "root",
    rests_on: &["environment"],
    body: Body::Free(&[
        Sentence { form: "americas", doc: "A unit without units below it; several are separated by commas." },
        Sentence { form: "emea { france; germany }", doc: "A unit and the units below it." },
        Sentence { form: "name = \"…\"", doc: "The display name of the unit in whose block it is." },
        Sentence { form: "id = \"…\"", doc: "Its id in the environment. Bindings files keep it out of the source." },
        Sentence { form: "environments = [finance]", doc: "The environments the tree is for; only in the root." },
    ]),
    example: r#"business_units contoso {
  emea {
    name = "Europe, Middle East and Africa"
    france
    germany
  }
  americas
}

user alice { business_unit = france }
"#,
};

/// A unit during reading. Its index is its position in reading order; the units below it are sorted later.
#[derive(Default)]
struct Draft {
    unit: Option<Unit>,
    below: Vec<usize>,
}

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> UnitTree {
    let before = reader.faults();
    let mut tree = UnitTree { environments: Vec::new(), units: Vec::new(), by_name: Vec::new(), sound: false, head };
    let root = Unit {
        symbol: tree.head.symbol.clone(),
        description: tree.head.description.clone(),
        name: None,
        id: None,
        parent: None,
        end: 0,
    };
    let mut drafts = vec![Draft { unit: Some(root), below: Vec::new() }];
    // The grammar limits how deep blocks nest; a list of open blocks needs no limit.
    let mut open = vec![(0, block)];
    while let Some((above, block)) = open.pop() {
        if block.is_broken() {
            reader.silent += 1;
        }
        for statement in block.statements() {
            match statement.form() {
                Form::Sentence(phrase) => leaves(reader, &statement, &phrase, above, &mut drafts),
                Form::Block(words, inner) => {
                    let Some(name) = words.only() else {
                        let place = words.atoms().nth(1).map_or(statement.span(), Atom::span);
                        let finding =
                            Diagnostic::new(&codes::WRONG_FORM, reader.at(place), "a business unit has one name");
                        reader.report(finding.help("join the words with `_`, or put the name in quotes"));
                        continue;
                    };
                    if let Some(born) = unit(reader, &statement, name, above, &mut drafts) {
                        open.push((born, inner));
                    }
                }
                Form::Attribute(key, value) => attribute(reader, key, &value, above, &mut drafts, &mut tree),
                Form::Field(key, _) => {
                    let message = "business units have no fields";
                    let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(key.span()), message);
                    reader.report(finding.help("write the units below one in its block: `emea { france; germany }`"));
                }
            }
        }
    }
    settle(drafts, &mut tree);
    tree.sound = reader.faults() == before;
    tree
}

/// `france` or `france, germany`
fn leaves(
    reader: &mut Reader<'_>,
    statement: &Statement<'_>,
    phrase: &Phrase<'_>,
    above: usize,
    drafts: &mut Vec<Draft>,
) {
    let mut comma = true;
    for atom in phrase.atoms() {
        if atom.operator() == Some(",") && !comma {
            comma = true;
        } else if comma && atom.name().is_some() {
            comma = false;
            unit(reader, statement, atom, above, drafts);
        } else {
            let finding = Diagnostic::new(
                &codes::WRONG_FORM,
                reader.at(atom.span()),
                format!("`{}` does not belong to the name of a business unit", atom.text()),
            );
            let finding = finding.help("write one unit a line, or separate them with commas");
            let listed = atom.text().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let bare =
                |units: &str| Fix::replace("remove the brackets", Safety::Safe, reader.at(atom.span()), units.trim());
            let fix = listed.filter(|_| phrase.only().is_some()).map(bare);
            reader.report(finding.perhaps(fix));
            return;
        }
    }
}

fn unit(
    reader: &mut Reader<'_>,
    statement: &Statement<'_>,
    name: Atom<'_>,
    above: usize,
    drafts: &mut Vec<Draft>,
) -> Option<usize> {
    let Some(symbol) = reader.symbol(name) else {
        let message = format!("`{}` is not the name of a business unit", name.text());
        let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(name.span()), message);
        reader.report(finding.help("write a word, or put the name in quotes"));
        return None;
    };
    let description = statement.docs.text(name.node.source());
    let born = drafts.len();
    let unit = Unit { symbol, description, name: None, id: None, parent: None, end: 0 };
    drafts.push(Draft { unit: Some(unit), below: Vec::new() });
    drafts.get_mut(above)?.below.push(born);
    Some(born)
}

fn attribute(
    reader: &mut Reader<'_>,
    key: Atom<'_>,
    value: &Phrase<'_>,
    above: usize,
    drafts: &mut [Draft],
    tree: &mut UnitTree,
) {
    let Some(unit) = drafts.get_mut(above).and_then(|draft| draft.unit.as_mut()) else { return };
    match key.text() {
        "name" | "id" => {
            let Some(Value::Text(text)) = reader.typed(value, Type::Text, key.text()) else { return };
            let text = Text { name: text.into(), location: reader.at(value.span()) };
            let slot = if key.is("name") { &mut unit.name } else { &mut unit.id };
            match slot {
                Some(first) => twice(reader, key, first),
                None => *slot = Some(text),
            }
        }
        "environments" if above == 0 => {
            let Some(Value::References(references)) =
                reader.typed(value, Type::References("environment"), "environments")
            else {
                return;
            };
            if let Some(first) = tree.environments.first() {
                twice(reader, key, &first.symbol);
                return;
            }
            tree.environments = references.into_iter().map(Into::into).collect();
        }
        other => {
            let finding = Diagnostic::new(
                &codes::UNKNOWN_ATTRIBUTE,
                reader.at(key.span()),
                format!("business unit `{}` has no attribute `{other}`", unit.symbol.name),
            );
            let known: &[&str] = if above == 0 { &["name", "id", "environments"] } else { &["name", "id"] };
            let location = reader.at(key.span());
            reader.report(match closest(other, known.iter().copied()) {
                Some(near) => finding.did_you_mean(near, location, crate::diagnostics::Safety::Safe),
                None => {
                    finding.help(format!("it takes {}", crate::diagnostics::quoted_list(known.iter().copied(), "and")))
                }
            });
        }
    }
}

fn twice(reader: &mut Reader<'_>, key: Atom<'_>, first: &Text) {
    let message = format!("`{}` is given twice", key.text());
    let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, reader.at(key.span()), message);
    reader.report(finding.label(first.location, "first given here").help("keep one of the two"));
}

/// Puts the units in order: each is followed by the units below it, and siblings are sorted by symbol, so that order in
/// the source has no effect.
fn settle(mut drafts: Vec<Draft>, tree: &mut UnitTree) {
    let symbol = |drafts: &[Draft], index: usize| {
        drafts
            .get(index)
            .and_then(|draft| draft.unit.as_ref())
            .map(|unit| (unit.symbol.name.clone(), unit.symbol.location))
    };
    for index in 0..drafts.len() {
        let mut below = drafts.get_mut(index).map(|draft| std::mem::take(&mut draft.below)).unwrap_or_default();
        // Units are taken from the end of the stack, so they are sorted in reverse.
        below.sort_by_key(|index| std::cmp::Reverse(symbol(&drafts, *index)));
        if let Some(draft) = drafts.get_mut(index) {
            draft.below = below;
        }
    }
    let mut open: Vec<(usize, Option<UnitId>)> = vec![(0, None)];
    while let Some((index, parent)) = open.pop() {
        let Some(draft) = drafts.get_mut(index) else { continue };
        let Some(mut unit) = draft.unit.take() else { continue };
        let id = UnitId(tree.units.len() as u32);
        unit.parent = parent;
        open.extend(draft.below.iter().map(|below| (*below, Some(id))));
        tree.units.push(unit);
    }
    // The units below a unit follow it, so the ends are computed from the back.
    for index in (0..tree.units.len()).rev() {
        let Some(unit) = tree.units.get_mut(index) else { continue };
        unit.end = unit.end.max(index as u32 + 1);
        let (end, parent) = (unit.end, unit.parent);
        if let Some(above) = parent.and_then(|parent| tree.units.get_mut(parent.0 as usize)) {
            above.end = above.end.max(end);
        }
    }
    let mut by_name: Vec<u32> = (0..tree.units.len() as u32).collect();
    let name = |index: u32| tree.units.get(index as usize).map(|unit| &*unit.symbol.name);
    by_name.sort_by(|a, b| name(*a).cmp(&name(*b)));
    by_name.dedup_by(|second, first| name(*second) == name(*first));
    tree.by_name = by_name;
}
