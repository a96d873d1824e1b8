//! Levels from other rules, as facts that rules ask for.
//!
//! A level of another scale is a separate axis. If the fields that its rules ask for are used nowhere else, every
//! level that they reach can occur with everything else, and nothing more is needed. Otherwise those rules are read
//! into the same space, and every combination that contradicts their level is declared impossible.

use std::collections::BTreeSet;

use super::axis::{Axis, find};
use super::read;
use crate::decision::{ClassSet, Cube, Formula, MOST_CUBES, Prepared, Space, cubes, unreachable};
use crate::model::criticity::RuleSet;
use crate::model::derived::{CONNECTORS, RATING};
use crate::model::program::Program;
use crate::model::subject;

/// The rule sets whose levels a rule set asks for.
pub(super) struct Asked<'p> {
    /// Those whose fields are used nowhere else.
    pub(super) free: Vec<&'p RuleSet>,
    /// The others, with all that they ask for, each before those that ask for it.
    pub(super) bound: Vec<&'p RuleSet>,
}

impl<'p> Asked<'p> {
    pub(super) fn of(program: &'p Program, rules: &'p RuleSet) -> Self {
        let direct = subject::direct_rules(program, rules);
        let levels: Vec<&str> = direct.iter().map(|set| set.name()).collect();
        let mut own = fields(program, &[rules]);
        own.retain(|field| !levels.contains(field));
        let under: Vec<(&'p RuleSet, BTreeSet<&str>)> = direct
            .iter()
            .map(|set| {
                let all: Vec<&RuleSet> = subject::asked_rules(program, set).into_iter().chain([*set]).collect();
                (*set, fields(program, &all))
            })
            .collect();
        let (mut free, mut bound): (Vec<&'p RuleSet>, Vec<&'p RuleSet>) = (Vec::new(), Vec::new());
        for (at, (set, fields)) in under.iter().enumerate() {
            let elsewhere = |field: &&str| {
                own.contains(field)
                    || under.iter().enumerate().any(|(other, (_, fields))| other != at && fields.contains(field))
            };
            if !fields.iter().any(elsewhere) {
                free.push(*set);
                continue;
            }
            for inner in subject::asked_rules(program, set).into_iter().chain([*set]) {
                if !bound.iter().any(|known| std::ptr::eq(*known, inner)) {
                    bound.push(inner);
                }
            }
        }
        free.retain(|set| !bound.iter().any(|known| std::ptr::eq(*known, *set)));
        Self { free, bound }
    }
}

/// The facts that some rules ask for, and those that impossible combinations connect with them.
fn fields<'p>(program: &'p Program, sets: &[&'p RuleSet]) -> BTreeSet<&'p str> {
    let mut fields: BTreeSet<&str> = sets.iter().flat_map(|set| set.names()).collect();
    let mut joined: Vec<Vec<&str>> = Vec::new();
    if sets.iter().any(|set| &*set.subject.name == "app") {
        // The rating of a connector bounds the highest rating.
        joined.push(vec![CONNECTORS, RATING]);
    }
    let impossible = sets.iter().flat_map(|set| subject::impossible(program, set));
    joined.extend(impossible.map(|one| one.condition.names().map(|name| &*name.name).collect()));
    loop {
        let before = fields.len();
        for names in &joined {
            if names.iter().any(|name| fields.contains(name)) {
                fields.extend(names);
            }
        }
        if fields.len() == before {
            return fields;
        }
    }
}

/// The levels that rules never give, as boxes of their axis.
pub(super) fn unreached(program: &Program, rules: &RuleSet, axis: u16) -> Vec<Cube> {
    let scale = rules.scale.map(|scale| &program.scales[scale]);
    let levels: Vec<u32> = (0..scale.map_or(0, |scale| scale.levels.len() as u32)).collect();
    let Ok(reading) = read::read(program, rules) else { return Vec::new() };
    let answers = unreachable(&Prepared::new(&reading.table), &levels);
    let never = levels.into_iter().zip(answers).filter(|(_, answer)| answer.is_yes());
    let classes = ClassSet::of(never.map(|(level, _)| level as u16));
    if classes.is_empty() { Vec::new() } else { vec![Cube::of([(axis, classes)])] }
}

/// The combinations that contradict the level of these rules: boxes in which the axis of the level has another class.
/// Where the rules give no level, other rules have none to ask for. None where that takes too many boxes.
pub(super) fn elsewhere(space: &Space, axes: &[Axis], rules: &RuleSet, sums: &[Option<u16>]) -> Option<Vec<Cube>> {
    // If no rule asks for the level, there is no axis.
    let Some((axis, _)) = find(axes, rules.name(), None) else { return Some(Vec::new()) };
    let count = space.classes_of(axis);
    let when = |index: usize| Some(read::test(axes, sums, &rules.rules.get(index)?.test));
    let level = |index: usize| rules.rules.get(index).and_then(|rule| rule.level.target);
    // If `unique` is violated, the highest level counts, as when a level is decided.
    let order = rules.order();
    let mut before: Vec<Formula> = Vec::new();
    let mut given: Vec<(u16, Formula)> = Vec::new();
    for run in order.chunk_by(|one, other| level(*one) == level(*other)) {
        let Some(own) = run.first().and_then(|index| level(*index)) else { continue };
        let any = Formula::Any(run.iter().filter_map(|index| when(*index)).collect());
        let parts = vec![any.clone(), Formula::Not(Box::new(Formula::Any(before.clone())))];
        given.push((own as u16, Formula::All(parts)));
        before.push(any);
    }
    if let Some(otherwise) = rules.otherwise.as_ref().and_then(|level| level.target) {
        given.push((otherwise as u16, Formula::Not(Box::new(Formula::Any(before)))));
    }
    let mut boxes = Vec::new();
    for class in 0..count {
        let own = given.iter().filter(|(level, _)| *level == class).map(|(_, formula)| formula.clone()).collect();
        let other = Formula::Not(Box::new(Formula::Any(own)));
        let here = Formula::In(axis, ClassSet::of([class]));
        boxes.extend(cubes(space, &Formula::All(vec![here, other]), MOST_CUBES).ok()?);
    }
    Some(boxes)
}
