//! Standard output whose reader may leave before the end, as `head` does.

use std::io::{self, ErrorKind, Write};

/// A writer that silently continues after its reader is gone, so that the run reaches its exit status: a pipeline that
/// looks at exit statuses must not take an unread error for success.
pub(super) struct ReaderGone<W: Write> {
    inner: W,
    gone: bool,
}

impl<W: Write> ReaderGone<W> {
    pub(super) const fn new(inner: W) -> Self {
        Self { inner, gone: false }
    }

    fn pass<T>(&mut self, done: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.gone {
            return Ok(done);
        }
        match write(&mut self.inner) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(done)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for ReaderGone<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pass(bytes.len(), |inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass((), W::flush)
    }
}
