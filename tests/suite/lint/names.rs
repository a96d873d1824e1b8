//! The connectors that sets and groups name or omit.

use dictum::diagnostics::{Level, Safety};

use super::{Linted, names, quiet, speaks};

fn policy(business: &str, others: &str) -> String {
    format!("data_policy one {{\n  applies_to = all\n  business   = {business}\n  {others}\n}}\n")
}

#[test]
fn a_repetition_is_removed_with_its_comma() {
    for (list, expected) in [
        ("[sql, teams, sql]", "[sql, teams]"),
        ("[sql, sql, teams]", "[sql, teams]"),
        ("[teams, sql,\n    sql]", "[teams, sql,\n    ]"),
        ("[teams, sql,\n    sql, github]", "[teams, sql,\n    github]"),
        ("[sql, teams] + [sql, github]", "[sql, teams] + [github]"),
        ("[sql, sql, sql, teams]", "[sql, teams]"),
        ("[teams\n    sql\n    sql]", "[teams\n    sql\n    ]"),
    ] {
        let linted = speaks(&policy(list, "non_business = rest"), "repeated-connector");
        let finding = linted.only("repeated-connector");
        assert_eq!(finding.message, "`business` of data policy `one` names `sql` twice");
        assert_eq!(finding.fixes.first().map(|fix| fix.safety), Some(Safety::Safe));
        let fixed = linted.fixed(finding);
        assert_eq!(fixed, policy(expected, "non_business = rest"));
        quiet(&fixed);
    }
}

#[test]
fn a_repetition_beside_a_comment_is_left_to_the_author() {
    let text = policy("[teams, sql, // for orders\n    sql, // again\n    github]", "non_business = rest");
    let linted = speaks(&text, "repeated-connector");
    let finding = linted.only("repeated-connector");
    assert_eq!(finding.fixes.len(), 0);
    assert_eq!(
        linted.labels(finding),
        [(4, "sql", "`sql` again".to_owned()), (3, "sql", "first named here".to_owned())]
    );
}

#[test]
fn many_repetitions_are_one_finding() {
    let linted = speaks(&policy("[sql, teams, sql, github, teams]", "non_business = rest"), "repeated-connector");
    let finding = linted.only("repeated-connector");
    assert_eq!(finding.message, "`business` of data policy `one` names 2 connectors twice");
    assert_eq!(finding.notes.last().map(String::as_str), Some("they are `sql` and `teams`"));
    assert!(linted.fixed(finding).contains("[sql, teams, github]"));
}

#[test]
fn a_quoted_id_that_nothing_knows_is_told_and_a_custom_one_is_not() {
    let linted = speaks(&policy("[teams, \"shared_nosuch\"]", "non_business = rest"), "connector-not-in-catalogue");
    let finding = linted.only("connector-not-in-catalogue");
    assert_eq!(finding.message, "data policy `one` names 1 connector that the catalogue of 2025-07-26 lacks");
    assert_eq!(linted.labels(finding), [(3, "\"shared_nosuch\"", String::new())]);
    let own =
        "/providers/Microsoft.PowerApps/scopes/admin/environments/11111111-2222-3333-4444-555555555555/apis/shared_own";
    quiet(&format!(
        "environment sales {{ type = sandbox }}\n{}",
        policy(&format!("[teams, \"{own}\"]"), "non_business = rest").replace("= all", "= environment sales")
    ));
    quiet(&policy(
        "[teams, \"shared_sql\", \"/providers/Microsoft.PowerApps/apis/shared_github\"]",
        "non_business = rest",
    ));
}

#[test]
fn a_retired_connector_names_its_successor() {
    let linted = speaks(&policy("[teams, \"shared_marketo\"]", "non_business = rest"), "connector-not-in-catalogue");
    let finding = linted.only("connector-not-in-catalogue");
    assert_eq!(finding.message, "the platform no longer has connector `shared_marketo`");
    assert_eq!(finding.notes, ["last seen on 2024-10-30 and gone by 2025-07-26"]);
    assert_eq!(finding.help.as_deref(), Some("`marketoma` took its place"));
    quiet(&linted.fixed(finding));
}

