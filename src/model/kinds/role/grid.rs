//! The grid of a role: a row for each table, a column for each verb.

use crate::catalog::privilege::{Level, Verb};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::program::Reference;
use crate::model::reader::Reader;
use crate::model::roles::{Cell, GridRow, Says};
use crate::model::tables::TableId;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Phrase, Statement};
use crate::text::Location;

const LEVELS: [&str; 10] =
    ["none", "user", "bu", "deep", "org", "basic", "local", "business_unit", "parent_child", "global"];

/// Reads the rows of a grid; the first row names the columns.
pub(super) fn lower(reader: &mut Reader<'_>, block: Block<'_>, rows: &mut Vec<GridRow>) {
    if block.is_broken() {
        reader.silent += 1;
    }
    let mut statements = block.statements();
    let Some(first) = statements.next() else {
        if !block.is_broken() {
            let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(block.node.span()), "this grid has no rows");
            reader.report(
                finding.help("name the columns in its first row, `table` first, and write a row for each table"),
            );
        }
        return;
    };
    let Some(columns) = header(reader, &first) else { return };
    let told = reader.findings.len();
    for statement in statements {
        if let Some(row) = row(reader, &statement, &columns) {
            rows.push(row);
        }
    }
    // A missing column makes every row too long; that is one finding.
    reader.once_since(told);
}

