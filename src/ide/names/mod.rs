//! Which word of a file names what.
//!
//! Each file is read by itself with the descriptions of the kinds, so that names are found in files with errors too.
//! The meaning of a name is found by a search for its declaration among the names of all files.

mod blocks;
mod tests;
mod values;
mod walk;

use ecow::EcoString;
use rustc_hash::FxHashSet;

use crate::model::kinds;
use crate::syntax::{self, Tree};
use crate::text::{FileId, Location, Sources, Span};

/// The name of a level of a scale.
pub const LEVEL: &str = "level";
/// The name of a criterion of a subject.
pub const CRITERION: &str = "criterion";
/// The name of a table.
pub const TABLE: &str = "table";
/// A user, a team or a group, in places where any of them may be named.
pub const PERSON: &str = "person";
/// A party, a user or a group, in places where any of them may be named.
pub const PARTY: &str = "responsible party";

/// A name somewhere in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The kind of the named declaration: the keyword of a kind, or one of the words above.
    pub kind: &'static str,
    /// The scale of a level, the subject of a criterion; else empty.
    pub scope: EcoString,
    /// The name.
    pub name: EcoString,
    /// Its place, quotes included.
    pub span: Span,
    /// Whether the name is declared here; else it is used.
    pub declares: bool,
}

impl Occurrence {
    /// Whether both name the same declaration.
    pub fn is_same(&self, other: &Self) -> bool {
        let kinds = self.kind == other.kind
            || self.kind == PERSON && is_person(other.kind)
            || other.kind == PERSON && is_person(self.kind)
            || self.kind == PARTY && is_party(other.kind)
            || other.kind == PARTY && is_party(self.kind);
        kinds && self.scope == other.scope && self.name == other.name
    }

    /// Whether a field of rules may be the level of other rules: a scale.
    fn may_be(&self, scale: &Self) -> bool {
        self.kind == CRITERION && !self.declares && scale.kind == "scale" && self.name == scale.name
    }
}

fn is_person(kind: &str) -> bool {
    matches!(kind, "user" | "team" | "group")
}

fn is_party(kind: &str) -> bool {
    matches!(kind, "party" | "user" | "group")
}

/// One file's tree and names.
#[derive(Debug)]
pub struct Page {
    /// The tree.
    pub tree: Tree,
    /// The names in reading order.
    pub names: Vec<Occurrence>,
    /// The indexes of the names that are declared here.
    declared: Vec<u32>,
    /// Words that fields are compared with: levels, where the field is a scale.
    compared: Vec<Occurrence>,
}

impl Page {
    fn of(tree: Tree, text: &str) -> Self {
        let (names, compared) = walk::names(&tree, text);
        let declared = (0..).zip(&names).filter(|(_, name)| name.declares).map(|(index, _)| index).collect();
        Self { tree, names, declared, compared }
    }
}

/// The trees and names of all files; each is cached until its text changes.
#[derive(Debug, Default)]
pub struct Names {
    pages: Vec<Option<Page>>,
}

impl Names {
    /// Removes a file from the cache.
    pub fn forget(&mut self, file: FileId) {
        if let Some(page) = self.pages.get_mut(file.index()) {
            *page = None;
        }
    }

    /// Reads the files that are not cached.
    pub fn update(&mut self, sources: &Sources) {
        use rayon::prelude::*;
        self.pages.resize_with(sources.len(), || None);
        let keywords = kinds::keywords();
        self.pages.par_iter_mut().zip(sources.as_slice()).for_each(|(page, source)| {
            page.get_or_insert_with(|| Page::of(syntax::parse(source, &keywords).tree, source.text()));
        });
    }

    /// The tree and the names of a file.
    pub fn page(&self, file: FileId) -> Option<&Page> {
        self.pages.get(file.index())?.as_ref()
    }

    /// The name at an offset; between a name that ends there and one that begins, the latter.
    pub fn at(&self, file: FileId, offset: u32) -> Option<&Occurrence> {
        let names = &self.page(file)?.names;
        let touches = |name: &&Occurrence| name.span.start <= offset && offset <= name.span.end;
        let found = names.iter().rev().find(|name| name.span.start == offset).or_else(|| names.iter().find(touches));
        let compared = || self.page(file)?.compared.iter().find(touches).filter(|name| self.is_scale(&name.scope));
        found.or_else(compared)
    }

    /// Whether a scale is declared with this name.
    fn is_scale(&self, name: &str) -> bool {
        self.declared().any(|(_, declared)| declared.kind == "scale" && declared.name == name)
    }

    /// All names with their places, file by file.
    pub fn all(&self) -> impl Iterator<Item = (Location, &Occurrence)> {
        let pages = (0..).zip(&self.pages).filter_map(|(index, page)| Some((FileId::at(index), page.as_ref()?)));
        let scales: FxHashSet<&str> =
            self.declared().filter(|(_, of)| of.kind == "scale").map(|(_, of)| &*of.name).collect();
        pages.flat_map(move |(file, page)| {
            let levels: Vec<&Occurrence> = page.compared.iter().filter(|name| scales.contains(&*name.scope)).collect();
            page.names.iter().chain(levels).map(move |name| (Location::new(file, name.span), name))
        })
    }

    /// The declared names with their places, file by file.
    pub fn declared(&self) -> impl Iterator<Item = (Location, &Occurrence)> {
        let pages = (0..).zip(&self.pages).filter_map(|(index, page)| Some((FileId::at(index), page.as_ref()?)));
        pages.flat_map(|(file, page)| {
            let names = page.declared.iter().filter_map(|index| page.names.get(*index as usize));
            names.map(move |name| (Location::new(file, name.span), name))
        })
    }

    /// The declarations of a name.
    pub fn declarations<'n>(&'n self, of: &'n Occurrence) -> impl Iterator<Item = (Location, &'n Occurrence)> {
        let own = self.declared().any(|(_, name)| name.is_same(of));
        self.declared().filter(move |(_, name)| name.is_same(of) || !own && of.may_be(name))
    }

    /// All uses of a name, including its declarations.
    pub fn uses<'n>(&'n self, of: &'n Occurrence) -> impl Iterator<Item = (Location, &'n Occurrence)> {
        // If a user and a team have the same name, a place that may mean either counts for both.
        let meant: Vec<&Occurrence> = std::iter::once(of).chain(self.declarations(of).map(|(_, name)| name)).collect();
        let fields = self.declared().filter(|(_, field)| field.kind == CRITERION && field.name == of.name);
        let fields: FxHashSet<&str> = fields.map(|(_, field)| &*field.scope).collect();
        self.all().filter(move |(_, name)| {
            let is_field = name.kind == CRITERION && fields.contains(&*name.scope);
            meant.iter().any(|meant| name.is_same(meant) || !is_field && name.may_be(meant))
        })
    }
}
