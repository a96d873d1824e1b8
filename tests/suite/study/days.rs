//! Ranges of days, in every form of rules, and lists of one word.

use super::{read, told};

fn rules(body: &str) -> String {
    format!(
        "scale zone {{ low < high }}\ncriteria agent {{ d : date; a : some of u }}\nrules zone {{\n  subject = agent\n{body}}}\n"
    )
}

#[test]
fn a_range_of_days_holds_both_its_ends() {
    let sentence = rules("  low when d in 2026-01-01..2026-12-31\n  high otherwise\n");
    assert_eq!(told(&sentence), vec![]);
    let gap = rules("  low when d in 2026-01-01..2026-12-31\n  high when d in ..2025-12-31 or d in 2027-01-02..\n");
    assert_eq!(told(&gap), vec![(4005, "no rule matches `d` = 2027-01-01".to_owned())]);
    let both = rules("  low when d in ..2026-12-31\n  high when d in [2026-12-31.., 2020-01-01]\n");
    let found = told(&both);
    assert!(found.iter().any(|(code, _)| *code == 4001 || *code == 4003), "{found:?}");
}

#[test]
fn tables_and_scorecards_take_ranges_of_days() {
    let table = rules(
        "  table {\n    d  level\n    2026-01-01..2026-12-31  low\n    [..2025-12-31, 2027-01-01..]  high\n  }\n",
    );
    assert_eq!(told(&table), vec![]);
    let scorecard = rules(
        "  scorecard {\n    d { ..2025-12-31 -> 0; 2026-01-01..2026-12-31 -> 1; 2027-01-01.. -> 2 }\n    total { 0..1 -> low; 2 -> high }\n  }\n",
    );
    assert_eq!(told(&scorecard), vec![]);
    let hole = rules(
        "  scorecard {\n    d { ..2025-12-31 -> 0; 2026-01-02..2026-12-31 -> 1; 2027-01-01.. -> 2 }\n    total { 0..1 -> low; 2 -> high }\n  }\n",
    );
    assert!(told(&hole).iter().any(|(code, _)| *code == 4015), "{:?}", told(&hole));
}

#[test]
fn ranges_of_days_that_cannot_be_are_told() {
    let backwards = rules("  low when d in 2026-12-31..2026-01-01\n  high otherwise\n");
    let found = told(&backwards);
    assert!(found.iter().any(|(_, message)| message.contains("is after")), "{found:?}");
    let no_day = rules("  low when d in 2026-02-01..2026-02-30\n  high otherwise\n");
    assert!(told(&no_day).iter().any(|(_, message)| message.contains("not a day of the calendar")));
    let ordered = rules("  low when d > 2026-01-01..2026-12-31\n  high otherwise\n");
    assert!(told(&ordered).iter().any(|(_, message)| message.contains("not a single value")));
}

#[test]
fn a_list_may_have_one_word() {
    let text = rules("  high when u in a\n  low otherwise\n");
    assert_eq!(told(&text), vec![]);
    assert_eq!(read(&text).studies[0].axes().len(), 1);
}
