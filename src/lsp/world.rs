//! What the server asks of the machine it runs on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::text::Sources;

/// The disk and the clock.
pub trait World: Send {
    /// The programs at or below a path, or the one that a file belongs to; none where there is no policy.
    ///
    /// # Errors
    /// Why they cannot be read, in words for the author.
    fn load(&self, path: &Path) -> Result<Vec<Loaded>, String>;

    /// The day on which things are due.
    fn today(&self) -> Date;
}

/// A program as it lies on the disk.
#[derive(Debug)]
pub struct Loaded {
    /// The folder that its files lie in, absolute.
    pub folder: PathBuf,
    /// Its files.
    pub sources: Sources,
    /// Its settings.
    pub config: Config,
    /// The settings file by itself, where it lies, and what is wrong in it.
    pub settings: Option<(PathBuf, Sources, Vec<Diagnostic>)>,
    /// Its catalogue.
    pub catalog: Arc<Catalog>,
}
