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
        | Rule::lone_statement
        | Rule::balanced
        | Rule::bracketed
        | Rule::inside
        | Rule::end_of_statement
        | Rule::value_token
        | Rule::plain
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
        | Rule::word_items
        | Rule::word_item
        | Rule::text_item
        | Rule::literal_item
        | Rule::glyph_item
        | Rule::EOI => None,
    }
}

/// Parses the scanned item and appends its nodes, places moved by `base` and kept before `limit`.
/// Gives false, and appends nothing, where it is no declaration.
pub(super) fn item(tokens: &Tokens, base: u32, limit: u32, tree: &mut Tree) -> bool {
    // Anything else is no declaration, and an error of pest would cost more than most declarations.
    if !tokens.shape.is_empty() && !tokens.shape.starts_with('a') {
        return false;
    }
    let Ok(pairs) = Grammar::parse(Rule::item, &tokens.shape) else { return false };
    let mut builder = Builder { tokens, base, limit, tree, token: 0, comment: 0, open: Vec::new() };
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

/// Whether a scanned statement parses alone.
pub(super) fn is_statement(tokens: &Tokens) -> bool {
    let shape = tokens.shape.trim_end_matches(';');
    Grammar::parse(Rule::lone_statement, &format!("{shape};")).is_ok()
}

/// Walks structure and tokens side by side.
struct Builder<'b> {
    tokens: &'b Tokens,
    base: u32,
    limit: u32,
    tree: &'b mut Tree,
    /// The next token to place.
    token: usize,
    /// The next comment to place.
    comment: usize,
    open: Vec<(u32, NodeKind)>,
}

impl Builder<'_> {
    fn place(&self, span: Span) -> Span {
        Span::new((self.base + span.start).min(self.limit), (self.base + span.end).min(self.limit))
    }

    fn push(&mut self, kind: NodeKind, span: Span) {
        let span = self.place(span);
        self.tree.nodes.push(Node { kind, span, size: 1 });
    }

    fn start(&mut self, kind: NodeKind, at: usize) {
        self.atoms(at);
        self.comments(at);
        self.open.push((self.tree.nodes.len() as u32, kind));
        self.push(kind, self.tokens.spans.get(at).copied().unwrap_or_default());
    }

    fn end(&mut self, at: usize) {
        let Some(&(index, kind)) = self.open.last() else { return };
        // The `;` that ends a statement is no part of what people see of it.
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
        let end = self.tokens.spans.get(at.saturating_sub(1)).map(|span| self.place(*span).end);
        if let (Some(node), Some(end)) = (self.tree.nodes.get_mut(index as usize), end) {
            node.size = size;
            node.span.end = end;
        }
    }

    /// Places the tokens before `end` as atoms of the innermost open node.
    fn atoms(&mut self, end: usize) {
        let shape = self.tokens.shape.as_bytes();
        while self.token < end {
            let at = self.token;
            self.token += 1;
            let kind = match shape.get(at) {
                Some(b'a') => NodeKind::Word,
                Some(b'b') => NodeKind::Text,
                Some(b'c') => NodeKind::Literal,
                Some(b'd') => NodeKind::Glyph,
                Some(b'e') => NodeKind::Operator,
                Some(b'=') => NodeKind::Assign,
                Some(b':') => NodeKind::Typing,
                _structure => continue,
            };
            self.comments(at);
            let span = self.tokens.spans.get(at).copied().unwrap_or_default();
            self.push(kind, span);
        }
    }

    /// Places the comments that stand before token `at`.
    fn comments(&mut self, at: usize) {
        while let Some(&(before, span, doc)) = self.tokens.comments.get(self.comment) {
            if before as usize > at {
                break;
            }
            self.comment += 1;
            self.push(if doc { NodeKind::Doc } else { NodeKind::Comment }, span);
        }
    }
}
