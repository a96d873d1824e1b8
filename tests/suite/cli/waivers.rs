//! Waivers: what they accept, what they do not, and how they are written.

use super::Desk;

const POLICY: &str = "\
environment default { type = default }
environment pilot { type = sandbox }

data_policy baseline {
  applies_to   = all except [pilot]
  business     = [sharepointonline]
  non_business = unblockable - [sharepointonline]
  blocked      = rest
}
";

fn commented(comment: &str) -> String {
    POLICY.replace("environment pilot", &format!("{comment}\nenvironment pilot"))
}

const SOUND: &str = "// dictum: waive environment-without-policy until 2027-03-31 because \"the board accepts it\"";

#[test]
fn a_comment_accepts_one_finding_for_a_time() {
    let desk = Desk::with(&[("w.dictum", &commented(SOUND))]);
    let check = |day: &str| desk.run(&["check", ".", "--fail-level", "warning", "-o", "short", "--today", day]);
    let run = check("2026-11-29").ends(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "no findings; 1 waived\n"));
    // The last day is included.
    check("2027-03-31").ends(0);
    let run = check("2027-04-01").ends(1).gives(&["warning[D2101]", "w.dictum:2:51: warning[D7021]"]);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
}

#[test]
fn a_waiver_reaches_no_further_than_its_line() {
    let more =
        commented(SOUND).replace("except [pilot]", "except [pilot, lab]") + "environment lab { type = sandbox }\n";
    let desk = Desk::with(&[("w.dictum", &more)]);
    let run = desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]);
    assert!(run.out.contains("environment `lab`") && !run.out.contains("environment `pilot`"), "{}", run.out);
    // A blank line in between counts as a line.
    let apart = POLICY.replace("environment pilot", &format!("{SOUND}\n\nenvironment pilot"));
    let desk = Desk::with(&[("w.dictum", &apart)]);
    let run = desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]);
    assert!(run.out.contains("D2101") && run.out.contains("D7022"), "{}", run.out);
}

#[test]
fn a_declaration_accepts_what_is_found_in_another() {
    let waiver = "waive D2101 on environment pilot { because = \"the board\"; by = \"alice@contoso.com\"; until = 2027-03-31 }\n";
    let desk = Desk::with(&[("w.dictum", POLICY), ("waivers.dictum", waiver)]);
    let run = desk.run(&["check", ".", "-o", "json", "--today", "2026-11-29", "--fail-level", "info"]).ends(0);
    let accepted = &run.json()["accepted"][0];
    assert_eq!((accepted["because"].as_str(), accepted["by"].as_str()), (Some("the board"), Some("alice@contoso.com")));
    desk.put("waivers.dictum", waiver.replace("pilot", "default"));
    desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).ends(0).gives(&["D2101", "D7022"]);
}

#[test]
fn a_reason_and_an_end_are_required() {
    for (comment, message) in [
        ("// dictum: waive D2101", "a waiver needs a reason and the day on which it ends"),
        ("// dictum: waive D2101 until 2027-03-31", "a waiver needs a reason"),
        ("// dictum: waive D2101 until 2027-03-31 because \" \"", "a waiver needs a reason"),
        ("// dictum: waive D2101 because \"a\"", "a waiver needs the day on which it ends"),
        ("// dictum: waive D2101 until spring because \"a\"", "this is not part of a waiver"),
        ("// dictum: ignore D2101", "this comment waives nothing"),
        ("// dictum: waive D9999 until 2027-03-31 because \"a\"", "there is no rule `D9999`"),
        ("// dictum: waive unknown-word until 2027-03-31 because \"a\"", "no waiver accepts `unknown-word`"),
    ] {
        let desk = Desk::with(&[("w.dictum", &commented(comment))]);
        let run = desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).ends(1);
        assert!(run.out.contains("error[D7020]") && run.out.contains(message), "{comment}: {}", run.out);
        assert!(run.out.contains("D2101"), "{comment}: {}", run.out);
    }
    let desk = Desk::with(&[("w.dictum", &commented("// dictum: the pilot is described elsewhere"))]);
    let run = desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).ends(0);
    assert!(!run.out.contains("D7020"), "other comments are comments: {}", run.out);
    let missing = format!("{POLICY}waive D2101 on environment pilot {{ because = \"a\" }}\n");
    let desk = Desk::with(&[("w.dictum", &missing)]);
    desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).ends(1).gives(&["error[D1008]", "until"]);
}

#[test]
fn an_error_is_waived_only_where_its_page_says_so() {
    let text = "// dictum: waive unknown-word until 2027-03-31 because \"a\"\nenvironment a { type = sandbax }\n";
    let desk = Desk::with(&[("w.dictum", text)]);
    desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).ends(1).gives(&["D1004", "D7020"]);
}

