//! `dictum test`: forms, filters, coverage, and exit statuses.

use serde_json::Value;

use super::{CLEAN, Desk, WRONG};

const GROUND: &str = "environment pilot { type = sandbox }\n\
    data_policy baseline { applies_to = all; business = [sharepointonline, teams]; non_business = unblockable - [sharepointonline, teams]; blocked = rest }\n";
const GOOD: &str = "test \"Office goes together\" {\n  connectors sharepointonline, teams in pilot together\n}\n";
const BAD: &str = "test \"Nothing is shared\" {\n  connectors sharepointonline, teams in pilot not together\n  connector twitter in pilot is blocked\n}\n";
const OPEN: &str = "test \"Production is managed\" {\n  every production environment is managed\n}\n";

fn desk(tests: &[&str]) -> Desk {
    Desk::with(&[("a.dictum", GROUND), ("tests.dictum", &tests.concat())])
}

#[test]
fn it_ends_as_the_tests_do() {
    desk(&[GOOD]).run(&["test"]).ends(0).gives(&[
        "passed",
        "Office goes together",
        "1 test: 1 passed; 1 assertion: 1 passed",
    ]);
    desk(&[GOOD, BAD]).run(&["test"]).ends(1).gives(&[
        "FAILED",
        "Nothing is shared",
        "error[D7030]",
        "`sharepointonline` and `teams` may be used together in `pilot`",
        "data policy `baseline` allows",
        "2 tests: 1 passed, 1 failed; 3 assertions: 2 passed, 1 failed",
    ]);
    desk(&[GOOD, OPEN]).run(&["test"]).ends(1).gives(&[
        "not known",
        "error[D7031]",
        "no environment is meant, so this tests nothing",
        "1 not known",
    ]);
    // If nothing was tested, the run is not a success.
    Desk::with(&[("a.dictum", GROUND)]).run(&["test"]).ends(2).says(&["no test is declared, so nothing was tested"]);
    desk(&[GOOD]).run(&["test", "--filter", "elsewhere"]).ends(2).says(&["Office goes together"]);
    Desk::empty().run(&["test"]).ends(2);
    desk(&[GOOD]).run(&["test", "-o", "yaml"]).ends(2).says(&["`text`, `json` and `junit`"]);
}

#[test]
fn a_filter_chooses_by_name() {
    let desk = desk(&[GOOD, BAD]);
    desk.run(&["test", "--filter", "Office"]).ends(0).gives(&["1 test: 1 passed"]);
    desk.run(&["test", "-f", "is", "-f", "shared"]).ends(1).gives(&["1 test: 0 passed, 1 failed"]);
}

#[test]
fn a_check_looks_at_no_assertion_and_a_build_carries_none() {
    let desk = desk(&[BAD]);
    desk.run(&["check"]).ends(0);
    desk.run(&["build", "--out", "with"]).ends(0);
    let without = Desk::with(&[("a.dictum", GROUND)]);
    without.run(&["build", "--out", "with"]).ends(0);
    let bundle = |desk: &Desk| desk.files("with").into_iter().find(|(name, _)| name.ends_with("bundle.json"));
    assert_eq!(bundle(&desk).expect("a bundle"), bundle(&without).expect("a bundle"));
}

#[test]
fn an_error_leaves_nothing_known() {
    let desk = Desk::with(&[("a.dictum", &format!("{GROUND}{GOOD}")), ("b.dictum", WRONG)]);
    desk.run(&["test"]).ends(1).gives(&["error[D7031]", "1 not known"]).says(&["error[D1004]"]);
}

#[test]
fn a_sentence_that_cannot_be_read_leaves_the_others_known() {
    let slip = "test \"What is blocked\" {\n  connector twitter in pilot is allowed\n  connector twitter in pilot is blocked\n}\n";
    let run = desk(&[GOOD, slip]).run(&["test"]).ends(1).says(&["error[D1009]: `allowed` is not expected here"]);
    let run = run.gives(&[
        "passed       1 of 1    Office goes together",
        "not known    1 of 2    What is blocked",
        "this sentence of the test cannot be read",
        "D1009 wrong-form: `allowed` is not expected here",
        "2 tests: 1 passed, 1 not known; 3 assertions: 2 passed, 1 not known",
    ]);
    assert_eq!(run.out.matches("error[").count(), 1, "{}", run.out);
    let junit = desk(&[GOOD, slip]).run(&["test", "-o", "junit"]).ends(1);
    junit.gives(&["errors=\"1\"", "<testcase name=\"connector twitter in pilot is allowed\""]);
    // A test with only such a sentence has not passed.
    let alone = "test \"Alone\" {\n  connector twitter in pilot is allowed\n}\n";
    desk(&[alone]).run(&["test"]).ends(1).gives(&["not known    0 of 1    Alone"]);
}

