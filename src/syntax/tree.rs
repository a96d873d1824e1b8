//! The syntax tree: all nodes of a file in one array, in reading order.
//!
//! Each node knows how many nodes its subtree has, so children are found by leaping. Nothing is
//! allocated per node, dropping is flat, and trees of parts of a file are joined by appending.

use crate::text::Span;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// `kind name … { … }` or `kind name = value`.
    Declaration,
    /// `{ … }`
    Block,
    /// One statement of a block.
    Statement,
    /// `[ … ]`
    List,
    /// `( … )`
    Group,
    /// An identifier, perhaps dotted.
    Word,
    /// A quoted text, quotes included.
    Text,
    /// A number, range or date.
    Literal,
    /// `○ ◔ ◑ ◕ ●`
    Glyph,
    /// `+`, `==`, `->`, `,` …
    Operator,
    /// `=`
    Assign,
    /// `:`
    Typing,
    /// `/// …`
    Doc,
    /// `// …` or `/* … */`
    Comment,
    /// Text that did not parse.
    Broken,
}

/// One node: its kind, its place, and the number of nodes in its subtree, itself included.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands.
    pub span: Span,
    pub(super) size: u32,
}

/// The nodes of a file in reading order.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at `index`.
    pub(super) fn node(&self, index: u32) -> Node {
        // INVARIANT: indices come from `Children`, which stays inside the array.
        self.nodes.get(index as usize).copied().unwrap_or(Node { kind: NodeKind::Broken, span: Span::at(0), size: 1 })
    }

    /// The indices of the children of the node at `index`.
    pub(super) fn children(&self, index: u32) -> Children<'_> {
        Children { tree: self, next: index + 1, end: index + self.node(index).size }
    }

    /// The indices of the nodes that stand at the top of the file.
    pub(super) fn top(&self) -> Children<'_> {
        Children { tree: self, next: 0, end: self.nodes.len() as u32 }
    }
}

/// Leaps from sibling to sibling.
#[derive(Clone, Debug)]
pub(super) struct Children<'t> {
    tree: &'t Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.next >= self.end {
            return None;
        }
        let current = self.next;
        self.next += self.tree.node(current).size.max(1);
        Some(current)
    }
}
