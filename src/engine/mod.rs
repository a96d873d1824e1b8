//! `analyze`: the pure core. It takes sources and settings, and returns a program and findings.

use std::convert::Infallible;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Effective, Study, levels};
use crate::assertions::Evidence;
use crate::catalog::Catalog;
use crate::diagnostics::{self, Diagnostic, Rule};
pub use crate::model::Supposed;
use crate::model::{self, Program, kinds};
use crate::text::{Source, Sources};
use crate::{codes, rules, waivers};

mod certainty;
mod memo;
mod workspace;

use certainty::{Items, Uncertain, items};
use memo::{Found, Memo};
pub use workspace::Workspace;
use workspace::{Reading, read};

/// The input of an analysis besides the sources.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The day for which due dates are judged. There is no other clock.
    pub today: Date,
}

/// The result of an analysis.
#[derive(Debug)]
pub struct Analysis {
    /// The program, as far as it could be read.
    pub program: Program,
    /// The day for which the program was judged.
    pub today: Date,
    /// The combined effect of its data policies.
    pub effective: Arc<Effective>,
    /// The proofs about each sound set of rules.
    pub studies: Arc<Vec<Study>>,
    /// Who may do what, and where.
    pub access: Arc<Access>,
    /// All findings in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that waivers accept, in reading order.
    pub accepted: Vec<Diagnostic>,
    /// The rules for warnings and infos with withheld findings, by code. Errors make the declarations that these
    /// rules read uncertain.
    pub withheld: Vec<&'static Rule>,
}

impl Analysis {
    /// Whether every rule ran on everything.
    pub const fn is_complete(&self) -> bool {
        self.withheld.is_empty()
    }

    /// The results that the tests of the program are checked against.
    pub fn evidence(&self) -> Evidence<'_> {
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

/// Reads all sources as one program. Files are read in parallel, and their order has no effect.
pub fn analyze(sources: &Sources, catalog: Arc<Catalog>, settings: &Settings) -> Analysis {
    // All work runs on a thread of the pool: entering the pool once is cheaper than for every parallel walk.
    rayon::scope(|_| with(sources, catalog, *settings, None))
}

/// The same, with a rating of a connector that the sources do not give.
pub fn suppose(sources: &Sources, catalog: Arc<Catalog>, settings: &Settings, rating: &Supposed<'_>) -> Analysis {
    with(sources, catalog, *settings, Some(rating))
}

fn with(sources: &Sources, catalog: Arc<Catalog>, settings: Settings, rating: Option<&Supposed<'_>>) -> Analysis {
    let keywords = kinds::keywords();
    let files = sources.as_slice().par_iter();
    let read = files.map(|source| read(source, &catalog, &keywords)).collect();
    let items = |source: &Source| Arc::new(items(source));
    let asked = Asked { settings, rating, items: &items, go_on: &|| Ok::<(), Infallible>(()) };
    let Ok(analysis) = joined(read, sources, catalog, &mut Memo::default(), &asked);
    analysis
}

/// The input of an analysis besides the files that were read.
struct Asked<'a, E> {
    settings: Settings,
    rating: Option<&'a Supposed<'a>>,
    /// Gives the declarations of a file in which something is wrong.
    items: &'a dyn Fn(&Source) -> Arc<Items>,
    /// Called between steps. If it fails, the answer is no longer wanted.
    go_on: &'a (dyn Fn() -> Result<(), E> + Sync),
}

/// Drops a large value in the background.
pub(crate) fn drop_beside<T: Send + 'static>(value: T) {
    rayon::spawn(move || drop(value));
}

/// Analyzes all files together.
fn joined<E: Send>(
    read: Vec<Reading>,
    sources: &Sources,
    catalog: Arc<Catalog>,
    memo: &mut Memo,
    asked: &Asked<'_, E>,
) -> Result<Analysis, E> {
    let Asked { settings: Settings { today }, rating, items, go_on } = *asked;
    let mut diagnostics = Vec::new();
    let mut files = Vec::with_capacity(read.len());
    for reading in read {
        diagnostics.extend(reading.findings().cloned());
        files.push(reading.parts);
    }
    go_on()?;
    let (mut program, linked) = model::link_files(files, catalog, rating, memo.linked());
    diagnostics.extend(linked);
    diagnostics.extend(codes::unknown_in_tests(&program));
    levels::settle(&mut program);
    levels::judge(&mut program, today);
    program.share();
    go_on()?;
    let found = memo.follow(&program, today);
    for study in &*found.studies {
        let open = study.open_questions();
        if let Some(rules) = program.rule_sets.iter_mut().nth(study.rules) {
            rules.open = open;
        }
    }
    program.rule_sets.share();
    let errors = rules::errors();
    let ran = memo.run(&errors, (&program, &found, today), go_on)?;
    diagnostics.extend(ran.into_iter().flat_map(|(_, found)| found));
    let book = waivers::Book { find: codes::find, closest: codes::closest };
    // A waived error does not make the meaning of declarations uncertain.
    let uncertain = if program.waivers.is_empty() {
        Uncertain::after(&diagnostics, &errors, sources, items)
    } else {
        let mut left = diagnostics.clone();
        waivers::apply(&program, sources, today, book, &|_| false, &mut left);
        Uncertain::after(&left, &errors, sources, items)
    };
    // Rules whose findings would all be withheld do not run.
    let (mut withheld, mut warnings) = (Vec::new(), Vec::new());
    for check in rules::warnings() {
        if uncertain.silences(check) {
            withheld.push(check.rule);
        } else {
            warnings.push(check);
        }
    }
    for (check, found) in memo.run(&warnings, (&program, &found, today), go_on)? {
        if uncertain.sifts(check, found, &mut diagnostics) {
            withheld.push(check.rule);
        }
    }
    withheld.sort_unstable_by_key(|rule| rule.code);
    diagnostics::sort(&mut diagnostics);
    let accepted =
        waivers::apply(&program, sources, today, book, &|rule| !withheld.contains(&rule), &mut diagnostics).accepted;
    diagnostics::bound(&mut diagnostics);
    diagnostics::keep_comments(&mut diagnostics, sources);
    let Found { effective, studies, access } = found;
    Ok(Analysis { program, today, effective, studies, access, diagnostics, accepted, withheld })
}
