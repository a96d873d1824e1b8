//! `Http` is blocked, on which child flows depend.

use rustc_hash::FxHashSet;

use crate::analysis::{Check, Class, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::ConnectorId;
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Program};
use crate::rules::connectors::cells::is_split;
use crate::rules::shared::listed;
use crate::rules::shared::places::{Places, describe, is_sound, placed, symbols, witness};
use crate::rules::shared::words::{some_of, verb};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds blocks of the connector `Http` with a possibly unexpected effect: one policy lists it as allowed while
    /// others block it in every declared environment of that policy, or a policy lists it in `blocked`. A block by
    /// `blocked = rest` is not reported. If `split-connectors` summarises an environment, it reports this too.
    ///
    /// ## Why is this bad?
    /// Child flows depend on the HTTP connector: blocking it can stop them, even if no flow calls a web address.
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
    pub RULE = 3109 "http-blocked" Info "`Http` is blocked, on which child flows depend";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(http) = program.universe.find("Http") else { return };
    let places = Places::new(context);
    let mut told: FxHashSet<PolicyId> = FxHashSet::default();
    for (id, policy) in program.policies.ids() {
        let mut groups = [DataGroup::Business, DataGroup::NonBusiness].into_iter();
        let Some(location) = groups.find_map(|group| listed::place(program, policy, group, http)) else {
            continue;
        };
        let cut_off = declared(&places, id);
        if !cut_off.iter().all(|class| is_sound(program, class) && class.blocked.contains(http)) {
            continue;
        }
        let blockers = places.blockers(id, &places.peers(id), http);
        let Some(place) = cut_off.iter().find(|class| !is_split(class)).filter(|_| blockers != [id]) else {
            told.extend(blockers);
            continue;
        };
        // If its own rules for `Http` never apply, `dead-rules` reports the same.
        if !policy.rules.iter().any(|rules| rules.connector == http && places.block_everywhere(id, http)) {
            findings.push(in_vain(program, &places, policy, place, (http, location), &blockers));
        }
        told.extend(blockers);
    }
    for (id, policy) in program.policies.ids().filter(|(id, policy)| policy.groups_sound && !told.contains(id)) {
        let Some(location) = listed::place(program, policy, DataGroup::Blocked, http) else { continue };
        let Some(place) = places.of(id).first() else { continue };
        let message = format!("data policy `{}` blocks `Http` by name", policy.head.symbol.name);
        findings.push(
            Diagnostic::new(&RULE, location, message)
                .note("child flows depend on `Http`, so they may stop")
                .help("if there are child flows, allow it in the group of the connectors they use, and write rules for its endpoints")
                .witness(witness(program, Some(place), http)),
        );
    }
}

/// The classes of a policy that contain environments; all of its classes if none does.
fn declared<'a>(places: &Places<'a>, id: PolicyId) -> Vec<&'a Class> {
    let of = places.of(id);
    let some: Vec<&Class> = of.iter().copied().filter(|class| !class.environments.is_empty()).collect();
    if some.is_empty() { of.to_vec() } else { some }
}

/// One policy allows `Http`, and others block it in each of its environments.
fn in_vain(
    program: &Program,
    places: &Places<'_>,
    policy: &DataPolicy,
    place: &Class,
    (http, location): (ConnectorId, Location),
    blockers: &[PolicyId],
) -> Diagnostic {
    let symbol = &policy.head.symbol.name;
    let blocking = places.policies(blockers);
    let deciders = some_of(&symbols(&blocking), 3);
    let does = verb(blocking.len(), "blocks", "block");
    let message =
        format!("data policy `{symbol}` allows `Http`, but {deciders} {does} it in {}", describe(program, place));
    let mut finding = Diagnostic::new(&RULE, location, message).marked("allowed here");
    for blocker in blocking.iter().take(2) {
        let (location, words) = placed(program, blocker, http);
        finding = finding.label(location, words);
    }
    finding
        .note("child flows depend on `Http`, so they may stop")
        .help(format!("take it out of `{symbol}`, or let {deciders} allow it too"))
        .witness(witness(program, Some(&place), http))
}
