//! The shape of a statement: which of its gaps is aligned with those of its neighbours.

use crate::syntax::NodeKind;
use crate::syntax::ast::{Cursor, Nodes};

use super::align::Class;
use super::flat::is_inline;
use super::gap::is_wide;

/// Where alignment marks are put while a statement is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// Nowhere.
    Nowhere,
    /// Before the node at that offset.
    Before(u32),
    /// Between the cells of a row.
    Cells,
}

/// The class of a statement or declaration, and where it is aligned. `beside` is the number of gaps between the cells
/// of the row above, if there is one; every row of a `grid` is a row.
pub(super) fn of(node: Cursor<'_>, grid: bool, beside: Option<u32>) -> (Class, Align) {
    let mut children = node.children();
    let Some(first) = children.next() else { return (Class::Plain, Align::Nowhere) };
    let rest = children.clone();
    let begins = match first.kind() {
        // `[a, b] -> 2`, or the first cell of a row.
        NodeKind::List => grid || rest.clone().any(is_arrow),
        kind => !matches!(kind, NodeKind::Group | NodeKind::Block),
    };
    if !begins {
        return (Class::Plain, Align::Nowhere);
    }
    let Some(second) = children.next() else {
        return if grid { (Class::Row, Align::Cells) } else { (Class::Plain, Align::Nowhere) };
    };
    match second.kind() {
        NodeKind::Assign => (Class::Attribute, before(second)),
        NodeKind::Typing => (Class::Field, before(second)),
        _other => phrase(node, first, second, rest, grid, beside),
    }
}

fn before(node: Cursor<'_>) -> Align {
    Align::Before(node.span().start)
}

/// The class of a declaration, a block, a sentence or a row.
fn phrase(
    node: Cursor<'_>,
    first: Cursor<'_>,
    second: Cursor<'_>,
    rest: Nodes<'_>,
    grid: bool,
    beside: Option<u32>,
) -> (Class, Align) {
    let mut found = None;
    let mut row = Row::new(first, if grid { Cells::All } else { Cells::Plain });
    for child in rest {
        match child.kind() {
            NodeKind::Assign if node.kind() == NodeKind::Declaration => return (Class::Attribute, before(child)),
            // Only a block that ends its statement is aligned.
            NodeKind::Block => found = Some((Class::Block, before(child))),
            // Between the cells of a grid, a comment belongs to the cell before it.
            NodeKind::Comment if grid && is_inline(child) => {}
            NodeKind::Comment | NodeKind::Doc => row.plain = false,
            _other if matches!(found, Some((Class::Block, _))) => return (Class::Plain, Align::Nowhere),
            _other if is_arrow(child) && found.is_none() => {
                found = Some((Class::Arrow, before(child)));
            }
            _other => row.add(child),
        }
    }
    if let Some(found) = found {
        return found;
    }
    if second.kind() == NodeKind::Word && matches!(second.text(), "when" | "otherwise") {
        return (Class::Rule, before(second));
    }
    let says_never = first.kind() == NodeKind::Word && first.text() == "never";
    let is_row = grid || !says_never && row.words && row.gaps > 0 && (row.wide || beside == Some(row.gaps));
    if row.plain && is_row { (Class::Row, Align::Cells) } else { (Class::Plain, Align::Nowhere) }
}

/// Which nodes may be cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cells {
    /// Words, texts, numbers, glyphs.
    Plain,
    /// Lists and comparisons too, as in a grid.
    All,
}

/// Whether the nodes of a statement are the cells of a row.
struct Row<'t> {
    last: Cursor<'t>,
    cells: Cells,
    /// Only words, texts, literals, glyphs, and the operators that may be cells.
    plain: bool,
    /// No word is an operator.
    words: bool,
    /// All gaps between cells are wide enough for columns.
    wide: bool,
    gaps: u32,
}

impl<'t> Row<'t> {
    fn new(first: Cursor<'t>, cells: Cells) -> Self {
        let mut row = Self { last: first, cells, plain: true, words: true, wide: true, gaps: 0 };
        row.judge(first);
        row
    }

    fn judge(&mut self, node: Cursor<'t>) {
        match node.kind() {
            // `not answered` is a cell; any other `not` is handled together with the node after it.
            NodeKind::Word => self.words &= node.text() == "not" || !is_word_operator(node.text()),
            NodeKind::Text => self.plain &= !super::gap::holds_line_end(node.text()),
            NodeKind::Literal | NodeKind::Glyph => {}
            NodeKind::Operator => {
                self.plain &= matches!(node.text(), "-" | "*" | ",") || self.cells == Cells::All && is_comparison(node);
            }
            NodeKind::List => self.plain &= self.cells == Cells::All,
            NodeKind::Declaration
            | NodeKind::Block
            | NodeKind::Statement
            | NodeKind::Group
            | NodeKind::Assign
            | NodeKind::Typing
            | NodeKind::Doc
            | NodeKind::Comment
            | NodeKind::Broken => self.plain = false,
        }
    }

    fn add(&mut self, node: Cursor<'t>) {
        self.judge(node);
        self.words &= self.last.text() != "not" || node.text() == "answered";
        if parts_cells(self.last, node) {
            self.gaps += 1;
            self.wide &= is_wide(node.source(), self.last.span().end, node.span().start);
        }
        self.last = node;
    }
}

/// Whether a cell ends between two nodes of a row: not at a comma, before a comment, or after the operator of a
/// comparison, and not in `older than 60 days` or `not answered`.
pub(super) fn parts_cells(before: Cursor<'_>, after: Cursor<'_>) -> bool {
    let is_unit = matches!(after.text(), "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years");
    let goes_on = match (before.text(), after.text()) {
        ("older", "than") | ("not", "answered") => true,
        ("than", _) => after.kind() == NodeKind::Literal,
        _other => before.kind() == NodeKind::Literal && is_unit,
    };
    !goes_on && after.kind() != NodeKind::Comment && !is_comma(before) && !is_comma(after) && !is_comparison(before)
}

fn is_comparison(node: Cursor<'_>) -> bool {
    node.kind() == NodeKind::Operator && matches!(node.text(), "==" | "!=" | "<" | "<=" | ">" | ">=")
}

fn is_arrow(node: Cursor<'_>) -> bool {
    node.kind() == NodeKind::Operator && node.text() == "->"
}

/// Whether a node is a `,` between names.
pub(super) fn is_comma(node: Cursor<'_>) -> bool {
    node.kind() == NodeKind::Operator && node.text() == ","
}

/// Whether a word is an operator between or before operands.
pub(super) fn is_word_operator(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "in" | "where")
}
