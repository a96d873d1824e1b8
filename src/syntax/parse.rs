//! `parse`: one file to its tree.

use rayon::prelude::*;

use super::ast;
use super::codes;
use super::grammar;
use super::problem;
use super::reason;
use super::scan::Tokens;
use super::split::{Item, split};
use super::tree::{Node, NodeKind, Tree};
use super::{literal, text_value};
use crate::diagnostics::{Diagnostic, MAX_KEPT, Tally, sort};
use crate::text::{Fault, Location, Source, Span};

/// The largest file in bytes.
pub const MAX_FILE: usize = 10 * 1024 * 1024;
/// Items are parsed in parallel only where there is enough of them to pay for it.
const PARALLEL: usize = 128 * 1024;

/// A tree and what is wrong with the text. Sound parts are in the tree whatever happened elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Parse {
    /// The nodes of the file.
    pub tree: Tree,
    /// What did not parse, in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a file. `keywords` are the words that begin declarations: where brackets do not balance,
/// reading resumes at the next line that begins with one.
pub fn parse(source: &Source, keywords: &[&str]) -> Parse {
    let text = source.text();
    let at = |span: Span| Location::new(source.id(), span);
    if text.len() > MAX_FILE {
        let finding = Diagnostic::new(
            &codes::LIMIT_EXCEEDED,
            at(Span::at(0)),
            format!("this file holds {} bytes; at most {MAX_FILE} are taken", text.len()),
        );
        return Parse { tree: Tree::default(), diagnostics: vec![finding.help("split it into several files")] };
    }
    let split = split(text, keywords);
    let mut tally = Tally::default();
    let mut diagnostics: Vec<Diagnostic> = split
        .problems
        .iter()
        .filter(|(problem, span)| tally.keeps(problem.rule(), Some(at(*span))))
        .map(|(problem, span)| problem::describe(source.id(), *problem, *span, text))
        .collect();
    if let Some(fault) = source.fault() {
        diagnostics.push(undecodable(source, fault));
    }
    let tree = if text.len() >= PARALLEL {
        let parts: Vec<Tree> = chunks(&split.items).into_par_iter().map(|chunk| read(text, chunk)).collect();
        join(parts)
    } else {
        read(text, &split.items)
    };
    if tree.nodes.iter().any(|node| node.kind == NodeKind::Broken) {
        let known: Vec<Span> = split.problems.iter().map(|(_, span)| *span).collect();
        explain(source, &tree, &split.items, &known, keywords, &mut diagnostics);
    }
    check_atoms(source, &tree, &mut tally, &mut diagnostics);
    diagnostics.extend(tally.rest());
    sort(&mut diagnostics);
    Parse { tree, diagnostics }
}

/// Items in runs of about equal length.
fn chunks(items: &[Item]) -> Vec<&[Item]> {
    let mut chunks = Vec::new();
    let mut rest = items;
    while let Some(first) = rest.first() {
        let end = first.span.start + (PARALLEL / 2) as u32;
        let cut = rest.partition_point(|item| item.span.start < end).max(1);
        let (chunk, tail) = rest.split_at(cut);
        chunks.push(chunk);
        rest = tail;
    }
    chunks
}

fn join(parts: Vec<Tree>) -> Tree {
    let mut nodes = Vec::with_capacity(parts.iter().map(Tree::len).sum());
    for part in parts {
        nodes.extend(part.nodes);
    }
    Tree { nodes }
}

fn read(text: &str, items: &[Item]) -> Tree {
    let mut tree = Tree::default();
    let mut tokens = Tokens::default();
    for item in items {
        let written = item.span.of_text(text);
        let parsed = !item.hopeless && {
            if item.patches.is_empty() && item.missing == 0 && item.close_before.is_none() {
                tokens.scan(written);
            } else {
                tokens.scan(&patched(written, item));
                if let Some(line) = item.close_before {
                    tokens.forget(line - item.span.start, CLOSING.len() as u32);
                }
            }
            grammar::item(&tokens, item.span.start, item.span.end, &mut tree)
        };
        if !parsed {
            let lead = written.len() - written.trim_start().len();
            let span = Span::of(item.span.start as usize + lead, item.span.start as usize + written.trim_end().len());
            tree.nodes.push(Node { kind: NodeKind::Broken, span, size: 1 });
        }
    }
    tree
}

/// What closes a nested block before a line.
const CLOSING: &str = "}\n";

