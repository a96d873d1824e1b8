//! Imports go downward only, and each access to the outside world is in one place.

use crate::code::{Token, tokens};
use crate::tree::{RustFile, none, rust};

/// The layers of the crate. A module may name modules of lower layers, and none of its own layer.
const FLOORS: &[(u8, &[&str])] = &[
    (1, &["text"]),
    (2, &["diagnostics"]),
    (3, &["syntax", "render", "config", "catalog", "decision"]),
    (4, &["model", "format"]),
    (5, &["analysis"]),
    (6, &["rules", "emit", "import", "classify", "report", "waivers", "assertions"]),
    (7, &["codes"]),
    (8, &["engine"]),
    (9, &["ide"]),
    (10, &["lsp"]),
    (11, &["cli"]),
    (12, &["main"]),
];

/// Names at the root of the crate that are not modules, and the module that they belong to.
const MACROS: &[(&str, &str)] = &[("declare_rule", "diagnostics")];

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

/// The names directly below a module that a file uses, each with its offset. With an empty `below`, names below the
/// root of the crate.
fn named(file: &RustFile, below: &[&str]) -> Vec<(String, usize)> {
    let tokens = tokens(&file.code);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let own = file.module();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        // A path begins here and not in its middle: `other::crate` does not exist, and neither does `a::super`.
        let begins = at == 0 || text(at - 1) != "::";
        if !begins || text(at + 1) != "::" {
            continue;
        }
        let mut next = at + 2;
        let base = match text(at) {
            "crate" | "dictum" => 0,
            "super" => {
                let mut ups = 1;
                while text(next) == "super" && text(next + 1) == "::" {
                    ups += 1;
                    next += 2;
                }
                let Some(base) = own.len().checked_sub(ups) else { continue };
                base
            }
            _other => continue,
        };
        // The path from there down to the module.
        if base > below.len() || own[..base] != below[..base] {
            continue;
        }
        let mut way = below[base..].iter();
        while let Some(step) = way.clone().next().filter(|step| text(next) == **step && text(next + 1) == "::") {
            let _: &&str = step;
            way.next();
            next += 2;
        }
        if way.len() == 0 {
            first_names(&tokens, next, &mut found);
        }
    }
    found
}

