//! One compact line for each finding, and one with the counts, for language models: what is wrong, where, and how to
//! fix it, without drawing or repetition.

use std::io::{self, Write};

use crate::diagnostics::{Diagnostic, Safety};
use crate::text::Sources;

use super::Options;
use super::entry::{Entry, harmless, worst_first};
use super::summary::{INCOMPLETE, Summary};

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in worst_first(diagnostics) {
        let entry = Entry::new(diagnostic, sources);
        let level = diagnostic.level.word();
        write!(out, "{} {level} {}: {}", entry.place(), diagnostic.rule.code, entry.message())?;
        if let Some(help) = &diagnostic.help {
            write!(out, "; help: {}", harmless(help))?;
        }
        if diagnostic.fixes.iter().any(|fix| fix.safety == Safety::Safe) {
            out.write_all(b"; `dictum fix` applies it")?;
        }
        out.write_all(b"\n")?;
    }
    if !options.complete {
        writeln!(out, "{INCOMPLETE}")?;
    }
    writeln!(out, "{}", Summary::of(diagnostics))
}
