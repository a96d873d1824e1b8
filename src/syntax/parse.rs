//! `parse`: one file to its tree.

use rayon::prelude::*;

use super::ast;
use super::codes;
use super::grammar;
use super::problem;
use super::scan::Tokens;
use super::split::{Item, split};
use super::syntax_errors;
use super::tree::{Node, NodeKind, Tree};
use super::{literal, text_value};
use crate::diagnostics::{Diagnostic, MAX_KEPT, Tally, sort};
use crate::text::{Fault, Location, Source, Span};

/// The largest file in bytes.
pub const MAX_FILE: usize = 10 * 1024 * 1024;
/// The approximate size in bytes of a part. Parts are parsed in parallel, and their trees stay in the cache while
/// they are read.
const PART: u32 = 64 * 1024;
/// The maximum size in bytes of the items that are parsed at once: enough to make the start-up cost of a parse
/// negligible.
const RUN: usize = 8 * 1024;
/// The bytes of text for about one node of a tree.
const NODE_EVERY: usize = 8;

/// A tree and the problems in the text. Correct parts are in the tree whatever happened elsewhere.
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
    let (parts, diagnostics) = parse_each(source, keywords, |tree| tree);
    let mut nodes = Vec::with_capacity(parts.iter().map(Tree::len).sum());
    for part in parts {
        nodes.extend(part.nodes);
    }
    Parse { tree: Tree { nodes }, diagnostics }
}

/// Parses a file part by part, each of whole items, and passes each part's tree to `each`. Parts are parsed in
/// parallel; the results of `each` come in reading order. So only the trees in use are in memory.
pub fn parse_each<R: Send>(
    source: &Source,
    keywords: &[&str],
    each: impl Fn(Tree) -> R + Sync,
) -> (Vec<R>, Vec<Diagnostic>) {
    let text = source.text();
    let at = |span: Span| Location::new(source.id(), span);
    if text.len() > MAX_FILE {
        let finding = Diagnostic::new(
            &codes::LIMIT_EXCEEDED,
            at(Span::at(0)),
            format!("this file holds {} bytes; at most {MAX_FILE} are taken", text.len()),
        );
        return (Vec::new(), vec![finding.help("split it into several files")]);
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
    let parts = parts(&split.items).into_par_iter().map(|items| {
        let tree = read(text, items);
        let faults = Faults::of(&tree, text);
        (each(tree), faults)
    });
    let (made, faults): (Vec<R>, Vec<Faults>) = parts.unzip();
    let broken: Vec<(Span, bool)> = faults.iter().flat_map(|part| part.broken.iter().copied()).collect();
    if !broken.is_empty() {
        let known: Vec<Span> = split.problems.iter().map(|(_, span)| *span).collect();
        explain(source, &broken, &split.items, &known, keywords, &mut diagnostics);
    }
    for node in faults.iter().flat_map(|part| &part.atoms) {
        describe_atom(source, *node, &mut tally, &mut diagnostics);
    }
    diagnostics.extend(tally.rest());
    sort(&mut diagnostics);
    (made, diagnostics)
}

/// Items in runs of about [`PART`] bytes.
fn parts(items: &[Item]) -> Vec<&[Item]> {
    let mut parts = Vec::new();
    let mut rest = items;
    while let Some(first) = rest.first() {
        let end = first.span.start + PART;
        let (part, tail) = rest.split_at(rest.partition_point(|item| item.span.start < end).max(1));
        parts.push(part);
        rest = tail;
    }
    parts
}

/// The problems of a part, before they become messages.
struct Faults {
    /// Spans that did not parse; whether each is a whole item.
    broken: Vec<(Span, bool)>,
    /// Numbers, ranges, dates, texts and glyphs that the grammar accepts without checks, and that are invalid.
    atoms: Vec<Node>,
}

impl Faults {
    fn of(tree: &Tree, text: &str) -> Self {
        let mut faults = Self { broken: Vec::new(), atoms: Vec::new() };
        let mut top = 0;
        for (index, node) in (0..).zip(&tree.nodes) {
            let is_top = index == top;
            if is_top {
                top += node.size.max(1);
            }
            let is_sound = match node.kind {
                NodeKind::Broken => {
                    faults.broken.push((node.span, is_top));
                    continue;
                }
                NodeKind::Literal => literal::read(node.span.of_text(text)).is_ok(),
                NodeKind::Text => text_value::bad_escape(node.span.of_text(text)).is_none(),
                NodeKind::Glyph => is_level(node.span.of_text(text)),
                _other => true,
            };
            if !is_sound {
                faults.atoms.push(*node);
            }
        }
        faults
    }
}

fn is_level(glyph: &str) -> bool {
    "○◔◑◕●".contains(glyph)
}

fn read(text: &str, items: &[Item]) -> Tree {
    let bytes = items.first().zip(items.last()).map_or(0, |(first, last)| last.span.end - first.span.start);
    let mut tree = Tree { nodes: Vec::with_capacity(bytes as usize / NODE_EVERY) };
    let mut tokens = Tokens::default();
    for run in runs(items) {
        if run.len() < 2 || !sound(text, run, &mut tokens, &mut tree) {
            for item in run {
                single(text, item, &mut tokens, &mut tree);
            }
        }
    }
    tree
}

/// Items in runs that one parse can take: items without changes, up to [`RUN`] bytes.
fn runs(items: &[Item]) -> impl Iterator<Item = &[Item]> {
    let mut length = 0;
    items.chunk_by(move |one, next| {
        length += one.span.len();
        let goes_on = length < RUN && one.is_as_written() && next.is_as_written();
        length *= usize::from(goes_on);
        goes_on
    })
}

/// Parses several items at once. Returns false, and changes nothing, where one of them does not parse.
fn sound(text: &str, run: &[Item], tokens: &mut Tokens, tree: &mut Tree) -> bool {
    let base = run.first().map_or(0, |item| item.span.start);
    tokens.clear();
    for item in run {
        let until = Span::new(base, item.span.end).of_text(text);
        tokens.scan_item(until, (item.span.start - base) as usize);
    }
    grammar::items(tokens, base, tree)
}

fn single(text: &str, item: &Item, tokens: &mut Tokens, tree: &mut Tree) {
    let written = item.span.of_text(text);
    let parsed = !item.hopeless && {
        if item.is_as_written() {
            tokens.scan(written);
        } else {
            tokens.scan(&patched(written, item));
            if let Some(line) = item.close_before {
                tokens.forget(line - item.span.start, CLOSING.len() as u32);
            }
        }
        grammar::item(tokens, item.span.start, item.span.end, tree)
    };
    if !parsed {
        let lead = written.len() - written.trim_start().len();
        let span = Span::of(item.span.start as usize + lead, item.span.start as usize + written.trim_end().len());
        tree.nodes.push(Node { kind: NodeKind::Broken, span, size: 1 });
    } else if let Some(span) = item.lost {
        tree.nodes.push(Node { kind: NodeKind::Broken, span, size: 1 });
    }
}

/// The text that closes a nested block before a line.
const CLOSING: &str = "}\n";

/// The item with its brackets balanced. It keeps its length, except for the `}` of a nested block and those added at
/// its end.
fn patched(written: &str, item: &Item) -> String {
    let mut bytes = written.as_bytes().to_vec();
    for (at, byte) in &item.patches {
        if let Some(slot) = bytes.get_mut((at - item.span.start) as usize)
            && slot.is_ascii()
        {
            *slot = *byte;
        }
    }
    if let Some(lost) = item.lost
        && let Some(lost) =
            bytes.get_mut((lost.start - item.span.start) as usize..(lost.end - item.span.start) as usize)
    {
        lost.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
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
            format!("byte {offset} (0x{byte:02X}) is not UTF-8; nothing after it was read"),
        )
        .help("save the file as UTF-8"),
        Fault::Utf16 => Diagnostic::new(&codes::NOT_UTF8, at, "the file is written in UTF-16; nothing was read")
            .help("save the file as UTF-8"),
    }
}

