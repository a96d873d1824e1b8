//! Sends diagnostics that differ from those that the editor has.

use std::collections::BTreeMap;

use serde_json::json;

use super::capabilities::Client;
use super::convert::{Addresses, Converter};
use super::report::{self, OfFile, Told};
use super::root::{Overtaken, Root};
use super::worker::Worker;

/// The minimum number of files of a program for which an edited file gets its first diagnostics before the analysis is
/// done.
const MANY: usize = 100;

impl Worker {
    /// The diagnostics of all programs, by address.
    pub(super) fn diagnostics(&mut self, of_root: impl Fn(&Converter<'_>, &Client) -> Told) -> Result<Told, Overtaken> {
        let (settings, go_on) = (self.settings(), self.go_on());
        self.roots.iter_mut().try_for_each(|root| root.settle(settings, &go_on))?;
        let mut all = BTreeMap::new();
        for (index, root) in self.roots.iter().enumerate() {
            let open = self.opened(index);
            let addresses = Addresses { root, open: &open };
            let converter = Converter { encoding: self.client.encoding, addresses: &addresses };
            all.extend(of_root(&converter, &self.client));
        }
        Ok(all)
    }

    /// Returns a function that fails after the next change. What is requested before the editor shuts down is answered.
    pub(super) fn go_on(&self) -> impl Fn() -> Result<(), Overtaken> + Sync + use<> {
        let (shared, changes) = (self.shared.clone(), self.changes);
        move || if shared.changes() == changes { Ok(()) } else { Err(Overtaken) }
    }

    /// Whether results are out of date, or no answer is needed.
    fn is_overtaken(&self) -> bool {
        self.shared.changes() != self.changes || self.shared.is_stopped()
    }

    /// Sends the known diagnostics of changed files before the analysis, if the analysis takes time.
    pub(super) fn publish_first(&mut self) {
        let mut first = Vec::new();
        for (index, root) in self.roots.iter().enumerate().filter(|(_, root)| root.sources().len() >= MANY) {
            let open = self.opened(index);
            let addresses = Addresses { root, open: &open };
            let converter = Converter { encoding: self.client.encoding, addresses: &addresses };
            for file in root.touched.iter().filter(|file| open.contains_key(*file)) {
                if let Some(findings) = root.at_first(*file) {
                    let (uri, version) = addresses.of(*file);
                    first.push((uri, (version, report::of_findings(&converter, &self.client, *file, &findings))));
                }
            }
        }
        if !self.is_overtaken() {
            for (uri, told) in first {
                self.tell(uri, told);
            }
        }
    }

    /// Sends the diagnostics that have changed, unless another change comes meanwhile.
    pub(super) fn publish(&mut self) {
        if self.client.pulls {
            return;
        }
        self.publish_first();
        if self.is_overtaken() {
            self.dirty = true;
            return;
        }
        // Files of closed programs are found only by comparing everything that was sent.
        let whole = self.roots.iter().any(|root| root.told.is_none());
        let all = self.diagnostics(|converter, client| match &converter.addresses.root.told {
            Some(before) if !whole => report::news(converter, client, before),
            _nothing => report::found(converter, client),
        });
        let Some(mut all) = all.ok().filter(|_| !self.is_overtaken()) else {
            self.dirty = true;
            return;
        };
        if whole {
            for (uri, document) in &self.open {
                // For an open file the editor waits for the report that it has no findings.
                if !all.contains_key(uri) && self.file(uri).is_some() {
                    all.insert(uri.clone(), (Some(document.version()), Vec::new()));
                }
            }
            let gone: Vec<String> = self.told.keys().filter(|uri| !all.contains_key(*uri)).cloned().collect();
            for uri in gone {
                if self.told.remove(&uri).is_some_and(|(_, found)| !found.is_empty()) {
                    self.notify("textDocument/publishDiagnostics", json!({ "uri": uri, "diagnostics": [] }));
                }
            }
        }
        for (uri, told) in all {
            self.tell(uri, told);
        }
        self.roots.iter_mut().for_each(Root::note_told);
    }

    /// Sends the diagnostics of a file, unless the editor has the same.
    fn tell(&mut self, uri: String, told: OfFile) {
        let (version, found) = &told;
        let news = match self.told.get(&uri) {
            // A file without findings needs no report, unless the editor waits for a version.
            None => !found.is_empty() || version.is_some(),
            Some(before) => *before != told,
        };
        if news {
            let mut params = json!({ "uri": uri, "diagnostics": found });
            if let (Some(fields), Some(version)) = (params.as_object_mut(), version) {
                fields.insert("version".to_owned(), (*version).into());
            }
            self.notify("textDocument/publishDiagnostics", params);
        }
        if found.is_empty() && version.is_none() {
            self.told.remove(&uri);
        } else {
            self.told.insert(uri, told);
        }
    }
}
