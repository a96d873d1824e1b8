//! The response times of the language server: `cargo bench --bench editor`, or with numbers: `-- files edits`.
//!
//! Everything is measured over the server's own protocol, in memory. The program is the tree of the other figures, a
//! tenant in files of 2 kB, and two more files: one that is edited, and one that refers to an environment of the first.
//! So each edit changes the findings of a file that is not edited, and the time to these findings is the time for the
//! whole program.
//!
//! Edits alternate: a line is left half written and finished, a name gets a letter and loses it, a comment is written
//! and removed. At the end a value changes again and again, so that no program repeats. Each edit waits for the
//! diagnostics of the one before it. Completions are requested in between, some together with an edit.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on says what it relied on")]

#[expect(dead_code, unused_imports, reason = "other figures take more kinds of trees")]
#[path = "generate/mod.rs"]
mod generate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dictum::catalog::Catalog;
use dictum::config::Config;
use dictum::lsp::{self, Loaded, World};
use dictum::text::Sources;
use generate::{Kind, tree};
use jiff::civil::{Date, date};
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

/// The file that is edited, and the one that refers to its declarations.
const EDITED: &str = "file:///project/edited.dictum";
const NAMING: &str = "file:///project/naming.dictum";

/// A program in memory.
struct Memory(BTreeMap<String, String>);

impl World for Memory {
    fn load(&self, _path: &Path) -> Result<Vec<Loaded>, String> {
        let inputs = self.0.iter().map(|(name, text)| (name.clone(), text.as_bytes().to_vec())).collect();
        let (folder, sources) = (PathBuf::from("/project"), Sources::rooted("/project/".to_owned(), inputs));
        let (config, catalog) = (Config::default(), Catalog::shared_builtin().clone());
        Ok(vec![Loaded { folder, sources, config, settings: None, catalog }])
    }

    fn today(&self) -> Date {
        date(2026, 11, 21)
    }
}

/// The file that is edited: about 2 kB.
fn edited() -> String {
    let environment = |index: usize| {
        format!(
            "/// Site {index} of the area, where its apps run.\nenvironment edited_{index} {{\n  name    = \"Edited {index}\"\n  \
             type    = sandbox\n  region  = europe\n  managed = yes\n  access  = edited_makers\n  \
             dataverse {{ language = 1033; currency = EUR; domain = \"edited-{index}\" }}\n}}\n\n"
        )
    };
    let environments: String = (0..10).map(environment).collect();
    format!("{environments}// end\ngroup edited_makers {{ kind = security; name = \"SG edited\" }}\n")
}

/// One edit: the text whose first occurrence is replaced, the new text, and whether it changes the other file's
/// findings.
type Edit = (&'static str, &'static str, bool);

/// Applied in order they give the original text again.
const EDITS: [Edit; 6] = [
    ("region  = europe\n", "region  = \n", false),
    ("region  = \n", "region  = europe\n", false),
    ("environment edited_0 ", "environment edited_0x ", true),
    ("environment edited_0x ", "environment edited_0 ", true),
    ("// end\n", "// the end\n", false),
    ("// the end\n", "// end\n", false),
];

/// The editor: its end of the connection, and the id of its last request.
struct Client(Connection, i32);

impl Client {
    fn notify(&self, method: &str, params: Value) {
        let message = Notification { method: method.to_owned(), params };
        self.0.sender.send(message.into()).expect("the server listens");
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.1 += 1;
        let request = Request { id: self.1.into(), method: method.to_owned(), params };
        self.0.sender.send(request.into()).expect("the server listens");
        loop {
            match self.0.receiver.recv().expect("the server answers") {
                Message::Response(response) if response.id == self.1.into() => {
                    return response.response_result.expect("an answer");
                }
                _other => {}
            }
        }
    }

    /// Waits for diagnostics that satisfy a condition.
    fn told(&self, is_it: impl Fn(&Value) -> bool) {
        loop {
            if let Message::Notification(told) = self.0.receiver.recv().expect("the server tells")
                && told.method == "textDocument/publishDiagnostics"
                && is_it(&told.params)
            {
                return;
            }
        }
    }

    /// Takes the messages that have come. Returns whether none has come for a while.
    fn is_quiet(&self) -> bool {
        self.0.receiver.recv_timeout(Duration::from_millis(40)).is_err()
    }
}

fn shown(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times.get((times.len().max(1) - 1) * part / 100).map_or(0.0, Duration::as_secs_f64) * 1000.0;
    println!("| {what} | {:.1} | {:.1} | {:.1} |", at(50), at(95), at(100));
}

