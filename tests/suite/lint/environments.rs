//! Environments that few or no policies reach.

use super::{Linted, names, quiet, speaks};

const SOUND: &str = "business = [teams, sql]; non_business = unblockable - [teams]; blocked = rest";

#[test]
fn each_environment_without_a_policy_is_a_finding() {
    let environments: String =
        ["a", "b", "c", "d"].map(|name| format!("environment {name} {{ type = sandbox }}\n")).concat();
    let linted =
        Linted::new(&format!("{environments}data_policy one {{ applies_to = all except [b, c, d]; {SOUND} }}"));
    let found: Vec<_> =
        linted.found.iter().filter(|finding| finding.rule.name == "environment-without-policy").collect();
    assert_eq!(found.len(), 3);
    for (at, (finding, name)) in found.iter().zip(["b", "c", "d"]).enumerate() {
        assert_eq!(finding.message, format!("no data policy applies to environment `{name}`"));
        let labels = [(2 + at as u32, name, String::new()), (5, "[b, c, d]", "`one` excepts it".to_owned())];
        assert_eq!(linted.labels(finding), labels);
        assert_eq!(Linted::witness(finding), [("environment", name)]);
    }
}

#[test]
fn without_any_policy_nothing_is_asked() {
    quiet("environment sales { type = sandbox }");
    quiet(&format!(
        "environment sales {{ type = sandbox }}\ndata_policy one {{ applies_to = environment sales; {SOUND} }}"
    ));
}

#[test]
fn a_policy_for_an_unknown_environment_may_have_meant_this_one() {
    let linted = Linted::new(&format!(
        "environment sales {{ type = sandbox }}\ndata_policy one {{ applies_to = only [sale]; {SOUND} }}"
    ));
    assert_eq!(linted.errors().len(), 1);
    assert_eq!(linted.names(), Vec::<&str>::new());
}

#[test]
fn a_default_environment_left_over_and_open_is_told() {
    let text = |rest: &str, scope: &str| {
        format!(
            "environment default {{ type = default }}\nenvironment finance {{ type = production }}\n\
             data_policy wide {{ applies_to = {scope}; business = [teams, sql]; {rest} }}\n\
             data_policy finance {{ applies_to = only [finance]; {SOUND} }}\n"
        )
    };
    let linted = speaks(&text("non_business = rest", "all except [finance]"), "default-only-by-exception");
    let finding = linted.only("default-only-by-exception");
    assert_eq!(finding.message, "only `all except` reaches the default environment `default`, and leaves it open");
    assert_eq!(
        linted.labels(finding),
        [(1, "default", String::new()), (3, "[finance]", "`wide` reaches it as one of those left over".to_owned()),]
    );
    // A baseline that blocks unnamed connectors, and `all`, are choices.
    quiet(&text("non_business = unblockable - [teams]; blocked = rest", "all except [finance]"));
    assert!(!names(&text("non_business = rest", "all")).contains(&"default-only-by-exception"));
}

#[test]
fn a_policy_for_no_environment_is_told_once() {
    let text = |kind: &str| {
        format!(
            "environment sales {{ type = sandbox }}\n\
             data_policy all {{ applies_to = all; {SOUND} }}\n\
             data_policy some {{ applies_to = only environments where type == {kind}; business = [teams, github]; non_business = rest; blocked = [sql] }}\n"
        )
    };
    let linted = speaks(&text("trial"), "policy-applies-nowhere");
    let finding = linted.only("policy-applies-nowhere");
    assert_eq!(finding.message, "data policy `some` applies to no environment");
    assert_eq!(linted.labels(finding)[0].2, "no declared environment satisfies this");
    assert!(!names(&text("sandbox")).contains(&"policy-applies-nowhere"));
}

