//! The combined effect of policies, and the effect of one on the Dataverse connectors and on `Http`.

use std::fmt::Write as _;

use dictum::analysis::placement;
use dictum::diagnostics::Level;

use super::{Linted, names, quiet, speaks};

#[test]
fn many_cells_are_listed_six_by_six_and_counted() {
    // Three policies that each separate two connectors from the others: eight cells.
    let mut text = String::from("environment default { type = default }\n");
    let groups = [
        ["teams", "planner", "onenote", "yammer"],
        ["teams", "planner", "todo", "shifts"],
        ["teams", "onenote", "todo", "kaizala"],
    ];
    for (index, group) in groups.iter().enumerate() {
        let group = group.join(", ");
        writeln!(
            text,
            "data_policy p{index} {{ applies_to = all; business = [{group}]; non_business = rest; blocked = [sql] }}"
        )
        .expect("writing to memory");
    }
    let linted = speaks(&text, "split-connectors");
    let finding = linted.only("split-connectors");
    assert_eq!(
        finding.message,
        "in environment `default`, 1 of 1,461 connectors is blocked, and the other 1,460 fall into 8 cells that cannot be combined"
    );
    assert_eq!(finding.notes.len(), 7);
    assert_eq!(finding.notes.last().map(String::as_str), Some("2 cells more hold 2 connectors"));
    let first = finding.notes.first().expect("a note");
    assert!(first.starts_with("1,453 connectors: `10to8`"), "{first}");
    assert!(first.ends_with("and 1,447 more (Non-business in all)"), "{first}");
    assert!(
        finding
            .notes
            .iter()
            .any(|note| note == "1 connector alone: `planner` (Non-business in `p2`, Business in the others)")
    );
    assert_eq!(linted.labels(finding), [(1, "default", "3 data policies apply: `p0`, `p1` and `p2`".to_owned())]);
    let witness = Linted::witness(finding);
    assert_eq!(witness[0], ("environment", "default"));
    assert_eq!(witness[1].0, "not together");
}

#[test]
fn two_cells_and_one_policy_are_no_split() {
    quiet(
        r"
environment default { type = default }
data_policy one { applies_to = all; business = [teams, planner]; non_business = rest; blocked = [sql] }
data_policy two { applies_to = only [default]; business = [planner, teams]; non_business = rest; blocked = [twitter] }
",
    );
    // A custom connector that the policy ignores is not a cell of its own.
    quiet(
        r#"
environment default { type = default }
connector own { kind = custom; environment = default; host = "https://own.contoso.com" }
data_policy one { applies_to = all; business = [teams, planner]; non_business = rest }
data_policy two { applies_to = only [default]; business = [planner, teams]; non_business = rest; blocked = [twitter] }
"#,
    );
}

#[test]
fn a_connector_that_policies_isolate_together_is_told_with_all_of_them() {
    let text = r"
environment sales { type = sandbox }
data_policy one { applies_to = all; business = [teams, twitter]; non_business = rest; blocked = [sql] }
data_policy two { applies_to = only [sales]; business = [teams, sql]; non_business = rest; blocked = [twitter] }
";
    assert_eq!(names(text), ["isolated-connector", "meant-and-blocked"]);
    let linted = Linted::new(text);
    let finding = linted.only("isolated-connector");
    assert_eq!(finding.level, Level::Warning);
    assert_eq!(finding.message, "`teams` may be used in environment `sales`, but with no other connector");
    assert_eq!(
        linted.labels(finding),
        [
            (3, "teams", "`one` puts `teams` into Business".to_owned()),
            (4, "teams", "`two` puts `teams` into Business".to_owned()),
        ]
    );
    assert_eq!(Linted::witness(finding), [("environment", "sales"), ("connector", "teams")]);
}

#[test]
fn an_evident_wish_to_isolate_is_left_alone() {
    quiet("data_policy one { applies_to = all; business = [teams]; non_business = rest }");
    // One policy with a set that contains only one connector gives an info.
    let text = "data_policy one { applies_to = all; business = [teams, sql] - [sql]; non_business = rest }";
    let linted = speaks(text, "isolated-connector");
    let finding = linted.only("isolated-connector");
    assert_eq!(finding.level, Level::Info);
    assert_eq!(finding.message, "`teams` is alone in Business of data policy `one`");
    assert_eq!(
        finding.help.as_deref(),
        Some("put connectors beside it; or list it as `[teams]` where it is meant to be alone")
    );
}

