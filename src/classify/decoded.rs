//! Inventories as UTF-8: decompressed from gzip, and recoded from UTF-16.

use std::io::{self, Chain, Cursor, Read};

use flate2::read::MultiGzDecoder;

/// The bytes that were read to detect the form, and the rest.
type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

/// The bytes of an input.
pub type Bytes<'r> = Box<dyn Read + Send + 'r>;

/// Detects the form of an input by its first bytes, and reads it as UTF-8.
pub fn decoded<'r>(reader: impl Read + Send + 'r) -> io::Result<Bytes<'r>> {
    let (start, whole) = peeked(reader)?;
    if start.starts_with(b"\x1F\x8B") {
        // The file may be packed in several members.
        let (start, whole) = peeked(MultiGzDecoder::new(whole))?;
        return Ok(recoded(&start, whole));
    }
    if let Some((_, form)) = PACKED.iter().find(|(mark, _)| start.starts_with(mark)) {
        let message = format!("this is packed by {form}, and gzip alone is read: unpack it first");
        return Err(io::Error::new(io::ErrorKind::Unsupported, message));
    }
    Ok(recoded(&start, whole))
}

/// The first bytes of files in other compressed forms.
const PACKED: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "zip"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xFD7zX", "xz"),
    (b"PAR1", "Parquet"),
];

/// The first four bytes of a reader, and a reader that returns them again.
fn peeked<R: Read>(mut reader: R) -> io::Result<(Vec<u8>, Whole<R>)> {
    let mut start = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut start)?;
    Ok((start.clone(), Cursor::new(start).chain(reader)))
}

/// The byte order of UTF-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LowFirst,
    HighFirst,
}

/// The byte order of a UTF-16 text: from its byte order mark, or from an ASCII character, one byte of which is zero.
fn order(start: &[u8]) -> Option<Order> {
    match start {
        [0xFF, 0xFE, ..] => Some(Order::LowFirst),
        [0xFE, 0xFF, ..] => Some(Order::HighFirst),
        [first, 0, ..] if *first != 0 => Some(Order::LowFirst),
        [0, second, ..] if *second != 0 => Some(Order::HighFirst),
        _utf8 => None,
    }
}

/// UTF-8 from bytes that begin with `start`.
fn recoded<'r>(start: &[u8], inner: impl Read + Send + 'r) -> Bytes<'r> {
    match order(start) {
        None => Box::new(inner),
        Some(order) => Box::new(Recoded { inner, order, open: Vec::new(), ready: Vec::new(), given: 0 }),
    }
}

/// UTF-16 that is recoded. Half of a surrogate pair without its other half becomes U+FFFD.
struct Recoded<R> {
    inner: R,
    order: Order,
    /// Bytes that were read and not recoded: less than a character.
    open: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
}

/// The number of bytes that are read at once.
const PIECE: usize = 1 << 16;

impl<R: Read> Recoded<R> {
    /// Recodes the bytes read so far; at the end also an incomplete character.
    fn recode(&mut self, at_end: bool) {
        let unit = |pair: &[u8]| match (self.order, pair) {
            (Order::LowFirst, [low, high]) | (Order::HighFirst, [high, low]) => u16::from_be_bytes([*high, *low]),
            _half => 0xFFFD,
        };
        let mut units: Vec<u16> = self.open.chunks(2).map(unit).collect();
        let odd = self.open.len() % 2 == 1;
        let mut kept = Vec::new();
        if !at_end {
            if odd {
                units.pop();
                kept.extend(self.open.last());
            }
            // The second half of a pair may be in the next bytes.
            if units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
                units.pop();
                let from = self.open.len() - 2 - kept.len();
                kept = self.open.get(from..).unwrap_or_default().to_vec();
            }
        }
        self.ready.clear();
        self.given = 0;
        let mut room = [0; 4];
        for one in char::decode_utf16(units) {
            let one = one.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready.extend_from_slice(one.encode_utf8(&mut room).as_bytes());
        }
        self.open = kept;
    }
}

impl<R: Read> Read for Recoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            let read = self.inner.by_ref().take(PIECE as u64).read_to_end(&mut self.open)?;
            self.recode(read == 0);
            if read == 0 && self.ready.is_empty() {
                return Ok(0);
            }
        }
        Ok(give(&self.ready, &mut self.given, out))
    }
}

/// Copies as many of the ready bytes as `out` holds, after the `given` bytes that were copied before. Returns the
/// number of bytes.
pub(super) fn give(ready: &[u8], given: &mut usize, out: &mut [u8]) -> usize {
    let left = ready.get(*given..).unwrap_or_default();
    let count = left.len().min(out.len());
    if let (Some(to), Some(from)) = (out.get_mut(..count), left.get(..count)) {
        to.copy_from_slice(from);
    }
    *given += count;
    count
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::decoded;

    fn text(bytes: &[u8]) -> String {
        let mut text = String::new();
        let read = decoded(bytes).and_then(|mut reader| reader.read_to_string(&mut text));
        read.map_or_else(|error| error.to_string(), |_| text)
    }

    fn units(text: &str, mark: bool) -> Vec<u16> {
        mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).collect()
    }

    #[test]
    fn both_orders_of_bytes_are_read() {
        let sample = "name,\u{e4}\n\u{1f600},x\n".repeat(20_000);
        for mark in [true, false] {
            let low: Vec<u8> = units(&sample, mark).into_iter().flat_map(u16::to_le_bytes).collect();
            let high: Vec<u8> = units(&sample, mark).into_iter().flat_map(u16::to_be_bytes).collect();
            for bytes in [low, high] {
                let read = text(&bytes);
                assert!(read.trim_start_matches('\u{feff}') == sample, "{mark} {}", read.len());
            }
        }
        assert_eq!(text("name\n".as_bytes()), "name\n");
        assert_eq!(text(b""), "");
    }

    #[test]
    fn other_packed_forms_are_named() {
        assert!(text(b"PK\x03\x04\x14\0").contains("packed by zip"));
        assert!(text(b"\x28\xB5\x2F\xFD\0").contains("packed by zstd"));
        assert_eq!(text(b"PK,name\n"), "PK,name\n");
    }

    #[test]
    fn half_a_character_is_no_other_one() {
        assert_eq!(text(b"a\0\x3D\xD8b\0c"), "a\u{fffd}b\u{fffd}");
    }
}
