//! Applies fixes to text.

use std::collections::BTreeMap;

use super::{Diagnostic, Edit, Safety};
use crate::text::{FileId, Sources, Span, edited};

/// The edits of one file, sorted; no two of them touch.
type Edits<'d> = BTreeMap<Span, &'d Edit>;

/// Files with fixes applied.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The changed files, in order, each with its new text.
    pub texts: Vec<(FileId, String)>,
    /// The number of applied fixes.
    pub count: usize,
}

/// Applies the fixes of `diagnostics` to the files that `may` change. For each finding, the first fix that `takes`
/// accepts is used, completely or not at all. A fix that touches an earlier change waits for the next round.
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
        // A fix for one mistake at several places can be applied to some of them only.
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

/// Whether a span touches none of the edits.
fn is_apart(edits: &Edits<'_>, place: Span) -> bool {
    let before = edits.range(..place).next_back().is_none_or(|(other, _)| other.end <= place.start);
    before && edits.range(place..).next().is_none_or(|(other, _)| *other != place && place.end <= other.start)
}