#[test]
fn a_custom_connector_is_alone_only_where_it_lives() {
    let text = |home: &str| {
        format!(
            r#"
environment sales {{ type = sandbox }}
environment finance {{ type = sandbox }}
connector own {{ kind = custom; environment = {home}; host = "https://own.contoso.com" }}
data_policy one {{
  applies_to = only [sales]; business = [teams, sql]; non_business = rest; blocked = [twitter]
  custom_connectors {{ "https://own*" -> business; "*" -> ignore }}
}}
data_policy two {{
  applies_to = only [sales]; business = []; non_business = rest; blocked = [sql, github]
  custom_connectors {{ "https://own*" -> business; "*" -> ignore }}
}}
data_policy three {{ applies_to = all except [sales]; business = [sql, github]; non_business = rest }}
"#
        )
    };
    // In `sales` there are three cells, and one finding covers them.
    assert_eq!(names(&text("sales")), ["split-connectors", "meant-and-blocked"]);
}

#[test]
fn dataverse_apart_names_the_connector_that_was_left_behind() {
    let text = r"
data_policy one {
  applies_to   = all
  business     = [commondataservice, teams]
  non_business = unblockable - [commondataservice, teams]
  blocked      = rest
}
";
    let linted = speaks(text, "dataverse-apart");
    let finding = linted.only("dataverse-apart");
    assert_eq!(finding.message, "data policy `one` keeps the two Dataverse connectors apart");
    assert_eq!(
        finding.notes,
        ["flows use `commondataserviceforapps`, which is in Non-business: one table, two sets of rules"]
    );
    assert_eq!(
        linted.labels(finding),
        [(4, "commondataservice", "`one` puts `commondataservice` into Business".to_owned())]
    );
    quiet(
        "data_policy one { applies_to = all; business = [commondataservice, commondataserviceforapps]; non_business = rest }",
    );
}

