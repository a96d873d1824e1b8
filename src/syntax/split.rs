//! Splits a file into top-level items, and finds every problem that needs no grammar: hidden characters, texts and
//! comments without an end, brackets without a partner, nesting that is too deep.
//!
//! One pass over the bytes, in constant space except for the stack of open brackets. A line in column 0 that begins
//! with the keyword of a declaration ends an item whose brackets are still open, so that one missing `}` costs one
//! item. In a file without indentation this applies only once its brackets are known not to balance; then the file is
//! read a second time from the item at fault.

use crate::diagnostics::MAX_KEPT;
use crate::text::{Span, is_hidden};

use super::problem::Problem;

/// The maximum nesting of brackets. Generous for people; the recursion of the tools is safe far beyond it.
pub const MAX_DEPTH: usize = 128;
/// The maximum length of a quoted text in bytes.
pub const MAX_TEXT: usize = 64 * 1024;

/// One top-level item: a declaration with the comments before it.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// From the end of the previous item to its own end.
    pub(super) span: Span,
    /// Bytes to replace (offset in the file, new byte) so that the grammar sees balanced brackets.
    pub(super) patches: Vec<(u32, u8)>,
    /// The number of `}` missing at its end.
    pub(super) missing: u32,
    /// The start of the line before which the `}` of a nested block is missing.
    pub(super) close_before: Option<u32>,
    /// Lines of a list that is never closed, or statements of a nested block whose head is missing, the `}` included.
    /// They are not part of the item.
    pub(super) lost: Option<Span>,
    /// Whether braces were added or removed. Then they are the reason why something does not parse.
    pub(super) fixed: bool,
    /// Whether the grammar must not see it.
    pub(super) hopeless: bool,
    /// Whether it consists only of `}` without partners.
    pub(super) stray: bool,
    /// The `{` of its body, and the offset after the `}` that closed it.
    pub(super) braces: Option<(u32, u32)>,
}

impl Item {
    /// Whether the grammar sees it unchanged.
    pub(super) fn is_as_written(&self) -> bool {
        !self.hopeless && self.patches.is_empty() && self.missing == 0 && self.close_before.is_none()
    }
}

/// The items of a file and the problems with its brackets, texts and characters.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) items: Vec<Item>,
    pub(super) problems: Vec<(Problem, Span)>,
}

/// Splits `text`. `keywords` are the words that begin declarations.
pub(super) fn split(text: &str, keywords: &[&str]) -> Split {
    let mut cutter = Cutter::new(text, keywords);
    cutter.run(0);
    cutter.join_braceless();
    cutter.join_colon_heads();
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

#[expect(clippy::struct_excessive_bools, reason = "each tells of another thing that was passed")]
pub(super) struct Cutter<'s> {
    pub(super) text: &'s str,
    pub(super) bytes: &'s [u8],
    pub(super) keywords: &'s [&'s str],
    pub(super) split: Split,
    /// Split at keywords in column 0 even inside braces: the file is known not to balance.
    pub(super) strict: bool,
    /// The item has an indented line inside its brackets, so a keyword in column 0 is not part of it.
    pub(super) indented: bool,
    /// A keyword in column 0 was passed over inside the brackets of the item.
    pub(super) passed: bool,
    /// An unclosed comment or text ended the item.
    pub(super) severed: bool,
    /// There is no `*/` after this place.
    pub(super) uncommented: usize,
    pub(super) current: Item,
    pub(super) stack: Vec<(u8, u32)>,
    /// The end of a line on which a text has no end: no quote before this place begins a text.
    pub(super) unclosed: usize,
    /// The number of items up to the last one that ended with `}`: a stray `}` may belong to the items after it.
    pub(super) closed: usize,
    /// The `{` of the last closed item.
    pub(super) last_close: Option<u32>,
    /// The number of items that need not be searched again for a stray `}`.
    pub(super) settled: usize,
    /// The number of problems before the item.
    pub(super) before: usize,
}

