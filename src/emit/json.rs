//! Canonical JSON (RFC 8785), written straight from the program in one pass.
//!
//! The caller writes the keys of an object in ascending order. The rest of the canonical form is ensured here: no
//! spaces, the shortest escapes, whole numbers only. A test compares every document with an independent
//! canonicalizer.

use std::io::{self, Write};

/// The greatest whole number that every JSON reader reads exactly. Greater ones are written as texts.
pub const MAX_NUMBER: i64 = (1 << 53) - 1;

/// The number of bytes to collect before they are written: few enough to be hashed while they are in the cache.
const FULL: usize = 32 * 1024;

/// The initial capacity for a small document, of which there may be many. Larger ones reallocate.
const SMALL: usize = 1024;

/// Writes one document.
pub struct Json<'w> {
    out: &'w mut dyn Write,
    buffer: Vec<u8>,
    /// Whether the next value or key follows another one, and so needs a comma.
    due: bool,
    fault: Option<io::Error>,
}

impl<'w> Json<'w> {
    /// A document that is written to `out`.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self { out, buffer: Vec::with_capacity(SMALL), due: false, fault: None }
    }

    /// `{ … }`
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.open(b'{');
        members(self);
        self.close(b'}');
    }

    /// `[ … ]`
    pub fn list(&mut self, items: impl FnOnce(&mut Self)) {
        self.open(b'[');
        items(self);
        self.close(b']');
    }

    /// Opens a bracket, for writers that write the document together with other data.
    pub fn open(&mut self, bracket: u8) {
        self.separate();
        self.buffer.push(bracket);
        self.due = false;
    }

    /// Closes the last opened bracket.
    pub fn close(&mut self, bracket: u8) {
        self.buffer.push(bracket);
        self.due = true;
    }

    /// The key of the next value. It must need no escapes and sort after the previous keys.
    pub fn key(&mut self, key: &str) -> &mut Self {
        self.separate();
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(key.as_bytes());
        self.buffer.extend_from_slice(b"\":");
        self.due = false;
        self
    }

    /// A text.
    pub fn string(&mut self, text: &str) {
        self.separate();
        push_string(&mut self.buffer, text);
    }

    /// A text, or `null`.
    pub fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.null(),
        }
    }

    /// A list of texts.
    pub fn strings<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.list(|json| texts.into_iter().for_each(|text| json.string(text)));
    }

    /// A value that is canonical JSON already.
    pub fn raw(&mut self, value: &[u8]) {
        self.separate();
        self.buffer.extend_from_slice(value);
    }

    /// A count.
    pub fn number(&mut self, number: usize) {
        self.integer(i64::try_from(number).unwrap_or(i64::MAX));
    }

    /// A whole number; written as a text where it is too great to be read exactly.
    pub fn integer(&mut self, number: i64) {
        self.separate();
        let exact = (-MAX_NUMBER..=MAX_NUMBER).contains(&number);
        if !exact {
            self.buffer.push(b'"');
        }
        if number < 0 {
            self.buffer.push(b'-');
        }
        push_digits(&mut self.buffer, number.unsigned_abs());
        if !exact {
            self.buffer.push(b'"');
        }
    }

    /// `true` or `false`
    pub fn boolean(&mut self, value: bool) {
        self.separate();
        self.buffer.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// `null`
    pub fn null(&mut self) {
        self.separate();
        self.buffer.extend_from_slice(b"null");
    }

    /// Writes the remaining bytes; returns the first error, if any.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush();
        match self.fault {
            Some(fault) => Err(fault),
            None => self.out.flush(),
        }
    }

    fn separate(&mut self) {
        if self.due {
            self.buffer.push(b',');
        }
        self.due = true;
        if self.buffer.len() >= FULL {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.fault.is_none() {
            self.fault = self.out.write_all(&self.buffer).err();
        }
        self.buffer.clear();
    }
}

/// Nearly all numbers are small indices: they are written without a loop, by copies of known length.
fn push_digits(buffer: &mut Vec<u8>, number: u64) {
    let digit = |number: u64| b'0' + (number % 10) as u8;
    match number {
        0..10 => buffer.push(digit(number)),
        10..100 => buffer.extend_from_slice(&[digit(number / 10), digit(number)]),
        100..1_000 => buffer.extend_from_slice(&[digit(number / 100), digit(number / 10), digit(number)]),
        _greater => {
            if number >= 10_000 {
                push_digits(buffer, number / 10_000);
            }
            buffer.extend_from_slice(&[digit(number / 1_000), digit(number / 100), digit(number / 10), digit(number)]);
        }
    }
}

/// `text` as a JSON string, in the form that RFC 8785 requires.
pub fn push_string(buffer: &mut Vec<u8>, text: &str) {
    buffer.push(b'"');
    // A loop without an early exit processes many bytes at a time; nearly every text needs no escape.
    if text.bytes().fold(false, |found, byte| found | needs_escape(byte)) {
        push_escaped(buffer, text);
    } else {
        buffer.extend_from_slice(text.as_bytes());
    }
    buffer.push(b'"');
}

const fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn push_escaped(buffer: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' => buffer.extend_from_slice(b"\\\""),
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            0x08 => buffer.extend_from_slice(b"\\b"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            0x0C => buffer.extend_from_slice(b"\\f"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            control if control < 0x20 => {
                buffer.extend_from_slice(b"\\u00");
                buffer.push(b'0' + (control >> 4));
                let low = control & 0xF;
                buffer.push(if low < 10 { b'0' + low } else { b'a' + low - 10 });
            }
            plain => buffer.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, MAX_NUMBER};

    fn written(write: impl FnOnce(&mut Json<'_>)) -> String {
        let mut bytes = Vec::new();
        let mut json = Json::new(&mut bytes);
        write(&mut json);
        assert!(json.finish().is_ok());
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn commas_stand_between_values_only() {
        let text = written(|json| {
            json.object(|json| {
                json.key("a").list(|json| {
                    json.object(|_| {});
                    json.list(|_| {});
                    json.null();
                    json.boolean(true);
                });
                json.key("b").string("[{:");
                json.key("c").optional(None);
            });
        });
        assert_eq!(text, r#"{"a":[{},[],null,true],"b":"[{:","c":null}"#);
    }

    #[test]
    fn numbers_that_readers_would_round_are_texts() {
        let numbers = [
            0,
            -1,
            10,
            99,
            100,
            999,
            1461,
            9_999,
            10_000,
            70_005,
            100_000_000,
            MAX_NUMBER,
            -MAX_NUMBER,
            MAX_NUMBER + 1,
            i64::MIN,
            i64::MAX,
        ];
        let text = written(|json| json.list(|json| numbers.iter().for_each(|number| json.integer(*number))));
        assert_eq!(
            text,
            "[0,-1,10,99,100,999,1461,9999,10000,70005,100000000,9007199254740991,-9007199254740991,\"9007199254740992\",\
             \"-9223372036854775808\",\"9223372036854775807\"]"
        );
    }

    #[test]
    fn only_what_must_be_escaped_is_escaped() {
        let text = written(|json| json.string("a\"\\\u{8}\t\n\u{c}\r\u{1}\u{1f}\u{7f}é\u{2028}😀"));
        assert_eq!(text, "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\u{7f}é\u{2028}😀\"");
    }
}
