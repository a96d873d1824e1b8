//! The coverage of tests.

use super::tried;

const TEXT: &str = r#"
scale criticity { low < high }
criteria app { personal_data : bool; sensitive_data : bool }
rules criticity {
  worst wins
  high when sensitive_data
  high when personal_data
  low  otherwise
}
control low  { process = automated }
control high { process = automated }

tables { new_portfolio : user_owned }
role planner { grid {
    table          read  write
    new_portfolio  org   user
  } }
environment finance { type = production; dataverse { language = 1033; currency = EUR } }
environment pilot { type = sandbox }
user alice { upn = "alice@contoso.com"; roles { finance = [planner] } }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = unblockable - [sharepointonline]; blocked = rest }
"#;

fn measured(sentences: &str) -> [(usize, usize); 3] {
    let (_, coverage) = tried(&format!("{TEXT}\ntest \"some\" {{\n{sentences}\n}}\n"));
    coverage.parts().map(|(_, part)| (part.touched(), part.total))
}

#[test]
fn rules_grants_and_places_are_counted_as_they_are_asked_about() {
    assert_eq!(measured("every environment is not managed"), [(0, 3), (0, 2), (0, 3)]);
    assert_eq!(measured("app { sensitive_data = yes } is high"), [(1, 3), (0, 2), (0, 3)]);
    assert_eq!(measured("app { sensitive_data = no; personal_data = no } is low"), [(1, 3), (0, 2), (0, 3)]);
    assert_eq!(measured("user alice in finance can read new_portfolio"), [(0, 3), (1, 2), (0, 3)]);
    assert_eq!(measured("user alice in finance cannot write all new_portfolio"), [(0, 3), (1, 2), (0, 3)]);
    // Both environments have the same policies, and so do future ones.
    assert_eq!(measured("connector twitter in pilot is blocked"), [(0, 3), (0, 2), (1, 3)]);
    assert_eq!(measured("connector twitter in environments to come is blocked"), [(0, 3), (0, 2), (1, 3)]);
    let all = "app { sensitive_data = yes } is high\napp { sensitive_data = no; personal_data = yes } is high\n\
        app { sensitive_data = no; personal_data = no } is low\nuser alice in finance can read new_portfolio\n\
        user alice in finance can write own new_portfolio\nconnectors sharepointonline, teams in pilot not together\n\
        connector twitter in finance is blocked";
    assert_eq!(measured(all), [(3, 3), (2, 2), (3, 3)]);
}

#[test]
fn what_is_not_looked_at_is_named() {
    let (_, coverage) = tried(&format!("{TEXT}\ntest \"some\" {{ user alice in finance can read new_portfolio }}\n"));
    let [rules, grants, places] =
        coverage.parts().map(|(_, part)| part.untouched.iter().map(|one| one.what.clone()).collect::<Vec<_>>());
    assert_eq!(grants, ["role `planner`: write `new_portfolio`, user"]);
    assert_eq!(rules.last().map(String::as_str), Some("what no rule of `criticity` matches, `low`"));
    assert!(
        places.iter().any(|one| one.contains("`finance` and `pilot`") && one.contains("what is blocked")),
        "{places:?}"
    );
    assert!(!coverage.grants.reaches(51) && coverage.grants.reaches(50));
}
