//! Baselines and the selection of rules, as commands.

use super::{CLEAN, DOUBTFUL, Desk, WRONG};

const TWO: &str = "connectors office = [sharepointonline, teams]\nconnectors more = [sql]\n";

#[test]
fn a_baseline_accepts_what_was_there_and_only_shrinks() {
    let desk = Desk::with(&[("a.dictum", TWO)]);
    desk.run(&["check", ".", "--baseline", "b.json"]).ends(2).says(&["cannot read `b.json`"]);
    desk.run(&["baseline", "prune", "--baseline", "b.json"]).ends(2);
    desk.run(&["baseline", "update", "--baseline", "b.json"]).ends(0).gives(&["b.json: 2 findings"]);
    let check = ["check", ".", "--baseline", "b.json", "--fail-level", "info", "-o", "short"];
    let run = desk.run(&check).ends(0).says(&["no findings; 2 in the baseline"]);
    assert_eq!(run.out, "");
    // Moved lines and another file name.
    std::fs::remove_file(desk.path("a.dictum")).expect("a file");
    desk.put("z.dictum", format!("\n// moved\n\n{}", TWO.replace(" = ", "   = ")));
    desk.run(&check).ends(0);
    // A new finding is reported as new, and is not added.
    desk.put("n.dictum", "connectors third = [planner]\n");
    desk.run(&check).ends(1).gives(&["third"]).says(&["1 warning in 1 file; 2 in the baseline"]);
    desk.run(&["baseline", "update", "--baseline", "b.json"]).ends(1).gives(&["1 finding is not in it"]);
    desk.run(&check).ends(1);
    // A fixed finding leaves the baseline.
    std::fs::remove_file(desk.path("n.dictum")).expect("a file");
    desk.put("z.dictum", "connectors more = [sql]\n");
    desk.run(&check).ends(0);
    desk.run(&["baseline", "prune", "--check", "--baseline", "b.json"]).ends(1);
    desk.run(&["baseline", "prune", "--baseline", "b.json"]).ends(0).gives(&["b.json: 1 finding, 2 before"]);
    desk.run(&["baseline", "prune", "--check", "--baseline", "b.json"]).ends(0);
    desk.put("z.dictum", TWO);
    desk.run(&check).ends(1).gives(&["office"]);
}

#[test]
fn what_was_not_looked_for_stays_in_the_baseline() {
    let desk = Desk::with(&[("a.dictum", TWO)]);
    desk.run(&["baseline", "update"]).ends(0);
    desk.put("w.dictum", WRONG);
    let before = desk.read("dictum-baseline.json");
    desk.run(&["baseline", "prune"]).ends(0).says(&["warnings were not looked for"]);
    assert_eq!(desk.read("dictum-baseline.json"), before);
}

/// A baseline accepts only what a waiver may accept.
#[test]
fn errors_stay_open_whatever_a_baseline_says() {
    let desk = Desk::with(&[("a.dictum", TWO), ("w.dictum", "connectors wide = [sql, nowhere_at_all]\n")]);
    let update = ["baseline", "update", "--baseline", "b.json"];
    desk.run(&update).ends(1).gives(&["1 finding is not in it, since what no waiver accepts stays open"]);
    let check = ["check", ".", "--baseline", "b.json", "-o", "short"];
    desk.run(&check).ends(1).gives(&["nowhere_at_all"]);
    // The settings may exclude more rules.
    desk.put("w.dictum", "");
    desk.put("dictum.toml", "[project]\nname = \"p\"\n[lint]\nnot_waivable = [\"unused-connector-set\"]\n");
    desk.run(&["baseline", "update", "--baseline", "c.json"]).ends(1).gives(&["2 findings are not in it"]);
    desk.run(&["check", ".", "--baseline", "c.json", "--fail-level", "info"]).ends(1);
}

#[test]
fn a_file_that_is_no_baseline_is_refused() {
    for text in ["", "[]", "{\"version\":2,\"findings\":[]}", "{\"version\":1,\"findings\":[],\"more\":1}"] {
        let desk = Desk::with(&[("a.dictum", CLEAN), ("b.json", text)]);
        desk.run(&["check", ".", "--baseline", "b.json"]).ends(2).says(&["is not a baseline"]);
    }
}

