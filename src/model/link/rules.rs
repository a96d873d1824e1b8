//! Rules: resolves their scales, subjects and conditions, and finds the ratings of connectors.

use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::graded;
use super::references::Table;
use super::values::Levels;
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list, worth_seeking};
use crate::model::codes;
use crate::model::condition::Fact;
use crate::model::condition_check::Asked;
use crate::model::criticity::{Outcome, RuleSet, Scorecard, Test};
use crate::model::decide::Subject;
use crate::model::facts::{BUILTIN, ConnectorSubjects, RATING_SCALE};
use crate::model::id::Id;
use crate::model::list::List;
use crate::model::program::{Criteria, Domain, Program, Scale, Symbol, domain_of};
use crate::model::subject::{self, SUBJECTS};
use crate::model::universe::ConnectorId;

/// If rules are declared twice, it is unknown which are meant, so nothing follows from either.
pub(super) fn twofold(sets: &mut List<RuleSet>) {
    let mut count: FxHashMap<EcoString, u32> = FxHashMap::default();
    for rules in sets.iter() {
        *count.entry(rules.head.symbol.name.clone()).or_default() += 1;
    }
    let is_one = |rules: &RuleSet| count.get(&rules.head.symbol.name) == Some(&1);
    sets.change(|rules| !rules.sound || is_one(rules), |rules| rules.sound = false);
}

/// Reports criteria whose subject is probably misspelt, and reads them as the subject that was meant.
pub(super) fn subjects(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let asked = program.rule_sets.iter().map(|rules| &*rules.subject.name).chain(SUBJECTS);
    let asked: BTreeSet<&str> = asked.collect();
    let taken: BTreeSet<EcoString> =
        program.criteria.iter().map(|criteria| criteria.head.symbol.name.clone()).collect();
    let misspelt = program.criteria.iter_mut().filter(|criteria| !asked.contains(criteria.name()));
    for (told, criteria) in misspelt.enumerate() {
        let symbol = &mut criteria.head.symbol;
        let known = SUBJECTS.into_iter().chain(program.rule_sets.iter().map(|rules| &*rules.subject.name));
        let near = if worth_seeking(told, asked.len()) { closest(&symbol.name, known) } else { None };
        if let Some(near) = near.filter(|near| !taken.contains(*near)) {
            let message = format!("`{}` is not a subject of criteria", symbol.name);
            findings.push(Diagnostic::new(&codes::UNKNOWN_WORD, symbol.location, message).did_you_mean(
                near,
                symbol.location,
                Safety::Safe,
            ));
            symbol.name = near.into();
        }
    }
    program.criteria.sort();
}

/// Resolves the names in rules and in combinations that criteria declare impossible, and rates connectors.
pub(super) fn resolve(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    graded::note(program, findings);
    impossible(program, findings);
    let mut sets = std::mem::take(&mut program.rule_sets);
    let scales = Table::of(&program.scales);
    let start = findings.len();
    for rules in &mut sets {
        let before = findings.len();
        scale(rules, &scales, program, before - start, findings);
        conditions(rules, program, before - start, findings);
        // Rows without the head of their block may belong to these rules.
        rules.sound &= findings.len() == before && !program.unread.is_headless();
    }
    program.rule_sets = sets;
    graded::relate(program, findings);
    program.ratings = Arc::new(ratings(program));
}

/// Checks the conditions of criteria, which use the fields of the same criteria.
fn impossible(program: &mut Program, findings: &mut Vec<Diagnostic>) {
    let mut declared = std::mem::take(&mut program.criteria);
    let names: Vec<EcoString> = declared.iter().map(|criteria| criteria.head.symbol.name.clone()).collect();
    program.criteria = declared.clone();
    for (criteria, name) in declared.iter_mut().zip(names) {
        if criteria.impossible.is_empty() {
            continue;
        }
        let facts = subject::attributes(program, &name);
        criteria.impossible.iter_mut().for_each(|one| graded::refine(&mut one.condition, &facts));
    }
    program.criteria = declared;
    for criteria in &program.criteria {
        if criteria.impossible.is_empty() {
            continue;
        }
        let name = criteria.name();
        let facts = subject::attributes(program, name);
        let unread = |_: &str| program.unread.may_hold("criteria", name);
        let noun = plural(name);
        let asked = Asked { noun: &noun, facts: &facts, unread: &unread };
        for impossible in &criteria.impossible {
            asked.check(&impossible.condition, findings);
        }
    }
}

fn plural(subject: &str) -> String {
    format!("{subject}s")
}

/// Resolves the scale of rules and its levels. `told` is the number of earlier findings about rules.
fn scale(
    rules: &mut RuleSet,
    scales: &Table<Id<Scale>>,
    program: &Program,
    told: usize,
    findings: &mut Vec<Diagnostic>,
) {
    let symbol = &rules.head.symbol;
    let Some(id) = scales.find(&symbol.name) else {
        rules.sound = false;
        // If connectors are rated too, that is reported once, at the scale that was probably meant.
        let elsewhere = &*symbol.name == RATING_SCALE && program.connectors.iter().any(|facts| facts.rated.is_some());
        if elsewhere || program.unread.may_hold("scale", &symbol.name) {
            return;
        }
        let message = format!("there is no scale `{}`", symbol.name);
        let finding = Diagnostic::new(&codes::UNKNOWN_NAME, symbol.location, message);
        let names = program.scales.iter().map(Scale::name);
        let near = if worth_seeking(told, program.scales.len()) { closest(&symbol.name, names) } else { None };
        findings.push(match near {
            Some(near) => finding.did_you_mean(near, symbol.location, Safety::Unsafe),
            None => finding.help(format!("declare it: `scale {} {{ low < medium < high }}`", symbol.name)),
        });
        return;
    };
    rules.scale = Some(id);
    let known = Levels::of(&program.scales[id]);
    let levels = rules.rules.iter_mut().map(|rule| &mut rule.level).chain(&mut rules.otherwise);
    for level in levels {
        level.target = known.resolve(&level.symbol, findings);
    }
}

