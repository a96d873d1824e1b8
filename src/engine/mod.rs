//! `analyze`: the pure core. Sources and settings in, a program and findings out.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Check, Context, Effective, Study, levels};
use crate::assertions::Evidence;
use crate::catalog::Catalog;
use crate::diagnostics::{self, Diagnostic, Rule};
pub use crate::model::Supposed;
use crate::model::{self, Program, kinds};
use crate::text::{Source, Sources};
use crate::{codes, rules, waivers};

mod certainty;
mod workspace;

use certainty::{Items, Uncertain, items};
pub use workspace::Workspace;
use workspace::{Reading, read};

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

fn with(sources: &Sources, catalog: Arc<Catalog>, settings: Settings, rating: Option<&Supposed<'_>>) -> Analysis {
    let keywords = kinds::keywords();
    let files = sources.as_slice().par_iter();
    let read = files.map(|source| read(source, &catalog, &keywords)).collect();
    let items = |source: &Source| Arc::new(items(source));
    joined(read, sources, catalog, settings, rating, &items)
}

/// What all files say together. `items` gives the declarations of a file in which something is wrong.
fn joined(
    read: Vec<Reading>,
    sources: &Sources,
    catalog: Arc<Catalog>,
    settings: Settings,
    rating: Option<&Supposed<'_>>,
    items: &dyn Fn(&Source) -> Arc<Items>,
) -> Analysis {
    let mut diagnostics = Vec::new();
    let mut lowered = Vec::with_capacity(read.len());
    for Reading { parts, findings } in read {
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
    let (effective, (studies, access)) =
        rayon::join(|| Effective::of(&program), || rayon::join(|| Study::all(&program), || Access::of(&program)));
    for study in &studies {
        let open = study.open_questions();
        if let Some(rules) = program.rule_sets.iter_mut().nth(study.rules) {
            rules.open = open;
        }
    }
    let context =
        Context { program: &program, effective: &effective, studies: &studies, access: &access, today: settings.today };
    let errors = rules::errors();
    diagnostics.extend(run(&errors, &context).into_iter().flat_map(|(_, found)| found));
    let book = waivers::Book { find: codes::find, closest: codes::closest };
    // An error that is waived says nothing of what could be read.
    let uncertain = if program.waivers.is_empty() {
        Uncertain::after(&diagnostics, &errors, sources, items)
    } else {
        let mut left = diagnostics.clone();
        waivers::apply(&program, sources, settings.today, book, &|_| false, &mut left);
        Uncertain::after(&left, &errors, sources, items)
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
