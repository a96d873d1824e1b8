//! After any edits the answer equals that of a new server with the same texts.

use std::cell::Cell;
use std::path::Path;

use dictum::rules;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::client::Client;

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/contoso");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the policies") {
        let path = entry.expect("one").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.ends_with(".dictum") || name == "dictum.toml" {
            files.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
    files.sort();
    files
}

/// An edit: the file, its start and end in thousandths of the file, and the new text.
type Edit = (prop::sample::Index, u16, u16, String);

fn edit() -> impl Strategy<Value = Edit> {
    let text = prop_oneof![
        Just(String::new()),
        Just("\n".to_owned()),
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("\"".to_owned()),
        Just("finance_prod".to_owned()),
        Just("environment e {}\n".to_owned()),
        Just("/* ".to_owned()),
        Just("😀é●".to_owned()),
        "[a-z_=\\[\\], ]{1,6}",
    ];
    (any::<prop::sample::Index>(), 0_u16..1000, 0_u16..20, text)
}

/// Findings without those of lint rules.
fn errors(found: &Value) -> Vec<Value> {
    let lints: Vec<String> = rules::warnings().iter().map(|lint| lint.rule.code.to_string()).collect();
    let all = found.as_array().expect("a list").iter();
    all.filter(|one| !lints.iter().any(|code| one["code"] == **code)).cloned().collect()
}

#[test]
fn answers_equal_fresh_ones() {
    let (edits, sound) = (Cell::new(0), Cell::new(0));
    let mut runner =
        TestRunner::new(Config { cases: 6, max_shrink_iters: 40, failure_persistence: None, ..Config::default() });
    let result = runner.run(&prop::collection::vec((edit(), any::<bool>()), 1..10), |steps| {
        let files = files();
        let mut client = Client::start(&files);
        for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".dictum")) {
            client.open(name, text);
        }
        for ((which, at, length, new), undone) in steps {
            let names: Vec<String> = client.texts.keys().cloned().collect();
            let name = which.get(&names).clone();
            let before = client.texts[&name].1.clone();
            let border = |mut offset: usize| {
                while !before.is_char_boundary(offset) {
                    offset -= 1;
                }
                offset
            };
            let start = border(before.len() * usize::from(at) / 1000);
            let end = border((start + usize::from(length)).min(before.len()));
            client.edit(&name, start, end, &new);
            if undone {
                client.found();
                client.edit(&name, start, start + new.len(), &before[start..end]);
                prop_assert_eq!(&client.texts[&name].1, &before);
            }
            super::large::told_is_found(&mut client);
            let found = client.found();
            let texts: Vec<(String, String)> = files
                .iter()
                .map(|(name, text)| (name.clone(), client.texts.get(name).map_or(text, |(_, text)| text).clone()))
                .collect();
            let mut fresh = Client::start(&texts);
            let expected = fresh.found();
            prop_assert!(fresh.end());
            edits.set(edits.get() + 1);
            let is_sound = expected.values().flat_map(errors).all(|one| one["severity"] != 1);
            sound.set(sound.get() + usize::from(is_sound));
            for (uri, expected) in &expected {
                let found = &found[uri];
                if is_sound {
                    prop_assert_eq!(found, expected, "{}", uri);
                } else {
                    prop_assert_eq!(errors(found), errors(expected), "{}", uri);
                }
            }
            // Answers of every kind come for every text.
            let place = super::client::position(&client.texts[&name].1, border(start).min(client.texts[&name].1.len()));
            for method in ["hover", "completion", "definition", "documentSymbol", "semanticTokens/full", "foldingRange"]
            {
                let asked = serde_json::json!({
                    "textDocument": { "uri": super::client::uri(&name) }, "position": place,
                });
                let answer = client.ask(&format!("textDocument/{method}"), asked);
                prop_assert!(answer.is_ok(), "{}: {:?}", method, answer);
            }
        }
        prop_assert!(client.end());
        Ok(())
    });
    result.expect("answers are the same");
    let (edits, sound) = (edits.get(), sound.get());
    println!("{edits} edits, {sound} of them with sound programs; answers that differ from fresh ones: 0");
}
