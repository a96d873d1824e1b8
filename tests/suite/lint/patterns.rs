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

/// What `rules` finds about the endpoints of a connector.
fn of_endpoints(connector: &str, rows: &str) -> Vec<&'static str> {
    super::names(&format!(
        "data_policy one {{\n  applies_to = all; business = [teams, {connector}]; non_business = rest\n  connector {connector} {{ endpoints {{ {rows} }} }}\n}}\n"
    ))
}

#[test]
fn endpoints_are_written_as_the_documentation_writes_them() {
    let other = ["pattern-of-another-form"];
    for (connector, rows) in [
        ("sql", "allow \"contoso.database.windows.net\"; deny \"*\""),
        ("sql", "allow \"*.database.windows.net\"; deny \"*\""),
        ("sql", "deny \"old.contoso.com\"; allow \"b,*\"; deny \"*\""),
        ("smtp", "allow \"mail.contoso.com\"; deny \"*\""),
        ("Http", "allow \"api.contoso.com/*\"; deny \"*\""),
    ] {
        assert_eq!(of_endpoints(connector, rows), other, "{connector} {rows}");
    }
    for (connector, rows) in [
        ("sql", "allow \"contoso.database.windows.net,*\"; deny \"*\""),
        ("smtp", "allow \"mail.contoso.com,25\"; deny \"*\""),
        ("azureblob", "allow \"contosofinance\"; deny \"*\""),
        ("Http", "allow \"*.contoso.com/*\"; deny \"*\""),
        ("Http", "allow \"https://api.contoso.com/*\"; deny \"*\""),
    ] {
        assert_eq!(of_endpoints(connector, rows), Vec::<&str>::new(), "{connector} {rows}");
    }
    // Several in one list are one finding.
    let linted = speaks(&endpoints("allow \"a.contoso.com\"\nallow \"b.contoso.com\"\ndeny \"*\""), other[0]);
    assert_eq!(linted.only(other[0]).message, "2 endpoints of `sql` are not of the form `server,database`");
    speaks(&urls("\"api.contoso.com/*\" -> business\n\"*\" -> blocked"), other[0]);
}

#[test]
fn a_pattern_without_a_domain_lets_in_everyone() {
    let linted = speaks(&urls("\"https://*\" -> business\n\"*\" -> blocked"), "pattern-of-every-host");
    let finding = linted.only("pattern-of-every-host");
    assert_eq!(finding.message, "URL pattern `https://*` of data policy `one` fits hosts of everyone");
    assert_eq!(Linted::witness(finding), [("fits", "https://evil.net")]);
    assert_eq!(of_endpoints("Http", "allow \"https://*.com/*\"; deny \"*\""), ["pattern-of-every-host"]);
    quiet(&urls("\"https://*\" -> blocked\n\"*\" -> ignore"));
}

#[test]
fn patterns_of_one_environment_decide_nothing() {
    let policy = |scope: &str, rows: &str| {
        format!(
            "environment default {{ type = default }}\nenvironment sales {{ type = sandbox }}\n\
             data_policy all {{ applies_to = all; business = [teams]; non_business = rest; blocked = [sql] }}\n\
             data_policy one {{ applies_to = {scope}; business = [teams]; non_business = rest; blocked = [twitter]\n  custom_connectors {{ {rows} }} }}\n"
        )
    };
    let rows = "\"https://*.contoso.com/*\" -> business; \"*\" -> blocked";
    assert!(super::names(&policy("environment sales", rows)).contains(&"patterns-without-tenant"));
    assert!(!super::names(&policy("only [sales]", rows)).contains(&"patterns-without-tenant"));
    // This is what exports have where nothing is set.
    assert!(!super::names(&policy("environment sales", "\"*\" -> ignore")).contains(&"patterns-without-tenant"));
}
