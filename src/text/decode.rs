//! From bytes to text.

/// Why bytes are not the text of a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The first byte that is not UTF-8, at this offset.
    NotUtf8 {
        /// Offset of the byte.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// The file is UTF-16, by its byte order mark or by its first characters.
    Utf16,
}

/// The text of `bytes` without a leading byte order mark. Bytes that are not UTF-8 end the text and are described by
/// the fault, so that the text before them can still be shown.
pub fn decode(mut bytes: Vec<u8>) -> (String, Option<Fault>) {
    if wide(&bytes).is_some() {
        return (String::new(), Some(Fault::Utf16));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let byte = bytes.get(offset).copied().unwrap_or_default();
            bytes.truncate(offset);
            // INVARIANT: everything before `valid_up_to` is UTF-8.
            (String::from_utf8(bytes).unwrap_or_default(), Some(Fault::NotUtf8 { offset, byte }))
        }
    }
}

/// As [`decode`], for output of other programs: UTF-16 is decoded, since PowerShell 5 writes redirected output in it.
/// The fault stays where it is not valid UTF-16.
pub fn decode_output(bytes: Vec<u8>) -> (String, Option<Fault>) {
    match utf16(&bytes) {
        Some(text) => (text, None),
        None => decode(bytes),
    }
}

/// Reads a code unit of UTF-16 from its two bytes.
type Unit = fn([u8; 2]) -> u16;

/// The code units of bytes in UTF-16, without their byte order mark. Where there is none, the first characters
/// decide: the formats read here begin with ASCII, and none of them contains a zero byte (RFC 4627, section 3,
/// detects the encoding of JSON this way).
fn wide(bytes: &[u8]) -> Option<(Unit, &[u8])> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((u16::from_le_bytes, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((u16::from_be_bytes, rest)),
        [1..=127, 0, 1..=127, 0, ..] => Some((u16::from_le_bytes, bytes)),
        [0, 1..=127, 0, 1..=127, ..] => Some((u16::from_be_bytes, bytes)),
        _other => None,
    }
}

/// The text of bytes in UTF-16.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (unit, rest) = wide(bytes)?;
    let (pairs, odd) = rest.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().copied().map(unit)).collect::<Result<String, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::{Fault, decode, decode_output};

    #[test]
    fn utf_16_is_seen_with_and_without_its_mark() {
        type Bytes = fn(u16) -> [u8; 2];
        let text = "id,name\nsql,Größe 😀\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        for (bytes, mark) in [(u16::to_le_bytes as Bytes, [0xFF, 0xFE]), (u16::to_be_bytes as Bytes, [0xFE, 0xFF])] {
            let plain: Vec<u8> = units.iter().flat_map(|unit| bytes(*unit)).collect();
            for written in [plain.clone(), [mark.to_vec(), plain].concat()] {
                assert_eq!(decode_output(written.clone()), (text.to_owned(), None));
                assert_eq!(decode(written), (String::new(), Some(Fault::Utf16)));
            }
        }
        // One zero byte is not enough evidence.
        assert_eq!(decode(b"a\0bc".to_vec()), ("a\0bc".to_owned(), None));
        assert_eq!(decode_output(vec![0xFF, 0xFE, b'a']).1, Some(Fault::Utf16));
    }
}
