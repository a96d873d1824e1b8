//! What is kept of an answer, and when it still holds.
//!
//! Whatever looks at a program is given a copy that notes which lists are looked at. What it found holds as long as each
//! of these lists is equal, value by value, to the list that it looked at then. So nothing has to say what it reads, no
//! edit has to be understood, and what an edit leaves as it was is found by comparing. What a rule finds of declarations
//! that it looks at one by one is kept for each of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Check, Context, Each, Earlier, Effective, Follows, FoundOfEach, Study};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::program::OF_RULE_SETS;
use crate::model::seen::Parts;
use crate::model::{self, Program};

/// What was found of programs, and what that rests on.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Whether there will be another answer.
    keeps: bool,
    /// What was linked.
    linked: model::Kept,
    /// The program that is there now.
    now: Option<Arc<State>>,
    /// Those before it of which something is kept, the latest last.
    past: Vec<Past>,
    /// What each rule found.
    found: BTreeMap<Code, FoundByRule>,
}

/// Of so many programs before the present one something is kept: while a line is half written few rules are asked, and
/// what the others found of the program before holds again when the line is whole.
const PAST: usize = 2;

/// A program, the day that it was looked at, and what follows from it, with the parts that each rests on.
#[derive(Debug)]
struct State {
    program: Arc<Program>,
    today: Date,
    effective: (Parts, Arc<Effective>),
    studies: (Parts, Arc<Vec<Study>>),
    access: (Parts, Arc<Access>),
}

/// What a rule found.
#[derive(Debug)]
struct FoundByRule {
    /// What it looked at.
    rests_on: Parts,
    findings: Vec<Diagnostic>,
    /// What it found of single declarations of a list that it looks at in no other way.
    each: Option<FoundOfEach>,
    /// What this is of.
    of: Arc<State>,
}

/// An earlier program.
#[derive(Debug)]
struct Past {
    state: Arc<State>,
    /// The parts that are other than those of the present one.
    differing: Parts,
    /// Where its declarations are in the present one.
    places: Earlier,
}

impl State {
    /// The parts that are not equal, value by value, to those of another program and day.
    fn differing(&self, program: &Program, today: Date) -> Parts {
        if self.today == today { self.program.differing(program) } else { Parts::ALL }
    }

    /// The same of what follows from both, which is the same in memory where it is equal.
    fn following(&self, other: &Self) -> Parts {
        let one = |same: bool, part: Parts| if same { Parts::NONE } else { part };
        one(Arc::ptr_eq(&self.effective.1, &other.effective.1), Follows::EFFECTIVE)
            // Rule sets hold which questions about them were left open.
            .with(one(Arc::ptr_eq(&self.studies.1, &other.studies.1), Follows::STUDIES.with(OF_RULE_SETS)))
            .with(one(Arc::ptr_eq(&self.access.1, &other.access.1), Follows::ACCESS))
    }
}

/// What follows from a program: what followed from an earlier one where all that it looked at is equal, or what is found
/// now. What is equal to what followed before stays the same in memory.
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

/// What follows from a program.
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
    /// One that keeps what is found for the next answer.
    pub(super) fn keeping() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// What linking leaves for the next, where there will be one.
    pub(super) fn linked(&mut self) -> Option<&mut model::Kept> {
        self.keeps.then_some(&mut self.linked)
    }

    /// What follows from a program, which is shared. An interruption after this costs nothing: what is kept is kept with
    /// the program that it was found of.
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

    /// Moves what was found of earlier programs to the present one, where all that it looked at is equal to what it was,
    /// so that places are the same too. Keeps the programs of which most is left.
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

    /// The findings of some rules, which are asked side by side where what they found is not known. Where `go_on` fails,
    /// what was found until then is kept.
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
                // Where nothing is kept, nobody asks what was looked at.
                let Some(now) = now else {
                    (check.run)(&Context::new(program, found.follows(), today, &seen), &mut findings);
                    return Ok((None, findings));
                };
                let watched = program.watched(Some(&seen));
                let context = Context::new(&watched, found.follows(), today, &seen);
                let holds = known.zip(past).filter(|(known, past)| !known.rests_on.meets(past.differing));
                let each = Each::new(holds.and_then(|(known, past)| Some((known.each.as_ref()?, &past.places))));
                (check.run)(&context.keeping(&each), &mut findings);
                // What was found earlier of a declaration rests on what the rule looked at then.
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
