//! The report about a policy.

use super::environments::Environments;
use super::{Draft, policy};
use crate::catalog::Catalog;
use crate::import::report::{GroupReport, PolicyReport};

/// The report about a policy that is being written.
pub(super) fn of(draft: &Draft, environments: &Environments, catalog: &Catalog) -> PolicyReport {
    let Draft { policy, symbol, plan } = draft;
    let groups = plan.groups.iter().map(|group| GroupReport {
        group: group.group,
        listed: group.listed,
        selected: group.selected,
        covered: group.covered,
        written: brief(&policy::set_on_one_line(&group.expression)),
        unknown: group
            .foreign
            .iter()
            .map(|item| (item.text.trim_matches('"').to_owned(), item.why_not_known))
            .collect(),
    });
    PolicyReport {
        symbol: symbol.clone(),
        name: policy.name.clone(),
        file: policy.file.clone(),
        place: policy.place.clone(),
        default: policy.default,
        applies_to: policy::applies_to(&policy.scope, environments),
        is_legacy: policy.legacy,
        is_held_back: !policy.unknown.is_empty(),
        groups: groups.collect(),
        patterns: policy.patterns.len(),
        connectors_with_rules: plan.rules.len(),
        unlisted: plan.unlisted,
        unlisted_unblockable: plan.unlisted_unblockable,
        catalog: catalog.len(),
    }
}

/// A text short enough for a line of a report.
fn brief(text: &str) -> String {
    match text.char_indices().nth(72) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
