//! Properties of the protocol for all requests: failures, cancellation, outdated answers, the end.

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
    // If the worker was faster, the request is answered. No other result is allowed.
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
    // Whatever is sent during typing, the last report is of the last version.
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
    // A line that names the subject of the warning may be the fix.
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

#[test]
fn diagnostics_that_the_editor_has_are_not_sent_again() {
    let text = "environment default { typ = default }\n";
    let files = [one(text), vec![("b.dictum".to_owned(), SOUND.to_owned())]].concat();
    let mut client = Client::start(&files);
    client.open("a.dictum", text);
    let asked = json!({ "textDocument": { "uri": uri("a.dictum") } });
    let first = client.ask("textDocument/diagnostic", asked.clone()).expect("it is answered");
    assert_eq!(first["kind"], "full");
    let again = json!({ "textDocument": { "uri": uri("a.dictum") }, "previousResultId": first["resultId"] });
    let second = client.ask("textDocument/diagnostic", again.clone()).expect("it is answered");
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    let known = json!({ "previousResultIds": [{ "uri": uri("a.dictum"), "value": first["resultId"] }] });
    let all = client.ask("workspace/diagnostic", known.clone()).expect("it is answered");
    let kinds: Vec<&str> =
        all["items"].as_array().expect("a list").iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, ["unchanged", "full"]);
    client.edit("a.dictum", 22, 25, "type");
    assert_eq!(client.ask("textDocument/diagnostic", again).expect("it is answered")["kind"], "full");
    let all = client.ask("workspace/diagnostic", known).expect("it is answered");
    assert_eq!(all["items"][0]["kind"], "full");
    assert!(client.end());
}

const IDLE: &str = "environment crm { type = sandbox; region = europe }\n\n\
                    // dictum: waive unused-role until 2026-12-31 because \"it comes\"\ngroup idle { kind = security }\n";

/// The code actions for the unused group.
fn actions(client: &mut Client, context: &Value) -> Vec<Value> {
    let place = client.place("a.dictum", "group i|dle");
    let range = json!({ "start": place, "end": place });
    let asked = json!({ "textDocument": { "uri": uri("a.dictum") }, "range": range, "context": context });
    client.ask("textDocument/codeAction", asked).expect("actions").as_array().expect("a list").clone()
}

#[test]
fn an_editor_with_the_commands_of_the_extension_is_given_them() {
    let options = json!({ "commands": true, "rulePages": true });
    let initialize = json!({ "rootUri": "file:///project", "capabilities": {}, "initializationOptions": options });
    let mut client = Client::with(&one(IDLE), &initialize);
    client.open("a.dictum", IDLE);
    let document = json!({ "textDocument": { "uri": uri("a.dictum") } });
    let lenses = client.ask("textDocument/codeLens", document.clone()).expect("notes");
    assert_eq!(lenses[0]["command"]["command"], "dictum.connectors");
    assert_eq!(lenses[0]["command"]["arguments"], json!([uri("a.dictum"), { "line": 0, "character": 12 }]));
    let links = client.ask("textDocument/documentLink", document).expect("links");
    assert_eq!(links[0]["target"], "dictum-rule:/unused-role.md");
    let found = client.found();
    let shown: Vec<Value> = found[&uri("a.dictum")].as_array().expect("a list").clone();
    let of_group = |one: &&Value| one["message"].as_str().is_some_and(|message| message.contains("`idle`"));
    let code = shown.iter().find(of_group).expect("it is found")["code"].clone();
    let actions = actions(&mut client, &json!({ "diagnostics": [{ "code": code }, { "code": "D0000" }] }));
    let action = actions.iter().find(|one| one["command"].is_object()).expect("to waive");
    assert_eq!(action["command"]["command"], "dictum.waive");
    assert_eq!(action["command"]["arguments"], json!([uri("a.dictum"), 3, "unused-group", "2027-02-21"]));
    assert_eq!(action["diagnostics"], json!([{ "code": code }]));
    assert!(client.end());
}

#[test]
fn settings_that_forbid_a_waiver_offer_none() {
    let settings = "[lint]\nnot_waivable = [\"unused-group\"]\n";
    for (settings, offered) in [("", true), (settings, false)] {
        let files = [one(IDLE), vec![("dictum.toml".to_owned(), settings.to_owned())]].concat();
        let mut client = Client::start(&files);
        client.open("a.dictum", IDLE);
        let actions = actions(&mut client, &json!({}));
        let waives = |one: &Value| one["title"].as_str().is_some_and(|title| title.starts_with("waive `unused-group`"));
        assert_eq!(actions.iter().any(waives), offered, "{actions:?}");
        assert!(client.end());
    }
}
