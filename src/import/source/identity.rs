//! The groups and external people of Microsoft Graph, as declarations.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Ids;
use super::names::{Names, symbol_of};
use super::text;
use crate::import::read::{DeclaredIdentity, DeclaredPartner, Export, GraphGroup, Line, NotCarried, Outcome};
use crate::model::bindings::Bindings;
use crate::model::kinds;
use crate::syntax::ast;
use crate::syntax::text_value::quote;
use crate::text::Sources;

/// The symbol of the group whose members create groups, if no file lists it.
const MAKERS: &str = "group_creators";

/// The declarations; empty where no file has any. `before` is the source written so far.
pub(super) fn write(
    export: &Export,
    ids: Ids,
    before: &str,
    bindings: &mut Bindings,
    notes: &mut Vec<NotCarried>,
) -> String {
    let mut out = String::new();
    if export.identities.is_empty() {
        return out;
    }
    let mut names = Names::default();
    let written = Sources::single("imported.dictum", before);
    let declared = written.iter().flat_map(|source| ast::headings(source, &kinds::keywords()));
    declared.filter(|heading| heading.keyword == "group").for_each(|heading| names.reserve(&heading.name));
    bindings.groups.keys().for_each(|name| names.reserve(name));
    let mut symbols: BTreeMap<String, String> =
        bindings.groups.iter().map(|(symbol, id)| (id.to_ascii_lowercase(), symbol.clone())).collect();
    let mut groups: Vec<(&DeclaredIdentity, &GraphGroup)> =
        export.identities.iter().flat_map(|one| one.groups.iter().map(move |group| (one, group))).collect();
    groups.sort_by_cached_key(|(_, group)| (group.name.to_lowercase(), group.id.clone()));
    for (from, group) in groups {
        let id = group.id.as_ref().map(|id| id.to_ascii_lowercase());
        if let Some(known) = id.as_ref().and_then(|id| symbols.get(id)) {
            let why = format!("it is declared already, as `{known}`");
            notes.push(note(from, &group.place, Outcome::Normalised, format!("group \"{}\"", group.name), why));
            continue;
        }
        let symbol = names.take(&symbol_of(&group.name, "group"));
        declare(&mut out, group, &symbol, ids);
        if let (Some(key), Some(id)) = (id, &group.id) {
            symbols.insert(key, symbol.clone());
            bindings.groups.insert(symbol, id.clone());
        }
    }
    let mut service = merged(export, |one| &one.service, notes);
    let makers: BTreeSet<&str> =
        export.identities.iter().filter_map(|one| Some(one.makers.as_ref()?.0.as_str())).collect();
    match makers.into_iter().collect::<Vec<_>>().as_slice() {
        [] => {}
        [id] => {
            let symbol = symbols.get(&id.to_ascii_lowercase()).cloned().unwrap_or_else(|| {
                let symbol = names.take(MAKERS);
                let inline = if ids == Ids::Inline { format!("; id = {}", quote(id)) } else { String::new() };
                let _ = writeln!(out, "group {symbol} {{ kind = security{inline} }}\n");
                bindings.groups.insert(symbol.clone(), (*id).to_owned());
                symbol
            });
            service.push(("microsoft_groups", symbol));
        }
        [..] => {
            if let Some((one, (_, place))) = export.identities.iter().find_map(|one| Some((one, one.makers.as_ref()?)))
            {
                notes.push(note(one, place, Outcome::Refused, "who makes groups".to_owned(), TWICE.to_owned()));
            }
        }
    }
    block(&mut out, "group_self_service", &service);
    let mut inner = partners(export, notes);
    let mut others = merged(export, |one| &one.other_tenants, notes);
    others.sort();
    if !others.is_empty() {
        let lines: Vec<String> = others.iter().map(|(word, value)| format!("{word} = {value}\n")).collect();
        inner.push(format!("other_tenants {{\n{}}}\n", lines.concat()));
    }
    external(&mut out, &merged(export, |one| &one.external, notes), &inner);
    if out.is_empty() {
        return out;
    }
    let mut files: Vec<&str> = export.identities.iter().map(|one| super::file_name(&one.file)).collect();
    files.sort_unstable();
    files.dedup();
    format!("{}\n{out}", text::comment(&format!("Groups and people from outside, imported from {}.", files.join(", "))))
}