/// The item with its brackets balanced: as long as before, but for the `}` of a nested block and those
/// added at its end.
fn patched(written: &str, item: &Item) -> String {
    let mut bytes = written.as_bytes().to_vec();
    for (at, byte) in &item.patches {
        if let Some(slot) = bytes.get_mut((at - item.span.start) as usize)
            && slot.is_ascii()
        {
            *slot = *byte;
        }
    }
    if let Some(line) = item.close_before {
        let line = ((line - item.span.start) as usize).min(bytes.len());
        bytes.splice(line..line, CLOSING.bytes());
    }
    for _ in 0..item.missing {
        bytes.extend(b"\n}");
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn undecodable(source: &Source, fault: &Fault) -> Diagnostic {
    let end = source.text().len();
    let at = source.locate(Span::of(end, end));
    match fault {
        Fault::NotUtf8 { offset, byte } => Diagnostic::new(
            &codes::NOT_UTF8,
            at,
            format!("byte {offset} (0x{byte:02X}) is not UTF-8; nothing behind it was read"),
        )
        .help("save the file as UTF-8"),
        Fault::Utf16 => Diagnostic::new(&codes::NOT_UTF8, at, "the file is written in UTF-16; nothing was read")
            .help("save the file as UTF-8"),
    }
}

/// Says of each broken stretch what it lacked, unless something in it has been reported already.
fn explain(
    source: &Source,
    tree: &Tree,
    items: &[Item],
    known: &[Span],
    keywords: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut silent = None;
    let mut said = 0_usize;
    let mut known = known.to_vec();
    known.sort_unstable();
    for (index, node) in tree.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Broken) {
        let before = known.partition_point(|span| span.start < node.span.end.max(node.span.start + 1));
        if before.checked_sub(1).and_then(|last| known.get(last)).is_some_and(|span| node.span.start <= span.end) {
            continue;
        }
        // Where braces had to be put in or taken out, what does not parse has its reason there.
        let item = items.partition_point(|item| item.span.start <= node.span.start);
        if item.checked_sub(1).and_then(|item| items.get(item)).is_some_and(|item| item.mended) {
            continue;
        }
        if said == MAX_KEPT {
            silent.get_or_insert((node.span, 0)).1 += 1;
            continue;
        }
        said += 1;
        let top = tree.top().any(|top| top as usize == index);
        diagnostics.push(reason::of(source, node.span, top, keywords));
    }
    if let Some((span, count)) = silent {
        let statements = if count == 1 { "statement" } else { "statements" };
        let message = format!("{count} more {statements} of this file could not be read");
        let finding = Diagnostic::new(&codes::UNEXPECTED_TEXT, source.locate(Span::at(span.start)), message);
        diagnostics.push(Diagnostic { count, ..finding.help("mend those before first") });
    }
}

/// Judges what the grammar takes without looking: numbers, ranges, dates, escapes, glyphs.
pub(super) fn check_atoms(source: &Source, tree: &Tree, tally: &mut Tally, diagnostics: &mut Vec<Diagnostic>) {
    let text = source.text();
    for node in &tree.nodes {
        match node.kind {
            NodeKind::Literal => {
                if let Err(fault) = literal::read(node.span.of_text(text))
                    && tally.keeps(&codes::BAD_LITERAL, Some(source.locate(node.span)))
                {
                    diagnostics.push(
                        Diagnostic::new(&codes::BAD_LITERAL, source.locate(node.span), fault.message).help(fault.help),
                    );
                }
            }
            NodeKind::Text => {
                if let Some(bad) = text_value::bad_escape(node.span.of_text(text))
                    && tally.keeps(&codes::BAD_ESCAPE, Some(source.locate(node.span)))
                {
                    let span = Span::new(node.span.start + bad.start, node.span.start + bad.end);
                    let written = span.of_text(text);
                    diagnostics.push(
                        Diagnostic::new(
                            &codes::BAD_ESCAPE,
                            source.locate(span),
                            format!("`{written}` is not an escape"),
                        )
                        .help("escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; write `\\\\` for a backslash"),
                    );
                }
            }
            NodeKind::Glyph
                if !"○◔◑◕●".contains(node.span.of_text(text))
                    && tally.keeps(&codes::UNEXPECTED_TEXT, Some(source.locate(node.span))) =>
            {
                let finding = Diagnostic::new(
                    &codes::UNEXPECTED_TEXT,
                    source.locate(node.span),
                    format!("`{}` is not a level", node.span.of_text(text)),
                );
                diagnostics.push(finding.help("the levels are `○ ◔ ◑ ◕ ●`"));
            }
            _other => {}
        }
    }
}

/// The declarations of a parsed file.
impl Parse {
    /// Its declarations, in order.
    pub fn declarations<'t>(&'t self, source: &'t Source) -> impl Iterator<Item = ast::Declaration<'t>> {
        ast::declarations(&self.tree, source.text())
    }
}
