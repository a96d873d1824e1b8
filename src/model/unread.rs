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
    /// Something, neither its name nor its kind known.
    any: bool,
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

    /// Something of which neither name nor kind is left.
    pub fn add_any(&mut self) {
        self.any = true;
    }

    /// Whether there is something of which neither name nor kind is left.
    pub fn is_headless(&self) -> bool {
        self.any
    }

    /// What another file could not read.
    pub fn extend(&mut self, other: Self) {
        self.names.extend(other.names);
        self.kinds.extend(other.kinds);
        self.any |= other.any;
    }

    /// Whether a declaration of that kind and name may have been meant to be there.
    pub fn may_hold(&self, keyword: &str, name: &str) -> bool {
        self.any || self.names.contains(name) || self.kinds.contains(keyword)
    }

    /// Whether a declaration of that kind may have been meant to be there, of a name of which that holds.
    pub fn may_hold_any(&self, keyword: &str, is: impl Fn(&str) -> bool) -> bool {
        self.any || self.kinds.contains(keyword) || self.names.iter().any(|name| is(name))
    }
}
