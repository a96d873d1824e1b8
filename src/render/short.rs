//! One line for each finding, `path:line:column: error[D3012]: message`, for logs and for the error
//! formats of editors.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use codespan_reporting::diagnostic::{Diagnostic as Report, Label, LabelStyle, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{Config, DisplayStyle, WriteStyle, emit_to_write_style};

use crate::diagnostics::{Diagnostic, Level};
use crate::text::{FileId, Source, Sources};

use super::Options;
use super::limit::per_file;
use super::place::{Place, Spot};
use super::window::name;
use super::words::{Charset, clip};

/// The maximum cells of a message.
const MESSAGE: usize = 1_000;

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let charset = Charset::of(options);
    let limited = per_file(diagnostics, sources, options.limit_per_file, charset);
    let config = Config { display_style: DisplayStyle::Short, ..Config::default() };
    let files = Named { sources, charset };
    for diagnostic in limited.drawn {
        let mut report = report(diagnostic, MESSAGE, charset);
        let spot = diagnostic.primary().and_then(|location| Spot::new(sources, location));
        if let Some(spot) = spot {
            let range = spot.span.start as usize..spot.span.end as usize;
            report.labels.push(Label::new(LabelStyle::Primary, spot.source.id(), range));
        }
        let mut paint = Paint::new(options);
        emit_to_write_style(&mut paint, &config, &files, &report).map_err(io::Error::other)?;
        out.write_all(&paint.out)?;
    }
    for more in limited.more {
        writeln!(out, "{more}")?;
    }
    Ok(())
}

/// A finding without its labels, in the form that the library takes.
pub(super) fn report<F>(diagnostic: &Diagnostic, message: usize, charset: Charset) -> Report<F> {
    let severity = match diagnostic.level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Info => Severity::Note,
    };
    Report::new(severity).with_code(diagnostic.rule.code.to_string()).with_message(clip(
        &diagnostic.message,
        message,
        charset,
    ))
}

/// The files of a run under sanitised names.
struct Named<'s> {
    sources: &'s Sources,
    charset: Charset,
}

impl<'s> Named<'s> {
    fn get(&self, id: FileId) -> Result<&'s Source, Error> {
        self.sources.as_slice().get(id.index()).ok_or(Error::FileMissing)
    }
}

/// Lines and columns come from our own index, so that this form names the same place as every other.
impl<'a> Files<'a> for Named<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, Error> {
        Ok(name(self.get(id)?, self.charset))
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.get(id)?.text())
    }

    fn line_index(&'a self, id: FileId, byte: usize) -> Result<usize, Error> {
        Ok(self.get(id)?.lines().line(byte as u32) as usize)
    }

    fn column_number(&'a self, id: FileId, _line: usize, byte: usize) -> Result<usize, Error> {
        Ok(Place::of(self.get(id)?, byte as u32).column as usize)
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let span = self.get(id)?.lines().span(line as u32);
        Ok(span.start as usize..span.end as usize)
    }
}

/// Adapts the library's output: our colours, and our word for the lowest level, which the library calls `note`.
pub(super) struct Paint {
    pub out: Vec<u8>,
    color: bool,
    info: bool,
}

impl Paint {
    pub fn new(options: &Options) -> Self {
        Self { out: Vec::new(), color: options.color, info: false }
    }

    fn style(&mut self, style: Style) -> io::Result<()> {
        if self.color { write!(self.out, "{style}") } else { Ok(()) }
    }
}

const fn color(severity: Severity) -> AnsiColor {
    match severity {
        Severity::Bug | Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note | Severity::Help => AnsiColor::Cyan,
    }
}

impl Write for Paint {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let own = if std::mem::take(&mut self.info) && bytes == b"note" { b"info" } else { bytes };
        self.out.extend_from_slice(own);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Paint {
    fn set_header(&mut self, severity: Severity) -> io::Result<()> {
        self.style(color(severity).on_default().bold())?;
        self.info = severity == Severity::Note;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.reset()
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style(Style::new().dimmed())
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style(Style::new().dimmed())
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style(Style::new().dimmed())
    }

    fn set_label(&mut self, severity: Severity, style: LabelStyle) -> io::Result<()> {
        self.style(match style {
            LabelStyle::Primary => color(severity).on_default().bold(),
            LabelStyle::Secondary => AnsiColor::Blue.on_default().bold(),
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        self.style(Style::new())?;
        if self.color { self.out.write_all(b"\x1b[0m") } else { Ok(()) }
    }
}
