//! Comments that a fix would lose.

use rayon::prelude::*;

use super::fingerprint::skip;
use super::{Diagnostic, Fix};
use crate::text::Sources;

/// Removes fixes that would lose a comment: the comment may matter more than the fix, and only its author knows where
/// it belongs. The help of a finding stays.
pub fn keep_comments(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let loses = |fix: &Fix| loses_comment(fix, sources);
    let findings = diagnostics.par_iter_mut().with_min_len(64);
    findings.filter(|finding| finding.fixes.iter().any(loses)).for_each(|finding| {
        finding.fixes.retain(|fix| !loses(fix));
    });
}

/// Whether a comment of the replaced texts is in none of the new texts.
fn loses_comment(fix: &Fix, sources: &Sources) -> bool {
    let replaced = fix.edits.iter().filter_map(|edit| {
        let source = sources.as_slice().get(edit.location.file.index())?;
        Some(edit.location.span.of_text(source.text()))
    });
    let mut lost: Vec<&str> = replaced.flat_map(comments).collect();
    if lost.is_empty() {
        return false;
    }
    // A `// dictum:` comment is the subject of the fix itself.
    lost.retain(|comment| !comment.starts_with("// dictum:"));
    for kept in fix.edits.iter().flat_map(|edit| comments(&edit.replacement)) {
        if let Some(at) = lost.iter().position(|comment| *comment == kept) {
            lost.swap_remove(at);
        }
    }
    !lost.is_empty()
}

/// The comments in a text, without trailing space.
fn comments(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    if memchr::memchr(b'/', bytes).is_none() {
        return found;
    }
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = skip(rest);
        if length > 0 && rest.first() == Some(&b'/') {
            found.extend(text.get(at..at + length).map(str::trim_end));
        }
        at += length.max(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn comments_are_told_from_texts() {
        let text = "a // one\n\"// no\" /* two */ \"\"\"/* no */\"\"\" b / c /// three";
        assert_eq!(comments(text), ["// one", "/* two */", "/// three"]);
    }
}
