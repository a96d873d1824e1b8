//! The input of answers: the files, their analysis, and the names in them.

use super::names::{Names, Occurrence};
use crate::diagnostics::Diagnostic;
use crate::engine::Analysis;
use crate::syntax::ast::{self, Declaration};
use crate::text::{FileId, Location, Source, Sources};

/// One program at one moment.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// Their meaning and their findings.
    pub analysis: &'a Analysis,
    /// The findings as reported, with the levels of the settings.
    pub findings: &'a [Diagnostic],
    /// The names in them.
    pub names: &'a Names,
}

impl<'a> View<'a> {
    /// A file.
    pub fn source(&self, file: FileId) -> &'a Source {
        self.sources.get(file)
    }

    /// The declarations of a file, as far as they can be read.
    pub fn declarations(&self, file: FileId) -> impl Iterator<Item = Declaration<'a>> + use<'a> {
        let text = self.sources.get(file).text();
        self.names.page(file).into_iter().flat_map(move |page| ast::declarations(&page.tree, text))
    }

    /// The declaration around a place.
    pub fn declaration_at(&self, place: Location) -> Option<Declaration<'a>> {
        self.declarations(place.file).find(|one| one.node.span().contains(place.span))
    }

    /// The first declaration of a name in reading order.
    pub fn declared(&self, name: &'a Occurrence) -> Option<(Location, &'a Occurrence)> {
        self.names.declarations(name).next()
    }
}