#[test]
fn regions_of_other_clouds_are_information() {
    let linted = speaks("environment sales { type = sandbox; region = usgovhigh }", "unknown-region");
    let finding = linted.only("unknown-region");
    assert_eq!(finding.message, "region `usgovhigh` of environment `sales` is not a known one");
    assert!(
        finding.help.as_deref().is_some_and(|help| help.starts_with("the regions of the public cloud are `asia`, "))
    );
    quiet("environment sales { type = sandbox; region = europe }");
    // A typing mistake is an error of another check, and no second finding.
    assert_eq!(Linted::new("environment sales { type = sandbox; region = eurpe }").names(), Vec::<&str>::new());
}

#[test]
fn a_guard_does_not_make_an_environment_look_governed() {
    let text = |except: &str, kind: &str| {
        format!(
            "environment default {{ type = default }}\nenvironment pharmacy {{ type = production }}\n\
             environment nursing {{ type = {kind} }}\n\
             data_policy baseline {{ applies_to = all except {except}; {SOUND} }}\n\
             data_policy guard {{ applies_to = all; non_business = rest; blocked = [twitter] }}\n\
             data_policy production {{ applies_to = only environments where type == production; {SOUND} }}\n"
        )
    };
    quiet(&text("[nursing, pharmacy]", "production"));
    let linted = speaks(&text("[nursing, pharmacy]", "sandbox"), "open-environment");
    let finding = linted.only("open-environment");
    assert_eq!(
        finding.message,
        "environment `nursing` is open: 1,460 of 1,461 connectors may be used, 1,460 of them together with business data"
    );
    let labels: Vec<String> = linted.labels(finding).into_iter().map(|(_, _, words)| words).collect();
    assert!(labels.iter().any(|words| words == "`baseline`, which blocks the rest, excepts it"), "{labels:?}");
    assert!(labels.iter().any(|words| words == "`production`, which blocks the rest, does not reach it"));
    assert_eq!(Linted::witness(finding), [("environment", "nursing")]);
    speaks(&text("[default, nursing, pharmacy]", "production"), "open-environment");
}

#[test]
fn an_exclusion_that_leaves_a_policy_with_an_open_rest_is_told() {
    let text = |rest: &str| {
        format!(
            "environment default {{ type = default }}\nenvironment finance {{ type = production }}\n\
             data_policy baseline {{ applies_to = all except [finance]; {SOUND} }}\n\
             data_policy finance {{ applies_to = only [finance]; business = [teams, sql]; {rest} }}\n"
        )
    };
    speaks(&text("non_business = rest"), "open-environment");
    quiet(&text("non_business = unblockable - [teams]; blocked = rest"));
}

#[test]
fn environments_yet_to_come_are_left_out_by_only() {
    let text = |scope: &str| {
        format!(
            "environment default {{ type = default }}\nenvironment prod {{ type = production }}\n\
             data_policy base {{ applies_to = {scope}; {SOUND} }}\n"
        )
    };
    let linted = speaks(&text("only [default, prod]"), "new-environments-left-out");
    let finding = linted.only("new-environments-left-out");
    assert_eq!(linted.labels(finding), [(3, "[default, prod]", "`base` reaches these only".to_owned())]);
    quiet(&text("all"));
}

#[test]
fn an_environment_beside_those_of_allow_lists_has_no_policy() {
    let text = "environment_group estate { sharing = everyone }\n\
        environment a { type = production; managed = yes; group = estate; dataverse { language = 1033; currency = EUR } }\n\
        environment b { type = production }\n\
        connector_allow_list list { environment_group = estate; allows = unblockable + [sql] }\n";
    let linted = speaks(text, "environment-without-policy");
    let finding = linted.only("environment-without-policy");
    assert_eq!(finding.message, "no data policy applies to environment `b`");
    // If the group of a list is not found, it may be any group.
    let slip = Linted::new(&text.replace("environment_group = estate", "environment_group = estat"));
    assert!(!slip.names().contains(&"environment-without-policy"), "{:?}", slip.names());
}

