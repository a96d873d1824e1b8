//! A reported fault is not reported again under another name, and hides no other fault.

use super::{Page, policy, sound};

#[track_caller]
fn gives(text: &str, codes: &[u16]) {
    let page = Page::of(text);
    assert_eq!(page.codes(), codes, "{text}\n{:?}", page.findings().iter().map(|it| &it.message).collect::<Vec<_>>());
}

#[test]
fn a_group_that_could_not_be_read_may_hold_rest() {
    for lines in [
        "business = [sql]\n  bloked = rest",
        "business = [sql]\n  blocked = [twitter]\n  blocked = rest",
        "business = [sql]\n  blocked = rest +",
        "business = [sql]\n  blocked = \"rest\"",
        "business = [sql]\n  blocked = rst",
        "business = [sql]\n  blocked = [rest]",
        "business = [sql]\n  blocked rest",
        "business = [sql]\n  blocked { rest }",
    ] {
        let page = Page::policy(lines);
        assert!(!page.findings().is_empty(), "{lines}");
        assert!(!page.codes().contains(&3003), "{lines}\n{:?}", page.codes());
        assert_eq!(page.codes().iter().filter(|code| **code >= 2000).count(), 0, "{lines}\n{:?}", page.codes());
    }
}

#[test]
fn a_connector_that_was_not_found_does_not_hide_the_missing_rest() {
    gives(&policy("business = [sqll, teams]\n  blocked = [twitter]"), &[3003, 1012]);
}

#[test]
fn a_set_that_came_out_too_large_overlaps_nothing() {
    // `teams` is in both only because the name after `-` was not found.
    gives(&policy("business = [teams]\n  non_business = unblockable - ofice\n  blocked = rest"), &[1005]);
    gives(&policy("business = [teams]\n  non_business = unblockable - [teems]\n  blocked = rest"), &[1012]);
    let condition = "connectors where not (tear == standard)";
    gives(&policy(&format!("business = [teams]\n  non_business = {condition}\n  blocked = rest")), &[1011]);
    gives(&policy("business = [sql]\n  non_business = rest\n  blocked = all - ofice"), &[1005]);
    let set = "connectors others = unblockable - [teems]\n";
    gives(&format!("{set}{}", policy("business = [teams]\n  non_business = others\n  blocked = rest")), &[1012]);
    let nested = "connectors others = more\nconnectors more = unblockable - ofice\n";
    gives(&format!("{nested}{}", policy("business = [teams]\n  non_business = others\n  blocked = rest")), &[1005]);
    let circle = "connectors office = [teams] + everyday\nconnectors everyday = office\n";
    gives(
        &format!("{circle}{}", policy("business = [teams]\n  non_business = unblockable - office\n  blocked = rest")),
        &[1010],
    );
}

#[test]
fn what_is_certain_is_said_beside_a_name_that_was_not_found() {
    gives(&policy("business = [sql, teems]\n  non_business = rest\n  blocked = [sql]"), &[1012, 3001]);
    gives(&policy("business = [sql]\n  non_business = rest\n  blocked = [yammer] + twiter"), &[3002, 1005]);
    let set = "connectors office = [teams]\n";
    gives(
        &format!("{set}{}", policy("business = office\n  non_business = office + [teems]\n  blocked = rest")),
        &[3001, 1012],
    );
}

#[test]
fn lists_that_could_not_be_read_to_the_end_may_end_in_a_star() {
    let api = "\"https://api.contoso.com*\" -> business";
    gives(&sound(&format!("custom_connectors {{\n    {api}\n    \"*\" -> ignor\n  }}")), &[1004]);
    gives(&sound(&format!("custom_connectors {{\n    {api}\n    * -> ignore\n  }}")), &[1002]);
    gives(&sound("connector sql { endpoints { allow \"a,*\"; block \"*\" } }"), &[1004]);
}

