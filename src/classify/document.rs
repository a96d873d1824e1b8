//! Rows as one JSON document: an array of objects, or an object that holds one as the platform's answers do,
//! `{"value": […]}` (OData 4.01, JSON format, section 12) and `{"data": […]}` (Azure Resource Graph).
//!
//! The document is read once, byte by byte, and becomes a line for each element; it is never in memory as a whole. An
//! answer that continues on further pages, or is cut off, is an error at its end, since rows are missing.

use std::io::{self, Read};

use serde::de::IgnoredAny;

use super::decoded::give;

/// The members that may hold the rows.
const HOLDERS: [&[u8]; 2] = [b"value", b"data"];

/// Other members in answers of the platform; still others begin with `@`.
const BESIDE: [&[u8]; 9] = [
    b"count",
    b"total_records",
    b"totalRecords",
    b"resultTruncated",
    b"result_truncated",
    b"facets",
    b"skip_token",
    b"$skipToken",
    b"nextLink",
];

/// Members that name a further page.
const FURTHER: [&str; 4] = ["nextLink", "skipToken", "skip_token", "skiptoken"];

/// The number of bytes after the rows that are kept, to see whether there is a further page.
const KEPT: usize = 1 << 16;

/// The index of the first row of a document: after the `[` that opens the rows. None where the input does not begin
/// such a document.
pub(super) fn rows_begin(start: &[u8]) -> Option<usize> {
    let first = start.iter().position(|byte| !byte.is_ascii_whitespace())?;
    match start.get(first)? {
        b'[' => Some(first + 1),
        b'{' => holder(start, first + 1),
        _other => None,
    }
}

/// Whether an input is objects over several lines, one after the other, as `jq` and `ConvertTo-Json` write them.
pub(super) fn is_laid_out(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    let mut objects = serde_json::Deserializer::from_slice(start).into_iter::<IgnoredAny>();
    let is_read = start.first() == Some(&b'{') && objects.next().is_some_and(|first| first.is_ok());
    is_read && start.get(..objects.byte_offset()).is_some_and(|first| first.contains(&b'\n'))
}

/// The place after the `[` of a member that holds rows.
fn holder(start: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut depth, mut only_beside) = (from, 0_usize, true);
    let blank = |at: usize| start.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace()).map(|more| at + more);
    while let Some(byte) = start.get(at) {
        match byte {
            b'"' => {
                let end = text_end(start, at + 1)?;
                let key = start.get(at + 1..end)?;
                at = end + 1;
                let Some(colon) = blank(at).filter(|colon| depth == 0 && start.get(*colon) == Some(&b':')) else {
                    continue;
                };
                let value = blank(colon + 1)?;
                if HOLDERS.contains(&key) && start.get(value) == Some(&b'[') {
                    let item = start.get(blank(value + 1)?);
                    let is_empty = item == Some(&b']') && only_beside;
                    return (item == Some(&b'{') || is_empty).then_some(value + 1);
                }
                only_beside &= key.first() == Some(&b'@') || BESIDE.contains(&key);
                at = value;
            }
            b'{' | b'[' => (at, depth) = (at + 1, depth + 1),
            b'}' | b']' => (at, depth) = (at + 1, depth.checked_sub(1)?),
            _other => at += 1,
        }
    }
    None
}

/// The index of the quote that ends a text.
fn text_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _other => at += 1,
        }
    }
}

/// Where the next byte is in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between the brackets of a list.
    Rows,
    /// Among objects outside any list.
    Loose,
    Behind,
}

