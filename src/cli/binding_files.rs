//! Bindings files: which object of a tenant a declaration is.

use std::path::{Path, PathBuf};

use super::confined::confined;
use super::failure::Failure;
use super::project::{Project, read_output};
use crate::emit::Bindings;
use crate::text::without_contents;

/// The largest bindings file in bytes.
const MAX_BINDINGS: usize = 64 * 1024 * 1024;

/// The bindings in the file that the settings name, if the file exists.
pub(super) fn of_settings(project: &Project) -> Result<Bindings, Failure> {
    match &project.config.bindings {
        Some(path) if confined(&project.root, "build.bindings", path)?.is_file() => of(project, None),
        _ => Ok(Bindings::default()),
    }
}

/// The bindings of a build: those of the command line, else those of the settings.
pub(super) fn of(project: &Project, named: Option<&Path>) -> Result<Bindings, Failure> {
    let path: Option<PathBuf> = match (named, &project.config.bindings) {
        (Some(path), _) => Some(path.to_path_buf()),
        (None, Some(path)) => Some(confined(&project.root, "build.bindings", path)?),
        (None, None) => None,
    };
    let Some(path) = path else { return Ok(Bindings::default()) };
    let text = read_output(&path, MAX_BINDINGS)?;
    let refuse = |error: Option<serde_json::Error>| {
        let failure = Failure::new(format!("`{}` is not a bindings file", path.display()))
            .help("it holds one object: `{ \"environments\": { \"name\": \"id\" }, \"data_policies\": { … } }`");
        match error {
            Some(error) => failure.cause(without_contents(&error.to_string())),
            None => failure,
        }
    };
    // serde would read a list as the members of the object in their order.
    if !text.trim_start().starts_with('{') {
        return Err(refuse(None));
    }
    let bindings: Bindings = serde_json::from_str(&text).map_err(|error| refuse(Some(error)))?;
    Ok(bindings.without_empty())
}
