//! One JSON object on each line, for tools that read findings one by one. The objects are the findings of
//! [`json`](super::json).

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
