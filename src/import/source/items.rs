//! Connectors in source syntax.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::text::is_plain_name;
use crate::catalog::{Catalog, Connector, ConnectorIndex, Kind, wire};
use crate::import::read::{Export, Policy};
use crate::syntax::text_value::quote;

/// A connector in a list. Equal when the ids are, in any letter case.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The key by which it is sorted and compared.
    key: Arc<str>,
    /// Its text in the source.
    pub(super) text: Arc<str>,
    /// Its place in the catalogue.
    pub(super) known: Option<ConnectorIndex>,
    /// Its kind.
    pub(super) kind: Kind,
    /// Why it is not in the catalogue, where that is known.
    pub(super) why_not_known: Option<&'static str>,
}

/// Connectors in the order in which they are written.
pub(super) type Items = BTreeSet<Item>;

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Item {}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Item {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// The source text of every id of an export.
pub(super) struct Writing<'c> {
    pub(super) catalog: &'c Catalog,
    /// The connectors of the catalogue, in its order.
    known: Vec<Item>,
    /// The connectors of the export, by their ids as the files spell them.
    listed: BTreeMap<String, Item>,
}

impl<'c> Writing<'c> {
    /// Decides the source text of each id of `export`.
    pub(super) fn of(export: &Export, catalog: &'c Catalog) -> Self {
        let known = catalog.iter().map(|(index, connector)| Item {
            key: connector.id.to_ascii_lowercase().into(),
            text: known_text(connector).into(),
            known: Some(index),
            kind: connector.kind,
            why_not_known: None,
        });
        let mut writing = Self { catalog, known: known.collect(), listed: BTreeMap::new() };
        let mut spellings: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
        let of_policies = export.policies.iter().flat_map(Policy::entries).map(|entry| &entry.wire_id);
        let lists = export.rule_based.iter().filter_map(|policy| policy.allowed.as_ref());
        let of_lists = lists.flat_map(|allowed| &allowed.listed).map(|entry| &entry.wire_id);
        for wire_id in of_policies.chain(of_lists) {
            if writing.listed.contains_key(wire_id) {
                continue;
            }
            let item = writing.item(wire_id);
            // For one id in two spellings, one of them is used, whatever the order of the files.
            let text = spellings.entry(Arc::clone(&item.key)).or_insert_with(|| Arc::clone(&item.text));
            if item.text < *text {
                *text = Arc::clone(&item.text);
            }
            writing.listed.insert(wire_id.clone(), item);
        }
        for item in writing.listed.values_mut() {
            if let Some(text) = spellings.get(&item.key) {
                item.text = Arc::clone(text);
            }
        }
        writing
    }

    /// The connector with an id.
    pub(super) fn item(&self, wire_id: &str) -> Item {
        if let Some(item) = self.listed.get(wire_id) {
            return item.clone();
        }
        let known = self.catalog.find(wire_id).and_then(|index| self.known.get(index.0 as usize));
        if let Some(item) = known {
            return item.clone();
        }
        let spelled = foreign_text(wire_id);
        let lower = spelled.to_ascii_lowercase();
        // Sorted among the others by the name only, and never equal to one of them.
        let key = format!("{}\0{lower}", lower.strip_prefix("shared_").unwrap_or(&lower));
        Item {
            key: key.into(),
            text: quote(&spelled).into(),
            known: None,
            kind: wire::kind(wire_id),
            why_not_known: if Catalog::is_exempt(wire_id) {
                Some("the platform exempts it from data policies")
            } else {
                Catalog::retired(wire_id).map(|retired| retired.note)
            },
        }
    }

    /// The facts about a connector of the catalogue.
    pub(super) fn facts(&self, item: &Item) -> Option<&'c Connector> {
        item.known.map(|index| self.catalog.get(index))
    }

    /// All connectors of the catalogue.
    pub(super) fn everything(&self) -> Items {
        self.known.iter().cloned().collect()
    }

    /// All connectors of the catalogue that pass a test.
    pub(super) fn all(&self, mut test: impl FnMut(&Connector) -> bool) -> Items {
        self.known.iter().filter(|item| self.facts(item).is_some_and(&mut test)).cloned().collect()
    }
}

/// The texts of the items.
pub(super) fn texts(items: &Items) -> Vec<String> {
    items.iter().map(|item| item.text.to_string()).collect()
}

fn known_text(connector: &Connector) -> String {
    if is_plain_name(&connector.id) {
        return connector.id.to_string();
    }
    let with_prefix = format!("shared_{}", connector.id);
    let is_short = connector.kind == Kind::Prebuilt && wire::same(&with_prefix, &connector.id);
    quote(if is_short { &with_prefix } else { &connector.id })
}

/// The shortest full form of an id that is not in the catalogue.
fn foreign_text(wire_id: &str) -> String {
    let last = wire_id.rsplit('/').next().unwrap_or(wire_id);
    let is_prefixed = last.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("shared_"));
    if is_prefixed && wire::same(last, wire_id) { last.to_owned() } else { wire::symbol(wire_id) }
}
