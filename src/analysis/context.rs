//! What checks and lint rules look at.

use jiff::civil::Date;

use super::{Access, Effective, Study};
use crate::diagnostics::{Diagnostic, Rule};
use crate::model::Program;

/// The program with what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The program.
    pub program: &'a Program,
    /// The combined effect of the data policies.
    pub effective: &'a Effective,
    /// What is proved of each sound set of rules.
    pub studies: &'a [Study],
    /// Who may do what where.
    pub access: &'a Access,
    /// The day on which things are due or overdue.
    pub today: Date,
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
