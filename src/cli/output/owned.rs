//! Whether a folder may be replaced.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::OutputError;
use super::disk::failed;
use crate::emit::{MANIFEST, listed_files};

/// Files that systems put into any folder.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Gives an error unless there is nothing at `path`, an empty folder, or one that Dictum wrote and nobody added to.
pub(super) fn check(path: &Path) -> Result<(), OutputError> {
    let kind = match fs::symlink_metadata(path) {
        Ok(found) => found.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("look at", path)(error)),
    };
    if kind.is_symlink() {
        return Err(OutputError::Link(path.to_owned()));
    }
    if !kind.is_dir() {
        return Err(OutputError::File(path.to_owned()));
    }
    let listed = fs::read(path.join(MANIFEST)).ok().and_then(|bytes| listed_files(&bytes));
    let mut known: BTreeSet<String> = listed.iter().flatten().cloned().collect();
    if listed.is_some() {
        known.insert(MANIFEST.to_owned());
    }
    match first_unknown(path, &known).map_err(failed("look into", path))? {
        Some(found) => Err(OutputError::Foreign { folder: path.to_owned(), found }),
        None => Ok(()),
    }
}

/// The first file, by path, that is not known.
fn first_unknown(root: &Path, known: &BTreeSet<String>) -> io::Result<Option<String>> {
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else if !known.contains(&path) && !LITTER.contains(&name.as_str()) {
                unknown.insert(path);
            }
        }
    }
    Ok(unknown.pop_first())
}
