//! The cut of a file into top-level items, and everything that can be said before any grammar is
//! asked: bytes that hide, texts and comments without an end, brackets without a partner, depth.
//!
//! One pass over the bytes, in constant space but for the stack of open brackets. A line in column 0
//! that begins with the keyword of a declaration ends an item whose brackets are still open, so that
//! one missing `}` costs one item. In a file that indents nothing this holds only once its brackets
//! are known not to balance; then it is read a second time from the item at fault.

use crate::text::{Span, is_hidden};

use super::problem::Problem;
use super::scan::text_end;

/// How deep brackets may nest. Generous for people; the tools' recursion is safe far beyond it.
pub const MAX_DEPTH: usize = 128;
/// The longest quoted text in bytes.
pub const MAX_TEXT: usize = 64 * 1024;

/// One top-level item: a declaration with the comments before it.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// From the end of the item before to its own end.
    pub(super) span: Span,
    /// Bytes to replace (offset in the file, new byte) so that the grammar sees balanced brackets.
    pub(super) patches: Vec<(u32, u8)>,
    /// How many `}` are missing at its end.
    pub(super) missing: u32,
    /// Whether the grammar must not see it at all.
    pub(super) hopeless: bool,
}

/// The items of a file and what is wrong with its brackets, texts and characters.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) items: Vec<Item>,
    pub(super) problems: Vec<(Problem, Span)>,
}

/// Cuts `text`. `keywords` are the words that begin declarations.
pub(super) fn split(text: &str, keywords: &[&str]) -> Split {
    let mut cutter = Cutter::new(text, keywords);
    cutter.run(0);
    cutter.split
}

const PLAIN: u8 = 0;
const SPACE: u8 = 1;
const NEWLINE: u8 = 2;
const QUOTE: u8 = 3;
const SLASH: u8 = 4;
const OPEN: u8 = 5;
const CLOSE: u8 = 6;
const SEMICOLON: u8 = 7;
const CONTROL: u8 = 8;
const WIDE: u8 = 9;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\n' | b'\r' => NEWLINE,
            b' ' | b'\t' => SPACE,
            b'"' => QUOTE,
            b'/' => SLASH,
            b'{' | b'[' | b'(' => OPEN,
            b'}' | b']' | b')' => CLOSE,
            b';' => SEMICOLON,
            0..=0x1F | 0x7F => CONTROL,
            0x80..=0xFF => WIDE,
            _other => PLAIN,
        };
        byte += 1;
    }
    table
}

struct Cutter<'s> {
    text: &'s str,
    bytes: &'s [u8],
    keywords: &'s [&'s str],
    split: Split,
    /// Cut at keywords in column 0 even inside braces: the file is known not to balance.
    strict: bool,
    /// The item has an indented line inside its brackets, so a keyword in column 0 is no part of it.
    indented: bool,
    current: Item,
    stack: Vec<(u8, u32)>,
    /// The end of a line on which a text has no end: no quote before it begins one.
    unclosed: usize,
    /// The items since the last one that ended with `}`: what a stray `}` may belong to.
    closed: usize,
    /// Offsets of the `}` that closed the last closed item, and of the `{` it closed.
    last_close: Option<(u32, u32)>,
}

