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
    /// Where the `}` of a nested block is missing: before the line that begins here.
    pub(super) close_before: Option<u32>,
    /// Whether braces were put in or taken out, so that what does not parse has its reason in them.
    pub(super) mended: bool,
    /// Whether the grammar must not see it at all.
    pub(super) hopeless: bool,
    /// The `{` of its body, and the offset behind the `}` that closed it.
    braces: Option<(u32, u32)>,
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
    /// A keyword in column 0 was passed over inside the brackets of the item.
    passed: bool,
    /// An unclosed comment or text ended the item.
    severed: bool,
    /// No `*/` stands behind here.
    uncommented: usize,
    current: Item,
    stack: Vec<(u8, u32)>,
    /// The end of a line on which a text has no end: no quote before it begins one.
    unclosed: usize,
    /// The items since the last one that ended with `}`: what a stray `}` may belong to.
    closed: usize,
    /// The `{` of the last closed item.
    last_close: Option<u32>,
    /// How many items need not be looked at again for a stray `}`.
    settled: usize,
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
            passed: false,
            severed: false,
            uncommented: usize::MAX,
            current: Item::default(),
            stack: Vec::new(),
            unclosed: 0,
            closed: 0,
            last_close: None,
            settled: 0,
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn report(&mut self, problem: Problem, start: usize, end: usize) {
        self.split.problems.push((problem, Span::of(start, end)));
    }

    fn run(&mut self, from: usize) {
        let mut at = self.skip_conflict_mark(from);
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

    /// The file does not balance: reads it again from the item at `start`, cutting at keywords. This
    /// happens once a file.
    fn read_again(&mut self, start: usize) {
        let keep = self.split.problems.partition_point(|(_, span)| (span.start as usize) < start);
        self.split.problems.truncate(keep);
        self.stack.clear();
        self.current = Item::default();
        self.strict = true;
        self.indented = false;
        self.passed = false;
        self.unclosed = 0;
        self.run(start);
    }

    fn finish(&mut self, start: usize, end: usize) {
        self.indented = false;
        self.passed = false;
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
                    if self.stands_for(place as usize, at) {
                        let right = if opener == b'[' { b']' } else { b')' };
                        self.current.patches.push((at as u32, right));
                        self.report(Problem::WrongCloser { opener, place }, at, at + 1);
                        return None;
                    }
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
            let culprit = self.ill_indented(outer as usize, end).unwrap_or(outer);
            self.report(Problem::Unclosed(b'{'), culprit as usize, culprit as usize + 1);
            self.current.mended = true;
            self.current.missing = braces.len() as u32;
            if culprit != outer
                && let Some(line) = self.outer_line(culprit as usize, end)
            {
                self.current.close_before = Some(line as u32);
                self.current.missing -= 1;
            }
        }
        self.finish(start, end);
    }

    /// Whether the `}` at `at` stands for the closing partner of the `[` or `(` at `opener`: both are on one
    /// line, and the `{` around them is on another. A short way back is looked at, so that this costs nothing.
    fn stands_for(&self, opener: usize, at: usize) -> bool {
        const NEAR: usize = 200;
        let has_line_end = |from: usize, to: usize| {
            self.bytes.get(from..to).is_some_and(|text| text.iter().any(|byte| matches!(byte, b'\n' | b'\r')))
        };
        let Some((b'{', brace)) = self.stack.last().copied() else { return false };
        at - opener <= NEAR
            && !has_line_end(opener, at)
            && has_line_end((brace as usize).max(opener.saturating_sub(NEAR)), opener)
    }

    /// The innermost `{` of an item whose closing brace stands further left than its line does: the
    /// one that most likely lacks its partner.
    fn ill_indented(&self, from: usize, end: usize) -> Option<u32> {
        let mut open: Vec<(u32, usize)> = Vec::new();
        let mut line = self.line_start(from);
        let mut indent = self.indent(from);
        let mut at = from;
        while at < end {
            match self.byte(at) {
                b'\n' | b'\r' => {
                    line = at + 1;
                    indent = self.indent(line);
                }
                b'{' => open.push((at as u32, indent)),
                b'}' => {
                    let (place, depth) = open.pop()?;
                    if line + indent == at && indent < depth {
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

    /// The first line behind the block that opens at `opener` which stands no deeper than the block's own.
    fn outer_line(&self, opener: usize, end: usize) -> Option<usize> {
        let depth = self.indent(opener);
        let mut line = opener + self.line_at(opener).len() + 1;
        while line < end {
            let text = self.line_at(line);
            let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
            if indent <= depth && !text.trim().is_empty() && !text.trim_start().starts_with('/') {
                return Some(line);
            }
            line += text.len() + 1;
        }
        None
    }

    fn indent(&self, at: usize) -> usize {
        let line = self.line_start(at);
        self.bytes.iter().skip(line).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    fn line_start(&self, at: usize) -> usize {
        self.bytes.get(..at).and_then(|before| memchr::memrchr2(b'\n', b'\r', before)).map_or(0, |end| end + 1)
    }

    /// Where the comments begin that stand directly before the line at `at`: they belong to it.
    fn before_comments(&self, at: usize) -> usize {
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

    /// A `}` without partner. Either a `{` was forgotten before it, or a `}` is one too many.
    fn stray_brace(&mut self, start: usize, at: usize) {
        if let Some((index, begin, head)) = self.header_before(start) {
            if let Some(brace) = self.headless(head) {
                self.merge(index, begin, at, (brace, b'{'));
                self.report_headless(brace);
                return;
            }
            let braces = self.split.items.get(index).and_then(|item| item.braces);
            if let Some((opener, close_end)) = braces
                && self.closes_early(opener as usize, close_end as usize)
            {
                if let Some(brace) = self.headless_inside(opener as usize, close_end as usize) {
                    self.merge(index, begin, at, (brace, b'{'));
                    self.report_headless(brace);
                } else {
                    // The rest of the declaration follows the `}` that closed it.
                    let early = close_end as usize - 1;
                    self.merge(index, begin, at, (early, b' '));
                    self.report(Problem::EarlyBrace { opener }, early, early + 1);
                }
                return;
            }
        }
        // Statements between the two braces are the rest of the declaration that was closed early.
        while self.split.items.len() > self.closed
            && self.split.items.last().is_some_and(|item| !self.is_header(self.head_of(item.span.start as usize)))
        {
            self.split.items.pop();
        }
        self.report(Problem::StrayBrace { closed: self.last_close }, at - 1, at);
        self.current = Item::default();
        self.finish(start, at);
        if let Some(item) = self.split.items.last_mut() {
            item.hopeless = true;
        }
        self.closed = self.split.items.len();
        self.settled = self.closed;
    }

    /// The last item that begins with the keyword of a declaration in column 0: its index, its start,
    /// its head. What lies between it and a stray `}` may be its statements. Each item is looked at for
    /// one stray brace only.
    fn header_before(&self, start: usize) -> Option<(usize, usize, usize)> {
        let mut index = self.split.items.len();
        let mut begin = start;
        loop {
            let head = self.head_of(begin);
            let leads = head.checked_sub(1).is_none_or(|before| matches!(self.byte(before), b'\n' | b'\r'));
            if leads && self.is_header(head) {
                return Some((index, begin, head));
            }
            if index <= self.settled {
                return None;
            }
            index -= 1;
            begin = self.split.items.get(index)?.span.start as usize;
        }
    }

    /// Joins the items from `index` on into one that ends at `end`, a byte of it patched.
    fn merge(&mut self, index: usize, start: usize, end: usize, patch: (usize, u8)) {
        let mut item = std::mem::take(&mut self.current);
        for old in self.split.items.drain(index.min(self.split.items.len())..) {
            item.patches.extend(old.patches);
            item.hopeless |= old.hopeless;
        }
        item.span = Span::of(start, end);
        item.patches.push((patch.0 as u32, patch.1));
        item.mended = true;
        self.split.items.push(item);
        self.closed = self.split.items.len();
        self.settled = self.closed;
        self.indented = false;
        self.passed = false;
    }

    fn report_headless(&mut self, brace: usize) {
        let head = self.line_start(brace) + self.indent(brace);
        self.report(Problem::MissingBrace, head, brace);
    }

    /// If a declaration's head without its `{` stands at `at`: where the brace belongs.
    fn headless(&self, at: usize) -> Option<usize> {
        let line = self.line_at(at);
        let keyword = line.bytes().take_while(|byte| is_inner(*byte)).count();
        let spaces = line.bytes().skip(keyword).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let name = at + keyword + spaces;
        let name_end = match self.byte(name) {
            b'"' => text_end(self.bytes, name)?,
            _word => name + self.bytes.get(name..)?.iter().take_while(|byte| is_inner(**byte)).count(),
        };
        let rest = line.get(name_end - at..)?;
        let body = rest.trim_start();
        let no_body = body.is_empty() || body.starts_with('/');
        let statements = rest.len() > body.len() && body.starts_with(|first: char| first.is_ascii_alphabetic());
        (name_end > name && !line.contains('{') && (no_body || statements)).then_some(name_end)
    }

    /// Whether the `}` that closes the block from `opener` stands on a line of its own depth that is
    /// deeper than the block's.
    fn closes_early(&self, opener: usize, close_end: usize) -> bool {
        self.line_start(close_end) > opener && self.indent(close_end) > self.indent(opener)
    }

    /// Where the `{` belongs that an inner block lacks, so that its `}` closed the block from `opener`:
    /// behind the only words of a line of the same depth, or behind the first words of its own line.
    fn headless_inside(&self, opener: usize, close_end: usize) -> Option<usize> {
        let begin = self.line_start(close_end);
        let depth = self.indent(close_end);
        let code = self.text.get(begin + depth..close_end - 1)?;
        if !code.is_empty() {
            let first = code.bytes().take_while(|byte| is_inner(*byte)).count();
            let key = code.get(first..)?.trim_start();
            let spaced =
                first > 0 && key.len() + first < code.len() && key.starts_with(|next: char| next.is_ascii_alphabetic());
            let head = match code.split_once('=') {
                Some((words, _)) => {
                    words.trim_end().rfind([' ', '\t']).map(|end| words.get(..end).unwrap_or_default().trim_end().len())
                }
                None => Some(first),
            };
            return head.filter(|_| spaced && !code.contains('{')).map(|head| begin + depth + head);
        }
        let mut at = begin;
        while at > opener {
            let line = self.line_start(at - 1);
            let text = self.line_at(line);
            let code = text.trim();
            if text.len() - text.trim_start().len() == depth && !code.is_empty() && !code.starts_with('/') {
                let words: Vec<&str> = code.split_ascii_whitespace().collect();
                let is_head =
                    words.len() <= 2 && code.bytes().all(|byte| is_inner(byte) || matches!(byte, b' ' | b'\t' | b'"'));
                return (is_head && line > opener).then_some(line + depth + code.len());
            }
            at = line;
        }
        None
    }

    fn line_at(&self, at: usize) -> &'s str {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Whether a line that begins a declaration stands at `at`: a keyword, and behind it nothing, a name or
    /// a `{`. A keyword may also be the key of an attribute.
    fn is_header(&self, at: usize) -> bool {
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

    /// Whether a declaration certainly begins at `at`, in column 0: its keyword, its name, and `{`.
    fn is_declaration(&self, at: usize) -> bool {
        let leads = at.checked_sub(1).is_none_or(|before| matches!(self.byte(before), b'\n' | b'\r'));
        leads && self.is_header(at) && {
            let line = self.line_at(at);
            let head = line.split('{').next().unwrap_or_default();
            head.len() < line.len() && head.split_ascii_whitespace().count() == 2
        }
    }

    /// Where the next item's first word stands: behind space, comments and doc comments.
    fn head_of(&self, mut at: usize) -> usize {
        loop {
            at = self.skip_trivia(at);
            if self.byte(at) == b'/' && self.byte(at + 1) == b'/' {
                at += self.line_at(at).len();
            } else {
                return at;
            }
        }
    }

    /// Behind the mark of a merge conflict, if the line at `at` is one: it is told once, and hidden from
    /// the grammar.
    fn skip_conflict_mark(&mut self, at: usize) -> usize {
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

    /// Whether the item that ends at `last` goes on at `next`: an operator hangs over its end, or
    /// begins what follows.
    fn hangs(&self, start: usize, last: usize, next: usize) -> bool {
        if self.is_declaration(next) {
            return false;
        }
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
            return self.sever(at, at + 3);
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

    /// Ends the item before the next declaration, since nothing between can be read; gives its end.
    fn sever(&mut self, start: usize, from: usize) -> usize {
        self.current.patches.push((start as u32, 1));
        self.current.hopeless = true;
        self.severed = true;
        self.before_comments(self.next_header(from)).max(from)
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

/// Whether a word goes on with this byte.
const fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

#[derive(Clone, Copy)]
enum Place {
    Comment,
    Text,
    Lines,
}
