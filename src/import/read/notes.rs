//! Notes of the readers about what they do not carry.

use std::collections::BTreeMap;

use super::neutral::{NotCarried, Outcome};
use super::value::Value;

/// The missing part of a list that continues in another file.
pub(in crate::import) const FURTHER_PAGES: &str = "further pages of the list";

/// The remarks on one file.
pub(in crate::import) struct Notes {
    pub(in crate::import) file: String,
    pub(super) list: Vec<NotCarried>,
    /// Keys that no reader knows, collected so that 700 connectors with one such key give one remark.
    strange: BTreeMap<String, (String, usize)>,
}

/// Why one policy cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) place: String,
    pub(super) why: String,
}

impl Fault {
    pub(super) fn new(place: impl Into<String>, why: impl Into<String>) -> Self {
        Self { place: place.into(), why: why.into() }
    }
}

impl Notes {
    pub(in crate::import) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new(), strange: BTreeMap::new() }
    }

    pub(in crate::import) fn add(
        &mut self,
        outcome: Outcome,
        place: impl Into<String>,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        self.list.push(NotCarried {
            file: self.file.clone(),
            place: place.into(),
            outcome,
            what: what.into(),
            why: why.into(),
        });
    }

    /// Notes that a list continues on pages that are not among the files.
    pub(super) fn further_pages(&mut self, root: &Value, outcome: Outcome) {
        let link = root.get_folded("nextLink").or_else(|| root.get("@odata.nextLink"));
        if let Some(link) = link.and_then(Value::as_text) {
            self.add(outcome, "", FURTHER_PAGES, format!("the list goes on at {link}"));
        }
    }

    /// The number of remarks, for [`Self::unknown_since`].
    pub(super) fn mark(&self) -> usize {
        self.list.len()
    }

    /// The unknown values in the remarks since a mark.
    pub(super) fn unknown_since(&self, mark: usize) -> Vec<String> {
        let since = self.list.iter().skip(mark).filter(|remark| remark.outcome == Outcome::Unknown);
        let mut what: Vec<String> = since.map(|remark| remark.what.clone()).collect();
        what.dedup();
        what
    }

    /// Adds a key that no reader knows.
    pub(super) fn strange(&mut self, key: &str, place: &str) {
        self.strange.entry(key.to_owned()).or_insert_with(|| (place.to_owned(), 0)).1 += 1;
    }

    /// Adds a policy that is missing as a whole, for a reason that has its own place.
    pub(super) fn refuse(&mut self, name: &str, fault: Fault) {
        self.add(Outcome::Refused, fault.place, format!("data policy {}", quoted(name)), fault.why);
    }

    /// The remarks, with the collected ones last.
    pub(in crate::import) fn finish(mut self) -> Vec<NotCarried> {
        for (key, (place, times)) in std::mem::take(&mut self.strange) {
            let what = if times == 1 { format!("`{key}`") } else { format!("`{key}`, {times} times") };
            self.add(Outcome::Dropped, place, what, "not a field that Dictum knows here");
        }
        self.list
    }
}

/// A name in quotation marks, or a phrase for a missing one.
pub(super) fn quoted(name: &str) -> String {
    if name.is_empty() { "without a name".to_owned() } else { format!("\"{name}\"") }
}
