//! Random policies: source, requests, source, requests, and the same digest.

use std::fmt::Write as _;

use dictum::catalog::Catalog;
use dictum::emit::{Api, Bindings, Rest};
use dictum::import::Members;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};

use super::{Program, Way, catalog, differing};

/// Connectors of every kind: those that cannot be blocked, others, and some that are in no catalogue.
const UNBLOCKABLE: &[&str] = &["teams", "office365", "commondataservice", "approvals"];
const OTHERS: &[&str] = &[
    "sql",
    "azureblob",
    "Http",
    "\"DesktopFlow.Cmd\"",
    "\"shared_10to8\"",
    "\"shared_unheard\"",
    "\"Unheard\"",
    "\"/providers/Microsoft.PowerApps/scopes/admin/environments/11111111-2222-3333-4444-555555555555/apis/shared_hr-5fpay\"",
    "twitter",
    "rss",
];
/// The environments that an import can name again, with their ids.
const ENVIRONMENTS: &[(&str, &str)] = &[
    ("default", "Default-44444444-0000-0000-0000-000000000004"),
    ("env_aaaaaaaa", "aaaaaaaa-0000-0000-0000-00000000000a"),
    ("env_bbbbbbbb", "BBBBBBBB-0000-0000-0000-00000000000b"),
];
const SYMBOLS: &[&str] = &["finance", "Finance", "tenant_baseline", "\"odd name\"", "\"r\u{e9}seau\"", "x-1", "all"];
const TEXTS: &[&str] =
    &["Finance", "a \\\"quoted\\\" name", "\u{e9}t\u{e9} \u{1f600}", "Tenant baseline", "business", "\\\\ \\t x"];
const URLS: &[&str] = &["https://*.contoso.com*", "http://aaa.com", "https://\u{e9}.example/*?q=\\\"", "x"];
const ACTIONS: &[&str] = &["DeleteItem_V2", "ExecuteProcedure_V2", "\"odd action\"", "GetItems_V2"];