#[test]
fn one_error_is_one_reason_however_many_assertions_it_hides() {
    let tests = [GOOD, BAD, "data_policy broken { applies_to = all; business = [ }\n"];
    let run = desk(&tests).run(&["test"]).ends(1).gives(&["the same holds for 2 more assertions", "3 not known"]);
    assert_eq!(run.out.matches("error[").count(), 1, "{}", run.out);
}

#[test]
fn json_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../../schema/tests-1.0.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let desk = desk(&[GOOD, BAD, OPEN]);
    for arguments in [&["test", "-o", "json"][..], &["test", "-o", "json", "--coverage"]] {
        let json = desk.run(arguments).ends(1).json();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(json["tests"].as_array().map(Vec::len), Some(3));
        assert_eq!(json["tests"][1]["assertions"][0]["result"], "failed");
        assert_eq!(json["tests"][1]["assertions"][0]["finding"]["code"], "D7030");
        assert_eq!(json["tests"][1]["assertions"][1]["sentence"], "connector twitter in pilot is blocked");
        assert_eq!(json["tests"][2]["result"], "not_known");
        assert_eq!(json["summary"]["assertions"]["passed"], 2);
    }
    assert!(desk.run(&["test", "-o", "json"]).json()["coverage"].is_null());
}

#[test]
fn junit_has_a_suite_for_each_test() {
    let hostile = "test \"<b> & \\\"##vso[task.complete]\" {\n  every environment is not managed\n}\n";
    let desk = desk(&[GOOD, BAD, OPEN, hostile]);
    let run = desk.run(&["test", "-o", "junit", "-o", "text=written.txt"]).ends(1);
    run.gives(&[
        "<testsuites name=\"dictum test\" tests=\"5\" failures=\"1\" errors=\"1\" skipped=\"0\">",
        "<testsuite name=\"Nothing is shared\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">",
        "<testcase name=\"connector twitter in pilot is blocked\" classname=\"Nothing is shared\" file=\"tests.dictum\" line=\"6\"/>",
        "<failure type=\"failed\"",
        "<error type=\"not_known\"",
        "&lt;b&gt; &amp; &quot;",
    ]);
    assert!(desk.read("written.txt").contains("4 tests: 2 passed, 1 failed, 1 not known"));
}

#[test]
fn coverage_is_shown_and_asked_for() {
    let desk = desk(&[GOOD]);
    desk.run(&["test", "--coverage"]).ends(0).gives(&[
        "places: 1 of 3 looked at, 33 %",
        "not looked at: `pilot`: what is blocked",
        "rules: 0 of 0 looked at, 100 %",
    ]);
    desk.run(&["test", "--fail-under", "places=33"]).ends(0);
    desk.run(&["test", "--fail-under", "34"]).ends(1).says(&["coverage of places: 1 of 3 is below 34 %"]);
    desk.run(&["test", "--fail-under", "plases=1"]).ends(2).says(&["did you mean `places`?"]);
    desk.run(&["test", "--fail-under", "101"]).ends(2).says(&["is not a threshold"]);
}

#[test]
fn a_file_that_is_named_gives_its_tests() {
    let desk = Desk::with(&[("dictum.toml", ""), ("a.dictum", GROUND), ("one.dictum", GOOD), ("two.dictum", BAD)]);
    desk.run(&["test", "one.dictum"]).ends(0).gives(&["1 test: 1 passed"]);
    desk.run(&["test", "two.dictum"]).ends(1);
    desk.run(&["test", "a.dictum"]).ends(2);
}

#[test]
fn the_worked_example_holds_its_tests() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/contoso");
    let desk = Desk::with(&[("a.dictum", CLEAN)]);
    let run = desk.run(&["test", folder, "--today", "2026-11-21", "--coverage", "-o", "json"]).ends(0);
    let json = run.json();
    assert_eq!(json["summary"]["tests"]["total"], 7);
    for part in json["coverage"].as_array().expect("three parts") {
        println!("{}: {} of {}", part["name"], part["touched"], part["total"]);
    }
}

#[test]
fn a_statement_that_does_not_parse_leaves_the_other_sentences_alone() {
    let desk = Desk::with(&[(
        "a.dictum",
        "environment default { type = default }\n\
         data_policy p { applies_to = all; business = [teams]; non_business = rest }\n\
         test \"x\" {\n  connectors teams, sql in default not together\n  connector sql in $default is blocked\n  connector sql in default is not blocked\n}\n",
    )]);
    desk.run(&["test"]).ends(1).gives(&["3 assertions: 2 passed, 1 not known"]);
}
