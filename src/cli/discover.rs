//! Which policy files a path names, and which of them are left out.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::ignore_files::Refused;
use super::project::{full, parent, settings_above};

/// Folders that never contain a project's policies, however large they are.
const PASSED_OVER: &[&str] = &[".git", "node_modules", "target"];

/// A policy file of a project that is not read, or a linked folder that may contain some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Its path.
    pub(super) path: PathBuf,
    /// Why it is not read.
    pub(super) why: &'static str,
}

/// The result for one path.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The policy files at or below it.
    pub(super) files: Vec<PathBuf>,
    /// The files that are not read.
    pub(super) left_out: Vec<LeftOut>,
}

/// The policy files at or below a path.
///
/// Ignore files count from the project's folder downwards, and none above it: a program is the same in every place and
/// for every user who clones it. Links are not followed, since they may lead out of the project.
pub(super) fn find(path: &Path) -> Result<Found, Failure> {
    let kind = std::fs::metadata(path).map_err(|error| Failure::reading(path, error))?;
    if kind.is_file() {
        return Ok(Found { files: vec![path.to_path_buf()], left_out: Vec::new() });
    }
    if !kind.is_dir() {
        return Err(Failure::irregular(path));
    }
    let root = settings_above(&path.join("_")).map_or_else(|| path.to_path_buf(), |settings| parent(&settings));
    let (whole, part) = (full(&root), full(path));
    let inside = |file: &Path| whole == part || full(file).starts_with(&part);
    let start = if whole == part || !part.starts_with(&whole) { path } else { &root };
    let mut found = Found::default();
    let mut walk = ignore::WalkBuilder::new(start);
    walk.parents(false).require_git(false).git_global(false).git_exclude(false);
    let refused = Refused::default();
    refused.admits(start);
    refused.report()?;
    let below = refused.clone();
    walk.filter_entry(move |entry| entry.file_type().is_none_or(|kind| !kind.is_dir()) || below.admits(entry.path()));
    for entry in walk.build() {
        let entry = entry.map_err(|error| Failure::new(format!("cannot read `{}`", path.display())).cause(error))?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) && is_policy(entry.path()) && inside(entry.path()) {
            let own = entry.path().strip_prefix(start).unwrap_or(entry.path());
            if own.to_str().is_none() {
                return Err(Failure::new(format!("the name of `{}` is not UTF-8", entry.path().display()))
                    .help("rename the file; findings and fixes could not name it"));
            }
            found.files.push(entry.into_path());
        }
    }
    refused.report()?;
    found.left_out = left_out(start, &found.files).into_iter().filter(|one| inside(&one.path)).collect();
    Ok(found)
}

fn is_policy(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "dictum")
}

/// What a walk without ignore files finds beside `files`.
fn left_out(start: &Path, files: &[PathBuf]) -> Vec<LeftOut> {
    let read: BTreeSet<&Path> = files.iter().map(PathBuf::as_path).collect();
    let mut walk = ignore::WalkBuilder::new(start);
    walk.standard_filters(false).filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || !PASSED_OVER.iter().any(|name| entry.file_name() == OsStr::new(name))
    });
    let mut found = Vec::new();
    // A folder that cannot be read here could not be read by the first walk either, which reports it.
    for entry in walk.build().filter_map(Result::ok) {
        let Some(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if entry.depth() == 0 || read.contains(path) {
            continue;
        }
        let own = path.strip_prefix(start).unwrap_or(path);
        let hidden = own.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        let why = match (kind.is_symlink(), is_policy(path)) {
            (true, true) => "it is a symbolic link",
            (true, false) if !hidden && std::fs::metadata(path).is_ok_and(|about| about.is_dir()) => {
                "it is a symbolic link to a folder"
            }
            (false, true) if !kind.is_dir() && !kind.is_file() => "it is a pipe or a device",
            (false, true) if kind.is_file() && hidden => {
                "it is hidden: its name or that of its folder begins with a dot"
            }
            (false, true) if kind.is_file() => "an ignore file of the project excludes it",
            _other => continue,
        };
        found.push(LeftOut { path: path.to_path_buf(), why });
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}
