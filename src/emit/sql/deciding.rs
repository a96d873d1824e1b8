//! Finds the rule that decides a row, by its known values.
//!
//! Conditions are true, false or unknown, in SQL as in [`RuleSet::decide`](crate::model::criticity::RuleSet), and a
//! rule decides under the same conditions. Each rule is written at most twice, so that the text grows with the rules.

use std::fmt::Write as _;

use super::comparison::chain;
use super::names::{self, Names, case};
use super::reading::Made;
use crate::model::criticity::HitPolicy;

/// The number for "no rule": none matches for certain.
pub(super) const GAP: &str = "-1";

/// One rule as SQL.
pub(super) struct Rule<'r> {
    /// Its number, as written.
    pub(super) number: usize,
    pub(super) level: &'r str,
    pub(super) level_index: u32,
    pub(super) condition: String,
}

/// The stages that find the number of the rule, in the column `into`; NULL where it is unknown.
pub(super) fn stages(
    policy: HitPolicy,
    has_otherwise: bool,
    rules: &[Rule<'_>],
    into: &str,
    names: &mut Names,
) -> Vec<Vec<Made>> {
    let last = if has_otherwise { "0" } else { GAP };
    if rules.is_empty() {
        return vec![vec![(last.to_owned(), into.to_owned())]];
    }
    match policy {
        // A rule that may match does not affect one that does.
        HitPolicy::Unique | HitPolicy::Any => vec![vec![(block(&[rules], last), into.to_owned())]],
        // Nor does one of a lower or equal level.
        HitPolicy::WorstWins => {
            let groups: Vec<&[Rule<'_>]> = rules.chunk_by(|a, b| a.level_index == b.level_index).collect();
            vec![vec![(block(&groups, last), into.to_owned())]]
        }
        HitPolicy::FirstWins => first(rules, last, into, names),
    }
}

/// Groups of rules, in order: if no rule of a group is true and one is not false, the result is unknown.
fn block(groups: &[&[Rule<'_>]], last: &str) -> String {
    let mut text = String::new();
    let mut indent = 0;
    for (index, group) in groups.iter().enumerate() {
        let _ = writeln!(text, "{:indent$}CASE", "");
        for rule in *group {
            let _ = writeln!(text, "{:1$}{2}", "", indent + 2, arm(indent + 2, rule, &rule.condition));
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
    text
}

/// The first rule that is true decides, unless an earlier one of another level is not false.
fn first(rules: &[Rule<'_>], last: &str, into: &str, names: &mut Names) -> Vec<Vec<Made>> {
    let mut levels: Vec<u32> = rules.iter().map(|rule| rule.level_index).collect();
    levels.sort_unstable();
    levels.dedup();
    let sure = names.take("dictum_first");
    let mut found = vec![(case("", rules.iter().map(|rule| arm(2, rule, &rule.condition))), sure.clone())];
    let mut may_match = Vec::new();
    for level in &levels {
        let name = names.take(&format!("dictum_first_{level}"));
        let own = rules.iter().filter(|rule| rule.level_index == *level);
        let may = |rule: &Rule<'_>| format!("CASE WHEN NOT ({}) THEN 0 ELSE 1 END = 1", rule.condition);
        found.push((case("", own.map(|rule| arm(2, rule, &may(rule)))), name.clone()));
        may_match.push(name);
    }
    // The first rule that is true is the first of its level that may match, or comes after others of that level;
    // those of other levels must come later.
    let of_level = rules.iter().map(|rule| format!("WHEN {} THEN {}", rule.number, rule.level_index));
    let of_level = case(&format!(" {sure}"), of_level);
    let level_name = names.take("dictum_first_level");
    let decided = levels.iter().map(|level| {
        let others = levels.iter().zip(&may_match).filter(|(other, _)| *other != level);
        let later = others.map(|(_, name)| format!(" AND ({name} IS NULL OR {name} > {sure})"));
        format!("WHEN {level_name} = {level}{} THEN {sure}", later.collect::<String>())
    });
    let none: Vec<String> = may_match.iter().map(|name| format!("{name} IS NULL")).collect();
    let decided = case("", decided.chain([format!("WHEN {} THEN {last}", none.join(" AND "))]));
    vec![found, vec![(of_level, level_name)], vec![(decided, into.to_owned())]]
}

/// The arm of a rule, after a comment; `indent` is that of its lines.
fn arm(indent: usize, rule: &Rule<'_>, condition: &str) -> String {
    let (number, level) = (rule.number, names::comment(rule.level));
    format!("-- rule {number}: {level}\n{:indent$}WHEN {condition} THEN {number}", "")
}
