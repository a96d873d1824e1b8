//! Sources that change. Everything that is kept from one analysis to the next is kept here.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::certainty::{Items, items};
use super::memo::Memo;
use super::{Analysis, Asked, Settings, joined};
use crate::catalog::Catalog;
use crate::diagnostics::Diagnostic;
use crate::model::{self, Lowered, kinds};
use crate::syntax;
use crate::text::{FileId, Source, Sources};

/// The declarations of one file, read by itself, and the findings about its text. It never changes: a copy is the same
/// in memory.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) parts: Arc<Vec<Lowered>>,
    findings: Vec<Diagnostic>,
}

impl Reading {
    /// The findings in the file that do not depend on other files.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().chain(self.parts.iter().flat_map(|part| &part.findings))
    }
}

/// Reads one file by itself.
pub(super) fn read(source: &Source, catalog: &Catalog, keywords: &[&str]) -> Reading {
    let (parts, findings) = syntax::parse_each(source, keywords, |tree| model::lower(source, &tree, catalog));
    Reading { parts: Arc::new(parts), findings }
}

/// The cached results for one text.
#[derive(Debug, Default)]
struct Kept {
    reading: OnceLock<Reading>,
    /// The declarations of the text, once an error has needed them.
    items: OnceLock<Arc<Items>>,
}

/// Sources that change. What was read from a file is kept until its text changes. Results from several files are kept
/// as long as everything that they read is equal.
#[derive(Debug)]
pub struct Workspace {
    sources: Sources,
    catalog: Arc<Catalog>,
    /// The cached results for the current text of each file.
    kept: Vec<Kept>,
    /// The results for all files together.
    memo: Memo,
}

impl Workspace {
    /// Creates a workspace of sources that are not read yet.
    pub fn new(sources: Sources, catalog: Arc<Catalog>) -> Self {
        let kept = sources.iter().map(|_| Kept::default()).collect();
        Self { sources, catalog, kept, memo: Memo::keeping() }
    }

    /// The sources as they are now.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The catalogue by which they are read.
    pub const fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Replaces the bytes of a file.
    pub fn replace(&mut self, file: FileId, bytes: Vec<u8>) {
        self.sources.replace(file, bytes);
        if let Some(kept) = self.kept.get_mut(file.index()) {
            *kept = Kept::default();
        }
    }

    /// The findings about the text of one file and its single declarations, without other files.
    pub fn found_by_reading(&self, file: FileId) -> Vec<Diagnostic> {
        let (Some(source), Some(kept)) = (self.sources.as_slice().get(file.index()), self.kept.get(file.index()))
        else {
            return Vec::new();
        };
        let reading = kept.reading.get_or_init(|| read(source, &self.catalog, &kinds::keywords()));
        reading.findings().cloned().collect()
    }

    /// Returns the same as [`analyze`](super::analyze) of these sources.
    pub fn analyze(&mut self, settings: &Settings) -> Analysis {
        let Ok(analysis) = self.analyze_while(settings, &|| Ok::<(), Infallible>(()));
        analysis
    }

    /// The same, unless `go_on` fails, which is called between steps. The results until then are kept.
    pub fn analyze_while<E: Send>(
        &mut self,
        settings: &Settings,
        go_on: &(dyn Fn() -> Result<(), E> + Sync),
    ) -> Result<Analysis, E> {
        let Self { sources, catalog, kept, memo } = self;
        rayon::scope(|_| {
            let keywords = kinds::keywords();
            let files = sources.as_slice().par_iter().zip(kept.par_iter());
            let read =
                files.map(|(source, kept)| kept.reading.get_or_init(|| read(source, catalog, &keywords)).clone());
            let read = read.collect();
            let items = |source: &Source| match kept.get(source.id().index()) {
                Some(kept) => kept.items.get_or_init(|| Arc::new(items(source))).clone(),
                None => Arc::new(items(source)),
            };
            let asked = Asked { settings: *settings, rating: None, items: &items, go_on };
            joined(read, sources, catalog.clone(), memo, &asked)
        })
    }
}
