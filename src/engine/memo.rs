//! The results of an analysis that are kept, and when they are still valid.
//!
//! Every computation on a program gets a copy that records which lists it reads. Its result is valid as long as each of
//! these lists is equal, value by value, to the list that it read. So no code declares what it reads, no edit is
//! interpreted, and comparing finds what an edit leaves unchanged. If a rule looks at declarations one by one, its
//! result for each of them is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Check, Context, Each, Earlier, Effective, Follows, FoundOfEach, Study};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::program::OF_RULE_SETS;
use crate::model::seen::Parts;
use crate::model::{self, Program};

/// The results for programs, and the lists that they depend on.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Whether there will be another analysis.
    keeps: bool,
    /// The results of linking.
    linked: model::Kept,
    /// The current program.
    now: Option<Arc<State>>,
    /// The earlier programs with results that are kept, the latest last.
    past: Vec<Past>,
    /// The findings of each rule.
    found: BTreeMap<Code, FoundByRule>,
}

/// The maximum number of earlier programs with results that are kept. While a line is half written few rules run, and
/// the findings of the others for the program before are valid again when the line is complete.
const PAST: usize = 2;

/// A program, the day of the analysis, and the results for it, with the parts that each depends on.
#[derive(Debug)]
struct State {
    program: Arc<Program>,
    today: Date,
    effective: (Parts, Arc<Effective>),
    studies: (Parts, Arc<Vec<Study>>),
    access: (Parts, Arc<Access>),
}

/// The findings of a rule.
#[derive(Debug)]
struct FoundByRule {
    /// The parts that it read.
    rests_on: Parts,
    findings: Vec<Diagnostic>,
    /// The findings for single declarations of a list that the rule reads in no other way.
    each: Option<FoundOfEach>,
    /// The program that the findings are for.
    of: Arc<State>,
}

/// An earlier program.
#[derive(Debug)]
struct Past {
    state: Arc<State>,
    /// The parts that differ from the current program.
    differing: Parts,
    /// Where its declarations are in the current program.
    places: Earlier,
}

impl State {
    /// The parts that are not equal, value by value, to those of another program and day.
    fn differing(&self, program: &Program, today: Date) -> Parts {
        if self.today == today { self.program.differing(program) } else { Parts::ALL }
    }

    /// The same for the results, which are the same in memory if they are equal.
    fn following(&self, other: &Self) -> Parts {
        let one = |same: bool, part: Parts| if same { Parts::NONE } else { part };
        one(Arc::ptr_eq(&self.effective.1, &other.effective.1), Follows::EFFECTIVE)
            // Rule sets contain the questions about them that were left open.
            .with(one(Arc::ptr_eq(&self.studies.1, &other.studies.1), Follows::STUDIES.with(OF_RULE_SETS)))
            .with(one(Arc::ptr_eq(&self.access.1, &other.access.1), Follows::ACCESS))
    }
}

/// Returns the result of an earlier program if all that it read is equal, and computes it otherwise. A result that is
/// equal to an earlier one stays the same in memory.
fn follow<T: Send + Sync>(
    program: &Program,
    past: &[Past],
    of: fn(&State) -> &(Parts, Arc<T>),
    find: impl Fn(&Program, Option<(&Program, &T)>) -> T,
    same: fn(&T, &T) -> bool,
) -> (Parts, Arc<T>) {
    let mut known = past.iter().rev().map(|past| (of(&past.state), past.differing));
    if let Some((known, _)) = known.clone().find(|((rests_on, _), differing)| !rests_on.meets(*differing)) {
        return known.clone();
    }
    let seen = Arc::default();
    let before = past.last().map(|past| (&*past.state.program, &*of(&past.state).1));
    let value = find(&program.watched(Some(&seen)), before);
    let equal = known.find(|((_, known), _)| same(known, &value)).map(|((_, known), _)| known.clone());
    (seen.parts(), equal.unwrap_or_else(|| Arc::new(value)))
}

/// The results for a program.
pub(super) struct Found {
    pub(super) effective: Arc<Effective>,
    pub(super) studies: Arc<Vec<Study>>,
    pub(super) access: Arc<Access>,
}

impl Found {
    pub(super) fn follows(&self) -> Follows<'_> {
        Follows { effective: &self.effective, studies: &self.studies, access: &self.access }
    }
}

impl Memo {
    /// Returns a memo that keeps results for the next analysis.
    pub(super) fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// The results that linking keeps, if there will be another analysis.
    pub(super) fn linked(&mut self) -> Option<&mut model::Kept> {
        self.keeps.then_some(&mut self.linked)
    }

