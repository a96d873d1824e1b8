//! Proves that a layout has the same meaning as the original text.

use crate::syntax::ast::{Cursor, Nodes};
use crate::syntax::{NodeKind, Tree, ast};

use super::page::unified;

/// Whether two trees have the same structure, the same tokens and doc comments at the same places,
/// and the same comments in the same order.
pub(super) fn is_same(before: (&Tree, &str), after: (&Tree, &str)) -> bool {
    let mut comments = Comments { before: Vec::new(), after: Vec::new() };
    let same = comments.is_same(ast::top(before.0, before.1), ast::top(after.0, after.1));
    same && comments.before.len() == comments.after.len()
        && comments.before.iter().zip(&comments.after).all(|(before, after)| is_same_comment(before, after))
}

/// The comments on both sides.
struct Comments<'b, 'a> {
    before: Vec<&'b str>,
    after: Vec<&'a str>,
}

impl<'b, 'a> Comments<'b, 'a> {
    fn is_same(&mut self, mut before: Nodes<'b>, mut after: Nodes<'a>) -> bool {
        loop {
            let left = next(&mut before, &mut self.before);
            let right = next(&mut after, &mut self.after);
            let (left, right) = match (left, right) {
                (None, None) => return true,
                (Some(left), Some(right)) if left.kind() == right.kind() => (left, right),
                _differ => return false,
            };
            let same = match left.kind() {
                NodeKind::Declaration | NodeKind::Block | NodeKind::Statement | NodeKind::List | NodeKind::Group => {
                    self.is_same(left.children(), right.children())
                }
                NodeKind::Word
                | NodeKind::Literal
                | NodeKind::Glyph
                | NodeKind::Operator
                | NodeKind::Assign
                | NodeKind::Typing => left.text() == right.text(),
                NodeKind::Text => left.text() == right.text() || unified(left.text()) == unified(right.text()),
                NodeKind::Doc => left.text().trim_end() == right.text().trim_end(),
                NodeKind::Comment | NodeKind::Broken => false,
            };
            if !same {
                return false;
            }
        }
    }
}

/// The next node that is not a comment; comments are collected.
fn next<'t>(nodes: &mut Nodes<'t>, comments: &mut Vec<&'t str>) -> Option<Cursor<'t>> {
    nodes.find(|node| {
        let comment = node.kind() == NodeKind::Comment;
        if comment {
            comments.push(node.text());
        }
        !comment
    })
}

/// Comments are the same if their lines are, without surrounding space.
fn is_same_comment(before: &str, after: &str) -> bool {
    before == after || unified(before).split('\n').map(str::trim).eq(unified(after).split('\n').map(str::trim))
}
