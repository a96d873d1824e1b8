//! Writing a folder whole or not at all.
//!
//! All files go into a fresh folder beside the target, are flushed to the disk, and then take the target's place in one
//! step. The guarantees, for a process that dies or a write that fails at any point:
//!
//! - The target is the whole old output or the whole new one, never a mixture. Where the system can exchange two
//!   folders in one step (Linux, macOS, on the usual file systems), there is no other state. Elsewhere, the old folder
//!   is moved aside before the new one takes its place. A process that dies between the two leaves no target, and the
//!   old output beside it; the next run puts it back before it does anything else.
//! - After success nothing of an earlier build is left. After a failure nothing of this build is left, and the old
//!   output is unchanged.
//! - Only Dictum's own output is ever replaced: an empty folder, or one whose files are all listed in its manifest. A
//!   symbolic link at the target is refused.
//! - Concurrent runs with the same target do not see each other's files; the output of the last one remains.
//! - Files of a killed run beside the target are removed by the next one. A run holds a lock while it lives, so that no
//!   living run is taken for a dead one.

mod disk;
mod owned;
mod workshop;

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use self::disk::Disk;
use self::workshop::Workshop;
use crate::emit::Store;

/// Called before each operation on the disk with its name and path; an error prevents it. Tests stop runs there.
pub type Watch<'w> = dyn Fn(&str, &Path) -> io::Result<()> + Sync + 'w;

/// How the new folder replaces the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Swap {
    /// In one step if the system can, else in two.
    #[default]
    Best,
    /// In two steps, as on systems that cannot do it in one.
    TwoSteps,
}

/// Why an output could not be written.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The path names no folder of its own.
    #[error("`{}` is not a folder that can be replaced", .0.display())]
    NoName(PathBuf),
    /// The path is a symbolic link.
    #[error("`{}` is a symbolic link; give the folder it leads to, or remove the link", .0.display())]
    Link(PathBuf),
    /// The path is a file.
    #[error("`{}` is a file, not a folder", .0.display())]
    File(PathBuf),
    /// The folder holds something else.
    #[error("`{}` holds `{found}`, which dictum did not write; choose another folder, or move it elsewhere", folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The first such entry, relative to the folder.
        found: String,
    },
    /// The system refused.
    #[error("cannot {action} `{}`", path.display())]
    System {
        /// The operation.
        action: &'static str,
        /// Its path.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write to `{}`", path.display())]
    Write {
        /// The folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
}

/// Lets `fill` write files and puts them in place of the folder `target`.
pub fn write<T>(target: &Path, fill: impl FnOnce(&dyn Store) -> io::Result<T>) -> Result<T, OutputError> {
    write_watched(target, Swap::Best, &|_, _| Ok(()), fill)
}

/// The same, with every operation on the disk reported to `watch` first.
pub fn write_watched<T>(
    target: &Path,
    swap: Swap,
    watch: &Watch<'_>,
    fill: impl FnOnce(&dyn Store) -> io::Result<T>,
) -> Result<T, OutputError> {
    let disk = Disk { watch };
    let target = Target::of(target)?;
    disk.create_parents(&target.parent)?;
    workshop::clean_up(&disk, &target);
    owned::check(&target.path)?;
    let workshop = Workshop::open(&disk, &target)?;
    let staging = workshop.staging(&disk)?;
    let result = fill(&staging).map_err(|source| OutputError::Write { path: target.path.clone(), source })?;
    staging.flush()?;
    let workshop = workshop.put_in_place(&disk, &target, swap)?;
    // The new output is in place. A failure to clean up is ignored: the next run cleans up.
    let _ = disk.sync_folder(&target.parent);
    workshop.close(&disk);
    Ok(result)
}

/// Where the output goes.
struct Target {
    path: PathBuf,
    parent: PathBuf,
    name: std::ffi::OsString,
}

impl Target {
    fn of(path: &Path) -> Result<Self, OutputError> {
        let Some(name) = path.file_name() else { return Err(OutputError::NoName(path.to_owned())) };
        let parent = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _current => PathBuf::from("."),
        };
        Ok(Self { path: parent.join(name), parent, name: name.to_owned() })
    }
}