fn conditions(rules: &mut RuleSet, program: &Program, told: usize, findings: &mut Vec<Diagnostic>) {
    let name = &*rules.subject.name.clone();
    let criteria = subject::criteria(program, name);
    if criteria.is_none() && !SUBJECTS.contains(&name) {
        rules.sound = false;
        if !program.unread.may_hold("criteria", name) {
            findings.push(unknown_subject(&rules.subject, program, told));
        }
        return;
    }
    let facts = subject::attributes(program, name);
    let scale = |asked: &str| ["rules", "rating"].iter().any(|keyword| program.unread.may_hold(keyword, asked));
    // A field and a scale with the same name have been reported.
    let twice = |asked: &str| subject::is_graded(program, name, asked) && domain_of(&facts, asked).is_none();
    let unread = |asked: &str| program.unread.may_hold("criteria", name) || scale(asked) || twice(asked);
    let noun = plural(name);
    let asked = Asked { noun: &noun, facts: &facts, unread: &unread };
    let mut sound = true;
    graded::spread(rules, &facts);
    for rule in &mut rules.rules {
        if let Test::When(condition) = &mut rule.test {
            graded::refine(condition, &facts);
        }
    }
    rules.impossible.iter_mut().for_each(|one| graded::refine(&mut one.condition, &facts));
    for rule in &rules.rules {
        if let Test::When(condition) = &rule.test {
            sound &= asked.check(condition, findings);
        }
    }
    for impossible in &rules.impossible {
        sound &= asked.check(&impossible.condition, findings);
    }
    for card in &rules.scorecards {
        sound &= factors(card, &asked, findings);
    }
    rules.sound &= sound;
}

fn unknown_subject(subject: &Symbol, program: &Program, told: usize) -> Diagnostic {
    let known = || program.criteria.iter().map(Criteria::name);
    let message = format!("there are no criteria for `{}`", subject.name);
    let finding = Diagnostic::new(&codes::UNKNOWN_NAME, subject.location, message);
    let seek = worth_seeking(told, program.criteria.len());
    let near = if seek { closest(&subject.name, known().chain(SUBJECTS)) } else { None };
    match near {
        Some(near) => finding.did_you_mean(near, subject.location, Safety::Unsafe),
        None if seek && !program.criteria.is_empty() => {
            finding.help(format!("criteria are declared for {}", quoted_list(known(), "and")))
        }
        None => finding.help(format!("declare them: `criteria {} {{ … }}`", subject.name)),
    }
}

/// Whether factors use fields that exist, in rows that fit them.
fn factors(card: &Scorecard, asked: &Asked<'_>, findings: &mut Vec<Diagnostic>) -> bool {
    let mut sound = true;
    for factor in &card.factors {
        let mut rows = factor.rows.iter().filter_map(|row| row.test.as_ref());
        let known = asked.facts.iter().any(|(name, _)| **name == *factor.field.name);
        if known {
            for condition in rows {
                sound &= asked.check(condition, findings);
            }
        } else {
            sound = false;
            // Every row would give the same finding at another place.
            let condition = crate::model::condition::Condition::Is(factor.field.clone());
            if rows.next().is_some() || factor.rows.is_empty() {
                asked.leaf(&condition, findings);
            }
        }
    }
    sound
}

/// The rating of every connector of the universe.
fn ratings(program: &Program) -> Vec<Outcome> {
    let rules = program.rules(RATING_SCALE, "connector").filter(|rules| rules.sound);
    let Some(rules) = rules else { return Vec::new() };
    let domains: Vec<(String, Domain)> = subject::attributes(program, "connector");
    let subjects = ConnectorSubjects::new(program);
    // Of connectors that are not declared, only the catalogue's facts are known. Rules that use none of these give all
    // such connectors the same rating.
    let asks_catalog = rules.names().any(|name| BUILTIN.contains(&name));
    let unknown = |_: &str| Fact::Unknown;
    let blank = (!asks_catalog).then(|| rules.decide(&Subject { domains: &domains, facts: &unknown }));
    (0..program.universe.len() as u32)
        .into_par_iter()
        .map(|id| match &blank {
            Some(blank) if !subjects.is_declared(ConnectorId(id)) => blank.clone(),
            _declared => {
                let facts = |name: &str| graded(program, &subjects, &domains, ConnectorId(id), name);
                rules.decide(&Subject { domains: &domains, facts: &facts })
            }
        })
        .collect()
}

/// One fact of a connector, or its level on another scale.
///
/// INVARIANT: rules in a cycle are not sound, so the recursion ends.
fn graded<'p>(
    program: &'p Program,
    subjects: &ConnectorSubjects<'p>,
    domains: &'p [(String, Domain)],
    id: ConnectorId,
    name: &str,
) -> Fact<'p> {
    let Some(rules) = program.rules(name, "connector").filter(|rules| rules.sound && name != RATING_SCALE) else {
        return subjects.known(id, name);
    };
    let facts = |name: &str| graded(program, subjects, domains, id, name);
    let level = rules.decide(&Subject { domains, facts: &facts }).level();
    let scale = rules.scale.map(|scale| &program.scales[scale]);
    let level = level.and_then(|level| scale?.levels.get(level as usize));
    level.map_or(Fact::Unknown, |level| Fact::Word(&level.name))
}
