//! Rules that never apply, and policies that change nothing.

use std::fmt::Write as _;

use dictum::analysis::together;
use dictum::model::program::{DataGroup, Scope};
use proptest::prelude::*;

use super::{Linted, names, quiet, speaks};

/// A strict policy for all environments, and one for `sales` with rules for `sql`.
fn two(strict_scope: &str, sales_scope: &str) -> String {
    format!(
        r"
environment sales {{ type = sandbox }}
environment finance {{ type = production }}
data_policy strict {{
  applies_to   = {strict_scope}
  business     = [sharepointonline, teams]
  non_business = unblockable - [sharepointonline, teams]
  blocked      = rest
}}
data_policy sales {{
  applies_to   = {sales_scope}
  business     = [sharepointonline, teams, sql]
  non_business = unblockable - [sharepointonline, teams]
  blocked      = rest
  connector sql {{ actions {{ block [DeleteItem_V2]; allow rest }} }}
}}
"
    )
}

#[test]
fn rules_are_dead_where_another_policy_blocks_the_connector_everywhere() {
    let linted = Linted::new(&two("all", "only [sales, finance]"));
    let finding = linted.only("dead-rules");
    assert_eq!(finding.message, "the rules for `sql` never apply, since `strict` blocks it");
    assert_eq!(
        linted.labels(finding),
        [
            (15, "sql", "`sales` applies to environments `finance` and `sales` only".to_owned()),
            (8, "rest", "`strict` blocks `sql` by `rest`".to_owned()),
        ]
    );
    assert_eq!(Linted::witness(finding), [("environment", "finance"), ("connector", "sql")]);
    assert_eq!(finding.help.as_deref(), Some("take the rules out, or let `strict` no longer block it"));
    // The policy adds nothing to the other either, and has a finding of its own.
    assert_eq!(linted.names(), ["policy-without-effect", "dead-rules"]);
}

#[test]
fn rules_that_matter_somewhere_are_left_alone() {
    assert!(!names(&two("only [finance]", "only [sales, finance]")).contains(&"dead-rules"));
    // Environments that are not declared count: only the second policy applies there.
    assert!(!names(&two("only [sales, finance]", "all")).contains(&"dead-rules"));
    assert!(names(&two("all except [sales]", "all except [sales]")).contains(&"dead-rules"));
}

#[test]
fn a_policy_that_blocks_the_connector_itself_is_named_alone() {
    let text = r#"
data_policy one {
  applies_to   = all
  business     = [sharepointonline, teams]
  non_business = rest
  blocked      = [sql, twitter]
  connector sql { endpoints { allow "x.contoso.com,*"; deny "*" } }
  connector twitter { actions { block [UserTimeline]; allow rest } }
}
"#;
    let linted = speaks(text, "dead-rules");
    let finding = linted.only("dead-rules");
    assert_eq!(finding.message, "the rules for `sql` and `twitter` never apply, since `one` itself blocks them");
    assert_eq!(finding.help.as_deref(), Some("move them out of Blocked, or take the rules out"));
    let labels: Vec<(u32, &str)> = linted.labels(finding).into_iter().map(|(line, marked, _)| (line, marked)).collect();
    assert_eq!(labels, [(7, "sql"), (8, "twitter"), (6, "sql")]);
}

#[test]
fn a_policy_changes_nothing_where_others_say_more() {
    let text = r"
environment sales { type = sandbox }
data_policy wide {
  applies_to   = all
  business     = [sharepointonline, teams]
  non_business = unblockable - [sharepointonline, teams]
  blocked      = rest
}
data_policy narrow {
  applies_to   = only [sales]
  business     = [teams, sharepointonline]
  non_business = rest
}
";
    let linted = speaks(text, "policy-without-effect");
    let finding = linted.only("policy-without-effect");
    assert_eq!(finding.message, "data policy `narrow` changes nothing");
    assert_eq!(finding.notes, ["what it blocks and keeps apart, `wide` does already"]);
    assert_eq!(linted.labels(finding), [(9, "narrow", "changes nothing as long as `wide` applies there".to_owned())]);
    assert_eq!(Linted::witness(finding), [("environment", "sales")]);
}

#[test]
fn of_two_that_say_the_same_one_is_told() {
    let one = |name: &str| {
        format!("data_policy {name} {{ applies_to = all; business = [teams, sql]; non_business = rest }}\n")
    };
    let linted = speaks(&format!("{}{}", one("first"), one("second")), "policy-without-effect");
    assert_eq!(linted.only("policy-without-effect").message, "data policy `second` changes nothing");
}

#[test]
fn a_policy_that_allows_everything_says_so() {
    let linted = speaks("data_policy open { applies_to = all; non_business = rest }", "policy-without-effect");
    let finding = linted.only("policy-without-effect");
    assert_eq!(finding.notes, ["it blocks nothing and keeps no two connectors apart"]);
    assert_eq!(Linted::witness(finding), [("environment", "any")]);
}

