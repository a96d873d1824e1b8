//! Fixes put into text.

use super::{Diagnostic, Edit, Safety};
use crate::text::FileId;

/// The text of a file with the fixes of `diagnostics` in it, and how many were applied. Of each finding
/// the first fix that `takes` accepts is used, whole or not at all; a fix that touches what an earlier
/// one changed waits for the next round. None where nothing applies.
pub fn apply(
    text: &str,
    file: FileId,
    diagnostics: &[Diagnostic],
    takes: impl Fn(Safety) -> bool,
) -> Option<(String, usize)> {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fixes.iter().find(|fix| takes(fix.safety)) else { continue };
        // A fix over several files would be applied in parts; such a one is left to the author.
        let here = fix.edits.iter().all(|edit| edit.location.file == file);
        let free = |edit: &Edit| chosen.iter().all(|other| apart(edit, other));
        if here && !fix.edits.is_empty() && fix.edits.iter().all(free) {
            chosen.extend(&fix.edits);
            count += 1;
        }
    }
    if count == 0 {
        return None;
    }
    chosen.sort_by_key(|edit| edit.location.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in chosen {
        let span = edit.location.span;
        out.push_str(text.get(at..span.start as usize)?);
        out.push_str(&edit.replacement);
        at = span.end as usize;
    }
    out.push_str(text.get(at..)?);
    Some((out, count))
}

fn apart(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (one.location.span, other.location.span);
    one != other && (one.end <= other.start || other.end <= one.start)
}
