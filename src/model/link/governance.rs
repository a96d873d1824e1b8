//! Controls, offers, guidelines, maker teams and apps: resolves the names in them, and finds the levels of apps.

use rayon::prelude::*;

use super::references::{Names, Selection, Table};
use super::values::{Fields, Levels, fields};
use crate::diagnostics::{Diagnostic, Fix, Safety, closest, worth_seeking};
use crate::model::codes;
use crate::model::condition::Fact;
use crate::model::condition_check::Asked;
use crate::model::criticity::{APP_SCALE, App, Certificate, ConnectorClause, LevelClause, Offer, RuleSet};
use crate::model::derived::{self, Wanted};
use crate::model::facts::ConnectorSubjects;
use crate::model::id::Id;
use crate::model::program::{Domain, Program, Reference, Scale, Symbol, domain_of};
use crate::model::set_expression::SetExpression;
use crate::model::subject;
use crate::model::truth;
use crate::text::Location;

/// Resolves all of them. Named sets must have been answered.
pub(super) fn resolve(program: &mut Program, names: &Names, findings: &mut Vec<Diagnostic>) {
    ceilings(program, findings);
    controls(program, names, findings);
    allow_lists(program, findings);
    offers(program, findings);
    maker_teams(program);
    apps(program, names, findings);
}

fn ceilings(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    if program.environments.iter().all(|environment| environment.ceiling.is_none()) {
        return;
    }
    let mut environments = std::mem::take(&mut program.environments);
    let levels = program.scale(APP_SCALE).map(Levels::of);
    for index in 0..environments.len() {
        let Some(Reference { symbol, target }) = environments.get(index).and_then(|one| one.ceiling.as_ref()) else {
            continue;
        };
        let found = level(program, levels.as_ref(), symbol, findings);
        if (found != *target || found.is_none())
            && let Some(environment) = environments.get_mut(index)
        {
            environment.sound &= found.is_some();
            environment.ceiling.iter_mut().for_each(|ceiling| ceiling.target = found);
        }
    }
    program.environments = environments;
}

/// The index of a level in the scale of apps.
pub(super) fn level(
    program: &Program,
    levels: Option<&Levels<'_>>,
    symbol: &Symbol,
    findings: &mut Vec<Diagnostic>,
) -> Option<u32> {
    if let Some(levels) = levels {
        return levels.resolve(symbol, findings);
    }
    if !program.unread.may_hold("scale", APP_SCALE) {
        findings.push(no_scale(program, findings.len(), symbol.location));
    }
    None
}

/// The finding that the scale of apps is missing where a level of it is used. `told` is the number of earlier findings.
fn no_scale(program: &Program, told: usize, location: Location) -> Diagnostic {
    let finding = Diagnostic::new(&codes::UNKNOWN_NAME, location, format!("there is no scale `{APP_SCALE}`"));
    let near =
        if worth_seeking(told, program.scales.len()) { closest(APP_SCALE, program.scales.names()) } else { None };
    match near.and_then(|near| program.scales.named(near)) {
        Some(scale) => {
            let Symbol { name, location } = &scale.head.symbol;
            let title = format!("call it `{APP_SCALE}`");
            let finding = finding.label(*location, format!("perhaps `{name}` is meant to be it"));
            finding.help(&title).fix(Fix::replace(title, Safety::Unsafe, *location, APP_SCALE))
        }
        None => finding.help(format!("declare it: `scale {APP_SCALE} {{ low < medium < high }}`")),
    }
}

fn controls(program: &mut Program, names: &Names, findings: &mut Vec<Diagnostic>) {
    if program.controls.is_empty() {
        return;
    }
    let mut controls = std::mem::take(&mut program.controls);
    let Names { environments, groups, .. } = names;
    let offers = Table::of(&program.offers);
    let levels = program.scale(APP_SCALE).map(Levels::of);
    let subjects = ConnectorSubjects::new(program);
    let selection = Selection::of(&program.environments, None);
    for control in &mut controls {
        let before = findings.len();
        control.level = level(program, levels.as_ref(), &control.head.symbol, findings);
        if let Some(by) = &mut control.by {
            control.sound &= groups.resolve(by);
        }
        control.sound &= offers.all(&mut control.requires);
        if let Some(targets) = &mut control.environments {
            selection.resolve(targets, environments, findings);
            control.sound &= targets.references.iter().all(|reference| reference.target.is_some());
        }
        if let Some(clause) = &mut control.connectors {
            answer(clause, program, &subjects, findings);
            control.sound &= clause.complete;
        }
        control.sound &= findings.len() == before && control.level.is_some();
    }
    program.controls = controls;
}

fn allow_lists(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    if program.allow_lists.is_empty() {
        return;
    }
    let mut lists = std::mem::take(&mut program.allow_lists);
    let subjects = ConnectorSubjects::new(program);
    for list in &mut lists {
        if let Some(clause) = &mut list.allows {
            answer(clause, program, &subjects, findings);
        }
        list.sound &= list.allows.as_ref().is_some_and(|clause| clause.complete);
    }
    program.allow_lists = lists;
}

