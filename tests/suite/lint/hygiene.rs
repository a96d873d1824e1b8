//! Unused declarations, and overdue reviews.

use super::{Linted, quiet, speaks};

const POLICY: &str = "data_policy one { applies_to = all; business = [teams, sql]; non_business = rest }\n";

#[test]
fn a_set_is_used_by_a_policy_or_by_another_set() {
    let linted =
        speaks(&format!("connectors a = [github] + b\nconnectors b = [twitter]\n{POLICY}"), "unused-connector-set");
    let finding = linted.only("unused-connector-set");
    assert_eq!(finding.message, "nothing refers to connector set `a`");
    assert_eq!(linted.labels(finding), [(1, "a", String::new())]);
}

#[test]
fn groups_are_used_by_environments() {
    let text = "environment_group estate { solution_checker = block }\nenvironment a { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }";
    let linted = speaks(text, "unused-environment-group");
    let finding = linted.only("unused-environment-group");
    assert_eq!(finding.message, "no environment is in environment group `estate`");
    assert_eq!(finding.help.as_deref(), Some("let an environment say `group = estate`, or remove the group"));
    quiet(&text.replace("managed = yes", "managed = yes; group = estate"));
    // If a name is not found, any group may be meant.
    let slip = Linted::new(&text.replace("managed = yes", "managed = yes; group = estat"));
    assert_eq!(slip.names(), Vec::<&str>::new());

    let text = "group makers { kind = security }\nenvironment a { type = production }";
    let linted = speaks(text, "unused-group");
    assert_eq!(linted.only("unused-group").message, "nothing refers to group `makers`");
    quiet(&text.replace(
        "type = production",
        "type = production; access = makers; dataverse { language = 1033; currency = EUR }",
    ));
}

#[test]
fn a_scale_is_used_by_ratings_and_conditions() {
    let scale = "scale connector_risk { trusted < elevated }\n";
    let linted = speaks(scale, "unused-scale");
    assert_eq!(linted.only("unused-scale").message, "nothing uses scale `connector_risk`");
    quiet(&format!("{scale}connector sql {{ rated = trusted because \"reviewed\" }}"));
    let linted = speaks("scale conector_risk { trusted < elevated }", "unused-scale");
    let help = "did you mean `connector_risk`, the scale that ratings of connectors use?";
    assert_eq!(linted.only("unused-scale").help.as_deref(), Some(help));
}

#[test]
fn a_review_is_overdue_on_the_day_after() {
    // The day of the suite is 2026-11-21.
    let text = |day: &str| format!("connector sql {{ reviewed = {day}; review = every 6 months }}");
    quiet(&text("2026-05-21"));
    let linted = speaks(&text("2026-05-20"), "stale-review");
    let finding = linted.only("stale-review");
    assert_eq!(finding.message, "the review of connector `sql` was due on 2026-11-20");
    assert_eq!(finding.notes, ["it is to be reviewed every 6 months"]);
    assert_eq!(Linted::witness(finding), [("today", "2026-11-21"), ("due", "2026-11-20")]);
    assert_eq!(linted.labels(finding)[0].2, "last reviewed");
    quiet("connector sql { reviewed = 2019-05-20 }");
}
