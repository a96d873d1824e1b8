//! Layout of what does not fit on a line: phrases are broken before their operators, lists and groups are opened.

use crate::syntax::NodeKind;
use crate::syntax::ast::Cursor;

use super::body::Body;
use super::flat::is_inline;
use super::gap::{Gap, holds_line_end};
use super::layout::Layout;
use super::page::WIDTH;
use super::shape::{Align, is_comma, is_word_operator};

/// Where a `-` may begin a line: not in rows and sentences, since it would begin a statement there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Minus {
    Breaks,
    Stays,
}

impl<'t> Layout<'t> {
    /// Writes a statement over several lines, with continuation lines one level deeper.
    pub(super) fn broken(&mut self, node: Cursor<'t>, indent: usize) {
        let nodes: Vec<Cursor<'t>> = node.children().collect();
        let valued = nodes.iter().any(|node| matches!(node.kind(), NodeKind::Assign | NodeKind::Typing));
        self.phrase(&nodes, indent + 2, if valued { Minus::Breaks } else { Minus::Stays });
    }

    /// Writes a phrase, broken before its loosest operators.
    fn phrase(&mut self, nodes: &[Cursor<'t>], indent: usize, minus: Minus) {
        let Some(level) = loosest(nodes, minus) else { return self.run_on(nodes, indent) };
        let mut rest = nodes;
        // After a segment that ended with an opened list, the next one continues on the line of its bracket.
        let mut follows = false;
        while !rest.is_empty() {
            let length = (1..rest.len()).find(|&at| breaks_at(rest, at, minus) == Some(level)).unwrap_or(rest.len());
            let (segment, behind) = rest.split_at(length);
            if rest.len() == nodes.len() || !(follows && self.behind_bracket(segment)) {
                if rest.len() < nodes.len() {
                    self.page.new_line(indent);
                }
                let line = self.page.line;
                self.segment(segment, indent + 2, minus);
                follows = self.page.line > line && segment.last().is_some_and(|last| last.kind() == NodeKind::List);
            }
            rest = behind;
        }
    }

    /// Writes a segment on the line of the bracket before it, if it fits there.
    fn behind_bracket(&mut self, nodes: &[Cursor<'t>]) -> bool {
        let saved = self.page.save();
        self.page.push(" ");
        let fits = self.on_one_line(nodes);
        if !fits {
            self.page.restore(saved);
        }
        fits
    }

    fn on_one_line(&mut self, nodes: &[Cursor<'t>]) -> bool {
        let mut last = None;
        nodes.iter().all(|&node| {
            self.space(last, node);
            last = Some(node);
            self.flat_node(node)
        })
    }

    fn segment(&mut self, nodes: &[Cursor<'t>], indent: usize, minus: Minus) {
        let saved = self.page.save();
        if !self.on_one_line(nodes) {
            self.page.restore(saved);
            self.phrase(nodes, indent, minus);
        }
    }

    /// Writes nodes one after the other. A line ends only after a comment, in brackets, and after a comma where the
    /// next name would not fit.
    fn run_on(&mut self, nodes: &[Cursor<'t>], indent: usize) {
        let line = self.page.line;
        let mut last: Option<Cursor<'t>> = None;
        // Comments between a head and its brace move after the brace.
        let mut moved: Vec<Cursor<'t>> = Vec::new();
        let mut comments = Comments { end: 0, before_brace: false };
        for (at, &node) in nodes.iter().enumerate() {
            let ended = last.is_some_and(|last| ends_line(last));
            match node.kind() {
                NodeKind::Comment | NodeKind::Doc if !is_inline(node) || !moved.is_empty() => {
                    // After a doc comment the brace begins a line, and comments stay before it.
                    if node.kind() == NodeKind::Comment
                        && !ended
                        && self.page.line == line
                        && comments.stand_before_brace(nodes, at)
                    {
                        moved.push(node);
                        continue;
                    }
                    let own =
                        last.is_some_and(|last| Gap::between(self.source, last.span().end, node.span().start).line_end);
                    if ended || own && ends_line(node) {
                        self.page.new_line(indent);
                    } else if last.is_some() {
                        self.page.push(if ends_line(node) { "  " } else { " " });
                    }
                    self.comment(node);
                }
                _other if ended => {
                    self.page.new_line(indent);
                    self.node(node);
                }
                NodeKind::Block => {
                    self.space(last, node);
                    let grid = nodes.first().is_some_and(|first| matches!(first.text(), "grid" | "table"));
                    self.block(node, &moved, grid);
                    moved.clear();
                }
                _other => {
                    if last.is_some_and(is_comma) && self.wraps(node, nodes.get(at + 1).copied()) {
                        self.page.new_line(indent);
                    } else {
                        self.space(last, node);
                    }
                    self.node(node);
                }
            }
            last = Some(node);
        }
    }

    /// Whether a name after a comma goes to the next line: it would not fit, and the text after it would not make it
    /// the head of a statement there.
    fn wraps(&mut self, node: Cursor<'t>, next: Option<Cursor<'t>>) -> bool {
        let named =
            next.is_some_and(|next| matches!(next.kind(), NodeKind::Assign | NodeKind::Typing | NodeKind::Block));
        if self.align == Align::Cells || named {
            return false;
        }
        let saved = self.page.save();
        self.page.push(" ");
        let fits = self.flat_node(node) && (next.is_none_or(|next| !is_comma(next)) || self.page.column() < WIDTH);
        self.page.restore(saved);
        !fits
    }

    /// Writes one node at the end of the current line: on one line if it fits, else over several lines.
    pub(super) fn node(&mut self, node: Cursor<'t>) {
        let saved = self.page.save();
        if self.flat_node(node) {
            return;
        }
        self.page.restore(saved);
        match node.kind() {
            NodeKind::List => self.list(node),
            NodeKind::Group => self.group(node),
            NodeKind::Block => self.block(node, &[], false),
            NodeKind::Comment | NodeKind::Doc => self.comment(node),
            NodeKind::Word
            | NodeKind::Text
            | NodeKind::Literal
            | NodeKind::Glyph
            | NodeKind::Operator
            | NodeKind::Assign
            | NodeKind::Typing
            | NodeKind::Declaration
            | NodeKind::Statement
            | NodeKind::Broken => self.page.push_any(node.text()),
        }
    }

    fn group(&mut self, node: Cursor<'t>) {
        let indent = self.page.indent;
        let nodes: Vec<Cursor<'t>> = node.children().collect();
        self.page.push("(");
        self.page.new_line(indent + 2);
        self.segment(&nodes, indent + 2, Minus::Breaks);
        self.page.new_line(indent);
        self.page.push(")");
    }

    /// Writes a block over several lines, with the comments from before its brace after it.
    fn block(&mut self, node: Cursor<'t>, moved: &[Cursor<'t>], grid: bool) {
        let indent = self.page.indent;
        self.page.push("{");
        if moved.is_empty() && node.children().next().is_none() {
            return self.page.push("}");
        }
        self.end_section();
        let outer = std::mem::replace(&mut self.grid, grid);
        let align = std::mem::replace(&mut self.align, Align::Nowhere);
        for (number, comment) in moved.iter().enumerate() {
            if number == 0 {
                self.page.push("  ");
            } else {
                self.page.new_line(indent + 2);
            }
            self.comment(*comment);
        }
        self.body(node.children(), Body::block(node.span().start + 1, indent + 2, !moved.is_empty()));
        self.grid = outer;
        self.align = align;
        self.page.new_line(indent);
        self.page.push("}");
    }

    /// Writes a list over several lines: as many items a line as fit. One a line where the author did so, where it
    /// has comments, or where an item is more than one token.
    fn list(&mut self, node: Cursor<'t>) {
        let indent = self.page.indent;
        self.page.push("[");
        if self.is_filled(node) {
            self.page.new_line(indent + 2);
            for (number, item) in node.children().enumerate() {
                let saved = self.page.save();
                self.page.push(if number == 0 { "" } else { " " });
                if !self.flat_node(item) || self.page.column() >= WIDTH {
                    self.page.restore(saved);
                    if number > 0 {
                        self.page.new_line(indent + 2);
                    }
                    self.page.push_any(item.text());
                }
                self.page.push(",");
            }
        } else {
            self.end_section();
            let align = std::mem::replace(&mut self.align, Align::Nowhere);
            let grid = std::mem::replace(&mut self.grid, false);
            self.body(node.children(), Body::list(node.span().start + 1, indent + 2));
            self.grid = grid;
            self.align = align;
        }
        self.page.new_line(indent);
        self.page.push("]");
    }

    fn is_filled(&self, node: Cursor<'t>) -> bool {
        let mut last: Option<Cursor<'t>> = None;
        let mut one_a_line = true;
        for item in node.children() {
            if !matches!(item.kind(), NodeKind::Word | NodeKind::Text | NodeKind::Literal | NodeKind::Glyph)
                || holds_line_end(item.text())
            {
                return false;
            }
            one_a_line = one_a_line
                && last.is_none_or(|last| Gap::between(self.source, last.span().end, item.span().start).line_end);
            last = Some(item);
        }
        !one_a_line
    }
}

/// Whether the text after a node must begin a line.
fn ends_line(node: Cursor<'_>) -> bool {
    matches!(node.kind(), NodeKind::Comment | NodeKind::Doc) && node.text().starts_with("//")
}

/// A run of comments, read only once.
struct Comments {
    end: usize,
    before_brace: bool,
}

impl Comments {
    /// Whether there are only comments, and no doc comment, between `nodes[at]` and a block.
    fn stand_before_brace(&mut self, nodes: &[Cursor<'_>], at: usize) -> bool {
        if at >= self.end {
            let run = nodes.iter().skip(at).take_while(|node| node.kind() == NodeKind::Comment).count();
            self.end = at + run;
            self.before_brace = nodes.get(self.end).is_some_and(|node| node.kind() == NodeKind::Block);
        }
        self.before_brace
    }
}

/// The loosest operator before which a phrase can be broken; none for a phrase with a block.
fn loosest(nodes: &[Cursor<'_>], minus: Minus) -> Option<u8> {
    if nodes.iter().any(|node| node.kind() == NodeKind::Block) {
        return None;
    }
    (1..nodes.len()).filter_map(|at| breaks_at(nodes, at, minus)).min()
}

/// How loosely the operator `nodes[at]` binds, if a line may begin with it.
fn breaks_at(nodes: &[Cursor<'_>], at: usize, minus: Minus) -> Option<u8> {
    let node = nodes.get(at)?;
    let level = match (node.kind(), node.text()) {
        (NodeKind::Operator, "|") => 0,
        (NodeKind::Word, "or") => 1,
        (NodeKind::Word, "and") => 2,
        (NodeKind::Operator, "+") => 3,
        (NodeKind::Operator, "-") if minus == Minus::Breaks => 3,
        (NodeKind::Operator, "&") => 4,
        _other => return None,
    };
    let before =
        nodes.get(..at)?.iter().rev().find(|node| !matches!(node.kind(), NodeKind::Comment | NodeKind::Doc))?;
    let operand = match before.kind() {
        NodeKind::Operator | NodeKind::Assign | NodeKind::Typing => false,
        NodeKind::Word => !is_word_operator(before.text()),
        NodeKind::Text
        | NodeKind::Literal
        | NodeKind::Glyph
        | NodeKind::List
        | NodeKind::Group
        | NodeKind::Block
        | NodeKind::Declaration
        | NodeKind::Statement
        | NodeKind::Doc
        | NodeKind::Comment
        | NodeKind::Broken => true,
    };
    operand.then_some(level)
}
