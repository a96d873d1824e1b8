//! The generated parser, and the builder of the tree from its structure and the scanner's tokens.

use pest::Parser as _;
use pest::Token;

use super::scan::Tokens;
use super::tree::{Node, NodeKind, Tree};
use crate::text::Span;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/dictum.pest"]
pub(super) struct Grammar;

const fn kind(rule: Rule) -> Option<NodeKind> {
    match rule {
        Rule::declaration => Some(NodeKind::Declaration),
        Rule::block => Some(NodeKind::Block),
        Rule::statement => Some(NodeKind::Statement),
        Rule::list => Some(NodeKind::List),
        Rule::group => Some(NodeKind::Group),
        Rule::broken => Some(NodeKind::Broken),
        Rule::item
        | Rule::items
        | Rule::lone_statement
        | Rule::balanced
        | Rule::bracketed
        | Rule::inside
        | Rule::loose
        | Rule::no_token
        | Rule::value_token
        | Rule::plain
        | Rule::assignment
        | Rule::name
        | Rule::word
        | Rule::comma
        | Rule::assign
        | Rule::typing
        | Rule::semicolon
        | Rule::open_brace
        | Rule::close_brace
        | Rule::open_bracket
        | Rule::close_bracket
        | Rule::open_parenthesis
        | Rule::close_parenthesis
        | Rule::closing
        | Rule::word_items
        | Rule::word_item
        | Rule::text_item
        | Rule::literal_item
        | Rule::glyph_item
        | Rule::EOI => None,
    }
}

/// Parses the scanned item and appends its nodes, with places moved by `base` and kept before `limit`. Returns false,
/// and appends nothing, where it is not a declaration.
pub(super) fn item(tokens: &Tokens, base: u32, limit: u32, tree: &mut Tree) -> bool {
    let first = tree.nodes.len();
    let parsed = read(Rule::item, tokens, base, tree);
    for node in tree.nodes.iter_mut().skip(first) {
        node.span = Span::new(node.span.start.min(limit), node.span.end.min(limit));
    }
    parsed
}

/// Parses several scanned items at once, as [`item`] does one. Returns false where one of them is not a declaration.
pub(super) fn items(tokens: &Tokens, base: u32, tree: &mut Tree) -> bool {
    read(Rule::items, tokens, base, tree)
}

fn read(rule: Rule, tokens: &Tokens, base: u32, tree: &mut Tree) -> bool {
    // Anything else is not a declaration, and an error of pest would cost more than most declarations.
    if !tokens.shape.is_empty() && !tokens.shape.starts_with('a') {
        return false;
    }
    let Ok(pairs) = Grammar::parse(rule, &tokens.shape) else { return false };
    let commented = commented(tokens, 0);
    let mut builder = Builder { tokens, base, tree, token: 0, comment: 0, commented, open: Vec::new() };
    for event in pairs.tokens() {
        match event {
            Token::Start { rule, pos } => {
                if let Some(kind) = kind(rule) {
                    builder.start(kind, pos.pos());
                }
            }
            Token::End { rule, pos } => {
                if kind(rule).is_some() {
                    builder.end(pos.pos());
                }
            }
        }
    }
    builder.atoms(tokens.spans.len());
    builder.comments(tokens.spans.len());
    true
}

/// The kind of node for the token of a letter; none where it only gives structure.
const fn atom(letter: u8) -> Option<NodeKind> {
    match letter {
        b'a' => Some(NodeKind::Word),
        b'b' => Some(NodeKind::Text),
        b'c' => Some(NodeKind::Literal),
        b'd' => Some(NodeKind::Glyph),
        b'e' => Some(NodeKind::Operator),
        b'=' => Some(NodeKind::Assign),
        b':' => Some(NodeKind::Typing),
        _structure => None,
    }
}

/// Whether a scanned statement parses alone.
pub(super) fn is_statement(tokens: &Tokens) -> bool {
    let shape = tokens.shape.trim_end_matches(';');
    Grammar::parse(Rule::lone_statement, &format!("{shape};")).is_ok()
}

/// Walks structure and tokens together.
struct Builder<'b> {
    tokens: &'b Tokens,
    base: u32,
    tree: &'b mut Tree,
    /// The next token to place.
    token: usize,
    /// The next comment to place, and the token after it.
    comment: usize,
    commented: usize,
    open: Vec<(u32, NodeKind)>,
}

impl Builder<'_> {
    fn push(&mut self, kind: NodeKind, span: Span) {
        self.tree.nodes.push(Node { kind, span: span.moved(self.base), size: 1 });
    }

    fn start(&mut self, kind: NodeKind, at: usize) {
        self.atoms(at);
        self.comments(at);
        self.open.push((self.tree.nodes.len() as u32, kind));
        self.push(kind, self.tokens.spans.get(at).copied().unwrap_or_default());
    }

    fn end(&mut self, at: usize) {
        let Some(&(index, kind)) = self.open.last() else { return };
        // The `;` that ends a statement is not part of the statement that people see.
        let ended = kind == NodeKind::Statement && self.tokens.shape.as_bytes().get(at.wrapping_sub(1)) == Some(&b';');
        let at = at - usize::from(ended);
        if kind == NodeKind::Broken {
            self.token = at;
        } else {
            self.atoms(at);
        }
        if matches!(kind, NodeKind::Block | NodeKind::List | NodeKind::Group | NodeKind::Broken) {
            self.comments(at.saturating_sub(1));
        }
        self.open.pop();
        let size = self.tree.nodes.len() as u32 - index;
        let end = self.tokens.spans.get(at.saturating_sub(1)).map(|span| span.end + self.base);
        if let (Some(node), Some(end)) = (self.tree.nodes.get_mut(index as usize), end) {
            node.size = size;
            node.span.end = end;
        }
    }

    /// Places the tokens before `end` as atoms of the innermost open node.
    fn atoms(&mut self, end: usize) {
        if end <= self.token {
            return;
        }
        let tokens = self.tokens;
        let letters = tokens.shape.as_bytes().get(self.token..end).unwrap_or_default();
        let spans = tokens.spans.get(self.token..end).unwrap_or_default();
        for ((letter, span), at) in letters.iter().zip(spans).zip(self.token..) {
            if let Some(kind) = atom(*letter) {
                self.comments(at);
                self.push(kind, *span);
            }
        }
        self.token = end;
    }

    /// Places the comments before token `at`.
    fn comments(&mut self, at: usize) {
        while self.commented <= at {
            let Some(&(_, span, doc)) = self.tokens.comments.get(self.comment) else { break };
            self.push(if doc { NodeKind::Doc } else { NodeKind::Comment }, span);
            self.comment += 1;
            self.commented = commented(self.tokens, self.comment);
        }
    }
}

/// The token after the comment at `index`.
fn commented(tokens: &Tokens, index: usize) -> usize {
    tokens.comments.get(index).map_or(usize::MAX, |(before, _, _)| *before as usize)
}
