//! Converts addresses of files to paths and back.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The path of a `file:` address.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let slash = rest.find('/')?;
    let path = decoded(rest.get(slash..)?)?;
    // `/c:/policies` on Windows.
    let mut letters = path.chars();
    let drive = letters.next() == Some('/')
        && letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':');
    Some(PathBuf::from(if drive { path.get(1..)? } else { &path }))
}

/// The address of a path.
pub(super) fn of(path: &Path) -> String {
    let path = path.display().to_string().replace('\\', "/");
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:@!$&'()*+,;=".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_lead_to_each_other() {
        for (uri, path) in [
            ("file:///a/b.dictum", "/a/b.dictum"),
            ("file:///a%20b/%C3%A9%23.dictum", "/a b/é#.dictum"),
            ("file:///c:/a/b.dictum", "c:/a/b.dictum"),
        ] {
            assert_eq!(super::path(uri), Some(PathBuf::from(path)), "{uri}");
            assert_eq!(of(Path::new(path)), uri);
        }
        assert_eq!(path("file:///c%3A/a"), Some(PathBuf::from("c:/a")));
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file:///%zz"), None);
    }
}
