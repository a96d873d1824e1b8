//! 2,000 random programs of both kinds of policies, compared with a reader that uses the random choices and never the
//! text: which policy blocks what where, and which pairs may be used together.

use std::fmt::Write as _;
use std::sync::Arc;

use dictum::analysis::together;
use dictum::catalog::Catalog;
use dictum::model::ConnectorId;

use super::analyze;
use crate::numbers::Numbers;

const PROGRAMS: u64 = 2_000;

/// The connectors: those of the catalogue by kind, a custom one with a host, one without, and one that is not in the
/// catalogue.
const NAMES: [&str; 12] = [
    "sql",
    "teams",
    "sharepointonline",
    "approvals",
    "twitter",
    "rss",
    "Http",
    "HttpWebhook",
    "DesktopFlow.Excel",
    "own",
    "other",
    "shared_future",
];
const CATALOG: &str = "id,display_name,tier,unblockable\nsql,SQL,Premium,false\nteams,Teams,Standard,true\n\
    sharepointonline,SharePoint,Standard,true\napprovals,Approvals,Standard,true\ntwitter,Twitter,Standard,false\n\
    rss,RSS,Standard,false\nHttp,HTTP,Built-in,false\nHttpWebhook,Webhook,Built-in,false\n\
    providers/Microsoft.ProcessSimple/operationGroups/DesktopFlow.Excel,Excel,Built-in,false\n";
/// The connectors that an allow-list governs, those that no data policy may block, and the custom ones.
const CERTIFIED: [usize; 7] = [0, 1, 2, 3, 4, 5, 11];
const UNBLOCKABLE: [usize; 3] = [1, 2, 3];
const CUSTOM: [usize; 2] = [9, 10];

/// The groups of a policy: 0 Business, 1 Non-business, 2 Blocked, 3 none.
#[derive(Clone)]
struct Policy {
    scope: Scope,
    /// The group of each connector that it names.
    named: Vec<Option<usize>>,
    rest: usize,
    /// The group for hosts that begin like the host of `own`, and the group for all other hosts.
    patterns: Option<(usize, usize)>,
}

#[derive(Clone)]
enum Scope {
    All,
    Except(Vec<usize>),
    Only(Vec<usize>),
    Single(usize),
}

struct Rolled {
    /// The group of each environment, and whether allow-lists only apply there.
    environments: Vec<(Option<usize>, bool)>,
    groups: Vec<bool>,
    policies: Vec<Policy>,
    /// The allowed connectors for a group or an environment.
    lists: Vec<(Result<usize, usize>, Vec<usize>)>,
}

fn some(numbers: &mut Numbers, of: usize, one_in: usize) -> Vec<usize> {
    (0..of).filter(|_| numbers.below(one_in) == 0).collect()
}

fn roll(numbers: &mut Numbers) -> Rolled {
    let groups: Vec<bool> = (0..numbers.below(3)).map(|_| numbers.below(4) == 0).collect();
    let environments: Vec<(Option<usize>, bool)> = (0..=numbers.below(4))
        .map(|_| {
            let group = (!groups.is_empty() && numbers.below(2) == 0).then(|| numbers.below(groups.len()));
            (group, numbers.below(6) == 0)
        })
        .collect();
    let mut policies = Vec::new();
    for _ in 0..numbers.below(5) {
        let mut which = some(numbers, environments.len(), 2);
        if which.is_empty() {
            which.push(0);
        }
        let scope = match numbers.below(4) {
            0 => Scope::All,
            1 => Scope::Except(which),
            2 => Scope::Only(which),
            _single => Scope::Single(numbers.below(environments.len())),
        };
        let single = matches!(scope, Scope::Single(_));
        let named = (0..NAMES.len()).map(|connector| {
            let group = numbers.below(6);
            let kept = group < 3
                && !(group == 2 && UNBLOCKABLE.contains(&connector))
                && (single || !CUSTOM.contains(&connector));
            kept.then_some(group)
        });
        let named = named.collect();
        let patterns = (!single && numbers.below(2) == 0).then(|| (numbers.below(3), numbers.below(4)));
        policies.push(Policy { scope, named, rest: numbers.below(3), patterns });
    }
    let mut lists = Vec::new();
    // At most one for each group and each environment without a group, so that only one is in effect anywhere.
    for group in 0..groups.len() {
        if numbers.below(2) == 0 {
            lists.push((Ok(group), CERTIFIED.iter().copied().filter(|_| numbers.below(2) == 0).collect()));
        }
    }
    for (environment, (group, _)) in environments.iter().enumerate() {
        let has_one = group.is_some_and(|group| lists.iter().any(|(place, _)| *place == Ok(group)));
        if !has_one && numbers.below(3) == 0 {
            lists.push((Err(environment), CERTIFIED.iter().copied().filter(|_| numbers.below(2) == 0).collect()));
        }
    }
    Rolled { environments, groups, policies, lists }
}

