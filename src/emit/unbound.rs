//! Names without an id that a target needs: one finding for each name, with all places that need it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::codes::UNBOUND_NAME;
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::bindings::{PARTNERS, TENANT};
use crate::model::program::Head;
use crate::text::Location;

/// The maximum number of places of one name that a finding shows.
const SHOWN: usize = 4;

/// A name without an id, and one place that needs it.
#[derive(Clone, Debug)]
pub(super) struct Unbound {
    /// "user"
    pub(super) noun: &'static str,
    /// The member of a bindings file with the ids of this kind.
    pub(super) key: &'static str,
    /// The symbol; empty for the tenant.
    pub(super) name: String,
    /// Where it is declared; none for the tenant.
    pub(super) at: Option<Location>,
    /// "id", "full id"
    pub(super) lacks: &'static str,
    /// The name of the target that needs it.
    pub(super) target: &'static str,
    /// The place that needs it, with its label.
    pub(super) needed: Option<(Location, String)>,
    /// Why the target needs it.
    pub(super) note: String,
}

impl Unbound {
    /// The tenant without its id, and why a target needs it.
    pub(super) fn tenant(target: &'static str, note: &str) -> Self {
        Self {
            noun: "tenant",
            key: TENANT,
            name: String::new(),
            at: None,
            lacks: "id",
            target,
            needed: None,
            note: note.to_owned(),
        }
    }

    /// A declaration without an id: its kind and the member of a bindings file, the place that needs it, and why.
    pub(super) fn id(
        target: &'static str,
        (noun, key): (&'static str, &'static str),
        head: &Head,
        needed: (Location, String),
        note: &str,
    ) -> Self {
        Self {
            noun,
            key,
            name: head.symbol.name.to_string(),
            at: Some(head.symbol.location),
            lacks: "id",
            target,
            needed: Some(needed),
            note: note.to_owned(),
        }
    }
}

/// The names without an id, by the member of a bindings file where the id would be.
pub(super) fn names(unbound: &[Unbound]) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut names: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for one in unbound {
        names.entry(one.key).or_default().insert(one.name.clone());
    }
    names
}

/// One finding for each name.
pub(super) fn findings(unbound: &[Unbound]) -> Vec<Diagnostic> {
    let mut by_name: BTreeMap<(&str, &str), Vec<&Unbound>> = BTreeMap::new();
    for one in unbound {
        by_name.entry((one.key, &one.name)).or_default().push(one);
    }
    by_name.into_values().filter_map(|all| finding(&all)).collect()
}

fn finding(all: &[&Unbound]) -> Option<Diagnostic> {
    let first = all.first()?;
    let mut targets: Vec<&str> = Vec::new();
    for one in all {
        if !targets.contains(&one.target) {
            targets.push(one.target);
        }
    }
    let names = quoted_list(targets.iter().copied(), "and");
    let (noun, verb) = if targets.len() == 1 { ("target", "needs") } else { ("targets", "need") };
    let mut notes: Vec<&str> = Vec::new();
    let mut places: Vec<(Location, &str)> = Vec::new();
    for one in all {
        if !notes.contains(&one.note.as_str()) {
            notes.push(&one.note);
        }
        if let Some((place, said)) = &one.needed
            && places.iter().all(|(known, _)| known != place)
        {
            places.push((*place, said));
        }
    }
    let mut note = notes.join("; ");
    let Some(at) = first.at else {
        let message = format!("{noun} {names} {verb} the id of the tenant, and nothing gives it");
        let help = "give it in the bindings file, `\"tenant\": \"…\"`";
        return Some(Diagnostic::nowhere(&UNBOUND_NAME, message).note(note).help(help));
    };
    let message = format!("{} `{}` has no {}, which {noun} {names} {verb}", first.noun, first.name, first.lacks);
    let mut finding = Diagnostic::new(&UNBOUND_NAME, at, message);
    for (place, said) in places.iter().take(SHOWN) {
        finding = finding.label(*place, *said);
    }
    if places.len() > SHOWN {
        // INVARIANT: writing to a string does not fail.
        let _ = write!(note, "; it is needed in {} places more", places.len() - SHOWN);
    }
    let attribute = if first.key == PARTNERS { "tenant" } else { "id" };
    let options: String = targets.iter().flat_map(|target| [" -t ", target]).collect();
    let give = format!(
        "give it in the bindings file, `\"{}\": {{ \"{}\": \"…\" }}`, or as `{attribute} = \"…\"`; `dictum bindings{options}` writes a file with all that are missing",
        first.key, first.name
    );
    Some(finding.note(note).help(give))
}