#[test]
fn a_connector_by_the_name_that_people_see_is_told_its_id() {
    let linted = speaks(&policy("[teams, \"BizTalkServer\"]", "non_business = rest"), "connector-not-in-catalogue");
    let finding = linted.only("connector-not-in-catalogue");
    assert_eq!(finding.message, "no connector has the id `BizTalkServer`; it is what people see of `biztalk`");
    let fixed = linted.fixed(finding);
    assert!(fixed.contains("[teams, biztalk]"), "{fixed}");
    quiet(&fixed);
}

#[test]
fn a_custom_connector_is_named_by_policies_of_one_environment_only() {
    let text = |scope: &str| {
        format!(
            "environment sales {{ type = sandbox }}\n\
             connector own {{ kind = custom; environment = sales; host = \"https://own.contoso.com\" }}\n\
             {}",
            policy("[teams, own]", "non_business = rest").replace("= all", scope)
        )
    };
    let linted = speaks(&text("= all"), "custom-connector-by-name");
    let finding = linted.only("custom-connector-by-name");
    assert_eq!(finding.message, "data policy `one` names custom connector `own`");
    assert_eq!(linted.labels(finding), [(5, "own", "`one` puts `own` into Business".to_owned())]);
    assert_eq!(
        finding.help.as_deref(),
        Some("sort by host address: `\"https://own.contoso.com\" -> business` in `custom_connectors`")
    );
    quiet(&text("= environment sales"));
}

#[test]
fn modules_that_a_policy_blocks_by_name_are_meant() {
    let others = "non_business = unblockable - [teams]\n  blocked = rest";
    let linted = speaks(&policy("[teams, sql, DesktopFlow.Excel]", others), "desktop-flows-suspended");
    let finding = linted.only("desktop-flows-suspended");
    assert_eq!(finding.message, "data policy `one` names 1 of 41 desktop flow modules and blocks the other 40");
    assert!(finding.notes[0].contains(" and 32 more; "), "{}", finding.notes[0]);
    assert_eq!(
        linted.labels(finding),
        [
            (5, "rest", "what is not named is blocked here".to_owned()),
            (3, "DesktopFlow.Excel", "`DesktopFlow.Excel` is allowed here".to_owned()),
        ]
    );
    let meant = "non_business = unblockable - [teams]\n  blocked = (connectors where kind == desktop) - [DesktopFlow.Excel] + rest";
    quiet(&policy("[teams, sql, DesktopFlow.Excel]", meant));
    quiet(&policy("[teams, sql]", others));
    quiet(&policy("[teams, sql, DesktopFlow.Excel]", "non_business = rest"));
}

#[test]
fn a_nearly_complete_list_that_leaves_the_rest_open_is_told() {
    let blocked = "blocked = (connectors where blockable and kind != desktop) - [sql, github, gmail]";
    let linted =
        speaks(&policy("unblockable + [sql]", &format!("non_business = rest\n  {blocked}")), "falls-to-non-business");
    let finding = linted.only("falls-to-non-business");
    assert_eq!(finding.message, "data policy `one` names 1,418 connectors, and the other 2 fall to Non-business");
    assert_eq!(finding.notes, ["these are not named: `github` and `gmail`"]);
    assert_eq!(linted.labels(finding)[0].1, "rest");
    // Half a list is too little for this finding, and a complete list omits nothing.
    quiet(&policy(
        "unblockable + [sql]",
        "non_business = rest\n  blocked = connectors where tier == standard and blockable",
    ));
    quiet(&policy("unblockable + [sql]", "non_business = rest\n  blocked = (connectors where blockable) - [sql]"));
}

