//! Findings that were there when a project adopted the check.

use std::collections::BTreeMap;

use super::{Accepted, Diagnostic, How, fingerprints};
use crate::text::Sources;

/// How many findings of each fingerprint are accepted, with the code of their rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By fingerprint: the code of the rule, and how many.
    pub entries: BTreeMap<String, (String, usize)>,
}

/// How many a finding counts for: a finding at several places is one for each of them.
fn weight(finding: &Diagnostic) -> usize {
    finding.count + finding.also.len()
}

impl Baseline {
    /// Adds the findings of a program that are not accepted already.
    pub fn add(&mut self, findings: &[Diagnostic], sources: &Sources) {
        for (finding, print) in findings.iter().zip(fingerprints(findings, sources)) {
            if finding.accepted.is_none() {
                let entry = self.entries.entry(print).or_insert_with(|| (finding.rule.code.to_string(), 0));
                entry.1 += weight(finding);
            }
        }
    }

    /// Accepts the findings that are in it, the first of equal ones first, and takes them out of it: what is left was
    /// fixed. A finding that holds at more places than are left is not accepted.
    pub fn accept(&mut self, findings: &mut [Diagnostic], sources: &Sources) {
        let prints = fingerprints(findings, sources);
        for (finding, print) in findings.iter_mut().zip(prints) {
            if finding.accepted.is_some() {
                continue;
            }
            let Some((_, left)) = self.entries.get_mut(&print) else { continue };
            let Some(rest) = left.checked_sub(weight(finding)) else { continue };
            *left = rest;
            finding.accepted = Some(Accepted {
                how: How::Baseline,
                because: "it was there when the baseline was made".to_owned(),
                by: None,
                until: None,
                place: None,
            });
        }
    }

    /// What of it is still found: each count is the smaller one of both. `keeps` says of which rules, by code, all is
    /// kept, since they were not looked for.
    pub fn shrunk(&self, found: &Self, keeps: impl Fn(&str) -> bool) -> Self {
        let entries = self.entries.iter().filter_map(|(print, (code, count))| {
            let found = found.entries.get(print).map_or(0, |(_, found)| *found);
            let left = if keeps(code) { *count } else { found.min(*count) };
            (left > 0).then(|| (print.clone(), (code.clone(), left)))
        });
        Self { entries: entries.collect() }
    }

    /// How many findings it accepts.
    pub fn total(&self) -> usize {
        self.entries.values().map(|(_, count)| count).sum()
    }
}
