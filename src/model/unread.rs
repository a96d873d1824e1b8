//! What is declared somewhere but could not be read.
//!
//! A reference to it is not at fault, so nothing is said of it: one mistake in a declaration gives one
//! finding, not one more at every use.

use std::collections::BTreeSet;

use ecow::EcoString;

/// Names and kinds of declarations that could not be read, or not wholly.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    names: BTreeSet<EcoString>,
    kinds: BTreeSet<&'static str>,
}

impl Unread {
    /// Something of that name, perhaps of any kind.
    pub fn add(&mut self, name: &str) {
        self.names.insert(name.into());
    }

    /// Something of that kind, its name not known, or a part of it.
    pub fn add_kind(&mut self, keyword: &'static str) {
        self.kinds.insert(keyword);
    }

    /// What another file could not read.
    pub fn extend(&mut self, other: Self) {
        self.names.extend(other.names);
        self.kinds.extend(other.kinds);
    }

    /// Whether a declaration of that kind and name may have been meant to be there.
    pub fn may_hold(&self, keyword: &str, name: &str) -> bool {
        self.names.contains(name) || self.kinds.contains(keyword)
    }
}
