//! Ordered lists: endpoints and URL patterns.

use super::{Linted, quiet, speaks};

fn urls(rows: &str) -> String {
    format!(
        "data_policy one {{\n  applies_to = all; business = [teams, sql]; non_business = rest\n  custom_connectors {{\n{rows}\n  }}\n}}\n"
    )
}

fn endpoints(rows: &str) -> String {
    format!(
        "data_policy one {{\n  applies_to = all; business = [teams, sql]; non_business = rest\n  connector sql {{ endpoints {{\n{rows}\n  }} }}\n}}\n"
    )
}

#[test]
fn a_wider_pattern_decides_for_all_behind_it_in_one_finding() {
    let linted = speaks(
        &urls(
            "\"https://*\" -> business\n\"https://a.com/*\" -> blocked\n\"http://b*\" -> business\n\"HTTPS://c*.com/*\" -> business\n\"*\" -> ignore",
        ),
        "shadowed-rule",
    );
    let finding = linted.only("shadowed-rule");
    assert_eq!(finding.message, "2 patterns never decide: `https://*`, which comes first, fits all that they fit");
    assert_eq!(
        linted.labels(finding),
        [
            (5, "\"https://a.com/*\"", "never decides".to_owned()),
            (7, "\"HTTPS://c*.com/*\"", "nor does this one".to_owned()),
            (4, "\"https://*\"", "this one says `business` first".to_owned()),
        ]
    );
    assert_eq!(finding.help.as_deref(), Some("put the narrower pattern first, or remove it"));
    assert_eq!(Linted::witness(finding), [("URL", "https://a.com/"), ("decided by", "https://*")]);
}

#[test]
fn an_endpoint_that_says_the_same_again_may_go() {
    let linted =
        speaks(&endpoints("allow \"*.contoso.com,*\"\nallow \"db.contoso.com,hr\"\ndeny \"*\""), "shadowed-rule");
    let finding = linted.only("shadowed-rule");
    assert_eq!(
        finding.message,
        "`db.contoso.com,hr` never decides: `*.contoso.com,*`, which comes first, fits all that it fits"
    );
    assert_eq!(finding.notes, ["in the endpoints of `sql` in data policy `one` the first that fits decides"]);
    assert_eq!(finding.help.as_deref(), Some("remove it: it says the same"));
}

#[test]
fn patterns_that_only_overlap_are_left_alone() {
    quiet(&endpoints("allow \"*.contoso.com,*\"\ndeny \"db*,hr\"\ndeny \"*\""));
    quiet(&urls("\"https://a*\" -> business\n\"https://*b\" -> blocked\n\"*\" -> ignore"));
}

#[test]
fn a_star_that_should_stand_last_is_an_error_and_not_told_here() {
    for last in ["", "\"*\" -> blocked"] {
        let linted = Linted::new(&urls(&format!("\"*\" -> business\n\"https://a*\" -> blocked\n{last}")));
        assert_ne!(linted.errors().len(), 0);
        assert!(!linted.names().contains(&"shadowed-rule"));
    }
}

#[test]
fn plain_addresses_are_one_finding_with_one_fix() {
    let linted = speaks(
        &urls("\"https://a.com\" -> business\n\"https://b.com\" -> blocked\n\"*\" -> ignore"),
        "pattern-without-wildcard",
    );
    let finding = linted.only("pattern-without-wildcard");
    assert_eq!(finding.message, "2 URL patterns of data policy `one` fit one address each");
    assert_eq!(Linted::witness(finding), [("does not fit", "https://a.com/")]);
    let fixed = linted.fixed(finding);
    assert!(fixed.contains("\"https://a.com\" -> business\n    \"https://a.com/*\" -> business"), "{fixed}");
    assert!(fixed.contains("\"https://b.com\" -> blocked\n    \"https://b.com/*\" -> blocked"), "{fixed}");
    quiet(&fixed);
}
