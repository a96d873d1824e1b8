//! Writing one file: a source, which is replaced whole or not at all, or a result.

use std::io::Write as _;
use std::path::Path;

use super::failure::Failure;

/// Replaces the content of a file: the new text is complete and on the disk before the old one goes.
/// A link is followed, so that it stays one; the file keeps its permissions.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _here => Path::new("."),
    };
    let put = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".dictum-").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        if let Ok(old) = std::fs::metadata(&target) {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.as_file().sync_all()?;
        file.persist(&target)?;
        Ok(())
    };
    put().map_err(|error| Failure::writing(path, error))
}

/// Writes a result that can be had again, to whatever the path leads, which may be no plain file.
pub(super) fn result(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| Failure::writing(path, error))
}
