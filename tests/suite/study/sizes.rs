//! Many rules, and rules that conflict in many ways.

use std::fmt::Write as _;

use super::{read, told, witness};

#[test]
fn masked_rules_beyond_a_thousand_are_told() {
    let mut text = "scale zone { low < high }\ncriteria agent { n : 0.. }\nrules zone {\n  subject = agent\n  first wins\n  high when n >= 0\n".to_owned();
    for number in 0..1_100 {
        let _ = writeln!(text, "  low when n == {number}");
    }
    text.push_str("}\n");
    let analysis = read(&text);
    let study = &analysis.studies[0];
    let masked = study.standings.iter().filter(|one| matches!(one, dictum::decision::Standing::Masked(_))).count();
    assert_eq!((masked, study.open.total()), (1_100, 0));
    assert!(analysis.diagnostics.iter().any(|finding| finding.rule.code.0 == 4006));
}

#[test]
fn no_rule_in_a_conflict_goes_unnamed() {
    let text = "scale zone { l0 < l1 }\ncriteria agent { a : 0..8; b : bool }\nrules zone {\n  subject = agent\n  \
                l0 when a <= 5\n  l1 when a == 3\n  l1 when a in 4..8\n  l1 when b\n  l0 otherwise\n}\n";
    let analysis = read(text);
    let conflicts = &analysis.studies[0].conflicts;
    assert_eq!((conflicts.live, conflicts.involved.len()), (3, 4));
    assert_eq!(told(text).iter().filter(|(code, _)| *code == 4001).count(), 3);
}

#[test]
fn rules_beyond_those_shown_are_named_together() {
    let mut text =
        "scale zone { l0 < l1 }\ncriteria agent { a : 0..99 }\nrules zone {\n  subject = agent\n  l0 when a >= 0\n"
            .to_owned();
    for number in 0..40 {
        let _ = writeln!(text, "  l1 when a == {number}");
    }
    text.push_str("}\n");
    let findings = told(&text);
    let also = findings.iter().find(|(code, message)| *code == 4001 && message.contains("more rules conflict"));
    assert_eq!(also.map(|(_, message)| message.as_str()), Some("28 more rules conflict with others of these"));
    assert_eq!(read(&text).studies[0].conflicts.live, 40);
}

#[test]
fn the_budget_is_one_for_all_sets_of_rules() {
    // 980 random clauses of three out of 230 fields: far from what can be proved rule by rule.
    let mut state = 1_u64;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let fields: Vec<String> = (0..120).map(|at| format!("b{at} : bool")).collect();
    let mut text = format!("scale zone {{ low < high }}\ncriteria agent {{ {} }}\n", fields.join("; "));
    text.push_str("rules zone {\n  subject = agent\n  worst wins\n");
    for _ in 0..500 {
        let parts: Vec<String> =
            (0..3).map(|_| format!("{}b{}", ["", "not "][below(2) as usize], below(120))).collect();
        let _ = writeln!(text, "  {} when {}", ["low", "high"][below(2) as usize], parts.join(" and "));
    }
    text.push_str("}\n");
    let analysis = read(&text);
    let study = &analysis.studies[0];
    assert!(study.open.total() > 0, "this can be proved after all");
    assert!(analysis.diagnostics.iter().any(|finding| finding.rule.code.0 == 4013), "{:?}", study.open);
}

#[test]
fn witnesses_are_possible() {
    let text = "scale zone { low < high }\ncriteria agent { a : some of u | v; d : bool; never not (u in a) }\nrules zone {\n  \
                subject = agent\n  high when d\n  low when not d and v in a\n}\n";
    let shown = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(witness(text, 4004), vec![shown("d", "no"), shown("a", "[u]")]);
}

#[test]
fn never_that_leaves_nothing_is_told_once_and_alone() {
    let text = "scale zone { low < high }\ncriteria agent { a : bool; never a or not a }\nrules zone {\n  subject = agent\n  \
                table {\n    a  level\n    -  low\n  }\n}\n";
    assert_eq!(told(text), vec![(4018, "this leaves no agents possible".to_owned())]);
}
