//! Which files the settings of `lint.paths` are for.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Config;
use crate::diagnostics::Diagnostic;
use crate::text::{Source, Sources};

/// The globs of `lint.paths`, in their order.
pub fn globs(config: &Config) -> Vec<Option<Gitignore>> {
    let globs = config.paths.iter().map(|(glob, ..)| {
        let mut builder = GitignoreBuilder::new("");
        // A glob without `/` fits a file in any folder, as people know it.
        builder.add_line(None, glob).ok()?;
        builder.build().ok()
    });
    globs.collect()
}

/// Whether a glob takes a file.
pub fn fits(glob: Option<&Gitignore>, source: &Source) -> bool {
    glob.is_some_and(|glob| glob.matched_path_or_any_parents(Path::new(source.path()), false).is_ignore())
}

/// Applies the settings to findings in these sources.
pub fn apply(config: &Config, sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let globs = globs(config);
    super::apply(config, findings, |number, finding| {
        let source = finding.primary().and_then(|place| sources.as_slice().get(place.file.index()));
        source.is_some_and(|source| fits(globs.get(number).and_then(Option::as_ref), source))
    });
}
