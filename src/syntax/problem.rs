//! The problems that the split into items finds, and their messages.

use crate::diagnostics::{Diagnostic, Edit, Fix, Rule, Safety};
use crate::text::{FileId, Location, Span};

use super::codes;
use super::split::{MAX_DEPTH, MAX_TEXT};

/// A problem that is found without the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// A control character.
    Control(char),
    /// A character that is invisible or changes the direction of text.
    Hidden(char),
    /// A quoted text without its end.
    UnclosedText,
    /// `/*` without `*/`.
    UnclosedComment,
    /// A quoted text beyond the limit.
    TextTooLong,
    /// An opening bracket without its partner.
    Unclosed(u8),
    /// `]` or `)` without its partner.
    StrayCloser(u8),
    /// `}` without its partner; the `{` of the declaration that was closed before it, and where the statements
    /// without their head begin.
    StrayBrace { closed: Option<u32>, lost: Option<u32> },
    /// `[ … )`
    WrongCloser { opener: u8, place: u32 },
    /// A bracket in the place of the bracket `right`, whose partner is at `closer`.
    WrongOpener { right: u8, closer: u32 },
    /// `}` that closes the block from `opener` too early; where the lines without their head begin.
    EarlyBrace { opener: u32, lost: Option<u32> },
    /// `<<<<<<<` at the beginning of a line.
    Conflict,
    /// A block without its `{`.
    MissingBrace,
    /// A declaration without its `{` and its `}`, which belongs at `end`. A colon may be in the place of the `{`.
    MissingBraces { end: u32 },
    /// More than [`MAX_DEPTH`] open brackets.
    TooDeep,
}

impl Problem {
    /// The rule that reports it.
    pub(super) const fn rule(self) -> &'static Rule {
        match self {
            Self::Control(_) | Self::Hidden(_) => &codes::HIDDEN_CHARACTER,
            Self::UnclosedText => &codes::UNCLOSED_TEXT,
            Self::UnclosedComment => &codes::UNCLOSED_COMMENT,
            Self::TextTooLong | Self::TooDeep => &codes::LIMIT_EXCEEDED,
            Self::Unclosed(_)
            | Self::StrayCloser(_)
            | Self::StrayBrace { .. }
            | Self::WrongCloser { .. }
            | Self::WrongOpener { .. }
            | Self::EarlyBrace { .. }
            | Self::MissingBrace
            | Self::MissingBraces { .. } => &codes::UNBALANCED_BRACKET,
            Self::Conflict => &codes::UNEXPECTED_TEXT,
        }
    }
}

