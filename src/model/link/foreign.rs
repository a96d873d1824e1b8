//! Connectors that the catalogue does not have: declared, quoted, or unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::listed_sets;
use super::references::Table;
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Places, Safety, Tally, alike, worth_seeking};
use crate::model::codes;
use crate::model::id::Id;
use crate::model::lower::Lowered;
use crate::model::names::foreign_index;
use crate::model::program::NamedSet;
use crate::model::set_expression::SetExpression;
use crate::model::universe::{ConnectorId, Foreign, Universe};
use crate::model::unread::Unread;
use crate::syntax::text_value;
use crate::text::Location;

/// Gives every connector its place in one universe. A name that is not in the catalogue is known if a file declares or
/// quotes it. It is then known in all files, so the order of files has no effect. Other names are reported and removed.
pub(super) fn universe(
    files: &[Arc<Vec<Lowered>>],
    catalog: Arc<Catalog>,
    unread: &Unread,
    findings: &mut Vec<Diagnostic>,
) -> Universe {
    let lowered: Vec<&Lowered> = files.iter().flat_map(|file| &**file).filter(|part| names_apart(part)).collect();
    // By folded name, since the platform compares ids without case.
    let mut known: BTreeMap<EcoString, Foreign> = BTreeMap::new();
    for connector in lowered.iter().flat_map(|file| &file.connectors) {
        let name = &connector.head.symbol.name;
        if connector.custom && catalog.find(name).is_none() {
            let id = connector.id.as_ref().map(|id| id.name.clone());
            let declared = Foreign { name: name.clone(), custom: true, id };
            let same = known.entry(name.to_ascii_lowercase()).or_insert_with(|| declared.clone());
            // If there are several declarations, which are reported elsewhere, the least is taken.
            if (&declared.name, &declared.id) < (&same.name, &same.id) {
                *same = declared;
            }
        }
    }
    for name in lowered.iter().flat_map(|file| &file.foreign) {
        // Data policies cannot classify an exempt connector, and a check reports that.
        if name.quoted || Catalog::is_exempt(&name.name) {
            let meant = || Foreign { name: name.name.clone(), custom: false, id: None };
            let same = known.entry(name.name.to_ascii_lowercase()).or_insert_with(meant);
            if !same.custom && name.name < same.name {
                same.name.clone_from(&name.name);
            }
        }
    }
    let mut unknown: Vec<(Location, EcoString)> = Vec::new();
    for (file, name) in lowered.iter().flat_map(|file| file.foreign.iter().map(move |name| (file.file, name))) {
        if let Some(file) = file
            && !known.contains_key(&name.name.to_ascii_lowercase())
        {
            unknown.extend(name.plain_uses.iter().map(|span| (Location::new(file, *span), name.name.clone())));
        }
    }
    // A declaration that does not say `kind = custom` is reported itself.
    let all = lowered.iter().flat_map(|file| &file.connectors);
    let declared: BTreeSet<EcoString> = all.map(|one| one.head.symbol.name.to_ascii_lowercase()).collect();
    unknown.retain(|(_, name)| !unread.may_hold("connector", name) && !declared.contains(&name.to_ascii_lowercase()));
    if !unknown.is_empty() {
        let sets = files.iter().flat_map(|file| &**file).flat_map(|part| &part.connector_sets);
        let sets = Table::placed(sets.map(|set| &set.head.symbol.name).zip((0..).map(Id::at)));
        listed_sets::tell(&lowered, &mut unknown, &sets, findings);
        report(unknown, &sets, &catalog, findings);
    }
    let mut foreign: Vec<Foreign> = known.into_values().collect();
    foreign.sort_by(|a, b| a.name.cmp(&b.name));
    Universe::new(catalog, foreign)
}

/// Whether a part of a file depends on the universe: it declares connectors, or names some that are not in the
/// catalogue.
pub(super) fn names_apart(part: &Lowered) -> bool {
    !part.foreign.is_empty() || !part.connectors.is_empty()
}

/// Replaces the connectors of a part of a file with their places in the universe.
pub(super) fn place(part: &mut Lowered, universe: &Universe) {
    if !part.foreign.is_empty() {
        let map: Vec<Option<ConnectorId>> = part.foreign.iter().map(|name| universe.find(&name.name)).collect();
        let rest = part.foreign.iter().position(|name| &*name.name == "rest");
        rewrite(part, &map, rest.map(|index| index as u32));
    }
    for connector in &mut part.connectors {
        connector.connector = universe.find(&connector.head.symbol.name);
    }
}

