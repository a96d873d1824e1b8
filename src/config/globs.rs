//! Which files the globs of settings match.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Config;
use crate::diagnostics::Diagnostic;
use crate::text::{Source, Sources};

/// The globs of `project.exclude` as one matcher, so that a glob with `!` takes back what earlier ones exclude; `None`
/// if there are no globs.
pub fn excluded(config: &Config) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    for (glob, _) in &config.exclude {
        // An invalid glob is reported as one that matches nothing.
        let _ = builder.add_line(None, glob);
    }
    builder.build().ok().filter(|globs| !globs.is_empty())
}

/// Whether globs exclude the file at a path relative to the folder of the settings.
pub fn leaves_out(globs: &Gitignore, path: &str) -> bool {
    globs.matched_path_or_any_parents(Path::new(path), false).is_ignore()
}

/// Whether one glob of `project.exclude` matches a file.
pub fn concerns(glob: &str, path: &str) -> bool {
    let mut builder = GitignoreBuilder::new("");
    let built = builder.add_line(None, glob).ok().and_then(|builder| builder.build().ok());
    built.is_some_and(|glob| !glob.matched_path_or_any_parents(Path::new(path), false).is_none())
}

/// The globs of `lint.paths`, in their order.
pub fn globs(config: &Config) -> Vec<Option<Gitignore>> {
    let globs = config.paths.iter().map(|(glob, ..)| {
        let mut builder = GitignoreBuilder::new("");
        // A glob without `/` matches a file in any folder, as users expect.
        builder.add_line(None, glob).ok()?;
        builder.build().ok()
    });
    globs.collect()
}

/// Whether a glob matches a file.
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
