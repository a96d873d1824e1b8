//! The statement of a set of rules.

use std::fmt::Write as _;

use super::comparison::{Columns, chain, ranged};
use super::names::{self, Names};
use crate::emit::Job;
use crate::model::condition::Condition;
use crate::model::criticity::{Factor, HitPolicy, RuleSet, Scorecard, Test};
use crate::model::program::Domain;
use crate::model::subject;

/// One rule as SQL.
struct Rule<'r> {
    /// Its number, as written.
    number: usize,
    level: &'r str,
    level_index: u32,
    condition: String,
}

/// The file of a set of rules; none where a part of it cannot be said.
pub(super) fn write(job: Job<'_>, rules: &RuleSet) -> Option<String> {
    let domains = subject::attributes(job.program, &rules.subject.name);
    let mut leaves = Vec::new();
    rules.conditions().for_each(|condition| condition.each_leaf(&mut |leaf| leaves.push(leaf)));
    let mut given = Names::default();
    let columns = Columns::new(&domains, &leaves, &rules.optional, &mut given);
    let scale = &*rules.head.symbol.name;
    let table = names::name(&format!("{}s", rules.subject.name));
    let level = names::name(&given.take(scale));
    let rule = names::name(&given.take(&format!("{scale}_rule")));
    let points: Vec<String> = rules
        .scorecards
        .iter()
        .map(|card| {
            let name =
                card.name.as_ref().map_or_else(|| format!("{scale}_points"), |name| format!("{scale}_{}", name.name));
            names::name(&given.take(&name))
        })
        .collect();

    let points_count = points.len();
    let mut written = Vec::new();
    for index in rules.order() {
        let own = rules.rules.get(index)?;
        let condition = match &own.test {
            Test::Always => "1 = 1".to_owned(),
            Test::When(condition) => columns.condition(condition)?,
            Test::Points(card, low, high) => ranged(points.get(*card)?, *low, *high),
        };
        let (level, level_index) = (&*own.level.symbol.name, own.level.target?);
        written.push(Rule { number: index + 1, level, level_index, condition });
    }

    let subject = &*rules.subject.name;
    let is_graded = |field: &str| job.program.graded.iter().any(|one| &*one.subject == subject && &*one.scale == field);
    let mut text = String::new();
    let _ = writeln!(text, "-- The level on scale `{}` of each row of table {table}.", names::comment(scale));
    let _ = writeln!(text, "-- {}.", rules.policy.words());
    text.push_str("-- NULL stands for what is not known, and for a level that is not known or that no rule gives.\n");
    text.push_str("-- Rules are numbered as written; 0 stands for `otherwise`.\n--\n-- columns\n");
    for column in columns.all() {
        let of = match (column.word, column.age) {
            (Some(word), _) => format!("whether {} holds {}", column.field, word),
            (None, Some(unit)) => {
                format!("the age of {} in {unit}, on the day for which levels are asked", column.field)
            }
            (None, None) if is_graded(column.field) => format!("the level that rules `{}` give", column.field),
            (None, None) => column.field.to_owned(),
        };
        let kind = if column.age.is_some() { AGE.to_owned() } else { kind(column.domain) };
        let _ =
            writeln!(text, "--   {}: {}; {}", names::comment(column.name), names::comment(&of), names::comment(&kind));
    }
    text.push('\n');

    let decided = decided(rules, &written);
    text.push_str("SELECT\n  decided.*,\n");
    let _ = writeln!(text, "{} AS {level}", levels(rules, &written, &rule));
    text.push_str("FROM (\n  SELECT\n    known.*,\n");
    let _ = writeln!(text, "{decided} AS {rule}");
    if rules.scorecards.is_empty() {
        let _ = writeln!(text, "  FROM {table} known");
    } else {
        text.push_str("  FROM (\n    SELECT\n      scored.*,\n");
        for (at, (card, points)) in rules.scorecards.iter().zip(&points).enumerate() {
            let comma = if at + 1 < points_count { "," } else { "" };
            let _ = writeln!(text, "{} AS {points}{comma}", total(card, &columns)?);
        }
        let _ = writeln!(text, "    FROM {table} scored\n  ) known");
    }
    text.push_str(") decided;\n");
    Some(text)
}

