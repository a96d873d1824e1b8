//! Exit statuses.

use std::process::{ExitCode, Termination};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// 0: clean.
    Clean,
    /// 1: findings at or above the fail level, or a comparison that found differences.
    Findings,
    /// 2: could not run: usage, configuration, input and output, no input files.
    CouldNotRun,
    /// 3: a bug in Dictum.
    Bug,
}

impl Status {
    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::CouldNotRun => 2,
            Self::Bug => 3,
        }
    }
}

impl Termination for Status {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
