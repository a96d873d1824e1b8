//! Pages and schemas that are generated from the program equal the committed files.
//!
//! `DICTUM_UPDATE=1 cargo test --test house generated` writes them again.

mod command_line;
mod reference;
mod rules;
mod settings;

use crate::tree::{files, none, root};

/// Every page, by path, with its text.
fn pages() -> Vec<(String, String)> {
    let mut pages = rules::pages();
    pages.push(("docs/reference.md".to_owned(), reference::page()));
    pages.push(("docs/cli.md".to_owned(), command_line::page()));
    pages.push(("docs/settings.md".to_owned(), settings::page()));
    pages.push(("schema/bundle-1.0.json".to_owned(), dictum::emit::bundle_schema()));
    pages
}

#[test]
fn generated_pages_are_committed_as_they_are_made() {
    let pages = pages();
    let stale: Vec<String> =
        files("docs/rules").into_iter().filter(|path| !pages.iter().any(|(page, _)| page == path)).collect();
    if std::env::var_os("DICTUM_UPDATE").is_some_and(|value| value == "1") {
        for path in stale {
            std::fs::remove_file(root().join(path)).expect("a stale page goes");
        }
        for (path, text) in pages {
            let path = root().join(path);
            std::fs::create_dir_all(path.parent().expect("a page stands in a folder")).expect("a folder");
            std::fs::write(path, text).expect("a page is written");
        }
        return;
    }
    none("pages that nothing makes; run with DICTUM_UPDATE=1", &stale);
    let differs = |(path, text): &(String, String)| {
        let committed = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        let line = committed.lines().zip(text.lines()).position(|(committed, made)| committed != made);
        let line = line.unwrap_or(committed.lines().count().min(text.lines().count())) + 1;
        (committed != *text).then(|| format!("{path}:{line}: {}", text.lines().nth(line - 1).unwrap_or_default()))
    };
    let offenders: Vec<String> = pages.iter().filter_map(differs).collect();
    none("pages that differ from what is made; run with DICTUM_UPDATE=1", &offenders);
}

/// The note at the head of a page.
fn note(from: &str) -> String {
    format!("<!-- Made from {from} by the test suite; DICTUM_UPDATE=1 cargo test --test house generated -->\n")
}

/// A text that is allowed in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
