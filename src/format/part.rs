//! Whether a line end parts two statements, or an operator there would join them.

use crate::syntax::NodeKind;
use crate::syntax::ast::Cursor;

use super::shape::is_word_operator;

/// Whether a line end surely parts `before`, with which `page` ends, from `after`. Where it does not,
/// a `;` is needed: nearly always the author wrote one.
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

/// Whether an operator stands at the end of `before`, so that the next line would go on with it.
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
