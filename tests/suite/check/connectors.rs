//! Data policies: the findings, and their places.

use super::{Page, policy, sound};

/// The code and the marked words of a page's only finding.
fn found(text: &str) -> (u16, Vec<String>) {
    let page = Page::of(text);
    (page.only().rule.code.0, page.marked())
}

#[test]
fn a_connector_in_two_lists_is_marked_in_both() {
    let text = sound("blocked = [twitter, sql]");
    let page = Page::of(&text);
    assert_eq!(page.only().message, "connector `sql` is in Business and in Blocked of data policy `baseline`");
    let marks = page.marks(page.only());
    let expected = [("sql", "in Blocked here"), ("sql", "in Business here")];
    assert_eq!(marks, expected.map(|(text, words)| (text.to_owned(), words.to_owned())));
    assert!(page.only().labels[1].location < page.only().labels[0].location, "the second place is the primary one");
    let witness = page.only().witness.as_ref().expect("a witness");
    assert_eq!(witness.parts, [("connector".to_owned(), "sql".to_owned())]);
}

#[test]
fn sets_that_overlap_give_one_finding_for_a_pair_of_groups() {
    let text = policy(
        "business = [sharepointonline, sql] + connectors where tier == standard\n  non_business = connectors where tier == standard\n  blocked = rest",
    );
    let page = Page::of(&text);
    let message = &page.only().message;
    let (count, names) = message.split_once(" connectors are in Business and in Non-business").expect("a count");
    let standard = page.analysis.program.policies.first().expect("a policy").groups[1].named.len();
    assert_eq!(count.parse(), Ok(standard));
    assert_eq!(names.matches('`').count(), 2 + 2 * 5, "the policy and five connectors are named");
    assert!(names.ends_with(&format!(" and {} more", standard - 5)), "{names}");
    assert_eq!(page.marked(), ["connectors where tier == standard", "connectors where tier == standard"]);
}

#[test]
fn each_pair_of_groups_is_a_finding_of_its_own() {
    let page = Page::policy("business = [sql]\n  non_business = [sql] + rest\n  blocked = [sql]");
    assert_eq!(page.codes(), [3001, 3001, 3001]);
}

#[test]
fn a_set_that_brings_the_connector_is_what_is_marked() {
    let text = format!("connectors data = [sql, azureblob]\n{}", sound("blocked = [twitter] + data"));
    assert_eq!(found(&text), (3001, vec!["data".to_owned(), "sql".to_owned()]));
    // After a `-` and in a named set, the connector is not in the group.
    let text = format!("connectors data = [sql, azureblob]\n{}", sound("blocked = [twitter] + (data - [sql])"));
    assert_eq!(Page::of(&text).codes(), [] as [u16; 0]);
}

#[test]
fn the_group_with_rest_may_name_connectors_of_its_own() {
    assert_eq!(Page::policy("business = [sql]\n  non_business = rest + [teams]").codes(), [] as [u16; 0]);
}

#[test]
fn what_cannot_be_blocked_is_listed() {
    let (code, marked) = found(&sound("blocked = [twitter, yammer]"));
    assert_eq!((code, marked), (3002, vec!["yammer".to_owned()]));
    let page = Page::policy("business = [sql]\n  non_business = rest\n  blocked = all - [sql]");
    let message = &page.only().message;
    assert!(message.contains("blocks 24 connectors that cannot be blocked"), "{message}");
    assert!(message.ends_with(" and 19 more"), "{message}");
    assert_eq!(page.marked(), ["all"], "the part that brings them");
}

#[test]
fn blocked_may_hold_rest_and_what_is_less_the_unblockable() {
    let text = policy("business = [sql]\n  blocked = rest");
    assert_eq!(Page::of(&text).codes(), [] as [u16; 0]);
    let text = policy("business = [sql]\n  non_business = rest\n  blocked = all - unblockable - [sql]");
    assert_eq!(Page::of(&text).codes(), [] as [u16; 0]);
}

#[test]
fn a_policy_says_once_where_the_rest_goes() {
    let head = "data_policy baseline".to_owned();
    assert_eq!(found(&policy("business = [sql]\n  blocked = [twitter]")), (3003, vec![head.clone()]));
    assert_eq!(found(&policy("")), (3003, vec![head]));
    let two = policy("business = rest + [sql]\n  non_business = [teams]\n  blocked = rest");
    let page = Page::of(&two);
    assert_eq!(page.codes(), [3004]);
    assert_eq!(page.only().message, "`rest` is in Business and in Blocked of data policy `baseline`");
    assert_eq!(page.marked(), ["rest", "rest"]);
    let three = Page::policy("business = rest\n  non_business = rest\n  blocked = rest");
    assert_eq!(three.marked().len(), 3);
    assert_eq!(three.only().message, "`rest` is in Business, Non-business and in Blocked of data policy `baseline`");
}

