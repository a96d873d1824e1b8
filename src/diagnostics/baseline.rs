//! Findings that existed when a project adopted the check.

use std::collections::BTreeMap;

use super::{Accepted, Diagnostic, How, fingerprints};
use crate::text::Sources;

/// The number of accepted findings for each fingerprint, with the code of their rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By fingerprint: the code of the rule, and the number of findings.
    pub entries: BTreeMap<String, (String, usize)>,
}

impl Baseline {
    /// Adds the findings of a program that are not already accepted.
    pub fn add(&mut self, findings: &[Diagnostic], sources: &Sources) {
        for (finding, prints) in findings.iter().zip(fingerprints(findings, sources)) {
            if finding.accepted.is_none() {
                for (print, weight) in weighted(finding, prints) {
                    let entry = self.entries.entry(print).or_insert_with(|| (finding.rule.code.to_string(), 0));
                    entry.1 += weight;
                }
            }
        }
    }

    /// Accepts the findings that are in the baseline, the first of equal ones first, and removes them from it; what
    /// is left was fixed. A finding is not accepted if it has more places, or more subjects, than are left.
    pub fn accept(&mut self, findings: &mut [Diagnostic], sources: &Sources) {
        let prints = fingerprints(findings, sources);
        for (finding, prints) in findings.iter_mut().zip(prints) {
            if finding.accepted.is_some() {
                continue;
            }
            let wanted = weighted(finding, prints);
            let is_there =
                |print: &String, weight: usize| self.entries.get(print).is_some_and(|(_, left)| *left >= weight);
            if !wanted.iter().all(|(print, weight)| is_there(print, *weight)) {
                continue;
            }
            for (print, weight) in wanted {
                if let Some((_, left)) = self.entries.get_mut(&print) {
                    *left -= weight;
                }
            }
            finding.accepted = Some(Accepted {
                how: How::Baseline,
                because: "it was there when the baseline was made".to_owned(),
                by: None,
                until: None,
                place: None,
            });
        }
    }

    /// The part of the baseline that is still found: for each entry, the smaller of both counts. If `keeps` returns
    /// true for the code of a rule, its entries are kept unchanged, since the rule was not checked.
    pub fn shrunk(&self, found: &Self, keeps: impl Fn(&str) -> bool) -> Self {
        let entries = self.entries.iter().filter_map(|(print, (code, count))| {
            let found = found.entries.get(print).map_or(0, |(_, found)| *found);
            let left = if keeps(code) { *count } else { found.min(*count) };
            (left > 0).then(|| (print.clone(), (code.clone(), left)))
        });
        Self { entries: entries.collect() }
    }

    /// The number of findings that it accepts.
    pub fn total(&self) -> usize {
        self.entries.values().map(|(_, count)| count).sum()
    }
}

/// The entries that a finding uses: one for each of its subjects; for a finding without subjects, one with the number
/// of its places.
fn weighted(finding: &Diagnostic, prints: Vec<String>) -> Vec<(String, usize)> {
    let each = if finding.subjects.is_empty() { finding.weight() } else { 1 };
    prints.into_iter().map(|print| (print, each)).collect()
}
