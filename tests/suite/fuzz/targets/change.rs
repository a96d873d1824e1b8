//! Changes of a sample. Each is a few numbers, so that a source of random numbers needs to know no more.

/// One change.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The kind of change.
    pub kind: u8,
    /// The place and the amount.
    pub at: u32,
    /// The amount.
    pub length: u16,
    /// The new content.
    pub with: u32,
}

/// Words and marks that have a meaning for one of the readers.
const WORDS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "//",
    "/*",
    "*/",
    "///",
    "=",
    "==",
    "<",
    "<=",
    "+",
    "-",
    "&",
    ",",
    ";",
    ":",
    ".",
    "..",
    "|",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "\u{1b}[31m",
    "é",
    "日本",
    "not ",
    "and ",
    "or ",
    "in ",
    "where ",
    "when ",
    "otherwise",
    "rest",
    "all",
    "unblockable",
    "worst wins",
    "first wins",
    "data_policy x {",
    "environment x {",
    "role r {",
    "rules s {",
    "scale s { a < b }",
    "criteria app { a : bool }",
    "connectors a = [a]",
    "role r { includes = [r] }",
    "user u { units = { } }",
    "9999999999999999999999",
    "-1",
    "1e999",
    "2026-02-30",
    "null",
    "true",
    "{}",
    "[]",
    "{\"a\":",
    "[[[[[[[[",
    "((((((((",
    "\\u0000",
    "\\ud800",
    "${",
    "%{",
    "<<EOT\n",
    "[*]",
    ".*",
    "for x in ",
    "...",
    "?",
    "merge(",
    "concat(",
    "local.a",
    "var.a",
    "<a>",
    "</a>",
    "<a",
    "/>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x0;",
    "&#1114112;",
    "<!DOCTYPE a>",
    "<?xml",
    "=cmd",
    "::error::",
    "##vso[",
];

/// The sample after all changes.
pub fn changed(sample: &[u8], steps: &[Step]) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for step in steps {
        apply(&mut bytes, *step);
        // Other tests compare time with size. Here many small inputs find more than a few large ones.
        bytes.truncate(MOST);
    }
    bytes
}

/// The largest input in bytes.
const MOST: usize = 24 * 1024;

fn apply(bytes: &mut Vec<u8>, Step { kind, at, length, with }: Step) {
    let place = if bytes.is_empty() { 0 } else { at as usize % bytes.len() };
    let end = (place + usize::from(length) % 64).min(bytes.len());
    let lines = |bytes: &[u8]| {
        let start = bytes[..place].iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
        let end = bytes[place..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |found| place + found + 1);
        start..end
    };
    match kind % 12 {
        0 if !bytes.is_empty() => bytes[place] ^= 1 << (with % 8),
        1 if !bytes.is_empty() => bytes[place] = with as u8,
        2 => drop(bytes.drain(place..end)),
        3 => drop(bytes.drain(lines(bytes))),
        4 => {
            let copy = bytes[lines(bytes)].to_vec();
            let at = with as usize % (bytes.len() + 1);
            drop(bytes.splice(at..at, copy));
        }
        5 => {
            let copy = bytes[place..end].to_vec();
            let at = with as usize % (bytes.len() + 1);
            drop(bytes.splice(at..at, copy));
        }
        6 | 7 => {
            let word = WORDS[with as usize % WORDS.len()];
            drop(bytes.splice(place..place, word.bytes()));
        }
        8 => {
            // Replaces a word.
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            let stop = bytes[place..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |found| place + found);
            let start = bytes[..place].iter().rposition(|byte| !is_word(byte)).map_or(0, |found| found + 1);
            let word = WORDS[with as usize % WORDS.len()];
            drop(bytes.splice(start..stop, word.bytes()));
        }
        9 => {
            // The same again and again, so that nested forms get deep.
            let word = WORDS[with as usize % WORDS.len()].repeat(usize::from(length) % 200);
            drop(bytes.splice(place..place, word.into_bytes()));
        }
        10 => bytes.truncate(place),
        _other => {
            let other = with as usize % (bytes.len() + 1);
            let (first, second) = (place.min(other), place.max(other));
            if second < bytes.len() {
                bytes.swap(first, second);
            }
        }
    }
}
