//! The output of `check`, its forms, and its exit statuses.

use super::{CLEAN, DOUBTFUL, Desk, WRONG, settings};

#[test]
fn the_status_says_whether_there_are_errors() {
    let desk = Desk::with(&[("clean.dictum", CLEAN), ("doubtful.dictum", DOUBTFUL), ("wrong.dictum", WRONG)]);
    let clean = desk.run(&["check", "clean.dictum"]).ends(0);
    assert_eq!((clean.out.as_str(), clean.err.as_str()), ("", "no findings\n"));
    desk.run(&["check", "doubtful.dictum"]).ends(0).gives(&["warning[D7001]"]).says(&["1 warning in 1 file"]);
    desk.run(&["check", "wrong.dictum"]).ends(1).gives(&["error[D1004]", "did you mean `sandbox`?"]);
    desk.run(&["check", "doubtful.dictum", "--fail-level", "warning"]).ends(1);
    desk.run(&["check", "wrong.dictum", "--fail-level", "info"]).ends(1);
}

#[test]
fn a_project_may_fail_on_warnings_and_the_command_line_overrides_it() {
    let desk = Desk::with(&[("a.dictum", DOUBTFUL), ("dictum.toml", "[lint]\nfail_level = \"warning\"\n")]);
    desk.run(&["check"]).ends(1);
    desk.run(&["check", "--fail-level", "error"]).ends(0);
}

#[test]
fn findings_go_to_standard_output_and_the_count_to_standard_error() {
    let desk = Desk::with(&[("a.dictum", WRONG)]);
    let run = desk.run(&["check", "-o", "short"]).ends(1);
    assert_eq!(run.out, "a.dictum:1:28: error[D1004]: `sandbax` is not a value of `type`\n");
    let incomplete = "some warnings were not looked for, since errors leave uncertain what they read";
    assert_eq!(run.err, format!("1 error in 1 file; `dictum fix` fixes 1\n{incomplete}\n"));
    let quiet = desk.run(&["check", "-o", "short", "--quiet"]).ends(1);
    assert_eq!((quiet.out, quiet.err.as_str()), (run.out, ""));
}

#[test]
fn several_forms_are_written_at_once() {
    let desk = Desk::with(&[("a.dictum", WRONG)]);
    let run = desk.run(&["check", "--output", "json=found.json", "--output", "full=found.txt", "-o", "short"]).ends(1);
    assert!(run.out.starts_with("a.dictum:1:28: "), "{}", run.out);
    let json: serde_json::Value = serde_json::from_str(&desk.read("found.json")).expect("a JSON document");
    assert!(json.to_string().contains("D1004"), "{json}");
    let text = desk.read("found.txt");
    assert!(text.contains("error[D1004]") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn files_are_never_coloured() {
    let desk = Desk::with(&[("a.dictum", WRONG)]);
    let run = desk.run(&["check", "--color", "always", "-o", "human", "-o", "human=found.txt"]).ends(1);
    assert!(run.out.contains('\u{1b}'), "{}", run.out);
    assert!(!desk.read("found.txt").contains('\u{1b}'));
}

#[test]
fn several_projects_make_one_document() {
    let desk = Desk::with(&[
        ("one/dictum.toml", &settings("one")),
        ("one/a.dictum", WRONG),
        ("two/dictum.toml", &settings("two")),
        ("two/b.dictum", WRONG),
        ("two/c.dictum", WRONG.replace("sales", "crm").as_str()),
    ]);
    let run = desk.run(&["check", "-o", "json"]).ends(1).says(&["3 errors in 3 files"]);
    let text = run.json().to_string();
    for file in ["one/a.dictum", "two/b.dictum", "two/c.dictum"] {
        assert!(text.contains(file), "{file} in {text}");
    }
    assert_eq!(text.matches("\"D1004\"").count(), 3, "{text}");
}

#[test]
fn projects_beside_one_another_do_not_know_one_another() {
    let desk = Desk::with(&[
        ("one/dictum.toml", &settings("one")),
        ("one/a.dictum", CLEAN),
        ("two/dictum.toml", &settings("two")),
        ("two/a.dictum", CLEAN),
    ]);
    desk.run(&["check", "."]).ends(0);
    // Without settings they are one program, in which every name is declared twice.
    std::fs::remove_file(desk.path("one/dictum.toml")).expect("settings");
    std::fs::remove_file(desk.path("two/dictum.toml")).expect("settings");
    desk.run(&["check", "."]).ends(1).gives(&["D1006"]);
}

#[test]
fn the_help_names_every_form() {
    let desk = Desk::empty();
    for command in ["check", "build"] {
        let help = desk.run(&[command, "--help"]).ends(0).out;
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for format in dictum::render::Format::ALL {
            assert!(help.contains(format.name()), "`{}` in the help of {command}", format.name());
        }
    }
}

#[test]
fn an_output_that_is_not_known_or_names_no_file_is_refused() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    let run = desk.run(&["check", "-o", "jsn"]).ends(2).says(&["there is no output format `jsn`", "`json`"]);
    assert_eq!(run.out, "");
    desk.run(&["check", "-o", "json="]).ends(2).says(&["`json=` names no file"]);
    desk.run(&["check", "-o", "json=no/such/folder.json"]).ends(2).says(&["cannot write `no/such/folder.json`"]);
}

#[test]
fn outputs_do_not_spoil_each_other() {
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    desk.run(&["check", "-o", "json=a.txt", "-o", "short=a.txt"]).ends(2).says(&["`a.txt` cannot take both"]);
    desk.run(&["check", "-o", "sarif", "-o", "short"])
        .ends(2)
        .says(&["standard output cannot take both", "`short=FILE`"]);
    desk.run(&["check", "-o", "json", "-o", "junit"]).ends(2);
    desk.run(&["test", "-o", "json", "-o", "junit"]).ends(2).says(&["standard output cannot take both"]);
    desk.run(&["check", "-o", "json", "-o", "sarif=a.sarif", "-o", "junit=a.xml"]).ends(0);
    desk.run(&["check", "-o", "github", "-o", "short"]).ends(0);
}

#[test]
fn reviews_are_due_on_the_day_that_is_given() {
    let text = "\
scale connector_risk { trusted < standard }

connector sql {
  rated    = standard because \"own databases\"
  reviewed = 2026-01-10
  review   = every 12 months
}
";
    let desk = Desk::with(&[("a.dictum", text)]);
    let codes = |day: &str| desk.run(&["check", "--today", day, "-o", "short"]).ends(0).out;
    assert!(!codes("2026-06-01").contains("D7005"));
    assert!(codes("2027-06-01").contains("D7005"));
}

#[test]
fn all_findings_reach_files_and_forms_for_tools() {
    let lines = (0..140).map(|index| format!("environment e{index} {{ type = trail }}\n"));
    let text = lines.collect::<Vec<String>>().concat();
    let desk = Desk::with(&[("p.dictum", &text)]);
    let told = |text: &str| (0..140).filter(|index| text.contains(&format!("p.dictum:{}:", index + 1))).count();
    assert_eq!(told(&desk.run(&["check", "-o", "short"]).ends(1).out), 140);
    assert_eq!(told(&desk.run(&["check", "-o", "full"]).ends(1).out), 140);
    desk.run(&["check", "-o", "short=short.txt", "-o", "human=human.txt"]).ends(1);
    assert_eq!(told(&desk.read("short.txt")), 140);
    assert_eq!(told(&desk.read("human.txt")), 140);
    desk.run(&["check"]).ends(1).gives(&["40 more"]);
}
