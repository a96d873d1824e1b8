//! The folder beside the target in which an output is made.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tempfile::TempDir;

use super::disk::{Disk, failed};
use super::{OutputError, Swap, Target};
use crate::emit::Store;

/// Name of the folder for the new output.
const NEW: &str = "new";

/// Name of the folder for the old output, if it is moved aside.
const OLD: &str = "old";

/// Number of random characters in the name of a workshop.
const RANDOM: usize = 10;

/// How long a workshop without a lock is left alone: it may be one that is just being created.
const STALE: std::time::Duration = std::time::Duration::from_hours(1);

/// Name of the file that is locked while the run lives.
const LOCK: &str = "lock";

/// A folder beside the target that is removed at the end of the run.
pub(super) struct Workshop {
    // Dropped before the folder is removed, since some systems do not remove an open file.
    _lock: File,
    folder: TempDir,
}

impl Workshop {
    pub(super) fn open(disk: &Disk<'_>, target: &Target) -> Result<Self, OutputError> {
        let parent = &target.parent;
        (disk.watch)("create", parent).map_err(failed("create a folder in", parent))?;
        let mut builder = tempfile::Builder::new();
        let folder = builder.prefix(&prefix(target)).rand_bytes(RANDOM).tempdir_in(parent);
        let folder = folder.map_err(failed("create a folder in", parent))?;
        let lock = lock(disk, folder.path()).map_err(failed("lock", folder.path()))?;
        Ok(Self { _lock: lock, folder })
    }

    /// Creates the folder for the new output's files.
    pub(super) fn staging<'w>(&self, disk: &Disk<'w>) -> Result<Staging<'w>, OutputError> {
        let root = self.folder.path().join(NEW);
        disk.create_folder(&root)?;
        Ok(Staging { disk: *disk, root, files: Mutex::new(Vec::new()) })
    }

    /// Replaces the target by the new output.
    pub(super) fn put_in_place(self, disk: &Disk<'_>, target: &Target, swap: Swap) -> Result<Self, OutputError> {
        let new = self.folder.path().join(NEW);
        let replace = || failed("replace", &target.path);
        if !exists(&target.path) {
            match disk.rename(&new, &target.path) {
                Ok(()) => return Ok(self),
                // Another run was faster. Its output is replaced like any other.
                Err(_) if exists(&target.path) => {}
                Err(error) => return Err(replace()(error)),
            }
        }
        if swap == Swap::Best && disk.exchange(&new, &target.path).map_err(replace())? {
            return Ok(self);
        }
        let old = self.folder.path().join(OLD);
        disk.rename(&target.path, &old).map_err(replace())?;
        if let Err(error) = disk.rename(&new, &target.path) {
            if fs::rename(&old, &target.path).is_err() {
                // The old output must not be removed with the workshop. The next run puts it back.
                let _ = self.folder.keep();
            }
            return Err(replace()(error));
        }
        Ok(self)
    }

    /// Removes the workshop with its content.
    pub(super) fn close(self, disk: &Disk<'_>) {
        let Self { _lock: lock, folder } = self;
        let path = folder.keep();
        drop(lock);
        disk.remove(&path);
    }
}

/// A locked file in a new workshop. It gets its name after it is locked: a file of that name that another run can lock
/// belongs to a dead run.
fn lock(disk: &Disk<'_>, folder: &Path) -> io::Result<File> {
    let (unlocked, locked) = (folder.join("lock.new"), folder.join(LOCK));
    (disk.watch)("lock", &locked)?;
    let file = OpenOptions::new().write(true).create_new(true).open(&unlocked)?;
    if file.try_lock().is_ok() {
        fs::rename(unlocked, locked)?;
    }
    Ok(file)
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Stores the files of the new output.
pub(super) struct Staging<'w> {
    disk: Disk<'w>,
    root: PathBuf,
    files: Mutex<Vec<PathBuf>>,
}

impl Store for Staging<'_> {
    fn create(&self, path: &str) -> io::Result<Box<dyn Write + Send + '_>> {
        let relative = Path::new(path);
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{path}` points outside the output")));
        }
        let path = self.root.join(relative);
        if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
            (self.disk.watch)("create", parent)?;
            fs::create_dir_all(parent)?;
        }
        let file = self.disk.create_file(&path)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(path);
        Ok(Box::new(file))
    }
}

impl Staging<'_> {
    /// Makes sure that every file and folder survives a loss of power before the target is replaced.
    pub(super) fn flush(&self) -> Result<(), OutputError> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.par_iter().try_for_each(|path| self.disk.sync_file(path))?;
        let inside = |folder: &&Path| folder.starts_with(&self.root);
        // Thousands of files are in few folders, and paths are slow to compare.
        let parents: FxHashSet<&OsStr> = files.iter().filter_map(|path| path.parent()).map(Path::as_os_str).collect();
        let mut folders: Vec<&Path> =
            parents.into_iter().flat_map(|parent| Path::new(parent).ancestors().take_while(inside)).collect();
        folders.push(&self.root);
        folders.sort_unstable();
        folders.dedup();
        folders.into_iter().try_for_each(|folder| self.disk.sync_folder(folder))
    }
}

/// Looks for the workshops of killed runs beside the target: puts back an old output that was moved aside, and removes
/// the rest.
pub(super) fn clean_up(disk: &Disk<'_>, target: &Target) {
    let prefix = prefix(target);
    let Ok(entries) = fs::read_dir(&target.parent) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if !starts_with(&entry.file_name(), &prefix) || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        // Without a lock it is unknown whether the run is dead: the workshop may be just being created.
        let lock = match OpenOptions::new().write(true).open(path.join(LOCK)) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_stale(&path) => {
                // An interrupted removal: the lock is removed first, so the rest may be part of an old output.
                disk.remove(&path);
                continue;
            }
            Err(_) => continue,
        };
        if lock.try_lock().is_err() {
            continue;
        }
        let old = path.join(OLD);
        if old.is_dir() && !exists(&target.path) && disk.rename(&old, &target.path).is_err() {
            continue;
        }
        drop(lock);
        disk.remove(&path);
    }
}

/// Whether neither a folder nor the output in it changed for an hour.
fn is_stale(folder: &Path) -> bool {
    [folder.to_path_buf(), folder.join(NEW)].iter().all(|path| match fs::metadata(path) {
        Ok(found) => found.modified().is_ok_and(|at| at.elapsed().is_ok_and(|age| age > STALE)),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    })
}

fn prefix(target: &Target) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(&target.name);
    prefix.push(".dictum-");
    prefix
}

/// Whether a name has the form of `Workshop::open`: the prefix and ten letters or digits.
fn starts_with(name: &OsStr, prefix: &OsStr) -> bool {
    name.as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes())
        .is_some_and(|rest| rest.len() == RANDOM && rest.iter().all(u8::is_ascii_alphanumeric))
}