/// The number of the rule that decides.
fn decided(rules: &RuleSet, written: &[Rule<'_>]) -> String {
    let otherwise = if rules.otherwise.is_some() { "0" } else { "NULL" };
    let mut text = String::new();
    if written.is_empty() {
        return format!("    CAST({otherwise} AS INTEGER)");
    }
    match rules.policy {
        // A rule that may match does not unsettle one that does.
        HitPolicy::Unique | HitPolicy::Any => block(&mut text, &[written], otherwise),
        // Nor does one of a lower level, or of the same.
        HitPolicy::WorstWins => {
            let groups: Vec<&[Rule<'_>]> = written.chunk_by(|a, b| a.level_index == b.level_index).collect();
            block(&mut text, &groups, otherwise);
        }
        // Of those before it, the ones of another level must be known not to match.
        HitPolicy::FirstWins => first(&mut text, written, otherwise),
    }
    text
}

/// Groups of rules, each behind the last: where no rule of one is true and one is not false, nothing is known.
fn block(text: &mut String, groups: &[&[Rule<'_>]], last: &str) {
    let mut indent = 4;
    for (index, group) in groups.iter().enumerate() {
        let _ = writeln!(text, "{:indent$}CASE", "");
        for rule in *group {
            when(text, indent + 2, rule, "");
        }
        let none: Vec<String> = group.iter().map(|rule| format!("NOT ({})", rule.condition)).collect();
        let none = chain(&none, "AND");
        if index + 1 < groups.len() {
            let _ = writeln!(text, "{:1$}WHEN {none} THEN", "", indent + 2);
            indent += 4;
        } else {
            let _ = writeln!(text, "{:1$}WHEN {none} THEN {last}", "", indent + 2);
        }
    }
    for _ in groups {
        let _ = writeln!(text, "{:indent$}END", "");
        indent = indent.saturating_sub(4);
    }
    text.truncate(text.trim_end().len());
}

fn first(text: &mut String, written: &[Rule<'_>], last: &str) {
    text.push_str("    CASE\n");
    for (index, rule) in written.iter().enumerate() {
        let before = written.iter().take(index).filter(|other| other.level_index != rule.level_index);
        let mut before: Vec<String> = before.map(|other| format!("NOT ({})", other.condition)).collect();
        before.dedup();
        let before = if before.is_empty() { String::new() } else { format!(" AND ({})", chain(&before, "AND")) };
        when(text, 6, rule, &before);
    }
    let none: Vec<String> = written.iter().map(|rule| format!("NOT ({})", rule.condition)).collect();
    let _ = writeln!(text, "      WHEN {} THEN {last}", chain(&none, "AND"));
    text.push_str("    END");
}

fn when(text: &mut String, indent: usize, rule: &Rule<'_>, before: &str) {
    let _ = writeln!(text, "{:indent$}-- rule {}: {}", "", rule.number, names::comment(rule.level));
    let condition = if before.is_empty() { rule.condition.clone() } else { format!("({}){before}", rule.condition) };
    let _ = writeln!(text, "{:indent$}WHEN {condition} THEN {}", "", rule.number);
}

/// The level by the number of its rule.
fn levels(rules: &RuleSet, written: &[Rule<'_>], rule: &str) -> String {
    let mut pairs: Vec<(usize, &str)> = written.iter().map(|rule| (rule.number, rule.level)).collect();
    pairs.extend(rules.otherwise.as_ref().map(|level| (0, &*level.symbol.name)));
    pairs.sort_unstable();
    if pairs.is_empty() {
        return "  CAST(NULL AS VARCHAR(1))".to_owned();
    }
    let mut text = format!("  CASE {rule}\n");
    for (number, level) in pairs {
        let _ = writeln!(text, "    WHEN {number} THEN {}", names::text(level));
    }
    text.push_str("  END");
    text
}

/// The points of all factors together.
fn total(card: &Scorecard, columns: &Columns<'_>) -> Option<String> {
    let mut text = String::new();
    for (index, factor) in card.factors.iter().enumerate() {
        if index > 0 {
            text.push_str(" +\n");
        }
        let _ = writeln!(text, "      -- {}", names::comment(&factor.field.name));
        text.push_str(&points(factor, columns)?);
    }
    if card.factors.is_empty() {
        text.push_str("      0");
    }
    Some(text)
}

/// What the column of an age holds.
const AGE: &str = "a whole number, the least of which the day is not older; negative for days to come";

/// The points of a factor: known where its field is, a row matches, and no other row gives other points.
fn points(factor: &Factor, columns: &Columns<'_>) -> Option<String> {
    if factor.adds {
        let mut parts = Vec::new();
        for row in &factor.rows {
            let condition = columns.condition(row.test.as_ref()?)?;
            parts.push(format!("      CASE WHEN {condition} THEN {} WHEN NOT ({condition}) THEN 0 END", row.points));
        }
        return Some(if parts.is_empty() { "      0".to_owned() } else { parts.join(" +\n") });
    }
    let mut values: Vec<i64> = factor.rows.iter().map(|row| row.points).collect();
    values.sort_unstable();
    values.dedup();
    let matching = |points: i64| -> Option<Vec<String>> {
        let rows = factor.rows.iter().filter(|row| row.points == points);
        rows.map(|row| match &row.test {
            None => Some("1 = 1".to_owned()),
            Some(condition) => columns.condition(condition),
        })
        .collect()
    };
    if values.is_empty() {
        return Some("      CAST(NULL AS INTEGER)".to_owned());
    }
    let known = if factor.rows.iter().any(|row| row.test.is_some()) {
        // Rows may ask whether it was answered.
        if rules_optional(factor) {
            String::new()
        } else {
            format!("{} IS NOT NULL AND ", columns.column(&factor.field.name)?)
        }
    } else {
        String::new()
    };
    let mut text = "      CASE\n".to_owned();
    for value in &values {
        let own = chain(&matching(*value)?, "OR");
        let mut others = Vec::new();
        for other in values.iter().filter(|other| *other != value) {
            others.extend(matching(*other)?);
        }
        let others = if others.is_empty() { String::new() } else { format!(" AND NOT ({})", chain(&others, "OR")) };
        let _ = writeln!(text, "        WHEN {known}({own}){others} THEN {value}");
    }
    text.push_str("      END");
    Some(text)
}

/// What a column holds.
fn kind(domain: &Domain) -> String {
    match domain {
        Domain::Bool | Domain::Some(_) => "a boolean, or 0 or 1".to_owned(),
        Domain::Words(words, _) => {
            format!("one of the words {}", words.iter().map(|word| names::text(word)).collect::<Vec<_>>().join(", "))
        }
        Domain::Integer(..) => "a whole number".to_owned(),
        Domain::Decimal(places, ..) => format!("a number with up to {places} decimal places"),
        Domain::Date => "a date, or a text such as '2026-11-21'".to_owned(),
        Domain::Text => "a text".to_owned(),
    }
}

/// Whether a row of a factor asks whether its field was answered.
fn rules_optional(factor: &Factor) -> bool {
    factor.rows.iter().filter_map(|row| row.test.as_ref()).any(Condition::is_unanswered)
}
