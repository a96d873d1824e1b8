//! Findings as text: one file for each format.
//!
//! For every format:
//! - **Places are clamped in one constructor** (`place::Spot`), so no offset can reach a library that would panic on
//!   it, and every format names the same line and column for the same finding.
//! - **Text of a policy never controls a terminal.** Formats that draw take source text only from `window::Windows` and
//!   words only through `words`; the JSON formats escape hidden characters.
//! - **A finding costs what it shows**, whatever the size of its file, and at most 16 kB of text.
//! - **What is left out is counted** in the output itself. A finding may represent many that were never made
//!   (`diagnostics::MAX_KEPT`), and counts as that many.

mod agent;
mod azure;
mod checkstyle;
mod entry;
mod failure;
mod full;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod limit;
mod line;
mod markdown;
mod markup;
mod narrated;
mod place;
mod preview;
mod rdjson;
mod sarif;
mod sections;
mod short;
mod summary;
mod trial;
mod window;
mod words;

use std::io;

use crate::diagnostics::Diagnostic;
use crate::text::{Inert, Sources, Stream};

pub use failure::failure;
pub use summary::{INCOMPLETE, Summary, summary};
pub use trial::{Measured, Report, Standing, Trial, TrialAssertion, TrialFormat};

type Writer = fn(&[Diagnostic], &Sources, &Options, &mut dyn io::Write) -> io::Result<()>;

macro_rules! formats {
    ($(#[doc = $doc:literal] $format:ident = $name:literal by $writer:path;)+) => {
        /// How findings are written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $(#[doc = $doc] $format,)+
        }

        impl Format {
            /// All formats.
            pub const ALL: &'static [Self] = &[$(Self::$format),+];

            /// The name by which users ask for it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)+
                }
            }

            /// One line about it.
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$format => $doc.trim_ascii(),)+
                }
            }

            const fn writer(self) -> Writer {
                match self {
                    $(Self::$format => $writer,)+
                }
            }
        }
    };
}

formats! {
    /// for people at a terminal, with the source around each place
    Human = "human" by human::write;
    /// one plain block for each finding with all its files, for logs
    Full = "full" by full::write;
    /// one line for each finding, `path:line:column: level[code]: message`
    Short = "short" by short::write;
    /// one JSON document
    Json = "json" by json::write;
    /// one JSON object on each line
    JsonLines = "jsonl" by jsonl::write;
    /// SARIF 2.1.0, for code scanning
    Sarif = "sarif" by sarif::write;
    /// annotations of GitHub Actions, ten at most in a log
    GitHub = "github" by github::write;
    /// Markdown for the job summary of GitHub Actions and Azure Pipelines
    JobSummary = "job-summary" by markdown::write_job;
    /// Markdown for the comment on a pull request
    Markdown = "markdown" by markdown::write;
    /// Code Quality of GitLab
    GitLab = "gitlab" by gitlab::write;
    /// logging commands of Azure Pipelines
    Azure = "azure" by azure::write;
    /// JUnit XML, for test views
    JUnit = "junit" by junit::write;
    /// Checkstyle XML, for review tools
    Checkstyle = "checkstyle" by checkstyle::write;
    /// the JSON of reviewdog
    RdJson = "rdjson" by rdjson::write;
    /// one compact line for each finding, for language models
    Agent = "agent" by agent::write;
}

impl Format {
    /// The format with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Whether a reader parses the whole output, so that nothing else may be beside it.
    pub const fn is_read_whole(self) -> bool {
        match self {
            Self::Json
            | Self::JsonLines
            | Self::Sarif
            | Self::GitLab
            | Self::JUnit
            | Self::Checkstyle
            | Self::RdJson => true,
            Self::Human
            | Self::Full
            | Self::Short
            | Self::GitHub
            | Self::JobSummary
            | Self::Markdown
            | Self::Azure
            | Self::Agent => false,
        }
    }

    /// Whether all findings of a run are one document, so that two documents cannot be written one after the other.
    pub const fn is_document(self) -> bool {
        match self {
            Self::Human | Self::Full | Self::Short | Self::JsonLines | Self::Azure => false,
            Self::Json
            | Self::Sarif
            | Self::GitHub
            | Self::JobSummary
            | Self::Markdown
            | Self::GitLab
            | Self::JUnit
            | Self::Checkstyle
            | Self::RdJson
            | Self::Agent => true,
        }
    }

    /// Whether accepted findings are shown or counted; other formats show only open findings.
    const fn knows_accepted(self) -> bool {
        match self {
            Self::Json | Self::Sarif | Self::JobSummary | Self::Markdown | Self::JUnit | Self::Agent => true,
            Self::Human
            | Self::Full
            | Self::Short
            | Self::JsonLines
            | Self::GitHub
            | Self::GitLab
            | Self::Azure
            | Self::Checkstyle
            | Self::RdJson => false,
        }
    }

    /// The kind of the output stream for its sanitiser. Commands of build services consist of sanitised words.
    const fn stream(self, color: bool) -> Stream {
        match self {
            Self::Human | Self::Full | Self::Short => Stream::Text { color },
            Self::Json | Self::JsonLines | Self::Sarif | Self::GitLab | Self::RdJson => Stream::Json,
            Self::JobSummary | Self::Markdown | Self::JUnit | Self::Checkstyle | Self::Agent => {
                Stream::Text { color: false }
            }
            Self::GitHub | Self::Azure => Stream::Data,
        }
    }
}

/// The caller's decisions about the output. Formats for tools need none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Options {
    /// Whether to write colours.
    pub color: bool,
    /// Whether marks may use more than ASCII.
    pub unicode: bool,
    /// Width of a line in cells.
    pub width: usize,
    /// Whether the human format writes sentences, for screen readers.
    pub narrated: bool,
    /// The maximum number of findings of one file that are drawn; the others are counted.
    pub limit_per_file: usize,
    /// The maximum number of annotations in a log; services silently drop the others.
    pub annotations: usize,
    /// Whether all rules were looked for; while there are errors, warnings and infos are not.
    pub complete: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            color: false,
            unicode: true,
            width: 100,
            narrated: false,
            limit_per_file: 100,
            annotations: 10,
            complete: true,
        }
    }
}

/// Writes `diagnostics`, whose places are in `sources`, in their order.
pub fn render(
    format: Format,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut out = Inert::new(out, format.stream(options.color));
    let accepted = diagnostics.iter().any(|finding| finding.accepted.is_some());
    if accepted && !format.knows_accepted() {
        let live: Vec<Diagnostic> = entry::live(diagnostics).cloned().collect();
        (format.writer())(&live, sources, options, &mut out)?;
    } else {
        (format.writer())(diagnostics, sources, options, &mut out)?;
    }
    out.finish()
}