#[test]
fn url_patterns_and_rules_in_use_are_an_effect() {
    quiet(
        r#"data_policy open { applies_to = all; non_business = rest; custom_connectors { "https://x*" -> blocked; "*" -> ignore } }"#,
    );
    quiet(
        r"data_policy open { applies_to = all; non_business = rest; connector sql { actions { block [DeleteItem_V2]; allow rest } } }",
    );
    // The platform ignores `*` by default.
    let text = r#"data_policy open { applies_to = all; non_business = rest; custom_connectors { "*" -> ignore } }"#;
    speaks(text, "policy-without-effect");
}

const CONNECTORS: [&str; 5] = ["sql", "twitter", "teams", "sharepointonline", "price_list"];
/// Connectors that no policy names: one that may be blocked, one that may not, and a custom one.
const UNNAMED: [&str; 3] = ["github", "planner", "own"];
const SCOPES: [&str; 6] = ["all", "all except [a]", "all except [a, b]", "only [a]", "only [a, b]", "environment b"];

/// A policy: its scope, the group of each connector (3 is none), the group of the rest.
type Draft = (usize, [usize; 5], usize);

fn write(drafts: &[(usize, &Draft)]) -> String {
    let mut text = String::from(
        "environment a { type = sandbox }\nenvironment b { type = sandbox }\n\
         connector price_list { kind = custom; host = \"https://prices.contoso.com\" }\n\
         connector own { kind = custom; host = \"https://own.contoso.com\" }\n",
    );
    for (name, (scope, groups, rest)) in drafts {
        writeln!(text, "data_policy p{name} {{\n  applies_to = {}", SCOPES[*scope]).expect("writing to memory");
        for (index, group) in ["business", "non_business", "blocked"].into_iter().enumerate() {
            let named = CONNECTORS.iter().zip(groups).filter(|(_, of)| **of == index);
            // A connector that cannot be blocked is in Business instead.
            let named = named.filter(|(name, _)| index != 2 || !["teams", "sharepointonline"].contains(name));
            let named: Vec<&str> = named.map(|(name, _)| *name).collect();
            let rest = if index == *rest { " + rest" } else { "" };
            writeln!(text, "  {group} = [{}]{rest}", named.join(", ")).expect("writing to memory");
        }
        text.push_str("}\n");
    }
    text
}

/// Which connectors may be used, and together, in every environment and in one that is not declared in `text`.
fn answers(text: &str) -> Vec<bool> {
    let text = format!("{text}environment other {{ type = sandbox }}\n");
    let linted = Linted::new(&text);
    let program = &linted.analysis.program;
    let all: Vec<_> = CONNECTORS.iter().chain(&UNNAMED).map(|name| program.universe.find(name).expect(name)).collect();
    let mut answers = Vec::new();
    for (environment, _) in program.environments.ids() {
        for (index, one) in all.iter().enumerate() {
            for other in all.get(index..).unwrap_or_default() {
                answers.push(together(program, environment, &[*one, *other]).is_allowed());
            }
        }
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_changes_nothing_agrees_with_trying(
        drafts in prop::collection::vec((0..6usize, prop::array::uniform5(0..4usize), 0..3usize), 1..5),
    ) {
        let numbered: Vec<(usize, &Draft)> = drafts.iter().enumerate().collect();
        let text = write(&numbered);
        let linted = Linted::new(&text);
        prop_assert!(linted.errors().is_empty(), "{text}");
        let idle: Vec<usize> = linted
            .found
            .iter()
            .filter(|finding| finding.rule.name == "policy-without-effect")
            .map(|finding| linted.labels(finding)[0].1.trim_start_matches('p').parse().expect("a number"))
            .collect();
        let kept: Vec<(usize, &Draft)> = numbered.iter().copied().filter(|(name, _)| !idle.contains(name)).collect();
        let before = answers(&text);
        prop_assert_eq!(&before, &answers(&write(&kept)), "all of {:?} may go\n{}", idle, text);
        let guards = |name: usize| {
            let symbol = format!("p{name}");
            let policies = &linted.analysis.program.policies;
            policies.iter().find(|policy| *policy.head.symbol.name == *symbol).is_some_and(|policy| {
                matches!(policy.scope, Scope::All | Scope::AllExcept(_))
                    && policy.rest != DataGroup::Blocked
                    && !policy.named(DataGroup::Blocked).is_empty()
            })
        };
        for (name, _) in kept.iter().filter(|(name, _)| !guards(*name)) {
            let without: Vec<(usize, &Draft)> = kept.iter().copied().filter(|(other, _)| other != name).collect();
            prop_assert_ne!(&before, &answers(&write(&without)), "p{} has an effect\n{}", name, text);
        }
    }
}
