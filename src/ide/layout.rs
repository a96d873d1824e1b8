//! The layout of a part of a file.

use super::navigate::TextEdit;
use super::view::View;
use crate::format;
use crate::model::kinds;
use crate::text::{FileId, Location, Sources, Span, edited};

/// The edits that lay out the lines that a place touches; none if the file does not parse.
///
/// They are verified before they are returned: the file with these edits must have the same layout as the whole file
/// laid out.
pub fn lay_out(view: &View<'_>, file: FileId, place: Span) -> Vec<TextEdit> {
    let source = view.source(file);
    let keywords = kinds::keywords();
    let Ok(whole) = format::format(source, &keywords) else { return Vec::new() };
    let changes = format::changes(source.text(), &whole);
    let touches = |span: &Span| span.start <= place.end && place.start <= span.end;
    let edits: Vec<(Span, String)> = changes.into_iter().filter(|(span, _)| touches(span)).collect();
    let text = edited(source.text(), edits.iter().map(|(span, new)| (*span, &**new)));
    let tried = Sources::single(source.name(), &text);
    let proven = tried.iter().next().and_then(|tried| format::format(tried, &keywords).ok()) == Some(whole);
    let edits = edits.into_iter().filter(|_| proven);
    edits.map(|(span, text)| TextEdit { location: Location::new(file, span), text }).collect()
}
