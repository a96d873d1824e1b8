//! Writes nodes on one line. The caller takes the text back where it does not fit.

use crate::syntax::NodeKind;
use crate::syntax::ast::{Cursor, Nodes};

use super::gap::{Gap, holds_line_end};
use super::layout::Layout;
use super::page::WIDTH;
use super::shape::{Align, is_comma, parts_cells};

impl<'t> Layout<'t> {
    /// Writes nodes on the current line. Returns false as soon as they cannot be on it.
    pub(super) fn flat(&mut self, nodes: Nodes<'t>) -> bool {
        let mut last: Option<Cursor<'t>> = None;
        for node in nodes {
            self.space(last, node);
            if !self.flat_node(node) {
                return false;
            }
            // A comment does not separate: the text after it follows the text before it.
            if node.kind() != NodeKind::Comment || last.is_none() {
                last = Some(node);
            }
        }
        true
    }

    /// Writes the space between two nodes of a line, with the mark for its alignment.
    pub(super) fn space(&mut self, last: Option<Cursor<'t>>, node: Cursor<'t>) {
        let Some(last) = last else { return };
        let comma = is_comma(node);
        let marked = match self.align {
            Align::Nowhere => false,
            Align::Before(at) => node.span().start == at,
            Align::Cells => parts_cells(last, node),
        };
        if marked {
            self.page.mark(' ');
        }
        if !comma {
            self.page.push(" ");
        }
    }

    /// Writes one node on the current line, if it can be on it.
    pub(super) fn flat_node(&mut self, node: Cursor<'t>) -> bool {
        match node.kind() {
            NodeKind::Word => {
                self.breaks |= matches!(node.text(), "and" | "or");
                self.page.push(node.text());
            }
            NodeKind::Operator => {
                self.breaks |= matches!(node.text(), "+" | "-" | "&" | "|" | ",");
                self.page.push(node.text());
            }
            NodeKind::Literal | NodeKind::Assign | NodeKind::Typing => self.page.push(node.text()),
            NodeKind::Glyph => self.page.push_any(node.text()),
            NodeKind::Text => {
                if node.text().starts_with("\"\"\"") && holds_line_end(node.text()) {
                    return false;
                }
                self.page.push_any(node.text());
            }
            NodeKind::Comment => {
                if !is_inline(node) {
                    return false;
                }
                self.page.push_any(node.text());
            }
            NodeKind::List => {
                if !self.flat_list(node) {
                    return false;
                }
            }
            NodeKind::Group => {
                self.breaks = true;
                self.page.push("(");
                if !self.flat(node.children()) {
                    return false;
                }
                self.page.push(")");
            }
            NodeKind::Block => {
                if !self.flat_block(node) {
                    return false;
                }
            }
            NodeKind::Statement => {
                if !self.flat(node.children()) {
                    return false;
                }
            }
            NodeKind::Declaration | NodeKind::Doc | NodeKind::Broken => return false,
        }
        self.page.column() <= WIDTH
    }

    fn flat_list(&mut self, node: Cursor<'t>) -> bool {
        self.page.push("[");
        let done = self.parts(node, ",", "");
        self.page.push("]");
        done
    }

    /// Writes a block on one line, if the author did so.
    fn flat_block(&mut self, node: Cursor<'t>) -> bool {
        if node.children().next().is_none() {
            self.page.push("{}");
            return true;
        }
        if holds_line_end(node.text()) {
            return false;
        }
        self.page.push("{ ");
        let done = self.parts(node, ";", " ");
        self.page.push("}");
        done
    }

    /// Writes the items of a list or block, `mark` between them and `close` after the last.
    fn parts(&mut self, node: Cursor<'t>, mark: &str, close: &str) -> bool {
        let mut last: Option<Cursor<'t>> = None;
        let mut due = false;
        let mut children = node.children();
        while let Some(child) = children.next() {
            let comment = child.kind() == NodeKind::Comment;
            // A comment is before or after the mark, as the author wrote it.
            let mark_now = due
                && (!comment
                    || last.is_some_and(|last| Gap::between(self.source, last.span().end, child.span().start).parted)
                        && children.clone().any(|next| next.kind() != NodeKind::Comment));
            if mark_now {
                self.page.push(mark);
                due = false;
            }
            if last.is_some() {
                self.page.push(" ");
            }
            if !self.flat_node(child) {
                return false;
            }
            due |= !comment;
            self.breaks |= !comment;
            last = Some(child);
        }
        self.page.push(close);
        true
    }
}

/// Whether text may follow a comment on its line.
pub(super) fn is_inline(comment: Cursor<'_>) -> bool {
    comment.kind() == NodeKind::Comment && comment.text().starts_with("/*") && !holds_line_end(comment.text())
}
