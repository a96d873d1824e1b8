//! Data policies that change nothing.

use std::cmp::Reverse;

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataGroup, DataPolicy, PolicyId, Scope};
use crate::rules::connectors::effect::Removal;
use crate::rules::shared::places::{Places, sample, symbols};
use crate::rules::shared::words::{some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies that could be removed without any change: in every environment, the same connectors would
    /// be blocked and the same connectors could be used together, future connectors included. URL patterns, and rules
    /// for connectors that are not blocked anyway, count as an effect.
    ///
    /// Guards are not reported: policies for `all`, `all except […]` or `environments where …` that block some
    /// connectors and leave the rest open. They apply to future environments, and to environments that are taken out
    /// of another policy.
    ///
    /// If two policies have the same effect, one of them is reported. The rule advises removal only if the policy
    /// does nothing by itself: a policy that repeats others is needed again when one of them excepts an environment.
    ///
    /// ## Why is this bad?
    /// Readers of the policy believe that it protects something.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, teams]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    ///
    /// data_policy baseline {
    ///   applies_to   = all except [sales]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, teams, twitter]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 3113 "policy-without-effect" Warning "a data policy changes nothing";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let places = Places::new(context);
    let mut candidates: Vec<(PolicyId, &DataPolicy)> = program
        .policies
        .ids()
        .filter(|(id, policy)| !places.of(*id).is_empty() && places.are_sound(*id) && !rules(&places, *id, policy))
        .filter(|(_, policy)| !guards(policy))
        // Where an allow-list blocks more, the policy may become necessary once the list is gone.
        .filter(|(id, _)| places.of(*id).iter().all(|class| class.allow_lists.is_empty()))
        .collect();
    // Of two policies with the same effect, the one for fewer environments goes first, and then the later one by
    // name.
    candidates.sort_by_cached_key(|(id, _)| (breadth(&places, *id), Reverse(*id)));
    let mut removal = Removal::new(program, &places);
    let mut removed: Vec<PolicyId> = Vec::new();
    for (id, _) in candidates {
        if removal.remove(id) {
            removed.push(id);
        }
    }
    removed.sort_unstable();
    for id in &removed {
        let (Some(policy), Some(class)) = (places.policy(*id), places.of(*id).first()) else { continue };
        let others: Vec<PolicyId> =
            places.peers(*id).into_iter().filter(|peer| removed.binary_search(peer).is_err()).collect();
        let others = places.policies(&others);
        let (mark, note, help) = if others.is_empty() || does_nothing(policy) {
            (
                "does nothing by itself".to_owned(),
                "it blocks nothing and keeps no two connectors apart".to_owned(),
                "remove it, or let it block something".to_owned(),
            )
        } else {
            let names = some_of(&symbols(&others), 3);
            let does = verb(others.len(), "does", "do");
            (
                format!("changes nothing as long as {names} {} there", verb(others.len(), "applies", "apply")),
                format!("what it blocks and keeps apart, {names} {does} already"),
                "let it do what the others do not; if another policy later excepts an environment, this one still applies there"
                    .to_owned(),
            )
        };
        let symbol = &policy.head.symbol;
        findings.push(
            Diagnostic::new(&RULE, symbol.location, format!("data policy `{}` changes nothing", symbol.name))
                .marked(mark)
                .note(note)
                .help(help)
                .witness(Witness::new([("environment", sample(program, class))])),
        );
    }
}

/// Whether a policy puts all connectors into one group other than Blocked.
fn does_nothing(policy: &DataPolicy) -> bool {
    let others = DataGroup::ALL.into_iter().filter(|group| *group != policy.rest);
    policy.rest != DataGroup::Blocked && others.into_iter().all(|group| policy.named(group).is_empty())
}

/// Whether a policy blocks connectors that others may leave open later.
fn guards(policy: &DataPolicy) -> bool {
    let grows = match &policy.scope {
        Scope::All | Scope::AllExcept(_) => true,
        Scope::Only(targets) => targets.condition.is_some(),
        Scope::Environment(_) => false,
    };
    grows && policy.rest != DataGroup::Blocked && !policy.named(DataGroup::Blocked).is_empty()
}

/// Whether a policy has rules with an effect: URL patterns, or rules for a connector that may be used.
fn rules(places: &Places<'_>, id: PolicyId, policy: &DataPolicy) -> bool {
    let pattern = policy.patterns.iter().any(|row| &*row.pattern.name != "*" || row.group.is_some());
    let of_connector = policy.rules.iter().any(|rules| {
        (rules.actions.is_some() || rules.endpoints.is_some()) && !places.block_everywhere(id, rules.connector)
    });
    pattern || of_connector
}

/// The number of environments a policy reaches; undeclared environments outweigh all others.
fn breadth(places: &Places<'_>, id: PolicyId) -> usize {
    let of = places.of(id).iter();
    of.map(|class| if class.environments.is_empty() { usize::MAX / 2 } else { class.environments.len() })
        .fold(0, usize::saturating_add)
}
