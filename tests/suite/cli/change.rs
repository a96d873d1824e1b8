//! `fmt` and `fix`: commands that change files.

use super::{CLEAN, Desk, WRONG};

const LOOSE: &str = "environment sales{type=sandbox\n region   = europe}\n";

#[test]
fn fmt_changes_what_is_loose_and_nothing_else() {
    let desk = Desk::with(&[("loose.dictum", LOOSE), ("tidy.dictum", CLEAN)]);
    let check = desk.run(&["fmt", "--check"]).ends(1).says(&["1 file would change"]);
    assert_eq!(check.out, "loose.dictum\n");
    let diff = desk.run(&["fmt", "--diff"]).ends(1).gives(&["-environment sales{type=sandbox", "+environment sales {"]);
    assert_eq!(desk.read("loose.dictum"), LOOSE, "{}", diff.out);
    let run = desk.run(&["fmt"]).ends(0).says(&["1 file changed"]);
    assert_eq!(run.out, "loose.dictum\n");
    assert_ne!(desk.read("loose.dictum"), LOOSE);
    assert_eq!(desk.read("tidy.dictum"), CLEAN);
    let again = desk.run(&["fmt", "--check"]).ends(0).says(&["0 files would change"]);
    assert_eq!(again.out, "");
}

#[test]
fn fmt_of_standard_input_goes_to_standard_output() {
    let desk = Desk::with(&[("tidy.dictum", LOOSE)]);
    let run = desk.run_with(&["fmt", "-"], LOOSE).ends(0).gives(&["environment sales {\n"]);
    assert_eq!(run.err, "");
    let run = desk.run_with(&["fmt", "-", "--stdin-filename", "tidy.dictum"], CLEAN).ends(0);
    assert_eq!(run.out, CLEAN);
    assert_eq!(desk.read("tidy.dictum"), LOOSE);
}

#[test]
fn fmt_leaves_what_it_cannot_read() {
    let desk = Desk::with(&[("a.dictum", "environment sales { type =\n"), ("b.dictum", LOOSE)]);
    desk.run(&["fmt"]).ends(1).says(&["error[D0", "a.dictum:1:"]);
    assert_eq!(desk.read("a.dictum"), "environment sales { type =\n");
    assert_ne!(desk.read("b.dictum"), LOOSE, "the others are laid out all the same");
    let piped = desk.run_with(&["fmt", "-"], "environment {").ends(1);
    assert_eq!(piped.out, "", "half a text would overwrite a whole one");
}

#[test]
fn fix_applies_safe_fixes_and_shows_what_is_left() {
    let desk = Desk::with(&[("a.dictum", WRONG), ("b.dictum", "connectors office = [sharepoint_online]\n")]);
    let diff =
        desk.run(&["fix", "--diff"]).ends(1).gives(&["-environment sales { type = sandbax", "+environment sales"]);
    assert_eq!(desk.read("a.dictum"), WRONG, "{}", diff.out);
    desk.run(&["fix"]).ends(1).says(&["D1012", "1 finding fixed"]);
    assert_eq!(desk.read("a.dictum"), WRONG.replace("sandbax", "sandbox"));
    assert_eq!(desk.read("b.dictum"), "connectors office = [sharepoint_online]\n");
    desk.run(&["fix", "--unsafe"]).ends(0).says(&["1 finding fixed"]);
    assert_eq!(desk.read("b.dictum"), "connectors office = [sharepointonline]\n");
    desk.run(&["fix"]).ends(0).says(&["0 findings fixed"]);
}

#[cfg(unix)]
#[test]
fn a_changed_file_keeps_its_permissions_and_its_links() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(&[("shared/real.dictum", LOOSE)]);
    std::os::unix::fs::symlink("shared/real.dictum", desk.path("link.dictum")).expect("a link");
    std::fs::set_permissions(desk.path("shared/real.dictum"), PermissionsExt::from_mode(0o640)).expect("permissions");
    desk.run(&["fmt", "link.dictum"]).ends(0);
    assert!(std::fs::symlink_metadata(desk.path("link.dictum")).expect("a link").is_symlink());
    assert_ne!(desk.read("shared/real.dictum"), LOOSE);
    let mode = std::fs::metadata(desk.path("shared/real.dictum")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(desk.files("shared").len(), 1, "nothing else is left behind");
}

#[test]
fn fix_of_standard_input_goes_to_standard_output() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    let run = desk.run_with(&["fix", "-"], WRONG).ends(0).says(&["1 finding fixed"]);
    assert_eq!(run.out, WRONG.replace("sandbax", "sandbox"));
    let run = desk.run_with(&["fix", "-", "--stdin-filename", "a.dictum"], WRONG).ends(0);
    assert_eq!(run.out, WRONG.replace("sandbax", "sandbox"));
    assert_eq!(desk.files("."), [("a.dictum".to_owned(), CLEAN.as_bytes().to_vec())]);
    for command in ["fix", "fmt"] {
        desk.run_with(&[command, "-", "a.dictum"], WRONG).ends(2).says(&["standard input goes to standard output"]);
    }
}

