//! Policy files that are in a project and are not read.

use super::{CLEAN, Desk, WRONG};

#[test]
fn each_file_that_is_not_read_is_named_with_the_reason() {
    let desk = Desk::with(&[
        ("p/a.dictum", CLEAN),
        ("p/.gitignore", "drafts/\n"),
        ("p/drafts/b.dictum", WRONG),
        ("p/.hidden/c.dictum", WRONG),
        ("base.dictum", WRONG),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../base.dictum", desk.path("p/base.dictum")).expect("a link");
    let left = if cfg!(unix) { 3 } else { 2 };
    let run = desk.run(&["check", "p"]).ends(0);
    assert!(run.err.contains(&format!("not read: {left} policy files")), "{}", run.err);
    assert!(run.err.contains("dictum config --files"), "{}", run.err);
    let run = desk.run(&["config", "--files", "p"]).ends(0);
    run.gives(&["read      p/a.dictum", "p/drafts/b.dictum  # an ignore file", "p/.hidden/c.dictum  # it is hidden"]);
    let json = desk.run(&["config", "--files", "-o", "json", "p"]).ends(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(left + 1));
    // A file that its author names is always read.
    #[cfg(unix)]
    desk.run(&["check", "p/base.dictum"]).ends(1).gives(&["error["]);
}

#[test]
fn ignore_files_above_a_project_do_not_count() {
    let desk = Desk::with(&[
        (".gitignore", "*.dictum\n"),
        (".ignore", "proj\n"),
        ("proj/dictum.toml", ""),
        ("proj/part/a.dictum", WRONG),
        ("proj/part/b.dictum", WRONG),
        ("proj/.gitignore", "b.dictum\n"),
    ]);
    for path in ["proj", "proj/part"] {
        let run = desk.run(&["check", path, "-o", "short"]).ends(1);
        assert!(run.out.contains("a.dictum:") && !run.out.contains("b.dictum:"), "{path}: {}", run.out);
        assert!(run.err.contains("not read: `proj/part/b.dictum`"), "{path}: {}", run.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_refused_before_anything_is_written() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::with(&[("p/a.dictum", "environment  sales{type=sandbox;region=europe}\n")]);
    let odd = desk.path("p").join(std::ffi::OsStr::from_bytes(b"caf\xe9.dictum"));
    std::fs::write(&odd, "environment  crm{type=sandbox;region=europe}\n").expect("a file");
    for command in ["fmt", "fix", "check", "build"] {
        desk.run(&[command, "p"]).ends(2).says(&["is not UTF-8", "rename the file"]);
    }
    assert_eq!(desk.read("p/a.dictum"), "environment  sales{type=sandbox;region=europe}\n");
    assert_eq!(std::fs::read_dir(desk.path("p")).expect("a folder").count(), 2);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_no_files() {
    let desk = Desk::with(&[("p/a.dictum", CLEAN)]);
    let pipe = desk.path("pipe.dictum");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    for command in [
        &["check", "pipe.dictum"][..],
        &["check", "/dev/zero"],
        &["build", "p", "--bindings", "pipe.dictum"],
        &["build", "p", "--bindings", "/dev/zero"],
        &["check", "p", "--config", "pipe.dictum"],
        &["import", "auto", "pipe.dictum"],
    ] {
        desk.run(command).ends(2).says(&["is a pipe or a device, not a file"]);
    }
    std::fs::rename(&pipe, desk.path("p/dictum.toml")).expect("a pipe");
    desk.run(&["check", "p", "--config", "p/dictum.toml"]).ends(2);
    std::fs::rename(desk.path("p/dictum.toml"), desk.path("p/.ignore")).expect("a pipe");
    desk.run(&["check", "p"]).ends(2).says(&["`p/.ignore` is a pipe or a device"]);
}

/// If an ignore file were read in part, or not at all, other files than the author meant would be left out.
#[test]
fn ignore_files_that_cannot_be_read_are_refused() {
    let utf16: Vec<u8> = "\u{feff}drafts/\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (file, bytes, said) in [
        (".gitignore", utf16.clone(), "`p/.gitignore` is UTF-16"),
        ("deep/.ignore", utf16, "`p/deep/.ignore` is UTF-16"),
        ("deep/.gitignore", b"caf\xE9/\ndrafts/\n".to_vec(), "`p/deep/.gitignore` is not UTF-8: byte 4 is 0xE9"),
    ] {
        let desk = Desk::with(&[("p/a.dictum", "environment a { type = production }\n"), ("p/deep/b.dictum", "")]);
        desk.put(&format!("p/{file}"), bytes);
        for command in ["check", "config", "build"] {
            desk.run(&[command, "p"]).ends(2).says(&[said]);
        }
    }
}
