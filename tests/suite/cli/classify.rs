//! `classify` as a command.

use std::fmt::Write as _;

use super::{Desk, WRONG};

const RULES: &str = "\
scale criticity { low < medium < high }
criteria app { personal_data : bool; users : 0.. }
rules criticity {
  high   when personal_data and users > 500
  medium when personal_data and users <= 500
  low    otherwise
}
control low    { process = automated }
control medium { process = automated }
control high   { process = regular_review every 6 months; by = sg_reviewers }
group sg_reviewers { kind = security }
";

const APPS: &str = "id,personal data,users\n1,yes,501\n2,yes,5\n3,no,\n4,yes,\n";

fn desk() -> Desk {
    Desk::with(&[("rules.dictum", RULES), ("apps.csv", APPS)])
}

#[test]
fn rows_go_to_standard_output_and_counts_to_the_other() {
    let desk = desk();
    let run = desk.run(&["classify", "apps.csv"]).ends(0);
    assert_eq!(
        run.out,
        "id,personal data,users,level,outcome,control,rule,place,missing,problem\n\
         1,yes,501,high,level,regular_review every 6 months,1,rules.dictum:4,,\n\
         2,yes,5,medium,level,automated,2,rules.dictum:5,,\n\
         3,no,,low,level,automated,otherwise,rules.dictum:6,,\n\
         4,yes,,,unknown,,,,users,at least medium\n"
    );
    assert_eq!(
        run.err,
        "4 rows by the rules of `criticity`\n  high       1\n  medium     1\n  low        1\n  (unknown)  1  not known: `users` 1\n  (no rule)  0\n  (invalid)  0\n"
    );
    let quiet = desk.run(&["classify", "apps.csv", "--quiet"]).ends(0);
    assert_eq!((quiet.out, quiet.err.as_str()), (run.out, ""));
    let summary = desk.run(&["classify", "apps.csv", "--output", "summary"]).ends(0);
    assert_eq!((summary.out, summary.err.as_str()), (run.err, ""));
}

#[test]
fn standard_input_is_read_and_its_form_is_told_by_its_first_character() {
    let desk = desk();
    let from_file = desk.run(&["classify", "apps.csv"]).ends(0).out;
    assert_eq!(desk.run_with(&["classify", "-"], APPS).ends(0).out, from_file);
    let line = "{\"users\":501,\"personal_data\":true}\n";
    let run = desk.run_with(&["classify", "-", "--output", "jsonl"], line).ends(0);
    assert_eq!(run.json()["level"], "high");
    desk.run_with(&["classify", "-", "-"], APPS).ends(2).says(&["standard input can be read once only"]);
    desk.put("apps.ndjson", line);
    desk.put("apps.txt", line);
    for name in ["apps.ndjson", "apps.txt"] {
        desk.run(&["classify", name]).ends(0).gives(&["row,level,", ",high,level,"]);
    }
}

#[test]
fn a_level_that_is_reached_fails() {
    let desk = desk();
    desk.run(&["classify", "apps.csv", "--fail-on", "high"]).ends(1);
    desk.run(&["classify", "apps.csv", "--fail-on", "medium"]).ends(1);
    desk.put("apps.csv", "id,personal data,users\n2,yes,5\n");
    desk.run(&["classify", "apps.csv", "--fail-on", "high"]).ends(0);
    desk.run(&["classify", "apps.csv", "--fail-on", "medium"]).ends(1);
    desk.run(&["classify", "apps.csv", "--fail-on", "hihg"]).ends(2).says(&["no level `hihg`", "did you mean `high`?"]);
}

#[test]
fn rows_that_cannot_be_read_are_named_up_to_twenty() {
    let desk = desk();
    let mut apps = "id,personal data,users\n".to_owned();
    (0..25).for_each(|row| writeln!(apps, "{row},perhaps,1").expect("text"));
    desk.put("apps.csv", &apps);
    let run = desk.run(&["classify", "apps.csv"]).ends(1).says(&[
        "apps.csv:2:3: `personal_data` is `yes` or `no`, not `perhaps`\n",
        "apps.csv:21:4: ",
        "\n5 more rows could not be read\n",
        "  (invalid)  25\n",
    ]);
    assert!(!run.err.contains("apps.csv:22:"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 26);
    assert_eq!(run.out.matches(",invalid,invalid,").count(), 25);
    // They are named even if `-q` turns off other messages.
    desk.run(&["classify", "apps.csv", "-q"]).ends(1).says(&["apps.csv:2:3: "]);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let desk = desk();
    let rows = desk.run(&["classify", "apps.csv"]).ends(0).out;
    let run = desk.run(&["classify", "apps.csv", "--out", "levels.csv"]).ends(0);
    assert_eq!((run.out.as_str(), desk.read("levels.csv")), ("", rows.clone()));
    // The second input has other columns. That is noticed after rows of the first are written.
    desk.put("other.csv", "users\n1\n");
    desk.put("levels.csv", "what was there");
    desk.run(&["classify", "apps.csv", "other.csv", "--out", "levels.csv"])
        .ends(2)
        .says(&["`other.csv` has other columns than `apps.csv`"]);
    assert_eq!(desk.read("levels.csv"), "what was there");
    desk.run(&["classify", "apps.csv", "gone.csv", "--out", "new.csv"]).ends(2).says(&["cannot read `gone.csv`"]);
    let names: Vec<String> = desk.files("").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["apps.csv", "levels.csv", "other.csv", "rules.dictum"], "nothing is left behind");
    // Several files with the same columns give one table, and the output may replace an input.
    desk.run(&["classify", "apps.csv", "apps.csv", "--out", "apps.csv"]).ends(0).says(&["8 rows"]);
    assert_eq!(desk.read("apps.csv").lines().count(), 9);
}

