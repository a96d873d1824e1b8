//! How fast an editor is answered: `cargo bench --bench editor`, or with numbers: `-- files edits`.
//!
//! Everything is measured over the server's own protocol, in memory: the program is opened, then one file is edited
//! again and again, and the time runs from the edit to the diagnostics of all files that follow from it. Completions are
//! asked in between, some together with an edit. Every second edit makes an error, the next one undoes it.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on says what it relied on")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dictum::catalog::Catalog;
use dictum::config::Config;
use dictum::lsp::{self, Loaded, World};
use dictum::text::Sources;
use jiff::civil::{Date, date};
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

/// The file that is edited.
const EDITED: &str = "file:///project/d00000.dictum";

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

/// About 2 kB of policies that stand by themselves.
fn file(index: usize) -> String {
    let mut text = format!("// Department {index}.\n\n");
    for part in 0..5 {
        let _ = writeln!(
            text,
            "/// Where department {index} works, part {part}.\n\
             environment env_{index}_{part} {{\n  name    = \"Department {index}, part {part}\"\n  type    = sandbox\n  \
             region  = europe\n  managed = yes\n  access  = group_{index}\n}}\n\n"
        );
    }
    let _ = write!(text, "group group_{index} {{ kind = security; name = \"SG Department {index}\" }}\n\n");
    for part in 0..5 {
        let _ = write!(
            text,
            "connectors set_{index}_{part} = [sharepointonline, office365, teams, sql, onenote, planner, todo, excelonlinebusiness]"
        );
    }
    let _ = write!(text, "\nuser user_{index} {{ upn = \"user{index}@contoso.com\" }}\n");
    text
}

/// The editor: its end of the connection, the number of its last request, and the last version whose diagnostics it has.
struct Client(Connection, i32, i64);

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
                other => self.note(&other),
            }
        }
    }

    fn note(&mut self, message: &Message) {
        if let Message::Notification(told) = message
            && told.params["uri"] == EDITED
        {
            self.2 = told.params["version"].as_i64().unwrap_or(self.2);
        }
    }

    /// Waits for the diagnostics of the edited file at a version.
    fn told(&mut self, version: i64) {
        while self.2 != version {
            let message = self.0.receiver.recv().expect("the server tells");
            self.note(&message);
        }
    }
}

fn shown(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!("{what:<40} median {:>8.2} ms   p95 {:>8.2} ms   worst {:>8.2} ms", at(50), at(95), at(100));
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let files = numbers.first().copied().unwrap_or(1000);
    let edits = numbers.get(1).and_then(|edits| i64::try_from(*edits).ok()).unwrap_or(1000);
    let program: BTreeMap<String, String> =
        (0..files).map(|index| (format!("d{index:05}.dictum"), file(index))).collect();
    let bytes: usize = program.values().map(String::len).sum();
    println!("{files} files, {bytes} bytes, {} threads", std::thread::available_parallelism().map_or(1, usize::from));
    let text = program["d00000.dictum"].clone();
    let uri = EDITED;
    let start = Instant::now();
    let (server, connection) = Connection::memory();
    let world = Memory(program);
    let thread = std::thread::spawn(move || lsp::serve(&server, Box::new(world)).expect("the protocol holds"));
    let mut client = Client(connection, 0, -1);
    client.ask("initialize", json!({ "rootUri": "file:///project", "capabilities": {} }));
    client.notify("initialized", json!({}));
    let document = json!({ "uri": uri, "languageId": "dictum", "version": 0, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    client.told(0);
    shown("cold open, to the first diagnostics", vec![start.elapsed()]);
    let line = text.lines().position(|line| line.contains("region")).expect("a region");
    let (mut diagnostics, mut completions, mut typed) = (Vec::new(), Vec::new(), Vec::new());
    for version in 1..=edits {
        let (end, new) = if version % 2 == 1 { (12, "europ e") } else { (19, "europe") };
        let start = if version % 2 == 1 { end } else { end - 7 };
        let end = if version % 2 == 1 { start + 6 } else { end };
        let place = |character: i32| json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": place(start), "end": place(end) }, "text": new });
        let changed = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] });
        let began = Instant::now();
        client.notify("textDocument/didChange", changed);
        if version % 10 == 5 {
            // Where one types, completion is asked for at once.
            let asked = json!({ "textDocument": { "uri": uri }, "position": place(13) });
            client.ask("textDocument/completion", asked);
            typed.push(began.elapsed());
            client.told(version);
            continue;
        }
        client.told(version);
        diagnostics.push(began.elapsed());
        if version % 10 == 0 {
            let asked = json!({ "textDocument": { "uri": uri }, "position": place(13) });
            let began = Instant::now();
            client.ask("textDocument/completion", asked);
            completions.push(began.elapsed());
        }
    }
    shown("edit to the diagnostics of the program", diagnostics);
    if !completions.is_empty() {
        shown("completion", completions);
        shown("edit to the completion asked with it", typed);
    }
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    drop(client);
    assert!(thread.join().expect("the server has not failed"));
}
