//! Programs with allow-lists: the findings, and their places.

use std::sync::Arc;

use dictum::catalog::Catalog;

use super::{analyze, message, read, rules};

/// A managed environment in a group, with these lines of policies.
fn text(group: &str, policies: &str) -> String {
    format!(
        "environment default {{ type = default }}\n\
         environment_group estate {{ sharing = people_only up to 50; {group} }}\n\
         environment finance {{ type = production; managed = yes; group = estate; dataverse {{ language = 1033; currency = EUR }} }}\n\
         data_policy base {{ applies_to = all; business = [office365, sql]; non_business = unblockable - [office365]; blocked = rest }}\n\
         {policies}\n"
    )
}

#[test]
fn a_list_and_data_policies_that_agree_are_quiet() {
    let list = "connector_allow_list estate_list { environment_group = estate; allows = unblockable + [sql] }";
    assert_eq!(rules(&read(&text("", list))), [""; 0]);
}

#[test]
fn every_mistake_has_its_rule() {
    let list = |inside: &str| format!("connector_allow_list l {{ {inside} }}");
    let of_group = |inside: &str| list(&format!("environment_group = estate; {inside}"));
    let cases = [
        ("allow-list-place", list("allows = unblockable")),
        ("allow-list-place", list("environment_group = estate; environment = finance; allows = unblockable")),
        (
            "two-allow-lists",
            format!(
                "{}\nconnector_allow_list m {{ environment = finance; allows = unblockable + [sql] }}",
                of_group("allows = unblockable")
            ),
        ),
        ("allow-list-needs-managed", list("environment = default; allows = unblockable")),
        ("not-governed-by-list", of_group("allows = unblockable + [Http]")),
        ("not-governed-by-list", of_group("allows = unblockable + [DesktopFlow.Excel]")),
        ("idle-allow-entry", of_group("allows = unblockable + [sql]; connector sql { actions = [] }")),
        ("idle-allow-entry", of_group("allows = unblockable; connector sql { actions = [GetItems_V2] }")),
        ("idle-allow-entry", of_group("allows = unblockable + [sql]; connector sql { }")),
        (
            "idle-allow-entry",
            of_group("allows = unblockable + [sql]; connector sql { actions = [A] }; connector sql { actions = [B] }"),
        ),
        ("allow-list-made-void", of_group("allows = unblockable + [twitter]")),
        (
            "rules-for-unlisted",
            format!(
                "{}\ndata_policy local {{ applies_to = environment finance; business = [sql, office365]; non_business = rest; connector sql {{ actions {{ block [A]; allow rest }} }} }}",
                of_group("allows = unblockable")
            ),
        ),
        (
            "same-policy-name",
            format!(
                "{}\nconnector_allow_list m {{ name = \"L\"; environment = lab; allows = unblockable }}\nenvironment lab {{ type = sandbox; managed = yes; dataverse {{ language = 1033; currency = EUR }} }}",
                of_group("allows = unblockable")
            ),
        ),
        (
            "highest-level-allowed",
            format!(
                "scale connector_risk {{ trusted < forbidden }}\nconnector twitter {{ rated = forbidden because \"x\" }}\n{}",
                of_group("allows = unblockable + [twitter]")
            ),
        ),
        ("repeated-connector", of_group("allows = unblockable + [sql, sql]")),
        ("connector-not-in-catalogue", of_group("allows = unblockable + [\"shared_contosoledger\"]")),
        ("unblockable-left-out", of_group("allows = unblockable - [teams]")),
        ("wrong-type", of_group("allows = unblockable + rest")),
        ("missing-attribute", of_group("name = \"x\"")),
        ("unknown-name", list("environment_group = estat; allows = unblockable")),
        ("unknown-connector", of_group("allows = unblockable + [sqll]")),
        ("duplicate-declaration", format!("{0}\n{0}", of_group("allows = unblockable"))),
    ];
    for (rule, policies) in cases {
        let analysis = read(&text("", &policies));
        assert!(rules(&analysis).contains(&rule), "{rule}: {:?}\n{policies}", rules(&analysis));
    }
}

#[test]
fn custom_connectors_are_left_to_data_policies() {
    let own = "connector own { kind = custom; environment = finance; host = \"https://own.contoso.com\" }\n\
               connector_allow_list l { environment_group = estate; allows = unblockable + [own] }";
    let analysis = read(&text("", own));
    assert_eq!(message(&analysis, "not-governed-by-list"), "connector allow-list `l` does not govern `own`");
}

