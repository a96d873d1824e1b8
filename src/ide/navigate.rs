//! Definitions, references and renaming.

use std::collections::BTreeMap;

use super::names::{CRITERION, LEVEL, Occurrence, TABLE};
use super::view::View;
use crate::diagnostics::{Code, Diagnostic};
use crate::engine::{self, Settings};
use crate::syntax::text_value;
use crate::text::{FileId, Location, Span, edited};

/// A replacement of the text at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The replaced place.
    pub location: Location,
    /// The new text.
    pub text: String,
}

/// The declarations of the name at an offset.
pub fn definition(view: &View<'_>, file: FileId, offset: u32) -> Vec<Location> {
    let Some(name) = view.names.at(file, offset) else { return Vec::new() };
    view.names.declarations(name).map(|(place, _)| place).collect()
}

/// The uses of the name at an offset, and its declarations if asked for.
pub fn references(view: &View<'_>, file: FileId, offset: u32, declarations: bool) -> Vec<Location> {
    let Some(name) = view.names.at(file, offset) else { return Vec::new() };
    view.names.uses(name).filter(|(_, name)| declarations || !name.declares).map(|(place, _)| place).collect()
}

/// The name that would be renamed at an offset and its place, or why it cannot be renamed.
pub fn renameable<'a>(view: &View<'a>, file: FileId, offset: u32) -> Result<(Span, &'a str), String> {
    let found = view.names.at(file, offset).ok_or("there is no name here")?;
    let name = &*found.name;
    if found.kind == "connector" && view.analysis.program.universe.catalog().find(name).is_some() {
        return Err(format!("`{name}` is a connector of the catalogue: the platform gives it its name"));
    }
    if view.names.declarations(found).next().is_none() {
        return Err(format!("`{name}` is not declared in these files, so its name cannot be changed here"));
    }
    Ok((found.span, name))
}

/// The edits that rename the declaration at an offset, in all files.
///
/// They are verified before they are returned: if the renamed program would give other findings than the present one,
/// some use of the name was not understood, and nothing is renamed.
pub fn rename(
    view: &View<'_>,
    file: FileId,
    offset: u32,
    to: &str,
    settings: &Settings,
) -> Result<Vec<TextEdit>, String> {
    let (_, name) = renameable(view, file, offset)?;
    if to == name {
        return Ok(Vec::new());
    }
    let found = view.names.at(file, offset).ok_or("there is no name here")?;
    if to.trim().is_empty() {
        return Err("a name is not empty".to_owned());
    }
    let words_only = [LEVEL, CRITERION, TABLE, "business_units"].contains(&found.kind);
    if words_only && !text_value::is_word(to) {
        return Err(format!("`{to}` is not a name: write letters, digits and `_`, a letter first"));
    }
    let wanted = Occurrence { name: to.into(), ..found.clone() };
    if view.names.declarations(&wanted).next().is_some() {
        return Err(format!("`{to}` is declared already"));
    }
    let written = text_value::name(to);
    let edits = view.names.uses(found).map(|(location, _)| TextEdit { location, text: written.clone().into_owned() });
    let edits: Vec<TextEdit> = edits.collect();
    prove(view, &edits, *settings)?;
    Ok(edits)
}

fn prove(view: &View<'_>, edits: &[TextEdit], settings: Settings) -> Result<(), String> {
    let mut of: BTreeMap<FileId, Vec<(Span, &str)>> = BTreeMap::new();
    for edit in edits {
        of.entry(edit.location.file).or_default().push((edit.location.span, &edit.text));
    }
    for edits in of.values_mut() {
        edits.sort_unstable();
    }
    let inputs = view.sources.iter().map(|source| {
        let text = edited(source.text(), of.remove(&source.id()).unwrap_or_default());
        (source.path().to_owned(), text.into_bytes())
    });
    let sources = crate::text::Sources::rooted(view.sources.prefix().to_owned(), inputs.collect());
    let catalog = std::sync::Arc::new(view.analysis.program.universe.catalog().clone());
    let after = engine::analyze(&sources, catalog, &settings);
    let codes = |findings: &[Diagnostic]| -> Vec<Code> {
        let mut codes: Vec<Code> = findings.iter().map(|finding| finding.rule.code).collect();
        codes.sort_unstable();
        codes
    };
    let (before, after) = (codes(&view.analysis.diagnostics), codes(&after.diagnostics));
    if before == after {
        return Ok(());
    }
    let mut differs = after.iter().zip(before.iter().map(Some).chain(std::iter::repeat(None)));
    let first = differs.find(|(after, before)| Some(*after) != *before).map(|(after, _)| *after);
    let code = first.or_else(|| before.get(after.len()).copied());
    let code = code.map_or_else(String::new, |code| format!(" ({code})"));
    Err(format!("with the new name other findings would be given{code}, so nothing was renamed"))
}
