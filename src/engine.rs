//! `analyze`: the pure core. Sources and settings in, a program and findings out.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Check, Context, Effective, Study};
use crate::catalog::Catalog;
use crate::check::CHECKS;
use crate::diagnostics::{self, Diagnostic, Level};
use crate::lint::LINTS;
pub use crate::model::Supposed;
use crate::model::{self, Lowered, Program, kinds};
use crate::text::Sources;
use crate::{codes, syntax, waivers};

/// What an analysis takes besides the sources.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The day on which things are due or overdue: the only clock there is.
    pub today: Date,
}

/// What an analysis found.
#[derive(Debug)]
pub struct Analysis {
    /// The program, as far as it could be read.
    pub program: Program,
    /// The combined effect of its data policies.
    pub effective: Effective,
    /// What is proved of each sound set of rules.
    pub studies: Vec<Study>,
    /// Who may do what where.
    pub access: Access,
    /// All findings in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that waivers accept, in reading order.
    pub accepted: Vec<Diagnostic>,
    /// Whether warnings and infos were looked for; they are not while there are errors.
    pub complete: bool,
}

/// Reads all sources as one program. Files are read side by side; nothing depends on their order.
pub fn analyze(sources: &Sources, catalog: Arc<Catalog>, settings: &Settings) -> Analysis {
    // All of it runs on a thread of the pool: going there once is cheaper than for every walk that is parted.
    rayon::scope(|_| with(sources, catalog, *settings, None))
}

/// The same, as if a connector were rated otherwise than the sources say.
pub fn suppose(sources: &Sources, catalog: Arc<Catalog>, settings: &Settings, rating: &Supposed<'_>) -> Analysis {
    with(sources, catalog, *settings, Some(rating))
}

fn with(sources: &Sources, catalog: Arc<Catalog>, settings: Settings, rating: Option<&Supposed<'_>>) -> Analysis {
    let keywords = kinds::keywords();
    let read: Vec<(Vec<Lowered>, Vec<Diagnostic>)> = sources
        .as_slice()
        .par_iter()
        .map(|source| syntax::parse_each(source, &keywords, |tree| model::lower(source, &tree, &catalog)))
        .collect();
    let mut diagnostics = Vec::new();
    let mut lowered = Vec::with_capacity(read.len());
    for (parts, syntax) in read {
        diagnostics.extend(syntax);
        for mut part in parts {
            diagnostics.append(&mut part.findings);
            lowered.push(part);
        }
    }
    let (program, linked) = model::link_supposing(lowered, catalog, rating);
    diagnostics.extend(linked);
    let effective = Effective::of(&program);
    let studies = Study::all(&program);
    let access = Access::of(&program);
    let context =
        Context { program: &program, effective: &effective, studies: &studies, access: &access, today: settings.today };
    diagnostics.extend(run(CHECKS, &context));
    // Warnings rest on the whole program. While a part of it could not be read, or cannot mean what it
    // says, they would speak of another one: what seems unused may be used in the part that is missing.
    let book = waivers::Book { find: codes::find, closest: codes::closest };
    let is_sound = |findings: &[Diagnostic]| findings.iter().all(|finding| finding.level < Level::Error);
    // An error that is waived says nothing of what could be read.
    let complete = is_sound(&diagnostics)
        || !program.waivers.is_empty() && {
            let mut left = diagnostics.clone();
            waivers::apply(&program, sources, settings.today, book, false, &mut left);
            left.retain(|finding| finding.rule != &waivers::BAD_WAIVER);
            is_sound(&left)
        };
    if complete {
        diagnostics.extend(run(&LINTS.iter().collect::<Vec<_>>(), &context));
    }
    diagnostics::sort(&mut diagnostics);
    let accepted = waivers::apply(&program, sources, settings.today, book, complete, &mut diagnostics).accepted;
    diagnostics::bound(&mut diagnostics);
    Analysis { program, effective, studies, access, diagnostics, accepted, complete }
}

/// The findings of some checks, which are run side by side.
fn run(checks: &[&Check], context: &Context<'_>) -> Vec<Diagnostic> {
    let found = checks.par_iter().map(|check| {
        let mut findings = Vec::new();
        (check.run)(context, &mut findings);
        findings
    });
    found.collect::<Vec<_>>().into_iter().flatten().collect()
}
