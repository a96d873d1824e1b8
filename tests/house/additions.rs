//! The files that the architecture page lists for a new kind are those that existing kinds touch.

use std::collections::BTreeSet;

use crate::code::tokens;
use crate::tree::{RustFile, files, read, rust};

/// A kind without rows and sentences, and the values of the placeholders of the page for it.
struct Sample {
    /// Its keyword, the name of its type, and that of its list.
    words: [&'static str; 3],
    /// The values of `<subject>`: the files of its type, of the resolution of its names, and of its form.
    subjects: &'static [&'static str],
    /// The kinds that name it.
    named_by: &'static [&'static str],
    /// Whether other tools have another word for it.
    elsewhere: bool,
}

const SAMPLES: [Sample; 2] = [
    Sample {
        words: ["maker_team", "MakerTeam", "maker_teams"],
        subjects: &["criticity", "governance", "apps"],
        named_by: &["app", "offer"],
        elsewhere: false,
    },
    Sample {
        words: ["licence", "Licence", "licences"],
        subjects: &["organisation"],
        named_by: &["user"],
        elsewhere: true,
    },
];

/// The folders in which a kind is described, resolved and written. Rules, pages and queries about a kind are separate
/// additions.
const FLOORS: &[&str] = &["src/model", "src/emit", "src/engine", "src/waivers", "src/lsp"];

/// The paths that the two rows about kinds name.
fn paths() -> Vec<String> {
    let page = read("ARCHITECTURE.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| a kind")).collect();
    assert_eq!(rows.len(), 2, "the table has two rows about kinds: {rows:?}");
    let quoted = rows.iter().flat_map(|row| row.split('`').skip(1).step_by(2));
    quoted.filter(|word| word.contains('/')).map(str::to_owned).collect()
}

/// The files that mention a kind: by a word of code, or its keyword in quotes.
fn mentioning(sample: &Sample) -> BTreeSet<String> {
    let quoted = format!("\"{}\"", sample.words[0]);
    let mentions = |file: &RustFile| {
        let code = tokens(&file.code);
        code.iter().any(|token| sample.words.contains(&token.text)) || file.text.contains(&quoted)
    };
    rust(FLOORS).into_iter().filter(mentions).map(|file| file.path).collect()
}

/// The files that a path of the page refers to.
fn meant(path: &str, sample: &Sample) -> BTreeSet<String> {
    let kinds: Vec<&str> = match path {
        _naming if path.contains("<other>") => sample.named_by.to_vec(),
        _own if path.contains("<kind>") => vec![sample.words[0]],
        _subject if path.contains("<subject>") => sample.subjects.to_vec(),
        _file => vec![""],
    };
    let there: BTreeSet<String> = files("src").into_iter().chain(files("schema")).collect();
    let named = kinds.into_iter().map(|word| {
        ["<other>", "<kind>", "<subject>"].iter().fold(path.to_owned(), |path, place| path.replace(place, word))
    });
    named.filter(|path| there.contains(path)).collect()
}

#[test]
fn the_table_says_what_a_kind_touches() {
    let paths = paths();
    for sample in &SAMPLES {
        let mut listed = BTreeSet::new();
        let is_meant = |path: &&String| sample.elsewhere || !path.ends_with("/elsewhere.rs");
        for path in paths.iter().filter(is_meant) {
            let meant = meant(path, sample);
            assert!(!meant.is_empty(), "`{path}` stands for no file that is there");
            listed.extend(meant);
        }
        // A schema is not Rust. It contains every kind.
        let (schemas, listed): (BTreeSet<String>, BTreeSet<String>) =
            listed.into_iter().partition(|path| path.starts_with("schema/"));
        assert!(!schemas.is_empty());
        assert_eq!(mentioning(sample), listed, "what `{}` touches, and what the page lists", sample.words[0]);
    }
}
