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

const OTHERS: &str = r"
scale likelihood { rare < often }
scale risk { low < medium < high }
scale criticity { low < high }

criteria agent {
  kind      : helper | robot
  skill     : 0..9
  handles   : some of health | payment
  published : date
}

rules likelihood { subject = agent; often when skill >= 5; rare otherwise }

rules risk {
  subject = agent
  worst wins
  high   when likelihood == often and health in handles
  medium when kind == robot or published older than 60 days
  low    otherwise
}

criteria app { users : 0.. }
rules criticity { high when users > 500; low otherwise }
scale reach { team < firm }
rules reach { subject = app; firm when users > 50; team otherwise }
control low  { process = automated }
control high { process = automated }

environment default { type = default }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
app votes { environment = default; users = 90 }
";

#[test]
fn other_subjects_have_levels_on_their_scales() {
    stand(
        OTHERS,
        &[
            ("agent { kind = robot; skill = 9; handles = [health]; published = 2026-11-20 } is high", Holds),
            ("agent { kind = robot; skill = 9; handles = [health]; published = 2026-11-20 } is high for risk", Holds),
            ("agent { kind = helper; skill = 9; handles = []; published = 2026-11-20 } is low", Holds),
            ("agent { kind = helper; skill = 9; handles = []; published = 2026-11-20 } is low for risk", Holds),
            ("agent { skill = 5 } is often", Holds),
            ("agent { skill = 4 } is often", Fails),
            ("agent { skill = 4 } is rare for likelihood", Holds),
            // The day matters: 2026-11-21 is today.
            ("agent { kind = helper; skill = 1; handles = []; published = 2026-09-01 } is medium", Holds),
            // If the missing value changes nothing, the level is known.
            ("agent { kind = robot; skill = 1; handles = [] } is medium", Holds),
            ("agent { skill = 9; handles = [health] } is high", Holds),
            ("agent { skill = 9 } is high", NotKnown),
            ("app votes is firm for reach", Holds),
            ("app votes is team for reach", Fails),
            ("app { users = 3 } is team for reach", Holds),
            ("app votes is low for criticity", Holds),
        ],
    );
    let often = one(OTHERS, "agent { skill = 4 } is often");
    assert!(chain(&often).contains("this agent is `rare`, not `often`"), "{}", chain(&often));
    assert!(chain(&often).contains("this rule decides"), "{}", chain(&often));
    let open = one(OTHERS, "agent { skill = 9 } is high for risk");
    assert!(chain(&open).contains("the level of this agent for `risk` is not known"), "{}", chain(&open));
}
