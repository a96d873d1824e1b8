//! The interface of the server to the machine that it runs on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::text::Sources;

/// The disk and the clock.
pub trait World: Send {
    /// The programs at or below a path, or the one that a file belongs to. Empty if there is no policy.
    ///
    /// # Errors
    /// The reason why they cannot be read, as a message for the author.
    fn load(&self, path: &Path) -> Result<Vec<Loaded>, String>;

    /// The day for which due dates are judged.
    fn today(&self) -> Date;
}

/// A program as it is on the disk.
#[derive(Debug)]
pub struct Loaded {
    /// The folder of its files, absolute.
    pub folder: PathBuf,
    /// Its files.
    pub sources: Sources,
    /// Its settings.
    pub config: Config,
    /// The path of the settings file, the file as a source, and the findings in it.
    pub settings: Option<(PathBuf, Sources, Vec<Diagnostic>)>,
    /// Its catalogue.
    pub catalog: Arc<Catalog>,
}
