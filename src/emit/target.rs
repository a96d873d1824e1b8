//! What makes a target: a row of the list in `targets.rs`.

use std::io;

use super::job::Job;
use super::not_carried::LeftOut;
use super::store::{Store, Written};
use super::unbound::Unbound;
use crate::diagnostics::Diagnostic;

/// A target, as the list has it.
pub(super) struct Row {
    /// The name used on the command line and in the project file.
    pub(super) name: &'static str,
    /// What it writes, in a line.
    pub(super) summary: &'static str,
    /// Finds what it needs and lacks, and gives what can be written where it lacks nothing.
    pub(super) prepare: for<'a> fn(Job<'a>, &mut Lacking) -> Box<dyn Output + 'a>,
}

/// What targets lack.
#[derive(Default)]
pub(super) struct Lacking {
    /// What is wrong.
    pub(super) findings: Vec<Diagnostic>,
    /// The names without an id that are needed.
    pub(super) unbound: Vec<Unbound>,
}

impl Lacking {
    /// How much is lacking: it grows with each thing that is.
    pub(super) const fn count(&self) -> usize {
        self.findings.len() + self.unbound.len()
    }
}

/// What a target writes, every id known.
pub(super) trait Output: Send + Sync {
    /// Writes every file, and gives what was written.
    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>>;

    /// What of the program has no form in this target.
    fn left_out(&self) -> Vec<LeftOut> {
        Vec::new()
    }

    /// What whoever deploys has to know, a line each.
    fn advice(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether nothing of what is declared is written.
    fn is_idle(&self) -> bool {
        false
    }
}
