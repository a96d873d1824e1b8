//! Fingerprints: identify a finding when lines move and files are renamed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Diagnostic, Subject};
use crate::text::{FileId, Location, Source, Sources};

/// The maximum number of bytes of a text in a fingerprint.
const MOST: usize = 4_000;

/// The fingerprints of each finding: one, or one for each of its subjects.
///
/// A fingerprint is a digest of the rule, of the head of the declaration around the location, and of the marked text,
/// both in a normal layout. For a subject, its name replaces the marked text. Line numbers, file names and the
/// message are not part of it. Findings that are equal in all of this have equal fingerprints.
pub fn fingerprints(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Vec<String>> {
    let mut heads = Heads::default();
    diagnostics.iter().map(|finding| fingerprint(finding, sources, &mut heads)).collect()
}

/// One unique fingerprint for each finding. The fingerprint of a finding with subjects covers all of them; equal
/// findings are numbered in their order.
pub fn unique_fingerprints(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let each = fingerprints(diagnostics, sources).into_iter().map(|mut prints| {
        prints.sort_unstable();
        let print = match prints.as_slice() {
            [only] => only.clone(),
            several => digest(&several.iter().map(String::as_str).collect::<Vec<_>>()),
        };
        let number = seen.entry(print.clone()).or_default();
        *number += 1;
        if *number == 1 { print } else { digest(&[&print, &number.to_string()]) }
    });
    each.collect()
}

/// For each file, the offsets at which its declarations start, and their heads.
type Heads = BTreeMap<FileId, Vec<(u32, String)>>;

fn fingerprint(finding: &Diagnostic, sources: &Sources, heads: &mut Heads) -> Vec<String> {
    let code = finding.rule.code.to_string();
    if finding.count > 1 {
        // It represents findings that were not created; only their number is known.
        return vec![digest(&[&code, "", "counted"])];
    }
    if !finding.subjects.is_empty() {
        let print = |subject: &Subject| {
            let head = head(subject.location, sources, heads).unwrap_or_default();
            digest(&[&code, &head, "subject", &subject.name])
        };
        return finding.subjects.iter().map(print).collect();
    }
    let place = finding.primary().and_then(|place| Some((sources.as_slice().get(place.file.index())?, place)));
    let Some((source, place)) = place else { return vec![digest(&[&code, "", &finding.message])] };
    let head = head(place, sources, heads).unwrap_or_default();
    let marked = normal(marked(source, place.span.start, place.span.end));
    vec![digest(&[&code, &head, &marked])]
}

/// The head of the declaration around a location.
fn head(place: Location, sources: &Sources, heads: &mut Heads) -> Option<String> {
    let source = sources.as_slice().get(place.file.index())?;
    let heads = heads.entry(source.id()).or_insert_with(|| declarations(source.text()));
    let at = heads.partition_point(|(start, _)| *start <= place.span.start);
    at.checked_sub(1).and_then(|at| heads.get(at)).map(|(_, head)| head.clone())
}

/// The text at a location; its line if the text is empty.
fn marked(source: &Source, start: u32, end: u32) -> &str {
    let text = source.text();
    let marked = text.get(start as usize..(end as usize).min(text.len())).unwrap_or_default();
    if !marked.trim().is_empty() {
        return marked;
    }
    let lines = source.lines();
    lines.span(lines.line(start.min(text.len() as u32))).of_text(text)
}

/// The text in a normal layout: spaces only between words, and neither `,` nor `;`, since a line end may replace
/// either.
fn normal(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';')) {
        if out.len() > MOST {
            break;
        }
        let in_word = |character: Option<char>| character.is_some_and(|one| one.is_alphanumeric() || one == '_');
        if in_word(out.chars().next_back()) && in_word(word.chars().next()) {
            out.push(' ');
        }
        out.extend(word.chars().take(MOST));
    }
    out
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut out = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The offset and the head of each declaration, without its body. Only brackets, quotes and comments are parsed,
/// since findings depend on text only.
///
/// If a bracket has no partner, a word in the first column begins a declaration, as in the parser. In sound text the
/// layout has no meaning.
fn declarations(text: &str) -> Vec<(u32, String)> {
    let (found, is_sound) = heads(text, false);
    if is_sound { found } else { heads(text, true).0 }
}

/// The heads, and whether each bracket has its partner.
fn heads(text: &str, by_column: bool) -> (Vec<(u32, String)>, bool) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut depth, mut fresh, mut is_sound) = (0, 0_usize, true, true);
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let skipped = skip(rest);
        let begins = byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'"');
        let first = at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b'\n'));
        if by_column && begins && first {
            (depth, fresh) = (0, true);
        }
        if fresh && depth == 0 && begins && (first || !by_column) {
            let end = head_end(rest);
            found.push((at as u32, normal(text.get(at..at + end).unwrap_or_default())));
            fresh = false;
        }
        if skipped > 0 {
            at += skipped;
            continue;
        }
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => {
                is_sound &= depth > 0;
                depth = depth.saturating_sub(1);
                fresh |= depth == 0 && *byte == b'}';
            }
            b'\n' | b';' => fresh = true,
            _other => {}
        }
        at += 1;
    }
    (found, is_sound && depth == 0)
}

/// The length of a head: up to its body, or to the end of its line. Quoted text does not start a body.
fn head_end(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'{' | b'=' | b'\n' => return at,
            b'"' => at += skip(rest.get(at..).unwrap_or_default()).max(1),
            _other => at += 1,
        }
    }
    rest.len()
}

/// The length of the comment or quoted text that begins here; 0 if there is none.
pub(super) fn skip(rest: &[u8]) -> usize {
    if rest.starts_with(b"//") {
        return memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }
    let until = |open: usize, close: &[u8]| {
        let inside = rest.get(open..).unwrap_or_default();
        memchr::memmem::find(inside, close).map_or(rest.len(), |at| open + at + close.len())
    };
    if rest.starts_with(b"/*") {
        return until(2, b"*/");
    }
    if rest.starts_with(b"\"\"\"") {
        return until(3, b"\"\"\"");
    }
    if !rest.starts_with(b"\"") {
        return 0;
    }
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'\n' => return at,
            _other => at += 1,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{declarations, normal};

    #[test]
    fn the_layout_of_a_text_is_no_part_of_it() {
        for text in ["[a, b] { c = d; e }", "[ a\n  b, ]{\n c=d\n e }"] {
            assert_eq!(normal(text), "[a b]{c=d e}");
        }
    }

    #[test]
    fn a_bracket_that_is_never_closed_hides_no_declaration() {
        let heads = |text: &str| declarations(text).into_iter().map(|(_, head)| head).collect::<Vec<_>>();
        assert_eq!(heads("a one {\n  b {\n}\nc two { }\n"), ["a one", "c two"]);
        assert_eq!(heads("a one {\nb {\n}\n}\nc two { }\n"), ["a one", "c two"], "nothing is open here");
    }

    #[test]
    fn heads_are_found_in_every_layout() {
        let text = "// a {\nenvironment \"x { y\" { type = default; region = europe }\nconnectors office =\n  [sql,\n  teams]\n/* role r { */ data_policy  baseline {\nbusiness = [\"a}\"]\n}\nrole a { } role b { }\n";
        let heads: Vec<String> = declarations(text).into_iter().map(|(_, head)| head).collect();
        assert_eq!(heads, ["environment\"x{y\"", "connectors office", "data_policy baseline", "role a", "role b"]);
    }
}
