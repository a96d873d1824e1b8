//! An output exists as a whole or not at all.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod kill;
mod refused;
mod whole;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use dictum::emit::Store;

/// Files by path.
type Tree = BTreeMap<String, Vec<u8>>;

/// The files of an output, made different by `name`: some are shared with every other output, some are its own, one is
/// long.
fn output(name: &str) -> Tree {
    let mut tree = Tree::new();
    tree.insert("bundle.json".to_owned(), format!("the bundle of {name}").into_bytes());
    tree.insert("part/long.json".to_owned(), name.repeat(40_000).into_bytes());
    tree.insert("part/deep/same.json".to_owned(), b"the same in all".to_vec());
    tree.insert(format!("only-{name}.json"), name.as_bytes().to_vec());
    let files: Vec<String> = tree.keys().map(|path| format!("{{\"path\":\"{path}\"}}")).collect();
    let manifest = format!("{{\"generator\":{{\"name\":\"dictum\"}},\"files\":[{}]}}", files.join(","));
    tree.insert("manifest.json".to_owned(), manifest.into_bytes());
    tree
}

/// Writes a tree, long files in several pieces.
fn fill(tree: &Tree, store: &dyn Store) -> io::Result<()> {
    for (path, bytes) in tree {
        let mut file = store.create(path)?;
        for piece in bytes.chunks(65_536) {
            file.write_all(piece)?;
        }
        file.flush()?;
    }
    Ok(())
}

/// The files of a folder.
fn read(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let entry = entry.expect("an entry");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else {
                tree.insert(path, fs::read(entry.path()).expect("the file can be read"));
            }
        }
    }
    tree
}

/// The names next to the target.
fn beside(parent: &Path) -> Vec<String> {
    let entries = fs::read_dir(parent).expect("the folder can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