#[test]
fn http_is_told_where_one_policy_lists_it_and_another_blocks_it() {
    let text = |scope: &str| {
        format!(
            r"
environment sales {{ type = sandbox }}
environment finance {{ type = sandbox }}
data_policy strict {{
  applies_to   = {scope}
  business     = [teams, planner]
  non_business = unblockable - [teams, planner]
  blocked      = rest
}}
data_policy web {{
  applies_to   = only [sales, finance]
  business     = [teams, planner, Http]
  non_business = rest
  blocked      = [twitter]
  custom_connectors {{ \u0022https://x*\u0022 -> blocked; \u0022*\u0022 -> ignore }}
}}
"
        )
        .replace("\\u0022", "\"")
    };
    let linted = speaks(&text("all"), "http-blocked");
    let finding = linted.only("http-blocked");
    assert_eq!(
        finding.message,
        "data policy `web` allows `Http`, but `strict` blocks it in environments `finance` and `sales`"
    );
    assert_eq!(
        linted.labels(finding),
        [(12, "Http", "allowed here".to_owned()), (8, "rest", "`strict` blocks `Http` by `rest`".to_owned())]
    );
    assert_eq!(finding.notes, ["child flows depend on `Http`, so they may stop"]);
    // A strict policy for some of the environments is common.
    assert!(!names(&text("only [finance]")).contains(&"http-blocked"));
}

#[test]
fn http_blocked_with_all_the_rest_is_left_alone() {
    quiet(
        "data_policy one { applies_to = all; business = [teams, planner]; non_business = unblockable - [teams, planner]; blocked = rest }",
    );
    let linted = speaks(
        "connectors web = [Http, twitter]\ndata_policy one { applies_to = all; business = [teams, planner]; non_business = rest; blocked = web }",
        "http-blocked",
    );
    let finding = linted.only("http-blocked");
    assert_eq!(finding.message, "data policy `one` blocks `Http` by name");
    assert_eq!(linted.labels(finding), [(2, "web", String::new())]);
}

#[test]
fn four_policies_are_too_many_and_three_are_not() {
    let policies = |count: usize| {
        let one = |index: usize| {
            let blocked = ["twitter", "github", "gmail", "dropbox"][index];
            format!(
                "data_policy p{index} {{ applies_to = all; business = [teams, sql]; non_business = rest; blocked = [{blocked}] }}\n"
            )
        };
        (0..count).map(one).collect::<String>()
    };
    quiet(&policies(3));
    let linted = speaks(&policies(4), "too-many-policies");
    let finding = linted.only("too-many-policies");
    assert_eq!(finding.message, "4 data policies apply to every environment");
    assert_eq!(finding.level, Level::Info);
    let declared = format!("environment a {{ type = sandbox }}\nenvironment b {{ type = sandbox }}\n{}", policies(4));
    let linted = speaks(&declared, "too-many-policies");
    assert_eq!(linted.only("too-many-policies").message, "4 data policies apply to environments `a` and `b`");
    // If some environments are declared, the finding mentions those that are not.
    let some = format!("environment a {{ type = sandbox }}\n{}", policies(4).replace("= all;", "= all except [a];"));
    let linted = Linted::new(&some);
    let message = "4 data policies apply to environments that are not declared";
    assert_eq!(linted.only("too-many-policies").message, message);
}

#[test]
fn custom_connectors_are_placed_once_as_they_are_placed_singly() {
    let text = r#"
environment sales { type = sandbox }
connector prices { kind = custom; host = "https://Prices.contoso.com" }
connector stock  { kind = custom; host = "https://stock.fabrikam.com" }
connector hidden { kind = custom }
data_policy one {
  applies_to = all; business = [teams, sql]; non_business = rest; blocked = [stock]
  custom_connectors { "https://prices*" -> business; "https://*.fabrikam.com" -> business; "*" -> blocked }
}
data_policy two { applies_to = only [sales]; business = [teams, sql]; non_business = rest; blocked = [twitter] }
data_policy three { applies_to = environment sales; business = [teams, sql, prices]; non_business = rest; blocked = [github] }
"#;
    let linted = Linted::new(text);
    let (program, effective) = (&linted.analysis.program, &linted.analysis.effective);
    let mut titles = Vec::new();
    for (id, policy) in program.policies.ids() {
        for (connector, _) in program.universe.foreigners() {
            let singly = placement(program, policy, connector);
            assert_eq!(effective.placement(program, id, connector), Some(singly));
            titles.push(singly.title());
        }
    }
    let by_name = ["Blocked", "Business", "Blocked"];
    let of_environment = ["Non-business", "Business", "Non-business"];
    let ignored = ["ignored", "ignored", "ignored"];
    // Connectors and policies are in the order of their names.
    assert_eq!(titles, [by_name, of_environment, ignored].concat());
}

#[test]
fn actions_that_all_policies_allow_are_looked_for() {
    let text = |list: &str, rules: &str| {
        format!(
            "environment finance {{ type = production; managed {{ solution_checker = block }}; dataverse {{ language = 1033; currency = EUR }} }}\n\
             data_policy base {{ applies_to = all; business = unblockable + [sql]; blocked = rest\n  connector sql {{ actions {{ {rules} }} }} }}\n\
             connector_allow_list listed {{ environment = finance; allows = unblockable + [sql]; connector sql {{ actions = [{list}] }} }}\n"
        )
    };
    let none = [("GetItems_V2", "block [GetItems_V2]; allow rest"), ("GetItems_V2", "allow [GetItem_V2]; block rest")];
    for (list, rules) in none {
        let linted = speaks(&text(list, rules), "no-action-left");
        let finding = linted.only("no-action-left");
        assert_eq!(
            finding.message,
            "no action of `sql` is left in environment `finance`: `base` and `listed` allow none in common"
        );
        assert_eq!(Linted::witness(finding), [("environment", "finance"), ("connector", "sql")]);
    }
    for (list, rules) in [
        ("GetItems_V2, GetItem_V2", "block [GetItems_V2]; allow rest"),
        ("GetItems_V2", "allow [getitems_v2]; block rest"),
    ] {
        quiet(&text(list, rules));
    }
}
