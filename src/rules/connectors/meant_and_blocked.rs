//! Connectors that one policy allows for an environment, and another blocks there.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::ConnectorId;
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Program, Scope};
use crate::rules::shared::listed::{listed, place};
use crate::rules::shared::places::{Places, describe, placed, symbols, witness};
use crate::rules::shared::words::{some_of, them, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that a data policy for some environments only (`only […]`, `environment name`) lists in
    /// Business or Non-business, while other policies block them in every one of these environments.
    ///
    /// ## Why is this bad?
    /// If one policy blocks a connector, no other can allow it. The list says that the connector is meant for the
    /// environment, but makers cannot use it there. A policy can open a connector for one environment only if no
    /// other policy blocks it there.
    ///
    /// ```dictum,bad
    /// environment sales   { type = production }
    /// environment finance { type = production }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = rest
    ///   blocked      = [sql]
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales   { type = production }
    /// environment finance { type = production }
    ///
    /// data_policy baseline {
    ///   applies_to   = all except [finance]
    ///   business     = [sharepointonline, teams]
    ///   non_business = rest
    ///   blocked      = [sql]
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    pub RULE = 3121 "meant-and-blocked" Warning "a policy means a connector for an environment where another blocks it";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    let ids: Vec<(PolicyId, &DataPolicy)> = program.policies.ids().collect();
    let found: Vec<Vec<Diagnostic>> = ids
        .into_par_iter()
        .filter(|(_, policy)| matches!(policy.scope, Scope::Only(_) | Scope::Environment(_)))
        .map(|(id, policy)| of_policy(program, &places, id, policy))
        .collect();
    findings.extend(found.into_iter().flatten());
}

fn of_policy(program: &Program, places: &Places<'_>, id: PolicyId, policy: &DataPolicy) -> Vec<Diagnostic> {
    let [business, non_business] =
        [DataGroup::Business, DataGroup::NonBusiness].map(|group| listed(program, policy, group));
    let http = program.universe.find("Http");
    let vain = business.union(&non_business);
    let vain = vain.iter().filter(|connector| {
        // Rules for connectors that never apply, and `Http`, are reported by other rules.
        !places.blocks(id, *connector)
            && places.block_everywhere(id, *connector)
            && Some(*connector) != http
            && !policy.rules.iter().any(|rules| rules.connector == *connector)
    });
    let vain: Vec<ConnectorId> = vain.collect();
    if vain.is_empty() {
        return Vec::new();
    }
    let peers = places.peers(id);
    let mut by_blockers: BTreeMap<Vec<PolicyId>, Vec<ConnectorId>> = BTreeMap::new();
    for connector in vain {
        by_blockers.entry(places.blockers(id, &peers, connector)).or_default().push(connector);
    }
    let groups = by_blockers.into_iter();
    groups.filter_map(|(blockers, connectors)| describe_vain(program, places, id, &blockers, &connectors)).collect()
}

fn describe_vain(
    program: &Program,
    places: &Places<'_>,
    id: PolicyId,
    blockers: &[PolicyId],
    connectors: &[ConnectorId],
) -> Option<Diagnostic> {
    let policy = places.policy(id)?;
    let first = *connectors.first()?;
    let names: Vec<&str> = connectors.iter().map(|connector| program.universe.name(*connector)).collect();
    let blocking = places.policies(blockers);
    let deciders = some_of(&symbols(&blocking), 3);
    let symbol = &policy.head.symbol.name;
    let names = some_of(&names, 3);
    let them = them(connectors.len());
    let wherever = match places.of(id) {
        [only] => format!("in {}", describe(program, only)),
        _several => format!("wherever `{symbol}` applies"),
    };
    let does = verb(blocking.len(), "blocks", "block");
    let message = format!("data policy `{symbol}` allows {names}, but {deciders} {does} {them} {wherever}");
    let at = [DataGroup::Business, DataGroup::NonBusiness]
        .into_iter()
        .find_map(|group| place(program, policy, group, first))
        .unwrap_or(policy.head.symbol.location);
    let mut finding = Diagnostic::new(&RULE, at, message).marked(format!("allowed here by `{symbol}`"));
    for blocker in blocking.iter().take(3) {
        let (location, words) = placed(program, blocker, first);
        finding = finding.label(location, words);
    }
    Some(
        finding
            .note("what one policy blocks no other can allow")
            .help(format!("let {deciders} no longer block {them} there, or take {them} out of `{symbol}`"))
            .witness(witness(program, places.of(id).first(), first)),
    )
}