#[test]
fn policies_with_errors_classify_nothing() {
    let desk = desk();
    desk.put("more.dictum", WRONG);
    let run = desk.run(&["classify", "apps.csv", "--out", "levels.csv"]).ends(2);
    let run = run.says(&["D1004", "`sandbax`", "nothing was classified, since the policies have errors"]);
    assert_eq!(run.out, "");
    assert!(!desk.path("levels.csv").exists());
}

#[test]
fn rules_and_policies_are_chosen() {
    let desk = Desk::empty();
    desk.put("apps.csv", APPS);
    desk.run(&["classify", "apps.csv"]).ends(2).says(&["no policy files were found"]);
    let flows = RULES
        .replace("scale criticity", "scale risk")
        .replace("criteria app", "criteria flow")
        .replace("rules criticity {", "rules risk {\n  subject = flow");
    let flows: Vec<&str> = flows.lines().filter(|line| !line.starts_with("control")).collect();
    let flows = flows.join("\n") + "\n";
    desk.put("policies/flows.dictum", &flows);
    let run = desk.run(&["classify", "apps.csv", "--policies", "policies"]);
    run.ends(2).says(&["there are no rules for a scale `criticity`", "`risk`"]);
    desk.run(&["classify", "apps.csv", "--policies", "policies", "--rules", "risk"])
        .ends(0)
        .gives(&["1,yes,501,high,level,,1,flows.dictum:5,,\n"]);
}

#[test]
fn columns_are_mapped() {
    let desk = desk();
    desk.put("apps.csv", "App,Contains PII,People\nA,TRUE,501\n");
    desk.run(&["classify", "apps.csv"]).ends(2).says(&["no column holds a field that the rules ask for", "`users`"]);
    desk.run(&["classify", "apps.csv", "--map", "personal_data=Contains PII"])
        .ends(0)
        .gives(&["A,TRUE,501,,unknown,,,,users,at least medium\n"])
        .says(&["apps.csv: no column holds `users`, so no row says it\n"]);
    desk.run(&["classify", "apps.csv", "--map", "personal_data=contains pii", "--map", "users=People"])
        .ends(0)
        .gives(&["A,TRUE,501,high,"]);
    desk.run(&["classify", "apps.csv", "--map", "users"]).ends(2).says(&["users=Monthly users"]);
    desk.run(&["classify", "apps.csv", "--map", "uses=People"]).ends(2).says(&["did you mean `users`?"]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let desk = desk();
    let mut apps = "id,personal data,users,note\n".to_owned();
    (0..60_000).for_each(|row| write!(apps, "{row},yes,{},\"a\r\nb\"\r\n", row % 1000).expect("text"));
    desk.put("apps.csv", &apps);
    let one = desk.run(&["classify", "apps.csv", "--jobs", "1"]).ends(0);
    let three = desk.run(&["classify", "apps.csv", "-j", "3"]).ends(0);
    assert!(one.out == three.out && one.err == three.err);
    assert!(one.err.starts_with("60000 rows"), "{}", one.err);
    desk.run(&["classify", "apps.csv", "--jobs", "0"]).ends(2);
}

#[test]
fn lines_may_end_with_a_carriage_return_alone() {
    let desk = desk();
    desk.put("old.csv", APPS.replace('\n', "\r"));
    desk.put("dos.csv", APPS.replace('\n', "\r\n"));
    let plain = desk.run(&["classify", "apps.csv"]).ends(0);
    let old = desk.run(&["classify", "old.csv"]).ends(0);
    assert_eq!((old.out, old.err), (plain.out, plain.err.clone()));
    assert_eq!(desk.run(&["classify", "dos.csv"]).ends(0).err, plain.err);
}

#[test]
fn the_answer_of_an_inventory_is_its_rows() {
    let desk = desk();
    for (file, text) in [
        ("inv.json", r#"{"data":[{"name":"one","properties":{"users":5}},{"name":"two"}]}"#),
        ("list.json", r#"[{"name":"one","users":5},{"name":"two"}]"#),
        ("one.json", "{\n  \"name\": \"one\",\n  \"users\": 5\n}\n{\n  \"name\": \"two\"\n}\n"),
        ("value.json", r#"{"value":[{"name":"one","users":5},{"name":"two"}],"nextLink":null}"#),
    ] {
        desk.put(file, text);
        let run = desk.run(&["classify", file]).ends(0);
        assert_eq!(
            run.out.lines().filter(|line| line.contains("one") || line.contains("two")).count(),
            2,
            "{}",
            run.out
        );
        run.says(&["2 rows"]);
    }
    desk.put("none.json", "5");
    desk.run(&["classify", "none.json"]).ends(1).says(&["this line is not an object of JSON"]);
}