/// The finding for a problem at `span`.
pub(super) fn describe(file: FileId, problem: Problem, span: Span, text: &str) -> Diagnostic {
    let location = Location::new(file, span);
    let at = |span| Location::new(file, span);
    let rule = problem.rule();
    // A colon may be in the place of a missing `{`.
    let opening = || {
        let is_colon = text.as_bytes().get(span.end as usize) == Some(&b':');
        at(Span::new(span.end, span.end + u32::from(is_colon)))
    };
    match problem {
        Problem::Control(character) => {
            Diagnostic::new(rule, location, format!("a control character (U+{:04X}) is in the text", character as u32))
                .help("remove it, or write it as `\\u{…}` inside quotes")
                .fix(Fix::replace("remove the character", Safety::Unsafe, location, ""))
        }
        Problem::Hidden(character) => Diagnostic::new(
            rule,
            location,
            format!("an invisible character (U+{:04X}) is in the text", character as u32),
        )
        .note("such characters can make a policy read differently from what it says")
        .help("remove it, or write it as `\\u{…}` inside quotes")
        .fix(Fix::replace("remove the character", Safety::Unsafe, location, "")),
        Problem::UnclosedText => Diagnostic::new(rule, location, "this text is not closed")
            .marked("opened here")
            .help("close it with `\"` on the same line, or use `\"\"\"` for several lines"),
        Problem::UnclosedComment => Diagnostic::new(rule, location, "this comment is not closed")
            .marked("opened here")
            .help("close it with `*/`"),
        Problem::TextTooLong => Diagnostic::new(
            rule,
            at(Span::new(span.start, span.start + 1)),
            format!("this text holds {} bytes; at most {MAX_TEXT} are taken", span.len()),
        )
        .help("keep long texts in a document and link to it"),
        Problem::TooDeep => {
            Diagnostic::new(rule, location, format!("brackets are nested more than {MAX_DEPTH} deep here"))
                .help("split the declaration")
        }
        Problem::Unclosed(opener) => {
            let (opener, closer) = pair(opener);
            Diagnostic::new(rule, location, format!("this `{opener}` is never closed"))
                .marked("opened here")
                .help(format!("close it with `{closer}`"))
        }
        Problem::StrayCloser(byte) => {
            let closer = char::from(byte);
            let (message, help, title) = match span.len() {
                1 => (
                    format!("this `{closer}` closes nothing"),
                    "remove it, or open its partner before it",
                    format!("remove `{closer}`"),
                ),
                count => (
                    format!("these {count} `{closer}` close nothing"),
                    "remove them, or open their partners before them",
                    format!("remove the {count} `{closer}`"),
                ),
            };
            Diagnostic::new(rule, location, message).help(help).fix(Fix::replace(
                title,
                Safety::Suggestion,
                location,
                "",
            ))
        }
        Problem::EarlyBrace { lost: Some(lost), .. } | Problem::StrayBrace { lost: Some(lost), .. } => {
            let line = text.get(lost as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            Diagnostic::new(rule, location, "this `}` closes a block that has no head")
                .label(at(Span::of(lost as usize, lost as usize + line.trim_end().len())), "its first line")
                .help("put what it is, its name and `{` before its first line, or remove the `}`")
        }
        Problem::EarlyBrace { opener, lost: None } => {
            Diagnostic::new(rule, location, "this `}` closes its block too early")
                .label(at(Span::new(opener, opener + 1)), "the block from here goes on below")
                .help("remove it, or open its partner before it")
                .fix(Fix::replace("remove `}`", Safety::Suggestion, location, ""))
        }
        Problem::Conflict => Diagnostic::new(rule, location, "a merge conflict is left in the file")
            .help("keep one of the two sides, and remove the marks `<<<<<<<`, `=======` and `>>>>>>>`"),
        Problem::StrayBrace { closed, lost: None } => {
            let finding = Diagnostic::new(rule, location, "this `}` closes nothing")
                .help("remove it, or one that comes too early above");
            match closed {
                Some(opener) => {
                    finding.label(at(Span::new(opener, opener + 1)), "the block from here is already closed")
                }
                None => finding,
            }
        }
        Problem::WrongCloser { opener, place } => {
            let (opener, closer) = pair(opener);
            Diagnostic::new(rule, location, format!("`{opener}` is closed by `{}`", span.of_text(text)))
                .label(at(Span::new(place, place + 1)), "opened here")
                .instead(closer, location, Safety::Safe)
        }
        Problem::WrongOpener { right, closer } => {
            let (opener, _) = pair(right);
            let opens = match right {
                b'[' => "list",
                b'(' => "condition",
                _brace => "declaration",
            };
            Diagnostic::new(rule, location, format!("`{}` opens no {opens}", span.of_text(text)))
                .label(at(Span::new(closer, closer + 1)), "closed here")
                .instead(opener, location, Safety::Safe)
        }
        Problem::MissingBrace => {
            let head = span.of_text(text);
            Diagnostic::new(rule, location, format!("`{head}` lacks its `{{`"))
                .help("put `{` after it")
                .fix(Fix::replace("add `{`", Safety::Safe, opening(), " {"))
        }
        Problem::MissingBraces { end } => {
            let head = span.of_text(text);
            let mut fix = Fix::replace("add `{` and `}`", Safety::Safe, opening(), " {");
            fix.edits.push(Edit { location: at(Span::at(end)), replacement: "\n}".to_owned() });
            Diagnostic::new(rule, location, format!("`{head}` lacks its `{{` and `}}`"))
                .help("put `{` after it, and `}` below its last statement")
                .fix(fix)
        }
    }
}

const fn pair(opener: u8) -> (char, char) {
    match opener {
        b'[' => ('[', ']'),
        b'(' => ('(', ')'),
        _brace => ('{', '}'),
    }
}
