//! What rules find of declarations that they look at one by one.
//!
//! A declaration never changes, so what was found of it by itself holds as long as it is the same in memory and all else
//! that the rule looked at is what it was. So after an edit such a rule is asked of few declarations.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::Context;
use crate::diagnostics::Diagnostic;
use crate::model::kinds::DeclarationKind;
use crate::model::program::FIRST_FREE;
use crate::model::seen::Parts;
use crate::model::{Declared, List, Moved, Program};

/// What a rule found of each declaration of a kind, by its place; where it found nothing there is none.
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

/// An earlier program, and where its declarations are in the one that is there now.
#[derive(Debug)]
pub struct Earlier {
    /// The earlier program.
    pub program: Arc<Program>,
    moved: [OnceLock<Moved>; FIRST_FREE as usize],
}

impl Earlier {
    /// That of a program.
    pub fn new(program: Arc<Program>) -> Self {
        Self { program, moved: std::array::from_fn(|_| OnceLock::new()) }
    }
}

/// What is kept for one rule from one answer to the next.
#[derive(Debug, Default)]
pub struct Each<'a> {
    /// What it found of an earlier program.
    known: Option<(&'a FoundOfEach, &'a Earlier)>,
    is_taken: OnceLock<()>,
    found: OnceLock<FoundOfEach>,
}

impl<'a> Each<'a> {
    /// For a rule of which that is known.
    pub fn new(known: Option<(&'a FoundOfEach, &'a Earlier)>) -> Self {
        Self { known, ..Self::default() }
    }

    /// What the rule found of each declaration now, if it looked at them one by one.
    pub fn found(self) -> Option<FoundOfEach> {
        self.found.into_inner()
    }
}

impl Context<'_> {
    /// Asks `check` about every declaration of a list by itself: of the same list it looks at no other. Its findings come
    /// in the order of the list.
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
        // INVARIANT: what a rule does before its first walk rests on what it has looked at, so that walk is the same one
        // as long as that holds. Of further walks nothing is kept, and the list is noted as looked at.
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
        // It is set once, since the walk is taken once.
        let _ = each.found.set(FoundOfEach { kind, found });
    }
}
