//! Fixes put into text.

use std::collections::BTreeMap;

use super::{Diagnostic, Edit, Safety};
use crate::text::{FileId, Sources, Span, edited};

/// The edits of one file, in order; no two of them touch.
type Edits<'d> = BTreeMap<Span, &'d Edit>;

/// Files with fixes in them.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The files that change, in their order, each with its new text.
    pub texts: Vec<(FileId, String)>,
    /// How many fixes are in them.
    pub count: usize,
}

/// Puts the fixes of `diagnostics` into the files that `may` change. Of each finding the first fix that `takes` accepts
/// is used, whole or not at all; a fix that touches what an earlier one changed waits for the next round.
pub fn apply(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    may: impl Fn(FileId) -> bool,
    takes: impl Fn(Safety) -> bool,
) -> Fixed {
    let mut chosen: BTreeMap<FileId, Edits<'_>> = BTreeMap::new();
    let mut count = 0;
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fixes.iter().find(|fix| takes(fix.safety)) else { continue };
        // What fixes one mistake at several places fixes it at some of them too.
        let each = !diagnostic.also.is_empty();
        let edits: Vec<&Edit> = fix.edits.iter().filter(|edit| !each || may(edit.location.file)).collect();
        let fits = |edit: &&Edit| {
            let others = chosen.get(&edit.location.file);
            may(edit.location.file) && others.is_none_or(|others| is_apart(others, edit.location.span))
        };
        if !edits.is_empty() && edits.iter().all(fits) {
            for edit in edits {
                chosen.entry(edit.location.file).or_default().insert(edit.location.span, edit);
            }
            count += 1;
        }
    }
    let texts = chosen.iter().map(|(file, edits)| {
        let edits = edits.iter().map(|(span, edit)| (*span, &*edit.replacement));
        (*file, edited(sources.get(*file).text(), edits))
    });
    Fixed { texts: texts.collect(), count }
}

/// Whether a place touches none of the edits.
fn is_apart(edits: &Edits<'_>, place: Span) -> bool {
    let before = edits.range(..place).next_back().is_none_or(|(other, _)| other.end <= place.start);
    before && edits.range(place..).next().is_none_or(|(other, _)| *other != place && place.end <= other.start)
}
