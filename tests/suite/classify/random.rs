//! Random rules and rows: every hit policy, sentences, tables and scorecards over fields of every kind.

use std::fmt::Write as _;

use dictum::model::condition::{Fact, Operand};
use dictum::model::criticity::{Outcome, RuleSet};
use dictum::model::decide::Subject;
use dictum::model::program::Domain;
use dictum::syntax::literal::Decimal;

use crate::numbers::Numbers;

/// The fields of every subject. Their words and texts need care in other formats.
const FIELDS: &str = "\
  yes_no : bool
  other  : bool
  words  : red | green | blue | order
  degree : none < minor < major
  count  : 0..
  score  : 5..80
  day    : date
  said   : text
  list   : some of health | money | places
  rate   : 0.0..9.9
  least  : 0..
";

const TEXTS: [&str; 6] = ["alpha", "Alpha", "it's -- so", "a;b", "select", "omega, \\\\ end"];
const DAYS: [&str; 4] = ["2026-01-05", "2026-01-06", "2025-12-31", "2024-02-29"];
const LEVELS: [&str; 4] = ["low", "medium", "high", "top"];

/// A program with `sets` sets of rules: on scale `k0` about subject `s0`, and so on.
pub(super) fn program(numbers: &mut Numbers, sets: usize) -> String {
    let mut text = String::new();
    for set in 0..sets {
        let _ = writeln!(text, "scale k{set} {{ low < medium < high < top }}");
        let _ = writeln!(text, "criteria s{set} {{\n{FIELDS}}}");
        let _ = writeln!(text, "rules k{set} {{\n  subject = s{set}");
        text.push_str(["", "  unique\n", "  any\n", "  worst wins\n", "  first wins\n"][numbers.below(5)]);
        for _ in 0..numbers.below(5) {
            let depth = numbers.below(4);
            let (level, condition) = (numbers.pick(&LEVELS), condition(numbers, depth));
            let _ = writeln!(text, "  {level} when {condition}");
        }
        if numbers.once_in(2) {
            table(numbers, &mut text);
        }
        match numbers.below(6) {
            0 => scorecard(numbers, "scorecard", &mut text),
            1 => {
                scorecard(numbers, "scorecard first", &mut text);
                scorecard(numbers, "scorecard second", &mut text);
            }
            _none => {}
        }
        if numbers.once_in(2) {
            let _ = writeln!(text, "  {} otherwise", numbers.pick(&LEVELS));
        }
        text.push_str("}\n");
    }
    text
}

fn condition(numbers: &mut Numbers, depth: usize) -> String {
    if depth == 0 {
        return leaf(numbers);
    }
    let (left, right) = (condition(numbers, depth - 1), condition(numbers, depth - 1));
    match numbers.below(5) {
        0 => format!("not ({left})"),
        1 | 2 => format!("({left} and {right})"),
        _or => format!("({left} or {right})"),
    }
}

fn leaf(numbers: &mut Numbers) -> String {
    let order = ["==", "!=", "<", "<=", ">", ">="];
    let same = ["==", "!="];
    match numbers.below(13) {
        0 => numbers.pick(&["yes_no", "not yes_no", "yes_no == no", "yes_no != yes", "yes_no in [yes, no]"]).to_owned(),
        1 => numbers.pick(&["other", "not other", "other == yes"]).to_owned(),
        2 => format!("words {} {}", numbers.pick(&same), numbers.pick(&["red", "green", "blue", "order"])),
        3 => {
            numbers.pick(&["words in [red, order]", "words in [blue]", "words in [red, green, blue, order]"]).to_owned()
        }
        4 => format!("degree {} {}", numbers.pick(&order), numbers.pick(&["none", "minor", "major"])),
        5 => format!("count {} {}", numbers.pick(&order), numbers.below(8)),
        6 => numbers.pick(&["score in 10..20", "score in [7, 30..40]", "score == 5", "score in ..9"]).to_owned(),
        7 => format!("day {} {}", numbers.pick(&order), numbers.pick(&DAYS)),
        8 => format!("said {} \"{}\"", numbers.pick(&same), numbers.pick(&TEXTS)),
        9 => format!("rate {} {}", numbers.pick(&order), numbers.pick(&["2.5", "7", "0.1", "9.9"])),
        10 => format!("count {} least", numbers.pick(&order)),
        11 => numbers
            .pick(&["other not answered", "least not answered", "rate not answered", "degree answered", "not other"])
            .to_owned(),
        _list => format!("{} in list", numbers.pick(&["health", "money"])),
    }
}

/// A cell at the beginning of a line, where a comparison would continue the line before.
fn first_cell(numbers: &mut Numbers, field: &str) -> String {
    loop {
        let cell = cell(numbers, field);
        if !cell.starts_with(['<', '>', '!']) {
            return cell;
        }
    }
}

/// A cell of a table.
fn cell(numbers: &mut Numbers, field: &str) -> String {
    if numbers.once_in(4) {
        return "-".to_owned();
    }
    match field {
        "yes_no" => numbers.pick(&["yes", "no"]).to_owned(),
        "words" => numbers.pick(&["red", "[green, blue]", "!= red"]).to_owned(),
        "degree" => numbers.pick(&[">= minor", "major", "< minor", "[none, major]"]).to_owned(),
        "count" => numbers.pick(&["0..3", "3..", "..2", "4", "> 5", "[1, 4..6]"]).to_owned(),
        "day" => numbers.pick(&["2026-01-05", ">= 2026-01-06", "< 2026-01-05"]).to_owned(),
        _said => numbers.pick(&["\"ALPHA\"", "\"it's -- so\"", "[\"select\", \"alpha\"]"]).to_owned(),
    }
}

