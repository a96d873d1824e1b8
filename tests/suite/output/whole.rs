//! The files after a build.

use std::fs;

use dictum::catalog::Catalog;
use dictum::cli::output::write;
use dictum::emit::{Api, Bindings, Job, OutputFile, Rest, Settings, Target, emit, prepare, verify};
use dictum::engine;
use dictum::text::Sources;
use std::sync::Arc;
use tempfile::tempdir;

use super::{beside, fill, output, read};

#[test]
fn nothing_of_an_earlier_output_is_left() {
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("deep/er/out");
    for name in ["one", "two", "three"] {
        let tree = output(name);
        write(&target, |store| fill(&tree, store)).expect("written");
        assert_eq!(read(&target), tree);
        assert_eq!(beside(&parent.path().join("deep/er")), ["out"]);
    }
}

#[test]
fn a_build_on_disk_is_what_it_is_in_memory() {
    let text = "data_policy p { applies_to = all; business = [sql]; blocked = rest }\n";
    let sources = Sources::single("p.dictum", text);
    let today = engine::Settings { today: jiff::civil::date(2026, 11, 21) };
    let analysis = engine::analyze(&sources, Arc::new(Catalog::builtin().clone()), &today);
    let (program, effective, bindings) = (analysis.program, analysis.effective, Bindings::default());
    let settings = Settings {
        project: "contoso",
        bindings: &bindings,
        api: Api::V2,
        rest: Rest::Implied,
        provider: dictum::emit::ProviderVersion::V4_1,
        database: dictum::emit::Database::default(),
    };
    let job = Job { program: &program, effective: &effective, sources: &sources, settings };
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("dist");
    let ready = prepare(&Target::ALL, job).ready;
    let manifest = write(&target, |store| ready.write(store)).expect("written");
    let files: Vec<OutputFile> = read(&target).into_iter().map(|(path, bytes)| OutputFile { path, bytes }).collect();
    assert_eq!(files, emit(&Target::ALL, job).expect("nothing stands in the way"));
    assert_eq!(verify(&files), Ok(manifest));
    // A second build replaces the first.
    write(&target, |store| ready.write(store)).expect("written");
    assert_eq!(beside(parent.path()), ["dist"]);
}

#[test]
fn runs_side_by_side_leave_one_whole_output() {
    let parent = tempdir().expect("a folder");
    let target = parent.path().join("out");
    let outputs: Vec<_> = (0..8).map(|index| output(&format!("run{index}"))).collect();
    std::thread::scope(|scope| {
        for tree in &outputs {
            let target = &target;
            scope.spawn(move || {
                for _ in 0..5 {
                    write(target, |store| fill(tree, store)).expect("written");
                }
            });
        }
    });
    let stands = read(&target);
    assert!(outputs.contains(&stands));
    assert_eq!(beside(parent.path()), ["out"]);
}

#[test]
fn another_program_s_folder_beside_the_target_is_left_alone() {
    let parent = tempdir().expect("a folder");
    for name in [".out.dictum-notours", ".out.other", "out.dictum-x"] {
        fs::create_dir(parent.path().join(name)).expect("a folder");
        fs::write(parent.path().join(name).join("file"), "mine").expect("a file");
    }
    let tree = output("new");
    write(&parent.path().join("out"), |store| fill(&tree, store)).expect("written");
    assert_eq!(beside(parent.path()), [".out.dictum-notours", ".out.other", "out", "out.dictum-x"]);
}

#[test]
#[cfg(unix)]
fn an_output_may_be_read_by_whom_any_folder_may() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempdir().expect("a folder");
    let (target, other) = (parent.path().join("out"), parent.path().join("other"));
    let tree = output("new");
    write(&target, |store| fill(&tree, store)).expect("written");
    fs::create_dir(&other).expect("a folder");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode();
    assert_eq!(mode(&target), mode(&other));
}
