//! The list of all rules.

use crate::diagnostics::{self, Rule};
use crate::{catalog, check, config, emit, format, lint, model, syntax, waivers};

/// Every rule, by code.
pub fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = vec![&config::BAD_SETTING, &catalog::OLD_CATALOG];
    rules.extend(syntax::codes::ALL);
    rules.extend(format::codes::ALL);
    rules.extend(model::codes::ALL);
    rules.extend(check::CHECKS.iter().map(|check| check.rule));
    rules.extend(lint::LINTS.iter().map(|lint| lint.rule));
    rules.extend(waivers::RULES);
    rules.extend([
        &emit::UNBOUND_NAME,
        &emit::BOUND_TWICE,
        &emit::UNKNOWN_BINDING,
        &emit::MALFORMED_ID,
        &emit::SAME_FILE,
        &emit::UNWRITABLE_NAME,
        &emit::EMPTIES_ROLE,
        &emit::INCLUDES_UNKNOWN,
    ]);
    rules.sort_by_key(|rule| rule.code);
    rules
}

/// The rule of that code or name.
pub fn find(wanted: &str) -> Option<&'static Rule> {
    let folded = wanted.trim().to_ascii_uppercase();
    all().into_iter().find(|rule| rule.name.eq_ignore_ascii_case(wanted.trim()) || rule.code.to_string() == folded)
}

/// The name that `wanted` probably means.
pub fn closest(wanted: &str) -> Option<&'static str> {
    diagnostics::closest(wanted, all().into_iter().map(|rule| rule.name))
}

/// A rule's page: its head, what it says of itself, and how often it spoke on real policies.
pub fn page(rule: &Rule) -> String {
    let mut page = format!("# {} {}\n\n{}: {}.\n", rule.code, rule.name, rule.level.word(), rule.summary);
    if rule.fixable {
        page.push_str("Where one change is evident, the finding carries it as a fix.\n");
    }
    if !rule.controls.is_empty() {
        page.extend(["Controls: ", &rule.controls.join(", "), ".\n"]);
    }
    page.push('\n');
    page.push_str(&rule.page());
    page.push_str(&tried(rule));
    page
}

/// How often a rule spoke on the real samples, from the table that the test suite holds to the truth.
fn tried(rule: &Rule) -> String {
    let mut rows = include_str!("tried.tsv").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = rows.next().unwrap_or_default().split('\t').skip(1).collect();
    let counts = rows.find_map(|row| row.split_once('\t').filter(|(name, _)| *name == rule.name));
    let Some((_, counts)) = counts else { return String::new() };
    let counts: Vec<&str> = counts.split('\t').collect();
    let spoke: Vec<String> = names
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count != "0")
        .map(|(name, count)| match *count {
            "1" => format!("once on `{name}`"),
            count => format!("{count} times on `{name}`"),
        })
        .collect();
    let spoken = if spoke.is_empty() { "It never spoke".to_owned() } else { format!("It spoke {}", spoke.join(", ")) };
    format!("\n## On real policies\n{spoken}, of {} real exports that it was tried on.\n", names.len())
}
