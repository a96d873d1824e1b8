//! What holds of the protocol whatever is asked: failures, cancellation, answers that are out of date, the end.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::client::{Client, uri};

fn one(text: &str) -> Vec<(String, String)> {
    vec![("a.dictum".to_owned(), text.to_owned())]
}

const SOUND: &str = "environment crm { type = sandbox }\n";

#[test]
fn a_mistake_of_the_server_costs_one_request() {
    let mut client = Client::start(&one(SOUND));
    client.open("a.dictum", SOUND);
    client.found();
    client.fails.store(true, Ordering::SeqCst);
    let asked = json!({ "textDocument": { "uri": uri("a.dictum") } });
    let (code, _) = client.ask("textDocument/documentSymbol", asked.clone()).expect_err("it fails");
    assert_eq!(code, -32603);
    client.fails.store(false, Ordering::SeqCst);
    client.edit("a.dictum", 12, 15, "standard_one");
    let symbols = client.ask("textDocument/documentSymbol", asked).expect("it goes on");
    assert_eq!(symbols[0]["name"], "standard_one");
    assert!(client.end());
}

#[test]
fn what_is_cancelled_is_not_answered() {
    let mut client = Client::start(&one(SOUND));
    client.open("a.dictum", SOUND);
    // The reader sees the cancellation before the worker comes to the last of many requests.
    let asked = json!({ "textDocument": { "uri": uri("a.dictum") } });
    let ids: Vec<_> = (0..50).map(|_| client.send("textDocument/documentSymbol", asked.clone())).collect();
    let last = ids.last().expect("one").clone();
    client.notify("$/cancelRequest", json!({ "id": last }));
    let answers: Vec<_> = ids.iter().map(|id| client.answer(id)).collect();
    let (last, others) = answers.split_last().expect("some");
    assert!(others.iter().all(Result::is_ok));
    // Where the worker was quicker, it is answered; nothing else may come.
    assert!(matches!(last, Ok(_) | Err((-32800, _))), "{last:?}");
    assert!(client.end());
}

#[test]
fn no_diagnostics_of_an_old_version_are_sent() {
    let mut client = Client::start(&one(SOUND));
    client.open("a.dictum", SOUND);
    for _ in 0..20 {
        client.edit("a.dictum", 0, 0, "x");
    }
    client.found();
    let told = client.told.get(&uri("a.dictum")).cloned();
    // Whatever was sent while it was typed, what is sent last is of the last version.
    let version = |told: &Value| told["version"].as_i64();
    let id = client.send("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri("a.dictum") } }));
    client.answer(&id).expect("it is answered");
    for _ in 0..100 {
        if client.told.get(&uri("a.dictum")).and_then(version) == Some(21) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        client.found();
    }
    let last = client.told.get(&uri("a.dictum")).expect("it is told");
    assert_eq!(version(last), Some(21), "first told: {told:?}");
    assert_ne!(last["diagnostics"], json!([]));
    assert!(client.end());
}

#[test]
fn columns_are_counted_as_was_agreed() {
    let text = "/// 😀\nenvironment default { type = 😀 }\n";
    for (encodings, answered, column) in [(json!(["utf-8", "utf-16"]), "utf-8", 29), (json!(["utf-16"]), "utf-16", 29)]
    {
        let initialize = json!({
            "rootUri": "file:///project",
            "capabilities": { "general": { "positionEncodings": encodings } },
        });
        let mut client = Client::with(&one(text), &initialize);
        assert_eq!(client.capabilities["capabilities"]["positionEncoding"], answered);
        let found = client.found();
        let range = &found[&uri("a.dictum")][0]["range"];
        assert_eq!(range["start"]["character"], column);
        let width = range["end"]["character"].as_i64().expect("a number") - column;
        assert_eq!(width, if answered == "utf-8" { 4 } else { 2 });
        assert!(client.end());
    }
}

#[test]
fn warnings_elsewhere_stay_while_a_line_is_half_typed() {
    let rules = "group idle { kind = security }\n";
    let files = vec![("a.dictum".to_owned(), SOUND.to_owned()), ("b.dictum".to_owned(), rules.to_owned())];
    let mut client = Client::start(&files);
    client.open("a.dictum", SOUND);
    let sound = client.found();
    assert_eq!(sound[&uri("b.dictum")].as_array().map(Vec::len), Some(1), "{sound:?}");
    client.edit("a.dictum", SOUND.len(), SOUND.len(), "environment half {\n  type = \n");
    let half = client.found();
    assert_ne!(half[&uri("a.dictum")], json!([]));
    assert_eq!(half[&uri("b.dictum")], sound[&uri("b.dictum")]);
    // A line that names what the warning speaks of may well be what mends it.
    let end = client.texts["a.dictum"].1.len();
    client.edit("a.dictum", end, end, "  access = idle\n");
    assert_eq!(client.found()[&uri("b.dictum")], json!([]));
    assert!(client.end());
}

#[test]
fn texts_that_lie_nowhere_are_programs_of_their_own() {
    let mut client = Client::start(&one(SOUND));
    let document =
        json!({ "uri": "untitled:Untitled-1", "languageId": "dictum", "version": 1, "text": "environment {" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    let asked = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    let found = client.ask("textDocument/diagnostic", asked).expect("it is answered");
    assert_ne!(found["items"], json!([]));
    assert_eq!(client.found()[&uri("a.dictum")], json!([]));
    assert!(client.end());
}

#[test]
fn what_is_not_known_is_refused_and_broken_requests_too() {
    let mut client = Client::start(&one(SOUND));
    client.open("a.dictum", SOUND);
    assert_eq!(client.ask("dictum/none", json!({})).expect_err("unknown").0, -32601);
    let document = json!({ "textDocument": { "uri": uri("a.dictum") } });
    assert_eq!(client.ask("textDocument/hover", document).expect_err("no position").0, -32602);
    let page = client.ask("dictum/rulePage", json!({ "rule": "unused-group" })).expect("a page");
    assert!(page.as_str().is_some_and(|page| page.contains("unused-group")));
    assert!(client.end());
}
