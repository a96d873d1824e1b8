//! Whether a line end separates two statements, or an operator there would combine them.

use crate::syntax::NodeKind;
use crate::syntax::ast::Cursor;

use super::shape::is_word_operator;

/// Whether a line end certainly separates `before`, with which `page` ends, from `after`. Otherwise a `;` is needed;
/// nearly always the author wrote one.
pub(super) fn is_part(page: &str, before: Cursor<'_>, after: Cursor<'_>) -> bool {
    let declared = before.kind() == NodeKind::Declaration;
    if declared && page.ends_with('}') {
        return true;
    }
    if hangs(page, before, declared) {
        return false;
    }
    let Some(first) = after.children().next() else { return true };
    match (first.kind(), first.text()) {
        (NodeKind::Operator, "-") => !is_valued(before),
        (NodeKind::Operator, mark) => mark == "*",
        (NodeKind::Word, word) => !matches!(word, "and" | "or"),
        _other => true,
    }
}

/// Whether `before` ends with an operator, so that the next line would continue it.
fn hangs(page: &str, before: Cursor<'_>, declared: bool) -> bool {
    match page.as_bytes().last() {
        Some(b'+' | b'&' | b'|' | b',' | b'<' | b'>' | b'=') => true,
        // The end of a word, or an operator, or the cell of a row.
        Some(b'-') => declared || page.ends_with(" -") && is_valued(before),
        Some(b'd' | b'r' | b't' | b'n' | b'e') => {
            let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
            let length = page.bytes().rev().take(6).take_while(in_word).count();
            page.get(page.len() - length..).is_some_and(is_word_operator)
        }
        _other => false,
    }
}

fn is_valued(statement: Cursor<'_>) -> bool {
    statement.children().any(|node| matches!(node.kind(), NodeKind::Assign | NodeKind::Typing))
}