#[test]
fn fix_leaves_files_that_were_not_named() {
    let desk = Desk::with(&[("dictum.toml", ""), ("a.dictum", WRONG), ("b.dictum", &WRONG.replace("sales", "crm"))]);
    desk.run(&["fix", "a.dictum"]).ends(0).says(&["1 finding fixed"]);
    assert_eq!(desk.read("b.dictum"), WRONG.replace("sales", "crm"));
}

#[test]
fn one_mistake_in_several_files_is_mended_in_those_that_were_named() {
    let app = |name: &str| format!("connectors {name} = offce + [sql]\n");
    let office = "connectors office = [sharepointonline]\n".to_owned();
    let desk =
        Desk::with(&[("dictum.toml", ""), ("a.dictum", &app("a")), ("b.dictum", &app("b")), ("c.dictum", &office)]);
    let run = desk.run(&["check", "b.dictum", "--output", "json"]).ends(1);
    let told: serde_json::Value = serde_json::from_str(&run.out).expect("a document");
    assert_eq!(told["diagnostics"].as_array().map(Vec::len), Some(1), "{told:#}");
    assert_eq!(told["diagnostics"][0]["file"], "a.dictum");
    assert_eq!(told["diagnostics"][0]["also"][0]["file"], "b.dictum");
    desk.run(&["fix", "b.dictum", "--unsafe"]).says(&["1 finding fixed"]);
    assert_eq!(desk.read("b.dictum"), app("b").replace("offce", "office"));
    assert_eq!(desk.read("a.dictum"), app("a"));
    desk.put("b.dictum", app("b"));
    desk.run(&["fix", "--unsafe"]).says(&["1 finding fixed"]);
    assert_eq!(
        (desk.read("a.dictum"), desk.read("b.dictum")),
        (app("a").replace("offce", "office"), app("b").replace("offce", "office"))
    );
}

#[test]
fn fix_loses_nothing_of_a_file_that_cannot_be_read_to_its_end() {
    let desk = Desk::empty();
    let mut bytes = WRONG.as_bytes().to_vec();
    bytes.extend(b"// \xFF what follows\nenvironment crm { type = sandbox }\n");
    desk.put("a.dictum", &bytes);
    desk.put("b.dictum", WRONG.replace("sales", "desk"));
    desk.run(&["fix"]).ends(1).says(&["D0006", "1 finding fixed"]);
    let fixed = WRONG.replace("sales", "desk").replace("sandbax", "sandbox").into_bytes();
    assert!(
        desk.files(".") == [("a.dictum".to_owned(), bytes), ("b.dictum".to_owned(), fixed)],
        "the file that is cut short is as it was, the other is fixed"
    );
}

#[cfg(unix)]
#[test]
fn a_result_that_cannot_be_written_leaves_the_old_one() {
    let desk = Desk::with(&[("a.dictum", CLEAN), ("old.json", "old"), ("old.csv", "old")]);
    let dictum = env!("CARGO_BIN_EXE_dictum");
    // A limit on the size of files simulates a full disk. The signal that comes with it is ignored.
    let mut tried = 0;
    for command in ["check -o json=old.json", "catalog pin --out old.csv"] {
        let script = format!("trap '' XFSZ; ulimit -f 0; '{dictum}' {command}");
        let run = std::process::Command::new("bash").arg("-c").arg(script).current_dir(desk.path(".")).output();
        let run = run.expect("bash");
        assert_eq!(run.status.code(), Some(2), "{command}: {run:?}");
        assert_eq!((desk.read("old.json"), desk.read("old.csv")), ("old".to_owned(), "old".to_owned()), "{command}");
        tried += 1;
    }
    let left: Vec<String> = desk.files("").into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, ["a.dictum", "old.csv", "old.json"]);
    println!("P7: writes that failed: {tried}, files torn: 0");
}

#[test]
fn what_killed_runs_left_beside_a_file_is_removed_by_a_later_run() {
    let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(2);
    let desk = Desk::with(&[
        ("a.dictum", CLEAN),
        (".dictum-abcdefABCDEF", "half"),
        (".dictum-notOurs", "a file of the author"),
        (".dictum-123456789012", "being written"),
        (".dictum-folderFOLDER/a.dictum", "half"),
    ]);
    for name in [".dictum-abcdefABCDEF", ".dictum-notOurs", ".dictum-folderFOLDER"] {
        let file = std::fs::File::options()
            .write(!name.contains("folder"))
            .read(true)
            .open(desk.path(name))
            .expect("the file is there");
        file.set_modified(hour_ago).expect("its time can be set");
    }
    desk.run(&["check", "-o", "json=f.json"]).ends(0);
    let left: Vec<String> = desk.files("").into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, [".dictum-123456789012", ".dictum-notOurs", "a.dictum", "f.json"]);
}
