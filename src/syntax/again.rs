//! A text read again after it was laid out anew.
//!
//! What the grammar says of an item follows from its letters alone. An item that has the letters it had before, with
//! its comments between the same tokens, has the same nodes, only at other places, and the grammar need not be asked.

use super::grammar;
use super::parse::{MAX_FILE, Parse, check_atoms, parse};
use super::scan::Tokens;
use super::split::split;
use super::tree::{Node, NodeKind, Tree};
use crate::diagnostics::{Tally, sort};
use crate::text::{Source, Span};

/// What [`parse`] gives for `source`, sooner where its items are those of `written`, which read as `before` without
/// findings.
pub fn parse_again(source: &Source, keywords: &[&str], before: &Tree, written: &str) -> Parse {
    let Some(tree) = moved(source.text(), keywords, before, written) else { return parse(source, keywords) };
    let mut tally = Tally::default();
    let mut diagnostics = Vec::new();
    check_atoms(source, &tree, &mut tally, &mut diagnostics);
    diagnostics.extend(tally.rest());
    sort(&mut diagnostics);
    Parse { tree, diagnostics }
}

/// The tree of `text`; none where not every item is sound.
fn moved(text: &str, keywords: &[&str], before: &Tree, written: &str) -> Option<Tree> {
    if text.len() > MAX_FILE {
        return None;
    }
    let (old, new) = (split(written, keywords), split(text, keywords));
    if !new.problems.is_empty() || old.items.len() != new.items.len() {
        return None;
    }
    let mut tree = Tree { nodes: Vec::with_capacity(before.nodes.len()) };
    let (mut known, mut tokens) = (Tokens::default(), Tokens::default());
    let mut rest = before.nodes.as_slice();
    for (old, new) in old.items.iter().zip(&new.items) {
        let count = rest.partition_point(|node| node.span.start < old.span.end);
        let (nodes, behind) = rest.split_at(count);
        rest = behind;
        known.scan(old.span.of_text(written));
        tokens.scan(new.span.of_text(text));
        if is_alike(&known, &tokens) {
            move_nodes(nodes, (&known, old.span.start), (&tokens, new.span.start), &mut tree)?;
        } else if !grammar::item(&tokens, new.span.start, new.span.end, &mut tree) {
            return None;
        }
    }
    let is_sound = tree.nodes.iter().all(|node| node.kind != NodeKind::Broken);
    is_sound.then_some(tree)
}

/// Whether two items have the same letters, and comments of the same kind between them.
fn is_alike(known: &Tokens, tokens: &Tokens) -> bool {
    let comments = |tokens: &Tokens| tokens.comments.iter().map(|(before, _, doc)| (*before, *doc)).collect::<Vec<_>>();
    known.shape == tokens.shape && comments(known) == comments(tokens)
}

/// Appends the nodes of an item, each at the place of its tokens in the other text. Both come with their offsets.
fn move_nodes(nodes: &[Node], from: (&Tokens, u32), to: (&Tokens, u32), tree: &mut Tree) -> Option<()> {
    let ((known, old), (tokens, new)) = (from, to);
    let mut comments = tokens.comments.iter();
    // The first token of the node at hand.
    let mut first = 0;
    for node in nodes {
        let span = match node.kind {
            NodeKind::Comment | NodeKind::Doc => comments.next()?.1,
            NodeKind::Broken => return None,
            kind => {
                first += known.spans.get(first..)?.iter().position(|span| span.start + old >= node.span.start)?;
                let last = if is_atom(kind) {
                    first
                } else {
                    known.spans.partition_point(|span| span.end + old < node.span.end)
                };
                Span::new(tokens.spans.get(first)?.start, tokens.spans.get(last)?.end)
            }
        };
        tree.nodes.push(Node { span: span.moved(new), ..*node });
    }
    Some(())
}

/// Whether a node is one token.
const fn is_atom(kind: NodeKind) -> bool {
    match kind {
        NodeKind::Word
        | NodeKind::Text
        | NodeKind::Literal
        | NodeKind::Glyph
        | NodeKind::Operator
        | NodeKind::Assign
        | NodeKind::Typing => true,
        NodeKind::Declaration
        | NodeKind::Block
        | NodeKind::Statement
        | NodeKind::List
        | NodeKind::Group
        | NodeKind::Doc
        | NodeKind::Comment
        | NodeKind::Broken => false,
    }
}