/// Answers a set of connectors. `rest` is allowed in data policies only.
fn answer(
    clause: &mut ConnectorClause,
    program: &Program,
    subjects: &ConnectorSubjects<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let before = findings.len();
    clause.expression.each_part(&mut |part| {
        if let SetExpression::Rest(location) = part {
            let finding = Diagnostic::new(&codes::WRONG_TYPE, *location, "`rest` belongs to data policies");
            findings.push(finding.help("name the connectors that are meant, or select them with `connectors where …`"));
        }
    });
    clause.complete &= findings.len() == before;
    let (members, complete) = clause.expression.answer(&program.universe, &program.connector_sets, subjects, findings);
    clause.members = members;
    clause.complete &= complete;
}

fn offers(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let (mut offers, mut guidelines) = (std::mem::take(&mut program.offers), std::mem::take(&mut program.guidelines));
    for offer in &mut offers {
        if let Some(clause) = &mut offer.levels {
            offer.sound &= levels(clause, program, findings);
        }
    }
    for clause in guidelines.iter_mut().filter_map(|guideline| guideline.levels.as_mut()) {
        levels(clause, program, findings);
    }
    (program.offers, program.guidelines) = (offers, guidelines);
}

/// Answers which levels a condition on the scale selects.
fn levels(clause: &mut LevelClause, program: &Program, findings: &mut Vec<Diagnostic>) -> bool {
    let Some(scale) = program.scale(APP_SCALE) else {
        if !program.unread.may_hold("scale", APP_SCALE) {
            findings.push(no_scale(program, findings.len(), clause.location));
        }
        return false;
    };
    let facts = vec![(APP_SCALE.to_owned(), scale.domain())];
    let unread = |_: &str| false;
    if !(Asked { noun: "levels", facts: &facts, unread: &unread }).check(&clause.condition, findings) {
        return false;
    }
    let domains = |name: &str| domain_of(&facts, name);
    clause.levels = (0_u32..)
        .zip(&scale.levels)
        .filter(|(_, level)| {
            let fact = |_: &str| Fact::Word(&level.name);
            truth::kleene(&clause.condition, &domains, &fact) == Some(true)
        })
        .map(|(index, _)| index)
        .collect();
    true
}

impl Scale {
    /// The levels of the scale as the domain of a fact.
    pub fn domain(&self) -> Domain {
        Domain::Words(self.levels.iter().map(|level| level.name.clone()).collect(), true)
    }
}

fn maker_teams(program: &mut Program) {
    let offers = Table::of(&program.offers);
    for team in &mut program.maker_teams {
        certificates(&mut team.certified, &offers);
    }
}

fn certificates(certificates: &mut [Certificate], offers: &Table<Id<Offer>>) -> bool {
    offers.all(certificates.iter_mut().map(|certificate| &mut certificate.offer))
}

fn apps(program: &mut Program, names: &Names, findings: &mut Vec<Diagnostic>) {
    if program.apps.is_empty() {
        return;
    }
    let mut apps = std::mem::take(&mut program.apps);
    let criteria = subject::criteria(program, "app");
    let declared = Fields::of(criteria);
    let environments = &names.environments;
    let teams = Table::of(&program.maker_teams);
    let offers = Table::of(&program.offers);
    let subjects = ConnectorSubjects::new(program);
    let domains = subject::attributes(program, "app");
    let rules = program.rules(APP_SCALE, "app").filter(|rules| rules.sound);
    let wanted = Wanted::of(program);
    let found: Vec<Vec<Diagnostic>> = apps
        .par_iter_mut()
        .map(|app| {
            let mut findings = Vec::new();
            app.sound &= environments.optional(&mut app.environment);
            app.sound &= teams.optional(&mut app.made_by);
            if let Some(clause) = &mut app.connectors {
                answer(clause, program, &subjects, &mut findings);
                app.sound &= clause.complete;
            }
            app.sound &= certificates(&mut app.certified, &offers);
            let valued = fields(program, "app", &app.criteria, &declared, &mut findings);
            app.derived = derived::of(program, app, wanted, &subjects);
            if let Some(rules) = rules.filter(|_| valued) {
                derived::grade(program, rules, app, &domains);
            }
            app.sound &= valued && findings.is_empty();
            findings
        })
        .collect();
    findings.extend(found.into_iter().flatten());
    program.apps = apps;
}

/// Checks the values of an app that a test describes, and gives it the levels that follow from them.
pub(super) fn value(
    program: &Program,
    app: &mut App,
    declared: &Fields<'_>,
    (rules, domains): (Option<&RuleSet>, &[(String, Domain)]),
    findings: &mut Vec<Diagnostic>,
) {
    let valued = fields(program, "app", &app.criteria, declared, findings);
    app.derived = derived::of(program, app, Wanted::of(program), &ConnectorSubjects::new(program));
    if let Some(rules) = rules.filter(|_| valued) {
        derived::grade(program, rules, app, domains);
    }
    app.sound &= valued;
}
