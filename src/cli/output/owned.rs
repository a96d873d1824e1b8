//! Whether a folder may be replaced.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::OutputError;
use super::disk::failed;
use crate::emit::{MANIFEST, SIGNATURE, listed_files};

/// Files that systems put into any folder.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Returns an error unless `path` is free, an empty folder, or Dictum's output without any added file.
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
    // Another run may put its output in place meanwhile: what one look sees may be from two folders and proves nothing.
    // Foreign files are seen again by the next look.
    let mut before = None;
    for _ in 0..MOST_LOOKS {
        let manifest = manifest_in(path);
        let listed = manifest.as_deref().and_then(listed_files);
        let mut known: BTreeSet<String> = listed.iter().flatten().cloned().collect();
        if listed.is_some() {
            known.insert(MANIFEST.to_owned());
            known.insert(SIGNATURE.to_owned());
        }
        let found = match first_unknown(path, &known) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed("look into", path)(error)),
        };
        let seen = Some((manifest, found.clone()));
        if seen == before {
            return Err(OutputError::Foreign { folder: path.to_owned(), found });
        }
        before = seen;
    }
    let found = before.map_or_else(|| "something that changes".to_owned(), |(_, found)| found);
    Err(OutputError::Foreign { folder: path.to_owned(), found })
}

/// The largest manifest that is read, in bytes.
const MAX_MANIFEST: u64 = 64 * 1024 * 1024;

/// The manifest in a folder. A link, a pipe or a device does not count: it may lead anywhere and never end.
fn manifest_in(folder: &Path) -> Option<Vec<u8>> {
    let path = folder.join(MANIFEST);
    fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(MAX_MANIFEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The maximum number of looks at a folder that changes meanwhile.
const MOST_LOOKS: usize = 100;

/// The first file, by path, that is not in `known`.
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
