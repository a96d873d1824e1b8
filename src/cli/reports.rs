//! Where findings go, and in which form.

use std::io::Write;
use std::path::Path;

use indexmap::IndexMap;

use super::args::{Display, Findings};
use super::failure::Failure;
use super::{terminal, write};
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::render::{self, Format, INCOMPLETE, Options, Summary};
use crate::text::{FileId, Location, Sources};

/// The requested formats, and the findings that are written at the end.
pub(super) struct Outputs {
    list: Vec<(Format, Option<String>)>,
    written: IndexMap<String, Vec<u8>>,
    /// All programs combined, for formats that are one document.
    together: (Sources, Vec<Diagnostic>),
    total: Vec<Summary>,
    complete: bool,
}

/// Refuses outputs that would spoil each other: two in one file, or any output on standard output beside one that a
/// program reads as a whole. Each item is a format, whether a program reads it as a whole, and its file.
pub(super) fn apart<'o>(
    outputs: impl IntoIterator<Item = (&'static str, bool, Option<&'o str>)>,
) -> Result<(), Failure> {
    let mut seen: Vec<(&str, bool, Option<&str>)> = Vec::new();
    for (name, is_whole, file) in outputs {
        let spoils =
            |(_, other, place): &&(&str, bool, Option<&str>)| *place == file && (file.is_some() || is_whole || *other);
        if let Some((other, ..)) = seen.iter().find(spoils) {
            let place = file.map_or_else(|| "standard output".to_owned(), |file| format!("`{file}`"));
            return Err(Failure::new(format!("{place} cannot take both `{other}` and `{name}`"))
                .help(format!("give one of them a file of its own: `{name}=FILE`")));
        }
        seen.push((name, is_whole, file));
    }
    Ok(())
}

impl Outputs {
    pub(super) fn read(findings: &Findings) -> Result<Self, Failure> {
        let mut list = Vec::new();
        for output in &findings.output {
            let (name, file) = match output.split_once('=') {
                Some((name, file)) => (name, Some(file.to_owned())),
                None => (output.as_str(), None),
            };
            let Some(format) = Format::parse(name) else {
                let names = Format::ALL.iter().map(|format| format.name());
                return Err(Failure::new(format!("there is no output format `{name}`"))
                    .help(format!("the formats are {}", quoted_list(names, "and"))));
            };
            if file.as_deref() == Some("") {
                return Err(Failure::new(format!("`{output}` names no file"))
                    .help(format!("write `{name}=FILE`, or `{name}` for standard output")));
            }
            list.push((format, file));
        }
        if list.is_empty() {
            list.push((Format::Human, None));
        }
        apart(list.iter().map(|(format, file)| (format.name(), format.is_read_whole(), file.as_deref())))?;
        Ok(Self {
            list,
            written: IndexMap::new(),
            together: (Sources::default(), Vec::new()),
            total: Vec::new(),
            complete: true,
        })
    }

    /// Takes the findings of one program. Formats made of lines or blocks are written at once.
    pub(super) fn write(
        &mut self,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        complete: bool,
        display: &Display,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        self.complete &= complete;
        for (format, file) in self.list.iter().filter(|(format, _)| !format.is_document()) {
            put(*format, file.as_ref(), (sources, diagnostics, complete), display, &mut self.written, out)?;
        }
        if self.list.iter().any(|(format, _)| format.is_document()) {
            join(&mut self.together, sources, diagnostics);
        }
        self.total.push(render::summary(diagnostics));
        Ok(())
    }

    /// Writes the documents and files, and the summary for people.
    pub(super) fn finish(&mut self, display: &Display, out: &mut dyn Write) -> Result<(), Failure> {
        let (sources, diagnostics) = &self.together;
        for (format, file) in self.list.iter().filter(|(format, _)| format.is_document()) {
            put(*format, file.as_ref(), (sources, diagnostics, self.complete), display, &mut self.written, out)?;
        }
        out.flush()?;
        for (file, bytes) in &self.written {
            write::result(Path::new(file), bytes)?;
        }
        if !display.quiet {
            let total: Summary = self.total.iter().copied().sum();
            writeln!(terminal::errors(), "{total}")?;
            if !self.complete {
                writeln!(terminal::errors(), "{INCOMPLETE}")?;
            }
        }
        Ok(())
    }
}

fn put(
    format: Format,
    file: Option<&String>,
    (sources, diagnostics, complete): (&Sources, &[Diagnostic], bool),
    display: &Display,
    written: &mut IndexMap<String, Vec<u8>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match file {
        None => {
            // Drawings are limited for people at a screen; other formats go to tools and logs, which need all findings.
            let drawn = terminal::options(display);
            let limit_per_file = if format == Format::Human { drawn.limit_per_file } else { usize::MAX };
            render::render(format, diagnostics, sources, &Options { limit_per_file, complete, ..drawn }, out)?;
        }
        Some(file) => {
            let plain = Options {
                color: false,
                limit_per_file: usize::MAX,
                annotations: usize::MAX,
                complete,
                ..terminal::options(display)
            };
            render::render(format, diagnostics, sources, &plain, written.entry(file.clone()).or_default())?;
        }
    }
    Ok(())
}

/// Appends a program's files and findings to those of others; the files keep the names that readers see.
fn join(together: &mut (Sources, Vec<Diagnostic>), sources: &Sources, diagnostics: &[Diagnostic]) {
    let before = together.0.len();
    for source in sources {
        together.0.add(source.name(), source.text().as_bytes().to_vec());
    }
    let shift = |location: &mut Location| location.file = FileId::at(location.file.index() + before);
    together.1.extend(diagnostics.iter().map(|diagnostic| {
        let mut diagnostic = diagnostic.clone();
        diagnostic.locations_mut().for_each(shift);
        let edits = diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| shift(&mut edit.location));
        diagnostic.accepted.iter_mut().filter_map(|accepted| accepted.place.as_mut()).for_each(shift);
        diagnostic
    }));
}
