//! The layout of policy text for `dictum fmt`.
//!
//! The layout depends on the tree and on a few choices of the author: blank lines, comments, whether a block is on
//! one line, whether a long list has one item a line, whether rows have columns. Everything else has one form. Each
//! layout is checked before it is returned: see [`format()`].

pub mod codes;

mod align;
mod body;
mod broken;
mod comment;
mod flat;
mod gap;
mod layout;
mod page;
mod part;
mod proof;
mod shape;

use similar::TextDiff;

use crate::diagnostics::Diagnostic;
use crate::syntax::{self, MAX_FILE};
use crate::text::{Source, Sources, Span};

/// The text of `source` in its layout. `keywords` are the words that begin declarations.
///
/// Text that does not parse is refused with its findings. The layout is parsed and laid out again. If its meaning or
/// its comments changed, or if the second layout differs from the first, that is a finding too. So a caller writes
/// only checked text.
pub fn format(source: &Source, keywords: &[&str]) -> Result<String, Vec<Diagnostic>> {
    let before = syntax::parse(source, keywords);
    if !before.diagnostics.is_empty() {
        return Err(before.diagnostics);
    }
    let text = layout::lay_out(&before.tree, source.text()).map_err(|length| vec![too_large(source, length)])?;
    let text = with_line_ends_of(source.text(), text);
    if text == source.text() {
        return Ok(text);
    }
    let mut laid_out = Sources::default();
    let id = laid_out.add(source.name(), text.into_bytes());
    let text = laid_out.get(id);
    let after = syntax::parse(text, keywords);
    let same = after.diagnostics.is_empty()
        && proof::is_same((&before.tree, source.text()), (&after.tree, text.text()))
        && layout::lay_out(&after.tree, text.text())
            .is_ok_and(|again| with_line_ends_of(text.text(), again) == text.text());
    if same { Ok(text.text().to_owned()) } else { Err(vec![unproven(source)]) }
}

/// `text` with the line ends that most lines of `model` have; with LF where both are equally frequent.
fn with_line_ends_of(model: &str, text: String) -> String {
    let all = model.matches('\n').count();
    let windows = model.matches("\r\n").count();
    if windows * 2 > all { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

/// The changes from `before` to `after`: runs of whole lines of `before`, and their replacements.
pub fn changes(before: &str, after: &str) -> Vec<(Span, String)> {
    let diff = TextDiff::from_lines(before, after);
    let starts = |text: &str| -> Vec<usize> {
        let lines = text.split_inclusive(['\n']);
        std::iter::once(0)
            .chain(lines.scan(0, |at, line| {
                *at += line.len();
                Some(*at)
            }))
            .collect()
    };
    let (old, new) = (starts(before), starts(after));
    let at = |starts: &[usize], line: usize, text: &str| starts.get(line).copied().unwrap_or(text.len());
    let ops = diff.ops().iter().filter(|op| op.tag() != similar::DiffTag::Equal);
    let changes = ops.map(|op| {
        let (from, to) = (op.old_range(), op.new_range());
        let span = Span::of(at(&old, from.start, before), at(&old, from.end, before));
        let text = after.get(at(&new, to.start, after)..at(&new, to.end, after)).unwrap_or_default();
        (span, text.to_owned())
    });
    changes.collect()
}

/// The changes from `before` to `after` as a unified diff; empty where there are none.
pub fn diff(name: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(name, name).to_string()
}

fn too_large(source: &Source, length: usize) -> Diagnostic {
    Diagnostic::new(
        &syntax::codes::LIMIT_EXCEEDED,
        source.locate(Span::at(0)),
        format!("laid out, this file would hold {length} bytes or more; at most {MAX_FILE} are taken"),
    )
    .help("split it into several files")
}

fn unproven(source: &Source) -> Diagnostic {
    Diagnostic::new(
        &codes::UNPROVEN_LAYOUT,
        source.locate(Span::at(0)),
        "this file keeps its layout: the new one was not proven to say the same",
    )
    .note("this is a bug in Dictum, not in the file")
    .help("report the file, or the part of it that shows the fault")
}
