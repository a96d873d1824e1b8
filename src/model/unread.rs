//! What is declared somewhere but could not be read.
//!
//! A reference to it is not at fault, so nothing is said of it: one mistake in a declaration gives one
//! finding, not one more at every use.

use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;

use super::seen::{Seen, Watch};

/// Names and kinds of declarations that could not be read, or not wholly.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    names: BTreeSet<EcoString>,
    kinds: BTreeSet<&'static str>,
    /// Something, neither its name nor its kind known.
    any: bool,
    /// Who notes that it is looked at.
    watch: Option<Watch>,
}

/// Whether one of them is watched makes no difference.
impl PartialEq for Unread {
    fn eq(&self, other: &Self) -> bool {
        (&self.names, &self.kinds, self.any) == (&other.names, &other.kinds, other.any)
    }
}

impl Unread {
    /// The same, looks at which are noted as looks at the part of that number.
    pub fn watched(&self, seen: Option<&Arc<Seen>>, number: u8) -> Self {
        Self { watch: seen.map(|seen| Watch::new(seen, number)), ..self.clone() }
    }

    fn note(&self) {
        self.watch.iter().for_each(Watch::note);
    }

    /// Something of that name, perhaps of any kind.
    pub fn add(&mut self, name: &str) {
        self.names.insert(name.into());
    }

    /// Something of that kind, its name not known, or a part of it.
    pub fn add_kind(&mut self, keyword: &'static str) {
        self.kinds.insert(keyword);
    }

    /// Something of which neither name nor kind is left.
    pub fn add_any(&mut self) {
        self.any = true;
    }

    /// Whether there is something of which neither name nor kind is left.
    pub fn is_headless(&self) -> bool {
        self.note();
        self.any
    }

    /// What another file could not read.
    pub fn extend(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.kinds.extend(&other.kinds);
        self.any |= other.any;
    }

    /// Whether a declaration of that kind and name may have been meant to be there.
    pub fn may_hold(&self, keyword: &str, name: &str) -> bool {
        self.note();
        self.any || self.names.contains(name) || self.kinds.contains(keyword)
    }

    /// Whether a declaration of that kind may have been meant to be there, of a name of which that holds.
    pub fn may_hold_any(&self, keyword: &str, is: impl Fn(&str) -> bool) -> bool {
        self.note();
        self.any || self.kinds.contains(keyword) || self.names.iter().any(|name| is(name))
    }
}
