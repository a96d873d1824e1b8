//! Operations on the disk. Each is reported to `watch` before it runs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::{OutputError, Watch};

/// The disk.
#[derive(Clone, Copy)]
pub(super) struct Disk<'w> {
    pub(super) watch: &'w Watch<'w>,
}

impl<'w> Disk<'w> {
    /// Creates a folder and its missing parents.
    pub(super) fn create_parents(self, path: &Path) -> Result<(), OutputError> {
        if path.is_dir() {
            return Ok(());
        }
        self.run("create", path, || fs::create_dir_all(path)).map_err(failed("create", path))
    }

    /// Creates one folder.
    pub(super) fn create_folder(self, path: &Path) -> Result<(), OutputError> {
        self.run("create", path, || fs::create_dir(path)).map_err(failed("create", path))
    }

    /// Creates a file that must not exist yet.
    pub(super) fn create_file(self, path: &Path) -> io::Result<Watched<'w>> {
        let file = self.run("create", path, || OpenOptions::new().write(true).create_new(true).open(path))?;
        Ok(Watched { file, path: path.to_owned(), disk: self })
    }

    /// Makes sure that a file survives a loss of power.
    pub(super) fn sync_file(self, path: &Path) -> Result<(), OutputError> {
        let sync = || OpenOptions::new().write(true).open(path)?.sync_all();
        self.run("flush", path, sync).map_err(failed("flush", path))
    }

    /// Makes sure that the entries of a folder survive a loss of power. Not every system can.
    pub(super) fn sync_folder(self, path: &Path) -> Result<(), OutputError> {
        if !cfg!(unix) {
            return Ok(());
        }
        self.run("flush", path, || File::open(path)?.sync_all()).map_err(failed("flush", path))
    }

    /// Moves a folder to a path that is free or an empty folder.
    pub(super) fn rename(self, from: &Path, to: &Path) -> io::Result<()> {
        self.run("rename", from, || fs::rename(from, to))
    }

    /// Exchanges two folders in one step; false if the system cannot.
    pub(super) fn exchange(self, one: &Path, other: &Path) -> io::Result<bool> {
        self.run("exchange", other, || exchange(one, other))
    }

    /// Removes a folder with its content. What cannot be removed stays for the next run.
    pub(super) fn remove(self, path: &Path) {
        let _ = self.run("remove", path, || fs::remove_dir_all(path));
    }

    fn run<T>(self, action: &str, path: &Path, operation: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        (self.watch)(action, path)?;
        operation()
    }
}

/// Makes the error for a failed operation.
pub(super) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_owned();
    move |source| OutputError::System { action, path, source }
}

/// A file whose writes are reported to `watch` first.
pub(super) struct Watched<'w> {
    file: File,
    path: std::path::PathBuf,
    disk: Disk<'w>,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = &mut self.file;
        self.disk.run("write", &self.path, || file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // Old kernels do not know the call, some file systems not the flag.
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}
