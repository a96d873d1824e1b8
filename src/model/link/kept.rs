//! The results that one linking keeps for the next.
//!
//! The content of a file never changes, so equal addresses in memory show that a declaration is the same as in the
//! previous linking. Its linked form is then used again if it has no error: what the steps of linking would write into
//! it is already there, or they correct it.

use std::sync::Arc;

use super::references::Before;
use super::{foreign, joined};
use crate::model::lower::Lowered;
use crate::model::program::{DataPolicy, Domain, Program};
use crate::model::universe::Universe;
use crate::text::FileId;

/// The results that one linking keeps for the next.
#[derive(Debug, Default)]
pub struct Kept {
    /// The declarations of each file.
    files: Vec<Arc<Vec<Lowered>>>,
    /// The declarations of all files.
    facts: Lowered,
    /// The program of the declarations with names not yet resolved, and the linked program.
    before: Option<(Program, Program)>,
    /// The facts of environments that conditions can use, if any condition used them.
    asked: Option<Vec<(String, Domain)>>,
}

impl Kept {
    /// Returns the previous universe if it is equal to this one.
    pub(super) fn universe(&self, universe: Universe) -> Arc<Universe> {
        let before = self.before.as_ref().map(|(_, linked)| &linked.universe);
        before.filter(|before| before.is_same(&universe)).cloned().unwrap_or_else(|| Arc::new(universe))
    }

    /// The declarations of all files. Those of unchanged files are reused.
    pub(super) fn joined(&mut self, files: Vec<Arc<Vec<Lowered>>>, universe: &Arc<Universe>) -> Lowered {
        let same_universe = self.before.as_ref().is_some_and(|(_, linked)| Arc::ptr_eq(&linked.universe, universe));
        let is_new = |(index, file): (usize, &Arc<Vec<Lowered>>)| {
            !self.files.get(index).is_some_and(|before| Arc::ptr_eq(before, file))
                || !same_universe && file.iter().any(foreign::names_apart)
        };
        let is_new: Vec<bool> = files.iter().enumerate().map(is_new).collect();
        let new = files.iter().zip(&is_new).filter(|(_, is_new)| **is_new).map(|(file, _)| file.clone());
        let new = joined(new.collect(), universe);
        self.facts.renew(&|file: FileId| is_new.get(file.index()).is_none_or(|is_new| *is_new), &new);
        self.facts.share();
        self.files = files;
        self.facts.clone()
    }

    /// Whether there is a previous linking.
    pub(super) const fn is_more(&self) -> bool {
        self.before.is_some()
    }

    /// Replaces declarations that are the same as before with their linked form.
    pub(super) fn go_on(&self, program: &mut Program) {
        let Some((facts, linked)) = &self.before else { return };
        let (to, of, known) = (&mut program.organisation, &facts.organisation, &linked.organisation);
        let (environments, groups) = (&mut program.environments, &mut program.groups);
        let (connectors, users, teams) = (&mut program.connectors, &mut to.users, &mut to.teams);
        rayon::join(
            || environments.replace(&facts.environments, &linked.environments, |one| one.sound),
            || {
                groups.replace(&facts.groups, &linked.groups, |_| true);
                connectors.replace(&facts.connectors, &linked.connectors, |one| one.sound);
                users.replace(&of.users, &known.users, |one| one.sound);
                teams.replace(&of.teams, &known.teams, |one| one.sound)
            },
        );
    }

    /// The same for declarations that depend on connectors, if everything known about connectors is unchanged. Returns
    /// for each data policy whether it was replaced.
    pub(super) fn go_on_with_connectors(&self, program: &mut Program) -> Vec<bool> {
        let Some((facts, linked)) = &self.before else { return Vec::new() };
        let same = Arc::ptr_eq(&program.universe, &linked.universe)
            && program.connectors.is_same(&linked.connectors)
            && program.scales.is_same(&linked.scales)
            && program.criteria.is_same(&linked.criteria)
            && program.rule_sets.is_same(&linked.rule_sets)
            && (&program.graded, &program.ratings) == (&linked.graded, &linked.ratings)
            && program.unread == linked.unread;
        if !same {
            return Vec::new();
        }
        let is_whole = |policy: &DataPolicy| {
            policy.groups_read && policy.groups.iter().all(|clause| clause.expression.is_none() || clause.complete)
        };
        program.connector_sets.replace(&facts.connector_sets, &linked.connector_sets, |set| set.complete);
        program.policies.replace(&facts.policies, &linked.policies, is_whole)
    }

    /// The environments of the previous linking and the facts that conditions can use, if any condition used them.
    pub(super) fn environments(&self) -> Option<Before<'_>> {
        let (_, linked) = self.before.as_ref()?;
        Some(Before { environments: &linked.environments, asked: self.asked.as_deref()? })
    }

    /// Keeps the linked program for the next linking, and the facts of environments that conditions can use.
    pub(super) fn keep(&mut self, facts: Program, asked: Option<Vec<(String, Domain)>>, program: &mut Program) {
        self.asked = asked;
        program.share();
        let before = self.before.replace((facts, program.watched(None)));
        rayon::spawn(move || drop(before));
    }
}
