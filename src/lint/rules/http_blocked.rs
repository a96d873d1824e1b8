//! `Http` cut off, on which child flows depend.

use crate::analysis::{Check, Context};
use crate::diagnostics::Diagnostic;
use crate::lint::places::{Places, describe, placed, symbols, witness};
use crate::lint::words::{some_of, verb};
use crate::model::ConnectorId;
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Program, SetExpression};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds the connector `Http` blocked where somebody may not expect what that does: where one policy
    /// names it as allowed and others block it in every environment of that policy, and where a policy
    /// names it in `blocked`. To block it with all the rest is left alone.
    ///
    /// ## Why is this bad?
    /// Child flows depend on the HTTP connector: to block it can stop them, even where nobody calls a web
    /// address.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [Http]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql, Http]
    ///   non_business = rest
    ///
    ///   connector Http {
    ///     endpoints { allow "https://*.contoso.com/*"; deny "*" }
    ///   }
    /// }
    /// ```
    ///
    /// ## Tried on
    /// Ten data policies of six real exports: 1 finding.
    pub RULE = 3109 "http-blocked" Info "`Http` is blocked, on which child flows depend";
}

pub const LINT: Check = Check { rule: &RULE, run };

const NOTE: &str = "child flows depend on `Http`, so they may stop there too";

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(http) = program.universe.find("Http") else { return };
    let places = Places::new(context);
    let mut told: Vec<PolicyId> = Vec::new();
    for (id, policy) in program.policy_ids() {
        let allowed = [DataGroup::Business, DataGroup::NonBusiness].map(|group| named_in(program, policy, group, http));
        let Some(location) = allowed.into_iter().flatten().next() else { continue };
        // Its own rules for `Http` are told to be dead, which says the same.
        let has_rules = policy.rules.iter().any(|rules| rules.connector == http);
        if has_rules || !places.block_everywhere(id, http) {
            continue;
        }
        let blockers = places.blockers(id, &places.peers(id), http);
        if blockers == [id] {
            continue;
        }
        findings.push(in_vain(program, &places, id, http, location, &blockers));
        told.extend(blockers);
    }
    for (id, policy) in program.policy_ids().filter(|(id, _)| !told.contains(id)) {
        let Some(location) = named_in(program, policy, DataGroup::Blocked, http) else { continue };
        let Some(place) = places.of(id).first() else { continue };
        let message = format!("data policy `{}` blocks `Http` by name", policy.head.symbol.name);
        findings.push(
            Diagnostic::new(&RULE, location, message)
                .note(NOTE)
                .help("allow it together with what child flows use, and rule its endpoints; or leave it, if there are none")
                .witness(witness(program, Some(place), http)),
        );
    }
}

/// `Http` is allowed by a policy and blocked by others in each of its environments.
fn in_vain(
    program: &Program,
    places: &Places<'_>,
    id: PolicyId,
    http: ConnectorId,
    location: Location,
    blockers: &[PolicyId],
) -> Diagnostic {
    let symbol = symbols(&places.policies(&[id])).concat();
    let blocking = places.policies(blockers);
    let deciders = some_of(&symbols(&blocking), 3);
    let where_ = match places.of(id) {
        [only] => format!("in {}", describe(program, only)),
        _several => format!("wherever `{symbol}` applies"),
    };
    let does = verb(blocking.len(), "blocks", "block");
    let message = format!("data policy `{symbol}` allows `Http` in vain: {deciders} {does} it {where_}");
    let mut finding = Diagnostic::new(&RULE, location, message).marked("allowed here");
    for blocker in blocking.iter().take(2) {
        let (location, words) = placed(program, blocker, http);
        finding = finding.label(location, words);
    }
    finding.note(NOTE).help(format!("take it out of `{symbol}`, or let {deciders} allow it too")).witness(witness(
        program,
        places.of(id).first(),
        http,
    ))
}

/// Where a group of a policy names a connector in a list of its own.
fn named_in(program: &Program, policy: &DataPolicy, group: DataGroup, connector: ConnectorId) -> Option<Location> {
    let expression = policy.groups.get(group.index())?.expression.as_ref()?;
    let named = policy.groups_sound && policy.named(group).contains(connector);
    if !named {
        return None;
    }
    let mut found = None;
    expression.each_part(&mut |part| {
        let names = match part {
            SetExpression::List(elements, _) => elements.iter().any(|element| element.connector == connector),
            SetExpression::Named(reference) => reference
                .target
                .and_then(|set| program.connector_sets.get(set as usize))
                .is_some_and(|set| lists(&set.expression, connector)),
            SetExpression::All(_)
            | SetExpression::Unblockable(_)
            | SetExpression::Rest(_)
            | SetExpression::Where(..)
            | SetExpression::Union(..)
            | SetExpression::Minus(..)
            | SetExpression::Common(..) => false,
        };
        if names && found.is_none() {
            found = Some(part.location_of(program, connector));
        }
    });
    found
}

/// Whether the lists of an expression name a connector.
fn lists(expression: &SetExpression, connector: ConnectorId) -> bool {
    let mut found = false;
    expression.each_added(&mut |element, _| found |= element.connector == connector);
    found
}