#[test]
fn a_group_overrules_what_differs() {
    let of = |own: &str, rule: &str| {
        let linted = Linted::new(&format!(
            "environment_group estate {{ {rule} }}\n\
             environment a {{ type = sandbox; group = estate\nmanaged {{ {own} }}\n\
             dataverse {{ language = 1033; currency = EUR }} }}"
        ));
        linted.names().iter().filter(|name| **name == "setting-overruled-by-group").count()
    };
    assert_eq!(of("sharing = people_only up to 5", "sharing = people_only up to 5"), 0);
    assert_eq!(of("sharing = people_only up to 5", "sharing = people_only up to 6"), 1);
    assert_eq!(of("sharing = everyone; usage_insights = on", "solution_checker = block"), 2);
    assert_eq!(of("copilot_sharing = nobody", "sharing = everyone"), 1);
}

#[test]
fn what_a_licence_covers_may_not_be_known() {
    let of = |office: &str, alice: &str, environment: &str| {
        let linted = Linted::new(&format!(
            "licence office {{ {office} }}\nlicence premium {{ premium_connectors = yes }}\n\
             user alice {{ upn = \"alice@contoso.com\"\nlicences = {alice} }}\n\
             user bob {{ upn = \"bob@contoso.com\"\nlicences = [premium, office] }}\n\
             environment sales {{ type = production; {environment} }}\n\
             app expenses {{ environment = sales; owner = alice; connectors = [sql] }}"
        ));
        linted.names().contains(&"premium-app-without-licence")
    };
    assert!(of("premium_connectors = no", "[office]", ""));
    assert!(of("premium_connectors = no", "[]", ""));
    assert!(!of("", "[office]", ""), "nobody says what it covers");
    assert!(!of("premium_connectors = no", "[office, premium]", ""));
    let paid = "terraform { billing_policy_id = \"11111111-2222-4333-8444-555555555555\" }";
    assert!(!of("premium_connectors = no", "[office]", paid), "the environment may pay");
}

#[test]
fn an_environment_of_unknown_type_is_not_left_out_in_silence() {
    let text = |fact: &str, condition: &str| {
        format!(
            "environment default {{ type = default; region = europe }}\nenvironment prod {{ type = production; region = europe }}\n\
             environment finance {{ {fact} }}\n\
             data_policy base {{ applies_to = all; business = [teams]; non_business = rest; blocked = [twitter] }}\n\
             data_policy strict {{ applies_to = only environments where {condition}; business = [teams]; non_business = rest; blocked = [dropbox] }}\n"
        )
    };
    let linted = speaks(&text("region = europe", "type == production"), "perhaps-reached");
    let finding = linted.only("perhaps-reached");
    assert_eq!(finding.message, "whether data policy `strict` applies to environment `finance` is not known");
    assert_eq!(finding.help.as_deref(), Some("write `type` for it"));
    speaks(&text("region = europe", "type == production and region == europe"), "perhaps-reached");
    // What is known decides.
    quiet(&text("region = asia", "type == production and region == europe"));
    quiet(&text("type = sandbox", "type == production"));
    quiet(&text("region = europe", "type == production or region == europe"));
}

#[test]
fn a_region_of_the_catalogue_may_be_asked_for() {
    let text = "environment default { type = default }\n\
                data_policy base { applies_to = all except environments where region == france; business = [teams]; non_business = rest }\n";
    assert_eq!(super::Linted::new(text).errors(), Vec::<&str>::new());
}

#[test]
fn makers_who_are_routed_get_environments_that_a_policy_must_reach() {
    let text = |active: &str, scope: &str| {
        format!(
            "tenant contoso {{ settings {{ maker_routing {{ active = {active}; to = spaces; makers = everyone }} }} }}\n\
             environment_group spaces {{ sharing = people_only up to 50 }}\nenvironment default {{ type = default }}\n\
             data_policy base {{ applies_to = {scope}; business = [teams]; non_business = unblockable - [teams]; blocked = rest }}\n"
        )
    };
    assert!(super::names(&text("yes", "only [default]")).contains(&"new-environments-left-out"));
    assert!(!super::names(&text("yes", "all")).contains(&"new-environments-left-out"));
    assert!(!super::names(&text("no", "only [default]")).contains(&"new-environments-left-out"));
}
