//! Logging commands of Azure Pipelines, which the agent reads from the log: each error and warning becomes an issue of
//! the run. The service has no level below a warning, so an info is a plain line.
//!
//! Source: learn.microsoft.com, "Logging commands", and the escapes of the agent's own command reader.

use std::io::{self, Write};

use crate::diagnostics::{Diagnostic, Level};
use crate::text::Sources;

use super::Options;
use super::entry::{Entry, harmless, worst_first};

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    _options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in worst_first(diagnostics) {
        let entry = Entry::new(diagnostic, sources);
        if diagnostic.level == Level::Info {
            writeln!(out, "info {}: {}: {}", entry.rule(), entry.place(), entry.message())?;
            continue;
        }
        write!(out, "##vso[task.logissue type={};", diagnostic.level.word())?;
        if let (Some(path), Some(start)) = (entry.path(), entry.start()) {
            let path = property(&harmless(path));
            write!(out, "sourcepath={path};linenumber={};columnnumber={};", start.line, start.column)?;
        }
        write!(out, "code={};]", diagnostic.rule.code)?;
        let help = diagnostic.help.iter().map(|help| format!("; help: {}", harmless(help)));
        let text = std::iter::once(entry.message()).chain(help).collect::<String>();
        writeln!(out, "{} ({})", data(&text), diagnostic.rule.name)?;
    }
    Ok(())
}

/// The message of an issue: a per cent sign has a special escape.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
