//! Findings about several subjects: acceptance for some of them does not cover others.

use std::fmt::Write as _;

use std::sync::Arc;

use dictum::catalog::Catalog;
use dictum::diagnostics::{Baseline, Diagnostic, unique_fingerprints};
use dictum::engine::{Analysis, Settings, analyze};
use dictum::text::Sources;
use jiff::civil::date;

fn read(text: &str) -> (Sources, Analysis) {
    let sources = Sources::single("a.dictum", text);
    let analysis = analyze(&sources, Arc::new(Catalog::builtin().clone()), &Settings { today: date(2026, 11, 29) });
    (sources, analysis)
}

fn of_rule<'f>(findings: &'f [Diagnostic], name: &str) -> Vec<&'f Diagnostic> {
    findings.iter().filter(|finding| finding.rule.name == name).collect()
}

fn roles(names: &[&str], waiver: &str) -> String {
    let mut text = String::new();
    for name in names {
        if waiver.contains(&format!(" {name} ")) {
            text.push_str("// dictum: waive equal-roles until 2999-01-01 because \"kept\"\n");
        }
        let _ = writeln!(text, "role {name} {{ grid {{ table read\n  account org }} }}");
    }
    text
}

#[test]
fn a_baseline_covers_the_subjects_that_were_there() {
    let (sources, before) = read(&roles(&["a", "b", "c"], ""));
    let known = of_rule(&before.diagnostics, "equal-roles");
    assert_eq!(known.len(), 1);
    let names: Vec<&str> = known[0].subjects.iter().map(|subject| subject.name.as_str()).collect();
    assert_eq!(names, ["b", "c"]);
    let mut baseline = Baseline::default();
    baseline.add(&before.diagnostics, &sources);

    for (roles_now, accepted) in [
        (vec!["a", "b", "c"], true),
        // Fewer subjects are covered too, and one more is not.
        (vec!["a", "c"], true),
        (vec!["a", "b", "c", "d"], false),
    ] {
        let (sources, mut now) = read(&roles(&roles_now, ""));
        baseline.clone().accept(&mut now.diagnostics, &sources);
        let finding = of_rule(&now.diagnostics, "equal-roles")[0];
        assert_eq!(finding.accepted.is_some(), accepted, "{roles_now:?}");
    }
}

#[test]
fn a_service_sees_another_finding_where_a_subject_is_new() {
    let print = |names: &[&str]| {
        let (sources, analysis) = read(&roles(names, ""));
        let found: Vec<Diagnostic> = of_rule(&analysis.diagnostics, "equal-roles").into_iter().cloned().collect();
        unique_fingerprints(&found, &sources)
    };
    assert_eq!(print(&["a", "b"]), print(&["a", "b"]));
    assert_ne!(print(&["a", "b"]), print(&["a", "b", "c"]));
}

#[test]
fn a_waiver_accepts_the_subjects_of_its_line() {
    let (_, analysis) = read(&roles(&["a", "b", "c"], " b "));
    let open = of_rule(&analysis.diagnostics, "equal-roles");
    let accepted = of_rule(&analysis.accepted, "equal-roles");
    assert_eq!((open.len(), accepted.len()), (1, 1));
    assert_eq!((&*open[0].subjects[0].name, open[0].subjects.len()), ("c", 1));
    assert_eq!((&*accepted[0].subjects[0].name, accepted[0].subjects.len()), ("b", 1));
    assert!(open[0].notes.iter().any(|note| note == "a waiver accepts it for `b` only"), "{:?}", open[0].notes);
    // It is shown at the place that is open.
    assert_eq!(open[0].primary(), Some(open[0].subjects[0].location));
    let (_, analysis) = read(&roles(&["a", "b", "c"], " b  c "));
    assert_eq!(of_rule(&analysis.diagnostics, "equal-roles").len(), 0);
    assert_eq!(of_rule(&analysis.diagnostics, "unused-waiver").len(), 0);
}

/// Each rule that names several subjects in one finding lists all of them, including those that its message omits.
#[test]
fn a_new_environment_does_not_hide_behind_another() {
    let text = |environments: &str| {
        let policies: Vec<String> = ["a", "b", "c", "d"]
            .iter()
            .map(|name| {
                format!(
                    "data_policy {name} {{ applies_to = all; business = [sharepointonline]; non_business = rest }}\n"
                )
            })
            .collect();
        let policies = policies.concat();
        format!("{environments}{policies}")
    };
    let one = "environment one { type = sandbox }\n";
    let waived = format!("// dictum: waive too-many-policies until 2999-01-01 because \"moving\"\n{one}");
    let (_, analysis) = read(&text(&waived));
    assert_eq!(of_rule(&analysis.diagnostics, "too-many-policies").len(), 0);
    let (_, analysis) = read(&text(&format!("{waived}environment two {{ type = sandbox }}\n")));
    let open = of_rule(&analysis.diagnostics, "too-many-policies");
    assert_eq!(open.len(), 1);
    assert_eq!(&*open[0].subjects[0].name, "two");
}
