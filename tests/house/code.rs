//! Rust source as these tests read it: words and marks, without comments and quoted text.

/// The text with comments and the insides of quotes blanked. Offsets and lines are unchanged.
pub fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = skipped(bytes, at);
        if end == at {
            at += 1;
            continue;
        }
        for byte in &mut out[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    String::from_utf8(out).expect("blanks are text")
}

/// The end of the comment, text or character that begins at `at`, or `at` if none begins there.
fn skipped(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    let in_word = before.is_ascii_alphanumeric() || before == b'_';
    if rest.starts_with(b"//") {
        return at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }
    if rest.starts_with(b"/*") {
        return at + comment(rest);
    }
    if !in_word && let Some(length) = raw(rest) {
        return at + length;
    }
    match rest[0] {
        b'"' => at + quoted(rest, b'"'),
        // A lifetime has no second quote after its first character.
        b'\'' if rest.get(1) == Some(&b'\\') => at + quoted(rest, b'\''),
        b'\'' => {
            let width = match rest.get(1) {
                Some(0xF0..) => 4,
                Some(0xE0..) => 3,
                Some(0xC0..) => 2,
                _ascii => 1,
            };
            if rest.get(1 + width) == Some(&b'\'') { at + width + 2 } else { at }
        }
        _other => at,
    }
}

fn comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The length of `r#"…"#`, also with `b` before it.
fn raw(rest: &[u8]) -> Option<usize> {
    let start = rest.iter().take_while(|byte| **byte == b'b').count();
    if start > 1 || rest.get(start) != Some(&b'r') {
        return None;
    }
    let hashes = rest[start + 1..].iter().take_while(|byte| **byte == b'#').count();
    let open = start + 1 + hashes;
    if rest.get(open) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let inside = &rest[open + 1..];
    let length = inside.windows(close.len()).position(|window| window == close).unwrap_or(inside.len());
    Some((open + 1 + length + close.len()).min(rest.len()))
}

/// A word or a mark, and its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'c> {
    pub text: &'c str,
    pub at: usize,
}

/// Words, `::`, and single marks of blanked code.
pub fn tokens(code: &str) -> Vec<Token<'_>> {
    let bytes = code.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if is_word(bytes[at]) {
            while at < bytes.len() && is_word(bytes[at]) {
                at += 1;
            }
        } else if bytes[at..].starts_with(b"::") {
            at += 2;
        } else {
            at += 1;
        }
        tokens.push(Token { text: &code[start..at], at: start });
    }
    tokens
}

#[test]
fn comments_and_quotes_are_blanked_and_code_is_not() {
    let text = "let a = 'x'; // crate::cli\nlet b: &'a str = \"crate::cli \\\" \"; /* a /* b */ c */ r#\"q\"q\"# b\"z\" '\\''; end";
    let code = blank(text);
    assert_eq!(code.len(), text.len());
    let words: Vec<&str> = tokens(&code).iter().map(|token| token.text).collect();
    assert_eq!(words, ["let", "a", "=", ";", "let", "b", ":", "&", "'", "a", "str", "=", ";", "b", ";", "end"]);
}
