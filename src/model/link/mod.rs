//! Links the declarations of all files into one program.

mod called;
mod cycles;
mod foreign;
mod governance;
mod graded;
mod identity;
mod kept;
mod listed_sets;
mod named;
mod organisation;
mod policies;
mod references;
mod roles;
mod rules;
mod sets;
mod supposed;
mod tests;
mod unknown;
mod values;

use std::sync::Arc;

pub use kept::Kept;
pub use supposed::Supposed;

use rayon::prelude::*;

use super::codes;
use super::kind::{DeclarationKind, each_kind};
use super::list::{Declared, List};
use super::lower::Lowered;
use super::program::{Program, Symbol};
use super::universe::Universe;
use super::unread::Unread;
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Tally};

/// Links the declarations of parts of files into one program. Returns it with the findings between declarations.
pub fn link(parts: Vec<Lowered>, catalog: Arc<Catalog>) -> (Program, Vec<Diagnostic>) {
    link_files(vec![Arc::new(parts)], catalog, None, None)
}

/// The same for files, optionally with a supposed rating of a connector. Uses the results that the previous linking
/// kept, and keeps those of this one.
pub fn link_files(
    files: Vec<Arc<Vec<Lowered>>>,
    catalog: Arc<Catalog>,
    rating: Option<&Supposed<'_>>,
    mut kept: Option<&mut Kept>,
) -> (Program, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut unread = Unread::default();
    let parts = || files.iter().flat_map(|file| &**file);
    parts().for_each(|part| unread.extend(&part.unread));
    let waivers = parts().flat_map(|part| part.waivers.iter().cloned()).collect();
    let bad_waivers = parts().flat_map(|part| part.bad_waivers.iter().cloned()).collect();
    let universe = foreign::universe(&files, catalog, &unread, &mut findings);
    let (all, universe) = match &mut kept {
        Some(kept) => {
            let universe = kept.universe(universe);
            (kept.joined(files, &universe), universe)
        }
        None => (joined(files, &universe), Arc::new(universe)),
    };
    let mut program = program_of(all, universe);
    (program.unread, program.waivers, program.bad_waivers) = (unread, waivers, bad_waivers);
    rules::twofold(&mut program.rule_sets);
    thin(&mut program, &mut findings);
    let facts = kept.is_some().then(|| {
        program.share();
        program.watched(None)
    });
    if let Some(kept) = &kept {
        kept.go_on(&mut program);
    }
    if let Some(rating) = rating {
        rating.apply(&mut program);
    }
    rules::subjects(&mut program, &mut findings);
    let goes_on = kept.as_ref().is_some_and(|kept| kept.is_more());
    let looks = if goes_on { references::Looks::Few } else { references::Looks::All };
    let names = references::Names::of(&program, looks);
    references::resolve(&mut program, &names);
    values::check(&mut program, &mut findings);
    rules::resolve(&mut program, &mut findings);
    let known = kept.as_ref().map_or_else(Vec::new, |kept| kept.go_on_with_connectors(&mut program));
    let changed = sets::resolve_named(&mut program, &names.sets, &mut findings);
    governance::resolve(&mut program, &names, &mut findings);
    let before = (&*known, kept.as_ref().and_then(|kept| kept.environments()));
    let asked = policies::resolve(&mut program, &names.environments, &changed, before, &mut findings);
    roles::predefined(&mut program);
    roles::resolve(&mut program, &mut findings);
    organisation::resolve(&mut program, &names);
    identity::resolve(&mut program, &names);
    tests::resolve(&mut program, &names, &mut findings);
    unknown::tell(&program, &mut findings);
    if let (Some(kept), Some(facts)) = (kept, facts) {
        kept.keep(facts, asked, &mut program);
    }
    (program, findings)
}

/// The declarations of some files, sorted, with the places of their connectors in the universe.
fn joined(files: Vec<Arc<Vec<Lowered>>>, universe: &Universe) -> Lowered {
    let mut parts: Vec<Lowered> = files.into_iter().flat_map(Arc::unwrap_or_clone).collect();
    let apart = parts.par_iter_mut().with_min_len(64).filter(|part| foreign::names_apart(part));
    apart.for_each(|part| foreign::place(part, universe));
    let mut all = Lowered::default();
    for part in &mut parts {
        all.append(part);
    }
    // Dropping the parts of many files takes a while, and nothing depends on it.
    rayon::spawn(move || drop(parts));
    all.sort();
    all
}

macro_rules! lists {
    (
        {}
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart $($apart:tt)*
    ) => {
        /// The program of the declarations of all files.
        fn program_of(all: Lowered, universe: Arc<Universe>) -> Program {
            Program {
                $($($p: all.$p,)?)*
                organisation: all.organisation,
                universe,
                graded: Vec::new(),
                ratings: Arc::default(),
                unread: Unread::default(),
                waivers: Vec::new(),
                bad_waivers: Vec::new(),
            }
        }

        /// Keeps the first declaration of each name, kind by kind.
        fn thin(program: &mut Program, findings: &mut Vec<Diagnostic>) {
            let organisation = &mut program.organisation;
            $(
                let list = $(&mut program.$p)? $(&mut organisation.$o)? $(&mut organisation.$w.$l)?;
                $names(list, DeclarationKind::$kind, findings);
            )*
        }
    };
}

each_kind!(lists! {});

/// Keeps the first declaration of each name.
fn unique<T: Declared + Send + Sync>(items: &mut List<T>, kind: DeclarationKind, findings: &mut Vec<Diagnostic>) {
    let mut twice: Vec<(&Symbol, &Symbol)> = items.twofold();
    if twice.is_empty() {
        return;
    }
    twice.sort_unstable_by_key(|(_, second)| second.location);
    let mut tally = Tally::default();
    for (first, second) in twice {
        if !tally.keeps(&codes::DUPLICATE_DECLARATION, Some(second.location)) {
            continue;
        }
        let message = format!("{} `{}` is declared twice", kind.noun(), second.name);
        findings.push(
            Diagnostic::new(&codes::DUPLICATE_DECLARATION, second.location, message)
                .label(first.location, "first declared here")
                .help("keep one of the two, or give one another name"),
        );
    }
    findings.extend(tally.rest());
    items.dedup_by(|second, first| second.symbol().name == first.symbol().name);
}

/// The same for a kind that has no name and only one declaration in a program.
fn once<T: Declared>(items: &mut List<T>, kind: DeclarationKind, findings: &mut Vec<Diagnostic>) {
    if let Some(first) = items.first().map(|first| first.symbol().location) {
        for second in items.iter().skip(1) {
            findings.push(
                Diagnostic::new(
                    &codes::DUPLICATE_DECLARATION,
                    second.symbol().location,
                    format!("{} is declared twice", kind.noun()),
                )
                .label(first, "first declared here")
                .help("a tenant has one; write all of it in one declaration"),
            );
        }
    }
    if items.len() > 1 {
        items.dedup_by(|_, _| true);
    }
}