#[test]
fn endpoint_rules_where_none_are_documented() {
    let text = |connector: &str| {
        let rules = format!("non_business = rest\n  connector {connector} {{ endpoints {{ deny \"*\" }} }}");
        policy(&format!("[teams, {connector}]"), &rules)
    };
    let linted = speaks(&text("ftp"), "endpoint-filtering-undocumented");
    let finding = linted.only("endpoint-filtering-undocumented");
    assert_eq!(finding.message, "`ftp` is not documented to take endpoint rules");
    assert_eq!(finding.level, Level::Warning);
    assert!(finding.notes[0].contains("`smtp`"), "{}", finding.notes[0]);
    for perhaps in ["CSKnowledgeSharePoint", "CSKnowledgePublicSites"] {
        let linted = speaks(&text(perhaps), "endpoint-filtering-undocumented");
        let finding = linted.only("endpoint-filtering-undocumented");
        assert_eq!(finding.level, Level::Info);
        let message = format!("the documentation does not agree on whether `{perhaps}` takes endpoint rules");
        assert_eq!(finding.message, message);
    }
    for documented in ["sql", "smtp", "Http", "webcontents", "azureblob"] {
        quiet(&text(documented));
    }
}

#[test]
fn a_condition_that_selects_nothing_is_told_where_the_catalogue_decides() {
    let text = |condition: &str| {
        policy("[teams, sql]", &format!("non_business = rest\n  blocked = connectors where {condition}"))
    };
    let linted = speaks(&text("tier == standard and kind == desktop"), "empty-selection");
    let finding = linted.only("empty-selection");
    assert_eq!(finding.message, "this selects no connector");
    assert_eq!(linted.labels(finding)[0].1, "connectors where tier == standard and kind == desktop");
    // Custom connectors come and go, and so do ratings.
    quiet(&text("kind == custom"));
    let rated = "scale connector_risk { trusted < elevated }\nconnector github { rated = trusted because \"seen\" }\nconnector teams { rated = trusted because \"ours\" }\nconnector sql { rated = trusted because \"ours\" }\n";
    quiet(&format!("{rated}{}", text("rating == elevated")));
    // But if no connector was ever rated, a condition on ratings has no meaning.
    let linted = speaks(
        &format!("scale connector_risk {{ trusted < elevated }}\n{}", text("rating == elevated")),
        "empty-selection",
    );
    let finding = linted.only("empty-selection");
    assert_eq!(finding.notes, ["no connector has a value for `rating`, and an unknown value satisfies no comparison"]);
    // An error in the condition itself is reported once, without a second finding.
    assert_eq!(Linted::new(&text("tear == standard")).names(), Vec::<&str>::new());
}

#[test]
fn exceptions_that_except_nothing_are_information() {
    let text = format!(
        "environment sales {{ type = sandbox }}\n{}",
        policy("[teams, sql]", "non_business = rest").replace("= all", "= all except environments where type == trial")
    );
    let linted = speaks(&text, "empty-selection");
    let finding = linted.only("empty-selection");
    assert_eq!((finding.level, finding.message.as_str()), (Level::Info, "data policy `one` excepts no environment"));
}

#[test]
fn a_subtraction_takes_something_away_or_guards_another_group() {
    let linted = speaks(&policy("[teams, sql] - [github]", "non_business = rest"), "nothing-to-remove");
    let finding = linted.only("nothing-to-remove");
    assert_eq!(finding.message, "this takes nothing away");
    assert_eq!(
        linted.labels(finding),
        [
            (3, "[github]", "`github` is not in what comes before".to_owned()),
            (3, "[teams, sql]", "what comes before".to_owned()),
        ]
    );
    quiet(&policy("[teams, sql, github] - [github]", "non_business = rest"));
    quiet(&policy("[teams, sql, planner] - [github]", "non_business = rest\n  blocked = [github]"));
    // After the first subtraction the second finds nothing left.
    assert_eq!(
        names(&policy("[teams, sql, github] - [github] - [github]", "non_business = rest")),
        ["nothing-to-remove"]
    );
}

#[test]
fn a_connector_that_was_taken_away_may_be_named_again() {
    // The second `sql` brings back what `-` or `&` left out.
    for list in [
        "([github, sql] - [sql]) + [teams, sql]",
        "([github, sql] & [github]) + [teams, sql]",
        "[sql] + ([github, sql] - [sql])",
        "([sql, github] - [github]) + ([sql, teams] & [teams])",
    ] {
        assert!(!names(&policy(list, "non_business = rest")).contains(&"repeated-connector"), "{list}");
    }
    // In a list on one side of `-` the second one still has no effect.
    assert!(names(&policy("[github, sql, github] - [sql]", "non_business = rest")).contains(&"repeated-connector"));
}
