//! Policies from lists of connectors, whose rows mostly have display names.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::catalog::{Catalog, Connector, Kind, wire};
use crate::import::read::{ConnectorEntry, Export, Group, ListedConnector, Notes, Outcome, Policy, Scope};

/// Makes policies from the lists of an export, by the names in a catalogue.
pub(in crate::import) fn settle(export: &mut Export, catalog: &Catalog) {
    let lists = std::mem::take(&mut export.connector_lists);
    if lists.is_empty() {
        return;
    }
    let by_name = names_of(catalog);
    for list in lists {
        let mut notes = Notes::new(&list.file);
        let mut policies: BTreeMap<&str, Policy> = BTreeMap::new();
        let mut seen: BTreeMap<(&str, String), Group> = BTreeMap::new();
        for row in &list.rows {
            let place = format!("line {}", row.line);
            let found = match wire_id(row, catalog, &by_name) {
                Ok(id) => id,
                Err(why) => {
                    let shown = row.name.as_ref().or(row.id.as_ref()).map_or("", String::as_str);
                    notes.add(Outcome::Refused, place, format!("connector `{shown}`"), why);
                    continue;
                }
            };
            let policy = policies.entry(&row.policy).or_insert_with(|| open_policy(&row.policy, &place, &mut notes));
            match seen.entry((&row.policy, found.to_ascii_lowercase())) {
                Entry::Occupied(before) if *before.get() == row.group => {
                    notes.add(
                        Outcome::Normalised,
                        place,
                        format!("`{}`", wire::symbol(&found)),
                        "it is listed twice and written once",
                    );
                }
                Entry::Occupied(before) => {
                    let why = format!("a row above puts it into {}, which is written", before.get().title());
                    notes.add(
                        Outcome::Refused,
                        place,
                        format!("`{}` in {}", wire::symbol(&found), row.group.title()),
                        why,
                    );
                }
                Entry::Vacant(place) => {
                    place.insert(row.group);
                    let entry = ConnectorEntry { wire_id: found, ..ConnectorEntry::default() };
                    policy.members_mut(row.group).listed.push(entry);
                }
            }
        }
        export.policies.extend(policies.into_values());
        export.not_carried.extend(notes.finish());
    }
}

/// A policy with a name only.
fn open_policy(name: &str, place: &str, notes: &mut Notes) -> Policy {
    let mut policy = Policy::new(&notes.file, place, name.to_owned(), Group::Blocked, Scope::Only(Vec::new()));
    let why = "a list of connectors does not say which environments a policy applies to; an environment that nothing binds \
               is written";
    let what = format!("the environments of \"{name}\"");
    notes.add(Outcome::Unknown, "", what.as_str(), why);
    policy.hold_back(vec![what]);
    let why = "a list does not say where connectors go that are not on it; Blocked, the strictest, is written";
    notes.add(Outcome::Assumed, "", format!("the rest of \"{name}\""), why);
    policy
}

/// The connectors of a catalogue by their display names.
fn names_of(catalog: &Catalog) -> BTreeMap<String, Vec<&Connector>> {
    let mut by_name: BTreeMap<String, Vec<&Connector>> = BTreeMap::new();
    // Modules of desktop flows have names such as `Outlook`, which mostly mean a connector.
    for connector in catalog.connectors().iter().filter(|connector| connector.kind != Kind::Desktop) {
        by_name.entry(connector.distinct_name().to_lowercase()).or_default().push(connector);
    }
    by_name
}

/// The id of the connector of a row, or why it is unknown.
fn wire_id(
    row: &ListedConnector,
    catalog: &Catalog,
    by_name: &BTreeMap<String, Vec<&Connector>>,
) -> Result<String, String> {
    let known = |word: &str| catalog.find(word).map(|index| catalog.get(index).wire_id());
    if let Some(id) = &row.id {
        // An id may be newer than the catalogue.
        let plain = Some(id).filter(|id| wire::has_signs_of_an_id(id) && wire::is_well_formed(id));
        return known(id)
            .or_else(|| plain.cloned())
            .ok_or_else(|| format!("`{id}` does not have the form of a connector id"));
    }
    let name = row.name.as_deref().unwrap_or_default();
    match by_name.get(&name.to_lowercase()).map_or(&[][..], Vec::as_slice) {
        [one] => match known(name).filter(|id| !wire::same(id, &one.wire_id())) {
            None => Ok(one.wire_id()),
            Some(id) => Err(format!("it is the name of `{}` and the id `{id}`; write the id", one.id)),
        },
        [] => {
            let missing = || match catalog.closest(name) {
                Some(near) => format!("the catalogue has no connector of that name; did you mean `{near}`?"),
                None => "the catalogue has no connector of that name".to_owned(),
            };
            known(name).ok_or_else(missing)
        }
        several => {
            let ids: Vec<String> = several.iter().map(|one| format!("`{}`", one.id)).collect();
            Err(format!("several connectors have that name: {}; write the id", ids.join(", ")))
        }
    }
}
