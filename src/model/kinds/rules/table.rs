//! Rules as rows of a table.

use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::codes;
use crate::model::condition::{Condition, Operand};
use crate::model::criticity::{DecisionRule, RuleSet, Test};
use crate::model::program::Symbol;
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Statement};
use crate::syntax::expression::Operator;
use crate::text::{Location, Span};

/// Reads a block of rows; the first row names the columns.
pub(super) fn lower(reader: &mut Reader<'_>, block: Block<'_>, rules: &mut RuleSet) {
    if block.is_broken() {
        reader.silent += 1;
    }
    let mut statements = block.statements();
    let Some(columns) = statements.next().and_then(|header| header_of(reader, header)) else {
        if !block.is_broken() && block.statements().next().is_none() {
            let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(block.node.span()), "this table has no rows");
            reader.report(finding.help("name the columns in its first row, `level` last, and write rows below"));
        }
        return;
    };
    let told = reader.findings.len();
    for statement in statements {
        if let Some(rule) = row(reader, statement, &columns) {
            rules.rules.push(rule);
        }
    }
    // A missing column makes every row too long; that is one finding.
    reader.once_since(told);
}

/// Returns the fields of the columns, without the last one, `level`.
fn header_of(reader: &mut Reader<'_>, statement: Statement<'_>) -> Option<Vec<Symbol>> {
    let location = reader.at(statement.span());
    let Form::Sentence(phrase) = statement.form() else {
        return not_a_row(reader, location);
    };
    if begins_line(reader, &phrase.atoms().collect::<Vec<_>>()) {
        return None;
    }
    let mut columns: Vec<Symbol> = Vec::new();
    for atom in phrase.atoms() {
        let Some(symbol) = (atom.kind() == NodeKind::Word).then(|| reader.symbol(atom)).flatten() else {
            let finding = Diagnostic::new(
                &codes::WRONG_FORM,
                reader.at(atom.span()),
                format!("`{}` is not the name of a column", atom.text()),
            );
            reader.report(finding.help("the first row names fields and, last, `level`"));
            return None;
        };
        if let Some(first) = columns.iter().find(|column| column.name == symbol.name) {
            let message = format!("column `{}` is given twice", symbol.name);
            let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, symbol.location, message);
            reader.report(finding.label(first.location, "first given here").help("keep one of the two"));
            return None;
        }
        columns.push(symbol);
    }
    match columns.pop() {
        Some(level) if &*level.name == "level" && !columns.is_empty() => Some(columns),
        _other => {
            let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this table has no column `level`");
            reader.report(finding.help("the first row names fields and, last, `level`"));
            None
        }
    }
}

/// Reports a comparison at the beginning of a line: like other operators, it continues the row before.
fn begins_line(reader: &mut Reader<'_>, atoms: &[Atom<'_>]) -> bool {
    let at_line = |before: Span, mark: Atom<'_>| {
        let gap = mark.node.source().get(before.end as usize..mark.span().start as usize);
        comparison(mark).is_some() && gap.is_some_and(|gap| gap.contains(['\n', '\r']))
    };
    let mut pairs = atoms.iter().zip(atoms.iter().skip(1));
    let Some((_, mark)) = pairs.find(|(before, mark)| at_line(before.span(), **mark)) else { return false };
    let message = format!("a row cannot begin with `{}`: it would continue the previous row", mark.text());
    let finding = Diagnostic::new(&codes::WRONG_FORM, reader.at(mark.span()), message);
    reader.report(
        finding.help("end the row before with `;`, or write a range such as `6..` or a list such as `[minor, major]`"),
    );
    true
}

fn not_a_row<T>(reader: &mut Reader<'_>, location: Location) -> Option<T> {
    let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this is not a row");
    reader.report(finding.help("write one cell for each column, and the level last; `-` means any value"));
    None
}

