//! What the terminal can show.

use std::io::{IsTerminal as _, StderrLock};

use super::args::{Color, Display};
use super::reader_gone::ReaderGone;
use crate::render::Options;
use crate::text::{Inert, Stream};

/// The drawing options for standard output.
pub(super) fn options(display: &Display) -> Options {
    choose(display, std::io::stdout().is_terminal())
}

/// The drawing options for standard error.
pub(super) fn error_options(display: &Display) -> Options {
    choose(display, std::io::stderr().is_terminal())
}

/// Standard error for lines that may contain names and texts from input: nothing in them can control a terminal or a
/// build service.
pub(super) fn talk() -> Inert<ReaderGone<StderrLock<'static>>> {
    Inert::new(errors(), Stream::Text { color: false })
}

/// Standard error, for findings and for lines with only this program's own words.
pub(super) fn errors() -> ReaderGone<StderrLock<'static>> {
    ReaderGone::new(std::io::stderr().lock())
}

fn choose(display: &Display, is_terminal: bool) -> Options {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty());
    let color = match display.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !forbidden && (forced || is_terminal && !dumb),
    };
    let detected = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    Options {
        color,
        unicode: !display.ascii,
        width: display.width.or(detected).unwrap_or(100).clamp(40, 200),
        narrated: display.narrated,
        ..Options::default()
    }
}
