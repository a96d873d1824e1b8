//! `dictum verify`

use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::Path;

use serde::Serialize;

use super::args::{Listing, Verify};
use super::build::MAX_KEY;
use super::exit::Status;
use super::failure::Failure;
use super::project::{read_file, read_whole};
use crate::emit::{
    BUNDLE, Fault, MANIFEST, MAX_SIGNATURE, Manifest, PublicKey, SIGNATURE, Written, bundle_fault, digest,
    is_signature, signature_fault, verify_digests,
};
use crate::text::printable;

/// The largest manifest in bytes.
const MAX_MANIFEST: usize = 64 * 1024 * 1024;

/// The maximum number of files and folders that are read.
const MAX_ENTRIES: usize = 1_000_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'r> {
    sound: bool,
    digest: Option<&'r str>,
    meaning: Option<&'r str>,
    /// The number of the key that signed it; `None` if no key was given or the signature is not valid.
    signed_by: Option<String>,
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
    let key = command.key.as_deref().map(public_key).transpose()?;
    let (found, mut faults) = files(&command.folder)?;
    let path = command.folder.join(MANIFEST);
    // A manifest that is a link is not in `found`.
    let there = found.iter().any(|file| file.path == MANIFEST);
    let manifest = if there { Some(read_whole(&path, MAX_MANIFEST)?) } else { None };
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
    let signed = found.iter().any(|file| file.path == SIGNATURE);
    let unproved = signature(command, key.as_ref(), manifest.as_deref(), signed)?;
    let signed_by = key.filter(|_| unproved.is_none()).map(|key| key.number());
    faults.extend(unproved);
    faults.sort();
    write(command, verified.as_ref(), &Seen { files: found.len(), signed, signed_by }, &faults, out)?;
    Ok(if faults.is_empty() { Status::Clean } else { Status::Findings })
}

/// What was found besides faults.
struct Seen {
    files: usize,
    signed: bool,
    signed_by: Option<String>,
}

fn public_key(path: &Path) -> Result<PublicKey, Failure> {
    PublicKey::read(&read_whole(path, MAX_KEY)?).map_err(|error| {
        Failure::new(format!("cannot check signatures with `{}`", path.display()))
            .cause(error)
            .help("name the public key that belongs to the key of `dictum build --sign`")
    })
}

/// The fault of the signature, if any. Without a key only its form is checked.
fn signature(
    command: &Verify,
    key: Option<&PublicKey>,
    manifest: Option<&[u8]>,
    signed: bool,
) -> Result<Option<Fault>, Failure> {
    if !signed {
        return Ok(key.map(|_| Fault::Unsigned));
    }
    let text = read_file(&command.folder.join(SIGNATURE), MAX_SIGNATURE)?;
    if text.len() > MAX_SIGNATURE || key.is_none() && !is_signature(&text) {
        return Ok(Some(Fault::Signature("does not have the form of a signature by minisign".to_owned())));
    }
    let Some(key) = key else { return Ok(None) };
    Ok(signature_fault(manifest.unwrap_or_default(), &text, key).map(Fault::Signature))
}

fn write(
    command: &Verify,
    manifest: Option<&Manifest>,
    seen: &Seen,
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
            signed_by: seen.signed_by.clone(),
            files: seen.files,
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
            writeln!(out, "{} files are unchanged", seen.files)?;
            writeln!(out, "digest  {}\nmeaning {}", manifest.digest, manifest.meaning)?;
            match &seen.signed_by {
                Some(number) => writeln!(out, "signed by key {number}")?,
                None if seen.signed => writeln!(out, "signed; by whom was not checked, since `--key` names no key")?,
                None => {}
            }
        }
        None => writeln!(out, "differences from the manifest: {}", faults.len())?,
    }
    Ok(())
}

/// The files below a folder with their digests, and entries that are not files. Links are not followed.
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