    /// Computes the results for a program, which is shared. An interruption after this loses nothing: results are kept
    /// together with the program that they are for.
    pub(super) fn follow(&mut self, program: &Program, today: Date) -> Found {
        let states = self.past.drain(..).map(|past| past.state).chain(self.now.take());
        let past = |state: Arc<State>| {
            let (differing, places) = (state.differing(program, today), Earlier::new(state.program.clone()));
            Past { state, differing, places }
        };
        let mut past: Vec<Past> = states.map(past).collect();
        let (effective, (studies, access)) = rayon::join(
            || follow(program, &past, |state| &state.effective, Effective::after, |one, other| one == other),
            || {
                rayon::join(
                    || follow(program, &past, |state| &state.studies, |program, _| Study::all(program), |_, _| false),
                    || follow(program, &past, |state| &state.access, |program, _| Access::of(program), |_, _| false),
                )
            },
        );
        let found = Found { effective: effective.1.clone(), studies: studies.1.clone(), access: access.1.clone() };
        if self.keeps {
            let program = Arc::new(program.watched(None));
            let now = Arc::new(State { program, today, effective, studies, access });
            for past in &mut past {
                past.differing = past.differing.with(now.following(&past.state));
            }
            self.settle(&now, past);
            self.now = Some(now);
        }
        found
    }

    /// Moves the results of earlier programs to the current one if all that they depend on is equal, so that places are
    /// the same too. Keeps the programs that have the most results left.
    fn settle(&mut self, now: &Arc<State>, past: Vec<Past>) {
        let of = |found: &FoundByRule| past.iter().find(|past| Arc::ptr_eq(&past.state, &found.of));
        for found in self.found.values_mut() {
            let rests_on = found.rests_on.with(found.each.as_ref().map_or(Parts::NONE, FoundOfEach::part));
            if of(found).is_some_and(|past| !rests_on.meets(past.differing)) {
                found.of = now.clone();
            }
        }
        let left = |past: &Past| self.found.values().filter(|found| Arc::ptr_eq(&found.of, &past.state)).count();
        let mut gone: Vec<Past> = Vec::new();
        self.past = past;
        while let Some((at, left)) = (self.past.iter().map(left).enumerate()).min_by_key(|(_, left)| *left)
            && (left == 0 || self.past.len() > PAST)
        {
            gone.push(self.past.remove(at));
        }
        self.found.retain(|_, found| !gone.iter().any(|past| Arc::ptr_eq(&past.state, &found.of)));
        super::drop_beside(gone);
    }

    /// Returns the findings of some rules. Rules without valid findings run in parallel. If `go_on` fails, the findings
    /// until then are kept.
    pub(super) fn run<'c, E: Send>(
        &mut self,
        checks: &[&'c Check],
        (program, found, today): (&Program, &Found, Date),
        go_on: &(dyn Fn() -> Result<(), E> + Sync),
    ) -> Result<Vec<(&'c Check, Vec<Diagnostic>)>, E> {
        let Self { found: known, now, past, .. } = &*self;
        let asked: Vec<_> = checks
            .par_iter()
            .map(|check| {
                let known = known.get(&check.rule.code);
                let past = known.and_then(|known| past.iter().find(|past| Arc::ptr_eq(&past.state, &known.of)));
                if let (Some(known), None) = (known, past) {
                    return Ok((None, known.findings.clone()));
                }
                go_on()?;
                let seen = Arc::default();
                let mut findings = Vec::new();
                // If nothing is kept, what the rule reads is not needed.
                let Some(now) = now else {
                    (check.run)(&Context::new(program, found.follows(), today, &seen), &mut findings);
                    return Ok((None, findings));
                };
                let watched = program.watched(Some(&seen));
                let context = Context::new(&watched, found.follows(), today, &seen);
                let holds = known.zip(past).filter(|(known, past)| !known.rests_on.meets(past.differing));
                let each = Each::new(holds.and_then(|(known, past)| Some((known.each.as_ref()?, &past.places))));
                (check.run)(&context.keeping(&each), &mut findings);
                // Earlier findings of a declaration depend on what the rule read then.
                let rests_on = holds.map_or(Parts::NONE, |(known, _)| known.rests_on).with(seen.parts());
                let each = each.found();
                let new = FoundByRule { rests_on, findings: findings.clone(), each, of: now.clone() };
                Ok((Some(new), findings))
            })
            .collect();
        let mut all = Ok(Vec::with_capacity(checks.len()));
        for (check, asked) in checks.iter().zip(asked) {
            match asked {
                Ok((new, findings)) => {
                    self.found.extend(new.map(|new| (check.rule.code, new)));
                    if let Ok(all) = &mut all {
                        all.push((*check, findings));
                    }
                }
                Err(stopped) => all = Err(stopped),
            }
        }
        all
    }
}