/// The elements of a document, a line each.
#[expect(clippy::struct_excessive_bools, reason = "states of one byte at a time, none of which follows from another")]
pub(super) struct Elements<R> {
    inner: R,
    place: Place,
    depth: usize,
    in_text: bool,
    escaped: bool,
    /// Whether a byte of the current element was passed on.
    open: bool,
    /// The text after the rows.
    behind: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Elements<R> {
    /// The elements of a document; the reader is at the first row.
    pub(super) fn new(inner: R) -> Self {
        Self::at(Place::Rows, inner)
    }

    /// Objects one after the other.
    pub(super) fn loose(inner: R) -> Self {
        Self::at(Place::Loose, inner)
    }

    fn at(place: Place, inner: R) -> Self {
        Self {
            inner,
            place,
            depth: 0,
            in_text: false,
            escaped: false,
            open: false,
            behind: Vec::new(),
            ready: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn pass(&mut self, byte: u8) {
        if self.place == Place::Behind {
            if self.behind.len() < KEPT {
                self.behind.push(byte);
            }
            return;
        }
        if self.in_text {
            // A line end inside a text is not allowed. It is passed on as a blank and reported when the line is read.
            self.ready.push(if byte == b'\n' { b' ' } else { byte });
            match (self.escaped, byte) {
                (true, _) => self.escaped = false,
                (false, b'\\') => self.escaped = true,
                (false, b'"') => self.in_text = false,
                (false, _) => {}
            }
            return;
        }
        match byte {
            b',' if self.depth == 0 => return self.end_element(),
            b']' if self.depth == 0 && self.place == Place::Rows => {
                self.end_element();
                self.place = Place::Behind;
                return;
            }
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _other if byte.is_ascii_whitespace() => return,
            _other => {}
        }
        self.open = true;
        self.ready.push(byte);
        if self.place == Place::Loose && self.depth == 0 && byte == b'}' {
            self.end_element();
        }
    }

    fn end_element(&mut self) {
        if std::mem::take(&mut self.open) {
            self.ready.push(b'\n');
        }
    }

    /// What is wrong with the document as a whole.
    fn fault(&self) -> Option<&'static str> {
        if self.place == Place::Rows {
            return Some("the JSON document ends before its rows do");
        }
        let text = String::from_utf8_lossy(&self.behind);
        let goes_on = FURTHER.iter().any(|name| {
            let value = text.split_once(name).and_then(|(_, rest)| rest.split_once(':'));
            let value = value.map(|(_, value)| value.trim_start());
            value.is_some_and(|value| value.starts_with('"') && !value.starts_with("\"\""))
        });
        goes_on.then_some("the answer goes on in a further page, so rows are missing: read all pages")
    }
}

impl<R: Read> Read for Elements<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            (self.given, self.ready) = (0, Vec::new());
            let mut bytes = vec![0; 1 << 16];
            let read = self.inner.read(&mut bytes)?;
            self.ended = read == 0;
            bytes.iter().take(read).for_each(|byte| self.pass(*byte));
        }
        if self.given == self.ready.len() {
            return match self.fault() {
                Some(fault) => Err(io::Error::new(io::ErrorKind::InvalidData, fault)),
                None => Ok(0),
            };
        }
        Ok(give(&self.ready, &mut self.given, out))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Elements, is_laid_out, rows_begin};

    fn lines(text: &str) -> Result<String, String> {
        let begin = rows_begin(text.as_bytes()).ok_or("no document")?;
        let mut read = String::new();
        let mut elements = Elements::new(text.as_bytes().get(begin..).unwrap_or_default());
        elements.read_to_string(&mut read).map_err(|error| error.to_string())?;
        Ok(read)
    }

    #[test]
    fn each_element_becomes_a_line() {
        let array = "[ {\"a\": \"x,]\\\"\",\n \"b\": [1, {}]} ,\n{\"a\":2}]\n";
        assert_eq!(lines(array).as_deref(), Ok("{\"a\":\"x,]\\\"\",\"b\":[1,{}]}\n{\"a\":2}\n"));
        assert_eq!(lines("[]").as_deref(), Ok(""));
        assert_eq!(lines("{\"@odata.context\":\"x\",\"value\":[{\"a\":1}]}").as_deref(), Ok("{\"a\":1}\n"));
        assert_eq!(lines("{\"count\":1,\"data\": [ {\"a\":1} ],\"skip_token\":null}").as_deref(), Ok("{\"a\":1}\n"));
    }

    #[test]
    fn what_is_missing_is_told() {
        assert!(lines("[{\"a\":1},").is_err_and(|fault| fault.contains("ends before")));
        let paged = "{\"value\":[{\"a\":1}],\"@odata.nextLink\":\"https://host/next\"}";
        assert!(lines(paged).is_err_and(|fault| fault.contains("further page")));
    }

    #[test]
    fn objects_over_several_lines_are_found() {
        assert!(is_laid_out(b"{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"));
        for text in ["{\"a\": 1}\n{\"a\": 2}\n", "{\"a\": 1\n", "5\n6\n", "name\n", ""] {
            assert!(!is_laid_out(text.as_bytes()), "{text}");
        }
        let mut read = String::new();
        let mut elements = Elements::loose(&b"{\n \"a\": 1\n}\n{\"b\": {}}"[..]);
        assert!(elements.read_to_string(&mut read).is_ok());
        assert_eq!(read, "{\"a\":1}\n{\"b\":{}}\n");
    }

    #[test]
    fn lines_of_objects_are_no_document() {
        for text in [
            "{\"name\":\"A\",\"data\":[]}\n",
            "{\"value\":1}\n",
            "{\"data\":[\"a\"]}\n{}\n",
            "name,value\n",
            "{\"n\":{\"value\":[{}]}}",
        ] {
            assert_eq!(rows_begin(text.as_bytes()), None, "{text}");
        }
    }
}
