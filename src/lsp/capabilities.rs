//! The capabilities of the editor and of the server.

use serde_json::{Value, json};

use crate::ide::Encoding;

/// The capabilities that the editor reported.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that an editor can or cannot")]
pub(super) struct Client {
    /// The units in which it counts columns.
    pub(super) encoding: Encoding,
    /// The open folders, by the addresses that it uses.
    pub(super) folders: Vec<String>,
    /// Whether it accepts snippets.
    pub(super) snippets: bool,
    /// Whether it shows related places.
    pub(super) related: bool,
    /// Whether it can open the pages of rules.
    pub(super) pages: bool,
    /// Whether it has the commands of the extension.
    pub(super) commands: bool,
    /// Whether it requests diagnostics, and wants no others.
    pub(super) pulls: bool,
    /// Whether it can be asked to watch files.
    pub(super) watches: bool,
    /// Whether it accepts changes of several files with their versions.
    pub(super) versioned_edits: bool,
}

impl Client {
    /// Reads the parameters of `initialize`. A missing capability counts as absent.
    pub(super) fn read(params: &Value) -> Self {
        let at = |path: &str| params.pointer(path).and_then(Value::as_bool).unwrap_or(false);
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.is_some_and(|all| all.first().and_then(Value::as_str) == Some("utf-8"));
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let mut folders: Vec<String> =
            folders.into_iter().flatten().filter_map(|folder| folder.get("uri")?.as_str().map(str::to_owned)).collect();
        if folders.is_empty() {
            folders.extend(params.get("rootUri").and_then(Value::as_str).map(str::to_owned));
        }
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            folders,
            snippets: at("/capabilities/textDocument/completion/completionItem/snippetSupport"),
            related: at("/capabilities/textDocument/publishDiagnostics/relatedInformation"),
            pages: at("/initializationOptions/rulePages"),
            commands: at("/initializationOptions/commands"),
            pulls: params.pointer("/initializationOptions/diagnostics").and_then(Value::as_str) == Some("pull"),
            watches: at("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            versioned_edits: at("/capabilities/workspace/workspaceEdit/documentChanges"),
        }
    }
}

/// The kinds of words in semantic tokens, by index.
pub(super) const TOKEN_TYPES: &[&str] =
    &["keyword", "property", "string", "number", "comment", "operator", "class", "variable", "enumMember"];

/// The answer to `initialize`.
pub(super) fn answer(client: &Client) -> Value {
    let mut capabilities = json!({
        "positionEncoding": if client.encoding == Encoding::Utf8 { "utf-8" } else { "utf-16" },
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": { "prepareProvider": true },
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "completionProvider": { "triggerCharacters": ["[", "=", ",", " ", ":", ">"] },
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "documentLinkProvider": { "resolveProvider": false },
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "inlayHintProvider": true,
        "codeLensProvider": {},
        "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll"] },
        "semanticTokensProvider": {
            "legend": { "tokenTypes": TOKEN_TYPES, "tokenModifiers": ["declaration"] },
            "full": true,
        },
    });
    if client.pulls
        && let Some(all) = capabilities.as_object_mut()
    {
        let provider = json!({ "identifier": "dictum", "interFileDependencies": true, "workspaceDiagnostics": true });
        all.insert("diagnosticProvider".to_owned(), provider);
    }
    json!({
        "capabilities": capabilities,
        "serverInfo": { "name": "dictum", "version": env!("CARGO_PKG_VERSION") },
    })
}
