//! Typed views of the tree. Views are small, copied freely, and borrow the tree and the text.

use std::borrow::Cow;

use ecow::EcoString;
use smallvec::SmallVec;

use super::text_value;
use super::tree::{Node, NodeKind, Tree};
use crate::text::{Source, Span};

/// A node with its tree and text.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'t> {
    tree: &'t Tree,
    source: &'t str,
    index: u32,
    node: Node,
}

impl<'t> Cursor<'t> {
    /// The kind of the node.
    pub const fn kind(self) -> NodeKind {
        self.node.kind
    }

    /// Where the node is.
    pub const fn span(self) -> Span {
        self.node.span
    }

    /// Its text as written.
    pub fn text(self) -> &'t str {
        self.span().of_text(self.source)
    }

    /// The whole text of its file.
    pub const fn source(self) -> &'t str {
        self.source
    }

    /// Its children, comments included, in order.
    pub fn children(self) -> Nodes<'t> {
        Nodes { tree: self.tree, source: self.source, next: self.index + 1, end: self.index + self.node.size }
    }
}

/// Sibling nodes in order.
#[derive(Clone, Debug)]
pub struct Nodes<'t> {
    tree: &'t Tree,
    source: &'t str,
    next: u32,
    end: u32,
}

impl Nodes<'_> {
    /// The nodes before a given node.
    fn before(self, node: Cursor<'_>) -> Self {
        Self { end: node.index, ..self }
    }
}

impl<'t> Iterator for Nodes<'t> {
    type Item = Cursor<'t>;

    fn next(&mut self) -> Option<Cursor<'t>> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        let node = *self.tree.nodes.get(index as usize)?;
        self.next += node.size.max(1);
        Some(Cursor { tree: self.tree, source: self.source, index, node })
    }
}

/// The nodes at the top of a file: declarations, comments, doc comments, broken items.
pub fn top<'t>(tree: &'t Tree, source: &'t str) -> Nodes<'t> {
    Nodes { tree, source, next: 0, end: tree.nodes.len() as u32 }
}

/// The declarations of a file, each with its doc comment lines.
pub fn declarations<'t>(tree: &'t Tree, source: &'t str) -> impl Iterator<Item = Declaration<'t>> {
    let mut docs = Docs::default();
    top(tree, source).filter_map(move |node| match node.kind() {
        NodeKind::Doc => {
            docs.add(node);
            None
        }
        NodeKind::Comment => None,
        NodeKind::Declaration => Some(Declaration { node, docs: std::mem::take(&mut docs) }),
        _other => {
            docs = Docs::default();
            None
        }
    })
}

/// The keyword, name and place of a declaration, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The keyword.
    pub keyword: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// The whole declaration, without its doc comment.
    pub span: Span,
}

/// The names and places of a file's declarations, in reading order.
pub fn headings(source: &Source, keywords: &[&str]) -> Vec<Heading> {
    let tree = super::parse(source, keywords).tree;
    let named = declarations(&tree, source.text()).filter_map(|declaration| {
        let mut head = declaration.head();
        let keyword = head.next()?.text().to_owned();
        let name = head.next().and_then(Atom::name).unwrap_or_default().into_owned();
        Some(Heading { keyword, name, span: declaration.node.span() })
    });
    named.collect()
}

/// The run of doc comment lines before a declaration or statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// From the first `///` to the end of the last line; empty where there is none.
    pub span: Span,
}

impl Docs {
    fn add(&mut self, node: Cursor<'_>) {
        self.span = if self.span.is_empty() { node.span() } else { self.span.to(node.span()) };
    }

    /// The text without the marks, its lines separated by line feeds.
    pub fn text(self, source: &str) -> EcoString {
        let written = self.span.of_text(source);
        // Most have one line.
        if memchr::memchr2(b'\n', b'\r', written.as_bytes()).is_none() {
            return without_mark(written).unwrap_or_default().trim().into();
        }
        let lines: Vec<&str> = written.split(['\n', '\r']).filter_map(without_mark).collect();
        lines.join("\n").trim().into()
    }
}