#[test]
fn rest_is_no_operand_and_no_member() {
    for (lines, mark) in [
        ("business = [sql]\n  non_business = rest - [twitter]", "-"),
        ("business = all - rest\n  blocked = []", "-"),
        ("business = [sql]\n  blocked = rest & [twitter]", "&"),
    ] {
        let page = Page::policy(lines);
        assert_eq!(page.codes(), [3005], "{lines}");
        assert_eq!(page.only().message, format!("`rest` cannot be part of a `{mark}`"));
        assert_eq!(page.marked(), ["rest"]);
    }
    let text = format!("connectors others = [twitter] + rest\n{}", sound("blocked = others"));
    let page = Page::of(&text);
    assert_eq!((page.codes(), page.marked()), (vec![3005], vec!["rest".to_owned()]));
    // If the set is used for the `rest` of a policy, that policy is not reported as well.
    let text = format!("connectors others = rest\n{}", policy("business = [sql]\n  blocked = others"));
    assert_eq!(Page::of(&text).codes(), [3005]);
}

#[test]
fn url_patterns_end_in_a_star() {
    let patterns = |rows: &str| sound(&format!("custom_connectors {{\n    {rows}\n  }}"));
    let api = "\"https://api.contoso.com*\"";
    let row = format!("{api} -> business");
    assert_eq!(found(&patterns(&row)), (3006, vec![row.clone()]));
    assert_eq!(found(&sound("custom_connectors { }")), (3006, vec!["{ }".to_owned()]));
    assert_eq!(Page::of(&patterns(&format!("{row}\n    \"*\" -> ignore"))).codes(), [] as [u16; 0]);
    assert_eq!(Page::of(&patterns("\"*\" -> blocked")).codes(), [] as [u16; 0]);
    let ignored = format!("{api} -> ignore");
    assert_eq!(found(&patterns(&format!("{ignored}\n    \"*\" -> ignore"))), (3007, vec![ignored.clone()]));
    assert_eq!(Page::of(&patterns(&ignored)).codes(), [3006, 3007], "both are to be fixed");
    let early = found(&patterns(&format!("\"*\" -> ignore\n    {row}")));
    assert_eq!(early, (3016, vec!["\"*\"".to_owned(), api.to_owned()]));
    let twice = found(&patterns("\"*\" -> blocked\n    \"*\" -> ignore"));
    assert_eq!(twice, (3016, vec!["\"*\"".to_owned(), "\"*\"".to_owned()]));
}

#[test]
fn endpoints_end_in_a_star() {
    let endpoints = |rules: &str| sound(&format!("connector sql {{ endpoints {{ {rules} }} }}"));
    let ours = "\"contoso.database.windows.net,*\"";
    assert_eq!(found(&endpoints(&format!("allow {ours}"))), (3008, vec![ours.to_owned()]));
    assert_eq!(found(&endpoints("")), (3008, vec!["{  }".to_owned()]));
    assert_eq!(Page::of(&endpoints(&format!("allow {ours}; deny \"*\""))).codes(), [] as [u16; 0]);
    let early = found(&endpoints(&format!("deny \"*\"; allow {ours}")));
    assert_eq!(early, (3016, vec!["\"*\"".to_owned(), ours.to_owned()]));
}

#[test]
fn action_rules_belong_to_connectors_that_can_be_blocked() {
    let (code, marked) = found(&sound("connector teams { actions { block [PostMessage]; allow rest } }"));
    assert_eq!((code, marked), (3009, vec!["teams".to_owned(), "PostMessage".to_owned()]));
    let rules = "{ actions { block [Delete]; allow rest } }";
    let custom = format!("connector prices {{ kind = custom }}\n{}", sound(&format!("connector prices {rules}")));
    let page = Page::of(&custom);
    assert_eq!(page.codes(), [3009]);
    assert_eq!(page.marks(page.only())[0].1, "a custom connector");
    let id = "\"/providers/Microsoft.PowerApps/scopes/admin/environments/8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11/apis/shared_prices-5f1\"";
    assert_eq!(Page::of(&sound(&format!("connector {id} {rules}"))).codes(), [3009]);
    // It is not documented whether virtual connectors take them.
    assert_eq!(Page::of(&sound(&format!("connector Http {rules}"))).codes(), [] as [u16; 0]);
    assert_eq!(Page::of(&sound("connector teams { endpoints { deny \"*\" } }")).codes(), [] as [u16; 0]);
}

