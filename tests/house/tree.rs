//! The files of the repository.

use std::path::{Path, PathBuf};

use crate::code;

/// A Rust file.
pub struct RustFile {
    /// Its path from the root of the repository, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its text with comments and the insides of quotes blanked, with the same lines.
    pub code: String,
}

impl RustFile {
    /// A file that is not on the disk, to try the tests on.
    pub fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), code: code::blank(text) }
    }

    /// `["model", "link", "sets"]` for `src/model/link/sets.rs`; empty for `src/lib.rs`.
    pub fn module(&self) -> Vec<&str> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let mut parts: Vec<&str> = inside.strip_suffix(".rs").unwrap_or(inside).split('/').collect();
        if matches!(parts.last(), Some(&"mod")) || parts == ["lib"] {
            parts.pop();
        }
        parts
    }

    /// The module of a layer that the file belongs to: `model`, `main`; none for `src/lib.rs`.
    pub fn house_module(&self) -> Option<&str> {
        self.module().first().copied()
    }

    /// `src/model/link/sets.rs:12` for an offset.
    pub fn place(&self, offset: usize) -> String {
        let line = self.code.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// The text of the lines around an offset.
    pub fn line_around(&self, offset: usize, around: usize) -> String {
        let line = self.code.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        let first = line.saturating_sub(around);
        self.text.lines().skip(first).take(line - first + around + 1).collect::<Vec<_>>().join("\n")
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, by path from the root, sorted.
pub fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    gather(&root().join(folder), folder, &mut found);
    found.sort();
    found
}

fn gather(folder: &Path, name: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.expect("an entry of a folder");
        let inside = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("the kind of a file").is_dir() {
            gather(&entry.path(), &inside, found);
        } else {
            found.push(inside);
        }
    }
}

/// Whether a path has this extension.
pub fn is(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// A file's text.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| unreachable!("cannot read {path}: {error}"))
}

/// The Rust files below the folders.
pub fn rust(folders: &[&str]) -> Vec<RustFile> {
    let paths = folders.iter().flat_map(|folder| files(folder));
    paths.filter(|path| is(path, "rs")).map(|path| RustFile::of(&path, &read(&path))).collect()
}

/// Fails with the list of offenders, unless it is empty.
pub fn none(what: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{what}:\n  {}\n", offenders.join("\n  "));
}
