//! The manifest: the list of files written, with a digest of each file, of all of them, and of their meaning.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::form::MAP;
use super::job::SCHEMA_VERSION;
use super::json::Json;
use super::signature::{self, SIGNATURE, SecretKey};
use super::store::{self, OutputFile, Store, Written, hex};
use crate::text::excerpt;

/// The name of the manifest's file. A folder without it is not an output of Dictum.
pub const MANIFEST: &str = "manifest.json";

const SCHEMA: &str = "schema/manifest-1.0.json";
const GENERATOR: &str = "dictum";

/// The files written, and their digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Every file but the manifest, by path.
    pub files: Vec<Written>,
    /// The SHA-256 of the manifest without this member: it covers every byte that was written.
    pub digest: String,
    /// The SHA-256 of the files without the source map: it changes when the meaning does, and not when only the
    /// layout of the source changes.
    pub meaning: String,
}

/// Writes the manifest after all other files, and its signature if there is a key.
pub(super) fn write(
    (project, targets): (&str, &[&str]),
    mut files: Vec<Written>,
    store: &dyn Store,
    key: Option<&SecretKey>,
) -> io::Result<Manifest> {
    let schema = include_str!("../../schema/manifest-1.0.json");
    files.push(store::write_bytes(store, SCHEMA, schema.as_bytes())?);
    files.sort();
    let mut manifest = Manifest { meaning: meaning(&files), digest: String::new(), files };
    let head = Head { project, targets, version: env!("CARGO_PKG_VERSION") };
    let mut hash = Sha256::new();
    hash.update(document(&manifest, &head, false));
    manifest.digest = hex(hash);
    let bytes = document(&manifest, &head, true);
    store::write_bytes(store, MANIFEST, &bytes)?;
    if let Some(key) = key {
        store::write_bytes(store, SIGNATURE, &signature::sign(&bytes, key))?;
    }
    Ok(manifest)
}

/// The SHA-256 of lines as `sha256sum` writes them: digest, two spaces, path, line feed.
fn meaning(files: &[Written]) -> String {
    let mut hash = Sha256::new();
    for file in files.iter().filter(|file| file.path != MAP) {
        hash.update(format!("{}  {}\n", file.sha256, file.path));
    }
    hex(hash)
}

struct Head<'a> {
    project: &'a str,
    targets: &'a [&'a str],
    version: &'a str,
}

fn document(manifest: &Manifest, head: &Head<'_>, with_digest: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut json = Json::new(&mut bytes);
    json.object(|json| {
        json.key("$schema").string(SCHEMA);
        if with_digest {
            json.key("digest").string(&manifest.digest);
        }
        json.key("files").list(|json| {
            for file in &manifest.files {
                json.object(|json| {
                    json.key("path").string(&file.path);
                    json.key("sha256").string(&file.sha256);
                    json.key("size").integer(i64::try_from(file.size).unwrap_or(i64::MAX));
                });
            }
        });
        json.key("generator").object(|json| {
            json.key("name").string(GENERATOR);
            json.key("version").string(head.version);
        });
        json.key("meaning").string(&manifest.meaning);
        json.key("project").string(head.project);
        json.key("schemaVersion").string(SCHEMA_VERSION);
        json.key("targets").strings(head.targets.iter().copied());
    });
    // INVARIANT: writing to memory does not fail.
    let _ = json.finish();
    bytes
}

/// The form of the manifest. Readers reject unknown members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Document {
    #[serde(rename = "$schema")]
    schema: String,
    digest: String,
    files: Vec<Entry>,
    generator: Generator,
    meaning: String,
    project: String,
    schema_version: String,
    targets: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    sha256: String,
    size: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Generator {
    name: String,
    version: String,
}

impl Manifest {
    /// Reads a manifest; none where the bytes are not a manifest of this version written by Dictum.
    ///
    /// The files may have changed since; [`verify`] checks them.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        read(bytes).ok()
    }
}

/// The files listed in a manifest of any version; none where Dictum did not write it.
pub fn listed_files(bytes: &[u8]) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Any {
        files: Vec<Path>,
        generator: Name,
    }
    #[derive(Deserialize)]
    struct Path {
        path: String,
    }
    #[derive(Deserialize)]
    struct Name {
        name: String,
    }
    let found: Any = serde_json::from_slice(bytes).ok()?;
    (found.generator.name == GENERATOR).then(|| found.files.into_iter().map(|file| file.path).collect())
}