impl<'s> Cutter<'s> {
    pub(super) fn new(text: &'s str, keywords: &'s [&'s str]) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            keywords,
            split: Split::default(),
            strict: false,
            indented: false,
            passed: false,
            severed: false,
            uncommented: usize::MAX,
            current: Item::default(),
            stack: Vec::new(),
            unclosed: 0,
            closed: 0,
            last_close: None,
            settled: 0,
            before: 0,
        }
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn report(&mut self, problem: Problem, start: usize, end: usize) {
        self.split.problems.push((problem, Span::of(start, end)));
    }

    /// Reports a bracket that closes nothing; consecutive ones are one mistake.
    fn stray_closer(&mut self, byte: u8, at: usize) {
        match self.split.problems.last_mut() {
            Some((Problem::StrayCloser(before), span)) if *before == byte && span.end as usize == at => span.end += 1,
            _other => self.report(Problem::StrayCloser(byte), at, at + 1),
        }
    }

    /// Whether the limit of reported problems is reached.
    pub(super) fn told_enough(&self) -> bool {
        self.split.problems.len() > MAX_KEPT
    }

    pub(super) fn run(&mut self, from: usize) {
        let mut at = self.skip_conflict_mark(from);
        let mut start = from;
        // Offset after the last significant byte outside brackets; `start` where there is none yet.
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
                        let rest = self.bytes.get(at..).unwrap_or_default();
                        at += rest.iter().position(|byte| CLASS[*byte as usize] > SPACE).unwrap_or(rest.len());
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
                    } else if last > start && self.is_header(at) {
                        if self.indented && self.passed && !self.strict {
                            // The bracket was open before the header that was passed over.
                            return self.read_again(start);
                        }
                        if self.strict || self.indented {
                            let end = self.before_comments(at);
                            self.cut_open(start, end);
                            start = end;
                            last = end;
                        }
                        self.passed = true;
                    }
                    at = self.skip_conflict_mark(at);
                }
                QUOTE => {
                    at = self.skip_text(at);
                    if self.stack.is_empty() {
                        last = at;
                    }
                    if std::mem::take(&mut self.severed) {
                        self.stack.clear();
                        self.finish(start, at);
                        start = at;
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
                    if std::mem::take(&mut self.severed) {
                        self.stack.clear();
                        self.finish(start, at);
                        start = at;
                        last = at;
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
                        self.current.braces = Some((opener, at as u32));
                        self.last_close = Some(opener);
                        at = self.skip_line_end(at);
                        self.finish(start, at);
                        self.closed = self.split.items.len();
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
            return self.read_again(start);
        }
        if !self.stack.is_empty() {
            self.cut_open(start, length);
        } else if start < length {
            self.finish(start, length);
        }
    }

    /// Reads the file again from the item at `start` and splits at keywords, since the file does not balance. This
    /// happens at most once a file.
    pub(super) fn read_again(&mut self, start: usize) {
        let keep = self.split.problems.partition_point(|(_, span)| (span.start as usize) < start);
        self.split.problems.truncate(keep);
        self.before = keep;
        self.stack.clear();
        self.current = Item::default();
        self.strict = true;
        self.indented = false;
        self.passed = false;
        self.unclosed = 0;
        self.run(start);
    }

    pub(super) fn finish(&mut self, start: usize, end: usize) {
        self.indented = false;
        self.passed = false;
        let mut item = std::mem::take(&mut self.current);
        item.span = Span::of(start, end);
        // The text between that many mistakes has no meaning, and no more of its mistakes are reported.
        item.hopeless |= self.told_enough() && self.split.problems.len() > self.before;
        self.before = self.split.problems.len();
        self.split.items.push(item);
    }

    pub(super) fn open(&mut self, at: usize) {
        self.stack.push((self.byte(at), at as u32));
        if self.stack.len() == MAX_DEPTH + 1 && !self.current.hopeless {
            self.current.hopeless = true;
            self.report(Problem::TooDeep, at, at + 1);
        }
    }

    /// Handles a closing bracket; returns the offset of the `{` that it closed.
    pub(super) fn close(&mut self, at: usize, byte: u8) -> Option<u32> {
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
                    if !self.told_enough() && self.holds_items(place as usize + 1, at) == Some(byte == b']') {
                        let right = if byte == b']' { b'[' } else { b'(' };
                        self.wrong_opener(place, right, at);
                        return None;
                    }
                    let right = if opener == b'[' { b']' } else { b')' };
                    self.current.patches.push((at as u32, right));
                    self.report(Problem::WrongCloser { opener, place }, at, at + 1);
                    return None;
                }
                (Some((_, place)), b'}') if self.stack.len() == 1 && self.opens_body(place as usize) => {
                    self.stack.pop();
                    self.wrong_opener(place, b'{', at);
                    return Some(place);
                }
                (Some((opener, place)), b'}') => {
                    self.stack.pop();
                    if self.stands_for(place as usize, at) {
                        let right = if opener == b'[' { b']' } else { b')' };
                        self.current.patches.push((at as u32, right));
                        self.report(Problem::WrongCloser { opener, place }, at, at + 1);
                        return None;
                    }
                    self.current.patches.push((place, 1));
                    if opener == b'[' {
                        self.lose_lines_of(place as usize, at);
                    }
                    self.report(Problem::Unclosed(opener), place as usize, place as usize + 1);
                }
                (Some(_), _) | (None, b']' | b')') => {
                    self.current.patches.push((at as u32, 1));
                    self.stray_closer(byte, at);
                    return None;
                }
                (None, _) => return None,
            }
        }
    }

    /// Treats the bracket at `place` as the one that matches the closing bracket at `closer`.
    fn wrong_opener(&mut self, place: u32, right: u8, closer: usize) {
        self.current.patches.push((place, right));
        self.report(Problem::WrongOpener { right, closer: closer as u32 }, place as usize, place as usize + 1);
    }

    pub(super) fn indent(&self, at: usize) -> usize {
        let line = self.line_start(at);
        self.bytes.iter().skip(line).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.bytes.get(..at).and_then(|before| memchr::memrchr2(b'\n', b'\r', before)).map_or(0, |end| end + 1)
    }

    /// Whether a line begins at `at`.
    pub(super) fn leads(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| matches!(self.byte(before), b'\n' | b'\r'))
    }

    /// Where the comments directly before the line at `at` begin: they belong to it.
    pub(super) fn before_comments(&self, at: usize) -> usize {
        let mut begin = at;
        while begin > 0 {
            let line = self.line_start(begin - 1);
            if !self.line_at(line).starts_with("//") {
                break;
            }
            begin = line;
        }
        begin
    }

    pub(super) fn line_at(&self, at: usize) -> &'s str {
        let rest = self.text.get(at..).unwrap_or_default();
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Whether a line that begins a declaration is at `at`: a keyword, followed by nothing, a name or a `{`. A
    /// keyword may also be the key of an attribute.
    pub(super) fn is_header(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).unwrap_or(rest.len());
        if end > 32 || !self.text.get(at..at + end).is_some_and(|word| self.keywords.contains(&word)) {
            return false;
        }
        let spaces = rest.iter().skip(end).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match rest.get(end + spaces) {
            None | Some(b'{' | b'\n' | b'\r') => true,
            Some(b'=' | b':') => false,
            Some(_) => spaces > 0,
        }
    }

    /// Whether a word is the keyword of a kind.
    pub(super) fn is_keyword(&self, word: &str) -> bool {
        self.keywords.contains(&word)
    }

    /// Whether a declaration certainly begins at `at`, in column 0: its keyword, its name, and `{`.
    pub(super) fn is_declaration(&self, at: usize) -> bool {
        self.leads(at) && self.is_header(at) && {
            let line = self.line_at(at);
            let head = line.split('{').next().unwrap_or_default();
            head.len() < line.len() && head.split_ascii_whitespace().count() == 2
        }
    }

    /// Where the first word of the next item is: after space, comments and doc comments.
    pub(super) fn head_of(&self, mut at: usize) -> usize {
        loop {
            at = self.skip_trivia(at);
            if self.byte(at) == b'/' && self.byte(at + 1) == b'/' {
                at += self.line_at(at).len();
            } else {
                return at;
            }
        }
    }

    /// Whether the item that ends at `last` continues at `next`: an operator is at its end, or begins what follows.
    pub(super) fn hangs(&self, start: usize, last: usize, next: usize) -> bool {
        if self.is_declaration(next) {
            return false;
        }
        let before = self.text.get(start..last).unwrap_or_default();
        // `environment finance:` with its statements below, as in YAML.
        if before.ends_with(':') && self.headless(self.head_of(start)).is_some_and(|brace| brace + 1 == last) {
            return false;
        }
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

    pub(super) fn character(&self, at: usize) -> char {
        self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\u{FFFD}')
    }
}

/// Whether this byte can continue a word.
pub(super) const fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}
