//! Levels of apps and ratings of connectors.

use super::{Fails, Holds, NotKnown, chain, one, stand};

const RULES: &str = r#"
scale criticity { low < medium < high }

criteria app {
  personal_data  : bool
  sensitive_data : bool
  users          : 0..
  never sensitive_data and not personal_data
}

rules criticity {
  worst wins
  high   when sensitive_data
  medium when personal_data and users > 500
  low    otherwise
}

control low    { process = automated }
control medium { process = automated }
control high   { process = automated }

scale connector_risk { trusted < standard < forbidden }

criteria connector { leaves : bool }

rating connector_risk {
  standard when leaves
  trusted  when not leaves
}

connector sql     { leaves = no }
connector box     { leaves = yes }
connector twitter { rated = forbidden because "decided" }
connector ftp     { reviewed = 2026-01-01 }

environment default { type = default }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }

app votes { environment = default; personal_data = yes; sensitive_data = no; users = 900 }
"#;

#[test]
fn levels_follow_from_what_is_given() {
    stand(
        RULES,
        &[
            ("app votes is medium", Holds),
            ("app votes is high", Fails),
            ("app { personal_data = yes; sensitive_data = yes } is high", Holds),
            ("app { sensitive_data = no; users = 501; personal_data = yes } is medium", Holds),
            ("app { sensitive_data = no; users = 500 } is low", Holds),
            ("app { kind = canvas; sensitive_data = no; personal_data = no } is low", Holds),
        ],
    );
    let votes = one(RULES, "app votes is high");
    assert!(chain(&votes).contains("app `votes` is `medium`, not `high`"), "{}", chain(&votes));
    assert!(chain(&votes).contains("this rule decides"), "{}", chain(&votes));
}

#[test]
fn what_is_missing_or_impossible_is_not_known() {
    stand(
        RULES,
        &[
            ("app { users = 501 } is medium", NotKnown),
            ("app { personal_data = yes; users = 1 } is low", NotKnown),
            ("app { personal_data = no; sensitive_data = yes } is high", NotKnown),
        ],
    );
    let open = one(RULES, "app { personal_data = yes; users = 1 } is low");
    assert!(chain(&open).contains("`sensitive_data` is not given"), "{}", chain(&open));
    assert!(chain(&open).contains("it will be `low` or `high`"), "{}", chain(&open));
}

#[test]
fn ratings_are_stated_or_follow() {
    stand(
        RULES,
        &[
            ("connector twitter is rated forbidden", Holds),
            ("connector twitter is rated trusted", Fails),
            ("connector sql is rated trusted", Holds),
            ("connector box is rated trusted", Fails),
            ("connector ftp is rated trusted", NotKnown),
            ("connector teams is rated trusted", NotKnown),
        ],
    );
    let box_ = one(RULES, "connector box is rated trusted");
    assert!(chain(&box_).contains("connector `box` is rated `standard`, not `trusted`"), "{}", chain(&box_));
}

#[test]
fn rules_that_contradict_each_other_answer_nothing() {
    let text = RULES
        .replace("  worst wins\n", "  unique\n")
        .replace("medium when personal_data and users > 500", "medium when personal_data");
    stand(&text, &[("app { personal_data = yes; sensitive_data = yes } is high", NotKnown)]);
}
