//! The destination of files, and their digests, calculated while they are written.

use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::json::Json;

/// A destination of files. Several may be open at once, and the order in which they are opened has no meaning.
pub trait Store: Sync {
    /// Creates a file at a relative path with `/` between its parts. It is complete once the writer is dropped.
    fn create(&self, path: &str) -> io::Result<Box<dyn Write + Send + '_>>;
}

/// A file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative, with `/` between its parts.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Stores files in memory.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<Vec<OutputFile>>,
}

impl Memory {
    /// The files, by path.
    pub fn into_files(self) -> Vec<OutputFile> {
        let mut files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

impl Store for Memory {
    fn create(&self, path: &str) -> io::Result<Box<dyn Write + Send + '_>> {
        Ok(Box::new(Open { memory: self, path: path.to_owned(), bytes: Vec::new() }))
    }
}

struct Open<'m> {
    memory: &'m Memory,
    path: String,
    bytes: Vec<u8>,
}

impl Write for Open<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        let file = OutputFile { path: std::mem::take(&mut self.path), bytes: std::mem::take(&mut self.bytes) };
        self.memory.files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Relative, with `/` between its parts.
    pub path: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The number of bytes.
    pub size: u64,
}

/// Writes a document.
pub(super) fn write_json(store: &dyn Store, path: &str, document: impl FnOnce(&mut Json<'_>)) -> io::Result<Written> {
    let mut file = Hashed { inner: store.create(path)?, hash: Sha256::new(), size: 0 };
    let mut json = Json::new(&mut file);
    document(&mut json);
    json.finish()?;
    Ok(file.written(path))
}

/// Writes bytes unchanged.
pub(super) fn write_bytes(store: &dyn Store, path: &str, bytes: &[u8]) -> io::Result<Written> {
    let mut file = Hashed { inner: store.create(path)?, hash: Sha256::new(), size: 0 };
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file.written(path))
}

/// A digest in hexadecimal.
pub(super) fn hex(hash: Sha256) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    hash.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)]).collect()
}

struct Hashed<'s> {
    inner: Box<dyn Write + Send + 's>,
    hash: Sha256,
    size: u64,
}

impl Hashed<'_> {
    fn written(self, path: &str) -> Written {
        Written { path: path.to_owned(), sha256: hex(self.hash), size: self.size }
    }
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.size += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The digest and size of the data that is read, a chunk at a time.
pub fn digest(path: String, from: &mut dyn Read) -> io::Result<Written> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let count = match from.read(&mut piece) {
            Ok(0) => return Ok(Written { path, sha256: hex(hash), size }),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(piece.get(..count).unwrap_or_default());
        size += count as u64;
    }
}
