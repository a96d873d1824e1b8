//! Connectors that are allowed but should not be: open patterns, rules that block nothing, connectors with the worst
//! rating.

use super::{Linted, names, quiet, speaks};

fn endpoints(rows: &str) -> String {
    format!(
        "data_policy one {{\n  applies_to = all; business = [teams, sql]; non_business = rest\n  connector sql {{ endpoints {{\n{rows}\n  }} }}\n}}\n"
    )
}

#[test]
fn endpoint_lists_that_end_in_allow_bar_nothing() {
    for rows in [
        "allow \"*\"",
        "allow \"contoso.database.windows.net,*\"\nallow \"*\"",
        "allow \"contoso.database.windows.net,*\"; allow \"*.net,hr\"; allow \"*\"",
    ] {
        let linted = speaks(&endpoints(rows), "rules-bar-nothing");
        let finding = linted.only("rules-bar-nothing");
        assert_eq!(finding.message, "the endpoint rules for `sql` in data policy `one` block nothing");
        let labels = linted.labels(finding);
        assert_eq!((labels[0].1, labels[0].2.as_str()), ("\"*\"", "allows every endpoint"));
    }
    // A row that denies, after one that allows all that it fits, denies nothing.
    let covered = endpoints("allow \"*.contoso.com,*\"\ndeny \"db.contoso.com,hr\"\nallow \"*\"");
    assert_eq!(names(&covered), ["shadowed-rule", "rules-bar-nothing"]);
    quiet(&endpoints("deny \"db.contoso.com,hr\"\nallow \"*\""));
    quiet(&endpoints("allow \"db.contoso.com,hr\"\ndeny \"*\""));
}

#[test]
fn action_rules_that_allow_the_rest_and_block_none_bar_nothing() {
    let text = |rules: &str| {
        format!(
            "data_policy one {{ applies_to = all; business = [teams, sql]; non_business = rest; connector sql {{ actions {{ {rules} }} }} }}"
        )
    };
    let linted = speaks(&text("allow [GetItems_V2]; allow rest"), "rules-bar-nothing");
    let finding = linted.only("rules-bar-nothing");
    assert_eq!(finding.message, "the action rules for `sql` in data policy `one` block nothing");
    quiet(&text("allow [GetItems_V2]; block rest"));
    quiet(&text("block [DeleteItem_V2]; allow rest"));
}

#[test]
fn a_host_that_is_open_to_the_right_lets_strangers_in() {
    let text = |row: &str| {
        format!(
            "data_policy one {{\n  applies_to = all; business = [teams, Http]; non_business = rest\n  custom_connectors {{\n    {row}\n    \"*\" -> blocked\n  }}\n}}"
        )
    };
    let linted = speaks(&text("\"https://*.stbrenda.example*\" -> business"), "pattern-open-to-the-right");
    let finding = linted.only("pattern-open-to-the-right");
    assert_eq!(
        finding.message,
        "URL pattern `https://*.stbrenda.example*` of data policy `one` also fits `https://x.stbrenda.example.evil.net`"
    );
    assert_eq!(
        finding.help.as_deref(),
        Some(
            "write two rows instead: `https://*.stbrenda.example` for the host, and `https://*.stbrenda.example/*` for what is below it"
        )
    );
    assert_eq!(Linted::witness(finding), [("fits", "https://x.stbrenda.example.evil.net")]);
    // A pattern that blocks hosts may block longer hosts too.
    quiet(&text("\"https://*.stbrenda.example*\" -> blocked"));
    quiet(&text("\"https://*.stbrenda.example\" -> business\n    \"https://*.stbrenda.example/*\" -> business"));
    let web = |host: &str| {
        format!(
            "data_policy one {{ applies_to = all; business = [teams, Http]; non_business = rest; connector Http {{ endpoints {{ allow \"{host}\"; deny \"*\" }} }} }}"
        )
    };
    let linted = speaks(&web("https://api.contoso.com*"), "pattern-open-to-the-right");
    let finding = linted.only("pattern-open-to-the-right");
    assert_eq!(
        finding.message,
        "endpoint `https://api.contoso.com*` of `Http` in data policy `one` also fits `https://api.contoso.com.evil.net`"
    );
    quiet(&web("https://api.contoso.com/*"));
}