fn declare(out: &mut String, group: &GraphGroup, symbol: &str, ids: Ids) {
    out.push_str(&text::doc(&group.description));
    let _ = writeln!(out, "group {symbol} {{");
    for (word, value) in &group.lines {
        let _ = writeln!(out, "{word} = {value}");
    }
    if let Some(id) = group.id.as_ref().filter(|_| ids == Ids::Inline) {
        let _ = writeln!(out, "id = {}", quote(id));
    }
    out.push_str("}\n\n");
}

/// The lines of all files, each word once. Where two files contradict each other, neither value is written.
fn merged(
    export: &Export,
    of: impl Fn(&DeclaredIdentity) -> &[Line],
    notes: &mut Vec<NotCarried>,
) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    let mut disputed: Vec<&str> = Vec::new();
    for one in &export.identities {
        for line in of(one) {
            match lines.iter().find(|(word, _)| *word == line.word) {
                Some((_, value)) if *value != line.value => {
                    disputed.push(line.word);
                    notes.push(note(one, &line.place, Outcome::Refused, format!("`{}`", line.word), TWICE.to_owned()));
                }
                Some(_) => {}
                None => lines.push((line.word, line.value.clone())),
            }
        }
    }
    lines.retain(|(word, _)| !disputed.contains(word));
    lines
}

/// The blocks of other tenants, in the order of their ids. Where two files contradict each other about one, neither
/// is written.
fn partners(export: &Export, notes: &mut Vec<NotCarried>) -> Vec<String> {
    let mut known: BTreeMap<String, Option<&DeclaredPartner>> = BTreeMap::new();
    let says = |partner: &DeclaredPartner| {
        let mut said: Vec<(&str, String)> = partner.lines.iter().map(|line| (line.word, line.value.clone())).collect();
        said.sort();
        said
    };
    for one in &export.identities {
        for partner in &one.partners {
            match known.entry(partner.tenant.to_ascii_lowercase()) {
                Entry::Vacant(place) => _ = place.insert(Some(partner)),
                Entry::Occupied(mut place) => {
                    if place.get().is_some_and(|other| says(other) != says(partner)) {
                        let what = format!("what is agreed with tenant {}", partner.tenant);
                        notes.push(note(one, &partner.place, Outcome::Refused, what, TWICE.to_owned()));
                        place.insert(None);
                    }
                }
            }
        }
    }
    let mut names = Names::default();
    let blocks = known.values().flatten().map(|partner| {
        let start: String = partner.tenant.chars().take(8).collect();
        let symbol = names.take(&format!("tenant_{}", start.to_ascii_lowercase()));
        let lines = says(partner).into_iter().map(|(word, value)| format!("{word} = {value}\n"));
        format!("partner {symbol} {{\ntenant = {}\n{}}}\n", quote(&partner.tenant), lines.collect::<String>())
    });
    blocks.collect()
}

/// The block about external people: its lines, then its inner blocks.
fn external(out: &mut String, lines: &[(&'static str, String)], inner: &[String]) {
    if lines.is_empty() && inner.is_empty() {
        return;
    }
    let mut text = String::new();
    block(&mut text, "external_identity", lines);
    match text.strip_suffix("}\n\n") {
        Some(open) => out.push_str(open),
        None => out.push_str("external_identity {\n"),
    }
    for block in inner {
        out.push_str(block);
    }
    out.push_str("}\n\n");
}

fn block(out: &mut String, keyword: &str, lines: &[(&'static str, String)]) {
    if lines.is_empty() {
        return;
    }
    let mut lines: Vec<&(&str, String)> = lines.iter().collect();
    lines.sort();
    let _ = writeln!(out, "{keyword} {{");
    for (word, value) in lines {
        let mark = if *word == "classifications" { "" } else { "= " };
        let _ = writeln!(out, "{word} {mark}{value}");
    }
    out.push_str("}\n\n");
}

const TWICE: &str = "the files say two things of it, so nothing of it is written";

fn note(from: &DeclaredIdentity, place: &str, outcome: Outcome, what: String, why: String) -> NotCarried {
    NotCarried { file: from.file.clone(), place: place.to_owned(), outcome, what, why }
}
