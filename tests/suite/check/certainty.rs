//! Which warnings hold if there are errors, and which are withheld.

use super::Page;

/// A policy with a warning about itself (D3107) and one about its relation to others (D2101 for `pilot`).
const POLICY: &str = "data_policy open {
  applies_to = all except [pilot]
  business = [sql, teams, sql]
  blocked = rest
}
environment pilot { type = sandbox; region = europe }
";

/// A role with a warning about its rows (D5207), and an unused set (D7001).
const ROLE: &str = "tables { new_thing : user_owned }
role reader {
  grid {
    table      read  write
    account    org   none
    new_thing  none  none
  }
}
connectors spare = [office365]
";

fn codes(files: &[(&str, &str)]) -> (Vec<u16>, bool) {
    let page = Page::files(files);
    let codes = page.analysis.diagnostics.iter().map(|finding| finding.rule.code.0).collect();
    (codes, page.analysis.is_complete())
}

#[test]
fn without_errors_every_warning_is_found() {
    let (found, complete) = codes(&[("a.dictum", POLICY), ("b.dictum", ROLE)]);
    for code in [3107, 2101, 5207, 7001] {
        assert!(found.contains(&code), "D{code}: {found:?}");
    }
    assert!(complete);
}

#[test]
fn an_error_in_a_role_withholds_nothing_about_data_policies() {
    let broken = ROLE.replace("write\n", "wriite\n");
    let (found, complete) = codes(&[("a.dictum", POLICY), ("b.dictum", &broken)]);
    for code in [3107, 2101] {
        assert!(found.contains(&code), "D{code}: {found:?}");
    }
    for code in [5207, 7001] {
        assert!(!found.contains(&code), "D{code}: {found:?}");
    }
    assert!(!complete);
}

#[test]
fn an_error_in_a_data_policy_withholds_nothing_about_roles() {
    let broken = POLICY.replace("blocked = rest", "blocked = rset");
    let (found, complete) = codes(&[("a.dictum", &broken), ("b.dictum", ROLE)]);
    assert!(found.contains(&5207), "{found:?}");
    for code in [3107, 2101, 7001] {
        assert!(!found.contains(&code), "D{code}: {found:?}");
    }
    assert!(!complete);
}

#[test]
fn where_a_whole_declaration_may_be_lost_only_warnings_of_single_declarations_are_left() {
    for lost in ["data_polcy lost { applies_to = all }\n", "}\n", "???\n"] {
        let (found, complete) = codes(&[("a.dictum", POLICY), ("b.dictum", ROLE), ("c.dictum", lost)]);
        assert!(found.contains(&5207), "{lost}: {found:?}");
        for code in [2101, 7001] {
            assert!(!found.contains(&code), "{lost}: D{code}: {found:?}");
        }
        assert!(!complete);
    }
}

#[test]
fn what_a_lost_bracket_takes_in_is_uncertain_too() {
    // The bracket of the role is missing, so the policy below becomes part of it.
    let swallowed = ["role reader {\n  grid {\n    table  read\n    account  org\n  }\n", "  ", POLICY].concat();
    let (found, _) =
        codes(&[("a.dictum", &swallowed), ("b.dictum", "environment lonely { type = sandbox; region = europe }\n")]);
    assert!(!found.contains(&2101), "{found:?}");
}

#[test]
fn an_error_after_which_the_meaning_is_certain_withholds_nothing() {
    let rule = dictum::codes::find("review-overdue").expect("a rule");
    let sample = rule.samples().into_iter().find(|sample| sample.bad).expect("a bad example").text;
    let (found, complete) = codes(&[("a.dictum", &sample), ("b.dictum", ROLE)]);
    for code in [rule.code.0, 5207, 7001] {
        assert!(found.contains(&code), "D{code}: {found:?}");
    }
    assert!(complete);
}

#[test]
fn an_error_in_a_sentence_of_a_test_withholds_nothing_about_what_it_names() {
    let sentence = "test \"t\" {\n  connector sql in pilot is barred\n  app { users = 1 } is high\n}\n";
    let (found, _) = codes(&[("a.dictum", POLICY), ("b.dictum", sentence)]);
    for code in [3107, 2101] {
        assert!(found.contains(&code), "D{code}: {found:?}");
    }
    // A missing bracket makes a declaration part of the test.
    let swallowed = "test \"t\" {\n  connector sql in pilot is barred\n  environment other { type = sandbox }\n}\n";
    let (found, complete) = codes(&[("a.dictum", POLICY), ("b.dictum", swallowed)]);
    assert!(!found.contains(&2101) && !complete, "{found:?}");
}