fn read(bytes: &[u8]) -> Result<Manifest, Fault> {
    let found: Document = serde_json::from_slice(bytes).map_err(|_| Fault::NoManifest)?;
    if found.generator.name != GENERATOR {
        return Err(Fault::NoManifest);
    }
    if found.schema_version != SCHEMA_VERSION || found.schema != SCHEMA {
        return Err(Fault::OtherVersion(found.schema_version));
    }
    let files = found.files.into_iter();
    let files = files.map(|entry| Written { path: entry.path, sha256: entry.sha256, size: entry.size }).collect();
    let manifest = Manifest { files, digest: found.digest, meaning: found.meaning };
    let targets: Vec<&str> = found.targets.iter().map(String::as_str).collect();
    let head = Head { project: &found.project, targets: &targets, version: &found.generator.version };
    let mut hash = Sha256::new();
    hash.update(document(&manifest, &head, false));
    // The bytes themselves are compared as well: there is only one way to write a manifest.
    let sorted = manifest.files.is_sorted_by(|a, b| a.path < b.path);
    if hex(hash) != manifest.digest
        || meaning(&manifest.files) != manifest.meaning
        || !sorted
        || document(&manifest, &head, true) != bytes
    {
        return Err(Fault::ManifestAltered);
    }
    Ok(manifest)
}

/// A fault of an output.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// There is no manifest, or it was not written by Dictum.
    NoManifest,
    /// The manifest has a version that this Dictum does not read.
    OtherVersion(String),
    /// The manifest was changed after it was written.
    ManifestAltered,
    /// A file was changed after it was written.
    Altered(String),
    /// A file is gone.
    Missing(String),
    /// A file is not in the manifest.
    Extra(String),
    /// An entry that is neither a file nor a folder, such as a link. It is not followed.
    NoFile(String),
    /// The bundle does not have the form of this version: which file, and the problem.
    Form(String, String),
    /// A signature is required, and there is none.
    Unsigned,
    /// The signature is not valid, and why.
    Signature(String),
}

impl Fault {
    /// The file concerned.
    pub fn path(&self) -> &str {
        match self {
            Self::NoManifest | Self::OtherVersion(_) | Self::ManifestAltered => MANIFEST,
            Self::Unsigned | Self::Signature(_) => SIGNATURE,
            Self::Altered(path)
            | Self::Missing(path)
            | Self::Extra(path)
            | Self::NoFile(path)
            | Self::Form(path, _) => path,
        }
    }

    /// A word for programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoManifest => "no-manifest",
            Self::OtherVersion(_) => "other-version",
            Self::ManifestAltered => "manifest-altered",
            Self::Altered(_) => "altered",
            Self::Missing(_) => "missing",
            Self::Extra(_) => "extra",
            Self::NoFile(_) => "no-file",
            Self::Form(..) => "form",
            Self::Unsigned => "unsigned",
            Self::Signature(_) => "signature",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest => write!(formatter, "there is no `{MANIFEST}` that dictum wrote"),
            Self::OtherVersion(version) => {
                write!(formatter, "`{MANIFEST}` has version {}; this dictum reads {SCHEMA_VERSION}", excerpt(version))
            }
            Self::ManifestAltered => write!(formatter, "`{MANIFEST}` was changed"),
            Self::Altered(path) => write!(formatter, "`{path}` was changed"),
            Self::Missing(path) => write!(formatter, "`{path}` is missing"),
            Self::Extra(path) => write!(formatter, "`{path}` was not written with the others"),
            Self::NoFile(path) => write!(formatter, "`{path}` is a link or a device, which dictum does not write"),
            Self::Form(path, what) => write!(formatter, "`{path}` {what}"),
            Self::Unsigned => write!(formatter, "there is no `{SIGNATURE}`, and a signature was asked for"),
            Self::Signature(what) => write!(formatter, "`{SIGNATURE}` {what}"),
        }
    }
}

/// Compares files with their manifest and reports every difference, by path.
pub fn verify(files: &[OutputFile]) -> Result<Manifest, Vec<Fault>> {
    let manifest = files.iter().find(|file| file.path == MANIFEST).map(|file| file.bytes.as_slice());
    let found = files.iter().map(|file| Written {
        path: file.path.clone(),
        sha256: hex(Sha256::new_with_prefix(&file.bytes)),
        size: file.bytes.len() as u64,
    });
    verify_digests(manifest, &found.collect::<Vec<_>>())
}

/// As [`verify`], where only the manifest itself is given as bytes. For other files the digests are enough.
pub fn verify_digests(manifest: Option<&[u8]>, found: &[Written]) -> Result<Manifest, Vec<Fault>> {
    let manifest = manifest.map_or(Err(Fault::NoManifest), read).map_err(|fault| vec![fault])?;
    let listed: BTreeMap<&str, &Written> = manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let there: BTreeMap<&str, &Written> = found.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut faults = Vec::new();
    for (path, written) in &listed {
        match there.get(path) {
            None => faults.push(Fault::Missing((*path).to_owned())),
            Some(file) if *file != *written => faults.push(Fault::Altered((*path).to_owned())),
            Some(_) => {}
        }
    }
    // The signature is made after the manifest, which cannot list it.
    let known = |path: &str| path == MANIFEST || path == SIGNATURE || listed.contains_key(path);
    let extra = there.keys().filter(|path| !known(path));
    faults.extend(extra.map(|path| Fault::Extra((*path).to_owned())));
    if faults.is_empty() { Ok(manifest) } else { Err(faults) }
}
