//! The thread that answers: messages in order, and diagnostics when no message waits.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TryRecvError};
use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use super::answers::{Asked, FAILED, Refusal};
use super::capabilities::Client;
use super::convert::{Addresses, Converter, change, offset};
use super::inbox::{CHANGES, Shared};
use super::report::Told;
use super::root::{Needs, Root};
use super::world::{Loaded, World};
use super::{lists, report, uri};
use crate::catalog::Catalog;
use crate::config::Config;
use crate::engine::Settings;
use crate::ide::{Change, Document, complete};
use crate::text::{FileId, Sources};

const CANCELLED: i32 = -32800;
const MODIFIED: i32 = -32801;
const INTERNAL: i32 = -32603;

/// Requests about form and names only, which do not need the analysis.
const FORM: &[&str] = &[
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/references",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
];

pub(super) struct Worker {
    pub(super) sender: Sender<Message>,
    pub(super) world: Box<dyn World>,
    pub(super) shared: Arc<Shared>,
    pub(super) client: Client,
    pub(super) folders: Vec<PathBuf>,
    /// The open texts, by address.
    pub(super) open: BTreeMap<String, Document>,
    pub(super) roots: Vec<Root>,
    /// The last diagnostics that were sent for each file.
    pub(super) told: Told,
    /// The number of changes that have been processed.
    pub(super) changes: u64,
    /// Whether diagnostics may be out of date.
    pub(super) dirty: bool,
}

impl Worker {
    pub(super) fn new(sender: Sender<Message>, world: Box<dyn World>, shared: Arc<Shared>, client: Client) -> Self {
        let folders = client.folders.iter().filter_map(|folder| uri::path(folder)).collect();
        let (open, told) = (BTreeMap::new(), Told::new());
        Self { sender, world, shared, client, folders, open, roots: Vec::new(), told, changes: 0, dirty: true }
    }

    pub(super) fn run(mut self, inbox: &Receiver<Message>) {
        if self.client.watches {
            let watchers = json!([{ "globPattern": "**/*.dictum" }, { "globPattern": "**/dictum.toml" }]);
            let method = "workspace/didChangeWatchedFiles";
            let registration = json!({ "id": "files", "method": method, "registerOptions": { "watchers": watchers } });
            let params = json!({ "registrations": [registration] });
            let id = RequestId::from("files".to_owned());
            self.send(Message::Request(Request { id, method: "client/registerCapability".to_owned(), params }));
        }
        self.guarded(Self::reload);
        loop {
            let message = if self.dirty {
                match inbox.try_recv() {
                    Ok(message) => message,
                    Err(TryRecvError::Disconnected) => return,
                    Err(TryRecvError::Empty) => {
                        self.dirty = false;
                        self.guarded(Self::publish);
                        if inbox.is_empty() {
                            self.guarded(|worker| worker.roots.iter_mut().for_each(Root::rest));
                        }
                        continue;
                    }
                }
            } else {
                match inbox.recv() {
                    Ok(message) => message,
                    Err(_closed) => return,
                }
            };
            match message {
                Message::Request(request) => self.request(&request),
                Message::Notification(told) => {
                    if CHANGES.contains(&told.method.as_str()) {
                        self.changes += 1;
                    }
                    self.guarded(|worker| worker.notified(&told));
                }
                Message::Response(_) => {}
            }
        }
    }

    fn send(&self, message: Message) {
        // If the receiver is gone, no further message comes from it, and this thread ends.
        let _ = self.sender.send(message);
    }

    pub(super) fn notify(&self, method: &str, params: Value) {
        self.send(Message::Notification(Notification { method: method.to_owned(), params }));
    }

    /// Runs something that may panic because of a defect in this crate. After a panic the results are dropped, and
    /// texts are kept.
    fn guarded(&mut self, act: impl FnOnce(&mut Self)) -> bool {
        let done = catch_unwind(AssertUnwindSafe(|| act(self))).is_ok();
        if !done {
            self.roots.iter_mut().for_each(Root::forget);
            let message = "Dictum made a mistake of its own; please report it with the policy that caused it";
            self.notify("window/logMessage", json!({ "type": 1, "message": message }));
        }
        done
    }

    fn request(&mut self, request: &Request) {
        let mut result = Err((INTERNAL, "Dictum made a mistake of its own; please report it".to_owned()));
        if self.shared.take_cancelled(&request.id) {
            result = Err((CANCELLED, "cancelled".to_owned()));
        } else {
            self.guarded(|worker| result = worker.answer(request));
            if self.shared.take_cancelled(&request.id) {
                result = Err((CANCELLED, "cancelled".to_owned()));
            } else if result.is_ok() && self.shared.changes() != self.changes {
                result = Err((MODIFIED, "the text has changed".to_owned()));
            }
        }
        let id = request.id.clone();
        self.send(Message::Response(match result {
            Ok(result) => Response::new_ok(id, result),
            Err((code, message)) => Response::new_err(id, code, message),
        }));
    }

