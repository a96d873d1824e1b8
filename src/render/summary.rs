//! The counts of findings.

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostics::{Diagnostic, How, Level, Safety};

use super::words::count;

/// The note on a summary whose counts may be too low.
pub const INCOMPLETE: &str = "some warnings were not looked for, since errors leave uncertain what they read";

/// Counts of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings of level error.
    pub errors: usize,
    /// Findings of level warning.
    pub warnings: usize,
    /// Findings of level info.
    pub infos: usize,
    /// Files that findings belong to.
    pub files: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings that waivers accept.
    pub waived: usize,
    /// Findings that the baseline accepts.
    pub baselined: usize,
}

/// The counts of `diagnostics`; shown as `3 errors, 1 warning in 2 files`.
pub fn summary(diagnostics: &[Diagnostic]) -> Summary {
    Summary::of(diagnostics)
}

impl std::iter::Sum for Summary {
    fn sum<I: Iterator<Item = Self>>(summaries: I) -> Self {
        summaries.fold(Self::default(), |sum, one| Self {
            errors: sum.errors + one.errors,
            warnings: sum.warnings + one.warnings,
            infos: sum.infos + one.infos,
            files: sum.files + one.files,
            fixable: sum.fixable + one.fixable,
            waived: sum.waived + one.waived,
            baselined: sum.baselined + one.baselined,
        })
    }
}

impl Summary {
    pub(super) fn of<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut summary = Self::default();
        let mut files = BTreeSet::new();
        for diagnostic in diagnostics {
            match diagnostic.accepted.as_ref().map(|accepted| accepted.how) {
                Some(How::Waived) => summary.waived += diagnostic.count,
                Some(How::Baseline) => summary.baselined += diagnostic.count,
                None => {}
            }
            if diagnostic.accepted.is_some() {
                continue;
            }
            match diagnostic.level {
                Level::Error => summary.errors += diagnostic.count,
                Level::Warning => summary.warnings += diagnostic.count,
                Level::Info => summary.infos += diagnostic.count,
            }
            files.extend(diagnostic.primary().map(|place| place.file));
            summary.fixable += usize::from(diagnostic.fixes.iter().any(|fix| fix.safety == Safety::Safe));
        }
        summary.files = files.len();
        summary
    }

    /// All findings that are not accepted.
    pub(super) const fn total(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// `3 errors, 1 warning`.
    pub(super) fn levels(&self) -> String {
        let levels = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let parts: Vec<String> =
            levels.into_iter().filter(|(number, _)| *number > 0).map(|(number, word)| count(number, word)).collect();
        if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.levels())?;
        if self.files > 0 {
            write!(formatter, " in {}", count(self.files, "file"))?;
        }
        if self.waived > 0 {
            write!(formatter, "; {} waived", self.waived)?;
        }
        if self.baselined > 0 {
            write!(formatter, "; {} in the baseline", self.baselined)?;
        }
        if self.fixable > 0 {
            write!(formatter, "; `dictum fix` fixes {}", self.fixable)?;
        }
        Ok(())
    }
}
