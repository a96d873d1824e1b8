//! One mistake that shows at several places is one finding.

use indexmap::IndexMap;
use indexmap::map::Entry;
use rustc_hash::FxBuildHasher;

use super::{Diagnostic, Edit};
use crate::text::Location;

/// A finding, and where else it holds.
pub type Places = (Diagnostic, Vec<Location>);

/// Makes one of those findings of which `key` gives the same: the first in reading order. It tells of the other
/// places, and its fixes mend them too.
pub fn alike(mut findings: Vec<Places>, key: impl Fn(&Diagnostic) -> String) -> impl Iterator<Item = Diagnostic> {
    findings.sort_by(|(a, _), (b, _)| (a.primary(), &a.message).cmp(&(b.primary(), &b.message)));
    let mut kept: IndexMap<String, Places, FxBuildHasher> = IndexMap::default();
    for (finding, places) in findings {
        match kept.entry(key(&finding)) {
            Entry::Vacant(place) => _ = place.insert((finding, places)),
            Entry::Occupied(mut first) => {
                first.get_mut().1.extend(finding.primary());
                first.get_mut().1.extend(places);
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

/// The finding with its other places. What a fix does at the first place it does at each.
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
    let note = format!("it stands in {} places", others.len() + 1);
    finding.also = others;
    finding.note(note)
}