    pub(super) fn settings(&self) -> Settings {
        Settings { today: self.world.today() }
    }

    fn answer(&mut self, request: &Request) -> Result<Value, Refusal> {
        let settings = self.settings();
        match request.method.as_str() {
            "workspace/symbol" => {
                let asked = request.params.get("query").and_then(Value::as_str).unwrap_or_default();
                let mut found = Vec::new();
                for index in 0..self.roots.len() {
                    self.at(index, Needs::Texts, settings, |view, converter| {
                        found.extend(lists::workspace(view, converter, asked));
                    });
                }
                Ok(found.into())
            }
            "workspace/diagnostic" => {
                let before = request.params.get("previousResultIds").and_then(Value::as_array);
                let before = |uri: &str| {
                    let mut all = before.into_iter().flatten();
                    all.find(|one| one["uri"] == uri).and_then(|one| one["value"].as_str())
                };
                let overtaken = |_| (MODIFIED, "the text has changed".to_owned());
                let reports =
                    self.diagnostics(report::all).map_err(overtaken)?.into_iter().map(|(uri, (version, items))| {
                        let mut said = report::pulled(items, before(&uri));
                        if let Some(fields) = said.as_object_mut() {
                            fields.insert("version".to_owned(), version.into());
                            fields.insert("uri".to_owned(), uri.into());
                        }
                        said
                    });
                Ok(json!({ "items": reports.collect::<Value>() }))
            }
            "dictum/rulePage" => {
                let rule = request.params.get("rule").and_then(Value::as_str).unwrap_or_default();
                let found = crate::codes::find(rule).map(crate::codes::page);
                found.map(Value::from).ok_or_else(|| (FAILED, format!("there is no rule `{rule}`")))
            }
            method => {
                let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str).unwrap_or_default();
                let Some((index, file)) = self.file(uri) else {
                    return if method.starts_with("textDocument/") {
                        Ok(Value::Null)
                    } else {
                        Err((-32601, format!("`{method}` is not known")))
                    };
                };
                let client = self.client.clone();
                let params = &request.params;
                let needs = self.needs(method, params, index, file);
                let answered = self.at(index, needs, settings, |view, converter| {
                    if method == "textDocument/diagnostic" {
                        let before = params.get("previousResultId").and_then(Value::as_str);
                        return Ok(report::pulled(report::of_file(converter, &client, file), before));
                    }
                    let (view, converter) = (*view, *converter);
                    Asked { view, converter, client: &client, settings: &settings, file, params }.answer(method)
                });
                answered.unwrap_or(Ok(Value::Null))
            }
        }
    }

    /// What the answer to a request depends on. Completion needs the analysis in few places only, so elsewhere it does
    /// not wait for it.
    fn needs(&self, method: &str, params: &Value, index: usize, file: FileId) -> Needs {
        if FORM.contains(&method) {
            return Needs::Texts;
        }
        let source = self.roots.get(index).map(|root| root.sources().get(file));
        let offset = source.and_then(|source| offset(source, self.client.encoding, true, params.get("position")?));
        let asks = source.zip(offset).is_none_or(|(source, offset)| complete::asks_of_program(source.text(), offset));
        if method == "textDocument/completion" && !asks { Needs::Texts } else { Needs::Program }
    }

    /// Answers a question about one program.
    fn at<R>(
        &mut self,
        index: usize,
        needs: Needs,
        settings: Settings,
        ask: impl FnOnce(&crate::ide::View<'_>, &Converter<'_>) -> R,
    ) -> Option<R> {
        if needs == Needs::Program && self.dirty && !self.client.pulls {
            // Editors send many requests after each edit, and the diagnostics of the text need not wait for them.
            self.publish_first();
        }
        let go_on = self.go_on();
        let root = self.roots.get_mut(index)?;
        root.prepare(settings, needs, &go_on).ok()?;
        let root = self.roots.get(index)?;
        let view = root.view()?;
        let open = self.opened(index);
        let addresses = Addresses { root, open: &open };
        let converter = Converter { encoding: self.client.encoding, addresses: &addresses };
        Some(ask(&view, &converter))
    }

    /// The address and version of each open file of a program.
    pub(super) fn opened(&self, root: usize) -> BTreeMap<FileId, (String, i32)> {
        let mut opened = BTreeMap::new();
        for (uri, document) in &self.open {
            if let Some((index, file)) = self.file(uri)
                && index == root
            {
                opened.entry(file).or_insert_with(|| (uri.clone(), document.version()));
            }
        }
        opened
    }

    /// The program and file of an address.
    pub(super) fn file(&self, uri: &str) -> Option<(usize, FileId)> {
        let path = place(uri);
        self.roots.iter().enumerate().find_map(|(index, root)| Some((index, root.file(&path)?)))
    }

    fn notified(&mut self, told: &Notification) {
        let text_document = told.params.get("textDocument");
        let uri = text_document.and_then(|document| document.get("uri")?.as_str()).unwrap_or_default().to_owned();
        let version = text_document.and_then(|document| document.get("version")?.as_i64()).unwrap_or_default() as i32;
        match told.method.as_str() {
            "textDocument/didOpen" => {
                let text = text_document.and_then(|document| document.get("text")?.as_str()).unwrap_or_default();
                self.open.insert(uri.clone(), Document::new(version, text.to_owned()));
                if self.file(&uri).is_none() {
                    self.adopt(&uri);
                }
                if uri::path(&uri).is_none_or(|path| uri::of(&path) != uri) {
                    self.forget_told();
                }
                self.take(&uri);
            }
            "textDocument/didChange" => {
                let changes = told.params.get("contentChanges").and_then(Value::as_array);
                let changes: Vec<Change> = changes.into_iter().flatten().map(change).collect();
                if let Some(document) = self.open.get_mut(&uri) {
                    document.change(version, &changes, self.client.encoding);
                }
                self.take(&uri);
            }
            "textDocument/didClose" => {
                self.open.remove(&uri);
                self.forget_told();
                self.reload();
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.reload(),
            "workspace/didChangeWorkspaceFolders" => {
                let folders = |name: &str| -> Vec<PathBuf> {
                    let all = told.params.pointer(&format!("/event/{name}")).and_then(Value::as_array);
                    let all = all.into_iter().flatten().filter_map(|folder| folder.get("uri")?.as_str());
                    all.filter_map(uri::path).collect()
                };
                let removed = folders("removed");
                self.folders.retain(|folder| !removed.contains(folder));
                self.folders.extend(folders("added"));
                self.reload();
            }
            _other => return,
        }
        self.dirty = true;
    }

    /// Gives the open text of an address to its program.
    fn take(&mut self, uri: &str) {
        let Some((index, file)) = self.file(uri) else { return };
        if let (Some(root), Some(document)) = (self.roots.get_mut(index), self.open.get(uri)) {
            root.replace(file, document.text());
            root.touched.insert(file);
        }
    }

    /// Compares everything with what was sent for all files, because programs or addresses of files have changed.
    fn forget_told(&mut self) {
        self.roots.iter_mut().for_each(|root| root.told = None);
    }

    /// Finds the program of an open file that belongs to no known program. A text that is not on the disk is a program
    /// of its own.
    fn adopt(&mut self, uri: &str) {
        let path = place(uri);
        if path.extension().is_none_or(|extension| extension != "dictum") && uri::path(uri).is_some() {
            return;
        }
        let loaded = if uri::path(uri).is_some() { self.world.load(&path).unwrap_or_default() } else { Vec::new() };
        for loaded in loaded {
            if self.roots.iter().all(|root| root.folder() != loaded.folder) {
                self.roots.push(Root::new(loaded));
            }
        }
        if self.file(uri).is_none() {
            let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let text = self.open.get(uri).map(|document| document.text().as_bytes().to_vec()).unwrap_or_default();
            let sources = Sources::new(vec![(name, text)]);
            let catalog = Catalog::shared_builtin().clone();
            self.roots.push(Root::new(Loaded { folder, sources, config: Config::default(), settings: None, catalog }));
        }
    }

    /// Reads the disk again.
    fn reload(&mut self) {
        let mut before = std::mem::take(&mut self.roots);
        for folder in self.folders.clone() {
            match self.world.load(&folder) {
                Ok(loaded) => {
                    for loaded in loaded {
                        let known = before.iter().position(|root| root.folder() == loaded.folder);
                        let root = match known.map(|index| before.remove(index)) {
                            Some(mut root) => {
                                root.renew(loaded);
                                root
                            }
                            None => Root::new(loaded),
                        };
                        self.roots.push(root);
                    }
                }
                Err(why) => {
                    // Its previous state is kept.
                    let inside = |root: &Root| root.folder().starts_with(&folder);
                    let (inside, others): (Vec<Root>, Vec<Root>) = before.into_iter().partition(inside);
                    before = others;
                    self.roots.extend(inside);
                    self.notify("window/showMessage", json!({ "type": 1, "message": why }));
                }
            }
        }
        if !before.is_empty() {
            self.forget_told();
        }
        for uri in self.open.keys().cloned().collect::<Vec<String>>() {
            if self.file(&uri).is_none() {
                self.adopt(&uri);
            }
            self.take(&uri);
        }
        self.dirty = true;
    }
}

/// The path of an address. An address that names no file gets a path that no file has.
fn place(uri: &str) -> PathBuf {
    uri::path(uri).unwrap_or_else(|| PathBuf::from("/\0").join(uri.replace(['/', '\\', ':'], "_")))
}
