//! The scanner: an item's text to tokens, and line ends to the ends of statements.
//!
//! Tokens are defined in `grammar/tokens.pest`. A line end ends a statement as in Go: not inside `( )`, and not where
//! an operator is at the end of the line or at the beginning of the next one. Inside `[ ]` it separates items as a
//! comma does.

use crate::text::Span;

/// Operators of other languages, longest first. They are not tokens of this language, and each is reported as a
/// whole.
pub(super) const FOREIGN: &[&str] = &["===", "=>", "=<", ":=", "<>", "&&", "||", "+=", "-=", "--"];

/// The kinds of tokens, by the rules of `grammar/tokens.pest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `finance_prod`
    Word,
    /// `"Finance"`, quotes included.
    Text,
    /// `51..500`
    Literal,
    /// `○ ◔ ◑ ◕ ●`
    Glyph,
    /// `+`, `==`, `->`
    Operator,
    /// `=`, `{`, `,`
    Mark,
    /// `/// …`
    Doc,
    /// `// …` or `/* … */`
    Comment,
    /// A character that is no token.
    Unknown,
}

/// The tokens of a text with their places, comments included. Of several `;` in a row, and of those after a `{`, only
/// the first that ends something counts.
pub fn tokens(text: &str) -> Vec<(TokenKind, Span)> {
    let mut scanned = Tokens::default();
    scanned.scan(text);
    let letters = scanned.shape.bytes().zip(scanned.spans.iter().copied());
    // Ends of statements that the scanner inserts are empty.
    let written = letters.filter(|(_, span)| !span.is_empty());
    let mut tokens: Vec<(TokenKind, Span)> = written.map(|(letter, span)| (kind(letter, span, text), span)).collect();
    let comments = scanned.comments.iter();
    tokens.extend(comments.map(|(_, span, doc)| (if *doc { TokenKind::Doc } else { TokenKind::Comment }, *span)));
    tokens.sort_unstable_by_key(|(_, span)| *span);
    tokens
}

fn kind(letter: u8, span: Span, text: &str) -> TokenKind {
    match letter {
        b'a' => TokenKind::Word,
        b'b' => TokenKind::Text,
        b'c' => TokenKind::Literal,
        b'd' => TokenKind::Glyph,
        b'e' if span.of_text(text) != "," => TokenKind::Operator,
        b'x' => TokenKind::Unknown,
        _structure => TokenKind::Mark,
    }
}

/// The end of the quoted text that starts at `at`: after its closing quotes. None where its line has no closing
/// quotes, or for `"""` where the rest of the text has none. Where a text has no end, no later quote on its line
/// begins a text with an end, so callers ask once a line.
pub(super) fn text_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    if let Some(inner) = rest.strip_prefix(b"\"\"\"") {
        return memchr::memmem::find(inner, b"\"\"\"").map(|found| at + found + 6);
    }
    let mut from = 1;
    loop {
        let found = from + memchr::memchr3(b'"', b'\\', b'\n', rest.get(from..)?)?;
        if memchr::memchr(b'\r', rest.get(from..found)?).is_some() {
            return None;
        }
        match rest.get(found) {
            Some(b'"') => return Some(at + found + 1),
            Some(b'\\') if !matches!(rest.get(found + 1), None | Some(b'\n' | b'\r')) => from = found + 2,
            _line_end => return None,
        }
    }
}

/// The tokens of one item: a letter each, its place, and the comments between them. Reused from item to item so that
/// scanning allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// One letter per token, what the grammar reads.
    pub(super) shape: String,
    /// The place of each token in the item.
    pub(super) spans: Vec<Span>,
    /// Comments: the token that follows them, their place, and whether they are doc comments.
    pub(super) comments: Vec<(u32, Span, bool)>,
    open: Vec<(u8, bool)>,
}

const WORD: u8 = 1;
const DIGIT: u8 = 2;
const INNER: u8 = 4;
/// The first bytes of operators of other languages.
const DOUBLE: u8 = 8;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let character = byte as u8;
        table[byte] = if character.is_ascii_alphabetic() || character == b'_' {
            WORD | INNER
        } else if character.is_ascii_digit() {
            DIGIT | INNER
        } else if character == b'-' {
            INNER | DOUBLE
        } else if character == b'.' {
            INNER
        } else if matches!(character, b'=' | b':' | b'<' | b'&' | b'|' | b'+') {
            DOUBLE
        } else {
            0
        };
        byte += 1;
    }
    table
}

