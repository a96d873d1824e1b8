//! The list of all rules.

use crate::diagnostics::{self, Diagnostic, Rule, Safety};
use crate::model::assertion::Claim;
use crate::model::program::Program;
use crate::{assertions, catalog, config, emit, format, model, rules, syntax, waivers};

/// Every rule, by code.
pub fn all() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = vec![&config::BAD_SETTING, &catalog::OLD_CATALOG];
    all.extend(syntax::codes::ALL);
    all.extend(format::codes::ALL);
    all.extend(model::codes::ALL);
    all.extend(rules::all().into_iter().map(|check| check.rule));
    all.extend(waivers::RULES);
    all.extend(assertions::RULES);
    all.extend([
        &emit::UNBOUND_NAME,
        &emit::BOUND_TWICE,
        &emit::UNKNOWN_BINDING,
        &emit::MALFORMED_ID,
        &emit::SAME_FILE,
        &emit::UNWRITABLE_NAME,
        &emit::EMPTIES_ROLE,
        &emit::INCLUDES_UNKNOWN,
    ]);
    all.sort_by_key(|rule| rule.code);
    all
}

/// The rule of that code or name.
pub fn find(wanted: &str) -> Option<&'static Rule> {
    let folded = wanted.trim().to_ascii_uppercase();
    all().into_iter().find(|rule| rule.name.eq_ignore_ascii_case(wanted.trim()) || rule.code.to_string() == folded)
}

/// Names by which rules went before, or go in documents of earlier versions, and what each is called now. A name is never
/// given to another rule.
pub const FORMER_NAMES: &[(&str, &str)] = &[("stale-rating", "stale-review")];

/// What a rule is called now that `former` named.
pub fn successor(former: &str) -> Option<&'static str> {
    let is_it = |(old, _): &&(&str, &'static str)| old.eq_ignore_ascii_case(former.trim());
    FORMER_NAMES.iter().find(is_it).map(|(_, now)| *now)
}

/// The name that `wanted` probably means: what a rule of that name is called now, else one that is written alike.
pub fn closest(wanted: &str) -> Option<&'static str> {
    if let Some(now) = successor(wanted) {
        return Some(now);
    }
    diagnostics::closest(wanted, all().into_iter().map(|rule| rule.name))
}

/// Findings about rules that tests name and that do not exist.
pub fn unknown_in_tests(program: &Program) -> Vec<Diagnostic> {
    let claims = program.tests.iter().flat_map(|test| &test.assertions).map(|assertion| &assertion.claim);
    let named = claims.filter_map(|claim| match claim {
        Claim::Finds(claim) => Some(&claim.rule),
        _other => None,
    });
    let unknown = |name: &crate::model::Symbol| {
        let message = format!("there is no rule `{}`", name.name);
        let finding = Diagnostic::new(&model::codes::UNKNOWN_NAME, name.location, message);
        match closest(&name.name) {
            Some(near) => finding.did_you_mean(near, name.location, Safety::Safe),
            None => finding.help("`dictum rules` lists all rules"),
        }
    };
    named.filter(|rule| find(&rule.name).is_none()).map(unknown).collect()
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