#[test]
fn where_lists_alone_count_what_they_do_not_govern_is_told() {
    let policies = "connector own { kind = custom; environment = finance; host = \"https://own.contoso.com\" }\n\
                    data_policy local { applies_to = environment finance; business = [sql]; non_business = rest; blocked = [twitter, Http] }\n\
                    connector_allow_list l { environment_group = estate; allows = unblockable + [sql] }";
    let analysis = read(&text("connector_policies = allow_list_only", policies));
    let told = message(&analysis, "nobody-governs");
    assert!(told.starts_with("in environment `finance` no policy governs `Http` and "), "{told}");
    let finding = analysis.diagnostics.iter().find(|one| one.rule.name == "nobody-governs").expect("it speaks");
    assert!(finding.notes.iter().any(|note| note == "custom connectors are among them: `own`"), "{:?}", finding.notes);
    let labels: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
    assert!(labels.contains(&"`local` applies there and is not evaluated"), "{labels:?}");
    // Without a list nothing is governed.
    let analysis = read(&text("connector_policies = allow_list_only", ""));
    let told = message(&analysis, "nobody-governs");
    assert!(told.starts_with("in environment `finance` no policy governs any connector"), "{told}");
}

#[test]
fn an_app_is_held_to_the_list() {
    let app = "scale criticity { low < high }\ncriteria app { sensitive : bool }\n\
               rules criticity { high when sensitive; low otherwise }\n\
               control low { process = automated }\ncontrol high { process = automated }\n\
               user ann { upn = \"ann@contoso.com\" }\n\
               app ledger { environment = finance; owner = ann; connectors = [office365, sql]; sensitive = no }\n\
               connector_allow_list l { environment_group = estate; allows = unblockable }";
    let analysis = read(&text("", app));
    assert_eq!(
        message(&analysis, "app-uses-blocked-connector"),
        "app `ledger` uses `sql`, which is blocked in environment `finance`"
    );
    let listed = app.replace("allows = unblockable", "allows = unblockable + [sql]");
    assert!(!rules(&read(&text("", &listed))).contains(&"app-uses-blocked-connector"));
}

#[test]
fn an_action_that_the_catalogue_does_not_list_is_found_on_both_sides() {
    let catalog = "# date: 2026-10-01\nid,actions\nsql,DeleteItem_V2|GetItem_V2|GetItems_V2\nazureblob,\n";
    let catalog = Arc::new(Catalog::read("tenant", catalog.as_bytes()).expect("a catalogue"));
    let text = |allowed: &str, blocked: &str| {
        format!(
            "environment finance {{ type = production; managed = yes; dataverse {{ language = 1033; currency = EUR }} }}\n\
             data_policy base {{ applies_to = all; business = [sql, azureblob]; non_business = rest\n\
               connector sql {{ actions {{ block [{blocked}]; allow rest }} }}\n\
               connector azureblob {{ actions {{ block [AnyName]; allow rest }} }}\n}}\n\
             connector_allow_list list {{ environment = finance; allows = [sql, azureblob]\n  connector sql {{ actions = [{allowed}] }} }}\n"
        )
    };
    let told = |allowed: &str, blocked: &str| -> Vec<(String, Option<String>)> {
        let analysis = analyze(&text(allowed, blocked), &catalog);
        let found = analysis.diagnostics.iter().filter(|finding| finding.rule.name == "unknown-action");
        found.map(|finding| (finding.message.clone(), finding.help.clone())).collect()
    };
    assert_eq!(told("GetItems_V2, getitem_v2", "DeleteItem_V2"), []);
    let found = told("GetItems_V2, GetItem_V3", "RemoveEverything");
    let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "data policy `base` blocks `RemoveEverything`, which the catalogue does not list for `sql`",
            "connector allow-list `list` allows `GetItem_V3`, which the catalogue does not list for `sql`",
        ]
    );
    assert!(found[1].1.as_deref().is_some_and(|help| help.starts_with("did you mean `GetItem_V2`?")), "{found:?}");
    // If no list of the actions exists, nothing is reported about them.
    let silent = read(&text("GetItems_V2, GetItem_V3", "RemoveEverything"));
    assert!(!rules(&silent).contains(&"unknown-action"), "{:?}", rules(&silent));
}