/// Rated forbidden, which is the highest level.
fn rated(groups: &str) -> String {
    format!(
        "scale connector_risk {{ trusted < standard < forbidden }}\n\
         connector sharepointonline {{ rated = trusted because \"ours\" }}\n\
         connector twitter {{ rated = forbidden because \"decision 2026-3\" }}\n\
         environment default {{ type = default }}\n\
         connectors social = [twitter, linkedin]\n\
         data_policy baseline {{\n  applies_to = all\n  {groups}\n}}\n"
    )
}

#[test]
fn what_is_rated_worst_is_not_allowed_by_name() {
    for group in ["[sharepointonline, twitter]", "[sharepointonline] + social"] {
        let linted = Linted::new(&rated(&format!("business = {group}; non_business = rest")));
        let finding = linted.only("highest-level-allowed");
        assert_eq!(
            finding.message,
            "data policy `baseline` puts `twitter` into Business, though it is rated `forbidden`, the highest level"
        );
        assert!(linted.labels(finding).iter().any(|(line, _, words)| *line == 3 && words == "rated `forbidden`"));
    }
    let speaks = |groups: &str| names(&rated(groups)).contains(&"highest-level-allowed");
    assert!(speaks("business = [sharepointonline]; non_business = rest + [twitter]; blocked = social - [twitter]"));
    assert!(!speaks("business = connectors where rating <= standard; non_business = rest; blocked = social"));
    // A condition includes it just as a name does.
    let selected = Linted::new(&rated("business = connectors where tier == standard; blocked = rest"));
    assert_eq!(
        selected.only("highest-level-allowed").message,
        "data policy `baseline` selects `twitter` for Business by a condition, though it is rated `forbidden`, the highest \
         level"
    );
    assert!(!speaks("business = (connectors where tier == standard) - social; blocked = rest"));
    assert!(!speaks("business = [sharepointonline]; non_business = rest; blocked = social"));
    // The policy allows its use in no environment, because another policy blocks it everywhere.
    let guarded = format!(
        "{}data_policy guard {{ applies_to = all; non_business = rest; blocked = [twitter] }}",
        rated("business = [sharepointonline, twitter]; non_business = rest; blocked = [linkedin]")
    );
    assert!(!names(&guarded).contains(&"highest-level-allowed"));
}

#[test]
fn ids_that_do_not_exist_lead_to_those_that_stay_open() {
    let text = |ids: &str| {
        format!(
            "data_policy no_http {{ applies_to = all; business = [teams]; non_business = rest; blocked = [{ids}] }}"
        )
    };
    let linted = speaks(&text("\"shared_http\", \"shared_httprequest\""), "connector-not-in-catalogue");
    let finding = linted.only("connector-not-in-catalogue");
    let open = "this policy does not block `Http` and `HttpRequestReceived`, which stay open in Non-business";
    assert!(finding.notes.iter().any(|note| note == open), "{:?}", finding.notes);
    let help = finding.help.as_deref().unwrap_or_default();
    assert!(help.starts_with("did you mean `Http` or `HttpRequestReceived`?"), "{help}");
    // If a connector is blocked by its own id too, the finding states that.
    let linted = Linted::new(&text("Http, \"shared_http\""));
    let finding = linted.only("connector-not-in-catalogue");
    assert!(finding.notes.iter().any(|note| note == "this policy blocks `Http`"), "{:?}", finding.notes);
}

#[test]
fn a_default_environment_without_any_policy_is_told() {
    let text = "environment default { type = default }\nenvironment two { type = production }\n";
    let linted = speaks(text, "environment-without-policy");
    let finding = linted.only("environment-without-policy");
    assert_eq!(finding.message, "the project has no data policy");
    assert_eq!(Linted::witness(finding), [("environment", "default")]);
}

