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
    /// The file starts with the mark of UTF-16.
    Utf16,
}

/// The text of `bytes` without a leading byte order mark. Bytes that are not UTF-8 end the text and
/// are described by the fault, so that what stands before them can still be shown.
pub fn decode(mut bytes: Vec<u8>) -> (String, Option<Fault>) {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
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

/// The same for what other programs wrote: UTF-16 with its mark is decoded, since PowerShell 5 writes every file so that
/// output is sent to. The fault stays where it is not valid UTF-16.
pub fn decode_output(bytes: Vec<u8>) -> (String, Option<Fault>) {
    match utf16(&bytes) {
        Some(text) => (text, None),
        None => decode(bytes),
    }
}

/// The text of bytes in UTF-16 that begin with their byte order mark.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (mark, rest) = bytes.split_at_checked(2)?;
    let unit: fn([u8; 2]) -> u16 = match mark {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _other => return None,
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().copied().map(unit)).collect::<Result<String, _>>().ok()
}
