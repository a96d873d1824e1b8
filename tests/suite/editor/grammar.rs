//! The editor extension describes the same language as the program.

use dictum::model::kinds;
use serde_json::Value;

fn read(path: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode").join(path);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a file of the extension")).expect("JSON")
}

#[test]
fn the_grammar_of_colours_knows_every_kind() {
    let grammar = read("syntaxes/dictum.tmLanguage.json");
    let declaration = grammar.pointer("/repository/declaration/match").and_then(Value::as_str).expect("a pattern");
    let words = declaration.strip_prefix("^(").and_then(|rest| rest.split_once(')')).expect("a list of words").0;
    let mut words: Vec<&str> = words.split('|').collect();
    words.sort_unstable();
    let mut keywords = kinds::keywords();
    keywords.sort_unstable();
    assert_eq!(words, keywords);
}

#[test]
fn the_extension_has_the_version_of_the_program() {
    assert_eq!(read("package.json")["version"], env!("CARGO_PKG_VERSION"));
}