/// Returns the columns, in the order of the header.
fn header(reader: &mut Reader<'_>, statement: &Statement<'_>) -> Option<Vec<Verb>> {
    let Form::Sentence(phrase) = statement.form() else { return not_a_row(reader, reader.at(statement.span())) };
    let mut atoms = phrase.atoms();
    let first = atoms.next()?;
    if !first.is("table") {
        let location = reader.at(first.span());
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, "the first row of a grid names its columns");
        let near = first.word().and_then(|word| closest(word, ["table"]));
        reader.report(match near {
            Some(near) => finding.did_you_mean(near, location, Safety::Safe),
            None => finding.help("begin with `table`, then verbs: `table  create  read  write  delete`"),
        });
        return None;
    }
    let mut columns: Vec<(Verb, Location)> = Vec::new();
    let told = reader.told();
    for atom in atoms {
        let location = reader.at(atom.span());
        let Some(verb) = atom.word().and_then(Verb::parse) else {
            let finding =
                Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{}` is not a column of a grid", atom.text()));
            let words = Verb::ALL.map(Verb::word);
            let folded = atom.text().to_ascii_lowercase().replace('-', "_");
            let near = match folded.as_str() {
                "appendto" => Some("append_to"),
                "update" => Some("write"),
                other => closest(other, words),
            };
            let given = near.is_some_and(|near| phrase.atoms().any(|atom| atom.is(near)));
            reader.report(match near {
                Some(near) if given => finding.help(format!("column `{near}` is there already: remove this one")),
                Some(near) => finding.did_you_mean(near, location, Safety::Safe),
                None => finding.help(format!("the columns are {}", quoted_list(words, "and"))),
            });
            continue;
        };
        if let Some((_, first)) = columns.iter().find(|(known, _)| *known == verb) {
            let message = format!("column `{}` is given twice", verb.word());
            let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, location, message);
            reader.report(finding.label(*first, "first given here").help("keep one of the two"));
            continue;
        }
        columns.push((verb, location));
    }
    if reader.told() > told {
        return None;
    }
    if columns.is_empty() {
        let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(first.span()), "this grid has no columns");
        reader.report(finding.help("write verbs after `table`: `table  create  read  write  delete`"));
        return None;
    }
    Some(columns.into_iter().map(|(verb, _)| verb).collect())
}

fn not_a_row<T>(reader: &mut Reader<'_>, location: Location) -> Option<T> {
    let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this is not a row of a grid");
    reader.report(finding.help("write a table, or several separated by commas, and a level for each column"));
    None
}

fn row(reader: &mut Reader<'_>, statement: &Statement<'_>, columns: &[Verb]) -> Option<GridRow> {
    let location = reader.at(statement.span());
    let Form::Sentence(phrase) = statement.form() else { return not_a_row(reader, location) };
    if let Some(fix) = without_commas(reader, &phrase) {
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, "the levels of this row have commas between them");
        reader.report(finding.help("separate levels with spaces").fix(fix));
        return None;
    }
    let mut atoms = phrase.atoms().peekable();
    let mut tables = Vec::with_capacity(1);
    loop {
        let atom = atoms.next()?;
        let Some(symbol) = reader.symbol(atom) else {
            let message = format!("`{}` is not the name of a table", atom.text());
            let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(atom.span()), message);
            reader.report(finding.help("a row begins with a table, or several separated by commas"));
            return None;
        };
        if let Some(first) = tables.iter().find(|known: &&Reference<TableId>| known.symbol.name == symbol.name) {
            let message = format!("table `{}` is in this row twice", symbol.name);
            let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, symbol.location, message);
            let first = first.symbol.location;
            reader.report(finding.label(first, "first given here").help("keep one of the two"));
        } else {
            tables.push(symbol.into());
        }
        if atoms.next_if(|atom| atom.operator() == Some(",")).is_none() {
            break;
        }
    }
    let mut cells = [Cell::default(); 8];
    let mut count = 0;
    for atom in atoms {
        let column = columns.get(count);
        count += 1;
        let Some(verb) = column else { continue };
        let says = cell(reader, atom)?;
        let span = atom.span();
        if let Some(slot) = cells.get_mut(verb.index()) {
            *slot = Cell { says, start: span.start, length: u8::try_from(span.end - span.start).unwrap_or(u8::MAX) };
        }
    }
    if count != columns.len() {
        let names = quoted_list(columns.iter().map(|verb| verb.word()), "and");
        let (cells, width) = (count, columns.len());
        let message = format!(
            "this row has {cells} level{} and the grid {width} column{}",
            if cells == 1 { "" } else { "s" },
            if width == 1 { "" } else { "s" }
        );
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
        reader.report(finding.help(format!("write one level each for {names}; `none` grants nothing")));
        return None;
    }
    Some(GridRow { tables, cells, location, listed: false })
}

/// The fix that removes the commas from a row in which one follows each cell.
fn without_commas(reader: &Reader<'_>, phrase: &Phrase<'_>) -> Option<Fix> {
    let is_comma = |atom: &Atom<'_>| atom.operator() == Some(",");
    phrase.atoms().nth(1).filter(is_comma)?;
    if !phrase.atoms().skip(1).step_by(2).all(|atom| is_comma(&atom)) {
        return None;
    }
    let tables = phrase.atoms().step_by(2).position(|atom| Level::parse(atom.text()).is_some())?;
    let commas = phrase.atoms().skip(1).step_by(2).skip(tables.saturating_sub(1));
    let edits = commas.map(|comma| {
        // If nothing else separates two cells, a space does.
        let end = comma.span().end as usize;
        let spaced = comma.node.source().as_bytes().get(end).is_none_or(u8::is_ascii_whitespace);
        Edit { location: reader.at(comma.span()), replacement: if spaced { "" } else { " " }.to_owned() }
    });
    Some(Fix { title: "remove the commas".to_owned(), safety: Safety::Safe, edits: edits.collect() })
}

fn cell(reader: &mut Reader<'_>, atom: Atom<'_>) -> Option<Says> {
    let known = match atom.kind() {
        NodeKind::Word | NodeKind::Glyph => Level::parse(atom.text()),
        NodeKind::Operator if atom.text() == "-" => return Some(Says::NoPrivilege),
        _other => None,
    };
    if let Some(level) = known {
        return Some(level.map_or(Says::Nothing, Says::Level));
    }
    // A character that is not a glyph of the language was reported when the text was read.
    if atom.kind() == NodeKind::Glyph {
        reader.silent += 1;
        return None;
    }
    let location = reader.at(atom.span());
    let finding = Diagnostic::new(&codes::UNKNOWN_WORD, location, format!("`{}` is not a level", atom.text()));
    let folded = atom.name().unwrap_or_default().to_ascii_lowercase();
    let near = match folded.as_str() {
        "organisation" | "all" => Some("org"),
        "no" | "off" => Some("none"),
        "parentchildbusinessunit" | "parent" | "tree" => Some("deep"),
        "businessunit" | "unit" => Some("bu"),
        "own" | "self" | "me" => Some("user"),
        other => closest(other, LEVELS),
    };
    reader.report(match near {
        // All rows, where nothing was said of whose rows they are, would be a guess that grants.
        _any if matches!(folded.as_str(), "yes" | "on" | "true" | "x" | "y") => finding
            .help("a level says whose rows: `user`, `bu`, `deep` or `org`; on a table without owners it is `org`"),
        Some(near) => finding.did_you_mean(near, location, Safety::Safe),
        None => {
            finding.help("the levels are `none`, `user`, `bu`, `deep` and `org`; `-` where there is no such privilege")
        }
    });
    None
}
