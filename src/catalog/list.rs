//! The catalogue: connectors by symbol.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::search::Text;
use super::wire::{self, Form, Shape};
use super::{Connector, Kind, builtin, retired};

/// The connectors a data policy can classify, in the order of their symbols.
#[derive(Clone)]
pub struct Catalog {
    name: Cow<'static, str>,
    date: Option<Date>,
    // INVARIANT: sorted by `key`, and no two have the same.
    connectors: Vec<Connector>,
    by_key: FxHashMap<Cow<'static, str>, ConnectorIndex>,
    pub(super) digest: OnceLock<String>,
    pub(super) texts: OnceLock<Vec<Text>>,
}

/// The place of a connector in its catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectorIndex(pub u32);

impl Catalog {
    /// The built-in catalogue of Dictum.
    pub fn builtin() -> &'static Self {
        Self::shared_builtin()
    }

    /// The built-in catalogue, shared without a copy.
    pub fn shared_builtin() -> &'static Arc<Self> {
        static BUILTIN: OnceLock<Arc<Catalog>> = OnceLock::new();
        BUILTIN.get_or_init(|| Arc::new(builtin::load()))
    }

    /// Its name: `builtin`, or the file it was read from.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day it describes, where that is known.
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The number of connectors.
    pub fn len(&self) -> usize {
        self.connectors.len()
    }

    /// Whether it has no connectors.
    pub fn is_empty(&self) -> bool {
        self.connectors.is_empty()
    }

    /// All connectors, in the order of their symbols.
    pub fn connectors(&self) -> &[Connector] {
        &self.connectors
    }

    /// All connectors with their places.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ConnectorIndex, &Connector)> + DoubleEndedIterator {
        self.connectors.iter().enumerate().map(|(at, connector)| (ConnectorIndex(at as u32), connector))
    }

    /// The connector at a place of this catalogue.
    pub fn get(&self, index: ConnectorIndex) -> &Connector {
        // INVARIANT: an index comes from this catalogue, which never changes.
        &self.connectors[index.0 as usize]
    }

    /// The connector with this name: a symbol, an id with `shared_`, or the full id used in requests, in any case of
    /// ASCII letters.
    pub fn find(&self, name: &str) -> Option<ConnectorIndex> {
        if let Some(index) = self.with_symbol(name) {
            return Some(index);
        }
        let shaped = |symbol, shape| self.with_symbol(symbol).filter(|&index| Shape::of(&self.get(index).id) == shape);
        let short = match Form::of(name) {
            // A bare word was looked up unchanged.
            Form::Bare(_) => return None,
            Form::Shared(symbol) => shaped(symbol, Shape::Shared),
            Form::Unshared(symbol) => shaped(symbol, Shape::Bare),
            Form::Desktop(symbol) => shaped(symbol, Shape::Desktop),
            Form::Custom { .. } | Form::Foreign => None,
        };
        short.or_else(|| self.with_symbol(&wire::symbol(name)))
    }

    /// The connectors on that day, as far as the snapshots show: those first seen on it or before, and still seen on
    /// it or later. For a day at or after the catalogue's own, the catalogue itself is returned. Connectors without a
    /// snapshot (desktop flow modules) are left out of earlier days.
    pub fn as_of(&self, date: Date) -> Self {
        if date >= self.date.unwrap_or(builtin::DATE) {
            return self.clone();
        }
        let gone = retired::members().filter(|gone| self.with_symbol(&gone.id).is_none());
        let there = |connector: &Connector| {
            connector.first_seen.is_some_and(|first| first <= date)
                && connector.last_seen.is_some_and(|last| last >= date)
        };
        let members = self.connectors.iter().cloned().chain(gone).filter(there).collect();
        Self::assemble(self.name.clone(), Some(date), members)
    }

    /// This catalogue with the built-in desktop flow modules if it has none at all, and likewise with the built-in
    /// virtual connectors. The platform lists both separately from its connectors, so many exports lack them.
    pub fn with_separate_lists(self) -> Self {
        let lacks = |kind: &Kind| self.connectors.iter().all(|connector| connector.kind != *kind);
        let kinds: Vec<Kind> = [Kind::Desktop, Kind::Virtual].into_iter().filter(lacks).collect();
        if kinds.is_empty() {
            return self;
        }
        let builtin = Self::builtin().connectors.iter().filter(|connector| kinds.contains(&connector.kind));
        let missing = builtin.filter(|connector| !self.by_key.contains_key(&key(&connector.id))).cloned();
        Self::assemble(self.name, self.date, self.connectors.into_iter().chain(missing).collect())
    }

    /// The connector with that symbol, in any case.
    pub(super) fn with_symbol(&self, symbol: &str) -> Option<ConnectorIndex> {
        // Keys are in lower case, as most symbols are.
        let found = self.by_key.get(symbol).or_else(|| match key(symbol) {
            Cow::Owned(small) => self.by_key.get(small.as_str()),
            Cow::Borrowed(_) => None,
        });
        found.copied()
    }

    /// Makes a catalogue from connectors with distinct keys.
    pub(super) fn assemble(name: Cow<'static, str>, date: Option<Date>, mut connectors: Vec<Connector>) -> Self {
        if !connectors.iter().map(|connector| key(&connector.id)).is_sorted_by(|a, b| a < b) {
            connectors.sort_by_cached_key(|connector| key(&connector.id).into_owned());
        }
        let mut by_key = FxHashMap::with_capacity_and_hasher(connectors.len(), FxBuildHasher);
        for (at, connector) in connectors.iter().enumerate() {
            let key = match connector.id {
                Cow::Borrowed(symbol) => key(symbol),
                Cow::Owned(ref symbol) => Cow::Owned(symbol.to_ascii_lowercase()),
            };
            by_key.insert(key, ConnectorIndex(at as u32));
        }
        Self { name, date, connectors, by_key, digest: OnceLock::new(), texts: OnceLock::new() }
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Catalog")
            .field("name", &self.name)
            .field("date", &self.date)
            .field("connectors", &self.connectors.len())
            .finish_non_exhaustive()
    }
}

/// The key by which symbols are compared.
pub(super) fn key(symbol: &str) -> Cow<'_, str> {
    if symbol.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(symbol.to_ascii_lowercase())
    } else {
        Cow::Borrowed(symbol)
    }
}
