//! Writing a file whole or not at all.

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