fn written(connector: usize) -> String {
    let name = NAMES[connector];
    if name == "shared_future" { format!("\"{name}\"") } else { name.to_owned() }
}

fn set(connectors: impl Iterator<Item = usize>) -> String {
    format!("[{}]", connectors.map(written).collect::<Vec<_>>().join(", "))
}

fn names(environments: &[usize]) -> String {
    environments.iter().map(|one| format!("e{one}")).collect::<Vec<_>>().join(", ")
}

const GROUPS: [&str; 4] = ["business", "non_business", "blocked", "ignore"];

fn text(rolled: &Rolled) -> String {
    // Every name is quoted or declared, so that it is known.
    let mut text = String::from(
        "connector own { kind = custom; environment = e0; host = \"https://own.contoso.com\" }\n\
         connector other { kind = custom; environment = e0 }\nconnectors known = [\"shared_future\"]\n",
    );
    let mode = |only: bool| if only { "connector_policies = allow_list_only" } else { "" };
    for (index, only) in rolled.groups.iter().enumerate() {
        let _ = writeln!(text, "environment_group g{index} {{ {} }}", mode(*only));
    }
    for (index, (group, only)) in rolled.environments.iter().enumerate() {
        let group = group.map_or_else(String::new, |group| format!("group = g{group}; "));
        let _ = writeln!(
            text,
            "environment e{index} {{ type = sandbox; managed = yes; {group}dataverse {{ language = 1033; currency = EUR }}; {} }}",
            mode(*only)
        );
    }
    for (index, policy) in rolled.policies.iter().enumerate() {
        let scope = match &policy.scope {
            Scope::All => "all".to_owned(),
            Scope::Except(which) => format!("all except [{}]", names(which)),
            Scope::Only(which) => format!("only [{}]", names(which)),
            Scope::Single(one) => format!("environment e{one}"),
        };
        let _ = writeln!(text, "data_policy p{index} {{\n  applies_to = {scope}");
        for (group, word) in GROUPS.iter().enumerate().take(3) {
            let members = policy.named.iter().enumerate().filter(|(_, named)| **named == Some(group));
            let rest = if policy.rest == group { " + rest" } else { "" };
            let _ = writeln!(text, "  {word} = {}{rest}", set(members.map(|(connector, _)| connector)));
        }
        if let Some((own, all)) = policy.patterns {
            let _ = writeln!(
                text,
                "  custom_connectors {{\n    \"https://own.*\" -> {}\n    \"*\" -> {}\n  }}",
                GROUPS[own], GROUPS[all]
            );
        }
        text.push_str("}\n");
    }
    for (index, (place, allows)) in rolled.lists.iter().enumerate() {
        let place = match place {
            Ok(group) => format!("environment_group = g{group}"),
            Err(environment) => format!("environment = e{environment}"),
        };
        let _ = writeln!(text, "connector_allow_list l{index} {{ {place}; allows = {} }}", set(allows.iter().copied()));
    }
    text
}

/// The group of a connector in a policy. `as_own` is whether a missing host begins like the host of `own`.
fn group(policy: &Policy, connector: usize, as_own: bool) -> usize {
    if let Some(named) = policy.named[connector] {
        return named;
    }
    let single = matches!(policy.scope, Scope::Single(_));
    if CUSTOM.contains(&connector) && !single {
        return match policy.patterns {
            None => 3,
            Some((own, _)) if as_own || NAMES[connector] == "own" => own,
            Some((_, all)) => all,
        };
    }
    if policy.rest == 2 && UNBLOCKABLE.contains(&connector) { 1 } else { policy.rest }
}