const COLUMNS: [&str; 6] = ["yes_no", "words", "degree", "count", "day", "said"];

fn some_columns(numbers: &mut Numbers) -> Vec<&'static str> {
    let mut columns: Vec<&str> = COLUMNS.into_iter().filter(|_| numbers.once_in(2)).collect();
    if columns.is_empty() {
        columns.push("count");
    }
    columns
}

fn table(numbers: &mut Numbers, text: &mut String) {
    let columns = some_columns(numbers);
    let _ = writeln!(text, "  table {{\n    {} level", columns.join(" "));
    for _ in 0..=numbers.below(4) {
        let mut cells = Vec::new();
        for field in &columns {
            cells.push(if cells.is_empty() { first_cell(numbers, field) } else { cell(numbers, field) });
        }
        let _ = writeln!(text, "    {} {}", cells.join(" "), numbers.pick(&LEVELS));
    }
    text.push_str("  }\n");
}

fn scorecard(numbers: &mut Numbers, head: &str, text: &mut String) {
    let _ = writeln!(text, "  {head} {{");
    if numbers.once_in(2) {
        let mut points = || numbers.below(3);
        let _ = writeln!(text, "    list {{ health -> {}; money -> {}; places -> {} }}", points(), points(), points());
    }
    for field in some_columns(numbers) {
        let _ = writeln!(text, "    {field} {{");
        for _ in 0..=numbers.below(3) {
            let _ = writeln!(text, "      {} -> {}", first_cell(numbers, field), numbers.below(3));
        }
        text.push_str("    }\n");
    }
    text.push_str("    total {\n");
    for _ in 0..=numbers.below(3) {
        let _ =
            writeln!(text, "      {} -> {}", numbers.pick(&["..1", "1..2", "2", "3..", "2.."]), numbers.pick(&LEVELS));
    }
    text.push_str("    }\n  }\n");
}

/// The facts of a subject: fields with values, in the order of the fields.
pub(super) type Row = Vec<(String, Option<Operand>)>;

pub(super) fn row(numbers: &mut Numbers, domains: &[(String, Domain)]) -> Row {
    let unknown = 1 + numbers.below(6);
    let mut value = |domain: &Domain| match domain {
        _ if numbers.once_in(unknown) => None,
        Domain::Bool => Some(Operand::Bool(numbers.once_in(2))),
        Domain::Words(words, _) => words.get(numbers.below(words.len())).cloned().map(Operand::Word),
        Domain::Number(0, Some(low), Some(_)) => Some(Operand::Number((low + small(numbers, 40)).into())),
        Domain::Number(0, ..) => Some(Operand::Number(small(numbers, 9).into())),
        Domain::Number(places, ..) => Some(Operand::Number(Decimal { units: small(numbers, 100), places: *places })),
        Domain::Date => Some(Operand::Date(numbers.pick(&DAYS).parse().expect("a day"))),
        Domain::Text => {
            let text = numbers.pick(&TEXTS).replace("\\\\", "\\");
            Some(Operand::Text(if numbers.once_in(3) { text.to_uppercase() } else { text }.into()))
        }
        Domain::Some(words) => Some(Operand::List(words.iter().filter(|_| numbers.once_in(2)).cloned().collect())),
    };
    domains.iter().map(|(name, domain)| (name.clone(), value(domain))).collect()
}

fn small(numbers: &mut Numbers, end: usize) -> i64 {
    i64::try_from(numbers.below(end)).expect("a small number")
}

/// A value as it is written in a cell.
pub(super) fn cell_of(value: Option<&Operand>, numbers: &mut Numbers) -> String {
    match value {
        None => numbers.pick(&["", " "]).to_owned(),
        Some(Operand::Bool(true)) => numbers.pick(&["yes", "true", "TRUE", "1", "Yes"]).to_owned(),
        Some(Operand::Bool(false)) => numbers.pick(&["no", "false", "False", "0", "No"]).to_owned(),
        Some(Operand::Word(word)) if numbers.once_in(3) => word.as_str().to_uppercase(),
        Some(Operand::Word(text) | Operand::Text(text)) => text.to_string(),
        Some(Operand::Number(number)) => number.to_string(),
        Some(Operand::Date(date)) if numbers.once_in(3) => format!("{date}T08:30:00Z"),
        Some(Operand::Date(date)) => date.to_string(),
        Some(Operand::List(words)) if words.is_empty() => "[]".to_owned(),
        Some(Operand::List(words)) => words.join(numbers.pick(&[";", " ; "])),
        Some(_other) => String::new(),
    }
}

/// The outcome in the model itself.
pub(super) fn expected(rules: &RuleSet, domains: &[(String, Domain)], row: &Row) -> Outcome {
    let facts = |name: &str| {
        let value = row.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.as_ref());
        value.map_or(Fact::Unknown, Operand::fact)
    };
    rules.decide(&Subject { domains, facts: &facts })
}
