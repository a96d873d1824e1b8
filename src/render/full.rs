//! Each finding as one plain block with all its files, for logs and reviews, in the form that many compilers share.

use std::io::{self, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{Label, LabelStyle};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{Chars, Config, emit_to_write_style};

use crate::diagnostics::Diagnostic;
use crate::text::Sources;

use super::Options;
use super::limit::per_file;
use super::sections::sections;
use super::short::{Paint, report};
use super::window::{Frame, MESSAGE, Panel, ROOM, Windows};
use super::words::{Charset, wrap};

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let limited = per_file(diagnostics, sources, options.limit_per_file, Charset::of(options));
    for diagnostic in limited.drawn {
        out.write_all(&finding(diagnostic, sources, options)?)?;
    }
    for more in limited.more {
        writeln!(out, "{more}")?;
    }
    Ok(())
}

fn finding(diagnostic: &Diagnostic, sources: &Sources, options: &Options) -> io::Result<Vec<u8>> {
    let charset = Charset::of(options);
    let chars = match charset {
        Charset::Unicode => Chars::box_drawing(),
        Charset::Ascii => Chars::ascii(),
    };
    let config = Config {
        chars,
        start_context_lines: usize::MAX,
        before_label_lines: 1,
        after_label_lines: 1,
        ..Config::default()
    };
    let mut text = Vec::new();
    for frame in Frame::tries(options) {
        let windows = Windows::new(diagnostic, sources, frame);
        let mut report = report(diagnostic, MESSAGE, charset);
        for (id, panel) in windows.panels.iter().enumerate() {
            report.labels.extend(panel.marks.iter().map(|mark| {
                let style = if mark.primary { LabelStyle::Primary } else { LabelStyle::Secondary };
                Label::new(style, id, mark.start..mark.end).with_message(mark.words.join(charset.separator()))
            }));
        }
        for section in sections(diagnostic, sources, windows.left_out, frame) {
            let words = format!("{}: {}", section.word, section.text);
            let mut lines = wrap(&words, 0, frame.width - 8);
            lines.extend(section.lines.iter().map(|line| format!("  {line}")));
            report.notes.push(lines.join("\n"));
        }
        let mut paint = Paint::new(options);
        emit_to_write_style(&mut paint, &config, &windows, &report).map_err(io::Error::other)?;
        text = paint.out;
        if text.len() <= ROOM {
            break;
        }
    }
    Ok(text)
}

impl Windows {
    fn panel(&self, id: usize) -> Result<&Panel, Error> {
        self.panels.get(id).ok_or(Error::FileMissing)
    }
}

/// To the library each panel is a file; numbers and columns are those of the original file.
impl<'a> Files<'a> for Windows {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.panel(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.panel(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.panel(id)?.row(byte))
    }

    fn line_number(&'a self, id: usize, line: usize) -> Result<usize, Error> {
        Ok(self.panel(id)?.first as usize + line + 1)
    }

    fn column_number(&'a self, id: usize, _line: usize, byte: usize) -> Result<usize, Error> {
        let place = self.panel(id)?.marks.iter().find(|mark| mark.start == byte).map(|mark| mark.place);
        Ok(place.map_or(1, |place| place.column as usize))
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let panel = self.panel(id)?;
        panel.range(line).ok_or(Error::LineTooLarge { given: line, max: panel.count() })
    }
}