fn reaches(policy: &Policy, environment: usize) -> bool {
    match &policy.scope {
        Scope::All => true,
        Scope::Except(which) => !which.contains(&environment),
        Scope::Only(which) => which.contains(&environment),
        Scope::Single(one) => *one == environment,
    }
}

/// Whether a set of connectors may be used together in an environment.
fn allowed(rolled: &Rolled, environment: usize, connectors: &[usize], as_own: bool) -> bool {
    let (own_group, own_only) = rolled.environments[environment];
    for (place, allows) in &rolled.lists {
        let here = match place {
            Ok(group) => own_group == Some(*group),
            Err(one) => *one == environment,
        };
        if here && connectors.iter().any(|one| CERTIFIED.contains(one) && !allows.contains(one)) {
            return false;
        }
    }
    if own_only || own_group.is_some_and(|group| rolled.groups[group]) {
        return true;
    }
    rolled.policies.iter().filter(|policy| reaches(policy, environment)).all(|policy| {
        let groups: Vec<usize> =
            connectors.iter().map(|one| group(policy, *one, as_own)).filter(|group| *group != 3).collect();
        !groups.contains(&2) && groups.iter().all(|group| Some(group) == groups.first())
    })
}

#[test]
fn random_programs_of_both_kinds_mean_what_a_slow_reader_says() {
    let catalog = Arc::new(Catalog::read("small", CATALOG.as_bytes()).expect("a catalogue"));
    let (mut asked, mut refused, mut listed, mut skipped, mut open) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    let mut mismatches: Vec<String> = Vec::new();
    for seed in 0..PROGRAMS {
        let mut numbers = Numbers::new(seed);
        let rolled = roll(&mut numbers);
        let text = text(&rolled);
        let analysis = analyze(&text, &catalog);
        let errors: Vec<_> = analysis
            .diagnostics
            .iter()
            .filter(|one| one.level == dictum::diagnostics::Level::Error)
            .map(|one| (one.rule.name, one.message.as_str()))
            .collect();
        assert_eq!(errors, [], "{text}");
        let program = &analysis.program;
        let ids: Vec<ConnectorId> =
            NAMES.iter().map(|name| program.universe.find(name).expect("a connector")).collect();
        listed += rolled.lists.len();
        for (environment, id) in
            (0..rolled.environments.len()).map(|one| (one, program.environment(&format!("e{one}")).expect("declared")))
        {
            skipped += usize::from(program.skips_data_policies(id).is_some());
            let class = analysis.effective.class(id).expect("a class");
            for one in 0..NAMES.len() {
                for other in one..NAMES.len() {
                    let expected = allowed(&rolled, environment, &[one, other], false);
                    let otherwise = allowed(&rolled, environment, &[one, other], true);
                    let found = together(program, id, &[ids[one], ids[other]]);
                    // The pattern that fits a connector without a host is unknown. It is the same in every policy, so
                    // the answer may be a plain no even if each policy by itself leaves it open.
                    let answer =
                        if found.is_allowed() && !found.unsorted.is_empty() { None } else { Some(found.is_allowed()) };
                    let right = if expected == otherwise {
                        answer == Some(expected) || answer.is_none() && !expected
                    } else {
                        answer.is_none()
                    };
                    open += usize::from(answer.is_none());
                    let cells = class.cell(ids[one]).zip(class.cell(ids[other]));
                    let joined = cells.is_some_and(|(one, other)| one.joins(other));
                    asked += 1;
                    refused += usize::from(!expected);
                    if !right || joined != expected {
                        mismatches.push(format!(
                            "seed {seed}, e{environment}, {} and {}: expected {expected} or {otherwise}, asked {answer:?}, cells {joined}\n{text}",
                            NAMES[one], NAMES[other]
                        ));
                    }
                }
                let blocked = class.blocked.contains(ids[one]);
                assert_eq!(blocked, !allowed(&rolled, environment, &[one], false), "seed {seed}, {}", NAMES[one]);
            }
        }
    }
    println!(
        "{PROGRAMS} programs, {listed} allow-lists, {skipped} environments without data policies, {asked} questions, {refused} refused, {} mismatches",
        mismatches.len()
    );
    assert!(listed > 1_000 && skipped > 500 && refused > 10_000 && open > 1_000);
    assert!(mismatches.is_empty(), "{} mismatches, the first: {}", mismatches.len(), mismatches[0]);
}