/// The text of one line of a doc comment.
fn without_mark(line: &str) -> Option<&str> {
    let line = line.trim().strip_prefix("///")?;
    Some(line.strip_prefix(' ').unwrap_or(line))
}

/// `kind name … { … }` or `kind name = value`.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'t> {
    /// The node.
    pub node: Cursor<'t>,
    /// Its documentation.
    pub docs: Docs,
}

impl<'t> Declaration<'t> {
    /// The keyword.
    pub fn keyword(self) -> Option<Atom<'t>> {
        self.head().next()
    }

    /// All words and texts before the body: the keyword, then names.
    pub fn head(self) -> impl Iterator<Item = Atom<'t>> + Clone {
        atoms(self.node.children()).take_while(|atom| !matches!(atom.kind(), NodeKind::Block | NodeKind::Assign))
    }

    /// The block, where there is one.
    pub fn block(self) -> Option<Block<'t>> {
        self.node.children().find(|child| child.kind() == NodeKind::Block).map(|node| Block { node })
    }

    /// The value after `=`, where there is one.
    pub fn value(self) -> Option<Phrase<'t>> {
        let mut children = self.node.children();
        children.by_ref().find(|child| child.kind() == NodeKind::Assign)?;
        Some(Phrase { nodes: children })
    }

    /// From the keyword to the last name: the place that messages show for the declaration.
    pub fn head_span(self) -> Span {
        self.head().map(Atom::span).reduce(Span::to).unwrap_or_else(|| self.node.span())
    }
}

/// `{ … }`
#[derive(Clone, Copy, Debug)]
pub struct Block<'t> {
    /// The node.
    pub node: Cursor<'t>,
}

impl<'t> Block<'t> {
    /// Its statements with their doc comments. Broken statements have been reported and are left out.
    pub fn statements(self) -> impl Iterator<Item = Statement<'t>> {
        let mut docs = Docs::default();
        self.node.children().filter_map(move |node| match node.kind() {
            NodeKind::Doc => {
                docs.add(node);
                None
            }
            NodeKind::Statement => Some(Statement { node, docs: std::mem::take(&mut docs) }),
            _other => None,
        })
    }

    /// Whether a part of it did not parse, so that something that seems absent may only be unreadable.
    pub fn is_broken(self) -> bool {
        self.node.children().any(|child| child.kind() == NodeKind::Broken)
    }
}

/// One statement of a block.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'t> {
    /// The node.
    pub node: Cursor<'t>,
    /// Its documentation.
    pub docs: Docs,
}

/// The forms of a statement.
#[derive(Clone, Debug)]
pub enum Form<'t> {
    /// `key = value`
    Attribute(Atom<'t>, Phrase<'t>),
    /// `name : type`
    Field(Atom<'t>, Phrase<'t>),
    /// `word name … { … }`: the words before the block, and the block.
    Block(Phrase<'t>, Block<'t>),
    /// Any other run of words: a sentence or a row.
    Sentence(Phrase<'t>),
}

impl<'t> Statement<'t> {
    /// Which form it has.
    pub fn form(self) -> Form<'t> {
        let nodes = self.node.children();
        let mut children = nodes.clone();
        let mut first: Option<Cursor<'t>> = None;
        let mut last = None;
        let mut block = None;
        while let Some(child) = children.next() {
            match (child.kind(), first, last) {
                (NodeKind::Doc | NodeKind::Comment, ..) => continue,
                (NodeKind::Assign, Some(key), None) => {
                    return Form::Attribute(Atom { node: key }, Phrase { nodes: children });
                }
                (NodeKind::Typing, Some(key), None) => {
                    return Form::Field(Atom { node: key }, Phrase { nodes: children });
                }
                (_, None, _) => first = Some(child),
                (_, Some(_), _) => last = Some(child),
            }
            if child.kind() == NodeKind::Block && block.is_none() {
                block = Some(child);
            }
        }
        match (last.or(first).filter(|last| last.kind() == NodeKind::Block), block) {
            (Some(last), Some(block)) => Form::Block(Phrase { nodes: nodes.before(block) }, Block { node: last }),
            _words => Form::Sentence(Phrase { nodes }),
        }
    }

    /// Its first word, text, number or glyph.
    pub fn first(self) -> Option<Atom<'t>> {
        atoms(self.node.children()).next()
    }

    /// Where the statement is.
    pub fn span(self) -> Span {
        self.node.span()
    }
}