#[test]
fn a_connector_meant_for_an_environment_and_blocked_there_is_told_from_both_sides() {
    // For any number of cells from the policies.
    for third in ["", "data_policy apart { applies_to = all; business = [teams, planner]; non_business = rest }\n"] {
        let text = format!(
            "environment sales {{ type = production }}\n\
             environment finance {{ type = production }}\n\
             data_policy baseline {{\n  applies_to = all; business = [sharepointonline, teams]\n  \
             non_business = unblockable - [sharepointonline, teams]; blocked = rest\n}}\n\
             {third}data_policy finance {{\n  applies_to = only [finance]; business = [sharepointonline, sql]; non_business = rest\n}}\n"
        );
        let linted = Linted::new(&text);
        let finding = linted.only("meant-and-blocked");
        let message = "data policy `finance` allows `sql`, but `baseline` blocks it in environment `finance`";
        assert_eq!(finding.message, message);
        let words: Vec<String> = linted.labels(finding).into_iter().map(|(_, _, words)| words).collect();
        assert_eq!(words, ["allowed here by `finance`", "`baseline` blocks `sql` by `rest`"]);
        assert_eq!(Linted::witness(finding), [("environment", "finance"), ("connector", "sql")]);
        assert!(
            !names(&text.replace(
                "applies_to = all; business = [share",
                "applies_to = all except [finance]; business = [share"
            ))
            .contains(&"meant-and-blocked")
        );
    }
}

#[test]
fn policies_of_one_name_cannot_be_told_apart() {
    let text = |first: &str, second: &str| {
        format!(
            "data_policy a {{ {first}; applies_to = all; business = [teams, sql]; non_business = rest }}\n\
             data_policy b {{ {second}; applies_to = all; non_business = rest; blocked = [twitter] }}\n"
        )
    };
    let linted = speaks(&text("name = \"Baseline\"", "name = \"baseline \""), "same-policy-name");
    assert_eq!(linted.only("same-policy-name").message, "data policies `a` and `b` are both called `baseline `");
    // Without a name, the symbol is the name.
    speaks(&text("name = \"B\"", "description = \"\"").replace("description = \"\"; ", ""), "same-policy-name");
    quiet(&text("name = \"Baseline\"", "name = \"Guard\""));
}

#[test]
fn a_higher_level_asks_for_no_less() {
    let text = |low: &str, high: &str, of: &str| {
        format!(
            "scale criticity {{ low < high }}\ncriteria app {{ sensitive_data : bool }}\n\
             rules criticity {{ high when sensitive_data; low otherwise }}\n\
             environment hr {{ type = production }}\nenvironment lab {{ type = sandbox }}\n\
             data_policy one {{ applies_to = all; business = [teams, sql]; non_business = rest }}\n\
             control low {{ process = automated; {low} }}\ncontrol high {{ process = automated; {high} }}\n\
             offer test {{ by = \"Security\"; certifies = app{of} }}\n"
        )
    };
    let message = |low: &str, high: &str| {
        let linted = Linted::new(&text(low, high, ""));
        linted.only("level-asks-for-less").message.clone()
    };
    assert_eq!(message("requires = [test]", ""), "level `high` does not require `test`, which level `low` does");
    assert_eq!(
        message("connectors = [teams]; requires = [test]", "requires = [test]"),
        "apps of level `high` may use any connector, those of level `low` may not"
    );
    assert_eq!(
        message("connectors = [teams]; requires = [test]", "connectors = [teams, sql]; requires = [test]"),
        "apps of level `high` may use `sql`, those of level `low` may not"
    );
    assert_eq!(
        message("environments = [lab]; requires = [test]", "environments = [hr, lab]; requires = [test]"),
        "apps of level `high` may live in `hr`, those of level `low` may not"
    );
    let silent = |low: &str, high: &str, of: &str| {
        assert!(!names(&text(low, high, of)).contains(&"level-asks-for-less"), "{low} {high} {of}");
    };
    silent("requires = [test]", "requires = [test]", "");
    // An offer for the lower level only is not missing at the higher one.
    silent("requires = [test]", "", "; for = criticity == low");
    silent("environments = [lab]", "environments = [hr]; requires = [test]", "");
    silent("connectors = [teams, sql]", "connectors = [teams]; requires = [test]", "");
}