/// Replaces indices of a file's own names with places in the universe. `rest` is the index of that word if it was read
/// as a connector: a policy that has it in a list counts as not fully read.
fn rewrite(file: &mut Lowered, map: &[Option<ConnectorId>], rest: Option<u32>) {
    let place = |id: ConnectorId| match foreign_index(id) {
        Some(index) => map.get(index as usize).copied().flatten(),
        None => Some(id),
    };
    for set in &mut file.connector_sets {
        rewrite_expression(&mut set.expression, &place, &mut |_lost| set.complete = false);
    }
    let controls = file.controls.iter_mut().filter_map(|control| control.connectors.as_mut());
    let controls = controls.chain(file.allow_lists.iter_mut().filter_map(|list| list.allows.as_mut()));
    for clause in controls.chain(file.apps.iter_mut().filter_map(|app| app.connectors.as_mut())) {
        rewrite_expression(&mut clause.expression, &place, &mut |_lost| clause.complete = false);
    }
    for list in &mut file.allow_lists {
        list.entries.retain_mut(|entry| {
            let placed = place(entry.connector);
            list.sound &= placed.is_some();
            entry.connector = placed.unwrap_or(entry.connector);
            placed.is_some()
        });
    }
    for policy in &mut file.policies {
        for clause in &mut policy.groups {
            if let Some(expression) = &mut clause.expression {
                rewrite_expression(expression, &place, &mut |lost| {
                    clause.complete = false;
                    policy.groups_read &= rest.is_none() || foreign_index(lost) != rest;
                });
            }
        }
        policy.rules.retain_mut(|rules| match place(rules.connector) {
            Some(id) => {
                rules.connector = id;
                true
            }
            None => false,
        });
        policy.rules.sort_by_key(|rules| (rules.connector, rules.location));
    }
}

fn rewrite_expression(
    expression: &mut SetExpression,
    place: &impl Fn(ConnectorId) -> Option<ConnectorId>,
    lost: &mut impl FnMut(ConnectorId),
) {
    match expression {
        SetExpression::List(elements, _) => elements.retain_mut(|element| {
            let placed = place(element.connector);
            match placed {
                Some(id) => element.connector = id,
                None => lost(element.connector),
            }
            placed.is_some()
        }),
        SetExpression::Union(left, right) | SetExpression::Minus(left, right) | SetExpression::Common(left, right) => {
            rewrite_expression(left, place, lost);
            rewrite_expression(right, place, lost);
        }
        SetExpression::Named(_)
        | SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Rest(_)
        | SetExpression::Where(..) => {}
    }
}

/// Writes the findings that the limit allows, one for each name, and looks for suggestions for a few of them.
fn report(
    mut unknown: Vec<(Location, EcoString)>,
    sets: &Table<Id<NamedSet>>,
    catalog: &Catalog,
    findings: &mut Vec<Diagnostic>,
) {
    unknown.sort_unstable();
    unknown.dedup();
    // The platform compares ids without case, but a suggestion is looked up for what is written.
    let mut places: IndexMap<EcoString, Vec<Location>, FxBuildHasher> = IndexMap::default();
    for (location, name) in unknown {
        places.entry(name).or_default().push(location);
    }
    let mut tally = Tally::default();
    let mut sought = 0;
    let mut found = Vec::new();
    for (name, places) in places {
        let Some((first, others)) = places.split_first() else { continue };
        if !tally.keeps(&codes::UNKNOWN_CONNECTOR, Some(*first)) {
            continue;
        }
        let may_seek = worth_seeking(sought, catalog.len());
        let (finding, is_sought) = unknown_connector(&name, *first, sets, catalog, may_seek);
        sought += usize::from(is_sought);
        found.push(Places { fault: name.to_string(), finding, others: others.to_vec() });
    }
    findings.extend(alike(found));
    findings.extend(tally.rest());
}

/// The finding for an unknown name, and whether a suggestion was looked for.
fn unknown_connector(
    name: &str,
    location: Location,
    sets: &Table<Id<NamedSet>>,
    catalog: &Catalog,
    may_seek: bool,
) -> (Diagnostic, bool) {
    let finding = Diagnostic::new(
        &codes::UNKNOWN_CONNECTOR,
        location,
        format!("connector `{name}` is neither in the catalogue nor declared"),
    );
    if sets.find(name).is_some() {
        return (finding.help(format!("`{name}` is a set, not a connector")), false);
    }
    if matches!(name, "rest" | "all" | "unblockable") {
        return (finding.help(format!("`{name}` belongs outside the brackets: `{name} + […]`")), false);
    }
    if let Some(retired) = Catalog::retired(name) {
        return (finding.note(retired.note).help("remove it, or put its full id in quotes to keep it"), false);
    }
    let near = if may_seek { catalog.closest(name) } else { None };
    let finding = match near {
        Some(near) => finding.did_you_mean_as(near, text_value::name(near), location, Safety::Unsafe),
        None => finding.help(format!(
            "declare it with `connector {name} {{ kind = custom }}`, or put the full id of an existing connector in quotes"
        )),
    };
    (finding, true)
}
