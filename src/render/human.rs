//! For people at a terminal: each finding with the source around its places.
//!
//! This is the only file that knows the drawing library, miette. The library gets [`Windows`], never a file, and
//! decisions about colour, width and characters, so that it never guesses about the terminal. The windows give the
//! name, line and column of each panel, so labels in several files are drawn in one report, each under the name of its
//! own file.

use std::fmt::{self, Write as _};
use std::io;

use anstyle::{AnsiColor, Style};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::diagnostics::{Diagnostic, Level};
use crate::text::Sources;

use super::limit::per_file;
use super::place::Place;
use super::sections::{Section, sections};
use super::window::{Frame, MESSAGE, Panel, ROOM, WORDS, Windows};
use super::words::{Charset, clip, wrap};
use super::{Options, narrated};

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let limited = per_file(diagnostics, sources, options.limit_per_file, Charset::of(options));
    for diagnostic in limited.drawn {
        let text = if options.narrated {
            narrated::finding(diagnostic, sources, options)
        } else {
            finding(diagnostic, sources, options).map_err(io::Error::other)?
        };
        writeln!(out, "{text}")?;
    }
    for more in limited.more {
        writeln!(out, "{more}")?;
    }
    Ok(())
}

/// One finding, ended by a line feed.
fn finding(diagnostic: &Diagnostic, sources: &Sources, options: &Options) -> Result<String, fmt::Error> {
    let mut text = String::new();
    for frame in Frame::tries(options) {
        let windows = Windows::new(diagnostic, sources, frame);
        let sections = sections(diagnostic, sources, windows.left_out, frame);
        text.clear();
        let theme = theme(diagnostic, &windows, options);
        let report = Report { diagnostic, windows, frame };
        handler(theme).render_report(&mut text, &report)?;
        for section in &sections {
            write_section(&mut text, section, frame.width, options)?;
        }
        if text.len() <= ROOM {
            break;
        }
    }
    Ok(text)
}

fn handler(theme: GraphicalTheme) -> GraphicalReportHandler {
    // Messages are already wrapped, because the library would break names at their hyphens.
    GraphicalReportHandler::new_themed(theme)
        .with_wrap_lines(false)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting()
}

/// The characters and colours of one finding: its level and code are in the place of the library's icon.
fn theme(diagnostic: &Diagnostic, windows: &Windows, options: &Options) -> GraphicalTheme {
    let head = head(diagnostic);
    let drawn = if options.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let characters = ThemeCharacters { error: head.clone(), warning: head.clone(), advice: head, ..drawn };
    if !options.color {
        return GraphicalTheme { characters, styles: ThemeStyles::none() };
    }
    let plain = ThemeStyles::none().error;
    let (error, warning, advice) = (plain.red().bold(), plain.yellow().bold(), plain.cyan().bold());
    let primary = match diagnostic.level {
        Level::Error => error,
        Level::Warning => warning,
        Level::Info => advice,
    };
    let marks = windows.panels.iter().flat_map(|panel| &panel.marks);
    let mut highlights: Vec<_> = marks.map(|mark| if mark.primary { primary } else { plain.blue().bold() }).collect();
    if highlights.is_empty() {
        highlights.push(primary);
    }
    let styles = ThemeStyles { error, warning, advice, link: plain.cyan(), highlights, ..ThemeStyles::ansi() };
    GraphicalTheme { characters, styles }
}

/// `error[D3012]:`.
fn head(diagnostic: &Diagnostic) -> String {
    format!("{}[{}]:", diagnostic.level.word(), diagnostic.rule.code)
}

/// `  note: words`, wrapped below the words.
fn write_section(out: &mut String, section: &Section, width: usize, options: &Options) -> fmt::Result {
    const INDENT: usize = 8;
    let word = format!("{}:", section.word);
    let (style, body) = match section.word {
        _ if !options.color => (Style::new(), Style::new()),
        "help" | "fix" => (AnsiColor::Cyan.on_default().bold(), Style::new()),
        "rule" => (Style::new().dimmed(), Style::new().dimmed()),
        _ => (Style::new().bold(), Style::new()),
    };
    for (index, line) in wrap(&section.text, 0, width - INDENT).iter().enumerate() {
        let lead = if index == 0 { word.as_str() } else { "" };
        writeln!(out, "  {style}{lead}{style:#}{:1$}{body}{line}{body:#}", "", INDENT - 2 - lead.len())?;
    }
    for line in &section.lines {
        writeln!(out, "{:INDENT$}{line}", "")?;
    }
    Ok(())
}

/// A finding in the form that the library takes.
#[derive(Debug)]
struct Report<'d> {
    diagnostic: &'d Diagnostic,
    windows: Windows,
    frame: Frame,
}

impl Report<'_> {
    /// Each panel with the offset of its text for the library. One byte separates two panels, so that no mark touches
    /// the next one.
    fn panels(&self) -> impl Iterator<Item = (usize, &Panel)> {
        self.windows.panels.iter().scan(0, |base, panel| {
            let here = *base;
            *base += panel.text.len() + 1;
            Some((here, panel))
        })
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The head is on the first line; the other lines begin with a bar and spaces.
        let message = clip(&self.diagnostic.message, MESSAGE, self.frame.charset);
        let lines = wrap(&message, head(self.diagnostic).len() - 1, self.frame.width - 4);
        formatter.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(match self.diagnostic.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.panels().flat_map(move |(base, panel)| {
            let digits = (panel.first as usize + panel.count()).to_string().len();
            panel.marks.iter().map(move |mark| {
                let span = SourceSpan::from(base + mark.start..base + mark.end);
                let room = self.frame.width.saturating_sub(digits + 8 + mark.column).max(WORDS);
                let words: Vec<String> = mark.words.iter().flat_map(|words| wrap(words, 0, room)).collect();
                let words = (!words.is_empty()).then(|| words.join("\n"));
                if mark.primary {
                    LabeledSpan::new_primary_with_span(words, span)
                } else {
                    LabeledSpan::new_with_span(words, span)
                }
            })
        });
        Some(Box::new(labels))
    }
}

impl SourceCode for Report<'_> {
    /// Returns a panel as a whole; or, if no surrounding line is asked for, the place of `span` in its file, which the
    /// library writes above the panel. A span over two panels is refused, so that panels stay separate.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inside =
            |base: usize, panel: &Panel| base <= span.offset() && span.offset() + span.len() <= base + panel.text.len();
        let (base, panel) = self.panels().find(|(base, panel)| inside(*base, panel)).ok_or(MietteError::OutOfBounds)?;
        let data = panel.text.as_bytes();
        let whole = SourceSpan::from((base, data.len()));
        let start = span.offset() - base;
        let place = panel.marks.iter().find(|mark| mark.start == start).map(|mark| mark.place);
        let (line, column) = match place {
            Some(Place { line, column, .. }) if before == 0 && after == 0 => (line as usize - 1, column as usize - 1),
            _ => (panel.first as usize, 0),
        };
        let name = panel.name.clone();
        Ok(Box::new(MietteSpanContents::new_named(name, data, whole, line, column, panel.count())))
    }
}
