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

/// A rule and how it is found.
#[derive(Debug)]
pub struct Check {
    /// The rule.
    pub rule: &'static Rule,
    /// Adds its findings.
    pub run: fn(&Context<'_>, &mut Vec<Diagnostic>),
}
