//! Connector names while files are read in parallel: names of the catalogue get their id at once, others later.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::universe::ConnectorId;
use crate::catalog::Catalog;
use crate::text::Span;

/// Marks an id that is the index of a foreign name in its part of a file.
const FOREIGN: u32 = 1 << 31;

/// The names of one file, or of a part of it.
#[derive(Debug)]
pub(super) struct Names<'c> {
    catalog: &'c Catalog,
    by_name: FxHashMap<EcoString, u32>,
    /// The names that are not in the catalogue, in the order found.
    pub(super) foreign: Vec<ForeignName>,
}

/// A name that is not in the catalogue.
#[derive(Clone, Debug)]
pub(super) struct ForeignName {
    pub(super) name: EcoString,
    /// Whether a use is in quotes, which shows that the author means it literally.
    pub(super) quoted: bool,
    /// Its unquoted uses.
    pub(super) plain_uses: Vec<Span>,
}

impl<'c> Names<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        Self { catalog, by_name: FxHashMap::default(), foreign: Vec::new() }
    }

    /// The id of a connector's name.
    pub(super) fn id(&mut self, name: &str, quoted: bool, span: Span) -> ConnectorId {
        if let Some(index) = self.catalog.find(name) {
            return ConnectorId(index.0);
        }
        let next = self.foreign.len() as u32;
        let index = *self.by_name.entry(name.into()).or_insert(next);
        if index == next {
            self.foreign.push(ForeignName { name: name.into(), quoted: false, plain_uses: Vec::new() });
        }
        if let Some(foreign) = self.foreign.get_mut(index as usize) {
            if quoted {
                foreign.quoted = true;
            } else {
                foreign.plain_uses.push(span);
            }
        }
        ConnectorId(index | FOREIGN)
    }
}

/// The index of a foreign name of its file, if `id` is one.
pub(super) const fn foreign_index(id: ConnectorId) -> Option<u32> {
    if id.0 & FOREIGN == 0 { None } else { Some(id.0 & !FOREIGN) }
}
