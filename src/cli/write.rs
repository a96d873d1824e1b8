//! Writing one file: a source, which is replaced whole or not at all, or a result.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use super::failure::Failure;

/// Replaces the content of a file: the new text is complete and on the disk before the old one is removed. A link is
/// followed and stays a link; the file keeps its permissions.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    whole(path, |file| file.write_all(text.as_bytes()).map_err(|error| Failure::writing(path, error)))
}

/// The prefix of the names of incomplete files, and the number of random characters after it.
const PREFIX: &str = ".dictum-";
const RANDOM: usize = 12;
/// The age after which an incomplete file belongs to a killed run.
const STALE: Duration = Duration::from_hours(1);

/// A new file beside its target. It has the default permissions of a new file.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    clean_up_once(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A new folder beside its target, for files that are to appear together.
pub(super) fn staging(folder: &Path) -> std::io::Result<tempfile::TempDir> {
    clean_up_once(folder);
    tempfile::Builder::new().prefix(PREFIX).rand_bytes(RANDOM).tempdir_in(folder)
}

/// Removes files and folders of killed runs from a folder, once in each run. What cannot be removed stays.
fn clean_up_once(folder: &Path) {
    static SEEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let new = SEEN.lock().is_ok_and(|mut seen| seen.insert(folder.to_path_buf()));
    let Some(entries) = new.then(|| std::fs::read_dir(folder).ok()).flatten() else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let ours =
            random.is_some_and(|rest| rest.len() == RANDOM && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        // A link is neither: `DirEntry::metadata` does not follow it.
        let Some(about) = entry.metadata().ok().filter(|about| ours && (about.is_file() || about.is_dir())) else {
            continue;
        };
        let age = about.modified().ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > STALE) {
            let path = entry.path();
            let _ = if about.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        }
    }
}

/// Writes a file as it is generated: the old content stays until all of the new one is on the disk, and stays if `with`
/// fails.
fn whole<T>(path: &Path, with: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
    let writing = |error| Failure::writing(path, error);
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let old = std::fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        // A device or a pipe has no content that could be lost.
        let mut file = BufWriter::new(std::fs::File::create(&target).map_err(writing)?);
        let result = with(&mut file)?;
        file.flush().map_err(writing)?;
        return Ok(result);
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _here => PathBuf::from("."),
    };
    let file = beside(&folder).map_err(writing)?;
    let mut file = BufWriter::new(file);
    let result = with(&mut file)?;
    let put = || -> std::io::Result<()> {
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        if let Some(old) = old {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.as_file().sync_all()?;
        file.persist(&target)?;
        Ok(())
    };
    put().map_err(writing)?;
    Ok(result)
}

/// Writes a result whole or not at all.
pub(super) fn result(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    made(path, |file| file.write_all(bytes).map_err(|error| Failure::writing(path, error)))
}

/// Writes a result as it is generated, with the guarantee of [`result`].
///
/// A link to a file is refused. In a folder that others write to, a link at the place of a result would let them choose
/// which file is overwritten. Links of the system, such as `/dev/stdout`, are followed.
pub(super) fn made<T>(path: &Path, with: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
    let leads_to_device = std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir());
    let of_system = ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder));
    if is_link && !leads_to_device && !of_system {
        return Err(Failure::new(format!("`{}` is a symbolic link", path.display()))
            .help("give the file that it leads to, or remove the link"));
    }
    whole(path, with)
}
