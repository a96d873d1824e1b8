//! What is being written at an offset, derived from the words before it, so that it is known in broken text too.

use crate::model::kinds::{self, Body, Kind, Open, Shape};
use crate::syntax::{self, TokenKind};
use crate::text::Span;

/// The position of the cursor.
#[derive(Debug)]
pub(super) struct Context<'t> {
    /// The words before each open brace, the outermost first: `data_policy finance`.
    pub(super) heads: Vec<Vec<&'t str>>,
    /// The words of the statement before the current one.
    pub(super) statement: Vec<&'t str>,
    /// The words before the block that the statement already has: `app` in `app { … } is`.
    pub(super) described: Vec<&'t str>,
    /// The keys that the innermost block already gives, before and after the cursor.
    pub(super) keys: Vec<&'t str>,
    /// Whether the cursor is inside a list.
    pub(super) in_list: bool,
    /// Whether it is inside a comment or a text.
    pub(super) in_text: bool,
    /// The written part of the current word.
    pub(super) word: Span,
}

/// An open bracket.
struct Frame<'t> {
    bracket: &'t str,
    statement: Vec<&'t str>,
    /// The words before the block that the statement already has.
    described: Vec<&'t str>,
    keys: Vec<&'t str>,
}

impl<'t> Frame<'t> {
    const fn new(bracket: &'t str) -> Self {
        Self { bracket, statement: Vec::new(), described: Vec::new(), keys: Vec::new() }
    }

    /// Starts a new statement.
    fn begin(&mut self) {
        self.statement.clear();
        self.described.clear();
    }
}

/// The declaration that may contain an offset: from a line that begins with a keyword to the next such line.
fn item(text: &str, offset: usize) -> (usize, usize) {
    let begins = |line: &str| {
        let end = line.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(line.len());
        line.get(..end).and_then(kinds::find).is_some()
    };
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if begins(line) {
            if at > offset {
                return (start, at);
            }
            start = at;
        }
        at += line.len();
    }
    (start, text.len())
}

impl<'t> Context<'t> {
    /// The context of an offset.
    pub(super) fn at(text: &'t str, offset: u32) -> Self {
        let at = offset as usize;
        let (start, end) = item(text, at);
        let written = text.get(start..end).unwrap_or_default();
        let cursor = at - start;
        let tokens = syntax::tokens(written);
        let mut frames = vec![Frame::new("")];
        let mut word = Span::at(offset);
        let mut in_text = false;
        let mut line_before = 0;
        let mut rest = tokens.len();
        for (index, (kind, span)) in tokens.iter().enumerate() {
            if span.start as usize >= cursor {
                rest = index;
                break;
            }
            let (here, inside) = (span.of_text(written), (span.end as usize) > cursor);
            let ends_here = span.end as usize == cursor;
            match kind {
                TokenKind::Comment | TokenKind::Doc => {
                    in_text |= inside || ends_here && here.starts_with("//");
                    continue;
                }
                TokenKind::Text => in_text |= inside,
                TokenKind::Unknown => {
                    in_text |=
                        here == "\"" && !written.get(span.end as usize..cursor).is_some_and(|rest| rest.contains('\n'));
                }
                _other => {}
            }
            let newline = written.get(line_before..span.start as usize).is_some_and(|between| between.contains('\n'));
            line_before = span.end as usize;
            let Some(top) = frames.last_mut() else { break };
            let hangs = top.statement.last().is_some_and(|last| is_operator(last)) || is_operator(here);
            if newline && matches!(top.bracket, "{" | "") && !hangs {
                top.begin();
            }
            if *kind == TokenKind::Word && (inside || ends_here) {
                word = Span::of(start + span.start as usize, at);
                rest = index + 1;
                break;
            }
            match here {
                "{" | "[" | "(" => frames.push(Frame::new(here)),
                "}" | "]" | ")" => {
                    if frames.len() > 1 {
                        frames.pop();
                    }
                    match frames.last_mut() {
                        Some(top) if here == "}" => top.described = std::mem::take(&mut top.statement),
                        Some(top) => top.statement.push(here),
                        None => {}
                    }
                }
                ";" => top.begin(),
                "=" | ":" => {
                    top.keys.extend(top.statement.last().copied());
                    top.statement.push(here);
                }
                _word => top.statement.push(here),
            }
        }
        // A new line begins a new statement.
        let newline = written.get(line_before..cursor.min(written.len())).is_some_and(|between| between.contains('\n'));
        if let Some(top) = frames.last_mut()
            && newline
            && word.is_empty()
            && matches!(top.bracket, "{" | "")
            && !top.statement.last().is_some_and(|last| is_operator(last))
        {
            top.begin();
        }
        let mut depth = 0;
        let mut later = Vec::new();
        for pair in tokens.get(rest..).unwrap_or_default().windows(2) {
            let [(_, one), (_, next)] = pair else { continue };
            match one.of_text(written) {
                "{" | "[" | "(" => depth += 1,
                "}" | "]" | ")" if depth == 0 => break,
                "}" | "]" | ")" => depth -= 1,
                key if depth == 0 && next.of_text(written) == "=" => later.push(key),
                _other => {}
            }
        }
        let in_list = frames.last().is_some_and(|top| top.bracket == "[");
        let bracketed = |frame: &&Frame<'_>| frame.bracket == "{";
        let mut keys = frames.iter().rev().find(bracketed).map(|frame| frame.keys.clone()).unwrap_or_default();
        keys.extend(later);
        let mut heads = Vec::new();
        for (index, frame) in frames.iter().enumerate().skip(1) {
            if frame.bracket == "{" {
                heads.push(frames.get(index - 1).map(|before| before.statement.clone()).unwrap_or_default());
            }
        }
        let described = frames.last().map(|top| top.described.clone()).unwrap_or_default();
        // Inside a list, the words before its bracket belong to the statement.
        let outer = frames.iter().rev().take_while(|frame| frame.bracket != "{").count();
        let from = frames.len() - (outer + 1).min(frames.len());
        let statement = frames.get(from..).unwrap_or_default().iter().flat_map(|frame| frame.statement.iter().copied());
        Self { heads, statement: statement.collect(), described, keys, in_list, in_text, word }
    }

    /// The kind of the declaration.
    pub(super) fn kind(&self) -> Option<&'static Kind> {
        kinds::find(self.heads.first()?.first()?)
    }

    /// The shape of the innermost block; `None` if its kind reads the block itself.
    pub(super) fn shape(&self) -> Option<&'static Shape> {
        let Body::Block(mut shape) = self.kind()?.body else { return None };
        for head in self.heads.iter().skip(1) {
            let word = head.first()?;
            let nested = shape.blocks.iter().find(|nested| nested.name == *word);
            shape = match (nested, shape.open) {
                (Some(nested), _) => nested.shape,
                (None, Open::Blocks(_, inside)) => inside,
                (None, _) => return None,
            };
        }
        Some(shape)
    }
}

fn is_operator(word: &str) -> bool {
    matches!(
        word,
        "=" | ":"
            | "+"
            | "-"
            | "&"
            | "=="
            | "!="
            | "<"
            | "<="
            | ">"
            | ">="
            | "->"
            | ","
            | "and"
            | "or"
            | "not"
            | "in"
            | "where"
    )
}
