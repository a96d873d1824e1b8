//! Programs of many files, and a file of five megabytes.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::client::{Client, uri};

/// More files than the limit from which the server reports an edited file first.
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

/// Waits until the reported diagnostics equal the requested ones, file by file.
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
    // Another name: the file itself has the same findings, and the one that refers to it has new ones.
    client.edit("f007.dictum", 12, 17, "env_other");
    told_is_found(&mut client);
    assert_eq!(client.told[&uri("f007.dictum")]["version"], 2);
    assert_eq!(client.told[&uri("naming.dictum")]["diagnostics"].as_array().map(Vec::len), Some(1));
    // A line above moves the findings below it.
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

/// Declarations of about `bytes` bytes in total. Each line of one ends with `end`.
fn declarations(bytes: usize, end: &str) -> String {
    let mut text = String::with_capacity(bytes + 200);
    let mut index = 0;
    while text.len() < bytes {
        let _ = write!(
            text,
            "environment env_{index} {{{end}  type   = sandbox;{end}  name   = \"Standort {index} é😀\";{end}{end}  region = europe{end}}}{end}"
        );
        index += 1;
    }
    text
}

/// The requests about a large file, for one place and for the whole file.
const ASKED: [&str; 13] = [
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
];

/// The answers of a server about an open file, at an offset.
fn answers(client: &mut Client, offset: usize) -> Vec<Value> {
    let at = super::client::position(&client.texts["large.dictum"].1, offset);
    let params = json!({
        "textDocument": { "uri": uri("large.dictum") },
        "position": at,
        "range": { "start": at, "end": at },
        "context": {},
        "positions": [at],
    });
    let ask = |method: &&str| client.ask(&format!("textDocument/{method}"), params.clone()).expect("an answer");
    ASKED.iter().map(ask).collect()
}

/// Edits a file in its middle and all over it, and compares all answers with those of a server that never had another
/// text. Returns the bytes of the answers.
fn edited_and_read_anew_are_one(text: &str) -> Vec<usize> {
    let open = |text: &str| {
        let mut client = Client::start(&[("large.dictum".to_owned(), text.to_owned())]);
        client.open("large.dictum", text);
        client
    };
    let mut client = open(text);
    let half = text.floor_char_boundary(text.len() / 2);
    let middle = half + text[half..].find("sandbox").expect("a type");
    client.edit("large.dictum", middle, middle + 7, "sandbax");
    // As an editor sends a replacement at many places: in one message, from the last place to the first.
    client.replace_all("large.dictum", "é😀", "😀ö");
    let now = client.texts["large.dictum"].1.clone();
    let mut other = open(&now);
    let found = answers(&mut client, middle + 2);
    assert!(found == answers(&mut other, middle + 2), "the answers differ");
    let findings = client.found();
    assert!(findings == other.found(), "the findings differ");
    assert_eq!(findings[&uri("large.dictum")].as_array().map(Vec::len), Some(1), "one mistake");
    // The layout is applied, and then the text has it.
    let edits = found.last().and_then(Value::as_array).expect("edits");
    assert_eq!(edits.len(), 1);
    client.apply("large.dictum", &edits[0]);
    let params = json!({ "textDocument": { "uri": uri("large.dictum") } });
    assert_eq!(client.ask("textDocument/formatting", params), Ok(json!([])));
    assert!(client.end() && other.end());
    found.iter().map(|answer| answer.to_string().len()).collect()
}

#[test]
fn large_files_are_answered_as_small_ones() {
    for (end, bytes) in [(" ", 1_000_000), ("\n", 5_000_000)] {
        let whole = edited_and_read_anew_are_one(&declarations(bytes, end));
        let part = edited_and_read_anew_are_one(&declarations(bytes / 10, end));
        println!("{bytes} bytes and a tenth of it; bytes of answers: {:?}", ASKED.iter().zip(whole.iter().zip(&part)));
        for (method, (whole, part)) in ASKED.iter().zip(whole.iter().zip(&part)) {
            // Answers about one place do not grow, and answers about the whole file grow in proportion.
            assert!(
                *whole < 11 * part + 1000 && *whole < 12 * bytes,
                "{method}: {whole} of {bytes} bytes, {part} of a tenth"
            );
        }
    }
}

#[test]
fn a_file_of_five_megabytes_is_bounded() {
    let text = declarations(5_000_000, "\n");
    let mut client = Client::start(&[("large.dictum".to_owned(), text.clone())]);
    client.open("large.dictum", &text);
    let symbols = client.ask("workspace/symbol", json!({ "query": "env" })).expect("symbols");
    assert_eq!(symbols.as_array().map(Vec::len), Some(1000));
    // A file above the maximum size is one finding.
    let end = text.len();
    client.edit("large.dictum", end, end, &"// more\n".repeat(800_000));
    assert_eq!(client.found()[&uri("large.dictum")].as_array().map(Vec::len), Some(1));
    assert!(client.end());
}
