//! Inputs that cannot be plain copies: bytes that are not text, links, long repetitions, old files.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::script::head;
use crate::desk::Desk;

/// Executes a line that begins with `+ `.
pub(super) fn carry_out(desk: &Desk, line: &str) -> Result<(), String> {
    let (verb, rest) = head(line);
    let (path, rest) = head(rest);
    let path = place(desk, path)?;
    let parent = path.parent().ok_or("a file needs a folder")?;
    std::fs::create_dir_all(parent).map_err(|error| error.to_string())?;
    let done = match verb {
        "write" => std::fs::write(path, bytes(rest)?),
        "repeat" => {
            let (count, text) = head(rest);
            append(&path, &bytes(text)?.repeat(count.parse().map_err(|_| "a number of times is missing")?))
        }
        "link" => link(Path::new(rest), &path),
        "modified" => {
            let seconds = rest.parse().map_err(|_| "a number of seconds since 1970 is missing")?;
            let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        }
        _ => return Err("there is no such preparation".to_owned()),
    };
    done.map_err(|error| error.to_string())
}

fn append(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(bytes)
}

/// The bytes of a text with `
/// `, `\r`, `\t`, `\"`, `\\` and `\xE9`.
fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            bytes.extend(letter.to_string().as_bytes());
            continue;
        }
        bytes.push(match letters.next() {
            Some('n') => b'\n',
            Some('r') => b'\r',
            Some('t') => b'\t',
            Some('"') => b'"',
            Some('\\') => b'\\',
            Some('x') => {
                let digits: String = letters.by_ref().take(2).collect();
                u8::from_str_radix(&digits, 16).map_err(|error| format!("\\x{digits}: {error}"))?
            }
            other => return Err(format!("`\\{}` stands for no byte", other.unwrap_or(' '))),
        });
    }
    Ok(bytes)
}

#[cfg(unix)]
fn place(desk: &Desk, path: &str) -> Result<PathBuf, String> {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = bytes(path)?;
    Ok(desk.path("").join(std::ffi::OsStr::from_bytes(&bytes)))
}

#[cfg(not(unix))]
fn place(desk: &Desk, path: &str) -> Result<PathBuf, String> {
    Ok(desk.path(path))
}

#[cfg(unix)]
fn link(target: &Path, path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("links are not tried on this system"))
}
