//! Sources that change. All that is kept from one answer to the next is kept here.

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

/// What one file says, read by itself, and what is wrong with its text. It never changes: a copy is the same in memory.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) parts: Arc<Vec<Lowered>>,
    findings: Vec<Diagnostic>,
}

impl Reading {
    /// What is wrong in the file, whatever others say.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().chain(self.parts.iter().flat_map(|part| &part.findings))
    }
}

/// Reads one file by itself.
pub(super) fn read(source: &Source, catalog: &Catalog, keywords: &[&str]) -> Reading {
    let (parts, findings) = syntax::parse_each(source, keywords, |tree| model::lower(source, &tree, catalog));
    Reading { parts: Arc::new(parts), findings }
}

/// What is kept of one text.
#[derive(Debug, Default)]
struct Kept {
    reading: OnceLock<Reading>,
    /// Its declarations, where an error asked for them.
    items: OnceLock<Arc<Items>>,
}

/// Sources that change. What was read of a file is kept until its text changes; what follows from several files, as long
/// as all that it looked at is equal to what it was.
#[derive(Debug)]
pub struct Workspace {
    sources: Sources,
    catalog: Arc<Catalog>,
    /// Of each file what is kept of its present text.
    kept: Vec<Kept>,
    /// What was found of all files together.
    memo: Memo,
}

impl Workspace {
    /// Sources of which nothing has been read.
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

    /// Gives a file other bytes.
    pub fn replace(&mut self, file: FileId, bytes: Vec<u8>) {
        self.sources.replace(file, bytes);
        if let Some(kept) = self.kept.get_mut(file.index()) {
            *kept = Kept::default();
        }
    }

    /// What is wrong with the text of one file and its declarations one by one, whatever other files say.
    pub fn found_by_reading(&self, file: FileId) -> Vec<Diagnostic> {
        let (Some(source), Some(kept)) = (self.sources.as_slice().get(file.index()), self.kept.get(file.index()))
        else {
            return Vec::new();
        };
        let reading = kept.reading.get_or_init(|| read(source, &self.catalog, &kinds::keywords()));
        reading.findings().cloned().collect()
    }

    /// The same as [`analyze`](super::analyze) of these sources.
    pub fn analyze(&mut self, settings: &Settings) -> Analysis {
        let Ok(analysis) = self.analyze_while(settings, &|| Ok::<(), Infallible>(()));
        analysis
    }

    /// The same, unless `go_on` fails, which is asked between steps. What was found until then is kept.
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