fn row(reader: &mut Reader<'_>, statement: Statement<'_>, columns: &[Symbol]) -> Option<DecisionRule> {
    let location = reader.at(statement.span());
    let Form::Sentence(phrase) = statement.form() else {
        return not_a_row(reader, location);
    };
    let atoms = phrase.list();
    if begins_line(reader, &atoms) {
        return None;
    }
    let cells = cells(&atoms);
    let (level, values) = cells.split_last()?;
    if values.len() != columns.len() {
        let names = quoted_list(columns.iter().map(|column| &*column.name).chain(["level"]), "and");
        let message = format!("this row has {} cells and the table {} columns", cells.len(), columns.len() + 1);
        let finding = Diagnostic::new(&codes::WRONG_FORM, location, message);
        reader.report(finding.help(format!("write one cell each for {names}; `-` means any value")));
        return None;
    }
    let before = reader.faults();
    let symbol = match level {
        [word] if word.kind() == NodeKind::Word => reader.symbol(*word),
        _other => None,
    };
    if symbol.is_none() {
        let place = level.first().map_or(location, |atom| reader.at(atom.span()));
        let finding = Diagnostic::new(&codes::WRONG_FORM, place, "this is not a level");
        reader.report(finding.help("a row ends with the level it gives"));
    }
    let conditions: Vec<Condition> =
        columns.iter().zip(values).filter_map(|(column, cell)| test(reader, column, cell)).collect();
    if reader.faults() > before {
        return None;
    }
    let test = conditions.into_iter().reduce(|left, right| Condition::And(Box::new(left), Box::new(right)));
    let level = symbol?.into();
    Some(DecisionRule { level, test: test.map_or(Test::Always, Test::When), location })
}

/// Splits the atoms of a row into cells: a comparison and its value are one cell, as are `older than 60 days` and `not
/// answered`.
fn cells<'a, 't>(atoms: &'a [Atom<'t>]) -> Vec<&'a [Atom<'t>]> {
    let mut cells = Vec::new();
    let mut rest = atoms;
    while let Some(first) = rest.first() {
        let next_is = |word: &str| rest.get(1).is_some_and(|next| next.is(word));
        let length = match () {
            () if comparison(*first).is_some() || first.is("not") && next_is("answered") => 2,
            () if first.is("older") && next_is("than") => 4,
            () => 1,
        };
        let (cell, behind) = rest.split_at(length.min(rest.len()));
        cells.push(cell);
        rest = behind;
    }
    cells
}

fn comparison(atom: Atom<'_>) -> Option<Operator> {
    Some(match atom.operator()? {
        "==" => Operator::Equal,
        "!=" => Operator::Unequal,
        "<" => Operator::Less,
        "<=" => Operator::AtMost,
        ">" => Operator::More,
        ">=" => Operator::AtLeast,
        _other => return None,
    })
}

/// The condition that a cell puts on its column; `None` for `-`, or if it cannot be read.
pub(super) fn test(reader: &mut Reader<'_>, column: &Symbol, cell: &[Atom<'_>]) -> Option<Condition> {
    let span = cell.iter().map(|atom| atom.span()).reduce(Span::to).unwrap_or_default();
    let location = reader.at(span);
    // The field is in the header; the condition is reported at its cell.
    let field = Symbol { name: column.name.clone(), location };
    match cell {
        [any] if any.operator() == Some("-") => None,
        [list] if list.kind() == NodeKind::List => reader.is_among(field, *list),
        [value] if value.operator().is_none() => match reader.is(field, *value)? {
            Condition::Compare(field, Operator::Equal, Operand::Bool(true), _) => Some(Condition::Is(field)),
            condition => Some(condition),
        },
        [not, answered] if not.is("not") && answered.is("answered") => {
            Some(Condition::Compare(field, Operator::Equal, Operand::Unanswered, location))
        }
        [older, than, number, unit] if older.is("older") && than.is("than") => {
            let age = reader.age(*number, *unit)?;
            Some(Condition::Compare(field, Operator::Less, Operand::Age(age), location))
        }
        [mark, value] => {
            let operand = reader.atom_operand(*value)?;
            comparison(*mark).map(|operator| Condition::Compare(field, operator, operand, location))
        }
        _other => {
            let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this is not a cell of a table");
            reader.report(
                finding.help("write a value, a range, a list, a comparison such as `>= minor`, or `-` for any value"),
            );
            None
        }
    }
}
