//! Scorecards: points for the values of fields, and levels for their total.

use super::{again, table, wrong_word};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::codes;
use crate::model::criticity::{DecisionRule, Factor, FactorRow, RuleSet, Scorecard, Test};
use crate::model::program::Symbol;
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Atom, Block, Form, Statement};
use crate::syntax::literal::{self, Literal};
use crate::text::{Location, Span};

/// Reads a scorecard: a block for each factor, and `total`.
pub(super) fn lower(
    reader: &mut Reader<'_>,
    block: Block<'_>,
    location: Location,
    name: Option<Symbol>,
    rules: &mut RuleSet,
) {
    let before = reader.faults();
    let mut factors: Vec<Factor> = Vec::new();
    let mut total: Option<Location> = None;
    let card = rules.scorecards.len();
    for statement in block.statements() {
        let place = reader.at(statement.span());
        let Form::Block(words, inner) = statement.form() else {
            wrong_word(
                reader,
                statement,
                &[],
                "write a block for each field, `users { 0..50 -> 0; 51.. -> 2 }`, and `total { … }`",
            );
            continue;
        };
        let Some(word) = words.only() else {
            wrong_word(reader, statement, &[], "a block of a scorecard has one name: a field, or `total`");
            continue;
        };
        if inner.is_broken() {
            reader.silent += 1;
        }
        if word.is("total") || gives_levels(inner) && reader.misspelt(word, &["total"]) {
            match total.replace(place) {
                Some(first) => again(reader, word, "total", first),
                None => totals(reader, inner, card, rules),
            }
            continue;
        }
        let Some(field) = reader.symbol(word) else { continue };
        if let Some(first) = factors.iter().find(|factor| factor.field.name == field.name) {
            let first = first.field.location;
            again(reader, word, word.text(), first);
            continue;
        }
        let rows = inner.statements().filter_map(|statement| points(reader, &field, statement)).collect();
        factors.push(Factor { field, rows, adds: false, location: place });
    }
    if block.is_broken() {
        reader.silent += 1;
    } else {
        if total.is_none() && reader.faults() == before {
            let finding = Diagnostic::new(&codes::MISSING_ATTRIBUTE, location, "this scorecard has no `total`");
            reader.report(
                finding.help("add `total { 0..2 -> low; 3.. -> high }`: which sums of points give which level"),
            );
        }
        if factors.is_empty() {
            let finding = Diagnostic::new(&codes::MISSING_ATTRIBUTE, location, "this scorecard has no factor");
            reader.report(finding.help("add a block for a field: `users { 0..50 -> 0; 51.. -> 2 }`"));
        }
    }
    rules.scorecards.push(Scorecard { name, factors, location });
}

/// Reports scorecards that their names do not distinguish.
pub(super) fn names(reader: &mut Reader<'_>, rules: &RuleSet) {
    for (at, card) in rules.scorecards.iter().enumerate().skip(1) {
        let alike = |other: &&Scorecard| match (&card.name, &other.name) {
            (Some(name), Some(other)) => name.name == other.name,
            (None, _) | (_, None) => true,
        };
        let Some(first) = rules.scorecards.iter().take(at).find(alike) else { continue };
        let place = card.name.as_ref().map_or(card.location, |name| name.location);
        let finding = match &card.name {
            Some(name) if first.name.is_some() => {
                let message = format!("there are two scorecards `{}`", name.name);
                Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, place, message).help("give one of them another name")
            }
            _unnamed => {
                let message = "each of several scorecards needs a name";
                Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, place, message)
                    .help("write `scorecard likelihood { … }`, or keep one of the two")
            }
        };
        reader.report(finding.label(first.location, "the other scorecard"));
    }
}

/// Whether the rows of a block end with words, as those of `total` do.
fn gives_levels(block: Block<'_>) -> bool {
    let last = |statement: Statement<'_>| match statement.form() {
        Form::Sentence(phrase) => phrase.atoms().last().is_some_and(|atom| atom.kind() == NodeKind::Word),
        Form::Attribute(..) | Form::Field(..) | Form::Block(..) => false,
    };
    block.statements().next().is_some_and(last)
}

/// The two sides of `left -> right`.
fn sides<'t>(reader: &mut Reader<'_>, statement: Statement<'t>, what: &str) -> Option<(Vec<Atom<'t>>, Atom<'t>)> {
    if let Form::Sentence(phrase) = statement.form() {
        let atoms = phrase.list();
        if let [left @ .., arrow, right] = atoms.as_slice()
            && arrow.operator() == Some("->")
            && !left.is_empty()
        {
            return Some((left.to_vec(), *right));
        }
    }
    let location = reader.at(statement.span());
    let finding = Diagnostic::new(&codes::WRONG_FORM, location, "this is not a row of a scorecard");
    let finding = finding.help(format!("write `{what}`"));
    // `yes = 1`, `0..50: 0`
    let sides = match statement.form() {
        Form::Attribute(key, value) | Form::Field(key, value) => Some((key, value.span())),
        Form::Sentence(_) | Form::Block(..) => None,
    };
    reader.report(match sides {
        Some((key, value)) => {
            let mark = reader.at(Span::new(key.span().end, value.start));
            finding.fix(Fix::replace("write `->`", Safety::Safe, mark, " -> "))
        }
        None => finding,
    });
    None
}

/// `51.. -> 2`
fn points(reader: &mut Reader<'_>, field: &Symbol, statement: Statement<'_>) -> Option<FactorRow> {
    let location = reader.at(statement.span());
    let (left, right) = sides(reader, statement, "51.. -> 2")?;
    let before = reader.faults();
    let test = table::test(reader, field, &left);
    let points = (right.kind() == NodeKind::Literal).then(|| literal::read(right.text()));
    let Some(Ok(Literal::Integer(points))) = points else {
        if !matches!(points, Some(Err(_))) {
            let message = format!("`{}` is not a number of points", right.text());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, reader.at(right.span()), message);
            reader.report(finding.help("write a whole number"));
        }
        return None;
    };
    (reader.faults() == before).then_some(FactorRow { test, points, location })
}

/// `7.. -> high`
fn totals(reader: &mut Reader<'_>, block: Block<'_>, card: usize, rules: &mut RuleSet) {
    for statement in block.statements() {
        let location = reader.at(statement.span());
        let Some((left, right)) = sides(reader, statement, "7.. -> high") else { continue };
        let range = match left.as_slice() {
            [only] if only.kind() == NodeKind::Literal => match literal::read(only.text()) {
                Ok(Literal::Range(low, high)) => Some((low, high)),
                Ok(Literal::Integer(number)) => Some((Some(number), Some(number))),
                Ok(Literal::Date(_) | Literal::Days(..) | Literal::Decimal(_) | Literal::Decimals(..)) => None,
                Err(_) => {
                    reader.silent += 1;
                    continue;
                }
            },
            _other => None,
        };
        let Some((low, high)) = range else {
            let finding =
                Diagnostic::new(&codes::WRONG_TYPE, location, "a total is a number of points or a range of them");
            reader.report(finding.help("write `7.. -> high`"));
            continue;
        };
        let Some(symbol) = (right.kind() == NodeKind::Word).then(|| reader.symbol(right)).flatten() else {
            let finding = Diagnostic::new(
                &codes::WRONG_TYPE,
                reader.at(right.span()),
                format!("`{}` is not a level", right.text()),
            );
            reader.report(finding.help("a row of `total` ends with the level it gives"));
            continue;
        };
        let level = symbol.into();
        rules.rules.push(DecisionRule { level, test: Test::Points(card, low, high), location });
    }
}
