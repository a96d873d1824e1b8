//! Connectors together, apart and blocked; environments; findings.

use super::{Fails, Holds, NotKnown, chain, found, one, stand};

const POLICIES: &str = r"
environment_group managed { sharing = everyone }
environment_group strict { sharing = everyone; connector_policies = allow_list_only }

environment default { type = default; region = europe }
environment finance { type = production; managed = yes; region = europe; dataverse { language = 1033; currency = EUR } }
environment pilot {
  type    = sandbox
  managed = yes
  group   = managed
  dataverse { language = 1033; currency = EUR }
}
environment vault {
  type    = production
  managed = yes
  group   = strict
  dataverse { language = 1033; currency = EUR }
}

data_policy baseline {
  applies_to   = all except [finance]
  business     = [sharepointonline, teams]
  non_business = unblockable + [sql, Http] - [sharepointonline, teams]
  blocked      = rest
}

data_policy finance_only { applies_to = only [finance]; business = [sql, sharepointonline]; non_business = rest }

connector_allow_list managed_list { environment_group = managed; allows = unblockable + [sharepointonline, teams] }
connector_allow_list strict_list { environment_group = strict; allows = unblockable + [sql, twitter] }
";

#[test]
fn policies_and_lists_of_the_environment_count() {
    stand(
        POLICIES,
        &[
            ("connectors sharepointonline, teams in default together", Holds),
            ("connectors sharepointonline, sql in default not together", Holds),
            ("connectors sharepointonline, sql in default together", Fails),
            ("connectors sharepointonline, sql in finance together", Holds),
            ("connectors sql, twitter in finance not together", Holds),
            ("connector twitter in default is blocked", Holds),
            ("connector twitter in default is not blocked", Fails),
            ("connector twitter in finance is not blocked", Holds),
            ("connector sql in default is blocked", Fails),
            // The allow-list of its group does not list it.
            ("connector sql in pilot is blocked", Holds),
            ("connectors teams, sharepointonline in pilot together", Holds),
            // Data policies are not evaluated there.
            ("connectors sql, twitter in vault together", Holds),
            ("connector teams in vault is blocked", Fails),
        ],
    );
}

#[test]
fn what_nothing_governs_is_not_known() {
    stand(
        POLICIES,
        &[("connector Http in vault is blocked", NotKnown), ("connector Http in vault is not blocked", NotKnown)],
    );
    let http = one(POLICIES, "connector Http in vault is blocked");
    assert!(chain(&http).contains("nothing that was read governs `Http`"), "{}", chain(&http));
}

#[test]
fn environments_to_come_are_those_of_every_group() {
    stand(
        POLICIES,
        &[
            // In a group with allow-lists only, it is allowed.
            ("connector twitter in environments to come is blocked", Fails),
            ("connector sql in environments to come is not blocked", Fails),
            ("connector box in environments to come is blocked", Holds),
            ("connectors sharepointonline, box in environments to come not together", Holds),
            ("connectors sharepointonline, teams in environments to come together", Holds),
            ("connectors sql, twitter in environments to come not together", Fails),
            ("connectors sql, twitter in environments to come together", Fails),
        ],
    );
    let twitter = one(POLICIES, "connector twitter in environments to come is blocked");
    let chain = chain(&twitter);
    assert!(chain.contains("`twitter` may be used in environments to come in group `strict`"), "{chain}");
}

#[test]
fn a_failing_sentence_shows_where_connectors_are() {
    let apart = one(POLICIES, "connectors sharepointonline, sql in default together");
    let chain = chain(&apart);
    assert!(chain.contains("`sharepointonline`: Business in `baseline`"), "{chain}");
    assert!(chain.contains("`sql`: Non-business in `baseline`"), "{chain}");
    let ran = one(POLICIES, "connector twitter in default is not blocked");
    assert!(super::chain(&ran).contains("data policy `baseline` blocks `twitter`"));
}

#[test]
fn environments_satisfy_conditions() {
    stand(
        POLICIES,
        &[
            ("every production environment is managed", Holds),
            ("every environment is managed", Fails),
            ("every environment where managed is dataverse", Holds),
            // It is unknown whether one of them is in Europe. The condition holds in either case.
            ("every production environment where region == europe is managed and dataverse", Holds),
            ("every environment where region == europe is not managed", Fails),
            ("every environment is region == europe", NotKnown),
            // There are none, so nothing was tested.
            ("every trial environment is managed", NotKnown),
        ],
    );
    let ran = one(POLICIES, "every environment is managed");
    assert!(chain(&ran).contains("environment `default` does not satisfy the condition"), "{}", chain(&ran));
}

#[test]
fn findings_are_expected_and_not_expected() {
    let text = format!("{POLICIES}\ngroup sg_old {{ kind = security }}\nconnectors spare = [sql]\n");
    stand(
        &text,
        &[
            ("finds unused-group on group sg_old", Holds),
            ("finds D7001", Holds),
            ("finds no unused-group", Fails),
            ("finds unused-connector-set on connectors spare", Holds),
            ("finds no unused-connector-set on group sg_old", Holds),
            ("finds unused-scale", Fails),
            ("finds no unused-scale", Holds),
            ("finds unused-group on group sg_odl", NotKnown),
            // A build looks for it, with the given ids.
            ("finds no unbound-name", NotKnown),
        ],
    );
    // If there is an error, the search does not run.
    let text = format!("{text}\nenvironment other {{ tpye = sandbox }}\n");
    stand(&text, &[("finds no unused-scale", NotKnown), ("finds unused-scale", NotKnown)]);
    // A finding that a waiver accepts still counts as found.
    let text = format!(
        "{POLICIES}\n// dictum: waive unused-group until 2999-01-01 because \"later\"\ngroup sg_old {{ kind = security }}\n"
    );
    stand(&text, &[("finds unused-group on group sg_old", Holds)]);
}

#[test]
fn a_test_changes_nothing_of_what_it_tests() {
    let codes = |text: &str| -> Vec<String> {
        found(text).iter().map(|one| format!("{} {}", one.rule.code, one.message)).collect()
    };
    let text = format!("{POLICIES}\ngroup sg_old {{ kind = security }}\n");
    let before = codes(&text);
    assert!(!before.is_empty(), "the group is not used");
    // A test that names it does not use it.
    let test =
        "test \"all\" {\n  finds unused-group on group sg_old\n  connectors sql, box in default not together\n}\n";
    assert_eq!(codes(&format!("{text}{test}")), before);
    // A connector that only a test quotes does not become known.
    let unknown = codes(&format!("{text}test \"all\" {{ connector \"shared_neverheardof\" in default is blocked }}\n"));
    assert_eq!(unknown.iter().filter(|one| one.starts_with("D1012")).count(), 1, "{unknown:?}");
}
