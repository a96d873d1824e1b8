//! Programs of many files, and a file of five megabytes.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::client::{Client, uri};

/// More files than the server waits for before it tells what is wrong in an edited one.
fn many() -> Vec<(String, String)> {
    let file = |index: usize| {
        let text = format!("environment env_{index} {{ type = sandbox }}\ngroup idle_{index} {{ kind = security }}\n");
        (format!("f{index:03}.dictum"), text)
    };
    let mut files: Vec<(String, String)> = (0..120).map(file).collect();
    let naming = "data_policy naming { applies_to = only [env_7]; business = [sql]; non_business = rest }\n";
    files.push(("naming.dictum".to_owned(), naming.to_owned()));
    files
}

/// Waits until what was told is what is found when it is asked for, file by file.
pub(super) fn told_is_found(client: &mut Client) {
    for _ in 0..250 {
        let found = client.found();
        let nothing = json!([]);
        let told = |uri: &String| client.told.get(uri).map_or(&nothing, |told| &told["diagnostics"]);
        let other: Vec<&String> = found.iter().filter(|(uri, found)| told(uri) != *found).map(|(uri, _)| uri).collect();
        if other.is_empty() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    unreachable!("what was told is not what is found");
}

#[test]
fn an_edited_file_is_told_of_at_once_and_the_others_after_it() {
    let files = many();
    let mut client = Client::start(&files);
    client.open("f007.dictum", &files[7].1);
    told_is_found(&mut client);
    let idle = client.told[&uri("f007.dictum")].clone();
    assert_eq!(idle["diagnostics"].as_array().map(Vec::len), Some(1), "{idle}");
    // Another name: the file itself has no other findings, and the one that names it has.
    client.edit("f007.dictum", 12, 17, "env_other");
    told_is_found(&mut client);
    assert_eq!(client.told[&uri("f007.dictum")]["version"], 2);
    assert_eq!(client.told[&uri("naming.dictum")]["diagnostics"].as_array().map(Vec::len), Some(1));
    // A line above moves what is found below it.
    client.edit("f007.dictum", 0, 0, "// a remark\n");
    told_is_found(&mut client);
    let line = client.told[&uri("f007.dictum")]["diagnostics"][0]["range"]["start"]["line"].clone();
    assert_eq!(line, 2);
    // Half a line, and back.
    client.edit("f007.dictum", 12, 12, "environment half {\n");
    told_is_found(&mut client);
    client.edit("f007.dictum", 12, 31, "");
    client.edit("f007.dictum", 24, 33, "env_7");
    told_is_found(&mut client);
    assert_eq!(client.told[&uri("naming.dictum")]["diagnostics"], json!([]));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri("f007.dictum") } }));
    client.texts.clear();
    told_is_found(&mut client);
    assert!(client.end());
}

#[test]
fn a_file_of_five_megabytes_is_served() {
    let mut text = String::with_capacity(5_100_000);
    let mut index = 0;
    while text.len() < 5_000_000 {
        let _ = write!(
            text,
            "/// Site {index} – of the area.\nenvironment env_{index} {{\n  type   = sandbox\n  name   = \"Standort {index} é😀\"\n\n  \
             region = europe\n}}\n"
        );
        index += 1;
    }
    let files = vec![("large.dictum".to_owned(), text.clone())];
    let mut client = Client::start(&files);
    client.open("large.dictum", &text);
    let middle = text[text.len() / 2..].find("sandbox").expect("a type") + text.len() / 2;
    client.edit("large.dictum", middle, middle + 7, "sand box");
    let found = client.found();
    assert_eq!(found[&uri("large.dictum")].as_array().map(Vec::len), Some(1), "one mistake");
    let at = super::client::position(&client.texts["large.dictum"].1, middle + 2);
    let asked = |more: Value| {
        let mut asked = json!({ "textDocument": { "uri": uri("large.dictum") }, "position": at });
        asked.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        asked
    };
    let range = json!({ "range": { "start": at, "end": at }, "context": {}, "positions": [at] });
    let mut sizes = Vec::new();
    for method in [
        "hover",
        "completion",
        "definition",
        "references",
        "documentSymbol",
        "foldingRange",
        "selectionRange",
        "semanticTokens/full",
        "codeAction",
        "codeLens",
        "inlayHint",
        "documentLink",
        "formatting",
    ] {
        let answer = client.ask(&format!("textDocument/{method}"), asked(range.clone())).expect("an answer");
        sizes.push((method, answer.to_string().len()));
    }
    let symbols = client.ask("workspace/symbol", json!({ "query": "env" })).expect("symbols");
    assert_eq!(symbols.as_array().map(Vec::len), Some(1000));
    println!("a file of {} bytes, {index} declarations; bytes of answers: {sizes:?}", text.len());
    assert!(sizes.iter().all(|(_, size)| *size < 12 * text.len()), "{sizes:?}");
    // More than files may hold is one finding.
    let end = client.texts["large.dictum"].1.len();
    client.edit("large.dictum", end, end, &"// more\n".repeat(800_000));
    assert_eq!(client.found()[&uri("large.dictum")].as_array().map(Vec::len), Some(1));
    assert!(client.end());
}
