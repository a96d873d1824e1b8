//! The syntax tree: all nodes of a file in one array, in reading order.
//!
//! Each node stores the number of nodes in its subtree, so children are found by skipping. Nothing is allocated per
//! node, a tree is freed at once, and trees of parts of a file are combined by appending.

use crate::text::Span;

/// The kind of a node.
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
    /// Its kind.
    pub kind: NodeKind,
    /// Where it is.
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

    /// Where its comments are, in reading order, doc comments included.
    pub fn comments(&self) -> impl Iterator<Item = Span> {
        let is_comment = |kind: NodeKind| matches!(kind, NodeKind::Comment | NodeKind::Doc);
        self.nodes.iter().filter(move |node| is_comment(node.kind)).map(|node| node.span)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