#[test]
fn a_list_of_environments_names_one() {
    let scope = |scope: &str| sound("").replace("applies_to = all", &format!("applies_to = {scope}"));
    assert_eq!(found(&scope("only []")), (3010, vec!["[]".to_owned()]));
    assert_eq!(found(&scope("all except []")), (3010, vec!["[]".to_owned()]));
    let chosen = format!("environment sales {{ type = sandbox }}\n{}", scope("only [sales]"));
    assert_eq!(Page::of(&chosen).codes(), [] as [u16; 0]);
    // A name that is not found does not make the list empty, and a condition may later select one.
    assert_eq!(Page::of(&scope("only [sales]")).codes(), [1005]);
    assert_eq!(Page::of(&scope("only [5]")).codes(), [1003]);
    assert!(!Page::of(&scope("only environments where managed")).codes().contains(&3010));
}

#[test]
fn action_rules_name_actions_and_say_what_holds_for_the_rest() {
    let actions = |rules: &str| sound(&format!("connector sql {{ actions {{{rules}}} }}"));
    assert_eq!(found(&actions("")), (3011, vec!["{}".to_owned()]));
    let (code, marked) = found(&actions(" allow rest "));
    assert_eq!((code, marked), (3011, vec!["rest".to_owned()]));
    let (code, marked) = found(&actions(" block [A, B] "));
    assert_eq!((code, marked), (3015, vec!["B".to_owned()]));
    assert_eq!(Page::of(&actions(" block [A, B]; allow rest ")).codes(), [] as [u16; 0]);
    // A sentence that could not be read may have named an action, or the rest.
    assert_eq!(Page::of(&actions(" blok [A] ")).codes(), [1004]);
    assert_eq!(Page::of(&actions(" block [A]; allow rast ")).codes(), [1004]);
    assert_eq!(Page::of(&actions(" block [A]; allow Test ")).codes(), [1003]);
}

#[test]
fn an_action_has_one_rule() {
    let actions = |rules: &str| sound(&format!("connector sql {{ actions {{ {rules}; block rest }} }}"));
    let page = Page::of(&actions("allow [GetItems, Delete]; block [delete]"));
    assert_eq!(page.codes(), [3012]);
    let marks = page.marks(page.only());
    let expected = [("delete", "blocked here"), ("Delete", "allowed here")];
    assert_eq!(marks, expected.map(|(text, words)| (text.to_owned(), words.to_owned())));
    let twice = Page::of(&actions("allow [GetItems, GetItems]"));
    assert_eq!(twice.only().message, "action `GetItems` of `sql` is allowed twice");
    let thrice = Page::of(&actions("allow [GetItems, GetItems]; block [GetItems]"));
    assert_eq!(thrice.codes(), [3012, 3012]);
}

#[test]
fn a_connector_has_one_block_of_rules() {
    let endpoints = "connector sql { endpoints { deny \"*\" } }";
    let actions = "connector shared_sql { actions { block [A]; allow rest } }";
    let page = Page::of(&sound(&format!("{endpoints}\n  {actions}")));
    assert_eq!((page.codes(), page.marked()), (vec![3013], vec!["shared_sql".to_owned(), "sql".to_owned()]));
    // Two policies may each have their own.
    let other = sound(actions).replace("baseline", "other");
    assert_eq!(Page::of(&format!("{}{other}", sound(endpoints))).codes(), [] as [u16; 0]);
}

#[test]
fn content_conversion_takes_no_group_and_no_rules() {
    let (code, marked) = found(&sound("blocked = [twitter, conversionservice]"));
    assert_eq!((code, marked), (3014, vec!["conversionservice".to_owned()]));
    let quoted = "\"/providers/Microsoft.PowerApps/apis/shared_conversionservice\"";
    let (code, marked) = found(&sound(&format!("blocked = [twitter, {quoted}]")));
    assert_eq!((code, marked), (3014, vec![quoted.to_owned()]));
    let (code, _) = found(&sound("connector conversionservice { actions { block [A]; allow rest } }"));
    assert_eq!(code, 3014);
    assert_eq!(Page::of(&sound("blocked = all - unblockable - [sql, conversionservice]")).codes(), [] as [u16; 0]);
}

#[test]
fn the_default_group_of_other_tools_is_answered_with_rest() {
    for word in ["rest", "default", "defaultConnectorsClassification", "default-group", "everything_else"] {
        let page = Page::of(&policy(&format!("business = [sql]\n  blocked = rest\n  {word} = blocked")));
        assert_eq!(page.only().rule.code.0, 1002, "{word}");
        let help = page.only().help.as_deref();
        assert_eq!(help, Some("what is not named goes to the group that holds `rest`: `blocked = rest`"), "{word}");
    }
    // Without groups of connectors the word has no meaning.
    let page = Page::of("environment a { type = sandbox; rest = blocked }");
    assert!(!page.only().help.as_deref().unwrap_or_default().contains("`rest`"));
}
