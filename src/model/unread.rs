//! Declarations that could not be read.
//!
//! A reference to such a declaration is not reported: one mistake in a declaration gives one finding, not another one
//! at every use.

use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;

use super::seen::{Seen, Watch};

/// Names and kinds of declarations that could not be read, or not completely.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    names: BTreeSet<EcoString>,
    kinds: BTreeSet<&'static str>,
    /// Whether there is one whose name and kind are both unknown.
    any: bool,
    /// Notes reads of this value.
    watch: Option<Watch>,
}

/// The watch does not count in the comparison.
impl PartialEq for Unread {
    fn eq(&self, other: &Self) -> bool {
        (&self.names, &self.kinds, self.any) == (&other.names, &other.kinds, other.any)
    }
}

impl Unread {
    /// A copy whose reads are noted as reads of the part with that number.
    pub fn watched(&self, seen: Option<&Arc<Seen>>, number: u8) -> Self {
        Self { watch: seen.map(|seen| Watch::new(seen, number)), ..self.clone() }
    }

    fn note(&self) {
        self.watch.iter().for_each(Watch::note);
    }

    /// Adds a declaration with that name, perhaps of any kind.
    pub fn add(&mut self, name: &str) {
        self.names.insert(name.into());
    }

    /// Adds a declaration of that kind whose name, or a part of it, is unknown.
    pub fn add_kind(&mut self, keyword: &'static str) {
        self.kinds.insert(keyword);
    }

    /// Adds a declaration whose name and kind are both unknown.
    pub fn add_any(&mut self) {
        self.any = true;
    }

    /// Whether there is a declaration whose name and kind are both unknown.
    pub fn is_headless(&self) -> bool {
        self.note();
        self.any
    }

    /// Adds the unread declarations of another file.
    pub fn extend(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.kinds.extend(&other.kinds);
        self.any |= other.any;
    }

    /// Whether an unread declaration may have that kind and name.
    pub fn may_hold(&self, keyword: &str, name: &str) -> bool {
        self.note();
        self.any || self.names.contains(name) || self.kinds.contains(keyword)
    }

    /// Whether an unread declaration may have that kind, and a name for which `is` holds.
    pub fn may_hold_any(&self, keyword: &str, is: impl Fn(&str) -> bool) -> bool {
        self.note();
        self.any || self.kinds.contains(keyword) || self.names.iter().any(|name| is(name))
    }
}
