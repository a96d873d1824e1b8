//! Previews of a declaration: its part of the bundle, the grid of a role, the connectors of an environment.

use serde_json::Value;

use super::effective;
use super::names::Occurrence;
use super::view::View;
use crate::diagnostics::Level;
use crate::emit::{self, Api, BUNDLE, Bindings, Database, Job, ProviderVersion, Rest, Target};
use crate::model::kinds;
use crate::report::{self, Axis, Choice, Grids, Marks, Reach};
use crate::text::{FileId, Location};

/// A text that is shown beside the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// A few words above it.
    pub title: String,
    /// `json` or `markdown`.
    pub language: &'static str,
    /// The text.
    pub text: String,
}

/// The kinds of previews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preview {
    /// Its part of the bundle.
    Bundle,
    /// The grid of a role.
    Grid,
    /// The effective connectors of an environment.
    Connectors,
}

impl Preview {
    /// The preview with this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "bundle" => Some(Self::Bundle),
            "grid" => Some(Self::Grid),
            "connectors" => Some(Self::Connectors),
            _other => None,
        }
    }
}

/// A preview of the declaration that is named at an offset, or why there is none.
pub fn preview(view: &View<'_>, file: FileId, offset: u32, project: &str, what: Preview) -> Result<Page, String> {
    match what {
        Preview::Bundle => bundle(view, file, offset, project),
        Preview::Grid => {
            let name = named(view, file, offset, "role").ok_or("put the cursor on a role")?;
            grid(view, &name)
        }
        Preview::Connectors => {
            let name = named(view, file, offset, "environment").ok_or("put the cursor on an environment")?;
            let found = view.analysis.program.environment(&name).and_then(|id| effective::page(view, id));
            let text = found.ok_or_else(|| format!("environment `{name}` is not declared"))?;
            Ok(Page { title: format!("Connectors of {name}"), language: "markdown", text })
        }
    }
}

/// The name of a kind at an offset, or the name of the declaration around it.
fn named(view: &View<'_>, file: FileId, offset: u32, kind: &str) -> Option<String> {
    let is_kind = |name: &&Occurrence| name.kind == kind;
    if let Some(name) = view.names.at(file, offset).filter(is_kind) {
        return Some(name.name.to_string());
    }
    let around = around(view, file, offset)?;
    (around.0 == kind).then(|| view.names.at(file, around.1.span.start).map(|name| name.name.to_string()))?
}

/// The keyword and the place of the name of the declaration around an offset.
fn around(view: &View<'_>, file: FileId, offset: u32) -> Option<(&'static str, Location)> {
    let holds = |span: crate::text::Span| span.start <= offset && offset <= span.end;
    let declaration = view.declarations(file).find(|one| holds(one.node.span()))?;
    let keyword = declaration.keyword()?;
    let name = declaration.head().nth(1).unwrap_or(keyword);
    Some((kinds::find(keyword.text())?.keyword, Location::new(file, name.span())))
}

fn grid(view: &View<'_>, name: &str) -> Result<Page, String> {
    let program = &view.analysis.program;
    let index = program.organisation.roles.find(name).ok_or_else(|| format!("role `{name}` is not declared"))?;
    let grids = Grids::of(program, view.sources);
    let choice =
        Choice { by: Axis::Role, roles: vec![index], tables: None, reach: Reach::Effective, marks: Marks::Glyphs };
    let text = report::markdown(&grids, &choice);
    Ok(Page { title: format!("Grid of {name}"), language: "markdown", text })
}

fn bundle(view: &View<'_>, file: FileId, offset: u32, project: &str) -> Result<Page, String> {
    let (keyword, place) = around(view, file, offset).ok_or("put the cursor into a declaration")?;
    if view.analysis.diagnostics.iter().any(|finding| finding.level == Level::Error) {
        return Err("the project has errors, so there is no bundle".to_owned());
    }
    let bindings = Bindings::default();
    let settings = emit::Settings {
        project,
        bindings: &bindings,
        api: Api::default(),
        rest: Rest::default(),
        provider: ProviderVersion::default(),
        database: Database::default(),
    };
    let analysis = view.analysis;
    let job = Job { program: &analysis.program, effective: &analysis.effective, sources: view.sources, settings };
    let store = emit::Memory::default();
    let prepared = emit::prepare(&[Target::Bundle], job);
    prepared.ready.write(&store).map_err(|why| why.to_string())?;
    let files = store.into_files();
    let read = |path: &str| -> Option<Value> {
        let file = files.iter().find(|file| file.path == path)?;
        serde_json::from_slice(&file.bytes).ok()
    };
    let (bundle, map) = read(BUNDLE).zip(read("bundle.map.json")).ok_or("nothing could be built")?;
    let name = view.sources.text(place);
    let found =
        part(view, &bundle, &map, place).ok_or_else(|| format!("the bundle has no part of its own for `{name}`"))?;
    let text = serde_json::to_string_pretty(found).map_err(|why| why.to_string())?;
    Ok(Page { title: format!("{keyword} {name} in the bundle"), language: "json", text: text + "\n" })
}

/// The entry of the bundle's lists whose place in the source map is `place`.
fn part<'b>(view: &View<'_>, bundle: &'b Value, map: &Value, place: Location) -> Option<&'b Value> {
    let source = view.source(place.file);
    let at = source.lines().locate(source.text(), place.span.start);
    let files = map.get("files")?.as_array()?;
    let number = files.iter().position(|file| file.get("name").and_then(Value::as_str) == Some(source.path()))?;
    let wanted = [u64::from(at.line), u64::from(at.column), number as u64];
    let is_it = |entry: &Value| {
        let place = entry.get("@").and_then(Value::as_array);
        place.is_some_and(|place| place.iter().map(Value::as_u64).eq(wanted.map(Some)))
    };
    let places = map.get("places")?.as_object()?;
    places.iter().find_map(|(name, entries)| bundle.get(name)?.get(entries.as_array()?.iter().position(is_it)?))
}
