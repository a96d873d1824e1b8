//! Proofs about sets of rules, from their text on.

mod days;
mod defects;
mod mistakes;
mod oracle;
mod said;
mod schemes;
mod scorecards;
mod sizes;
mod wider;

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::engine::{Analysis, Settings, analyze};
use dictum::text::Sources;
use jiff::civil::date;

fn read(text: &str) -> Analysis {
    let sources = Sources::new(vec![("rules.dictum".to_owned(), text.as_bytes().to_vec())]);
    analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today: date(2026, 11, 21) })
}

/// Code and message of all findings, in reading order.
fn told(text: &str) -> Vec<(u16, String)> {
    let findings = read(text).diagnostics;
    findings.iter().map(|finding| (finding.rule.code.0, finding.message.clone())).collect()
}

/// The witness of the first finding with that code, in its displayed form.
fn witness(text: &str, code: u16) -> Vec<(String, String)> {
    let finding = read(text).diagnostics.into_iter().find(|finding| finding.rule.code.0 == code);
    finding.and_then(|finding| finding.witness.clone()).map(|witness| witness.parts).unwrap_or_default()
}

/// The number of random sets of rules: `DICTUM_RULE_SETS`, if it is set, for longer runs.
fn sets(usual: usize) -> usize {
    std::env::var("DICTUM_RULE_SETS").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}
