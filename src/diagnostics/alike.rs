//! Combines findings of one mistake at several places into one.

use indexmap::IndexMap;
use indexmap::map::Entry;
use rustc_hash::FxBuildHasher;

use super::{Diagnostic, Edit};
use crate::text::Location;

/// A finding, and its other places.
#[derive(Debug)]
pub struct Places {
    /// The key of the mistake: findings with the same key are one mistake.
    pub fault: String,
    /// The finding.
    pub finding: Diagnostic,
    /// The other places of the finding.
    pub others: Vec<Location>,
}

impl From<Diagnostic> for Places {
    /// The key is the message of the finding.
    fn from(finding: Diagnostic) -> Self {
        Self { fault: finding.message.clone(), finding, others: Vec::new() }
    }
}

/// Combines the findings with the same key into the first one in reading order. It shows the other places, and its
/// fixes apply to them too.
pub fn alike(mut findings: Vec<Places>) -> impl Iterator<Item = Diagnostic> {
    findings.sort_by(|Places { finding: a, .. }, Places { finding: b, .. }| {
        (a.primary(), &a.message).cmp(&(b.primary(), &b.message))
    });
    let mut kept: IndexMap<String, (Diagnostic, Vec<Location>), FxBuildHasher> = IndexMap::default();
    for Places { fault, finding, others } in findings {
        match kept.entry(fault) {
            Entry::Vacant(place) => _ = place.insert((finding, others)),
            Entry::Occupied(mut first) => {
                let (_, places) = first.get_mut();
                places.extend(finding.primary().into_iter().chain(others));
            }
        }
    }
    kept.into_values().map(|(finding, mut places)| {
        places.sort_unstable();
        places.dedup();
        places.retain(|place| Some(*place) != finding.primary());
        also_at(finding, places)
    })
}

/// The finding with its other places. A fix for the first place is repeated for each of them.
fn also_at(mut finding: Diagnostic, others: Vec<Location>) -> Diagnostic {
    const SHOWN: usize = 3;
    let Some(first) = finding.primary().filter(|_| !others.is_empty()) else { return finding };
    for place in others.iter().take(SHOWN) {
        finding = finding.label(*place, "and here");
    }
    for fix in &mut finding.fixes {
        let edits: Vec<Edit> = fix.edits.iter().filter(|edit| edit.location == first).cloned().collect();
        let copy = |edit: &Edit, place: &Location| Edit { location: *place, ..edit.clone() };
        fix.edits.extend(others.iter().flat_map(|place| edits.iter().map(move |edit| copy(edit, place))));
    }
    let note = format!("it occurs in {} places", others.len() + 1);
    finding.also = others;
    finding.note(note)
}