#[test]
fn one_policy_may_have_many_faults_and_each_is_told_once() {
    let text = r#"group sg_finance { kind = security }

environment default { type = default; access = sg_finance }
environment finance { type = production; managed = yes; id = "finance" }

data_policy baseline {
  id           = "baseline"
  applies_to   = all except []
  business     = [sharepointonline, sql, twitter]
  non_business = rest
  blocked      = [twitter, yammer] + rest

  connector teams {
    actions { block [PostMessage] }
  }

  connector sql {
    actions   { allow rest }
    endpoints { deny "a,*" }
  }

  custom_connectors {
    "*"                 -> blocked
    "https://a.example" -> ignore
  }
}
"#;
    gives(text, &[2003, 2005, 2006, 2006, 3010, 3001, 3002, 3004, 3009, 3015, 3011, 3008, 3016, 3007]);
}

#[test]
fn policies_do_not_blame_each_other() {
    let broken = policy("business = [sql]\n  bloked = rest");
    let bad = sound("blocked = [sql]").replace("baseline", "other");
    let good = sound("").replace("baseline", "third");
    gives(&format!("{broken}{bad}{good}"), &[1002, 3001]);
}

#[test]
fn many_policies_are_all_looked_at_and_told_in_order() {
    let one = |number: usize| sound("blocked = [sql]").replace("baseline", &format!("policy_{number:04}"));
    let text: String = (0..100).map(one).collect();
    let page = Page::of(&text);
    assert_eq!(page.codes(), vec![3001; 100]);
    let places: Vec<_> = page.findings().iter().map(|finding| finding.labels[0].location).collect();
    assert!(places.is_sorted());
}

#[test]
fn one_word_in_several_vocabularies_is_several_mistakes() {
    let scales = "scale connector_risk { trusted < standard }\nscale criticity { low < high }\n";
    let criteria = "criteria app { impact : none | some; tier : one | two }\n";
    let controls = "control low { process = automated }\ncontrol high { process = automated }\n";
    let rules = "rules criticity {\n  high when impact == hihg\n  high when tier == hihg\n  hihg otherwise\n}\n";
    let selected = "connectors a = connectors where tier == hihg\n";
    let text = [scales, criteria, controls, rules, selected].concat();
    gives(&text, &[1004, 1004, 1004, 1004]);
    let again = format!("{text}connectors b = connectors where tier == hihg\n");
    gives(&again, &[1004, 1004, 1004, 1004]);
    let places = Page::of(&again).findings().iter().map(|finding| finding.also.len()).sum::<usize>();
    assert_eq!(places, 1, "the same word of the same vocabulary is one mistake at two places");
}

#[test]
fn a_list_of_several_lines_that_is_not_closed_is_one_mistake() {
    let text = policy("business = [\n    sql,\n    teams,\n  non_business = rest\n  blocked = [twitter]");
    gives(&text, &[4]);
    gives(&text.replace('\n', "\r\n"), &[4]);
    gives(&text.replace("teams,\n", "teams, sqll\n"), &[4]);
    gives(&text.replace("[\n    sql", "[twitter, sql"), &[4]);
}

#[test]
fn brackets_in_a_row_that_close_nothing_are_one_mistake() {
    let page = Page::of("environment prod {\n  type = production\n  region = europe ]]]]\n}\n");
    let finding = page.only();
    assert_eq!((finding.rule.code.0, finding.message.as_str()), (4, "these 4 `]` close nothing"));
    assert_eq!(page.marked(), ["]]]]"]);
    let fixed = page.fixed(finding, 0);
    assert!(fixed.contains("region = europe \n"), "{fixed}");
    // Separately they may have one cause each.
    gives("environment prod {\n  type = production ]\n  region = europe ]\n}\n", &[4, 4]);
    gives("environment prod {\n  type = production\n  region = europe )]\n}\n", &[4, 4]);
}

#[test]
fn a_group_of_no_kind_is_taken_for_neither() {
    let group = "group office { name = \"Office\" }\n";
    let place = "environment work {\n  type = production\n  region = europe\n  dataverse { language = 1033; currency = EUR }\n}\n";
    for kind in ["entra_group", "microsoft_365_group"] {
        let team = format!("team planners {{ in = work; kind = {kind}; group = office; roles = [basic_user] }}\n");
        gives(&format!("{group}{place}{team}"), &[1008]);
    }
    let page = Page::of(&format!(
        "{group}{place}team planners {{ in = work; kind = owner; group = office; roles = [basic_user] }}\n"
    ));
    let helps: Vec<&String> = page.findings().iter().filter_map(|finding| finding.help.as_ref()).collect();
    assert!(
        helps.iter().any(|help| help.contains("`kind = entra_group` or `kind = microsoft_365_group`")),
        "{helps:?}"
    );
}

