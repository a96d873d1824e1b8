//! The last check of text on its way to a terminal, a log or a reader of JSON.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::printable::{is_hidden, printable};

/// The content of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Lines for people. Colours pass if they are enabled.
    Text {
        /// Whether escape sequences that choose colours pass.
        color: bool,
    },
    /// JSON: hidden characters are written as `\u` escapes, so the meaning stays the same.
    Json,
    /// Data that must stay unchanged, byte for byte.
    Data,
}

/// A writer that passes nothing that controls a terminal or a build service.
///
/// Build services read commands from logs: Azure Pipelines obeys `##vso[` and `##[` anywhere in a line, GitHub
/// Actions a line whose first characters after blanks are `::`. One character of such a marker is replaced by a
/// backslash, which is visible and keeps the columns: `#\vso[`, `#\[`, `\:`.
pub struct Inert<W: Write> {
    inner: W,
    stream: Stream,
    line: Vec<u8>,
}

impl<W: Write> Inert<W> {
    /// Guards a stream.
    pub const fn new(inner: W, stream: Stream) -> Self {
        Self { inner, stream, line: Vec::new() }
    }

    /// Passes on the remaining text, and leaves flushing to the inner writer.
    pub fn finish(mut self) -> io::Result<()> {
        self.pass()
    }

    fn pass(&mut self) -> io::Result<()> {
        if self.line.is_empty() {
            return Ok(());
        }
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        self.inner.write_all(defused(&text, self.stream).as_bytes())
    }
}

impl<W: Write> Write for Inert<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stream == Stream::Data {
            return self.inner.write(bytes);
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.pass()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass()?;
        self.inner.flush()
    }
}

impl<W: Write> Drop for Inert<W> {
    fn drop(&mut self) {
        // A failure was reported by an explicit flush, or it is too late to report anything.
        let _ = self.pass();
    }
}

/// `text`, some lines, without any character or marker that controls a terminal or a build service.
pub fn defused(text: &str, stream: Stream) -> Cow<'_, str> {
    let suspect = |character: char| character != '\n' && is_hidden(character);
    let marked = text.contains("##") || text.contains("::");
    if stream == Stream::Data || !marked && !text.chars().any(suspect) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        match stream {
            Stream::Json => json(&mut out, line),
            Stream::Text { color } => people(&mut out, line, color),
            Stream::Data => out.push_str(line),
        }
    }
    Cow::Owned(out)
}

/// Outside its strings JSON has neither hidden characters, except for blanks, nor `#`.
fn json(out: &mut String, line: &str) {
    for (at, character) in line.char_indices() {
        let rest = line.get(at..).unwrap_or_default();
        if character >= '\u{7F}' && is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else if is_marker(rest) {
            out.push_str("\\u0023");
        } else {
            out.push(character);
        }
    }
}

fn people(out: &mut String, line: &str, color: bool) {
    let mut at_start = true;
    let mut in_marker = false;
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let code = if color { color_code(rest) } else { 0 };
        if code > 0 {
            out.push_str(rest.get(..code).unwrap_or_default());
            at += code;
            continue;
        }
        let Some(character) = rest.chars().next() else { break };
        if in_marker || at_start && rest.starts_with("::") {
            out.push('\\');
        } else if matches!(character, '\n' | '\t') || !is_hidden(character) {
            out.push(character);
        } else {
            out.push_str(&printable(character.encode_utf8(&mut [0; 4])));
        }
        // The second `#` of a marker is replaced.
        in_marker = !in_marker && is_marker(rest);
        at_start = at_start && character.is_whitespace();
        at += character.len_utf8();
    }
}

/// Whether Azure Pipelines would treat the text from here as a command.
fn is_marker(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("##") else { return false };
    rest.starts_with('[') || rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("vso["))
}

/// The length of an escape sequence at the start that only chooses a colour.
fn color_code(rest: &str) -> usize {
    let Some(inside) = rest.strip_prefix("\u{1b}[") else { return 0 };
    let length = inside.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if inside.as_bytes().get(length) == Some(&b'm') { length + 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{Inert, Stream, defused};
    use std::io::Write as _;

    const PLAIN: Stream = Stream::Text { color: false };

    #[test]
    fn markers_of_build_services_are_broken_and_columns_kept() {
        assert_eq!(
            defused("a ##vso[x]b ##[group]\n  ::error::x\na::b\n", PLAIN),
            "a #\\vso[x]b #\\[group]\n  \\:error::x\na::b\n"
        );
        assert_eq!(defused("###VSO[\n####[\n", PLAIN), "##\\VSO[\n###\\[\n");
    }

    #[test]
    fn colours_pass_only_where_they_are_asked_for() {
        let text = "\u{1b}[31m::x\u{1b}[0m\u{1b}]0;t\u{7}\u{9b}\u{202e}\n";
        assert_eq!(defused(text, PLAIN), "␛[31m::x␛[0m␛]0;t␇<U+009B><U+202E>\n");
        assert_eq!(defused(text, Stream::Text { color: true }), "\u{1b}[31m\\:x\u{1b}[0m␛]0;t␇<U+009B><U+202E>\n");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({"a": "##vso[x] ##[ \u{9b}\u{202e}\u{e0001}\u{7f}\u{1b}::"});
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        let safe = defused(&text, Stream::Json).into_owned();
        assert!(safe.is_ascii() && !safe.contains("##"), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).ok(), Some(value));
    }

    #[test]
    fn a_marker_in_pieces_is_found() {
        let mut out = Vec::new();
        {
            let mut inert = Inert::new(&mut out, PLAIN);
            for piece in ["#", "#v", "so[x\n :", ":e"] {
                assert!(inert.write_all(piece.as_bytes()).is_ok());
            }
        }
        assert_eq!(String::from_utf8_lossy(&out), "#\\vso[x\n \\:e");
    }
}