/// A run of atoms: the value of an attribute, or a whole sentence.
#[derive(Clone, Debug)]
pub struct Phrase<'t> {
    nodes: Nodes<'t>,
}

impl<'t> Phrase<'t> {
    /// Its atoms without comments.
    pub fn atoms(&self) -> impl Iterator<Item = Atom<'t>> + Clone + use<'t> {
        atoms(self.nodes.clone())
    }

    /// Its atoms without comments, as a list.
    pub fn list(&self) -> Atoms<'t> {
        self.atoms().collect()
    }

    /// Its only atom, if it has one and no other.
    pub fn only(&self) -> Option<Atom<'t>> {
        let mut atoms = self.atoms();
        let first = atoms.next()?;
        atoms.next().is_none().then_some(first)
    }

    /// From its first to its last atom.
    pub fn span(&self) -> Span {
        self.atoms().map(Atom::span).reduce(Span::to).unwrap_or_default()
    }
}

/// The atoms of a phrase. Most phrases have few, which need no allocation.
pub type Atoms<'t> = SmallVec<[Atom<'t>; 4]>;

fn atoms(nodes: Nodes<'_>) -> impl Iterator<Item = Atom<'_>> + Clone {
    nodes.filter(|node| !matches!(node.kind(), NodeKind::Doc | NodeKind::Comment)).map(|node| Atom { node })
}

/// One word, text, literal, glyph, operator, list, group or block.
#[derive(Clone, Copy, Debug)]
pub struct Atom<'t> {
    /// The node.
    pub node: Cursor<'t>,
}

impl<'t> Atom<'t> {
    /// The kind of the atom.
    pub fn kind(self) -> NodeKind {
        self.node.kind()
    }

    /// Where the atom is.
    pub fn span(self) -> Span {
        self.node.span()
    }

    /// Its text as written.
    pub fn text(self) -> &'t str {
        self.node.text()
    }

    /// The word, if it is one.
    pub fn word(self) -> Option<&'t str> {
        (self.kind() == NodeKind::Word).then(|| self.text())
    }

    /// Whether it is that word.
    pub fn is(self, word: &str) -> bool {
        self.word() == Some(word)
    }

    /// The operator, if it is one.
    pub fn operator(self) -> Option<&'t str> {
        (self.kind() == NodeKind::Operator).then(|| self.text())
    }

    /// The content of a quoted text, escapes resolved.
    pub fn quoted(self) -> Option<Cow<'t, str>> {
        (self.kind() == NodeKind::Text).then(|| text_value::content(self.text()))
    }

    /// Its name: a word, or the content of a quoted text.
    pub fn name(self) -> Option<Cow<'t, str>> {
        match self.kind() {
            NodeKind::Word => Some(Cow::Borrowed(self.text())),
            NodeKind::Text => Some(text_value::content(self.text())),
            _other => None,
        }
    }

    /// The elements of a list, or the atoms of a group.
    pub fn elements(self) -> impl Iterator<Item = Atom<'t>> + Clone {
        atoms(self.node.children())
    }

    /// The content of a group as a phrase.
    pub fn phrase(self) -> Phrase<'t> {
        Phrase { nodes: self.node.children() }
    }
}
