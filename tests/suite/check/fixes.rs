//! Fixes: after a fix the page has no such fault and no new one.

use dictum::diagnostics::Safety;

use super::{Page, checks, policy, sound};

/// Applies one fix of the page's only finding. The result must have no findings.
#[track_caller]
fn fixed(text: &str, fix: usize) -> String {
    let page = Page::of(text);
    let fixed = page.fixed(page.only(), fix);
    let after = Page::of(&fixed);
    assert_eq!(after.codes(), [] as [u16; 0], "{fixed}");
    fixed
}

#[test]
fn every_fix_of_a_bad_example_leaves_a_clean_page() {
    for check in checks() {
        for sample in check.rule.samples().into_iter().filter(|sample| sample.bad) {
            let fixes = Page::of(&sample.text).only().fixes.len();
            for fix in 0..fixes {
                fixed(&sample.text, fix);
            }
        }
    }
}

#[test]
fn a_connector_is_taken_out_of_either_group() {
    let text = policy("business = [sql, teams]\n  non_business = rest\n  blocked = [twitter, sql]");
    assert!(fixed(&text, 0).contains("blocked = [twitter]"));
    assert!(fixed(&text, 1).contains("business = [teams]"));
}

#[test]
fn words_leave_a_list_with_what_parts_them() {
    for (list, left) in [
        ("[yammer, twitter]", "[twitter]"),
        ("[yammer, teams, twitter, rss]", "[twitter, rss]"),
        ("[twitter, yammer, teams, rss]", "[twitter, rss]"),
        ("[twitter, yammer, rss, teams]", "[twitter, rss]"),
        ("[twitter, yammer,]", "[twitter,]"),
        ("[\n    yammer\n    twitter\n    teams\n  ]", "[\n    twitter\n  ]"),
        ("[yammer, teams]", "[]"),
        ("[twitter] + [yammer]", "[twitter] + []"),
    ] {
        let text = policy(&format!("business = [sql]\n  non_business = rest\n  blocked = {list}"));
        let fixed = fixed(&text, 0);
        assert!(fixed.contains(&format!("blocked = {left}\n")), "{list}\n{fixed}");
    }
}

#[test]
fn what_a_set_brings_is_taken_off() {
    let sets = "connectors loud = [twitter, yammer]\n";
    for (written, left) in [
        ("loud", "loud - unblockable"),
        ("[rss] + loud", "[rss] + (loud - unblockable)"),
        ("loud + [teams, rss]", "(loud - unblockable) + [rss]"),
        ("loud - [rss]", "(loud - [rss]) - unblockable"),
        ("connectors where tier == standard", "(connectors where tier == standard) - unblockable"),
        ("(loud & loud) + [rss]", "((loud & loud) + [rss]) - unblockable"),
        ("[rss] + (loud - [rss])", "([rss] + (loud - [rss])) - unblockable"),
        ("all - [sql]", "(all - [sql]) - unblockable"),
    ] {
        let text =
            format!("{sets}{}", policy(&format!("business = [sql]\n  non_business = rest\n  blocked = {written}")));
        let fixed = fixed(&text, 0);
        assert!(fixed.contains(&format!("blocked = {left}\n")), "{written}\n{fixed}");
    }
}

#[test]
fn rest_never_gets_into_a_minus() {
    let sets = "connectors loud = [twitter, yammer]\n";
    let text = format!("{sets}{}", policy("business = [sql]\n  blocked = rest + loud"));
    assert!(fixed(&text, 0).contains("blocked = rest + (loud - unblockable)\n"));
    // If the whole expression would have to move after a `-`, no fix is offered.
    let text = format!("{sets}{}", policy("business = [sql]\n  blocked = rest + (loud - [twitter])"));
    assert_eq!(Page::of(&text).only().fixes.len(), 0);
}

#[test]
fn overlapping_sets_are_taken_off_each_other() {
    let sets = "connectors office = [sharepointonline, teams, office365, office365users, onenote, planner]\n";
    let text = format!("{sets}{}", policy("business = office\n  non_business = unblockable\n  blocked = rest"));
    let page = Page::of(&text);
    assert_eq!(page.only().help.as_deref(), Some("subtract one from the other, as in `non_business = … - office`"));
    assert_eq!(page.only().fixes.len(), 1, "`unblockable` is no named set, so only one way has a short form");
    assert!(fixed(&text, 0).contains("non_business = unblockable - office\n"));
    let few = policy("business = [sql, teams]\n  non_business = unblockable\n  blocked = rest");
    assert!(fixed(&few, 0).contains("non_business = unblockable - [teams]\n"));
    assert!(fixed(&few, 1).contains("business = [sql]\n"));
}

