//! The input of checks and lint rules.

use jiff::civil::Date;

use super::{Access, Each, Effective, Study};
use crate::diagnostics::{Diagnostic, Rule};
use crate::model::Program;
use crate::model::program::FIRST_FREE;
use crate::model::seen::{Parts, Seen};

/// The program with its analyses.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The program.
    pub program: &'a Program,
    /// The day by which dates are judged.
    pub today: Date,
    follows: Follows<'a>,
    seen: &'a Seen,
    pub(super) kept: Option<&'a Each<'a>>,
}

/// The analyses of a program.
#[derive(Clone, Copy, Debug)]
pub struct Follows<'a> {
    /// The combined effect of the data policies.
    pub effective: &'a Effective,
    /// The analyses of all sound rule sets.
    pub studies: &'a [Study],
    /// Who may do what in which environment.
    pub access: &'a Access,
}

impl Follows<'_> {
    /// The number of [`Self::effective`] among the parts whose reads are noted.
    pub const EFFECTIVE: Parts = Parts::one(FIRST_FREE);
    /// The number of [`Self::studies`].
    pub const STUDIES: Parts = Parts::one(FIRST_FREE + 1);
    /// The number of [`Self::access`].
    pub const ACCESS: Parts = Parts::one(FIRST_FREE + 2);
}

impl<'a> Context<'a> {
    /// A program that notes its reads in `seen`, with its analyses.
    pub const fn new(program: &'a Program, follows: Follows<'a>, today: Date, seen: &'a Seen) -> Self {
        Self { program, today, follows, seen, kept: None }
    }

    /// A context that keeps the findings of single declarations.
    pub const fn keeping(self, kept: &'a Each<'a>) -> Self {
        Self { kept: Some(kept), ..self }
    }

    /// Notes a read of some parts.
    pub(super) fn note(&self, parts: Parts) {
        self.seen.note(parts);
    }

    /// The combined effect of the data policies.
    pub fn effective(&self) -> &'a Effective {
        self.seen.note(Follows::EFFECTIVE);
        self.follows.effective
    }

    /// The analyses of all sound rule sets.
    pub fn studies(&self) -> &'a [Study] {
        self.seen.note(Follows::STUDIES);
        self.follows.studies
    }

    /// Who may do what in which environment.
    pub fn access(&self) -> &'a Access {
        self.seen.note(Follows::ACCESS);
        self.follows.access
    }
}

/// A rule, with the function that finds it and the conditions under which its findings are valid.
#[derive(Debug)]
pub struct Check {
    /// The rule.
    pub rule: &'static Rule,
    /// The parts that must be certain for its findings to be valid.
    pub reads: Reads,
    /// Whether the meaning of the declaration is certain after a finding.
    pub meaning: Meaning,
    /// The function that adds its findings.
    pub run: Finder,
}

/// Adds the findings of a rule.
pub type Finder = fn(&Context<'_>, &mut Vec<Diagnostic>);

/// The parts that a rule reads, besides the catalogue and the day.
#[derive(Clone, Copy, Debug)]
pub enum Reads {
    /// Only parts that could be read: the rule itself leaves out declarations with errors.
    Sound,
    /// The declaration around the places of a finding, and no other.
    Declaration,
    /// Declarations of these kinds, and everything that they depend on.
    Kinds(&'static [&'static str]),
    /// All declarations.
    Program,
}

/// How certain the meaning of a declaration is after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Its meaning is clear, and wrong.
    Clear,
    /// Part of it could not be read, or contradicts another part.
    Uncertain,
}

impl Reads {
    /// Data policies and connector allow-lists, with their environments and connectors.
    pub const POLICIES: Self = Self::Kinds(&["data_policy", "connector_allow_list"]);
    /// Rules that give levels, and the criteria that they ask for.
    pub const RULES: Self = Self::Kinds(&["rules", "rating"]);
    /// Roles and their tables.
    pub const ROLES: Self = Self::Kinds(&["role"]);
    /// Role assignments and role administrators.
    pub const ACCESS: Self = Self::Kinds(&["role_administrators"]);
    /// Apps, and the people who own, make, review or open them.
    pub const PEOPLE: Self = Self::Kinds(&["app", "team"]);
}

impl Check {
    /// An error that makes the meaning of the declaration uncertain.
    pub const fn uncertain(rule: &'static Rule, run: Finder) -> Self {
        Self { rule, reads: Reads::Sound, meaning: Meaning::Uncertain, run }
    }

    /// A finding in a declaration with a certain meaning, valid whatever else is wrong: an app above the ceiling, a
    /// review that is overdue.
    pub const fn clear(rule: &'static Rule, run: Finder) -> Self {
        Self { rule, reads: Reads::Sound, meaning: Meaning::Clear, run }
    }

    /// A warning or an info, valid where the parts that it reads are certain.
    pub const fn warning(rule: &'static Rule, reads: Reads, run: Finder) -> Self {
        Self { rule, reads, meaning: Meaning::Clear, run }
    }
}
