//! Checks the output of an import: it never writes source that `dictum check` refuses.

use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Level};
use crate::engine::{self, Settings};
use crate::import::Imported;
use crate::import::read::{NotCarried, Outcome};
use crate::text::Sources;

/// The first words of policies in the source that an import writes.
const POLICIES: [&str; 2] = ["data_policy ", "connector_allow_list "];

/// Puts policies that the checker refuses into comments, and reports each as refused with the finding. Other errors are
/// reported, and their source stays.
pub(super) fn hold(imported: &mut Imported, catalog: &Catalog) {
    let count = imported.report.policies.len() + imported.report.allow_lists.len();
    if count == 0 {
        return;
    }
    let catalog = Arc::new(catalog.clone());
    let mut remarks = Vec::new();
    // With a policy in a comment, the others can have fewer errors, never more, so each round removes one.
    for _round in 0..=count {
        let errors = errors_of(&imported.source, &catalog);
        if errors.is_empty() {
            break;
        }
        let Some((first, last, error)) = errors.iter().find_map(|error| block_at(&imported.source, error)) else {
            let Some(error) = errors.first() else { break };
            let what = format!("what {} finds", error.rule.code);
            remarks.push(remark(imported, None, what, format!("the checker refuses the source: {}", error.message)));
            break;
        };
        let why = format!("the checker refuses it, {}: {}; it is written as a comment", error.rule.code, error.message);
        let symbol = symbol_at(&imported.source, first);
        let is_list = imported.source.lines().nth(first).is_some_and(|line| line.starts_with(POLICIES[1]));
        let (place, what) = take_out(imported, &symbol, is_list);
        remarks.push(remark(imported, place, what, why));
        imported.source = commented(&imported.source, first, last, &format!("Left out: {}", error.message));
    }
    let before = std::mem::take(&mut imported.report.not_carried);
    imported.report.not_carried = remarks.into_iter().chain(before).collect();
}

/// Removes a policy from report and bindings; returns its place and its name in words.
fn take_out(imported: &mut Imported, symbol: &str, is_list: bool) -> (Option<(String, String)>, String) {
    let report = &mut imported.report;
    if is_list {
        imported.bindings.connector_allow_lists.remove(symbol);
        return match report.allow_lists.iter().position(|list| list.symbol == symbol) {
            Some(at) => {
                let list = report.allow_lists.remove(at);
                (Some((list.file, list.place)), format!("connector allow-list \"{}\"", list.name))
            }
            None => (None, format!("connector allow-list `{symbol}`")),
        };
    }
    imported.bindings.data_policies.remove(symbol);
    match report.policies.iter().position(|policy| policy.symbol == symbol) {
        Some(at) => {
            let policy = report.policies.remove(at);
            (Some((policy.file, policy.place)), format!("data policy \"{}\"", policy.name))
        }
        None => (None, format!("data policy `{symbol}`")),
    }
}

fn remark(imported: &Imported, place: Option<(String, String)>, what: String, why: String) -> NotCarried {
    let first = || imported.report.files.first().map(|file| file.name.clone()).unwrap_or_default();
    let (file, place) = place.unwrap_or_else(|| (first(), String::new()));
    NotCarried { file, place, outcome: Outcome::Refused, what, why }
}

/// The errors that the checker finds. Days have no effect on imported source.
fn errors_of(source: &str, catalog: &Arc<Catalog>) -> Vec<Diagnostic> {
    let sources = Sources::single("imported.dictum", source);
    let analysis = engine::analyze(&sources, Arc::clone(catalog), &Settings { today: Date::constant(2026, 1, 1) });
    analysis.diagnostics.into_iter().filter(|finding| finding.level == Level::Error).collect()
}

/// The first and last line, counted from 0, of the policy that an error is in.
fn block_at<'d>(source: &str, error: &'d Diagnostic) -> Option<(usize, usize, &'d Diagnostic)> {
    let start = error.primary()?.span.start as usize;
    let at = source.get(..start)?.matches('\n').count();
    let lines: Vec<&str> = source.lines().collect();
    let first = (0..=at).rev().find(|line| lines.get(*line).is_some_and(|text| starts_policy(text)))?;
    // A policy on a single line ends there; any other at the brace that begins a line.
    let ends = |line: &usize| lines.get(*line).is_some_and(|text| text.starts_with('}'));
    let last = if lines.get(first)?.ends_with('}') { first } else { (first..lines.len()).find(ends)? };
    (at <= last).then_some((first, last, error))
}

fn starts_policy(line: &str) -> bool {
    POLICIES.iter().any(|start| line.starts_with(start))
}

fn symbol_at(source: &str, line: usize) -> String {
    let text = source.lines().nth(line).unwrap_or_default();
    let name = POLICIES.iter().find_map(|start| text.strip_prefix(start)).unwrap_or_default();
    name.split([' ', '{']).next().unwrap_or_default().trim_matches('"').to_owned()
}

/// The source with these lines as comments, after a comment that gives the reason.
fn commented(source: &str, first: usize, last: usize, why: &str) -> String {
    let mut out = String::with_capacity(source.len() + 256);
    for (at, line) in source.lines().enumerate() {
        if at == first {
            out.push_str("// ");
            out.push_str(why);
            out.push('\n');
        }
        if (first..=last).contains(&at) {
            out.push_str(if line.is_empty() { "//" } else { "// " });
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
