//! Edits put into a text.

use super::Span;

/// A text with other texts in place of some spans, which come in order and do not overlap. It takes one walk, however many
/// there are.
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = (Span, &'e str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(Span::new(at, span.start).of_text(text));
        out.push_str(new);
        at = span.end;
    }
    out.push_str(Span::new(at, text.len() as u32).of_text(text));
    out
}
