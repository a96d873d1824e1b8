//! From the declarations of all files to one program.

mod called;
mod cycles;
mod foreign;
mod governance;
mod graded;
mod identity;
mod listed_sets;
mod named;
mod organisation;
mod references;
mod roles;
mod rules;
mod sets;
mod supposed;
mod tests;
mod unknown;
mod values;

use std::sync::Arc;

pub use supposed::Supposed;

use rayon::prelude::*;

use super::codes;
use super::facts::ConnectorSubjects;
use super::kind::{DeclarationKind, each_kind};
use super::list::{Declared, List};
use super::lower::Lowered;
use super::program::{Program, Symbol};
use super::universe::Universe;
use super::unread::Unread;
use crate::catalog::Catalog;
use crate::diagnostics::{Diagnostic, Tally};

/// Joins what the files, or parts of them, declare into one program; what is wrong between declarations goes to the list.
pub fn link(lowered: Vec<Lowered>, catalog: Arc<Catalog>) -> (Program, Vec<Diagnostic>) {
    link_supposing(lowered, catalog, None)
}

/// The same, as if a connector were rated otherwise than the files say.
pub fn link_supposing(
    lowered: Vec<Lowered>,
    catalog: Arc<Catalog>,
    rating: Option<&Supposed<'_>>,
) -> (Program, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut unread = Unread::default();
    let mut lowered = lowered;
    for file in &mut lowered {
        unread.extend(std::mem::take(&mut file.unread));
    }
    let (mut lowered, universe) = foreign::resolve(lowered, catalog, &unread, &mut findings);
    let mut all = Lowered::default();
    for part in &mut lowered {
        all.append(part);
    }
    // What is left of many files takes a while to drop, and nothing waits for that.
    rayon::spawn(move || drop(lowered));
    all.unread = unread;
    let mut program = program_of(all, universe);
    rules::twofold(&mut program.rule_sets);
    thin(&mut program, &mut findings);
    if let Some(rating) = rating {
        rating.apply(&mut program);
    }
    rules::subjects(&mut program, &mut findings);
    references::resolve(&mut program);
    values::check(&mut program, &mut findings);
    rules::resolve(&mut program, &mut findings);
    sets::resolve_named(&mut program, &mut findings);
    governance::resolve(&mut program, &mut findings);
    resolve_policies(&mut program, &mut findings);
    roles::predefined(&mut program);
    roles::resolve(&mut program, &mut findings);
    organisation::resolve(&mut program);
    identity::resolve(&mut program);
    tests::resolve(&mut program, &mut findings);
    unknown::tell(&program, &mut findings);
    (program, findings)
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
        /// The program of what all files declare.
        fn program_of(all: Lowered, universe: Universe) -> Program {
            Program {
                $($($p: all.$p,)?)*
                organisation: all.organisation,
                universe: Arc::new(universe),
                graded: Vec::new(),
                ratings: Arc::default(),
                unread: all.unread,
                waivers: all.waivers,
                bad_waivers: all.bad_waivers,
            }
        }

        /// Sorts the declarations of each kind, and keeps the first of each name.
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

/// Sorts declarations of a kind by symbol and keeps the first of each.
fn unique<T: Declared + Clone + Send>(items: &mut List<T>, kind: DeclarationKind, findings: &mut Vec<Diagnostic>) {
    items.sort();
    let pairs = items.iter().zip(items.iter().skip(1));
    let twice = pairs.map(|(first, second)| (first.symbol(), second.symbol()));
    let mut twice: Vec<(&Symbol, &Symbol)> = twice.filter(|(first, second)| first.name == second.name).collect();
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

/// The same for a kind that has no name, and of which a program has one.
fn once<T: Declared + Clone + Send>(items: &mut List<T>, kind: DeclarationKind, findings: &mut Vec<Diagnostic>) {
    items.sort();
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
    items.dedup_by(|_, _| true);
}

fn resolve_policies(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let mut policies = std::mem::take(&mut program.policies);
    let subjects = ConnectorSubjects::new(program);
    let environments = references::Table::of(&program.environments);
    let found: Vec<Vec<Diagnostic>> = policies
        .par_iter_mut()
        .map(|policy| {
            let mut findings = Vec::new();
            for clause in &mut policy.groups {
                if let Some(expression) = &clause.expression {
                    let sets = &program.connector_sets;
                    let before = findings.len();
                    clause.named = expression.members(&program.universe, sets, &subjects, &mut findings);
                    clause.complete &= findings.len() == before && expression.is_complete(sets, &subjects);
                } else {
                    clause.named = super::set::Set::empty(program.universe.len());
                }
            }
            let complete = policy.groups.iter().all(|clause| clause.expression.is_none() || clause.complete);
            let rests = policy.groups.iter().filter(|clause| clause.rest.is_some()).count();
            policy.groups_sound = policy.groups_read && complete && rests == 1;
            references::targets(policy, &environments, program, &mut findings);
            findings
        })
        .collect();
    findings.extend(found.into_iter().flatten());
    program.policies = policies;
}
