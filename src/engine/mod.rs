//! `analyze`: the pure core. Sources and settings in, a program and findings out.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Check, Context, Effective, Study, levels};
use crate::assertions::Evidence;
use crate::catalog::Catalog;
use crate::diagnostics::{self, Diagnostic, Rule};
pub use crate::model::Supposed;
use crate::model::{self, Lowered, Program, kinds};
use crate::text::{FileId, Source, Sources};
use crate::{codes, rules, syntax, waivers};

mod certainty;

use certainty::Uncertain;

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
    /// The day for which it was judged.
    pub today: Date,
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
    /// The rules for warnings and infos some findings of which are withheld: errors leave it uncertain what the
    /// declarations mean that these rules read. By code.
    pub withheld: Vec<&'static Rule>,
}

impl Analysis {
    /// Whether every rule could be applied to everything.
    pub const fn is_complete(&self) -> bool {
        self.withheld.is_empty()
    }

    /// What the tests of the program are held against.
    pub const fn evidence(&self) -> Evidence<'_> {
        Evidence {
            program: &self.program,
            today: self.today,
            effective: &self.effective,
            access: &self.access,
            findings: self.diagnostics.as_slice(),
            accepted: self.accepted.as_slice(),
            withheld: self.withheld.as_slice(),
            find: codes::find,
        }
    }
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

/// What one file says, read by itself, and what is wrong with its text.
#[derive(Clone, Debug)]
struct Read {
    parts: Vec<Lowered>,
    findings: Vec<Diagnostic>,
}

impl Read {
    fn of(source: &Source, catalog: &Catalog, keywords: &[&str]) -> Self {
        let (parts, findings) = syntax::parse_each(source, keywords, |tree| model::lower(source, &tree, catalog));
        Self { parts, findings }
    }
}

/// Sources that change. What was read of a file is kept until its text changes; what needs several files is answered
/// anew each time, so nothing that an edit touches is ever answered from before.
#[derive(Debug)]
pub struct Workspace {
    sources: Sources,
    catalog: Arc<Catalog>,
    /// Of each file what was read of its present text.
    read: Vec<Option<Read>>,
}

impl Workspace {
    /// Sources of which nothing has been read.
    pub fn new(sources: Sources, catalog: Arc<Catalog>) -> Self {
        let read = vec![None; sources.len()];
        Self { sources, catalog, read }
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
        if let Some(read) = self.read.get_mut(file.index()) {
            *read = None;
        }
    }

    /// How many files have to be read before the next answer.
    pub fn unread(&self) -> usize {
        self.read.iter().filter(|read| read.is_none()).count()
    }

    /// The same as [`analyze`] of these sources.
    pub fn analyze(&mut self, settings: &Settings) -> Analysis {
        let Self { sources, catalog, read } = self;
        rayon::scope(|_| {
            let keywords = kinds::keywords();
            let files = sources.as_slice().par_iter().zip(read.par_iter_mut());
            let read =
                files.map(|(source, read)| read.get_or_insert_with(|| Read::of(source, catalog, &keywords)).clone());
            let read = read.collect();
            joined(read, sources, catalog.clone(), *settings, None)
        })
    }
}

fn with(sources: &Sources, catalog: Arc<Catalog>, settings: Settings, rating: Option<&Supposed<'_>>) -> Analysis {
    let keywords = kinds::keywords();
    let files = sources.as_slice().par_iter();
    let read = files.map(|source| Read::of(source, &catalog, &keywords)).collect();
    joined(read, sources, catalog, settings, rating)
}

/// What all files say together.
fn joined(
    read: Vec<Read>,
    sources: &Sources,
    catalog: Arc<Catalog>,
    settings: Settings,
    rating: Option<&Supposed<'_>>,
) -> Analysis {
    let mut diagnostics = Vec::new();
    let mut lowered = Vec::with_capacity(read.len());
    for Read { parts, findings } in read {
        diagnostics.extend(findings);
        for mut part in parts {
            diagnostics.append(&mut part.findings);
            lowered.push(part);
        }
    }
    let (mut program, linked) = model::link_supposing(lowered, catalog, rating);
    diagnostics.extend(linked);
    diagnostics.extend(codes::unknown_in_tests(&program));
    levels::settle(&mut program);
    levels::judge(&mut program, settings.today);
    let effective = Effective::of(&program);
    let studies = Study::all(&program);
    for study in &studies {
        let open = study.open_questions();
        if let Some(rules) = program.rule_sets.iter_mut().nth(study.rules) {
            rules.open = open;
        }
    }
    let access = Access::of(&program);
    let context =
        Context { program: &program, effective: &effective, studies: &studies, access: &access, today: settings.today };
    let errors = rules::errors();
    diagnostics.extend(run(&errors, &context).into_iter().flat_map(|(_, found)| found));
    let book = waivers::Book { find: codes::find, closest: codes::closest };
    // An error that is waived says nothing of what could be read.
    let uncertain = if program.waivers.is_empty() {
        Uncertain::after(&diagnostics, &errors, sources)
    } else {
        let mut left = diagnostics.clone();
        waivers::apply(&program, sources, settings.today, book, &|_| false, &mut left);
        Uncertain::after(&left, &errors, sources)
    };
    let mut withheld = Vec::new();
    for (check, found) in run(&rules::warnings(), &context) {
        if uncertain.silences(check, found, &mut diagnostics) {
            withheld.push(check.rule);
        }
    }
    diagnostics::sort(&mut diagnostics);
    let accepted =
        waivers::apply(&program, sources, settings.today, book, &|rule| !withheld.contains(&rule), &mut diagnostics)
            .accepted;
    diagnostics::bound(&mut diagnostics);
    diagnostics::keep_comments(&mut diagnostics, sources);
    Analysis { program, today: settings.today, effective, studies, access, diagnostics, accepted, withheld }
}

/// The findings of some checks, which are run side by side.
fn run<'c>(checks: &[&'c Check], context: &Context<'_>) -> Vec<(&'c Check, Vec<Diagnostic>)> {
    let found = checks.par_iter().map(|check| {
        let mut findings = Vec::new();
        (check.run)(context, &mut findings);
        (*check, findings)
    });
    found.collect()
}