#[test]
fn rules_are_selected_and_left_out() {
    let desk = Desk::with(&[("a.dictum", DOUBTFUL)]);
    let shown = |arguments: &[&str]| {
        desk.run(&[&["check", ".", "--fail-level", "info", "-o", "short"], arguments].concat()).out.contains("D7001")
    };
    assert!(shown(&["--select", "D7001"]) && shown(&["--select", "unused-connector-set,D21"]));
    assert!(shown(&["--select", "hygiene"]) && shown(&["--select", "d7"]) && !shown(&["--select", "access"]));
    assert!(!shown(&["--ignore", "D7001"]) && !shown(&["--ignore", "hygiene"]) && shown(&["--ignore", "D2"]));
    assert!(!shown(&["--select", "hygiene", "--ignore", "D7001"]));
    desk.run(&["check", "--select", "unused-set"]).ends(2).says(&["`--select` names `unused-set`"]);
    desk.run(&["check", "--ignore", "unknown-word"]).ends(2).says(&["nothing switches it off"]);
    desk.put("w.dictum", WRONG);
    desk.run(&["check", "--select", "D7001", "-o", "short"]).ends(1).gives(&["D1004"]);
}

#[test]
fn levels_of_categories_and_paths() {
    let settings = "[lint]\nfail_level = \"warning\"\n[lint.categories]\nhygiene = \"info\"\n\
        [lint.paths.\"old/**\"]\nunused-connector-set = \"off\"\n";
    let desk = Desk::with(&[
        ("dictum.toml", settings),
        ("old/a.dictum", "connectors old = [sql]\n"),
        ("new/a.dictum", "connectors new = [teams]\n"),
    ]);
    let run = desk.run(&["check", "-o", "short"]).ends(0).gives(&["info[D7001]", "`new`"]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    desk.put("dictum.toml", format!("{settings}[lint.rules]\nD7001 = \"error\"\n"));
    desk.run(&["check", "-o", "short"]).ends(1).gives(&["error[D7001]"]);
    desk.put("dictum.toml", settings.replace("old/**", "odl/**"));
    desk.run(&["check"]).ends(2).says(&["`odl/**` matches no policy file"]);
    desk.put("dictum.toml", settings.replace("hygiene", "hygeine"));
    desk.run(&["check"]).ends(2).says(&["there is no category `hygeine`", "did you mean `hygiene`?"]);
    desk.put("dictum.toml", settings.replace("unused-connector-set", "unused-connector-sets"));
    desk.run(&["check"]).ends(2).says(&["did you mean `unused-connector-set`?"]);
}

#[test]
fn settings_may_let_no_waiver_accept_a_rule() {
    let text = "// dictum: waive unused-connector-set until 2099-01-01 because \"a\"\nconnectors office = [sql]\n";
    let desk = Desk::with(&[("a.dictum", text)]);
    desk.run(&["check", "--fail-level", "info"]).ends(0);
    desk.put("dictum.toml", "[lint]\nnot_waivable = [\"D7001\"]\n");
    desk.run(&["check", "-o", "short"]).ends(1).gives(&[
        "warning[D7001]",
        "error[D7020]",
        "the settings let no waiver",
    ]);
    let waive = ["waive", "D7001", "--at", "a.dictum:2", "--until", "2099-01-01", "--because", "a"];
    desk.run(&waive).ends(2).says(&["the settings let no waiver"]);
    desk.put("dictum.toml", "[lint]\nnot_waivable = [\"D70019\"]\n");
    desk.run(&["check"]).ends(2).says(&["there is no rule `D70019`"]);
}

#[test]
fn check_applies_fixes_where_it_is_asked_to() {
    let desk = Desk::with(&[("a.dictum", WRONG)]);
    desk.run(&["check", "--fix", "-o", "short"]).says(&["1 finding fixed"]);
    assert_eq!(desk.read("a.dictum"), WRONG.replace("sandbax", "sandbox"));
    desk.run_with(&["check", "--fix", "-"], WRONG).ends(2);
}

#[test]
fn nothing_to_check_is_no_success() {
    let desk = Desk::with(&[("empty/readme.md", "")]);
    for path in ["empty", "missing", "*.dictum"] {
        desk.run(&["check", path]).ends(2).says(&["nothing was checked"]);
    }
}

#[test]
fn the_doctor_says_what_a_report_needs() {
    let desk = Desk::with(&[("a.dictum", CLEAN), ("dictum.toml", "[project]\nname = \"shop\"\n")]);
    let run = desk.run(&["doctor"]).ends(0);
    run.gives(&[
        env!("CARGO_PKG_VERSION"),
        "project     shop",
        "1 read, 0 not read",
        "connectors as of 20",
        "bindings    none",
    ]);
    desk.put("dictum.toml", "[lint.rules]\nnope = \"off\"\n[build]\nbindings = \"gone.json\"\n");
    desk.run(&["doctor"]).ends(1).gives(&["1 wrong", "which is not there"]);
}
