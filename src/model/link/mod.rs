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
use super::list::{Declared, List};
use super::lower::Lowered;
use super::organisation::Organisation;
use super::program::{Program, Symbol};
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
    let mut program = Program {
        universe: Arc::new(universe),
        tenants: gather(&mut lowered, |part| &mut part.tenants),
        environments: gather(&mut lowered, |part| &mut part.environments),
        environment_groups: gather(&mut lowered, |part| &mut part.environment_groups),
        groups: gather(&mut lowered, |part| &mut part.groups),
        self_services: gather(&mut lowered, |part| &mut part.self_services),
        external_identities: gather(&mut lowered, |part| &mut part.external_identities),
        parties: gather(&mut lowered, |part| &mut part.parties),
        responsibilities: gather(&mut lowered, |part| &mut part.responsibilities),
        scales: gather(&mut lowered, |part| &mut part.scales),
        criteria: gather(&mut lowered, |part| &mut part.criteria),
        connectors: gather(&mut lowered, |part| &mut part.connectors),
        connector_sets: gather(&mut lowered, |part| &mut part.connector_sets),
        policies: gather(&mut lowered, |part| &mut part.policies),
        allow_lists: gather(&mut lowered, |part| &mut part.allow_lists),
        rule_sets: gather(&mut lowered, |part| &mut part.rule_sets),
        controls: gather(&mut lowered, |part| &mut part.controls),
        offers: gather(&mut lowered, |part| &mut part.offers),
        guidelines: gather(&mut lowered, |part| &mut part.guidelines),
        maker_teams: gather(&mut lowered, |part| &mut part.maker_teams),
        apps: gather(&mut lowered, |part| &mut part.apps),
        graded: Vec::new(),
        ratings: Arc::default(),
        organisation: Organisation::default(),
        tests: gather(&mut lowered, |part| &mut part.tests),
        unread,
        waivers: lowered.iter_mut().flat_map(|part| std::mem::take(&mut part.waivers)).collect(),
        bad_waivers: lowered.iter_mut().flat_map(|part| std::mem::take(&mut part.bad_waivers)).collect(),
    };
    for part in &mut lowered {
        program.organisation.extend(std::mem::take(&mut part.organisation));
    }
    rayon::spawn(move || drop(lowered));
    unique(&mut program.tenants, "tenant", &mut findings);
    unique(&mut program.environments, "environment", &mut findings);
    unique(&mut program.environment_groups, "environment group", &mut findings);
    unique(&mut program.groups, "group", &mut findings);
    unique(&mut program.parties, "party", &mut findings);
    unique(&mut program.responsibilities, "responsibility", &mut findings);
    once(&mut program.self_services, "group self-service", &mut findings);
    once(&mut program.external_identities, "external identity", &mut findings);
    unique(&mut program.scales, "scale", &mut findings);
    unique(&mut program.criteria, "criteria", &mut findings);
    unique(&mut program.connectors, "connector", &mut findings);
    unique(&mut program.connector_sets, "connector set", &mut findings);
    unique(&mut program.policies, "data policy", &mut findings);
    unique(&mut program.allow_lists, "connector allow-list", &mut findings);
    rules::twofold(&mut program.rule_sets);
    unique(&mut program.rule_sets, "set of rules", &mut findings);
    unique(&mut program.controls, "control", &mut findings);
    unique(&mut program.offers, "offer", &mut findings);
    unique(&mut program.guidelines, "guideline", &mut findings);
    unique(&mut program.maker_teams, "maker team", &mut findings);
    unique(&mut program.apps, "app", &mut findings);
    unique(&mut program.tests, "test", &mut findings);
    let organisation = &mut program.organisation;
    unique(&mut organisation.unit_trees, "tree of business units", &mut findings);
    unique(&mut organisation.tables.own, "table", &mut findings);
    unique(&mut organisation.roles, "role", &mut findings);
    unique(&mut organisation.licences, "licence", &mut findings);
    unique(&mut organisation.users, "user", &mut findings);
    unique(&mut organisation.teams, "team", &mut findings);
    unique(&mut organisation.profiles, "column security profile", &mut findings);
    unique(&mut organisation.duties, "separation of duties", &mut findings);
    unique(&mut organisation.administrators, "list of role administrators", &mut findings);
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

/// The declarations of a kind of all parts, in one list; they are taken out of the parts.
fn gather<T: Clone>(lowered: &mut [Lowered], of: impl Fn(&mut Lowered) -> &mut List<T>) -> List<T> {
    let mut all = List::default();
    for part in lowered {
        all.append(of(part));
    }
    all
}

/// Sorts declarations of a kind by symbol and keeps the first of each.
fn unique<T: Declared + Clone + Send>(items: &mut List<T>, noun: &str, findings: &mut Vec<Diagnostic>) {
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
        let message = format!("{noun} `{}` is declared twice", second.name);
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
fn once<T: Declared + Clone + Send>(items: &mut List<T>, noun: &str, findings: &mut Vec<Diagnostic>) {
    items.sort();
    if let Some(first) = items.first().map(|first| first.symbol().location) {
        for second in items.iter().skip(1) {
            findings.push(
                Diagnostic::new(
                    &codes::DUPLICATE_DECLARATION,
                    second.symbol().location,
                    format!("{noun} is declared twice"),
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
