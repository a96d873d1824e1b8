//! The limit of drawn findings of one file.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostics::Diagnostic;
use crate::text::{FileId, Sources};

use super::summary::Summary;
use super::window::name;
use super::words::Charset;

/// The findings to draw and the counts of the others.
pub(super) struct Limited<'d> {
    /// In the order given.
    pub drawn: Vec<&'d Diagnostic>,
    /// One line for each file with findings that are left out, in order of the files.
    pub more: Vec<More>,
}

/// The findings of one file that are left out.
pub(super) struct More {
    name: Option<String>,
    left_out: Summary,
}

/// At most `limit` findings of each file. Findings without a file count as findings of one file.
pub(super) fn per_file<'d>(
    diagnostics: &'d [Diagnostic],
    sources: &Sources,
    limit: usize,
    charset: Charset,
) -> Limited<'d> {
    let mut seen: BTreeMap<Option<FileId>, (usize, Vec<&Diagnostic>)> = BTreeMap::new();
    let mut drawn = Vec::new();
    for diagnostic in diagnostics {
        let (count, left_out) = seen.entry(diagnostic.primary().map(|place| place.file)).or_default();
        if *count < limit {
            *count += 1;
            drawn.push(diagnostic);
        } else {
            left_out.push(diagnostic);
        }
    }
    let more = seen.into_iter().filter(|(_, (_, left_out))| !left_out.is_empty()).map(|(file, (_, left_out))| {
        let source = file.and_then(|file| sources.as_slice().get(file.index()));
        More { name: source.map(|source| name(source, charset)), left_out: Summary::of(left_out) }
    });
    Limited { drawn, more: more.collect() }
}

impl fmt::Display for More {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(formatter, "{name}: ")?;
        }
        write!(formatter, "{} more not shown: {}", self.left_out.total(), self.left_out.levels())
    }
}
