//! `analyze`: the pure core. Sources and settings in, a program and findings out.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::diagnostics::{self, Diagnostic};
use crate::model::{self, Lowered, Program, kinds};
use crate::syntax;
use crate::text::Sources;

/// What an analysis found.
#[derive(Debug)]
pub struct Analysis {
    /// The program, as far as it could be read.
    pub program: Program,
    /// All findings in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads all sources as one program. Files are read side by side; nothing depends on their order.
pub fn analyze(sources: &Sources, catalog: Arc<Catalog>) -> Analysis {
    let keywords = kinds::keywords();
    let read: Vec<(Vec<Diagnostic>, Lowered)> = sources
        .as_slice()
        .par_iter()
        .map(|source| {
            let parse = syntax::parse(source, &keywords);
            let lowered = model::lower(source, &parse.tree, &catalog);
            (parse.diagnostics, lowered)
        })
        .collect();
    let mut diagnostics = Vec::new();
    let mut lowered = Vec::with_capacity(read.len());
    for (syntax, mut file) in read {
        diagnostics.extend(syntax);
        diagnostics.append(&mut file.findings);
        lowered.push(file);
    }
    let (program, linked) = model::link(lowered, catalog);
    diagnostics.extend(linked);
    diagnostics::sort(&mut diagnostics);
    Analysis { program, diagnostics }
}