/// A policy without its symbol.
#[derive(Clone, Debug)]
struct Policy {
    id: bool,
    name: Option<&'static str>,
    /// 0 all, 1 all except, 2 only, 3 one.
    scope: u8,
    environments: Vec<usize>,
    /// The group of `rest`, and of each connector. `None` if it is not named.
    rest: usize,
    groups: Vec<Option<usize>>,
    patterns: Vec<(&'static str, usize)>,
    last: usize,
    rules: Vec<Rules>,
}

/// The rules for one connector, by its index among all.
#[derive(Clone, Debug)]
struct Rules {
    connector: usize,
    actions: Vec<&'static str>,
    /// Whether the listed ones are blocked. Otherwise all others are.
    block: bool,
    endpoints: Vec<(&'static str, bool)>,
}

fn policy() -> impl Strategy<Value = Policy> {
    let count = UNBLOCKABLE.len() + OTHERS.len();
    let indices: Vec<usize> = (UNBLOCKABLE.len()..count).collect();
    let actions = subsequence(ACTIONS.to_vec(), 0..=3);
    let endpoints = prop::collection::vec((select(URLS), any::<bool>()), 0..3);
    let rules = (subsequence(indices, 0..=2), prop::collection::vec((actions, any::<bool>(), endpoints), 2));
    let head = (any::<bool>(), prop::option::of(select(TEXTS)), 0_u8..4, subsequence(vec![0, 1, 2], 1..=3));
    let groups = (0_usize..3, prop::collection::vec(prop::option::weighted(0.6, 0_usize..3), count));
    let patterns = (prop::collection::vec((select(URLS), 0_usize..3), 0..3), 0_usize..5);
    (head, groups, patterns, rules).prop_map(|(head, groups, patterns, (ruled, rules))| Policy {
        id: head.0,
        name: head.1,
        scope: head.2,
        environments: head.3,
        rest: groups.0,
        groups: groups.1,
        patterns: patterns.0,
        last: patterns.1,
        rules: ruled
            .into_iter()
            .zip(rules)
            .map(|(connector, (actions, block, endpoints))| Rules { connector, actions, block, endpoints })
            .collect(),
    })
}

const WORDS: [&str; 4] = ["business", "non_business", "blocked", "ignore"];

impl Policy {
    fn write(&self, symbol: &str, out: &mut String) {
        let _ = writeln!(out, "data_policy {symbol} {{");
        if let Some(name) = self.name {
            let _ = writeln!(out, "  name = \"{name}\"");
        }
        let places: Vec<&str> = self.environments.iter().map(|at| ENVIRONMENTS[*at].0).collect();
        let places = places.join(", ");
        let _ = match self.scope {
            0 => writeln!(out, "  applies_to = all"),
            1 => writeln!(out, "  applies_to = all except [{places}]"),
            2 => writeln!(out, "  applies_to = only [{places}]"),
            _ => writeln!(out, "  applies_to = environment {}", ENVIRONMENTS[self.environments[0]].0),
        };
        for (group, word) in WORDS.iter().take(3).enumerate() {
            let all = UNBLOCKABLE.iter().chain(OTHERS).enumerate();
            let named = all.filter(|(at, _)| {
                // A connector that cannot be blocked is not blocked.
                let wanted = self.groups[*at].map(|group| if *at < UNBLOCKABLE.len() { group % 2 } else { group });
                wanted == Some(group)
            });
            let named: Vec<&str> = named.map(|(_, name)| *name).collect();
            let list = format!("[{}]", named.join(", "));
            let _ = match (named.is_empty(), group == self.rest) {
                (true, true) => writeln!(out, "  {word} = rest"),
                (false, true) => writeln!(out, "  {word} = {list} + rest"),
                (false, false) => writeln!(out, "  {word} = {list}"),
                (true, false) => Ok(()),
            };
        }
        if self.last < 4 {
            out.push_str("  custom_connectors {\n");
            for (url, group) in &self.patterns {
                let _ = writeln!(out, "    \"{url}\" -> {}", WORDS[*group]);
            }
            let _ = writeln!(out, "    \"*\" -> {}\n  }}", WORDS[self.last]);
        }
        for Rules { connector, actions, block, endpoints } in &self.rules {
            let name = OTHERS[*connector - UNBLOCKABLE.len()];
            if actions.is_empty() && endpoints.is_empty() {
                continue;
            }
            let _ = writeln!(out, "  connector {name} {{");
            if !actions.is_empty() {
                let (one, other) = if *block { ("block", "allow") } else { ("allow", "block") };
                let _ = writeln!(out, "    actions {{ {one} [{}]; {other} rest }}", actions.join(", "));
            }
            if !endpoints.is_empty() {
                out.push_str("    endpoints {\n");
                for (endpoint, allow) in endpoints {
                    let _ = writeln!(out, "      {} \"{endpoint}\"", if *allow { "allow" } else { "deny" });
                }
                out.push_str("      deny \"*\"\n    }\n");
            }
            out.push_str("  }\n");
        }
        out.push_str("}\n");
    }
}

/// A tenant: its source, and the ids of its declarations.
fn tenant(policies: &[Policy], symbols: &[&str]) -> (String, Bindings) {
    let mut source = String::new();
    let mut bindings =
        Bindings { tenant: Some("44444444-0000-0000-0000-000000000004".to_owned()), ..Bindings::default() };
    for (at, (symbol, id)) in ENVIRONMENTS.iter().enumerate() {
        // Requests name the environments of policies and no others.
        let is_named = |policy: &Policy| match policy.scope {
            0 => false,
            1 | 2 => policy.environments.contains(&at),
            _ => policy.environments[0] == at,
        };
        if policies.iter().any(is_named) {
            let kind = if at == 0 { "type = default" } else { "" };
            let _ = writeln!(source, "environment {symbol} {{ {kind} }}");
            bindings.environments.insert((*symbol).to_owned(), (*id).to_owned());
        }
    }
    for (index, (policy, symbol)) in policies.iter().zip(symbols).enumerate() {
        policy.write(symbol, &mut source);
        if policy.id {
            let id = format!("66666666-0000-0000-0000-00000000000{index}");
            bindings.data_policies.insert(symbol.trim_matches('"').to_owned(), id);
        }
    }
    (source, bindings)
}

#[test]
fn random_policies_come_back_with_the_same_digest() {
    let catalog = catalog("");
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48);
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let count = std::cell::Cell::new((0, 0));
    let policies = (prop::collection::vec(policy(), 1..4), subsequence(SYMBOLS.to_vec(), 3), any::<bool>());
    let outcome = runner.run(&policies, |(policies, symbols, first)| {
        let (source, bindings) = tenant(&policies, &symbols);
        let way = Way { api: if first { Api::V1 } else { Api::V2 }, rest: Rest::Implied, members: Members::Few };
        let one = Program::new(&source, bindings, &catalog);
        let built = one.build(way);
        let (two, imported) = Program::imported(&built.requests(), way.members, &catalog);
        let again = two.build(way);
        let differing = differing(&built, &again);
        let (tried, rules) = count.get();
        count.set((
            tried + policies.len(),
            rules + one.analysis.program.policies.iter().map(|p| p.rules.len()).sum::<usize>(),
        ));
        prop_assert_eq!(&differing, &[""; 0], "\n{}\n{}", source, imported.source);
        let digest = |build: &super::Build| build.json("manifest.json")["meaning"].clone();
        prop_assert!(digest(&built).is_string());
        prop_assert_eq!(digest(&built), digest(&again));
        prop_assert_eq!(&one.bindings.data_policies, &two.bindings.data_policies);
        prop_assert_eq!(&one.bindings.environments, &two.bindings.environments);
        Ok(())
    });
    let (tried, rules) = count.get();
    println!(
        "P6: random policies tried: {tried}, with rules for {rules} connectors; mismatches: {}",
        usize::from(outcome.is_err())
    );
    if let Err(error) = outcome {
        unreachable!("{error}");
    }
    assert!(tried > usize::try_from(cases).unwrap_or_default() && rules > 10, "{tried} {rules}");
}

#[test]
fn the_connectors_of_the_generator_are_of_the_sort_it_says() {
    let find = |name: &str| Catalog::builtin().find(name).map(|index| Catalog::builtin().get(index));
    for name in UNBLOCKABLE {
        assert!(!find(name).expect("a connector").blockable, "{name}");
    }
    for name in OTHERS {
        assert!(find(name.trim_matches('"')).is_none_or(|connector| connector.blockable), "{name}");
    }
}