#[test]
fn a_declaration_without_braces_is_one_mistake() {
    let below = "environment dev\n  type = sandbox\n  region = europe\n\nenvironment live { type = sandbox }\n";
    gives(below, &[4]);
    gives(&below.replace("  ", ""), &[4]);
    gives(&below.replace('\n', "\r\n"), &[4]);
    // As in YAML.
    gives("environment dev:\n  type = sandbox\nenvironment live { type = sandbox }\n", &[4]);
    gives("environment dev type = sandbox; region = europe\n", &[4]);
    let nested = "environment dev\n  type = sandbox\n  // a comment\n  dataverse { language = 1033; currency = EUR }\n";
    gives(nested, &[4]);
    // A comment is no statement, and what follows one in the first column is a declaration of its own.
    gives("tenant a /* 1 */ = a\n/* 2 */ tenant a {\n}\n", &[1009]);
    // A head alone, and a name of two words, are other mistakes.
    gives("environment dev\nenvironment live { type = sandbox }\n", &[1]);
    gives("environment dev live { type = sandbox }\n", &[1009]);
    // One of the two braces may be there.
    let colon = Page::of("environment dev:\n  type = sandbox\n}\n");
    assert_eq!(colon.fixed(colon.only(), 0), "environment dev {\n  type = sandbox\n}\n");
    let page = Page::of(below);
    let fixed = page.fixed(&page.findings()[0], 0);
    gives(&fixed, &[]);
}

#[test]
fn all_in_the_place_of_rest_is_one_mistake() {
    gives(&policy("business = [teams]\n  blocked = all"), &[3003]);
    gives(&policy("business = [teams]\n  non_business = all - [teams]"), &[3003]);
    gives(&policy("business = [teams]\n  blocked = all - unblockable"), &[3003]);
    // With `rest` elsewhere, `all` means what it says.
    gives(&policy("business = [teams]\n  non_business = rest\n  blocked = all"), &[3001, 3002]);
    // A mistake between the other groups is another one.
    gives(&policy("business = [teams]\n  non_business = [teams]\n  blocked = all"), &[3001, 3003]);
}

#[test]
fn an_unknown_connector_is_one_finding_in_all_places() {
    let policies = "data_policy a { applies_to = all; business = [sqll, teams]; non_business = rest }\n\
                    data_policy b { applies_to = all; business = [sqll]; non_business = rest; blocked = [htp] }\n";
    let page = Page::of(policies);
    let unknown: Vec<_> = page.findings().iter().filter(|it| it.rule.code.0 == 1012).collect();
    assert_eq!(unknown.iter().map(|it| it.also.len()).collect::<Vec<_>>(), [1, 0]);
    // One fix corrects all places.
    assert_eq!(unknown[0].fixes[0].edits.len(), 2);
}

#[test]
fn a_head_with_a_colon_takes_the_lines_below_it_along() {
    let yaml = "data_policy: p\n  applies_to: all\n  business: [teams]\n\nenvironment default { type = default }\n";
    gives(yaml, &[1]);
    gives("environments:\n  - name: default\n    type: default\n", &[1]);
    // A declaration in column 0 begins anew.
    gives("environment: a\n  type: default\nenvironment: b\n  type: sandbox\n", &[1, 1]);
}

#[test]
fn a_word_of_another_level_is_sent_there() {
    let help = |text: &str| Page::of(text).findings()[0].help.clone().unwrap_or_default();
    assert_eq!(
        help(&sound("endpoints { allow \"a,*\"; deny \"*\" }")),
        "write it in a block `connector CONNECTOR { endpoints { … } }`"
    );
    assert_eq!(
        help("environment a { type = sandbox; dataverse { language = 1033; currency = EUR; access = sg } }\n"),
        "write it outside `dataverse { … }`, in the environment itself"
    );
    let text = "data_policy p { applies_to = all; business = [${var.connector}]; non_business = rest }\n";
    assert!(Page::of(text).findings()[0].message.contains("placeholders"));
}
