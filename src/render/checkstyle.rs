//! The XML of Checkstyle, which most review tools read.

use std::io::{self, Write};

use crate::diagnostics::Diagnostic;
use crate::text::Sources;

use super::Options;
use super::entry::{by_file, harmless};
use super::markup::xml;

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for (file, entries) in by_file(diagnostics, sources, ".") {
        writeln!(out, "  <file name=\"{}\">", xml(&file))?;
        for entry in entries {
            out.write_all(b"    <error")?;
            if let Some(start) = entry.start() {
                write!(out, " line=\"{}\" column=\"{}\"", start.line, start.column)?;
            }
            let finding = entry.diagnostic;
            let help = finding.help.iter().map(|help| format!("; help: {}", harmless(help)));
            let message: String = std::iter::once(entry.message()).chain(help).collect();
            writeln!(
                out,
                " severity=\"{}\" message=\"{}\" source=\"dictum.{}.{}\"/>",
                finding.level.word(),
                xml(&message),
                finding.rule.code,
                finding.rule.name
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
