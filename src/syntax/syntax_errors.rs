//! Explains why a span of text did not parse, in the author's words.

use crate::diagnostics::{Diagnostic, Edit, Fix, Safety, closest};
use crate::text::{Source, Span};

use super::codes;
use super::grammar;
use super::scan::Tokens;

/// The finding for the broken span at `span`; `top` where it is a whole top-level item.
pub(super) fn of(source: &Source, span: Span, top: bool, keywords: &[&str]) -> Diagnostic {
    let written = span.of_text(source.text());
    let mut tokens = Tokens::default();
    tokens.scan(written);
    let at = Stretch { source, base: span.start, written, tokens: &tokens };
    if top {
        return at.head(keywords);
    }
    let fault = if grammar::is_statement(&tokens) { None } else { first_fault(tokens.shape.as_bytes()) };
    match fault {
        Some(fault) => at.say(fault),
        None => at.finding(0, "this statement cannot be read".to_owned()).help("write one statement a line"),
    }
}

/// The mistake at a token, by its index.
#[derive(Clone, Copy)]
enum Fault {
    NoToken(usize),
    NoLeft(usize),
    NoValue(usize),
    BehindBlock(usize),
    SecondAssign(usize),
    LateAssign(usize),
    AssignInside(usize),
    BlockAsValue(usize),
    Nameless(usize),
    NoComma(usize),
    NoItem(usize),
    OperatorInList(usize),
    EndInside(usize),
    Empty(usize),
    Unexpected(usize),
}

/// The first token that the statement's grammar cannot accept.
fn first_fault(shape: &[u8]) -> Option<Fault> {
    let mut open: Vec<u8> = Vec::new();
    let mut valued = false;
    let mut behind_block = None;
    let mut at = 0;
    while let Some(&letter) = shape.get(at) {
        let before = at.checked_sub(1).and_then(|before| shape.get(before)).copied();
        let context = open.last().copied();
        let after_item = matches!(before, Some(b'a'..=b'd' | b']' | b')' | b'}'));
        match (letter, context) {
            (b'x', _) => return Some(Fault::NoToken(at)),
            (b'=' | b':' | b'{', None) if let Some(next) = behind_block => {
                return Some(if next == at { Fault::Nameless(at) } else { Fault::BehindBlock(next) });
            }
            (b'=' | b':', None) if at == 0 => return Some(Fault::NoLeft(at)),
            (b'=' | b':', None) if valued => return Some(Fault::SecondAssign(at)),
            (b'=' | b':', None) if at > 1 => return Some(Fault::LateAssign(at)),
            (b'=' | b':', None) => valued = true,
            (b'=' | b':', Some(b'[' | b'(')) => return Some(Fault::AssignInside(at)),
            (b'a'..=b'd' | b'[' | b'(', Some(b'[')) if after_item => return Some(Fault::NoComma(at)),
            (b';', Some(b'[' | b'(')) => return Some(Fault::EndInside(at)),
            (b'e', Some(b'[')) => return Some(Fault::OperatorInList(at)),
            (b',', Some(b'[')) if !after_item => return Some(Fault::NoItem(at)),
            (b')', Some(b'(')) if before == Some(b'(') => return Some(Fault::Empty(at)),
            (b'{', Some(b'[' | b'(')) => return Some(Fault::Unexpected(at)),
            (b'{', None) if at == 0 => return Some(Fault::Nameless(at)),
            (b'{', None) if valued => return Some(Fault::BlockAsValue(at)),
            _fine => {}
        }
        match letter {
            // The content of a nested block has been checked separately.
            b'{' => {
                at += block_length(shape.get(at..).unwrap_or_default());
                behind_block = Some(at + 1);
            }
            b'[' | b'(' => open.push(letter),
            b']' | b')' => drop(open.pop()),
            _other => {}
        }
        at += 1;
    }
    let end = shape.iter().rposition(|letter| *letter != b';')?;
    matches!(shape.get(end), Some(b'=' | b':')).then_some(Fault::NoValue(end))
}

/// The number of tokens after a `{` up to its `}`.
fn block_length(shape: &[u8]) -> usize {
    let mut depth = 0_usize;
    for (index, letter) in shape.iter().enumerate() {
        match letter {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _other => {}
        }
        if depth == 0 {
            return index;
        }
    }
    shape.len()
}

struct Stretch<'s> {
    source: &'s Source,
    base: u32,
    written: &'s str,
    tokens: &'s Tokens,
}

