//! Known defects, each found once and without other findings.

use super::{told, witness};

/// A public scorecard whose factor for users gives 50 to two rows and 0 to none, with its triggers, which may only
/// raise the level (tenant.md 3.3: FSI-AgentGov, docs/framework/zones-and-tiers.md, MIT).
const PUBLIC_SCORECARD: &str = r"
scale zone { zone1 < zone2 < zone3 }

criteria agent {
  data          : public | internal | confidential
  users         : 0..
  impact        : low < moderate < high
  external      : none < limited < open
  regulatory    : none < indirect < direct
  sources       : one < several < many
  customer_pii  : bool
  cross_department : bool
}

rules zone {
  subject = agent
  worst wins
  scorecard {
    data       { public -> 0; internal -> 1; confidential -> 2 }
    users      { 1 -> 0; 2..50 -> 1; 50.. -> 2 }
    impact     { low -> 0; moderate -> 1; high -> 2 }
    external   { none -> 0; limited -> 1; open -> 2 }
    regulatory { none -> 0; indirect -> 1; direct -> 2 }
    sources    { one -> 0; several -> 1; many -> 2 }
    total      { 0..2 -> zone1; 3..6 -> zone2; 7.. -> zone3 }
  }
  zone3 when customer_pii
  zone2 when cross_department
}
";

#[test]
fn a_public_scorecard_has_exactly_its_known_defects() {
    let found: Vec<u16> = told(PUBLIC_SCORECARD).into_iter().map(|(code, _)| code).collect();
    assert_eq!(found, [4015, 4014], "{:#?}", told(PUBLIC_SCORECARD));
    assert_eq!(witness(PUBLIC_SCORECARD, 4015), [("users".to_owned(), "0".to_owned())]);
    assert_eq!(witness(PUBLIC_SCORECARD, 4014), [("users".to_owned(), "50".to_owned())]);
    let fixed = PUBLIC_SCORECARD.replace("1 -> 0; 2..50 -> 1; 50.. -> 2", "0..1 -> 0; 2..50 -> 1; 51.. -> 2");
    assert_eq!(told(&fixed), [], "fixed, it is complete and without contradiction");
}

/// A table of user counts with these rows, by itself.
fn table(rows: &str) -> String {
    format!(
        "scale zone {{ one < two < three }}\ncriteria agent {{ users : 0.. }}\nrules zone {{\n  subject = agent\n  \
         table {{\n    users  level\n{rows}  }}\n}}\n"
    )
}

#[test]
fn the_same_slip_in_a_table_is_told_at_its_rows() {
    let slip = table("    1  one\n    2..50  two\n    50..  three\n");
    let found = told(&slip);
    assert_eq!(
        found,
        [(4005, "no rule matches `users` = 0".to_owned()), (4003, "`users` = 50 is both `two` and `three`".to_owned()),]
    );
    assert_eq!(told(&table("    0..1  one\n    2..50  two\n    51..  three\n")), []);
}

#[test]
fn several_rules_mask_one_together() {
    let text = "scale zone { one < two < three }\ncriteria agent { users : 0.. }\nrules zone {\n  subject = agent\n  \
                first wins\n  three when users >= 40\n  two when users < 60\n  one when users in 30..70\n}\n";
    let found = told(text);
    let codes: Vec<u16> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [4006], "{found:#?}");
    let finding = super::read(text).diagnostics.remove(0);
    assert_eq!(finding.labels.len(), 3, "the rule, and the least set of rules that take its place");
}

#[test]
fn a_row_that_begins_with_a_comparison_is_told_there() {
    let found = told(&table("    0..10  one\n    > 10  two\n"));
    let message = "a row cannot begin with `>`: it would continue the previous row";
    assert_eq!(found, [(1009, message.to_owned())]);
}

#[test]
fn very_many_rules_are_proved_as_few_are() {
    use std::fmt::Write as _;
    let rules = |count: usize| {
        let mut text =
            String::from("scale zone { one < two }\ncriteria agent { users : 0.. }\nrules zone {\n  subject = agent\n");
        for index in 0..count {
            let level = if index % 2 == 0 { "one" } else { "two" };
            let _ = writeln!(text, "  {level} when users in {}..{}", index * 10, index * 10 + 9);
        }
        let _ = writeln!(text, "  two when users >= {}\n}}", count * 10);
        text
    };
    assert_eq!(told(&rules(999)), []);
    assert_eq!(told(&rules(1_001)), []);
    // For an even number, the last two have the same level and could be one.
    assert_eq!(told(&rules(1_000)).iter().map(|(code, _)| *code).collect::<Vec<_>>(), [4012]);
    let open = told(&rules(1_001).replace("  two when users in 10..19\n", ""));
    assert_eq!(open.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [4004]);
}
