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

/// What was found of a program, and what that rests on.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Whether there will be another answer.
    keeps: bool,
    /// What was linked.
    linked: model::Kept,
    /// The program and the day that it was found of.
    of: Option<(Arc<Program>, Date)>,
    effective: Kept<Effective>,
    studies: Kept<Vec<Study>>,
    access: Kept<Access>,
    /// What each rule found.
    found: BTreeMap<Code, FoundByRule>,
}

/// What a rule found.
#[derive(Debug)]
struct FoundByRule {
    /// What it looked at.
    rests_on: Parts,
    findings: Vec<Diagnostic>,
    /// What it found of single declarations of a list that it looks at in no other way.
    each: Option<FoundOfEach>,
    /// The program that this is of.
    of: Arc<Program>,
    /// Whether the list has changed since.
    is_stale: bool,
}

/// What follows from a program, with the parts that were looked at.
#[derive(Debug)]
struct Kept<T> {
    value: Option<(Parts, Arc<T>)>,
    /// What no longer holds, with the program that it followed from, to be compared with and gone on from.
    before: Option<(Program, Arc<T>)>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: None, before: None }
    }
}

impl<T: Send + Sync + 'static> Kept<T> {
    /// Keeps it unless it rests on one of these parts. `program` is the one that it holds of so far.
    fn without(&mut self, parts: Parts, program: Option<&Program>) {
        if let Some((_, value)) = self.value.take_if(|(rests_on, _)| rests_on.meets(parts)) {
            self.before = program.map(|program| (program.watched(None), value));
        }
    }

    /// What is kept, or what is found now; and whether that is something else than was.
    fn get(
        &mut self,
        program: &Program,
        find: impl Fn(&Program, Option<(&Program, &T)>) -> T,
        same: fn(&T, &T) -> bool,
    ) -> (Arc<T>, bool) {
        if let Some((_, value)) = &self.value {
            return (value.clone(), false);
        }
        let seen = Arc::default();
        let before = self.before.take();
        let known = before.as_ref().map(|(program, value)| (program, &**value));
        let value = Arc::new(find(&program.watched(Some(&seen)), known));
        let is_new = known.is_none_or(|(_, before)| !same(before, &value));
        super::drop_beside(before);
        self.value = Some((seen.parts(), value.clone()));
        (value, is_new)
    }
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

    /// Takes another program, which is shared, and drops what does not hold of it. An interruption after this costs
    /// nothing: what is kept holds of this program.
    pub(super) fn turn_to(&mut self, program: &Program, today: Date) {
        if !self.keeps {
            return;
        }
        let parts = match &self.of {
            Some((before, then)) if *then == today => program.differing(before),
            _nothing => Parts::ALL,
        };
        let now = Arc::new(program.watched(None));
        let before = self.of.replace((now.clone(), today));
        let earlier = before.as_ref().map(|(program, _)| &**program);
        self.effective.without(parts, earlier);
        self.studies.without(parts, earlier);
        self.access.without(parts, earlier);
        self.found.retain(|_, found| !found.rests_on.meets(parts));
        for found in self.found.values_mut() {
            found.is_stale |= found.each.as_ref().is_some_and(|each| each.part().meets(parts));
            if !found.is_stale {
                // The list is equal to what it was, so the places are the same.
                found.of = now.clone();
            }
        }
        super::drop_beside(before);
    }

    /// What follows from the program; what rests on something else than before is dropped.
    pub(super) fn follow(&mut self, program: &Program) -> Found {
        let Self { effective, studies, access, .. } = self;
        let ((effective, new_effective), ((studies, new_studies), (access, new_access))) = rayon::join(
            || effective.get(program, Effective::after, |one, other| one == other),
            || {
                rayon::join(
                    || studies.get(program, |program, _| Study::all(program), |_, _| false),
                    || access.get(program, |program, _| Access::of(program), |_, _| false),
                )
            },
        );
        let mut parts = Parts::NONE;
        if new_effective {
            parts = parts.with(Follows::EFFECTIVE);
        }
        if new_studies {
            // Rule sets hold which questions about them were left open.
            parts = parts.with(Follows::STUDIES).with(OF_RULE_SETS);
        }
        if new_access {
            parts = parts.with(Follows::ACCESS);
        }
        self.found.retain(|_, found| !found.rests_on.meets(parts));
        Found { effective, studies, access }
    }

    /// The findings of some rules, which are asked side by side where what they found is not known. Where `go_on` fails,
    /// what was found until then is kept.
    pub(super) fn run<'c, E: Send>(
        &mut self,
        checks: &[&'c Check],
        (program, found, today): (&Program, &Found, Date),
        go_on: &(dyn Fn() -> Result<(), E> + Sync),
    ) -> Result<Vec<(&'c Check, Vec<Diagnostic>)>, E> {
        let (known, of) = (&self.found, self.of.as_ref().map(|(of, _)| of));
        let mut earlier: Vec<Earlier> = Vec::new();
        for found in known.values().filter(|found| found.is_stale) {
            if !earlier.iter().any(|one| Arc::ptr_eq(&one.program, &found.of)) {
                earlier.push(Earlier::new(found.of.clone()));
            }
        }
        let asked: Vec<_> = checks
            .par_iter()
            .map(|check| {
                let known = known.get(&check.rule.code);
                if let Some(known) = known.filter(|known| !known.is_stale) {
                    return Ok((None, known.findings.clone()));
                }
                go_on()?;
                let seen = Arc::default();
                let mut findings = Vec::new();
                // Where nothing is kept, nobody asks what was looked at.
                let Some(of) = of.cloned() else {
                    (check.run)(&Context::new(program, found.follows(), today, &seen), &mut findings);
                    return Ok((None, findings));
                };
                let watched = program.watched(Some(&seen));
                let context = Context::new(&watched, found.follows(), today, &seen);
                let each = Each::new(known.and_then(|known| {
                    let earlier = earlier.iter().find(|one| Arc::ptr_eq(&one.program, &known.of));
                    known.each.as_ref().zip(earlier)
                }));
                (check.run)(&context.keeping(&each), &mut findings);
                // What was found earlier of a declaration rests on what the rule looked at then.
                let rests_on = known.map_or(Parts::NONE, |known| known.rests_on).with(seen.parts());
                let each = each.found();
                let new = FoundByRule { rests_on, findings: findings.clone(), each, of, is_stale: false };
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
