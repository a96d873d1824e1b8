//! What checks and lint rules look at.

use jiff::civil::Date;

use super::{Access, Each, Effective, Study};
use crate::diagnostics::{Diagnostic, Rule};
use crate::model::Program;
use crate::model::program::FIRST_FREE;
use crate::model::seen::{Parts, Seen};

/// The program with what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The program.
    pub program: &'a Program,
    /// The day on which things are due or overdue.
    pub today: Date,
    follows: Follows<'a>,
    seen: &'a Seen,
    pub(super) kept: Option<&'a Each<'a>>,
}

/// What follows from a program.
#[derive(Clone, Copy, Debug)]
pub struct Follows<'a> {
    /// The combined effect of the data policies.
    pub effective: &'a Effective,
    /// What is proved of each sound set of rules.
    pub studies: &'a [Study],
    /// Who may do what where.
    pub access: &'a Access,
}

impl Follows<'_> {
    /// The number of [`Self::effective`] among the parts that are looked at.
    pub const EFFECTIVE: Parts = Parts::one(FIRST_FREE);
    /// That of [`Self::studies`].
    pub const STUDIES: Parts = Parts::one(FIRST_FREE + 1);
    /// That of [`Self::access`].
    pub const ACCESS: Parts = Parts::one(FIRST_FREE + 2);
}

impl<'a> Context<'a> {
    /// A program that notes in `seen` what is looked at, with what follows from it.
    pub const fn new(program: &'a Program, follows: Follows<'a>, today: Date, seen: &'a Seen) -> Self {
        Self { program, today, follows, seen, kept: None }
    }

    /// The same, where what is found of single declarations is kept.
    pub const fn keeping(self, kept: &'a Each<'a>) -> Self {
        Self { kept: Some(kept), ..self }
    }

    /// Notes that something is looked at.
    pub(super) fn note(&self, parts: Parts) {
        self.seen.note(parts);
    }

    /// The combined effect of the data policies.
    pub fn effective(&self) -> &'a Effective {
        self.seen.note(Follows::EFFECTIVE);
        self.follows.effective
    }

    /// What is proved of each sound set of rules.
    pub fn studies(&self) -> &'a [Study] {
        self.seen.note(Follows::STUDIES);
        self.follows.studies
    }

    /// Who may do what where.
    pub fn access(&self) -> &'a Access {
        self.seen.note(Follows::ACCESS);
        self.follows.access
    }
}

/// A rule, how it is found, and when it holds.
#[derive(Debug)]
pub struct Check {
    /// The rule.
    pub rule: &'static Rule,
    /// What must be certain for its findings to hold.
    pub reads: Reads,
    /// Whether, after a finding, it is certain what the declaration at its place means.
    pub meaning: Meaning,
    /// Adds its findings.
    pub run: Finder,
}

/// Adds the findings of a rule.
pub type Finder = fn(&Context<'_>, &mut Vec<Diagnostic>);

/// What a rule looks at, beside the catalogue and the day.
#[derive(Clone, Copy, Debug)]
pub enum Reads {
    /// Only what could be read: the rule itself leaves out declarations that have errors.
    Sound,
    /// The declaration around the places of a finding, and no other.
    Declaration,
    /// Declarations of these kinds, and all that they rest on.
    Kinds(&'static [&'static str]),
    /// Every declaration that there is.
    Program,
}

/// What an error leaves known of the declaration it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It means what it says, and that is wrong.
    Clear,
    /// Part of it could not be read, or contradicts another part.
    Uncertain,
}

impl Reads {
    /// Data policies and connector allow-lists, with the environments and connectors that they are about.
    pub const POLICIES: Self = Self::Kinds(&["data_policy", "connector_allow_list"]);
    /// Rules that give levels, and the criteria that they ask for.
    pub const RULES: Self = Self::Kinds(&["rules", "rating"]);
    /// Roles and the tables that they open.
    pub const ROLES: Self = Self::Kinds(&["role"]);
    /// Who holds which role where, and who administers.
    pub const ACCESS: Self = Self::Kinds(&["role_administrators"]);
    /// Apps, and the people who own, make, review or open them.
    pub const PEOPLE: Self = Self::Kinds(&["app", "team"]);
}

impl Check {
    /// An error after which it is not certain what the declaration means.
    pub const fn uncertain(rule: &'static Rule, run: Finder) -> Self {
        Self { rule, reads: Reads::Sound, meaning: Meaning::Uncertain, run }
    }

    /// A finding in a declaration whose meaning is certain, which holds whatever else is wrong: an app above the ceiling,
    /// a review that is overdue.
    pub const fn clear(rule: &'static Rule, run: Finder) -> Self {
        Self { rule, reads: Reads::Sound, meaning: Meaning::Clear, run }
    }

    /// A warning or an info, which holds where what it reads is certain.
    pub const fn warning(rule: &'static Rule, reads: Reads, run: Finder) -> Self {
        Self { rule, reads, meaning: Meaning::Clear, run }
    }
}
