//! The description of a target: a row of the list in `targets.rs`.

use std::io;

use super::job::Job;
use super::not_carried::LeftOut;
use super::store::{Store, Written};
use super::unbound::Unbound;
use crate::diagnostics::Diagnostic;

/// A row of the list of targets.
pub(super) struct Row {
    /// The name used on the command line and in the project file.
    pub(super) name: &'static str,
    /// A summary of what it writes, in one line.
    pub(super) summary: &'static str,
    /// Finds what it needs and lacks, and returns its output, which may be written where nothing is lacking.
    pub(super) prepare: for<'a> fn(Job<'a>, &mut Lacking) -> Box<dyn Output + 'a>,
}

/// What targets lack.
#[derive(Default)]
pub(super) struct Lacking {
    /// The problems.
    pub(super) findings: Vec<Diagnostic>,
    /// The names without an id that are needed.
    pub(super) unbound: Vec<Unbound>,
}

impl Lacking {
    /// The number of things that are lacking so far.
    pub(super) const fn count(&self) -> usize {
        self.findings.len() + self.unbound.len()
    }
}

/// The output of a target, with all ids known.
pub(super) trait Output: Send + Sync {
    /// Writes every file, and returns the list of them.
    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>>;

    /// The declarations that have no form in this target.
    fn left_out(&self) -> Vec<LeftOut> {
        Vec::new()
    }

    /// Advice for the deployment, a line each.
    fn advice(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether none of the declarations is written.
    fn is_idle(&self) -> bool {
        false
    }
}
