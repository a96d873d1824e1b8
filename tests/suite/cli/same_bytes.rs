//! The same policies give the same bytes in every folder and environment.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{Desk, finish, gather};

/// The digest of all files of a build, except the source map and the manifest that lists it: these name the sources.
fn digest(desk: &Desk, folder: &str) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in desk.files(folder) {
        if path == "bundle.map.json" {
            continue;
        }
        hash.update(&path);
        if path == "manifest.json" {
            let manifest: serde_json::Value = serde_json::from_slice(&bytes).expect("a manifest");
            hash.update(manifest["meaning"].as_str().expect("a digest of the meaning"));
        } else {
            hash.update(&bytes);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// The files of a project of this repository.
fn project(name: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(name), "", &mut files);
    files.retain(|(path, _)| !path.starts_with("dist/"));
    files.sort();
    files
}

/// Another form of a project: path and bytes of each file.
type Variant = (&'static str, fn(usize, &str, &[u8]) -> (PathBuf, Vec<u8>));

fn is_policy(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "dictum")
}

fn crlf(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes()
}

fn marked(bytes: &[u8]) -> Vec<u8> {
    ["\u{FEFF}".as_bytes(), bytes].concat()
}

const VARIANTS: &[Variant] = &[
    ("as it is", |_, path, bytes| (path.into(), bytes.to_vec())),
    ("CRLF", |_, path, bytes| (path.into(), if is_policy(path) { crlf(bytes) } else { bytes.to_vec() })),
    ("a byte order mark", |_, path, bytes| (path.into(), if is_policy(path) { marked(bytes) } else { bytes.to_vec() })),
    ("other names, in the other order", |at, path, bytes| {
        let name = if is_policy(path) { format!("{:03}.dictum", 999 - at) } else { path.to_owned() };
        (name.into(), bytes.to_vec())
    }),
    ("a folder for each file, CRLF and a mark", |at, path, bytes| {
        if is_policy(path) {
            (format!("part {}/é/{path}", 99 - at).into(), marked(&crlf(bytes)))
        } else {
            (path.into(), bytes.to_vec())
        }
    }),
    ("comments and blank lines", |_, path, bytes| {
        let more = if is_policy(path) { &b"\n\n// one more remark\n\n"[..] } else { b"" };
        (path.into(), [more, bytes].concat())
    }),
];

/// Environment variables that must have no effect.
const SURROUNDINGS: &[&[(&str, &str)]] = &[
    &[],
    &[("RAYON_NUM_THREADS", "1")],
    &[("RAYON_NUM_THREADS", "7"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")],
    &[("TZ", "America/St_Johns"), ("LANG", "C"), ("SOURCE_DATE_EPOCH", "0"), ("HOME", "/nowhere")],
];

#[test]
fn a_build_does_not_depend_on_where_and_how_it_is_made() {
    let (mut runs, mut distinct) = (0, Vec::new());
    for name in ["contoso", "adoption-framework", "starter"] {
        let mut digests = std::collections::BTreeMap::new();
        for (at, (variant, write)) in VARIANTS.iter().enumerate() {
            let desk = Desk::empty();
            // The path of the project differs as well.
            let root = format!("{}/{name}", "x".repeat(at + 1));
            for (index, (path, bytes)) in project(name).iter().enumerate() {
                let (path, bytes) = write(index, path, bytes);
                desk.put(&format!("{root}/{}", path.display()), bytes);
            }
            for surroundings in SURROUNDINGS {
                let mut command = desk.command(&["build", &root, "--out", "dist"]);
                finish(command.envs(surroundings.iter().copied()), b"").ends(0);
                runs += 1;
                digests.entry(digest(&desk, "dist")).or_insert_with(|| format!("{variant}, {surroundings:?}"));
            }
        }
        distinct.push((name, digests));
    }
    let hashes: Vec<usize> = distinct.iter().map(|(_, digests)| digests.len()).collect();
    println!(
        "P4: {runs} builds, {} variants and {} surroundings of each of 3 projects, distinct hashes of each: {hashes:?}",
        VARIANTS.len(),
        SURROUNDINGS.len()
    );
    assert!(hashes.iter().all(|count| *count == 1), "{distinct:#?}");
}