/// Reports what each broken span lacks, unless a problem in it has been reported already.
fn explain(
    source: &Source,
    broken: &[(Span, bool)],
    items: &[Item],
    known: &[Span],
    keywords: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut silent = None;
    let mut said = 0_usize;
    let mut known = known.to_vec();
    known.sort_unstable();
    // Both lists are walked together with the spans, which are in reading order.
    let (mut before, mut item) = (0, 0);
    for (stretch, top) in broken.iter().copied() {
        let end = stretch.end.max(stretch.start + 1);
        while known.get(before).is_some_and(|span| span.start < end) {
            before += 1;
        }
        if before.checked_sub(1).and_then(|last| known.get(last)).is_some_and(|span| stretch.start <= span.end) {
            continue;
        }
        // Where braces were added or removed, they are the reason why something does not parse.
        while items.get(item).is_some_and(|item| item.span.start <= stretch.start) {
            item += 1;
        }
        if item.checked_sub(1).and_then(|item| items.get(item)).is_some_and(|item| item.fixed) {
            continue;
        }
        if said == MAX_KEPT {
            silent.get_or_insert((stretch, 0)).1 += 1;
            continue;
        }
        said += 1;
        diagnostics.push(syntax_errors::of(source, stretch, top, keywords));
    }
    if let Some((span, count)) = silent {
        let statements = if count == 1 { "statement" } else { "statements" };
        let message = format!("{count} more {statements} of this file could not be read");
        let mut finding = Diagnostic::new(&codes::UNEXPECTED_TEXT, source.locate(Span::at(span.start)), message);
        finding.count = count;
        diagnostics.push(finding.help("fix the findings above first"));
    }
}

/// Reports the problem of a number, range, date, text or glyph.
fn describe_atom(source: &Source, node: Node, tally: &mut Tally, diagnostics: &mut Vec<Diagnostic>) {
    let at = source.locate(node.span);
    let written = node.span.of_text(source.text());
    match node.kind {
        NodeKind::Literal => {
            if let Err(fault) = literal::read(written)
                && tally.keeps(&codes::BAD_LITERAL, Some(at))
            {
                diagnostics.push(Diagnostic::new(&codes::BAD_LITERAL, at, fault.message()).help(fault.help()));
            }
        }
        NodeKind::Text => {
            if let Some(bad) = text_value::bad_escape(written)
                && tally.keeps(&codes::BAD_ESCAPE, Some(at))
            {
                let message = format!("`{}` is not an escape", bad.of_text(written));
                let finding = Diagnostic::new(&codes::BAD_ESCAPE, source.locate(bad.moved(node.span.start)), message);
                let help = "escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; write `\\\\` for a backslash";
                diagnostics.push(finding.help(help));
            }
        }
        _glyph => {
            if tally.keeps(&codes::UNEXPECTED_TEXT, Some(at)) {
                let finding = Diagnostic::new(&codes::UNEXPECTED_TEXT, at, format!("`{written}` is not a level"));
                diagnostics.push(finding.help("the levels are `○ ◔ ◑ ◕ ●`"));
            }
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
