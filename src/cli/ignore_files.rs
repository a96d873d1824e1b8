//! Whether the ignore files of a project are usable.
//!
//! Excluding policies changes the meaning of a program. So an ignore file that cannot be read is refused, as settings
//! are: a partly read file would leave out other files than its author meant. Git does not follow an ignore file that
//! is a link either (<https://git-scm.com/docs/gitignore>).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::failure::Failure;
use super::project::{read_whole, undecodable};
use crate::text::decode;

/// The names of the ignore files that count.
const NAMES: &[&str] = &[".gitignore", ".ignore"];

/// The maximum size of an ignore file in bytes.
const LIMIT: usize = 1024 * 1024;

/// Folders of a walk with unusable ignore files: the first one, by path, is reported.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused(Arc<Mutex<Option<PathBuf>>>);

impl Refused {
    /// Whether the ignore files of a folder are usable; if not, the first one is kept for [`Refused::report`].
    pub(super) fn admits(&self, folder: &Path) -> bool {
        let Some(bad) = NAMES.iter().map(|name| folder.join(name)).find(|file| sound(file).is_err()) else {
            return true;
        };
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|first| bad < *first) {
            *first = Some(bad);
        }
        false
    }

    /// The error about the first of them.
    pub(super) fn report(&self) -> Result<(), Failure> {
        let first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.as_deref().map_or(Ok(()), sound)
    }
}

fn sound(file: &Path) -> Result<(), Failure> {
    // A missing file is fine.
    let Ok(about) = std::fs::symlink_metadata(file) else { return Ok(()) };
    if about.is_symlink() {
        return Err(Failure::new(format!("the ignore file `{}` is a symbolic link", file.display()))
            .help("put the file itself there; git does not follow such a link either"));
    }
    if about.is_dir() {
        return Ok(());
    }
    match decode(read_whole(file, LIMIT)?) {
        (_, None) => Ok(()),
        (_, Some(fault)) => Err(undecodable(file, &fault)),
    }
}
