//! The findings of rules that look at declarations one by one.
//!
//! A declaration never changes. Its own findings are valid as long as it is the same in memory and everything else that
//! the rule read is unchanged. So after an edit such a rule runs for few declarations.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::Context;
use crate::diagnostics::Diagnostic;
use crate::model::kinds::DeclarationKind;
use crate::model::program::FIRST_FREE;
use crate::model::seen::Parts;
use crate::model::{Declared, List, Moved, Program};

/// The findings of a rule for each declaration of a kind, by its place. Declarations without findings are absent.
#[derive(Clone, Debug)]
pub struct FoundOfEach {
    kind: DeclarationKind,
    found: Vec<(u32, Vec<Diagnostic>)>,
}

impl FoundOfEach {
    /// The list of the declarations.
    pub const fn part(&self) -> Parts {
        Parts::one(self.kind as u8)
    }
}

/// An earlier program, and where its declarations are in the current one.
#[derive(Debug)]
pub struct Earlier {
    /// The earlier program.
    pub program: Arc<Program>,
    moved: [OnceLock<Moved>; FIRST_FREE as usize],
}

impl Earlier {
    /// Creates it from an earlier program.
    pub fn new(program: Arc<Program>) -> Self {
        Self { program, moved: std::array::from_fn(|_| OnceLock::new()) }
    }
}

/// The results for one rule that are kept from one analysis to the next.
#[derive(Debug, Default)]
pub struct Each<'a> {
    /// The findings for an earlier program.
    known: Option<(&'a FoundOfEach, &'a Earlier)>,
    is_taken: OnceLock<()>,
    found: OnceLock<FoundOfEach>,
}

impl<'a> Each<'a> {
    /// For a rule with these earlier findings.
    pub fn new(known: Option<(&'a FoundOfEach, &'a Earlier)>) -> Self {
        Self { known, ..Self::default() }
    }

    /// The findings of the rule for each declaration now, if it looked at them one by one.
    pub fn found(self) -> Option<FoundOfEach> {
        self.found.into_inner()
    }
}

impl Context<'_> {
    /// Runs `check` for every declaration of a list by itself, so that `check` reads no other declaration of the list.
    /// The findings are in the order of the list.
    pub fn each<T: Declared + Send + Sync>(
        &self,
        kind: DeclarationKind,
        list: fn(&Program) -> &List<T>,
        findings: &mut Vec<Diagnostic>,
        check: impl Fn(&T, &mut Vec<Diagnostic>) + Sync,
    ) {
        let items = list(self.program);
        let ask = |place: u32| {
            let mut found = Vec::new();
            check(items.apart(place)?, &mut found);
            (!found.is_empty()).then_some((place, found))
        };
        let all = || (0..items.len_apart()).into_par_iter().with_min_len(64).filter_map(ask).collect();
        // INVARIANT: what a rule does before its first walk depends on what it has read, so that walk is the same as
        // long as those parts are equal. Further walks keep nothing, and the list is recorded as read.
        let Some(each) = self.kept.filter(|each| each.is_taken.set(()).is_ok()) else {
            self.note(Parts::one(kind as u8));
            let found: Vec<(u32, Vec<Diagnostic>)> = all();
            findings.extend(found.into_iter().flat_map(|(_, found)| found));
            return;
        };
        let found = match each.known.filter(|(known, _)| known.kind == kind) {
            Some((known, earlier)) => {
                let slot = earlier.moved.get(kind as usize);
                let find = || items.moved_from(list(&earlier.program));
                let own = OnceLock::new();
                let moved = slot.unwrap_or(&own).get_or_init(find);
                let kept = known.found.iter().filter_map(|(place, found)| Some((moved.to(*place)?, found.clone())));
                let mut all: Vec<_> = kept.collect();
                let before = all.len();
                all.par_extend(moved.new.par_iter().with_min_len(64).filter_map(|place| ask(*place)));
                if all.len() > before {
                    all.sort_unstable_by_key(|(place, _)| *place);
                }
                all
            }
            None => all(),
        };
        findings.extend(found.iter().flat_map(|(_, found)| found).cloned());
        // It is set once, because the walk happens once.
        let _ = each.found.set(FoundOfEach { kind, found });
    }
}
