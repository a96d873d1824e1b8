//! Recorded sessions: files, the actions of an editor, and the answers of the server.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, uri};

/// One step: a line that begins with `==`, and the lines below it.
fn steps(session: &str) -> Vec<(Vec<&str>, String)> {
    let mut steps: Vec<(Vec<&str>, String)> = Vec::new();
    for line in session.lines() {
        if let Some(step) = line.strip_prefix("== ") {
            // The replaced text may contain spaces, and so may the text to find after method and file.
            let parts = if step.starts_with("replace ") { 3 } else { 4 };
            steps.push((step.splitn(parts, ' ').collect(), String::new()));
        } else if let Some((_, text)) = steps.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    steps
}

/// The parameters of a step besides the place.
fn params(client: &Client, name: &str, needle: Option<&str>, text: &str) -> Value {
    let mut params = if text.trim().is_empty() { json!({}) } else { serde_json::from_str(text).expect("JSON") };
    let fields = params.as_object_mut().expect("an object");
    if name != "-" {
        fields.insert("textDocument".to_owned(), json!({ "uri": uri(name) }));
    }
    if let Some(needle) = needle {
        let place = client.place(name, needle);
        fields.insert("range".to_owned(), json!({ "start": place, "end": place }));
        fields.insert("positions".to_owned(), json!([place]));
        fields.insert("position".to_owned(), place);
    }
    params
}

/// An answer without the parts that only machines read, so that people can review it.
fn shown(method: &str, answer: &Value) -> String {
    match method {
        "textDocument/completion" => {
            let items = answer["items"].as_array().map_or(&[][..], Vec::as_slice);
            let lines = items.iter().take(12).map(|item| {
                let text = item["textEdit"]["newText"].as_str().unwrap_or_default().replace('\n', "⏎");
                format!(
                    "{} | {} | {text}",
                    item["label"].as_str().unwrap_or_default(),
                    item["detail"].as_str().unwrap_or("")
                )
            });
            let more = items.len().saturating_sub(12);
            let lines: Vec<String> = lines.collect();
            format!("{}\nand {more} more; incomplete: {}", lines.join("\n"), answer["isIncomplete"])
        }
        "dictum/view" => {
            let text = answer["text"].as_str().unwrap_or_default();
            let lines: Vec<String> = text.lines().take(24).map(|line| line.chars().take(118).collect()).collect();
            let more = text.lines().count().saturating_sub(24);
            format!("{} ({})\n{}\nand {more} more lines", answer["title"], answer["language"], lines.join("\n"))
        }
        "textDocument/semanticTokens/full" => {
            let data: Vec<u64> = answer["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
            let lines = data.chunks(5).map(|token| format!("{token:?}"));
            lines.collect::<Vec<String>>().join("\n")
        }
        _other => serde_json::to_string_pretty(answer).expect("JSON"),
    }
}

fn play(session: &str) -> String {
    let steps = steps(session);
    let files: Vec<(String, String)> = steps
        .iter()
        .filter(|(words, _)| words[0] == "file")
        .map(|(words, text)| (words[1].to_owned(), text.clone()))
        .collect();
    let mut client = Client::start(&files);
    let mut out = String::new();
    for (words, text) in &steps {
        let _ = writeln!(out, "── {}", words.join(" "));
        match words.as_slice() {
            ["file", ..] => {}
            ["open", name] => {
                let text = &files.iter().find(|(file, _)| file == name).expect("a file of the session").1;
                client.open(name, text);
            }
            ["replace", name, needle] => {
                let (at, length) = (client.texts[*name].1.find(needle).expect("it is there"), needle.len());
                client.edit(name, at, at + length, text.trim_end_matches('\n'));
            }
            ["found"] => {
                for (uri, found) in client.found() {
                    for one in found.as_array().expect("a list") {
                        let start = &one["range"]["start"];
                        let _ = writeln!(out, "{uri}:{}:{} {}", start["line"], start["character"], one["code"]);
                        let _ = writeln!(out, "  {}", one["message"].as_str().unwrap_or("").replace('\n', "\n  "));
                        for other in one["relatedInformation"].as_array().map_or(&[][..], Vec::as_slice) {
                            let place = &other["location"];
                            let line = &place["range"]["start"]["line"];
                            let _ = writeln!(out, "  → {}:{line} {}", place["uri"], other["message"]);
                        }
                        if !one["tags"].is_null() {
                            let _ = writeln!(out, "  tags {}", one["tags"]);
                        }
                    }
                }
            }
            ["ask", method, name, rest @ ..] => {
                let params = params(&client, name, rest.first().copied(), text);
                let _ = match client.ask(method, params) {
                    Ok(answer) => writeln!(out, "{}", shown(method, &answer)),
                    Err((code, message)) => writeln!(out, "error {code}: {message}"),
                };
            }
            other => unreachable!("`{}` is no step", other.join(" ")),
        }
    }
    assert!(client.end());
    out
}

#[test]
fn sessions_go_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/editor/sessions");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/editor");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).expect("the sessions").map(|entry| entry.expect("one").path()).collect();
    names.sort();
    assert!(!names.is_empty());
    for path in names {
        let session = std::fs::read_to_string(&path).expect("a session");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, play(&session)));
    }
}
