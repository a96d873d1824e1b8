//! Target `sql`: rules as statements that a database answers.
//!
//! One file for each sound set of rules, `sql/<scale>.sql`: a `SELECT` over a table with a column for each field,
//! which gives every row its level and the rule that gave it. It holds only what every database shares: `CASE`,
//! `AND`, `OR`, `NOT`, comparisons, `IN`, `IS NULL`, `LOWER`, `REPLACE`, `CAST` and `+`. `NULL` stands for what is not
//! known, and SQL joins it as the rules do (Kleene), so the statement gives `NULL` where that leaves the level open or
//! no rule matches. `classify` looks further: it gives a level where all completions of a row have it.
//!
//! | field | column |
//! |---|---|
//! | `bool` | a boolean, or a whole number, 0 or 1 |
//! | words, levels | a text, one of the words, without regard to letter case, spaces, `_` and `-` |
//! | a range of numbers | a whole number |
//! | `date` | a text such as `2026-11-21`, or a date |
//! | `text` | a text; ASCII letters are compared without regard to case, as the rules do |
//! | `some of` words | for each word that rules ask for a column `field_word`, 0 or 1; `NULL` in all where the list is not known |
//!
//! Names are written plain where every database takes them so, else in double quotes.

mod comparison;
mod names;
mod statement;

use std::io;

use super::Job;
use super::file_name::stems;
use super::store::{self, Store, Written};
use crate::model::criticity::RuleSet;

/// Writes a file for each sound set of rules.
pub(super) fn write(job: Job<'_>, store: &dyn Store) -> io::Result<Vec<Written>> {
    let sets: Vec<&RuleSet> = sound(job).collect();
    let names = stems(sets.iter().map(|rules| &*rules.head.symbol.name));
    let mut files = Vec::new();
    for (rules, stem) in sets.iter().zip(names) {
        if let Some(text) = statement::write(job, rules).filter(|text| !is_ambiguous(text)) {
            files.push(store::write_bytes(store, &format!("sql/{stem}.sql"), text.as_bytes())?);
        }
    }
    Ok(files)
}

/// What the target does not carry, a line each.
pub(super) fn not_carried(job: Job<'_>) -> Vec<String> {
    let backslash = sound(job).filter(|rules| statement::write(job, rules).is_some_and(|text| is_ambiguous(&text)));
    let backslash = backslash.map(|rules| {
        format!(
            "rules `{}`, which hold a backslash, which databases read in different ways, in target `sql`",
            rules.head.symbol.name
        )
    });
    let unsaid = sound(job).filter(|rules| statement::write(job, rules).is_none());
    let unsaid = unsaid.map(|rules| {
        format!("rules `{}`, which ask what SQL has no words for, in target `sql`", rules.head.symbol.name)
    });
    let unsound = job.program.rule_sets.iter().filter(|rules| !rules.sound);
    unsound
        .map(|rules| format!("rules `{}`, which could not be read, in target `sql`", rules.head.symbol.name))
        .chain(unsaid)
        .chain(backslash)
        .collect()
}

/// Whether a text holds a backslash. Some databases take it for an escape, so that a quote after it no longer ends a
/// literal, and no spelling of it means the same in all of them.
fn is_ambiguous(text: &str) -> bool {
    text.contains('\\')
}

fn sound(job: Job<'_>) -> impl Iterator<Item = &RuleSet> {
    job.program.rule_sets.iter().filter(|rules| rules.sound && rules.scale.is_some())
}
