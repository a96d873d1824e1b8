//! The parts that the split into items skips: space, comments, quoted texts, conflict markers. Hidden characters in
//! them, and missing ends, are reported.

use super::problem::Problem;
use super::scan::text_end;
use super::split::{Cutter, MAX_TEXT};
use crate::text::is_hidden;

impl Cutter<'_> {
    /// The offset after the conflict marker, if the line at `at` is one: it is reported once, and hidden from the
    /// grammar.
    pub(super) fn skip_conflict_mark(&mut self, at: usize) -> usize {
        let mark = self.byte(at);
        if !matches!(mark, b'<' | b'=' | b'>')
            || !self.bytes.get(at..at + 7).is_some_and(|text| text.iter().all(|byte| *byte == mark))
        {
            return at;
        }
        let end = at + self.line_at(at).len();
        if !matches!(self.byte(at + 7), b' ' | b'\n' | b'\r') {
            return at;
        }
        if mark == b'<' {
            self.report(Problem::Conflict, at, end);
        }
        self.current.patches.extend((at..end).map(|byte| (byte as u32, b' ')));
        end
    }

    /// The next offset that is neither space nor comment; a doc comment stops it.
    pub(super) fn skip_trivia(&self, mut at: usize) -> usize {
        loop {
            let byte = self.byte(at);
            if byte.is_ascii_whitespace() {
                at += 1;
            } else if byte == b'/' && self.byte(at + 1) == b'/' && self.byte(at + 2) != b'/' {
                at += self.line_at(at).len();
            } else if byte == b'/' && self.byte(at + 1) == b'*' {
                let rest = self.bytes.get(at + 2..).unwrap_or_default();
                let found = if at < self.uncommented { memchr::memmem::find(rest, b"*/") } else { None };
                match found {
                    Some(found) => at += found + 4,
                    None => return at,
                }
            } else {
                return at;
            }
        }
    }

    /// The offset after the comments and the line end that follow the last bracket of an item.
    pub(super) fn skip_line_end(&mut self, mut at: usize) -> usize {
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b';' => at += 1,
                b'\n' => return at + 1,
                b'\r' => return at + 1 + usize::from(self.byte(at + 1) == b'\n'),
                b'/' if matches!(self.byte(at + 1), b'/' | b'*') && self.byte(at + 2) != b'/' => {
                    at = self.skip_comment(at);
                }
                _other => return at,
            }
        }
    }

    /// The offset after the comment at `at`; `at` itself where there is none.
    pub(super) fn skip_comment(&mut self, at: usize) -> usize {
        match self.byte(at + 1) {
            b'/' => {
                let end = at + self.line_at(at).len();
                self.check_hidden(at, end, Place::Comment);
                end
            }
            b'*' => {
                let rest = self.bytes.get(at + 2..).unwrap_or_default();
                let found = if at < self.uncommented { memchr::memmem::find(rest, b"*/") } else { None };
                let end = if let Some(found) = found {
                    at + found + 4
                } else {
                    self.uncommented = self.uncommented.min(at);
                    self.report(Problem::UnclosedComment, at, at + 2);
                    self.sever(at, at + 2)
                };
                self.check_hidden(at, end, Place::Comment);
                end
            }
            _other => at,
        }
    }

    /// The offset after the quoted text at `at`.
    pub(super) fn skip_text(&mut self, at: usize) -> usize {
        if at < self.unclosed {
            self.current.patches.push((at as u32, 1));
            return at + 1;
        }
        let triple = self.bytes.get(at..).is_some_and(|rest| rest.starts_with(b"\"\"\""));
        if let Some(end) = text_end(self.bytes, at) {
            if end - at > MAX_TEXT {
                self.report(Problem::TextTooLong, at, end);
            }
            self.check_hidden(at, end, if triple { Place::Lines } else { Place::Text });
            return end;
        }
        if triple {
            self.report(Problem::UnclosedText, at, at + 3);
            return self.sever(at, at + 3);
        }
        let end = at + self.line_at(at).len();
        self.unclosed = end;
        self.report(Problem::UnclosedText, at, end);
        self.current.patches.push((at as u32, 1));
        // Brackets after the quote are far more often brackets than text.
        at + 1
    }

    /// The next line that begins a declaration, or the end of the file.
    pub(super) fn next_header(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr2_iter(b'\n', b'\r', rest)
            .map(|found| from + found + 1)
            .find(|&line| self.is_header(line))
            .unwrap_or(self.bytes.len())
    }

    /// Ends the item before the next declaration, since the text between cannot be read; returns its end.
    pub(super) fn sever(&mut self, start: usize, from: usize) -> usize {
        self.current.patches.push((start as u32, 1));
        self.current.hopeless = true;
        self.severed = true;
        self.before_comments(self.next_header(from)).max(from)
    }

    fn check_hidden(&mut self, start: usize, end: usize, place: Place) {
        let mut at = start;
        // Nearly all bytes are plain; only the others are decoded as characters.
        while let Some(found) =
            self.bytes.get(at..end).and_then(|rest| rest.iter().position(|byte| !(0x20..0x7F).contains(byte)))
        {
            at += found;
            let character = self.character(at);
            let allowed = match character {
                '\n' | '\r' => !matches!(place, Place::Text),
                // Joiners are part of words in several scripts, and of emoji.
                '\t' | '\u{200C}' | '\u{200D}' | '\u{AD}' => true,
                other => !is_hidden(other),
            };
            if !allowed {
                let problem =
                    if character.is_control() { Problem::Control(character) } else { Problem::Hidden(character) };
                self.report(problem, at, at + character.len_utf8());
            }
            at += character.len_utf8();
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Comment,
    Text,
    Lines,
}
