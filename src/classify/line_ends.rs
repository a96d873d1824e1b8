//! Inventories whose lines end with a single carriage return, as old spreadsheet programs write them.

use std::io::{self, Cursor, Read};

use memchr::memchr;

use super::decoded::Bytes;

/// The number of bytes in which a line feed is searched for; a header is far shorter.
const HEAD: u64 = 64 * 1024;

/// Reads from `reader`. If its beginning has carriage returns and no line feed, each carriage return is read as a
/// line feed, so that rows end where they were meant to.
pub fn with_line_feeds<'r>(mut reader: impl Read + Send + 'r) -> io::Result<Bytes<'r>> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let replace = memchr(b'\n', &head).is_none() && memchr(b'\r', &head).is_some();
    let whole = Cursor::new(head).chain(reader);
    Ok(if replace { Box::new(LineFeeds(whole)) } else { Box::new(whole) })
}

/// Bytes in which each carriage return is read as a line feed.
struct LineFeeds<R>(R);

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        let read = buffer.get_mut(..count).unwrap_or_default();
        read.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(count)
    }
}
