//! One JSON object on each line, for tools that read as findings come. The shape is that of
//! [`json`](super::json)'s findings.

use std::io::{self, Write};

use crate::diagnostics::Diagnostic;
use crate::text::Sources;

use super::{Options, json};

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        json::write_finding(diagnostic, sources, out)?;
    }
    Ok(())
}
