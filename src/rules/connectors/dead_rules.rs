//! Action and endpoint rules for connectors that are blocked wherever the rules apply.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::{ConnectorRules, DataPolicy, PolicyId, Program};
use crate::rules::shared::places::{Places, describe, placed, symbols, witness};
use crate::rules::shared::words::{number, some_of, them, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds action and endpoint rules for a connector that is blocked in every environment where they apply: by
    /// another data policy, or by the policy that contains them. Rules that have an effect in some environment are
    /// not reported, since a strict policy on top of a wider one is common.
    ///
    /// ## Why is this bad?
    /// A connector that one policy blocks cannot be used, whatever the others say. The rules suggest that the
    /// connector can be used within limits, but a change to them has no effect.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [rss]
    ///
    ///   connector sql {
    ///     actions { block [DeleteItem_V2]; allow rest }
    ///   }
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = rest
    ///   blocked      = [sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, sql]
    ///   non_business = unblockable - [sharepointonline]
    ///   blocked      = rest
    ///
    ///   connector sql {
    ///     actions { block [DeleteItem_V2]; allow rest }
    ///   }
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all except [sales]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 3101 "dead-rules" Warning "the rules for a connector never apply, since it is blocked";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

/// The maximum number of policies that are shown.
const SHOWN: usize = 3;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    let ids: Vec<(PolicyId, &DataPolicy)> = program.policies.ids().collect();
    let found: Vec<Vec<Diagnostic>> = ids
        .into_par_iter()
        .map(|(id, policy)| {
            let mut by_blockers: BTreeMap<Vec<PolicyId>, Vec<&ConnectorRules>> = BTreeMap::new();
            let peers = if policy.rules.is_empty() { Vec::new() } else { places.peers(id) };
            for rules in dead(program, &places, id, policy) {
                by_blockers.entry(places.blockers(id, &peers, rules.connector)).or_default().push(rules);
            }
            let groups = by_blockers.into_iter();
            groups.filter_map(|(blockers, rules)| describe_dead(program, &places, id, &blockers, &rules)).collect()
        })
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// The rules of a policy that never apply.
fn dead<'a>(
    program: &'a Program,
    places: &'a Places<'a>,
    id: PolicyId,
    policy: &'a DataPolicy,
) -> impl Iterator<Item = &'a ConnectorRules> {
    policy.rules.iter().filter(move |rules| {
        // Blocking a connector that cannot be blocked is an error of its own.
        program.universe.is_blockable(rules.connector) && places.block_everywhere(id, rules.connector)
    })
}

fn describe_dead(
    program: &Program,
    places: &Places<'_>,
    id: PolicyId,
    blockers: &[PolicyId],
    rules: &[&ConnectorRules],
) -> Option<Diagnostic> {
    let policy = places.policy(id)?;
    let first = rules.first()?;
    let names: Vec<&str> = rules.iter().map(|rules| program.universe.name(rules.connector)).collect();
    let names = some_of(&names, 3);
    let own = blockers == [id];
    let blocking = places.policies(blockers);
    let deciders = some_of(&symbols(&blocking), 3);
    let them = them(rules.len());
    let message = if own {
        format!("the rules for {names} never apply, since `{}` itself blocks {them}", policy.head.symbol.name)
    } else {
        format!(
            "the rules for {names} never apply, since {deciders} {} {them}",
            verb(blocking.len(), "blocks", "block")
        )
    };
    let of = places.of(id);
    let symbol = &policy.head.symbol.name;
    let marked = match of {
        [only] => format!("`{symbol}` applies to {} only", describe(program, only)),
        _several => format!("these rules of `{symbol}` never apply"),
    };
    let subjects = rules.iter().map(|rules| (program.universe.name(rules.connector), rules.location));
    let mut finding = Diagnostic::new(&RULE, first.location, message).marked(marked).about(subjects);
    for rules in rules.iter().skip(1).take(2) {
        finding = finding.label(rules.location, "nor do these");
    }
    for blocker in blocking.iter().take(SHOWN) {
        let (location, words) = placed(program, blocker, first.connector);
        finding = finding.label(location, words);
    }
    let note = match of {
        _ if own => "what a policy blocks cannot be used where it applies, and needs no rules".to_owned(),
        [] | [_] => "what one policy blocks no other can allow".to_owned(),
        several => {
            let count: usize = several.iter().map(|class| class.environments.len()).sum();
            format!(
                "what one policy blocks no other can allow; so it is in each of the {} environments of `{symbol}`",
                number(count)
            )
        }
    };
    finding = finding.note(note);
    let help = if own {
        format!("move {them} out of Blocked, or take the rules out")
    } else {
        format!("take the rules out, or let {deciders} no longer block {them}")
    };
    Some(finding.witness(witness(program, of.first(), first.connector)).help(help))
}
