//! Why a command could not run.

use std::error::Error;
use std::io;
use std::path::Path;

/// A command that could not run: what failed, why, and what to do.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct Failure {
    message: String,
    #[help]
    help: Option<String>,
    #[source]
    cause: Option<Box<dyn Error + Send + Sync>>,
    #[related]
    problems: Vec<Problem>,
}

/// One of several reasons.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{0}")]
struct Problem(String);

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, cause: None, problems: Vec::new() }
    }

    /// Adds what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Suggests the name that was probably meant.
    pub fn did_you_mean(self, near: &str) -> Self {
        self.help(format!("did you mean `{near}`?"))
    }

    /// Adds the error that caused it.
    pub fn cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Adds several causes that are independent of each other.
    pub fn problems(mut self, problems: impl IntoIterator<Item = String>) -> Self {
        self.problems = problems.into_iter().map(Problem).collect();
        self
    }

    /// Adds the cause, in plain words where the system's own are for programmers.
    fn because(self, cause: io::Error) -> Self {
        let words = match cause.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder",
            io::ErrorKind::PermissionDenied => "permission denied",
            io::ErrorKind::IsADirectory => "it is a folder",
            io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
            io::ErrorKind::StorageFull => "the disk is full",
            io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
            _other => return self.cause(cause),
        };
        self.cause(words)
    }

    /// The same for a check, with the note that nothing was checked.
    pub fn nothing_checked(mut self) -> Self {
        self.message.push_str("; nothing was checked");
        self
    }

    /// A file that could not be read.
    pub fn reading(path: &Path, cause: io::Error) -> Self {
        Self::new(format!("cannot read `{}`", path.display())).because(cause)
    }

    /// A pipe, a socket or a device in place of a file.
    pub fn irregular(path: &Path) -> Self {
        Self::new(format!("`{}` is a pipe or a device, not a file", path.display()))
            .help("write what it gives into a file, and name that")
    }

    /// A file that could not be written.
    pub fn writing(path: &Path, cause: io::Error) -> Self {
        Self::new(format!("cannot write `{}`", path.display())).because(cause)
    }
}

impl From<io::Error> for Failure {
    fn from(cause: io::Error) -> Self {
        Self::new("cannot write the result").cause(cause)
    }
}