/// The first name of each path that continues at `at`: one, or one for each branch of a group.
fn first_names(tokens: &[Token<'_>], at: usize, found: &mut Vec<(String, usize)>) {
    let Some(first) = tokens.get(at) else { return };
    if first.text != "{" {
        found.push((first.text.to_owned(), first.at));
        return;
    }
    let (mut depth, mut expected) = (0_usize, false);
    for token in &tokens[at..] {
        match token.text {
            "{" => {
                depth += 1;
                expected = depth == 1;
            }
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
            "," => expected = depth == 1,
            name => {
                if expected && name != "self" {
                    found.push((name.to_owned(), token.at));
                }
                expected = false;
            }
        }
    }
}

/// Names in a file that the layers forbid.
fn offences(file: &RustFile) -> Vec<String> {
    let Some(own) = file.house_module() else { return Vec::new() };
    let Some(own_floor) = floor(own) else {
        return vec![format!("{}: the module `{own}` stands on no floor; give it one in FLOORS", file.path)];
    };
    let mut offences = Vec::new();
    for (name, at) in named(file, &[]) {
        let place = file.place(at);
        let macro_of = MACROS.iter().find(|(known, _)| *known == name).map(|(_, module)| (*module).to_owned());
        let module = macro_of.unwrap_or(name);
        if module == own || module == "*" {
            continue;
        }
        match floor(&module) {
            Some(lower) if lower < own_floor => {}
            Some(same) if same == own_floor => {
                offences.push(format!("{place}: `{own}` names its neighbour `{module}` on floor {same}"));
            }
            Some(higher) => {
                offences.push(format!("{place}: `{own}` on floor {own_floor} names `{module}` on floor {higher}"));
            }
            None => offences.push(format!("{place}: `{own}` names `{module}` through the root of the crate")),
        }
    }
    offences
}

#[test]
fn every_import_runs_downward() {
    let offenders: Vec<String> = rust(&["src"]).iter().flat_map(offences).collect();
    none("imports may name lower floors only", &offenders);
}

/// The only file that knows all targets.
const LIST: &str = "src/emit/targets.rs";

/// Names in a file of `emit` that the layers forbid. Only the list may name targets. Above itself, a target names what
/// is below all targets, and nothing that uses the list.
fn target_offences(file: &RustFile, targets: &[String]) -> Vec<String> {
    let own = file.module();
    let own = own.get(1).copied().unwrap_or_default();
    let above = ["targets", "build"];
    let named = named(file, &["emit"]).into_iter().filter(|_| file.path != LIST);
    let offends = |name: &str| {
        let is_target = targets.iter().any(|target| target == name);
        let is_of_target = targets.iter().any(|target| target == own);
        name != own && (is_target || is_of_target && (above.contains(&name) || name.starts_with(char::is_uppercase)))
    };
    let offence = |(name, at): (String, usize)| {
        offends(&name).then(|| format!("{}: `{own}` names `{name}` of `emit`", file.place(at)))
    };
    named.filter_map(offence).collect()
}

#[test]
fn only_the_list_of_targets_names_them() {
    let files = rust(&["src/emit"]);
    let folder = |file: &RustFile| {
        let rest = file.path.strip_prefix("src/emit/")?.strip_suffix("/mod.rs")?;
        (!rest.contains('/')).then(|| rest.to_owned())
    };
    let has_row = |file: &&RustFile| file.code.contains("static ROW");
    let targets: Vec<String> = files.iter().filter(has_row).filter_map(folder).collect();
    assert_eq!(targets.len(), dictum::emit::Target::ALL.len(), "each target is a folder with a row: {targets:?}");
    let root = |file: &&RustFile| file.path != "src/emit/mod.rs";
    let offenders: Vec<String> = files.iter().filter(root).flat_map(|file| target_offences(file, &targets)).collect();
    none("targets are known by their list only, and know nothing of each other", &offenders);

    let targets = ["sql".to_owned(), "entra".to_owned()];
    let seen = |path: &str, text: &str| target_offences(&RustFile::of(path, text), &targets).join("\n");
    assert_eq!(seen("src/emit/entra/plan.rs", "use crate::emit::job::Job;\nuse super::step::Step;"), "");
    assert_eq!(
        seen("src/emit/entra/plan.rs", "use crate::emit::sql::Dialect;"),
        "src/emit/entra/plan.rs:1: `entra` names `sql` of `emit`"
    );
    assert_eq!(
        seen("src/emit/entra/mod.rs", "use super::targets::Target;"),
        "src/emit/entra/mod.rs:1: `entra` names `targets` of `emit`"
    );
    assert_eq!(
        seen("src/emit/manifest.rs", "use super::{entra, json};"),
        "src/emit/manifest.rs:1: `manifest` names `entra` of `emit`"
    );
}

/// The layers inside `model`, from the lowest. Modules that are not listed are on the second: the types of a program
/// and questions about them.
const MODEL: &[(u8, &[&str])] =
    &[(1, &["description"]), (3, &["reader"]), (4, &["kinds"]), (5, &["lower"]), (6, &["link", "ask"])];

/// Names in a file of `model` that are in a higher layer than its own.
fn model_offences(file: &RustFile) -> Vec<String> {
    let floor =
        |module: &str| MODEL.iter().find(|(_, modules)| modules.contains(&module)).map_or(2, |(floor, _)| *floor);
    let module = file.module();
    // `mod.rs` names all layers.
    let Some(own) = module.get(1).copied() else { return Vec::new() };
    let named = named(file, &["model"]).into_iter().filter(|(name, _)| name != own && floor(name) > floor(own));
    named.map(|(name, at)| format!("{}: `{own}` names `{name}` of `model`", file.place(at))).collect()
}

#[test]
fn a_kind_is_described_below_the_reader_and_read_above_it() {
    let offenders: Vec<String> = rust(&["src/model"]).iter().flat_map(model_offences).collect();
    none("inside of `model`, imports run downward", &offenders);

    let seen = |path: &str, text: &str| model_offences(&RustFile::of(path, text)).join("\n");
    assert_eq!(seen("src/model/kinds/app.rs", "use super::Kind;\nuse crate::model::reader::Reader;"), "");
    assert_eq!(
        seen("src/model/reader/wrong.rs", "use crate::model::kinds::find;"),
        "src/model/reader/wrong.rs:1: `reader` names `kinds` of `model`"
    );
    assert_eq!(
        seen("src/model/description/mod.rs", "use crate::model::program::Text;"),
        "src/model/description/mod.rs:1: `description` names `program` of `model`"
    );
    assert_eq!(
        seen("src/model/tenant.rs", "use super::kinds::Wire;"),
        "src/model/tenant.rs:1: `tenant` names `kinds` of `model`"
    );
}

#[test]
fn an_import_that_runs_upward_is_seen() {
    let seen = |path: &str, text: &str| offences(&RustFile::of(path, text)).join("\n");
    assert_eq!(seen("src/model/link/sets.rs", "use crate::text::Span;\nfn f() { crate::catalog::g() }"), "");
    assert_eq!(seen("src/model/link/sets.rs", "// crate::cli\nconst A: &str = \"crate::cli::b\";"), "");
    assert_eq!(seen("src/model/link/sets.rs", "use super::super::set::Set;"), "");
    assert_eq!(
        seen("src/text/span.rs", "use std::fmt;\nuse crate::diagnostics::Code;"),
        "src/text/span.rs:2: `text` on floor 1 names `diagnostics` on floor 2"
    );
    assert_eq!(
        seen("src/rules/mod.rs", "use crate::{\n  analysis::{Check, engine},\n  emit::{self, Job},\n};"),
        "src/rules/mod.rs:3: `rules` names its neighbour `emit` on floor 6"
    );
    assert_eq!(
        seen("src/syntax/scan.rs", "fn f() -> super::super::model::Program {}"),
        "src/syntax/scan.rs:1: `syntax` on floor 3 names `model` on floor 4"
    );
    assert_eq!(
        seen("src/codes.rs", "use super::cli::Status;"),
        "src/codes.rs:1: `codes` on floor 7 names `cli` on floor 11"
    );
    assert_eq!(
        seen("src/emit/bundle.rs", "use crate::Program;"),
        "src/emit/bundle.rs:1: `emit` names `Program` through the root of the crate"
    );
    assert_eq!(
        seen("src/text/span.rs", "crate::declare_rule! { }"),
        "src/text/span.rs:1: `text` on floor 1 names `diagnostics` on floor 2"
    );
    assert_eq!(
        seen("src/attic/mod.rs", ""),
        "src/attic/mod.rs: the module `attic` stands on no floor; give it one in FLOORS"
    );
}

#[test]
fn the_root_of_the_crate_re_exports_nothing() {
    let lib = RustFile::of("src/lib.rs", &crate::tree::read("src/lib.rs"));
    let words: Vec<&str> = tokens(&lib.code).iter().map(|token| token.text).collect();
    assert!(!words.contains(&"use"), "src/lib.rs holds `mod` lines and the crate's doc, no `use`");
}

/// The names of each access to the outside world, and the files that may use it.
const POWERS: &[(&[&str], &[&str])] = &[
    (&["miette"], &["src/render/human.rs", "src/render/failure.rs", "src/cli/failure.rs"]),
    (&["pest", "pest_derive"], &["src/syntax/grammar.rs"]),
    (&["println", "print", "eprintln", "eprint", "dbg"], &["src/cli/"]),
    (&["stdin", "stdout", "stderr"], &["src/cli/"]),
    // Reading, writing, the environment of the process, the clock, and exit.
    (&["std::fs", "std::env", "std::process", "std::time", "tempfile"], &["src/cli/"]),
    // Globs are matched in one place; only the command line walks through folders.
    (&["ignore"], &["src/cli/", "src/config/globs.rs"]),
    (&["jiff::Zoned", "Zoned", "SystemTime", "Instant"], &["src/cli/"]),
    // Dictum uses no network and starts no program.
    (&["std::net", "process::Command"], &[]),
];

/// Uses of the outside world in files that may not use it.
fn misuses(file: &RustFile) -> Vec<String> {
    let tokens = tokens(&file.code);
    let mut found = Vec::new();
    for (powers, allowed) in POWERS {
        if allowed.iter().any(|allowed| file.path.starts_with(allowed)) {
            continue;
        }
        for power in *powers {
            let words: Vec<&str> = power.split("::").flat_map(|word| ["::", word]).skip(1).collect();
            for at in 0..tokens.len() {
                let here = tokens[at..].iter().map(|token| token.text);
                if !here.take(words.len()).eq(words.iter().copied()) {
                    continue;
                }
                let after = tokens.get(at + words.len()).map_or("", |token| token.text);
                let before = at.checked_sub(1).map_or("", |before| tokens[before].text);
                // A crate or a path is used by the name after it, or imported by its last word.
                let is_path = after == "::" || before == "use" || words.len() > 1;
                let is_call = matches!(after, "!" | "(") && before != "fn" && before != ".";
                if is_path || is_call {
                    found.push(format!("{}: `{power}` belongs to {}", file.place(tokens[at].at), places(allowed)));
                }
            }
        }
    }
    found
}

fn places(allowed: &[&str]) -> String {
    if allowed.is_empty() { "nobody".to_owned() } else { allowed.join(", ") }
}

#[test]
fn each_power_of_the_outer_world_is_used_in_its_own_place() {
    let offenders: Vec<String> = rust(&["src"]).iter().flat_map(misuses).collect();
    none(
        "only the command line reads, writes, prints and exits; each drawing and parsing library has one place",
        &offenders,
    );
}

#[test]
fn a_power_used_elsewhere_is_seen() {
    let seen = |path: &str, text: &str| misuses(&RustFile::of(path, text)).join("\n");
    assert_eq!(seen("src/render/human.rs", "use miette::Report;"), "");
    assert_eq!(seen("src/cli/run.rs", "std::fs::read(path)"), "");
    assert_eq!(seen("src/model/mod.rs", "fn print(out: &mut Out) { out.print() }"), "");
    let belongs = "src/model/mod.rs:1: `std::fs` belongs to src/cli/";
    assert_eq!(seen("src/model/mod.rs", "let text = std::fs::read(path);"), belongs);
    assert_eq!(seen("src/model/mod.rs", "use std::fs;"), belongs);
    assert_eq!(seen("src/model/mod.rs", "println!()"), "src/model/mod.rs:1: `println` belongs to src/cli/");
    assert_eq!(
        seen("src/syntax/parse.rs", "use pest::Parser;"),
        "src/syntax/parse.rs:1: `pest` belongs to src/syntax/grammar.rs"
    );
    assert_eq!(
        seen("src/cli/run.rs", "std::process::Command::new(program)"),
        "src/cli/run.rs:1: `process::Command` belongs to nobody"
    );
}

#[test]
fn a_grouped_import_of_a_power_is_seen() {
    // The table would not find `use std::{fs, env};`, so such groups are not allowed.
    let grouped = |file: &RustFile| {
        let tokens = tokens(&file.code);
        let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
        let at = texts.windows(3).position(|window| window == ["std", "::", "{"])?;
        Some(format!("{}: write each import from `std` by itself", file.place(tokens[at].at)))
    };
    let offenders: Vec<String> = rust(&["src"]).iter().filter_map(grouped).collect();
    none("imports from `std` are not grouped at the root", &offenders);
}

#[test]
fn the_architecture_page_shows_the_floors() {
    let page = crate::tree::read("ARCHITECTURE.md");
    let mut offenders = Vec::new();
    let files = rust(&["src"]);
    for module in files.iter().filter_map(RustFile::house_module).filter(|module| *module != "main") {
        let Some(floor) = floor(module) else { continue };
        let row = |line: &str| line.starts_with(&format!("| {floor} |")) && line.contains(&format!("`{module}`"));
        if !page.lines().any(row) {
            offenders.push(format!("`{module}` on floor {floor}"));
        }
    }
    offenders.sort();
    offenders.dedup();
    none("ARCHITECTURE.md lacks a module or shows it on another floor", &offenders);
}
