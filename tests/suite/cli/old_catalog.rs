//! The age of the catalogue: in the summary of a check, as a finding if a project sets a limit, in `doctor`.

use super::Desk;

const POLICY: &str =
    "data_policy base { applies_to = all; business = [sql]; non_business = unblockable; blocked = rest }\n";
const PINNED: &str = "# date: 2026-01-31\nid\nsql\nteams\n";

fn desk(catalog: &str) -> Desk {
    let settings = format!("[project]\nname = \"p\"\nedition = 2026\n{catalog}");
    Desk::with(&[("dictum.toml", settings.as_str()), ("p.dictum", POLICY), ("connectors.csv", PINNED)])
}

#[test]
fn the_summary_says_the_day_and_the_age() {
    let desk = desk("");
    desk.run(&["check", "--today", "2025-07-27", "."]).says(&["connectors as of 2025-07-26\n"]);
    let old = desk
        .run(&["check", "--today", "2026-01-23", "."])
        .says(&["connectors as of 2025-07-26; `dictum catalog pin --catalog FILE`"]);
    assert!(!old.out.contains("D0012"), "{}", old.out);
    let young = desk.run(&["check", "--today", "2026-01-22", "."]).says(&["connectors as of 2025-07-26\n"]);
    assert!(!young.err.contains("catalog pin"), "{}", young.err);
    assert!(!desk.run(&["check", "--quiet", "--today", "2026-01-23", "."]).err.contains("connectors as of"));
}

#[test]
fn a_project_that_pins_one_gets_a_finding() {
    let desk = desk("[catalog]\nconnectors = \"connectors.csv\"\n");
    let young = desk.run(&["check", "--output", "short", "--today", "2026-07-30", "."]);
    assert!(!young.out.contains("D0012"), "{}", young.out);
    let old = desk.run(&["check", "--output", "short", "--today", "2026-07-31", "."]);
    assert!(old.out.contains("D0012") && old.out.contains("2026-01-31"), "{}", old.out);
    desk.run(&["check", "--fail-level", "info", "--today", "2026-07-31", "."]).ends(1).says(&["info"]);
    desk.run(&["doctor", "--today", "2026-07-31", "."]).gives(&["connectors as of 2026-01-31, 181 days ago"]);
}

#[test]
fn the_setting_says_how_old_it_may_be() {
    let desk = desk("[catalog]\nmax_age = 10\n");
    let old = desk.run(&["check", "--output", "short", "--today", "2025-08-06", "."]);
    assert!(old.out.contains("D0012"), "{}", old.out);
    let young = desk.run(&["check", "--output", "short", "--today", "2025-08-05", "."]);
    assert!(!young.out.contains("D0012"), "{}", young.out);
    for bad in ["0", "-1", "\"10\"", "1.5"] {
        desk.put("dictum.toml", format!("[project]\nname = \"p\"\nedition = 2026\n[catalog]\nmax_age = {bad}\n"));
        desk.run(&["check", "."]).ends(2).says(&["a whole number of days"]);
    }
}
