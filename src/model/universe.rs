//! All connectors that a program can refer to: those of the catalogue, those it declares, and unknown ones that it
//! names.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, Connector, ConnectorIndex, wire};

/// The place of a connector in its universe. Those of the catalogue come first, by the catalogue's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectorId(pub u32);

/// A connector that is not in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The symbol, or the quoted id as written.
    pub name: EcoString,
    /// Whether the program declares it as a custom connector.
    pub custom: bool,
    /// Its id in requests, where the program or the bindings give one.
    pub id: Option<EcoString>,
}

/// All connectors of a program.
#[derive(Clone, Debug)]
pub struct Universe {
    catalog: Arc<Catalog>,
    foreign: Vec<Foreign>,
    unblockable: Vec<ConnectorId>,
    /// Those that the platform exempts from data policies.
    exempt: Vec<ConnectorId>,
    by_name: FxHashMap<EcoString, ConnectorId>,
    /// The names of all, sorted; created on first use.
    sorted_names: OnceLock<Arc<[EcoString]>>,
}

impl Universe {
    /// The universe of a catalogue and the foreign connectors, which must be sorted by name.
    pub fn new(catalog: Arc<Catalog>, foreign: Vec<Foreign>) -> Self {
        let first = catalog.len() as u32;
        let by_name = foreign
            .iter()
            .enumerate()
            .map(|(index, foreign)| (foreign.name.to_ascii_lowercase(), ConnectorId(first + index as u32)))
            .collect();
        let unblockable = catalog.iter().filter(|(_, connector)| !connector.blockable);
        let unblockable = unblockable.map(|(index, _)| ConnectorId(index.0)).collect();
        let known = Catalog::exempt().iter().filter_map(|name| catalog.find(name)).map(|index| ConnectorId(index.0));
        let quoted = foreign.iter().enumerate().filter(|(_, foreign)| Catalog::is_exempt(&foreign.name));
        let exempt = known.chain(quoted.map(|(index, _)| ConnectorId(first + index as u32))).collect();
        Self { catalog, foreign, unblockable, exempt, by_name, sorted_names: OnceLock::new() }
    }

    /// Whether another universe has the same connectors.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.catalog, &other.catalog) && self.foreign == other.foreign
    }

    /// The catalogue.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The number of connectors.
    pub fn len(&self) -> usize {
        self.catalog.len() + self.foreign.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of connectors of the catalogue: ids below this number.
    pub fn catalogued(&self) -> usize {
        self.catalog.len()
    }

    /// The catalogue's entry of a connector.
    pub fn entry(&self, id: ConnectorId) -> Option<&Connector> {
        ((id.0 as usize) < self.catalog.len()).then(|| self.catalog.get(ConnectorIndex(id.0)))
    }

    /// The foreign connector with that id.
    pub fn foreign(&self, id: ConnectorId) -> Option<&Foreign> {
        self.foreign.get((id.0 as usize).checked_sub(self.catalog.len())?)
    }

    /// All foreign connectors with their ids.
    pub fn foreigners(&self) -> impl Iterator<Item = (ConnectorId, &Foreign)> {
        let first = self.catalog.len() as u32;
        self.foreign.iter().enumerate().map(move |(index, foreign)| (ConnectorId(first + index as u32), foreign))
    }

    /// The connector with that name: a symbol, or an id in any form.
    pub fn find(&self, name: &str) -> Option<ConnectorId> {
        self.catalog
            .find(name)
            .map(|index| ConnectorId(index.0))
            .or_else(|| self.by_name.get(name.to_ascii_lowercase().as_str()).copied())
    }

    /// The name used in the source.
    pub fn name(&self, id: ConnectorId) -> &str {
        self.entry(id)
            .map(|entry| entry.id.as_ref())
            .or_else(|| self.foreign(id).map(|foreign| &*foreign.name))
            .unwrap_or("?")
    }

    /// The names used in the source, sorted.
    pub fn sorted_names(&self) -> Arc<[EcoString]> {
        let names = self.sorted_names.get_or_init(|| {
            let mut names: Vec<EcoString> = self.ids().map(|id| self.name(id).into()).collect();
            // The names of the catalogue are sorted, and so are the others, so this is a merge.
            names.sort();
            names.into()
        });
        names.clone()
    }

    /// The name shown to makers; the symbol where it is unknown.
    pub fn display_name(&self, id: ConnectorId) -> &str {
        self.entry(id).map_or_else(|| self.name(id), |entry| entry.display_name.as_ref())
    }

    /// The id used in requests.
    pub fn wire_id(&self, id: ConnectorId) -> Cow<'_, str> {
        match self.foreign(id) {
            Some(Foreign { id: Some(wire), .. }) => Cow::Borrowed(wire),
            Some(foreign) => Cow::Owned(wire::wire_id(&foreign.name)),
            None => Cow::Owned(wire::wire_id(self.name(id))),
        }
    }

    /// Whether a data policy may block it. An unknown connector is assumed to be blockable.
    pub fn is_blockable(&self, id: ConnectorId) -> bool {
        self.entry(id).is_none_or(|entry| entry.blockable)
    }

    /// The connectors that no data policy may block, in order.
    pub fn unblockable(&self) -> &[ConnectorId] {
        &self.unblockable
    }

    /// Whether the platform exempts it from data policies, so that none can block or separate it.
    pub fn is_exempt(&self, id: ConnectorId) -> bool {
        self.exempt.contains(&id)
    }

    /// The connectors here that the platform exempts from data policies.
    pub fn exempt(&self) -> impl Iterator<Item = ConnectorId> {
        self.exempt.iter().copied()
    }

    /// Whether the program declares it as a custom connector.
    pub fn is_custom(&self, id: ConnectorId) -> bool {
        self.foreign(id).is_some_and(|foreign| foreign.custom)
    }

    /// Every connector.
    pub fn ids(&self) -> impl Iterator<Item = ConnectorId> + use<> {
        (0..self.len() as u32).map(ConnectorId)
    }
}
