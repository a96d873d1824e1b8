//! `dictum verify`

use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::Path;

use serde::Serialize;

use super::args::{Listing, Verify};
use super::exit::Status;
use super::failure::Failure;
use super::project::read_file;
use crate::emit::{BUNDLE, Fault, MANIFEST, Manifest, Written, bundle_fault, digest, verify_digests};
use crate::text::printable;

/// The largest manifest in bytes.
const MAX_MANIFEST: usize = 64 * 1024 * 1024;

/// The most files and folders that are looked at.
const MAX_ENTRIES: usize = 1_000_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'r> {
    sound: bool,
    digest: Option<&'r str>,
    meaning: Option<&'r str>,
    files: usize,
    faults: Vec<Row<'r>>,
}

#[derive(Serialize)]
struct Row<'r> {
    path: &'r str,
    fault: &'static str,
    message: String,
}

pub(super) fn run(command: &Verify, out: &mut dyn Write) -> Result<Status, Failure> {
    let (found, mut faults) = files(&command.folder)?;
    let path = command.folder.join(MANIFEST);
    // A manifest that is a link is not among the files that were found.
    let there = found.iter().any(|file| file.path == MANIFEST);
    let manifest = if there { Some(read_file(&path, MAX_MANIFEST)?) } else { None };
    if manifest.as_ref().is_some_and(|bytes| bytes.len() > MAX_MANIFEST) {
        return Err(Failure::new(format!("`{}` is larger than {MAX_MANIFEST} bytes", path.display())));
    }
    let verified = match verify_digests(manifest.as_deref(), &found) {
        Ok(manifest) => Some(manifest),
        Err(more) => {
            faults.extend(more);
            None
        }
    };
    if found.iter().any(|file| file.path == BUNDLE) {
        let path = command.folder.join(BUNDLE);
        let file = File::open(&path).map_err(|error| Failure::reading(&path, error))?;
        faults.extend(bundle_fault(BufReader::new(file)).map(|what| Fault::Form(BUNDLE.to_owned(), what)));
    }
    faults.sort();
    write(command, verified.as_ref(), found.len(), &faults, out)?;
    Ok(if faults.is_empty() { Status::Clean } else { Status::Findings })
}

fn write(
    command: &Verify,
    manifest: Option<&Manifest>,
    files: usize,
    faults: &[Fault],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if command.output == Listing::Json {
        let rows =
            faults.iter().map(|fault| Row { path: fault.path(), fault: fault.word(), message: fault.to_string() });
        let report = Report {
            sound: faults.is_empty(),
            digest: manifest.map(|manifest| manifest.digest.as_str()),
            meaning: manifest.map(|manifest| manifest.meaning.as_str()),
            files,
            faults: rows.collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &report).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(());
    }
    for fault in faults {
        writeln!(out, "{}", printable(&fault.to_string()))?;
    }
    match manifest.filter(|_| faults.is_empty()) {
        Some(manifest) => {
            writeln!(out, "{files} files are as they were written")?;
            writeln!(out, "digest  {}\nmeaning {}", manifest.digest, manifest.meaning)?;
        }
        None => writeln!(out, "not as it was written: {} found", faults.len())?,
    }
    Ok(())
}

/// The files below a folder with their digests, and what is no file. Links are not followed.
fn files(root: &Path) -> Result<(Vec<Written>, Vec<Fault>), Failure> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    let mut folders = vec![(root.to_owned(), String::new())];
    let mut entries = 0;
    while let Some((folder, prefix)) = folders.pop() {
        let failed = |error| Failure::reading(&folder, error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            entries += 1;
            if entries > MAX_ENTRIES {
                return Err(Failure::new(format!("`{}` holds more than {MAX_ENTRIES} files", root.display())));
            }
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() {
                let full = entry.path();
                let read = File::open(&full).and_then(|mut file| digest(path, &mut file));
                found.push(read.map_err(|error| Failure::reading(&full, error))?);
            } else {
                faults.push(Fault::NoFile(path));
            }
        }
    }
    Ok((found, faults))
}