impl Stretch<'_> {
    fn span(&self, index: usize) -> Span {
        let span = self.tokens.spans.get(index).copied().unwrap_or_default();
        Span::new(self.base + span.start, self.base + span.end)
    }

    fn text(&self, index: usize) -> &str {
        self.tokens.spans.get(index).map_or("", |span| span.of_text(self.written))
    }

    /// Whether a token is the first of its line, but not of the span.
    fn begins_line(&self, index: usize) -> bool {
        let start = self.tokens.spans.get(index).map_or(0, |span| span.start as usize);
        let before = self.written.get(..start).unwrap_or_default();
        before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
    }

    fn finding(&self, index: usize, message: String) -> Diagnostic {
        Diagnostic::new(&codes::UNEXPECTED_TEXT, self.source.locate(self.span(index)), message)
    }

    fn say(&self, fault: Fault) -> Diagnostic {
        match fault {
            Fault::NoToken(at) => self.no_token(at),
            Fault::SecondAssign(at) if self.begins_line(at) => self.say(Fault::NoLeft(at)),
            Fault::BlockAsValue(at) if self.begins_line(at) => self.say(Fault::Nameless(at)),
            Fault::Nameless(at) => self
                .finding(at, "this block has no name".to_owned())
                .help("write its name before the `{`, or remove its braces"),
            Fault::NoLeft(at) => self
                .finding(at, format!("`{}` has nothing to its left", self.text(at)))
                .help(format!("write a name before `{}`", self.text(at))),
            Fault::NoValue(at) => {
                let (what, mark) = if self.text(at) == ":" { ("type", ":") } else { ("value", "=") };
                let name = self.text(at.saturating_sub(1));
                self.finding(at, format!("a {what} is missing after `{mark}`"))
                    .help(format!("write the {what} of `{name}`, or remove the line"))
            }
            // `dataverse { … } type = production`
            Fault::BehindBlock(at) => {
                let end = self.source.locate(Span::at(self.span(at.saturating_sub(1)).end));
                self.finding(at, format!("another statement begins at `{}`, on the line of a block", self.text(at)))
                    .help("start a new line after the `}`, or separate the two statements with `;`")
                    .fix(Fix::replace("add `;`", Safety::Safe, end, ";"))
            }
            Fault::EndInside(at) => self
                .finding(at, "`;` ends a statement inside brackets".to_owned())
                .help("separate the items of a list by `,`, and close the bracket before `;`")
                .fix(Fix::replace("write `,`", Safety::Suggestion, self.source.locate(self.span(at)), ",")),
            // `type = sandbox, region = europe`, and `"type": "sandbox",` as in JSON
            Fault::SecondAssign(at) if at > 2 && self.text(at - 2) == "," => self.commas(at),
            Fault::SecondAssign(at) if self.text(at) == ":" => self
                .finding(at, "`:` has no meaning inside a value".to_owned())
                .help("put text with such marks in quotes; dates are written as `2026-11-21`"),
            Fault::SecondAssign(at) => self
                .finding(at, format!("a second `{}` is in one statement", self.text(at)))
                .note("a statement ends with its line")
                .help("start a new line, separate the two statements with `;`, or write `==` to compare"),
            // `high when impact = major`
            Fault::LateAssign(at) if self.text(at) == "=" && (0..at).any(|word| self.text(word) == "when") => self
                .finding(at, "`=` does not compare".to_owned())
                .instead("==", self.source.locate(self.span(at)), Safety::Safe),
            Fault::LateAssign(at) => {
                let words = Span::new(self.span(0).start, self.span(at - 1).end);
                self.finding(at, format!("`{}` follows more than one word", self.text(at)))
                    .label(self.source.locate(words), "this should be one name")
                    .help("a name is one word; join its parts with `_`, or write `==` to compare")
            }
            Fault::AssignInside(at) => {
                let mark = self.text(at);
                let finding = self.finding(at, format!("`{mark}` has no meaning inside brackets"));
                if mark == "=" {
                    finding.help("write `==` to compare").fix(Fix::replace(
                        "write `==`",
                        Safety::Unsafe,
                        self.source.locate(self.span(at)),
                        "==",
                    ))
                } else {
                    finding.help("remove it")
                }
            }
            Fault::BlockAsValue(at) => {
                let finding = self
                    .finding(at, "a block is not a value".to_owned())
                    .help("a block follows its name without `=`: `dataverse { … }`");
                let mark = at.saturating_sub(1);
                if self.text(mark) != "=" {
                    return finding;
                }
                let place = Span::new(self.span(mark).start, self.span(at).start);
                finding.fix(Fix::replace("remove `=`", Safety::Safe, self.source.locate(place), ""))
            }
            // `[for e in environments : e]`
            Fault::NoComma(at) if self.text(at - 1) == "for" => self
                .finding(at - 1, "`for` has no meaning in a list".to_owned())
                .help("a condition chooses instead: `environments where managed`, `connectors where tier == standard`"),
            Fault::NoComma(at) => {
                let end = self.source.locate(Span::at(self.span(at.saturating_sub(1)).end));
                self.finding(at, format!("`,` is missing before `{}`", self.text(at)))
                    .help("separate the items of a list by commas or line ends")
                    .fix(Fix::replace("add `,`", Safety::Safe, end, ","))
            }
            Fault::NoItem(at) => self
                .finding(at, "an item is missing before `,`".to_owned())
                .help("write the item, or remove the comma")
                .fix(Fix::replace("remove the comma", Safety::Safe, self.source.locate(self.span(at)), "")),
            Fault::OperatorInList(at) => self
                .finding(at, format!("`{}` is inside a list", self.text(at)))
                .help("a list holds plain items; join lists with `+` and `-` outside their brackets"),
            Fault::Empty(at) => {
                self.finding(at, "these parentheses are empty".to_owned()).help("write the expression, or remove them")
            }
            Fault::Unexpected(at) => self
                .finding(at, format!("`{}` is not expected here", self.text(at)))
                .help("start a new statement for it"),
        }
    }

    /// Commas where statements end; the second statement has its mark at `at`.
    fn commas(&self, at: usize) -> Diagnostic {
        let shape = self.tokens.shape.as_bytes();
        let ends = (2..shape.len()).filter(|mark| {
            matches!(shape.get(*mark), Some(b'=' | b':'))
                && matches!(shape.get(mark - 1), Some(b'a' | b'b'))
                && self.text(mark - 2) == ","
        });
        let edits = ends.map(|mark| Edit {
            location: self.source.locate(self.span(mark - 2)),
            replacement: if self.begins_line(mark - 1) { "" } else { ";" }.to_owned(),
        });
        let edits: Vec<Edit> = edits.collect();
        let title = if edits.iter().any(|edit| edit.replacement.is_empty()) { "remove `,`" } else { "write `;`" };
        self.finding(at - 2, "`,` does not end a statement".to_owned())
            .label(self.source.locate(self.span(at - 1)), "the next one begins here")
            .help("part statements with `;` or line ends")
            .fix(Fix { title: title.to_owned(), safety: Safety::Safe, edits })
    }

    fn no_token(&self, at: usize) -> Diagnostic {
        let span = self.span(at);
        let place = self.source.locate(span);
        let found = self.text(at);
        let first = found.chars().next().unwrap_or(' ');
        let finding = |message: String| Diagnostic::new(&codes::UNEXPECTED_TEXT, place, message);
        let instead =
            |right: &str| finding(format!("`{found}` has no meaning here")).instead(right, place, Safety::Safe);
        match found {
            "===" => return instead("=="),
            ":=" => return instead("="),
            "<>" | "≠" => return instead("!="),
            "=<" | "≤" => return instead("<="),
            "≥" => return instead(">="),
            "&&" => return instead("and"),
            "||" => return instead("or"),
            "!" => return instead("not "),
            "#" | "--" => {
                let finding = finding(format!("`{found}` has no meaning here")).help("comments begin with `//`");
                return finding.fix(Fix::replace("write `//`", Safety::Safe, place, "//"));
            }
            "=>" if at == 1 && self.tokens.shape.starts_with('a') => return instead("="),
            "=>" if (0..at).any(|word| matches!(self.text(word), "when" | "never" | "where")) => return instead(">="),
            "=>" | "→" => return instead("->"),
            "+=" | "-=" => {
                return finding(format!("`{found}` has no meaning here"))
                    .help(format!("write `=`, and the whole value after it; `{first}` joins two sets"));
            }
            _other => {}
        }
        match first {
            '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' => {
                let finding = finding(format!("`{first}` does not quote a text"))
                    .help("texts are written in straight double quotes, `\"…\"`");
                finding.perhaps(self.requoted(span, first))
            }
            '–' | '—' | '−' => {
                finding(format!("`{first}` is a dash, not a minus")).instead("-", place, Safety::Safe)
            }
            '.' => finding("`.` has no meaning here".to_owned())
                .help("a range is written `51..500`, `501..` or `..50`; other text is written in quotes"),
            '/' if self.written.get(..(span.start - self.base) as usize).is_some_and(|text| text.ends_with('*')) => {
                let place = self.source.locate(Span::new(span.start - 1, span.end));
                Diagnostic::new(&codes::UNEXPECTED_TEXT, place, "`*/` closes no comment")
                    .help("open the comment with `/*`, or write `//` before it")
            }
            '/' => finding("`/` has no meaning here".to_owned())
                .help("comments begin with `//`; put dates and paths in quotes or write dates as `2026-11-21`"),
            space if space.is_whitespace() => {
                finding(format!("a space of an unusual kind (U+{:04X}) is here", space as u32))
                    .help("write a plain space")
                    .fix(Fix::replace("write a plain space", Safety::Safe, place, " "))
            }
            '$' if self.written.get((span.start - self.base) as usize..).is_some_and(|text| text.starts_with("${")) => {
                finding("`${…}` is not filled in: policies have no placeholders".to_owned())
                    .help("write the name itself; ids that differ between tenants are in a bindings file")
            }
            letter if letter.is_alphanumeric() => self.foreign_letters(span),
            other => {
                let finding =
                    finding(format!("`{other}` has no meaning here")).help("put text with such characters in quotes");
                finding.perhaps(self.quoted(span))
            }
        }
    }

    /// The run of characters around `span` in quotes: `alice@contoso.com`.
    fn quoted(&self, span: Span) -> Option<Fix> {
        let at = (span.start - self.base) as usize;
        let parts = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '=' | '{' | '}' | '[' | ']');
        let start = self.written.get(..at)?.rfind(parts).map_or(0, |before| before + 1);
        let rest = self.written.get(at..)?;
        let end = at + rest.find(parts).unwrap_or(rest.len());
        let text = self.written.get(start..end).filter(|text| !text.contains(['"', '\\', '(', ')', '$']))?;
        let place = self.source.locate(Span::of(self.base as usize + start, self.base as usize + end));
        let is_value = self.written.get(..start)?.trim_end().ends_with(['=', '[', ',']);
        is_value.then(|| Fix::replace("put it in quotes", Safety::Suggestion, place, format!("\"{text}\"")))
    }

    /// The text from the foreign quote at `span` to its partner on the same line, in straight quotes.
    fn requoted(&self, span: Span, quote: char) -> Option<Fix> {
        let partners: &[char] = match quote {
            '“' | '”' | '„' => &['“', '”'],
            '‘' | '’' => &['‘', '’'],
            '«' => &['»'],
            '»' => &['«'],
            _same => &[quote],
        };
        let begin = (span.end - self.base) as usize;
        let line = self.written.get(begin..)?.split(['\n', '\r']).next()?;
        let is_end = |at: usize, mark: &str| {
            let next = line.get(at + mark.len()..).unwrap_or_default().chars().next();
            next.is_none_or(|next| !next.is_alphanumeric())
        };
        let (length, partner) = line.match_indices(partners).find(|(at, mark)| is_end(*at, mark))?;
        let inner = line.get(..length)?;
        if inner.contains(['"', '\\']) {
            return None;
        }
        let end = span.end + (length + partner.len()) as u32;
        let location = self.source.locate(Span::new(span.start, end));
        Some(Fix::replace("put it in straight quotes", Safety::Safe, location, format!("\"{inner}\"")))
    }

    /// Reports a word with letters that names cannot contain, around the one at `span`.
    fn foreign_letters(&self, span: Span) -> Diagnostic {
        let offset = (span.start - self.base) as usize;
        let start = self.written.get(..offset).unwrap_or_default();
        let in_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        let begin = start.rfind(|character| !in_word(character)).map_or(0, |found| {
            found + start.get(found..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let rest = self.written.get(begin..).unwrap_or_default();
        let word: String = rest.chars().take_while(|character| in_word(*character)).collect();
        let location = self.source.locate(Span::of(begin, begin + word.len()).moved(self.base));
        // Letters of other alphabets within a Latin word are a typing mistake, or worse.
        let alike = |letter: char| matches!(letter, '\u{370}'..='\u{3FF}' | '\u{400}'..='\u{4FF}');
        if word.contains(alike) && word.contains(|letter: char| letter.is_ascii_alphabetic()) {
            let letter = word.chars().find(|letter| alike(*letter)).unwrap_or_default();
            let message = format!("`{word}` mixes two alphabets: its `{letter}` is U+{:04X}", letter as u32);
            return Diagnostic::new(&codes::UNEXPECTED_TEXT, location, message)
                .note("letters that look alike can make a policy read differently from what it says")
                .help("write the word again");
        }
        let message = format!("`{word}` is written in letters that names do not take");
        Diagnostic::new(&codes::UNEXPECTED_TEXT, location, message)
            .help(format!("put it in quotes, `\"{word}\"`"))
            .fix(Fix::replace("put it in quotes", Safety::Unsafe, location, format!("\"{word}\"")))
    }

    /// Reports a top-level item that is not a declaration.
    fn head(&self, keywords: &[&str]) -> Diagnostic {
        let shape = self.tokens.shape.as_bytes();
        let names = shape.iter().take_while(|letter| matches!(letter, b'a' | b'b')).count();
        let first = self.text(0);
        if shape.first() != Some(&b'a') {
            if shape.first() == Some(&b'x') {
                return self.no_token(0);
            }
            return self
                .finding(0, "a declaration is expected here".to_owned())
                .help("a declaration begins with its kind, as in `environment finance { … }`");
        }
        let head = Span::new(self.span(0).start, self.span(names.saturating_sub(1)).end);
        let shown = head.of_text(self.source.text());
        match shape.get(names) {
            None | Some(b';') => {
                let finding = Diagnostic::new(
                    &codes::UNEXPECTED_TEXT,
                    self.source.locate(head),
                    format!("`{shown}` lacks its body"),
                );
                if matches!(first, "import" | "include" | "using" | "use" | "package" | "module" | "require") {
                    return finding.help(
                        "remove it: all files of a project are read together, so a name is known in each of them",
                    );
                }
                if names == 1 && !keywords.contains(&first) {
                    return match closest(first, keywords.iter().copied()) {
                        Some(near) => finding.help(format!("did you mean `{near} name {{ … }}`?")),
                        None => finding.help("a declaration is written `kind name { … }` or `kind name = value`"),
                    };
                }
                finding.help("write `{ … }` with its statements, or `=` and a value")
            }
            Some(b'=' | b'{') => match first_fault(shape.get(names - 1..).unwrap_or_default()) {
                Some(fault) => self.say(fault.moved(names - 1)),
                None => {
                    self.finding(names, "this declaration cannot be read".to_owned()).help("write `kind name = value`")
                }
            },
            Some(b'x') => self.no_token(names),
            Some(b':') if names > 1 => {
                let finding = self.finding(names, "`:` has no meaning in the head of a declaration".to_owned());
                let place = self.source.locate(self.span(names));
                if shape.get(names + 1) == Some(&b'{') {
                    finding.help("remove it").fix(Fix::replace("remove `:`", Safety::Safe, place, ""))
                } else {
                    finding.instead("=", place, Safety::Unsafe)
                }
            }
            Some(b':') if let Some(kind) = kind_of(first, keywords) => {
                let name = if shape.get(names + 1) == Some(&b'a') { self.text(names + 1) } else { "name" };
                let help =
                    format!("write `{kind} {name} {{ … }}`, with statements such as `name = value` in the braces");
                self.finding(names, "`:` has no meaning in the head of a declaration".to_owned()).help(help)
            }
            Some(b'[') if names > 1 => {
                let place = self.source.locate(Span::at(self.span(names).start));
                self.finding(names, "`=` is missing before `[`".to_owned())
                    .help("a set is written `connectors name = […]`")
                    .fix(Fix::replace("add `=`", Safety::Unsafe, place, "= "))
            }
            Some(_) => self
                .finding(names, format!("`{}` is not expected in the head of a declaration", self.text(names)))
                .help("a declaration is written `kind name { … }` or `kind name = value`; put unusual names in quotes"),
        }
    }
}

/// The keyword that a word is or nearly is.
fn kind_of<'k>(word: &str, keywords: &[&'k str]) -> Option<&'k str> {
    let same = keywords.iter().copied().find(|keyword| *keyword == word);
    same.or_else(|| closest(word, keywords.iter().copied()))
}

impl Fault {
    const fn moved(self, by: usize) -> Self {
        match self {
            Self::NoToken(at) => Self::NoToken(at + by),
            Self::NoLeft(at) => Self::NoLeft(at + by),
            Self::NoValue(at) => Self::NoValue(at + by),
            Self::SecondAssign(at) => Self::SecondAssign(at + by),
            Self::LateAssign(at) => Self::LateAssign(at + by),
            Self::AssignInside(at) => Self::AssignInside(at + by),
            Self::BlockAsValue(at) => Self::BlockAsValue(at + by),
            Self::Nameless(at) => Self::Nameless(at + by),
            Self::NoComma(at) => Self::NoComma(at + by),
            Self::NoItem(at) => Self::NoItem(at + by),
            Self::OperatorInList(at) => Self::OperatorInList(at + by),
            Self::EndInside(at) => Self::EndInside(at + by),
            Self::Empty(at) => Self::Empty(at + by),
            Self::BehindBlock(at) => Self::BehindBlock(at + by),
            Self::Unexpected(at) => Self::Unexpected(at + by),
        }
    }
}
