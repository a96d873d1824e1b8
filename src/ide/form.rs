//! Parts of a file by syntax: what folds, what a selection grows to, how each word is coloured.

use super::names::{CRITERION, LEVEL};
use super::view::View;
use crate::model::kinds;
use crate::syntax::ast::{self, Cursor};
use crate::syntax::{self, NodeKind, TokenKind};
use crate::text::{FileId, Span};

/// Ranges of lines that fold, and whether each is a comment.
pub fn folds(view: &View<'_>, file: FileId) -> Vec<(Span, bool)> {
    let source = view.source(file);
    let Some(page) = view.names.page(file) else { return Vec::new() };
    let lines = |span: Span| (source.lines().line(span.start), source.lines().line(span.end));
    let mut folds = Vec::new();
    let mut comments: Option<Span> = None;
    let mut open: Vec<Cursor<'_>> = ast::top(&page.tree, source.text()).collect();
    open.reverse();
    while let Some(node) = open.pop() {
        let is_comment = matches!(node.kind(), NodeKind::Comment | NodeKind::Doc);
        let joins = |before: &Span| lines(*before).1 + 1 >= lines(node.span()).0;
        match comments.filter(|before| is_comment && joins(before)) {
            Some(before) => comments = Some(before.to(node.span())),
            None => {
                folds.extend(comments.take().map(|span| (span, true)));
                comments = is_comment.then_some(node.span());
            }
        }
        if matches!(node.kind(), NodeKind::Block | NodeKind::List) {
            folds.push((node.span(), false));
        }
        let children: Vec<Cursor<'_>> = node.children().collect();
        open.extend(children.into_iter().rev());
    }
    folds.extend(comments.map(|span| (span, true)));
    folds.retain(|(span, _)| lines(*span).0 < lines(*span).1);
    folds.sort_by_key(|(span, _)| *span);
    folds
}

/// The ranges around an offset, the innermost first.
pub fn around(view: &View<'_>, file: FileId, offset: u32) -> Vec<Span> {
    let source = view.source(file);
    let mut spans = vec![Span::of(0, source.text().len())];
    let Some(page) = view.names.page(file) else { return spans };
    let holds = |node: &Cursor<'_>| node.span().start <= offset && offset <= node.span().end;
    let mut inner = ast::top(&page.tree, source.text()).find(holds);
    while let Some(node) = inner {
        if spans.last() != Some(&node.span()) {
            spans.push(node.span());
        }
        inner = node.children().find(holds);
    }
    spans.reverse();
    spans
}

/// The class of a word for colouring in an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paint {
    /// A word of the language.
    Keyword,
    /// The key of a value.
    Property,
    /// A text.
    Text,
    /// A number, a range, a day.
    Number,
    /// A comment.
    Comment,
    /// An operator.
    Operator,
    /// The name of a declaration.
    Name,
    /// A connector.
    Connector,
    /// One of several words that may be written here, such as a level.
    Choice,
}

/// Keywords inside sentences.
const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "where",
    "all",
    "rest",
    "only",
    "except",
    "when",
    "otherwise",
    "because",
    "every",
    "up",
    "to",
    "before",
    "never",
    "both",
    "unique",
    "wins",
    "unblockable",
    "connectors",
    "environments",
    "environment",
    "allow",
    "block",
    "deny",
    "lookup",
    "schema",
    "yes",
    "no",
];

/// The class of each word of a file, and whether it declares its name; in reading order.
pub fn paints(view: &View<'_>, file: FileId) -> Vec<(Span, Paint, bool)> {
    let text = view.source(file).text();
    let names = view.names.page(file).map_or(&[][..], |page| &page.names);
    let tokens = syntax::tokens(text);
    let mut painted = Vec::with_capacity(tokens.len());
    for (index, (kind, span)) in tokens.iter().enumerate() {
        let found = names.binary_search_by_key(span, |name| name.span).ok().and_then(|index| names.get(index));
        let (paint, declares) = match (kind, found) {
            (TokenKind::Word | TokenKind::Text, Some(name)) => {
                let paint = match name.kind {
                    "connector" => Paint::Connector,
                    LEVEL => Paint::Choice,
                    CRITERION => Paint::Property,
                    _declared => Paint::Name,
                };
                (paint, name.declares)
            }
            (TokenKind::Word, None) => {
                let word = span.of_text(text);
                let after = tokens.get(index + 1).map_or("", |(_, after)| after.of_text(text));
                let begins = text
                    .get(..span.start as usize)
                    .is_none_or(|before| before.is_empty() || before.ends_with(['\n', '\r']));
                let paint = match after {
                    _any if begins && kinds::find(word).is_some() => Paint::Keyword,
                    "=" | ":" | "{" => Paint::Property,
                    _other if WORDS.contains(&word) => Paint::Keyword,
                    _other => Paint::Choice,
                };
                (paint, false)
            }
            (TokenKind::Text, None) => (Paint::Text, false),
            (TokenKind::Literal, _) => (Paint::Number, false),
            (TokenKind::Glyph, _) => (Paint::Choice, false),
            (TokenKind::Operator, _) => (Paint::Operator, false),
            (TokenKind::Doc | TokenKind::Comment, _) => (Paint::Comment, false),
            (TokenKind::Mark | TokenKind::Unknown, _) => continue,
        };
        painted.push((*span, paint, declares));
    }
    painted
}
