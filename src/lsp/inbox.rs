//! State that both threads share: cancelled requests, and the number of changes.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde_json::Value;

/// Messages after which earlier answers may be out of date.
pub(super) const CHANGES: &[&str] = &[
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
];

#[derive(Debug, Default)]
pub(super) struct Shared {
    changes: AtomicU64,
    stopped: AtomicBool,
    /// The ids of cancelled requests, as they are written.
    cancelled: Mutex<BTreeSet<String>>,
}

impl Shared {
    /// Records that a message has come.
    pub(super) fn note(&self, method: &str) {
        if CHANGES.contains(&method) {
            self.changes.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// The number of changes that have come.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// Whether no answer is needed any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    pub(super) fn cancel(&self, params: &Value) {
        if let (Some(id), Ok(mut cancelled)) = (params.get("id"), self.cancelled.lock()) {
            cancelled.insert(written(id));
        }
    }

    /// Whether a request is cancelled. Returns true once for each.
    pub(super) fn take_cancelled(&self, id: &lsp_server::RequestId) -> bool {
        let id = serde_json::to_value(id).map(|id| written(&id)).unwrap_or_default();
        self.cancelled.lock().is_ok_and(|mut cancelled| cancelled.remove(&id))
    }
}

fn written(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), |text| format!("\"{text}\""))
}