#[test]
fn an_unused_waiver_is_removed_by_its_fix() {
    let line = "// dictum: waive unused-group until 2027-03-31 because \"a\"";
    let text =
        POLICY.replace("all except [pilot]", "all").replace("environment pilot", &format!("{line}\nenvironment pilot"));
    let desk = Desk::with(&[("w.dictum", &text.replace('\n', "\r\n"))]);
    desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).gives(&["warning[D7022]"]);
    desk.run(&["fix", ".", "--today", "2026-11-29"]).ends(0);
    assert_eq!(desk.read("w.dictum"), POLICY.replace("all except [pilot]", "all").replace('\n', "\r\n"));
}

#[test]
fn a_finding_that_was_not_looked_for_is_not_called_absent() {
    let text = "connectors office = [sharepointonline, teams]\ndata_policy p { applies_to = all; business = [sqll]; non_business = rest }\n";
    let desk = Desk::with(&[("w.dictum", text)]);
    let waive = ["waive", "D7001", "--at", "w.dictum:1", "--until", "2099-12-31", "--because", "a"];
    desk.run(&waive).ends(2).says(&["is not known", "fix the errors"]);
    assert_eq!(desk.read("w.dictum"), text);
    desk.put("w.dictum", text.replace("sqll", "sql"));
    desk.run(&waive).ends(0).gives(&["unused-connector-set"]);
}

#[test]
fn while_there_are_errors_nothing_is_said_of_waivers_of_warnings() {
    let desk = Desk::with(&[("w.dictum", &commented(SOUND)), ("x.dictum", "environment x { type = sandbax }\n")]);
    let run = desk.run(&["check", ".", "-o", "short", "--today", "2026-11-29"]).ends(1);
    assert!(!run.out.contains("D7022"), "{}", run.out);
    assert!(run.err.contains("warnings were not looked for"), "{}", run.err);
}

#[test]
fn the_command_writes_the_waiver_of_a_finding() {
    let desk = Desk::with(&[("p/w.dictum", &POLICY.replace('\n', "\r\n"))]);
    let waive = |rule: &str, at: &str, until: &str, because: &str| {
        let arguments = ["waive", rule, "p", "--at", at, "--until", until, "--because", because];
        desk.run(&[&arguments[..], &["--today", "2026-11-29"]].concat())
    };
    waive("D2101", "p/w.dictum:1", "2027-03-31", "a")
        .ends(2)
        .says(&["no finding of `environment-without-policy`", ":2"]);
    waive("D2101", "p/w.dictum:2", "2026-11-28", "a").ends(2).says(&["is over"]);
    waive("D2101", "p/w.dictum:2", "2027-03-31", " ").ends(2).says(&["reason"]);
    waive("D9999", "p/w.dictum:2", "2027-03-31", "a").ends(2).says(&["there is no rule `D9999`"]);
    assert_eq!(desk.read("p/w.dictum"), POLICY.replace('\n', "\r\n"), "nothing is written so far");
    waive("D2101", "p/w.dictum:2", "2027-03-31", "the \"board\" \\ accepts\nit").ends(0).gives(&["p/w.dictum:2"]);
    let line =
        "// dictum: waive environment-without-policy until 2027-03-31 because \"the \\\"board\\\" \\\\ accepts it\"";
    assert_eq!(desk.read("p/w.dictum"), commented(line).replace('\n', "\r\n"));
    let check = ["check", ".", "--fail-level", "info", "--today", "2026-11-29"];
    desk.run(&check).ends(0).says(&["1 waived"]);
}

#[test]
fn formats_count_and_name_what_is_waived() {
    let desk = Desk::with(&[("w.dictum", &commented(SOUND))]);
    let day = ["--today", "2026-11-29"];
    let run = |format: &str| desk.run(&[&["check", ".", "-o", format], &day[..]].concat()).ends(0);
    let sarif = run("sarif").json();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["justification"], "the board accepts it, until 2027-03-31");
    assert_eq!(run("json").json()["summary"]["waived"], 1);
    run("markdown").gives(&["no findings; 1 waived"]);
    run("junit").gives(&["skipped=\"1\"", "the board accepts it"]);
}

#[test]
fn an_overdue_review_hides_no_warning_waived_or_not() {
    let rule = dictum::codes::find("review-overdue").expect("a rule");
    let sample = rule.samples().into_iter().find(|sample| sample.bad).expect("a bad example");
    let desk = Desk::with(&[("a.dictum", &format!("{}\nconnectors spare = [sql]\n", sample.text))]);
    let day = ["--today", "2026-11-21"];
    let run = |arguments: &[&str]| desk.run(&[arguments, &day[..]].concat());
    let found = run(&["check", "-o", "json"]).ends(1).json();
    assert_eq!(found["summary"]["complete"], true);
    assert!(found.to_string().contains("D7001"), "{found}");
    let at = format!("a.dictum:{}", found["diagnostics"][0]["range"]["start"]["line"]);
    run(&["waive", "review-overdue", "--at", &at, "--until", "2027-01-31", "--because", "the auditor is ill"]).ends(0);
    let run = run(&["check", "-o", "short"]).ends(0).gives(&["warning[D7001]", "`spare`"]);
    assert!(run.err.contains("1 waived") && !run.err.contains("not looked for"), "{}", run.err);
}
