//! Files that the settings name stay inside the project.
//!
//! Settings come with a pull request, from people who may not be trusted. Files that they name are read, quoted in
//! messages and written, so the names must not lead outside. The command line may name any place.

use std::path::{Component, Path, PathBuf};

use super::failure::Failure;

/// The place that the setting `key` names in the project at `root`, with links resolved as far as they exist.
///
/// Fails if the place is outside, or if one of its links leads nowhere.
pub(super) fn confined(root: &Path, key: &str, given: &str) -> Result<PathBuf, Failure> {
    let refuse = || {
        Failure::new(format!("the setting `{key}` points outside the project: `{given}`"))
            .help("settings name files and folders inside the project; options of the command line may name others")
    };
    let real = std::fs::canonicalize(root).map_err(|error| Failure::reading(root, error))?;
    let mut place = real.clone();
    for part in Path::new(given).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = place.pop(),
            Component::Normal(name) => {
                place.push(name);
                if std::fs::symlink_metadata(&place).is_ok_and(|about| about.is_symlink()) {
                    place = std::fs::canonicalize(&place).map_err(|_| refuse())?;
                }
            }
            Component::RootDir | Component::Prefix(_) => return Err(refuse()),
        }
        if !place.starts_with(&real) {
            return Err(refuse());
        }
    }
    Ok(root.join(given))
}