#[test]
fn a_list_with_a_name_that_was_not_found_is_left_alone() {
    let page = Page::of(&sound("blocked = [yammer, twiter, teams]"));
    let finding = page.findings().iter().find(|finding| finding.rule.code.0 == 3002).expect("the finding");
    assert_eq!(finding.fixes.len(), 0);
}

#[test]
fn lists_are_completed_where_they_end() {
    let row = "\"https://api.contoso.com*\" -> business";
    let one_line = sound(&format!("custom_connectors {{ {row} }}"));
    assert!(fixed(&one_line, 0).contains("-> business\n    \"*\" -> ignore }"));
    let endpoints = |rules: &str| sound(&format!("connector sql {{ endpoints {{\n    {rules}\n  }} }}"));
    assert!(fixed(&endpoints("deny \"a,*\""), 0).contains("deny \"a,*\"; allow \"*\"\n"));
    assert!(fixed(&endpoints("allow \"a,*\""), 0).contains("allow \"a,*\"; deny \"*\"\n"));
    let actions = sound("connector sql {\n    actions {\n      block [A]\n    }\n  }");
    assert!(fixed(&actions, 0).contains("actions { allow rest;\n      block [A]\n"));
    assert!(fixed(&actions, 1).contains("actions { block rest;\n"));
}

#[test]
fn a_star_moves_behind_all_others() {
    let text = sound(
        "custom_connectors {\n    \"a*\" -> business\n    \"*\" -> ignore\n    \"b\\\"*\" -> blocked\n    \"c*\" -> non_business\n  }",
    );
    let rows = "\"a*\" -> business\n    \"b\\\"*\" -> blocked\n    \"c*\" -> non_business\n    \"*\" -> ignore\n";
    assert!(fixed(&text, 0).contains(rows));
}

#[test]
fn a_missing_rest_is_offered_to_every_group_that_is_free() {
    let page = Page::of(&policy("business = [sql]"));
    let titles: Vec<&str> = page.only().fixes.iter().map(|fix| fix.title.as_str()).collect();
    assert_eq!(titles, ["add `non_business = rest`", "add `blocked = rest`"]);
    assert!(page.only().fixes.iter().all(|fix| fix.safety == Safety::Suggestion));
    assert!(
        fixed(&policy("business = (connectors where tier == standard)"), 1).contains("standard)\n  blocked = rest\n")
    );
    assert!(fixed(&policy(""), 0).contains("applies_to = all\n  business = rest\n"));
}

#[test]
fn a_safe_fix_keeps_what_was_meant() {
    let id = "/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11";
    let text = format!("environment sales {{ id = \"{id}\" }}");
    assert_eq!(fixed(&text, 0), "environment sales { id = \"8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11\" }");
    assert_eq!(Page::of(&text).only().fixes[0].safety, Safety::Safe);
    let text = sound("").replace("= all\n", "= all except []\n");
    assert_eq!(fixed(&text, 0), sound(""));
    let text =
        "environment sales { type = sandbox; dataverse { language = 1033; currency = EUR; domain = \"Contoso\" } }";
    assert_eq!(fixed(text, 0), text.replace("Contoso", "contoso"));
    assert_eq!(Page::of(text).only().fixes[0].safety, Safety::Safe);
    let address = text.replace("Contoso", "https://contoso.crm4.dynamics.com/");
    assert_eq!(fixed(&address, 0), text.replace("Contoso", "contoso"));
    assert_eq!(Page::of(&address).only().fixes[0].safety, Safety::Unsafe);
}

#[test]
fn an_environment_becomes_managed_where_it_says_so() {
    let with = |managed: &str| {
        format!(
            "environment_group estate {{ }}\nenvironment sales {{\n  {managed}group = estate\n  dataverse {{ language = 1033; currency = EUR }}\n}}\n"
        )
    };
    assert_eq!(fixed(&with("managed = no\n  "), 0), with("managed = yes\n  "));
    assert!(fixed(&with(""), 0).contains("group = estate\n  managed = yes\n"));
}
