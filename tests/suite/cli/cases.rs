//! What a gate was once tried with and failed: each case as it was reported, with the right answer.

use std::fmt::Write as _;

use super::{CLEAN, Desk};

/// Four hundred findings in one file.
fn many() -> String {
    let mut text = CLEAN.to_owned();
    for number in 0..400 {
        let _ = writeln!(text, "environment e{number} {{ type = sandbax }}");
    }
    text
}

#[test]
fn findings_are_cut_on_the_screen_only() {
    let desk = Desk::with(&[("p.dictum", &many())]);
    for form in ["short", "full", "agent"] {
        let run = desk.run(&["check", "-o", form]).ends(1);
        let head = if form == "agent" { " D1004: " } else { "[D1004]" };
        assert_eq!(run.out.matches(head).count(), 400, "{form}");
    }
    desk.run(&["check"]).ends(1).gives(&["300 more not shown"]);
    for form in ["human", "short", "full", "json", "jsonl"] {
        desk.run(&["check", "-o", &format!("{form}=found.txt")]).ends(1);
        let heads = if form.starts_with("json") { "\"code\":\"D1004\"" } else { "[D1004]" };
        assert_eq!(desk.read("found.txt").matches(heads).count(), 400, "{form}");
    }
}

#[test]
fn one_accepted_finding_does_not_hide_the_next() {
    let policy = "environment default { type = default }\nenvironment pilot { type = sandbox }\n\
        data_policy baseline {\n  applies_to   = all except [pilot]\n  business     = [sharepointonline]\n  \
        non_business = unblockable - [sharepointonline]\n  blocked      = rest\n}\n";
    let desk = Desk::with(&[("w.dictum", policy)]);
    desk.run(&["check", "--fail-level", "warning"]).ends(1).gives(&["D2101"]);
    let until = ["--until", "2999-03-31", "--because", "the pilot is left open"];
    desk.run(&[&["waive", "D2101", "--at", "w.dictum:2"][..], &until].concat()).ends(0);
    desk.run(&["check", "--fail-level", "warning"]).ends(0).says(&["1 waived"]);
    let other = "environment other { type = sandbox }\ndata_policy own { applies_to = only [pilot]; business = [sharepointonline]; non_business = rest }\n";
    desk.put("w.dictum", desk.read("w.dictum").replace("except [pilot]", "except [pilot, other]") + other);
    let run = desk.run(&["check", "--fail-level", "warning", "-o", "short"]).ends(1);
    assert!(
        run.out.contains("`other`") && run.out.contains("D7022"),
        "the next one, and the waiver of nothing: {}",
        run.out
    );
}

#[test]
fn nothing_to_check_is_no_success_for_any_command() {
    let desk = Desk::with(&[("empty/readme.txt", "")]);
    for path in ["empty", "missing", "empty/*.dictum"] {
        for command in [&["check"][..], &["fmt", "--check"], &["build"], &["fix"], &["test"], &["config"]] {
            desk.run(&[command, &[path]].concat()).ends(2);
        }
    }
}

#[test]
fn settings_are_found_whatever_the_path_and_the_folder() {
    let unused = "connectors unused = [sharepointonline, teams]\n";
    let level = |level: &str| format!("[lint.rules]\nunused-connector-set = \"{level}\"\n");
    let desk = Desk::with(&[
        ("dir1/p.dictum", unused),
        ("dir1/dictum.toml", &level("off")),
        ("dir2/p.dictum", unused),
        ("dir2/dictum.toml", &level("error")),
    ]);
    let whole = desk.path("dir1").display().to_string();
    for (paths, status) in [
        (&["."][..], 1),
        (&["dir1", "dir2"], 1),
        (&["dir1"], 0),
        (&["dir2"], 1),
        (&["dir2/../dir1"], 0),
        (&[whole.as_str()], 0),
    ] {
        let run = desk.run(&[&["check", "-o", "short"][..], paths].concat()).ends(status);
        assert_eq!(run.out.lines().count(), usize::from(status == 1), "{paths:?}: {}", run.out);
    }
}

#[test]
fn the_line_ends_of_windows_are_no_layout() {
    let tidy = CLEAN.replace('\n', "\r\n");
    let desk = Desk::with(&[("p.dictum", &tidy)]);
    desk.run(&["fmt", "--check"]).ends(0);
    desk.put("p.dictum", tidy.replace(" = ", "="));
    desk.run(&["fmt"]).ends(0);
    assert_eq!(desk.read("p.dictum"), tidy);
}

#[test]
fn the_connector_that_is_kept_for_old_use_is_named_so() {
    let desk = Desk::with(&[(
        "p.dictum",
        "data_policy b { applies_to = all; business = [Dataverse]; non_business = rest }\n",
    )]);
    desk.run(&["check"]).ends(1).gives(&["did you mean `commondataserviceforapps`?"]);
    desk.run(&["catalog", "search", "dataverse legacy"])
        .ends(0)
        .gives(&["commondataservice", "Microsoft Dataverse (legacy)"]);
    desk.run(&["catalog", "show", "commondataserviceforapps"]).ends(0).gives(&["Microsoft Dataverse\n"]);
}
