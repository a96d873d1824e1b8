//! The order of a hash table never affects an output.
//!
//! Iterating over a hash table is allowed if the result is sorted, or if the order has no visible effect. Then a
//! comment with `INVARIANT:` gives the reason. This test reads names, not types, so it finds the usual mistakes, not
//! every one.

use std::ops::Range;

use crate::code::{Token, tokens};
use crate::tree::{RustFile, none, rust};

const TABLES: &[&str] = &["FxHashMap", "FxHashSet", "HashMap", "HashSet"];
const WALKS: &[&str] =
    &["iter", "iter_mut", "into_iter", "keys", "into_keys", "values", "values_mut", "into_values", "drain", "retain"];
/// The number of lines before and after an iteration in which its comment is looked for.
const NEAR: usize = 3;

/// The name of a hash table, and the range of tokens in which it applies: a function for a variable or parameter, the
/// file for a field.
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
        // Backwards over `&`, `mut`, lifetimes and the path before the type, to `name :` or `name =`.
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

/// Iterations over such tables without a comment.
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
