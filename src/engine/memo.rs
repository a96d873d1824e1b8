//! What is kept of an answer, and when it still holds.
//!
//! Whatever looks at a program is given a copy that notes which lists are looked at. What it found holds as long as each
//! of these lists is equal, value by value, to the list that it looked at then. So nothing has to say what it reads, no
//! edit has to be understood, and what an edit leaves as it was is found by comparing.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::analysis::{Access, Check, Context, Effective, Follows, Study};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::Program;
use crate::model::program::OF_RULE_SETS;
use crate::model::seen::Parts;

/// What was found of a program, and what that rests on.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Whether there will be another answer.
    keeps: bool,
    /// The program and the day that it was found of.
    of: Option<(Program, Date)>,
    effective: Kept<Effective>,
    studies: Kept<Vec<Study>>,
    access: Kept<Access>,
    /// By rule: the parts that it looked at, and its findings.
    found: BTreeMap<Code, (Parts, Vec<Diagnostic>)>,
}

/// What follows from a program, with the parts that were looked at. What no longer holds stays to be compared with.
#[derive(Debug)]
struct Kept<T> {
    value: Option<(Parts, Arc<T>)>,
    before: Option<Arc<T>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: None, before: None }
    }
}

impl<T> Kept<T> {
    /// Keeps it unless it rests on one of these parts.
    fn without(&mut self, parts: Parts) {
        if let Some((_, value)) = self.value.take_if(|(rests_on, _)| rests_on.meets(parts)) {
            self.before = Some(value);
        }
    }

    /// What is kept, or what is found now; and whether that is something else than was.
    fn get(&mut self, program: &Program, find: fn(&Program) -> T, same: fn(&T, &T) -> bool) -> (Arc<T>, bool) {
        if let Some((_, value)) = &self.value {
            return (value.clone(), false);
        }
        let seen = Arc::default();
        let value = Arc::new(find(&program.watched(Some(&seen))));
        let is_new = self.before.take().is_none_or(|before| !same(&before, &value));
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
        self.drop_resting_on(parts);
        let before = self.of.replace((program.watched(None), today));
        super::drop_beside(before);
    }

    fn drop_resting_on(&mut self, parts: Parts) {
        self.effective.without(parts);
        self.studies.without(parts);
        self.access.without(parts);
        self.found.retain(|_, (rests_on, _)| !rests_on.meets(parts));
    }

    /// What follows from the program; what rests on something else than before is dropped.
    pub(super) fn follow(&mut self, program: &Program) -> Found {
        let Self { effective, studies, access, .. } = self;
        let ((effective, new_effective), ((studies, new_studies), (access, new_access))) = rayon::join(
            || effective.get(program, Effective::of, |one, other| one == other),
            || {
                rayon::join(
                    || studies.get(program, Study::all, |_, _| false),
                    || access.get(program, Access::of, |_, _| false),
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
        self.found.retain(|_, (rests_on, _)| !rests_on.meets(parts));
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
        let (known, keeps) = (&self.found, self.keeps);
        let asked: Vec<_> = checks
            .par_iter()
            .map(|check| {
                if let Some((_, findings)) = known.get(&check.rule.code) {
                    return Ok((None, findings.clone()));
                }
                go_on()?;
                let seen = Arc::default();
                let mut findings = Vec::new();
                let watched = program.watched(Some(&seen));
                (check.run)(&Context::new(&watched, found.follows(), today, &seen), &mut findings);
                Ok((keeps.then(|| (seen.parts(), findings.clone())), findings))
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