impl Tokens {
    /// Scans `text` and replaces the tokens.
    pub(super) fn scan(&mut self, text: &str) {
        self.clear();
        self.scan_on(text, 0);
    }

    /// Removes all tokens.
    pub(super) fn clear(&mut self) {
        self.shape.clear();
        self.spans.clear();
        self.comments.clear();
    }

    /// Scans the item in `text` from `at` to its end, appends its tokens, and ends it.
    pub(super) fn scan_item(&mut self, text: &str, at: usize) {
        self.scan_on(text, at);
        if !matches!(self.shape.as_bytes().last(), None | Some(b';')) {
            self.shape.push(';');
            self.spans.push(Span::of(text.len(), text.len()));
        }
    }

    fn scan_on(&mut self, text: &str, at: usize) {
        self.open.clear();
        Scanner {
            text,
            bytes: text.as_bytes(),
            tokens: self,
            at,
            unclosed: 0,
            uncommented: false,
            newline: false,
            valued: false,
        }
        .run();
    }

    /// Moves the places after `at` as if the `length` bytes there had not been scanned.
    pub(super) fn forget(&mut self, at: u32, length: u32) {
        let moved = |offset: u32| if offset <= at { offset } else { offset.saturating_sub(length).max(at) };
        let spans = self.spans.iter_mut().chain(self.comments.iter_mut().map(|(_, span, _)| span));
        spans.for_each(|span| *span = Span::new(moved(span.start), moved(span.end)));
    }

    fn last(&self) -> Option<(u8, Span)> {
        Some((*self.shape.as_bytes().last()?, *self.spans.last()?))
    }
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    tokens: &'t mut Tokens,
    at: usize,
    /// The end of a line on which a text has no end: no quote before this place begins a text.
    unclosed: usize,
    /// There is no `*/` after this place.
    uncommented: bool,
    /// There is a line end between the last token and this place.
    newline: bool,
    /// The statement has had its `=` or `:`, so `-` is an operator, not the cell of a row.
    valued: bool,
}

