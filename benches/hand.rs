//! The reference for speed: a handwritten recursive parser for the same language and the same tree.
//!
//! It is a parser as one would write it without a grammar: one pass over the bytes, one token of lookahead, nodes
//! appended to an array in order. It accepts only sound text and reports no errors.

use dictum::syntax::NodeKind;
use dictum::text::Span;

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its kind.
    pub kind: NodeKind,
    /// Its place.
    pub span: Span,
    /// The number of nodes in its subtree.
    pub size: u32,
}

/// The nodes of a text. `None` if it is not sound.
pub fn parse(text: &str) -> Option<Vec<Node>> {
    let mut parser = Parser {
        bytes: text.as_bytes(),
        text,
        at: 0,
        nodes: Vec::with_capacity(text.len() / 6),
        letter: END,
        span: Span::at(0),
        newline: false,
        previous: (0, Span::at(0)),
        comments: Vec::new(),
        valued: false,
        parentheses: 0,
    };
    parser.advance();
    while parser.letter != END {
        if parser.letter == b';' {
            parser.advance();
        } else {
            parser.declaration()?;
        }
    }
    parser.flush();
    Some(parser.nodes)
}

/// The letter after the last token.
const END: u8 = 0;

struct Parser<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    nodes: Vec<Node>,
    /// The next token, in the letters of the grammar.
    letter: u8,
    span: Span,
    /// Whether a line end is before it.
    newline: bool,
    previous: (u8, Span),
    /// Comments before it.
    comments: Vec<(Span, bool)>,
    /// Whether the statement has had its `=` or `:`.
    valued: bool,
    parentheses: usize,
}