/// The position of a text that an edit replaces.
fn place(text: &str, offset: usize) -> Value {
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": before.matches('\n').count(), "character": offset - start })
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let files = numbers.first().copied().unwrap_or(1000);
    let edits = numbers.get(1).copied().unwrap_or(1000);
    let mut text = edited();
    let mut program: BTreeMap<String, String> = tree(Kind::Mix, files * 1400, files).files.into_iter().collect();
    program.insert("edited.dictum".to_owned(), text.clone());
    let naming = "data_policy naming { applies_to = only [edited_0]; business = [sql]; non_business = rest }\n";
    program.insert("naming.dictum".to_owned(), naming.to_owned());
    let bytes: usize = program.values().map(String::len).sum();
    println!("{files} files, {bytes} bytes, {} threads", std::thread::available_parallelism().map_or(1, usize::from));
    println!("| what | median ms | p95 ms | worst ms |\n|---|---|---|---|");
    let begun = Instant::now();
    let (server, connection) = Connection::memory();
    let world = Memory(program);
    let thread = std::thread::spawn(move || lsp::serve(&server, Box::new(world)).expect("the protocol holds"));
    let mut client = Client(connection, 0);
    client.ask("initialize", json!({ "rootUri": "file:///project", "capabilities": {} }));
    client.notify("initialized", json!({}));
    let document = json!({ "uri": EDITED, "languageId": "dictum", "version": 0, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    client.told(|told| told["uri"] == EDITED && told["version"] == 0);
    shown("cold open, to the first diagnostics", vec![begun.elapsed()]);
    while !client.is_quiet() {}
    let (mut first, mut whole, mut pulled) = (Vec::new(), Vec::new(), Vec::new());
    let (mut completions, mut typed) = (Vec::new(), Vec::new());
    for version in 1..=edits {
        let (old, new, follows) = EDITS[(version - 1) % EDITS.len()];
        let at = text.find(old).expect("what is edited");
        let change =
            json!({ "range": { "start": place(&text, at), "end": place(&text, at + old.len()) }, "text": new });
        let document = json!({ "uri": EDITED, "version": version });
        let changed = json!({ "textDocument": document, "contentChanges": [change] });
        text.replace_range(at..at + old.len(), new);
        let value = text.find("region  = ").expect("a region") + "region  = ".len();
        let here = json!({ "textDocument": { "uri": EDITED }, "position": place(&text, value) });
        let began = Instant::now();
        client.notify("textDocument/didChange", changed);
        if version % 7 == 0 && !follows {
            // Completion is requested at once at the place of typing.
            client.ask("textDocument/completion", here.clone());
            typed.push(began.elapsed());
            client.ask("textDocument/diagnostic", here.clone());
        } else {
            client.told(|told| told["uri"] == EDITED && told["version"] == version);
            first.push(began.elapsed());
            if follows {
                client.told(|told| told["uri"] == NAMING);
                whole.push(began.elapsed());
            } else {
                client.ask("textDocument/diagnostic", here.clone());
                pulled.push(began.elapsed());
            }
        }
        while !client.is_quiet() {}
        if version % 5 == 0 {
            let began = Instant::now();
            client.ask("textDocument/completion", here);
            completions.push(began.elapsed());
        }
    }
    // Each of these gives a program that differs from the last ones.
    let regions = ["europe", "asia", "germany", "france", "switzerland", "unitedstates"];
    let mut lasting = Vec::new();
    for (turn, (old, new)) in (1..).zip(regions.iter().zip(regions.iter().cycle().skip(1)).cycle()).take(edits / 10) {
        let (old, version) = (format!("region  = {old}\n"), edits + turn);
        let at = text.find(&old).expect("what is edited");
        let range = json!({ "start": place(&text, at), "end": place(&text, at + old.len()) });
        let new = format!("region  = {new}\n");
        let change = json!([{ "range": range, "text": new }]);
        text.replace_range(at..at + old.len(), &new);
        let document = json!({ "uri": EDITED, "version": version });
        let began = Instant::now();
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
        client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": EDITED } }));
        lasting.push(began.elapsed());
        while !client.is_quiet() {}
    }
    shown("edit to the first diagnostics of the file", first);
    shown("edit to the diagnostics of another file", whole);
    shown("edit to the file's diagnostics in the whole program, as asked for", pulled);
    shown("the same where a value becomes another, and no program before it comes again", lasting);
    shown("completion", completions);
    shown("edit to the completion asked with it", typed);
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    drop(client);
    assert!(thread.join().expect("the server has not failed"));
}
