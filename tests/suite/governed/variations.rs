//! Mistakes about connectors similar to others that are found: each in another form than on the page of its rule.

use super::answers::ask;
use super::{read, rules};

/// Programs, and the rules that must report each, in order. All other rules must report nothing.
const PROGRAMS: [(&str, &str, &[&str]); 16] = [
    (
        "ids that do not exist, in several spellings",
        r#"environment default { type = default }
           data_policy p { applies_to = all; business = [sharepointonline]; non_business = rest
             blocked = ["shared_httprequest", "/providers/Microsoft.PowerApps/apis/shared_HttpWebhook", "shared_sqlserver"] }"#,
        &["connector-not-in-catalogue"],
    ),
    (
        "a pattern without a scheme that is open to the right",
        r#"environment default { type = default }
           data_policy p { applies_to = all; business = [sql]; non_business = unblockable; blocked = rest
             custom_connectors { "*.contoso.com*" -> business; "*" -> blocked } }"#,
        &["pattern-open-to-the-right"],
    ),
    (
        "actions that are all allowed",
        "environment default { type = default }
         data_policy p { applies_to = all; business = [sql]; non_business = unblockable; blocked = rest
           connector sql { actions { allow [GetItems_V2]; allow rest } } }",
        &["rules-bar-nothing"],
    ),
    (
        "a forbidden connector in a named set",
        "scale connector_risk { trusted < standard < forbidden }
         connectors social = [twitter, sharepointonline]
         connector twitter { rated = forbidden because \"x\" }
         connector sharepointonline { rated = trusted because \"y\" }
         environment default { type = default }
         data_policy p { applies_to = all; business = [sharepointonline]
           non_business = social + unblockable - [sharepointonline]; blocked = rest }",
        &["highest-level-allowed"],
    ),
    (
        "a forbidden connector that falls under an open rest",
        "scale connector_risk { trusted < standard < forbidden }
         connector twitter { rated = forbidden because \"x\" }
         connector sharepointonline { rated = trusted because \"y\" }
         environment default { type = default }
         data_policy p { applies_to = all; business = [sharepointonline]; non_business = rest; blocked = [dropbox] }",
        &["highest-level-allowed"],
    ),
    (
        "a forbidden connector under an open rest that another policy blocks",
        "scale connector_risk { trusted < standard < forbidden }
         connector twitter { rated = forbidden because \"x\" }
         connector sharepointonline { rated = trusted because \"y\" }
         environment default { type = default }
         data_policy p { applies_to = all; business = [sharepointonline]; non_business = rest; blocked = [dropbox] }
         data_policy q { applies_to = all; business = rest; blocked = [twitter] }",
        &[],
    ),
    (
        "a developer environment that only a guard reaches",
        "environment default { type = default }
         user u { upn = \"u@contoso.com\" }
         environment dev { type = developer; owner = u; dataverse { language = 1033; currency = EUR } }
         data_policy strict { applies_to = only [default]; business = [sharepointonline]
           non_business = unblockable - [sharepointonline]; blocked = rest }
         data_policy guard { applies_to = all; business = [sharepointonline]; non_business = rest; blocked = [twitter] }",
        &["open-environment"],
    ),
    (
        "the default environment behind a guard of its own",
        "environment default { type = default }
         environment a { type = production }
         data_policy strict { applies_to = all except environments where type == default; business = [sharepointonline]
           non_business = unblockable - [sharepointonline]; blocked = rest }
         data_policy guard { applies_to = environment default; business = [sharepointonline]; non_business = rest
           blocked = [twitter] }",
        &["open-environment"],
    ),
    (
        "environments yet to come behind a guard",
        "environment default { type = default }
         data_policy strict { applies_to = environment default; business = [sharepointonline]
           non_business = unblockable - [sharepointonline]; blocked = rest }
         data_policy guard { applies_to = all; non_business = rest; blocked = [twitter] }",
        &["open-environment"],
    ),
    (
        "environments chosen by type, all of them",
        "environment default { type = default }
         environment a { type = production }
         data_policy strict { applies_to = only environments where type in [default, production]
           business = [sharepointonline]; non_business = unblockable - [sharepointonline]; blocked = rest }",
        &["new-environments-left-out"],
    ),
    (
        "a policy of one environment beside the default one",
        "environment default { type = default }
         environment two { type = production }
         data_policy p { applies_to = environment two; business = [sharepointonline]
           non_business = unblockable - [sharepointonline]; blocked = rest }",
        &["environment-without-policy"],
    ),
    (
        "every environment excepted",
        "environment default { type = default }
         environment two { type = production }
         data_policy p { applies_to = all except [default, two]; business = [sharepointonline]
           non_business = unblockable - [sharepointonline]; blocked = rest }",
        &["environment-without-policy", "environment-without-policy"],
    ),
    (
        "an allow-list alone beside a default environment without policy",
        "environment default { type = default }
         environment two { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
         connector_allow_list l { environment = two; allows = unblockable }",
        &["environment-without-policy"],
    ),
    (
        "an environment whose open policy a strict list narrows",
        "environment default { type = default }
         environment finance { type = production; managed = yes; dataverse { language = 1033; currency = EUR } }
         connectors office = [sharepointonline, office365]
         data_policy baseline { applies_to = all except [finance]; business = office
           non_business = unblockable - office; blocked = rest }
         data_policy fin { applies_to = only [finance]; business = office + [sql]; non_business = rest }
         connector_allow_list l { environment = finance; allows = unblockable + [sql] }",
        &[],
    ),
    (
        "selections by what is not so",
        "environment sales { type = sandbox }
         connector price_list { kind = custom; environment = sales; host = \"https://prices.contoso.com\"; id = \"shared_price-5f\" }
         data_policy a { applies_to = all; business = connectors where not blockable and not (tier == premium)
           non_business = rest; custom_connectors { \"*\" -> blocked } }",
        &[],
    ),
    (
        "an exempt connector in Blocked",
        "environment default { type = default }
         data_policy a { applies_to = all; business = rest; blocked = [conversionservice] }",
        &["exempt-connector"],
    ),
];

#[test]
fn each_form_of_a_mistake_has_its_rule_and_no_other() {
    let mut wrong = Vec::new();
    for (what, text, expected) in PROGRAMS {
        let analysis = read(text);
        let mut found = rules(&analysis);
        found.retain(|name| !["unrated-connector", "http-blocked"].contains(name));
        if found != expected {
            wrong.push(format!("{what}: {found:?}, not {expected:?}"));
        }
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
}

const NOTHING_LEFT: &str = "environment coe { type = production }
data_policy tenant { applies_to = all; business = [sql, office365users]; non_business = rest
  connector sql { endpoints { deny \"*\" } }
  connector office365users { actions { block [UpdateMyProfile]; block rest } }
}";

#[test]
fn a_yes_says_where_nothing_of_a_connector_is_left() {
    let (status, told) = ask(NOTHING_LEFT, &["-e", "coe", "--together", "sql,office365users"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.starts_with("yes, but no actions of `office365users` and no endpoints of `sql`: "), "{told}");
    assert!(told.contains("data policy `tenant` allows no endpoints of `sql`"), "{told}");
    assert!(told.contains("data policy `tenant` allows no actions of `office365users`"), "{told}");
    let (status, told) = ask(NOTHING_LEFT, &["-e", "coe", "--together", "sql", "--endpoint", "a,b"]);
    assert_eq!(status, 1, "{told}");
}

#[test]
fn what_a_policy_ignores_goes_with_either_of_its_groups() {
    let text = "environment default { type = default }
data_policy b { applies_to = all; business = [sql]; non_business = unblockable; blocked = rest }
connector own { kind = custom; environment = default; host = \"https://x.contoso.com\" }
data_policy c { applies_to = all; business = [sql]; non_business = rest; custom_connectors { \"*\" -> ignore } }";
    let text = text.replace("blocked = rest }", "blocked = rest; custom_connectors { \"*\" -> ignore } }");
    let (_, told) = ask(&text, &["-e", "default"]);
    assert!(told.contains("only those of one cell may be combined, and what a policy ignores with either"), "{told}");
    let (status, told) = ask(&text, &["-e", "default", "--together", "own,sql"]);
    assert_eq!(status, 0, "{told}");
    let (status, told) = ask(&text, &["-e", "default", "--together", "own,office365"]);
    assert_eq!(status, 0, "{told}");
}

#[test]
fn apps_that_ask_the_same_share_one_answer() {
    let analysis = read(
        "environment a { type = sandbox }
         environment b { type = sandbox }
         data_policy p { applies_to = all; business = [sql]; non_business = unblockable; blocked = rest }
         app one   { environment = a; connectors = [sql, twitter] }
         app two   { environment = b; connectors = [twitter, sql] }
         app three { environment = a; connectors = [sql, office365] }
         app four  { environment = a; connectors = [sql] }",
    );
    let answers = dictum::analysis::conflicts(&analysis.program, &analysis.effective);
    let of = |symbol: &str| {
        let at = analysis.program.apps.iter().position(|app| &*app.head.symbol.name == symbol).expect("an app");
        answers[at].clone()
    };
    let (one, two, three) = (of("one").expect("refused"), of("two").expect("refused"), of("three").expect("refused"));
    assert!(std::sync::Arc::ptr_eq(&one, &two), "environments of one class are asked once");
    assert!(!std::sync::Arc::ptr_eq(&one, &three));
    assert!(of("four").is_none());
    let found = rules(&analysis);
    assert_eq!(found.iter().filter(|name| **name == "app-uses-blocked-connector").count(), 2, "{found:?}");
    assert_eq!(found.iter().filter(|name| **name == "app-connectors-apart").count(), 1, "{found:?}");
}