impl Parser<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Goes to the next token.
    fn advance(&mut self) {
        self.previous = (self.letter, self.span);
        self.newline = false;
        loop {
            let at = self.at;
            let (letter, end) = match self.byte(at) {
                b' ' | b'\t' => {
                    self.at += 1;
                    continue;
                }
                b'\n' | b'\r' => {
                    self.newline = true;
                    self.at += 1;
                    continue;
                }
                b'/' if matches!(self.byte(at + 1), b'/' | b'*') => {
                    self.comment();
                    continue;
                }
                0 if at >= self.bytes.len() => (END, at),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => (b'a', self.word(at + 1)),
                b'0'..=b'9' => (b'c', self.word(at + 1)),
                b'.' if self.byte(at + 1) == b'.' => (b'c', self.word(at + 2)),
                b'-' if self.byte(at + 1).is_ascii_digit() => (b'c', self.word(at + 2)),
                b'"' => match self.quoted(at) {
                    Some(end) => (b'b', end),
                    None => (b'x', at + 1),
                },
                b'-' if self.byte(at + 1) == b'>' => (b'e', at + 2),
                b'<' | b'>' | b'=' | b'!' if self.byte(at + 1) == b'=' => (b'e', at + 2),
                b'-' | b'<' | b'>' | b'+' | b'&' | b'|' | b'*' | b',' => (b'e', at + 1),
                mark @ (b'=' | b':' | b';' | b'{' | b'}' | b'[' | b']' | b'(' | b')') => (mark, at + 1),
                _other => {
                    let character = self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                    let glyph = ('\u{25CB}'..='\u{25D5}').contains(&character);
                    (if glyph { b'd' } else { b'x' }, at + character.len_utf8())
                }
            };
            self.letter = letter;
            self.span = Span::of(at, end);
            self.at = end;
            return;
        }
    }

    fn word(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.') {
            at += 1;
        }
        at
    }

    fn quoted(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        if let Some(inner) = rest.strip_prefix(b"\"\"\"") {
            return Some(at + memchr::memmem::find(inner, b"\"\"\"")? + 6);
        }
        let mut from = 1;
        loop {
            let found = from + memchr::memchr3(b'"', b'\\', b'\n', rest.get(from..)?)?;
            match rest.get(found) {
                Some(b'"') => return Some(at + found + 1),
                Some(b'\\') => from = found + 2,
                _line_end => return None,
            }
        }
    }

    fn comment(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = if rest.get(1) == Some(&b'/') {
            memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
        } else {
            memchr::memmem::find(rest, b"*/").map_or(rest.len(), |found| found + 2)
        };
        let doc = rest.starts_with(b"///") && rest.get(3) != Some(&b'/');
        self.comments.push((Span::of(self.at, self.at + end), doc));
        self.at += end;
    }

    /// Adds the comments before the next token.
    fn flush(&mut self) {
        for (span, doc) in self.comments.drain(..) {
            let kind = if doc { NodeKind::Doc } else { NodeKind::Comment };
            self.nodes.push(Node { kind, span, size: 1 });
        }
    }

    fn open(&mut self, kind: NodeKind) -> usize {
        self.flush();
        self.nodes.push(Node { kind, span: self.span, size: 1 });
        self.nodes.len() - 1
    }

    fn close(&mut self, index: usize) {
        let size = (self.nodes.len() - index) as u32;
        if let Some(node) = self.nodes.get_mut(index) {
            node.size = size;
            node.span.end = self.previous.1.end;
        }
    }

    fn place(&mut self, kind: NodeKind) {
        self.flush();
        self.nodes.push(Node { kind, span: self.span, size: 1 });
        self.advance();
    }

    fn declaration(&mut self) -> Option<()> {
        if self.letter != b'a' {
            return None;
        }
        let index = self.open(NodeKind::Declaration);
        while matches!(self.letter, b'a' | b'b') {
            self.place(if self.letter == b'a' { NodeKind::Word } else { NodeKind::Text });
        }
        match self.letter {
            b'{' => self.block()?,
            b'=' => {
                self.place(NodeKind::Assign);
                self.valued = true;
                self.cells()?;
                self.valued = false;
            }
            _other => return None,
        }
        self.close(index);
        Some(())
    }

    fn block(&mut self) -> Option<()> {
        let index = self.open(NodeKind::Block);
        let outside = std::mem::take(&mut self.valued);
        self.advance();
        loop {
            match self.letter {
                b'}' => break,
                b';' => self.advance(),
                _other => self.statement()?,
            }
        }
        self.flush();
        self.advance();
        self.valued = outside;
        self.close(index);
        Some(())
    }

    fn statement(&mut self) -> Option<()> {
        let index = self.open(NodeKind::Statement);
        self.cell()?;
        match self.letter {
            b'=' | b':' => {
                self.place(if self.letter == b'=' { NodeKind::Assign } else { NodeKind::Typing });
                self.valued = true;
                self.cells()?;
                self.valued = false;
            }
            _other => {
                while !self.ends() {
                    if self.letter == b'{' {
                        self.block()?;
                    } else {
                        self.cell()?;
                    }
                }
            }
        }
        self.close(index);
        Some(())
    }

    fn cells(&mut self) -> Option<()> {
        self.cell()?;
        while !self.ends() {
            self.cell()?;
        }
        Some(())
    }

    fn cell(&mut self) -> Option<()> {
        match self.letter {
            b'a' => self.place(NodeKind::Word),
            b'b' => self.place(NodeKind::Text),
            b'c' => self.place(NodeKind::Literal),
            b'd' => self.place(NodeKind::Glyph),
            b'e' => self.place(NodeKind::Operator),
            b'[' => return self.list(),
            b'(' => {
                let index = self.open(NodeKind::Group);
                self.parentheses += 1;
                self.advance();
                while self.letter != b')' {
                    self.cell()?;
                }
                self.parentheses -= 1;
                self.flush();
                self.advance();
                self.close(index);
            }
            _other => return None,
        }
        Some(())
    }

    fn list(&mut self) -> Option<()> {
        let index = self.open(NodeKind::List);
        self.advance();
        while self.letter != b']' {
            if self.letter == b'e' || self.cell().is_none() {
                return None;
            }
            let comma = self.letter == b'e' && self.bytes.get(self.span.start as usize) == Some(&b',');
            if comma {
                self.flush();
                self.advance();
            } else if self.letter != b']' && !self.newline {
                return None;
            }
        }
        self.flush();
        self.advance();
        self.close(index);
        Some(())
    }

    /// Whether the statement ends before the next token.
    fn ends(&self) -> bool {
        match self.letter {
            END | b';' | b'}' => true,
            b'=' | b':' | b'{' => false,
            letter => {
                self.newline
                    && self.parentheses == 0
                    && !(self.hangs() && !(letter == b'a' && self.is_named()))
                    && !self.is_operator(letter, self.span, &["and", "or"])
            }
        }
    }

    fn hangs(&self) -> bool {
        let (letter, span) = self.previous;
        matches!(letter, b'=' | b':') || self.is_operator(letter, span, &["and", "or", "not", "in", "where"])
    }

    fn is_named(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default().trim_ascii_start();
        matches!(rest.first(), Some(b':' | b'{')) || rest.starts_with(b"=") && !rest.starts_with(b"==")
    }

    fn is_operator(&self, letter: u8, span: Span, words: &[&str]) -> bool {
        match letter {
            b'e' => match span.of_text(self.text) {
                "*" => false,
                "-" => self.valued,
                _other => true,
            },
            b'a' if span.len() <= 5 => words.contains(&span.of_text(self.text)),
            _other => false,
        }
    }
}
