//! Solutions as archives: the wanted files in them, within bounds.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::error::Problem;

/// The maximum size of a solution, unpacked, in bytes.
const LARGEST: u64 = 256 << 20;
/// The maximum number of files in it.
const MOST: usize = 100_000;

/// Whether the bytes are those of an archive.
pub(in crate::import) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive that are read, by name: those of an exported solution, and those of an unpacked one.
pub(in crate::import) fn files(archive: &str, bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let told = |error: &ZipError| Problem::new(archive, "", describe(error));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| told(&error))?;
    if zip.len() > MOST {
        return Err(Problem::new(archive, "", format!("an archive of more than {MOST} files is not read")));
    }
    let mut files = Vec::new();
    let mut left = LARGEST;
    for index in 0..zip.len() {
        let name = match zip.by_index_raw(index) {
            Ok(entry) => entry.name().map(std::borrow::Cow::into_owned).map_err(|error| told(&error))?,
            Err(error) => return Err(told(&error)),
        };
        if !is_wanted(&name) {
            continue;
        }
        let inside = |message: String| Problem::new(format!("{archive}/{name}"), "", message);
        let entry = zip.by_index(index).map_err(|error| inside(describe(&error)))?;
        let mut content = Vec::new();
        // The sizes stated in the archive are not trusted.
        let read = entry.take(left + 1).read_to_end(&mut content);
        read.map_err(|error| inside(format!("the archive is damaged: {error}")))?;
        let size = content.len() as u64;
        if size > left {
            return Err(inside(format!("unpacked, the archive holds more than {} MB", LARGEST >> 20)));
        }
        left -= size;
        files.push((format!("{archive}/{name}"), content));
    }
    if files.is_empty() {
        return Err(Problem::new(archive, "", "the archive holds no solution"));
    }
    Ok(files)
}

/// Whether a file of a solution may have facts about roles or columns.
fn is_wanted(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace('\\', "/");
    let mut parts = lower.rsplit('/');
    let (file, folder) = (parts.next().unwrap_or_default(), parts.next());
    file.rsplit_once('.').is_some_and(|(_, ending)| ending == "xml")
        && (folder == Some("roles")
            || ["customizations.xml", "fieldsecurityprofiles.xml", "solution.xml"].contains(&file))
}

fn describe(error: &ZipError) -> String {
    match error {
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            "the archive is packed in a way that is not read; pack it as a plain zip file".to_owned()
        }
        other => format!("the archive is damaged: {other}"),
    }
}
