//! Files that are never replaced.

use std::fs;
use std::io;
use std::path::Path;

use dictum::cli::output::{OutputError, write};
use tempfile::tempdir;

use super::{Tree, beside, fill, output, read};

fn refused(target: &Path) -> String {
    let tree = output("new");
    let error = write(target, |store| fill(&tree, store)).expect_err("it should be refused");
    error.to_string()
}

#[test]
fn a_folder_with_other_files_is_not_replaced() {
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("out");
    let others: [&[(&str, &str)]; 5] = [
        &[("notes.txt", "mine")],
        &[("manifest.json", "{\"name\":\"my web page\",\"icons\":[]}"), ("index.html", "<p>")],
        &[("manifest.json", "{\"generator\":{\"name\":\"another tool\"},\"files\":[]}")],
        &[
            ("manifest.json", "{\"generator\":{\"name\":\"dictum\"},\"files\":[{\"path\":\"a\"}]}"),
            ("a", ""),
            ("b", ""),
        ],
        &[("deep/er/notes.txt", "mine")],
    ];
    let found = ["notes.txt", "index.html", "manifest.json", "b", "deep/er/notes.txt"];
    for (files, found) in others.into_iter().zip(found) {
        for (path, text) in files {
            let path = target.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let before = read(&target);
        let said = refused(&target);
        assert!(said.contains(&format!("holds `{found}`, which dictum did not write")), "{said}");
        assert_eq!(read(&target), before);
        assert_eq!(beside(parent.path()), ["out"]);
        fs::remove_dir_all(&target).expect("it can be removed");
    }
}

#[test]
fn a_file_added_to_an_output_is_kept() {
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("out");
    let old = output("old");
    write(&target, |store| fill(&old, store)).expect("written");
    fs::write(target.join("part/mine.txt"), "mine").expect("a file");
    assert!(refused(&target).contains("`part/mine.txt`"));
    fs::remove_file(target.join("part/mine.txt")).expect("removed");
    // Files that operating systems add, and missing or changed files, do not prevent replacement.
    fs::write(target.join(".DS_Store"), "litter").expect("a file");
    fs::remove_file(target.join("bundle.json")).expect("removed");
    fs::write(target.join("part/long.json"), "altered").expect("a file");
    let new = output("new");
    write(&target, |store| fill(&new, store)).expect("written");
    assert_eq!(read(&target), new);
}

#[test]
fn an_empty_folder_is_taken() {
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("out");
    fs::create_dir_all(target.join("empty/too")).expect("a folder");
    let new = output("new");
    write(&target, |store| fill(&new, store)).expect("written");
    assert_eq!(read(&target), new);
}

#[test]
fn files_and_paths_without_a_name_are_refused() {
    let parent = tempdir().expect("a folder");
    let file = parent.path().join("file");
    fs::write(&file, "mine").expect("a file");
    assert!(refused(&file).contains("is a file, not a folder"));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "mine");
    for nameless in ["/", "..", "a/..", ""] {
        assert!(refused(Path::new(nameless)).contains("is not a folder that can be replaced"), "{nameless}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_is_refused_and_not_followed() {
    let parent = tempdir().expect("a folder");
    let (real, link) = (parent.path().join("real"), parent.path().join("out"));
    let old = output("old");
    write(&real, |store| fill(&old, store)).expect("written");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    assert!(refused(&link).contains("is a symbolic link"));
    std::os::unix::fs::symlink(parent.path().join("nothing"), parent.path().join("dangling")).expect("a link");
    assert!(refused(&parent.path().join("dangling")).contains("is a symbolic link"));
    // A link inside an output is not one of its files.
    std::os::unix::fs::symlink("/etc", real.join("etc")).expect("a link");
    assert!(refused(&real).contains("`etc`"));
    fs::remove_file(real.join("etc")).expect("removed");
    assert_eq!(read(&real), old);
}

#[test]
fn no_file_leads_out_of_the_output() {
    let parent = tempdir().expect("a folder");
    for path in ["../escaped", "/tmp/escaped", "a/../../escaped", "..", "."] {
        let target = parent.path().join("out");
        let result = write(&target, |store| store.create(path).map(drop));
        assert!(matches!(result, Err(OutputError::Write { .. })), "{path}");
        assert!(!target.exists());
        assert_eq!(beside(parent.path()), [""; 0]);
    }
}

#[test]
fn what_the_writer_says_is_passed_on() {
    let parent = tempdir().expect("a folder");
    let result = write(&parent.path().join("out"), |_| Err::<(), _>(io::Error::other("no space")));
    let error = result.expect_err("it failed");
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(source.as_deref(), Some("no space"));
}

#[test]
#[cfg(unix)]
fn a_place_that_cannot_be_written_is_named() {
    let result = write(Path::new("/proc/nowhere/out"), |store| fill(&Tree::new(), store));
    let said = result.expect_err("it cannot be written").to_string();
    assert!(said.contains("cannot create `/proc/nowhere`"), "{said}");
}