impl Scanner<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let byte = self.byte(self.at);
            if CLASS[byte as usize] & DOUBLE != 0
                && let Some(length) = self.foreign()
            {
                self.push(b'x', self.at + length);
                continue;
            }
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'\n' | b'\r' => {
                    self.newline = true;
                    self.at += 1;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    let end = self.word_end(self.at + 1);
                    self.push(b'a', end);
                }
                b'0'..=b'9' => {
                    let end = self.word_end(self.at + 1);
                    self.push(b'c', end);
                }
                b'"' => self.text(),
                b'/' => self.slash(),
                b'.' if self.byte(self.at + 1) == b'.' => {
                    let end = self.word_end(self.at + 2);
                    self.push(b'c', end);
                }
                b'-' if CLASS[self.byte(self.at + 1) as usize] & DIGIT != 0 => {
                    let end = self.word_end(self.at + 2);
                    self.push(b'c', end);
                }
                b'-' => self.operator(b'>'),
                b'<' | b'>' => self.operator(b'='),
                b'!' | b'=' if self.byte(self.at + 1) == b'=' => self.push(b'e', self.at + 2),
                b'+' | b'&' | b'|' | b'*' => self.push(b'e', self.at + 1),
                b'=' | b':' => {
                    self.push(byte, self.at + 1);
                    self.valued = true;
                }
                b',' => {
                    let in_list = matches!(self.tokens.open.last(), Some((b'[', _)));
                    self.push(if in_list { b',' } else { b'e' }, self.at + 1);
                }
                b';' => self.semicolon(),
                b'{' | b'[' | b'(' => {
                    self.push(byte, self.at + 1);
                    self.tokens.open.push((byte, self.valued));
                    self.valued = false;
                }
                b'}' | b']' | b')' => {
                    if byte == b'}' && matches!(self.tokens.open.last(), Some((b'{', _))) {
                        self.newline = false;
                        self.end(b';');
                    }
                    self.push(byte, self.at + 1);
                    self.valued = self.tokens.open.pop().is_some_and(|(_, valued)| valued);
                }
                _other => self.unknown(),
            }
        }
    }

    fn foreign(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        FOREIGN.iter().find(|mark| rest.starts_with(mark.as_bytes())).map(|mark| mark.len())
    }

    fn word_end(&self, mut at: usize) -> usize {
        while CLASS[self.byte(at) as usize] & INNER != 0 {
            at += 1;
        }
        at
    }

    fn operator(&mut self, second: u8) {
        let length = if self.byte(self.at + 1) == second { 2 } else { 1 };
        self.push(b'e', self.at + length);
    }

    fn push(&mut self, letter: u8, end: usize) {
        let span = Span::of(self.at, end);
        if self.newline {
            self.end_line(letter, span);
        }
        self.tokens.shape.push(char::from(letter));
        self.tokens.spans.push(span);
        self.at = end;
    }

    fn text(&mut self) {
        let end = if self.at < self.unclosed { None } else { text_end(self.bytes, self.at) };
        if let Some(end) = end {
            self.push(b'b', end);
            return;
        }
        if self.at >= self.unclosed && !self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"\"\"\"")) {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.unclosed = self.at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        }
        self.push(b'x', self.at + 1);
    }

    fn slash(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = match self.byte(self.at + 1) {
            b'/' => memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
            b'*' if !self.uncommented => {
                match rest.get(2..).and_then(|inner| memchr::memmem::find(inner, b"*/")) {
                    // A comment over several lines is still space, not a line end.
                    Some(found) => found + 4,
                    None => {
                        self.uncommented = true;
                        return self.unknown();
                    }
                }
            }
            _other => return self.unknown(),
        };
        let doc = rest.starts_with(b"///") && rest.get(3) != Some(&b'/');
        let before = self.tokens.spans.len() as u32;
        self.tokens.comments.push((before, Span::of(self.at, self.at + end), doc));
        self.at += end;
    }

    fn semicolon(&mut self) {
        self.newline = false;
        self.valued = false;
        if !matches!(self.tokens.last(), None | Some((b';' | b'{', _))) {
            self.tokens.shape.push(';');
            self.tokens.spans.push(Span::of(self.at, self.at + 1));
        }
        self.at += 1;
    }

    fn unknown(&mut self) {
        let character = self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let letter = if ('\u{25CB}'..='\u{25D5}').contains(&character) { b'd' } else { b'x' };
        self.push(letter, self.at + character.len_utf8());
    }

    /// Handles a line end before the token `letter`.
    fn end_line(&mut self, letter: u8, span: Span) {
        self.newline = false;
        let Some((before, place)) = self.tokens.last() else { return };
        let ended = match self.tokens.open.last() {
            Some((b'(', _)) => None,
            Some((b'[', _)) => {
                let item = matches!(before, b'a'..=b'd' | b']' | b')' | b'}');
                (item && matches!(letter, b'a'..=b'd' | b'[' | b'(' | b'x')).then_some(b',')
            }
            _block => {
                let hangs = matches!(before, b'=' | b':')
                    || self.is_operator(before, place, &["and", "or", "not", "in", "where"]);
                let goes_on = matches!(before, b';' | b'{')
                    || matches!(letter, b'}' | b'=' | b':' | b'{')
                    || hangs && !self.is_named(letter, span)
                    || self.is_operator(letter, span, &["and", "or"]);
                (!goes_on).then_some(b';')
            }
        };
        if let Some(end) = ended {
            self.end(end);
            if end == b';' {
                self.valued = false;
            }
        }
    }

    /// Inserts the end of a statement or list item where none is written.
    fn end(&mut self, letter: u8) {
        let Some((before, place)) = self.tokens.last() else { return };
        if matches!(before, b';' | b'{') {
            return;
        }
        // Comments after the statement stay after it: they are counted before this token.
        self.tokens.shape.push(char::from(letter));
        self.tokens.spans.push(Span::at(place.end));
        let index = self.tokens.spans.len() as u32 - 1;
        for comment in self.tokens.comments.iter_mut().rev().take_while(|comment| comment.0 == index) {
            comment.0 += 1;
        }
    }

    /// Whether the word at `span` has an `=`, `:` or `{` of its own. Then the operator before it lacks its operand,
    /// and the mistake is there, not here.
    fn is_named(&self, letter: u8, span: Span) -> bool {
        let rest = self.bytes.get(span.end as usize..).unwrap_or_default();
        let rest = rest.trim_ascii_start();
        letter == b'a'
            && (matches!(rest.first(), Some(b':' | b'{')) || rest.starts_with(b"=") && !rest.starts_with(b"=="))
    }

    fn is_operator(&self, letter: u8, span: Span, words: &[&str]) -> bool {
        match letter {
            b'e' => match span.of_text(self.text) {
                // In a row, `-` and `*` are cells.
                "*" => false,
                "-" => self.valued,
                _other => true,
            },
            b'a' if span.len() <= 5 => words.contains(&span.of_text(self.text)),
            _other => false,
        }
    }
}