impl<'s> Cutter<'s> {
    fn new(text: &'s str, keywords: &'s [&'s str]) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            keywords,
            split: Split::default(),
            strict: false,
            indented: false,
            current: Item::default(),
            stack: Vec::new(),
            unclosed: 0,
            closed: 0,
            last_close: None,
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn report(&mut self, problem: Problem, start: usize, end: usize) {
        self.split.problems.push((problem, Span::of(start, end)));
    }

    fn run(&mut self, from: usize) {
        let mut at = from;
        let mut start = from;
        // Offset behind the last significant byte outside brackets; `start` where there is none yet.
        let mut last = from;
        let length = self.bytes.len();
        while at < length {
            let byte = self.byte(at);
            match CLASS[byte as usize] {
                PLAIN => {
                    at += 1;
                    if self.stack.is_empty() {
                        last = at;
                    } else {
                        while at < length && CLASS[self.byte(at) as usize] <= SPACE {
                            at += 1;
                        }
                    }
                }
                SPACE => at += 1,
                NEWLINE => {
                    at += 1;
                    if self.stack.is_empty() {
                        if last > start {
                            let next = self.skip_trivia(at);
                            if self.hangs(start, last, next) {
                                at = next;
                            } else {
                                self.finish(start, at);
                                start = at;
                                last = at;
                            }
                        }
                    } else if matches!(self.byte(at), b' ' | b'\t') {
                        self.indented = true;
                    } else if (self.strict || self.indented) && last > start && self.is_header(at) {
                        self.cut_open(start, at);
                        start = at;
                        last = at;
                    }
                }
                QUOTE => {
                    at = self.skip_text(at);
                    if self.stack.is_empty() {
                        last = at;
                    }
                }
                SLASH => {
                    let next = self.skip_comment(at);
                    if next == at {
                        at += 1;
                        last = if self.stack.is_empty() { at } else { last };
                    } else {
                        at = next;
                    }
                }
                OPEN => {
                    self.open(at);
                    last = last.max(start + 1);
                    at += 1;
                }
                CLOSE => {
                    let opener = self.close(at, byte);
                    at += 1;
                    last = at;
                    if let Some(opener) = opener
                        && self.stack.is_empty()
                        && byte == b'}'
                    {
                        at = self.skip_line_end(at);
                        self.finish(start, at);
                        self.closed = self.split.items.len();
                        self.last_close = Some((opener, at as u32));
                        start = at;
                        last = at;
                    } else if self.stack.is_empty() && byte == b'}' {
                        self.stray_brace(start, at);
                        start = at;
                        last = at;
                    }
                }
                SEMICOLON => {
                    at += 1;
                    if self.stack.is_empty() {
                        at = self.skip_line_end(at);
                        self.finish(start, at);
                        start = at;
                        last = at;
                    }
                }
                CONTROL => {
                    self.report(Problem::Control(char::from(byte)), at, at + 1);
                    at += 1;
                }
                _wide => {
                    let character = self.character(at);
                    if is_hidden(character) {
                        self.report(Problem::Hidden(character), at, at + character.len_utf8());
                    }
                    at += character.len_utf8();
                    last = if self.stack.is_empty() { at } else { last };
                }
            }
        }
        if !self.stack.is_empty() && !self.strict && !self.current.hopeless {
            // The file does not balance: read again from this item, cutting at keywords.
            let keep = self.split.problems.partition_point(|(_, span)| (span.start as usize) < start);
            self.split.problems.truncate(keep);
            self.stack.clear();
            self.current = Item::default();
            self.strict = true;
            self.unclosed = 0;
            return self.run(start);
        }
        if !self.stack.is_empty() {
            self.cut_open(start, length);
        } else if start < length {
            self.finish(start, length);
        }
    }

    fn finish(&mut self, start: usize, end: usize) {
        self.indented = false;
        let mut item = std::mem::take(&mut self.current);
        item.span = Span::of(start, end);
        self.split.items.push(item);
    }

    fn open(&mut self, at: usize) {
        self.stack.push((self.byte(at), at as u32));
        if self.stack.len() == MAX_DEPTH + 1 && !self.current.hopeless {
            self.current.hopeless = true;
            self.report(Problem::TooDeep, at, at + 1);
        }
    }

    /// Takes a closing bracket; gives the offset of the `{` that it closed.
    fn close(&mut self, at: usize, byte: u8) -> Option<u32> {
        loop {
            match (self.stack.last().copied(), byte) {
                (Some((b'{', opener)), b'}') => {
                    self.stack.pop();
                    return Some(opener);
                }
                (Some((b'[', _)), b']') | (Some((b'(', _)), b')') => {
                    self.stack.pop();
                    return None;
                }
                (Some((b'[', _)), b')') | (Some((b'(', _)), b']') => {
                    let (opener, place) = self.stack.pop().unwrap_or_default();
                    let right = if opener == b'[' { b']' } else { b')' };
                    self.current.patches.push((at as u32, right));
                    self.report(Problem::WrongCloser { opener, place }, at, at + 1);
                    return None;
                }
                (Some((opener, place)), b'}') => {
                    self.stack.pop();
                    self.current.patches.push((place, 1));
                    self.report(Problem::Unclosed(opener), place as usize, place as usize + 1);
                }
                (Some(_), _) | (None, b']' | b')') => {
                    self.current.patches.push((at as u32, 1));
                    self.report(Problem::StrayCloser(byte), at, at + 1);
                    return None;
                }
                (None, _) => return None,
            }
        }
    }

    /// Ends an item whose brackets are still open.
    fn cut_open(&mut self, start: usize, end: usize) {
        let braces: Vec<u32> = self.stack.iter().filter(|(byte, _)| *byte == b'{').map(|(_, place)| *place).collect();
        let depth = self.stack.len();
        for (byte, place) in std::mem::take(&mut self.stack) {
            if byte != b'{' {
                self.current.patches.push((place, 1));
                if braces.is_empty() || depth <= MAX_DEPTH {
                    self.report(Problem::Unclosed(byte), place as usize, place as usize + 1);
                }
            }
        }
        if let Some(&outer) = braces.first()
            && !self.current.hopeless
        {
            let culprit = self.ill_indented(outer as usize, end).unwrap_or(outer) as usize;
            self.report(Problem::Unclosed(b'{'), culprit, culprit + 1);
        }
        self.current.missing = braces.len() as u32;
        self.finish(start, end);
    }

    /// The innermost `{` of an item whose closing brace stands further left than its line does: the
    /// one that most likely lacks its partner.
    fn ill_indented(&self, from: usize, end: usize) -> Option<u32> {
        let mut open: Vec<(u32, usize)> = Vec::new();
        let mut at = from;
        while at < end {
            match self.byte(at) {
                b'{' => open.push((at as u32, self.indent(at))),
                b'}' => {
                    let (place, indent) = open.pop()?;
                    if self.starts_line(at) && self.indent(at) < indent {
                        return Some(place);
                    }
                }
                b'"' => {
                    at = text_end(self.bytes, at).unwrap_or(at + 1);
                    continue;
                }
                _other => {}
            }
            at += 1;
        }
        open.last().map(|(place, _)| *place)
    }

    fn indent(&self, at: usize) -> usize {
        let line = self.line_start(at);
        self.bytes.iter().skip(line).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    fn line_start(&self, at: usize) -> usize {
        self.bytes.get(..at).and_then(|before| memchr::memrchr2(b'\n', b'\r', before)).map_or(0, |end| end + 1)
    }

    fn starts_line(&self, at: usize) -> bool {
        self.line_start(at) + self.indent(at) == at
    }

    /// A `}` without partner. Either a `{` was forgotten before it, or it is one too many.
    fn stray_brace(&mut self, start: usize, at: usize) {
        let first = self.split.items.get(self.closed).map_or(start, |item| item.span.start as usize);
        if let Some(line_end) = self.headless(self.skip_trivia(first)) {
            // `environment a` and its statements stand here, only the `{` is missing.
            self.merge(self.closed, first, at, line_end);
            return;
        }
        if let Some((opener, close_end)) = self.last_close
            && let Some(line_end) = self.headless_inside(opener as usize, close_end as usize)
        {
            let item = self.closed.saturating_sub(1);
            let begin = self.split.items.get(item).map_or(first, |item| item.span.start as usize);
            self.merge(item, begin, at, line_end);
            return;
        }
        // Statements between the two braces are the rest of the declaration that was closed early.
        while self.split.items.len() > self.closed
            && self.split.items.last().is_some_and(|item| !self.is_header(self.skip_trivia(item.span.start as usize)))
        {
            self.split.items.pop();
        }
        self.report(Problem::StrayBrace { closed: self.last_close.map(|(opener, _)| opener) }, at - 1, at);
        self.current = Item::default();
        self.finish(start, at);
        if let Some(item) = self.split.items.last_mut() {
            item.hopeless = true;
        }
        self.closed = self.split.items.len();
    }

    /// Joins the items from `index` on into one that ends at `end`, its missing `{` put at `brace`.
    fn merge(&mut self, index: usize, start: usize, end: usize, brace: usize) {
        let mut item = std::mem::take(&mut self.current);
        for old in self.split.items.drain(index.min(self.split.items.len())..) {
            item.patches.extend(old.patches);
        }
        item.span = Span::of(start, end);
        item.patches.push((brace as u32, b'{'));
        self.split.items.push(item);
        self.closed = self.split.items.len();
        let head_end = self.bytes.get(..brace).map_or(brace, |head| head.trim_ascii_end().len());
        self.report(Problem::MissingBrace, self.line_start(brace) + self.indent(brace), head_end);
    }

    /// If a declaration's head without body stands at `at`: where its line ends.
    fn headless(&self, at: usize) -> Option<usize> {
        let line = self.line_at(at);
        let mut words = line.split_ascii_whitespace();
        let keyword = words.next()?;
        (self.keywords.contains(&keyword) && !line.contains(['=', '{'])).then_some(at + line.len())
    }

    /// If the block from `opener` was closed by a `}` that stands deeper than its own line: the end of
    /// the line, at that depth, that looks like the head of a block without its `{`.
    fn headless_inside(&self, opener: usize, close_end: usize) -> Option<usize> {
        let close = self.bytes.get(..close_end).and_then(|text| memchr::memrchr(b'}', text))?;
        let depth = self.indent(close);
        if !self.starts_line(close) || depth <= self.indent(opener) {
            return None;
        }
        let mut at = self.line_start(close);
        while at > opener {
            let begin = self.line_start(at - 1);
            let line = self.line_at(begin);
            let text = line.trim();
            if line.len() - line.trim_start().len() == depth
                && !text.is_empty()
                && !text.contains(['=', '{', '}', ':'])
                && !text.starts_with('/')
            {
                return (begin > opener).then_some(begin + line.len());
            }
            at = begin;
        }
        None
    }

    fn line_at(&self, at: usize) -> &'s str {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Whether a line that begins a declaration stands at `at`: its keyword, a name or a `{` behind it,
    /// and no bracket that closes a list.
    fn is_header(&self, at: usize) -> bool {
        let line = self.line_at(at);
        let end = line.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_')).unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        self.keywords.contains(&word) && (rest.starts_with([' ', '\t', '{']) || rest.is_empty())
    }

    /// Whether the item that ends at `last` goes on at `next`: an operator hangs over its end, or
    /// begins what follows.
    fn hangs(&self, start: usize, last: usize, next: usize) -> bool {
        let before = self.text.get(start..last).unwrap_or_default();
        let in_word = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
        let word = before.rsplit(|character: char| !in_word(character)).next().unwrap_or_default();
        if before.ends_with(['=', '+', '-', '&', '|', ',', '<', '>', ':'])
            || matches!(word, "and" | "or" | "not" | "in" | "where")
        {
            return true;
        }
        let after = self.text.get(next..).unwrap_or_default();
        let word = after.split(|character: char| !in_word(character)).next().unwrap_or_default();
        after.starts_with(['{', '=', '+', '-', '&', '|', '<', '>', '!', ',']) || matches!(word, "and" | "or")
    }

    /// The next offset that is neither space nor comment; a doc comment stops it.
    fn skip_trivia(&self, mut at: usize) -> usize {
        loop {
            let byte = self.byte(at);
            if byte.is_ascii_whitespace() {
                at += 1;
            } else if byte == b'/' && self.byte(at + 1) == b'/' && self.byte(at + 2) != b'/' {
                at += self.line_at(at).len();
            } else if byte == b'/' && self.byte(at + 1) == b'*' {
                let rest = self.bytes.get(at + 2..).unwrap_or_default();
                match memchr::memmem::find(rest, b"*/") {
                    Some(found) => at += found + 4,
                    None => return at,
                }
            } else {
                return at;
            }
        }
    }

    /// Behind the comments and the line end that follow the last bracket of an item.
    fn skip_line_end(&mut self, mut at: usize) -> usize {
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

    /// Behind the comment at `at`; `at` itself where none starts there.
    fn skip_comment(&mut self, at: usize) -> usize {
        match self.byte(at + 1) {
            b'/' => {
                let end = at + self.line_at(at).len();
                self.check_hidden(at, end, Place::Comment);
                end
            }
            b'*' => {
                let rest = self.bytes.get(at + 2..).unwrap_or_default();
                let end = if let Some(found) = memchr::memmem::find(rest, b"*/") {
                    at + found + 4
                } else {
                    self.report(Problem::UnclosedComment, at, at + 2);
                    let end = self.next_header(at + 2);
                    self.blank(at, end);
                    end
                };
                self.check_hidden(at, end, Place::Comment);
                end
            }
            _other => at,
        }
    }

    /// Behind the quoted text at `at`.
    fn skip_text(&mut self, at: usize) -> usize {
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
            let end = self.next_header(at + 3);
            self.blank(at, end);
            return end;
        }
        let end = at + self.line_at(at).len();
        self.unclosed = end;
        self.report(Problem::UnclosedText, at, end);
        self.current.patches.push((at as u32, 1));
        // Brackets behind the quote are far more often brackets than text.
        at + 1
    }

    /// The next line that begins a declaration, or the end of the file.
    fn next_header(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr2_iter(b'\n', b'\r', rest)
            .map(|found| from + found + 1)
            .find(|&line| self.is_header(line))
            .unwrap_or(self.bytes.len())
    }

    /// Hides an unreadable stretch from the grammar: its item cannot be parsed beyond it.
    fn blank(&mut self, start: usize, _end: usize) {
        self.current.patches.push((start as u32, 1));
        self.current.hopeless = true;
    }

    fn check_hidden(&mut self, start: usize, end: usize, place: Place) {
        let text = self.text.get(start..end).unwrap_or_default();
        if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
            return;
        }
        for (offset, character) in text.char_indices() {
            let allowed = match character {
                '\n' | '\r' => !matches!(place, Place::Text),
                // Joiners are part of words in several scripts, and of emoji.
                '\t' | '\u{200C}' | '\u{200D}' | '\u{AD}' => true,
                other => !is_hidden(other),
            };
            if !allowed {
                let at = start + offset;
                let problem =
                    if character.is_control() { Problem::Control(character) } else { Problem::Hidden(character) };
                self.report(problem, at, at + character.len_utf8());
            }
        }
    }

    fn character(&self, at: usize) -> char {
        self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\u{FFFD}')
    }
}

#[derive(Clone, Copy)]
enum Place {
    Comment,
    Text,
    Lines,
}
