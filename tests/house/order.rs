//! No order of a hash table reaches an output.
//!
//! A walk over a table that hashes is fine where what comes out is sorted, or where the order cannot
//! be seen; then a comment with `INVARIANT:` says why. This test reads names, not types, so it finds
//! the usual slips, not every one.

use std::ops::Range;

use crate::code::{Token, tokens};
use crate::tree::{RustFile, none, rust};

const TABLES: &[&str] = &["FxHashMap", "FxHashSet", "HashMap", "HashSet"];
const WALKS: &[&str] =
    &["iter", "iter_mut", "into_iter", "keys", "into_keys", "values", "values_mut", "into_values", "drain", "retain"];
/// Lines before and after a walk in which its excuse may stand.
const NEAR: usize = 3;

/// A name given to a table that hashes, and the tokens in which it holds: a function for a variable or
/// parameter, the file for a field.
struct Table<'c> {
    name: &'c str,
    tokens: Range<usize>,
}

fn tables<'c>(tokens: &[Token<'c>]) -> Vec<Table<'c>> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let begins = |at: &usize| matches!(text(*at), "fn" | "struct" | "enum" | "impl");
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !TABLES.contains(&token.text) {
            continue;
        }
        // Back over `&`, `mut`, lifetimes and the path before the type, to `name :` or `name =`.
        let mut before = at;
        while before > 0
            && matches!(text(before - 1), "&" | "mut" | "::" | "'" | "std" | "collections" | "a" | "rustc_hash")
        {
            before -= 1;
        }
        if before < 2 || !matches!(text(before - 1), ":" | "=") {
            continue;
        }
        let start = (0..at).rev().find(begins).unwrap_or(0);
        let end = (at..tokens.len()).find(begins).unwrap_or(tokens.len());
        let range = if text(start) == "fn" { start..end } else { 0..tokens.len() };
        found.push(Table { name: text(before - 2), tokens: range });
    }
    found
}

/// Walks over such tables without an excuse.
fn walks(file: &RustFile) -> Vec<String> {
    let tokens = tokens(&file.code);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let tables = tables(&tokens);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !tables.iter().any(|table| table.name == token.text && table.tokens.contains(&at)) {
            continue;
        }
        let is_walked = text(at + 1) == "." && WALKS.contains(&text(at + 2)) && text(at + 3) == "(";
        let mut before = at;
        while before > 0 && matches!(text(before - 1), "&" | "mut" | "." | "self") {
            before -= 1;
        }
        let is_looped = before > 0 && text(before - 1) == "in" && text(at + 1) == "{";
        let is_gathered = matches!(text(before.saturating_sub(2)), "extend" | "from_iter") && text(at + 1) == ")";
        if !(is_walked || is_looped || is_gathered) {
            continue;
        }
        let around = file.line_around(token.at, NEAR);
        if !around.contains("INVARIANT:") && !around.contains("sort") {
            found.push(format!("{}: the order of `{}` is not one", file.place(token.at), token.text));
        }
    }
    found
}

#[test]
fn no_order_of_a_hash_table_is_seen() {
    let offenders: Vec<String> = rust(&["src"]).iter().flat_map(walks).collect();
    none(
        "sort what comes out of a table that hashes, or say with `INVARIANT:` why its order cannot be seen",
        &offenders,
    );
}

#[test]
fn a_walk_over_a_hash_table_is_seen() {
    let seen = |text: &str| walks(&RustFile::of("src/model/names.rs", text)).join("\n");
    let offence = |line: usize, name: &str| format!("src/model/names.rs:{line}: the order of `{name}` is not one");
    assert_eq!(seen("struct A { by: FxHashMap<A, B> }\nfn f(&self) { self.by.get(a) }"), "");
    assert_eq!(seen("struct A { by: FxHashMap<A, B> }\nfn f(&self) { for a in &self.by {} }"), offence(2, "by"));
    assert_eq!(seen("let mut by: FxHashMap<A, B> = x();\nby.values().collect()"), offence(2, "by"));
    assert_eq!(seen("let mut seen = FxHashSet::default();\nout.extend(seen);"), offence(2, "seen"));
    assert_eq!(
        seen("fn f(by: &FxHashMap<A, B>) {\n  let mut all: Vec<_> = by.keys().collect();\n  all.sort();\n}"),
        ""
    );
    assert_eq!(seen("fn f() {\n  let by = FxHashMap::default();\n}\nfn g(by: &[A]) {\n  by.iter()\n}"), "");
    assert_eq!(seen("let by = HashMap::new();\n// INVARIANT: only the sum is used.\nby.values().sum()"), "");
}
