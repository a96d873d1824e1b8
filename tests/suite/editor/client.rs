//! An editor in memory, at the other end of a server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use dictum::catalog::Catalog;
use dictum::config::{self, Config};
use dictum::lsp::{self, Loaded, World};
use dictum::text::Sources;
use jiff::civil::{Date, date};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

/// Files in memory, and a clock that can be made to fail.
pub(super) struct Memory {
    pub(super) files: BTreeMap<String, String>,
    pub(super) fails: Arc<AtomicBool>,
}

impl World for Memory {
    fn load(&self, path: &Path) -> Result<Vec<Loaded>, String> {
        let folder = PathBuf::from("/project");
        if !path.starts_with(&folder) {
            return Ok(Vec::new());
        }
        let policies = self.files.iter().filter(|(name, _)| name.ends_with(".dictum"));
        let inputs = policies.map(|(name, text)| (name.clone(), text.as_bytes().to_vec())).collect();
        let sources = Sources::rooted("/project/".to_owned(), inputs);
        let (config, settings) = match self.files.get("dictum.toml") {
            Some(text) => {
                let sources = Sources::single("/project/dictum.toml", text);
                let (config, findings) = config::read(&sources.as_slice()[0]);
                (config, Some((folder.join("dictum.toml"), sources, findings)))
            }
            None => (Config::default(), None),
        };
        Ok(vec![Loaded { folder, sources, config, settings, catalog: Catalog::shared_builtin().clone() }])
    }

    fn today(&self) -> Date {
        assert!(!self.fails.load(Ordering::SeqCst), "the clock stands still");
        date(2026, 11, 21)
    }
}

/// The editor.
pub(super) struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<bool>>,
    next: i32,
    /// The last diagnostics of each file.
    pub(super) told: BTreeMap<String, Value>,
    /// The messages besides answers and diagnostics.
    pub(super) others: Vec<Message>,
    pub(super) texts: BTreeMap<String, (i32, String)>,
    pub(super) fails: Arc<AtomicBool>,
    pub(super) capabilities: Value,
}

pub(super) fn uri(name: &str) -> String {
    format!("file:///project/{name}")
}

impl Client {
    pub(super) fn start(files: &[(String, String)]) -> Self {
        let capabilities = json!({
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true },
                "completion": { "completionItem": { "snippetSupport": true } },
            },
        });
        Self::with(files, &json!({ "rootUri": "file:///project", "capabilities": capabilities }))
    }

    pub(super) fn with(files: &[(String, String)], initialize: &Value) -> Self {
        let (server, connection) = Connection::memory();
        let fails = Arc::new(AtomicBool::new(false));
        let world = Memory { files: files.iter().cloned().collect(), fails: fails.clone() };
        let thread = std::thread::spawn(move || lsp::serve(&server, Box::new(world)).expect("the protocol holds"));
        let mut client = Self {
            connection: Some(connection),
            server: Some(thread),
            next: 0,
            told: BTreeMap::new(),
            others: Vec::new(),
            texts: BTreeMap::new(),
            fails,
            capabilities: Value::Null,
        };
        client.capabilities = client.ask("initialize", initialize.clone()).expect("it begins");
        client.notify("initialized", json!({}));
        client
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("it is open")
    }

    pub(super) fn notify(&self, method: &str, params: Value) {
        let message = Notification { method: method.to_owned(), params };
        self.connection().sender.send(message.into()).expect("the server listens");
    }

    /// Sends a request and returns its id.
    pub(super) fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        let request = Request { id: id.clone(), method: method.to_owned(), params };
        self.connection().sender.send(request.into()).expect("the server listens");
        id
    }

    /// Waits for an answer.
    pub(super) fn answer(&mut self, wanted: &RequestId) -> Result<Value, (i32, String)> {
        loop {
            match self.connection().receiver.recv_timeout(Duration::from_mins(2)).expect("the server answers") {
                Message::Response(response) if response.id == *wanted => {
                    return response.response_result.map_err(|error| (error.code, error.message));
                }
                Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                    let uri = told.params["uri"].as_str().expect("an address").to_owned();
                    self.told.insert(uri, told.params);
                }
                other => self.others.push(other),
            }
        }
    }

    pub(super) fn ask(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        let id = self.send(method, params);
        self.answer(&id)
    }

    pub(super) fn open(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": uri(name), "languageId": "dictum", "version": 1, "text": text });
        self.texts.insert(name.to_owned(), (1, text.to_owned()));
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the bytes from `start` to `end`.
    pub(super) fn edit(&mut self, name: &str, start: usize, end: usize, new: &str) {
        let (version, text) = self.texts.get_mut(name).expect("it is open");
        *version += 1;
        let range = json!({ "start": position(text, start), "end": position(text, end) });
        text.replace_range(start..end, new);
        let document = json!({ "uri": uri(name), "version": *version });
        let changes = json!([{ "range": range, "text": new }]);
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Replaces all places of a text in one message, from the last to the first.
    pub(super) fn replace_all(&mut self, name: &str, old: &str, new: &str) {
        let (version, text) = self.texts.get_mut(name).expect("it is open");
        *version += 1;
        let mut changes = Vec::new();
        // Each place is counted from the one before it.
        let (mut at, mut line, mut column) = (0, 0, 0);
        for (start, _) in text.match_indices(old) {
            let before = &text[at..start];
            let lines = before.matches('\n').count();
            let rest = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
            column = rest.encode_utf16().count() + if lines == 0 { column } else { 0 };
            (at, line) = (start, line + lines);
            let end = column + old.encode_utf16().count();
            let place = |column: usize| json!({ "line": line, "character": column });
            changes.push(json!({ "range": { "start": place(column), "end": place(end) }, "text": new }));
        }
        changes.reverse();
        *text = text.replace(old, new);
        let document = json!({ "uri": uri(name), "version": *version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Applies an edit from the server, like an editor. Lines end with LF.
    pub(super) fn apply(&mut self, name: &str, edit: &Value) {
        let text = &self.texts[name].1;
        let offset = |place: &Value| {
            let number = |key: &str| place[key].as_u64().expect("a number") as usize;
            let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
            let mut units = number("character");
            let inside = text[start..].chars().take_while(|character| {
                let is_before = units > 0;
                units = units.saturating_sub(character.len_utf16());
                is_before
            });
            start + inside.map(char::len_utf8).sum::<usize>()
        };
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        self.edit(name, start, end, edit["newText"].as_str().expect("a text"));
    }

    /// All current findings, file by file.
    pub(super) fn found(&mut self) -> BTreeMap<String, Value> {
        let answer = self.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).expect("it is answered");
        let items = answer["items"].as_array().expect("a list").iter();
        items.map(|item| (item["uri"].as_str().expect("an address").to_owned(), item["items"].clone())).collect()
    }

    pub(super) fn place(&self, name: &str, needle: &str) -> Value {
        let (before, after) = needle.split_once('|').unwrap_or(("", needle));
        let text = &self.texts[name].1;
        let at = text.find(&format!("{before}{after}")).unwrap_or_else(|| unreachable!("{name} holds no `{needle}`"));
        position(text, at + before.len())
    }

    /// Ends the server. Returns whether it ended in order.
    pub(super) fn end(&mut self) -> bool {
        self.ask("shutdown", Value::Null).expect("it ends");
        self.notify("exit", Value::Null);
        drop(self.connection.take());
        self.server.take().expect("it runs").join().expect("it has not failed")
    }
}

/// A position in UTF-16 units. Texts of tests end lines with LF.
pub(super) fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}
