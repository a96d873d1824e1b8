//! Environments that only open data policies reach, while a closed one applies elsewhere.

use crate::analysis::{Check, Class, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::Set;
use crate::model::program::{DataGroup, DataPolicy, EnvironmentType, PolicyId, Program, Scope};
use crate::rules::shared::places::{describe, is_sound, location, sample, subjects};
use crate::rules::shared::words::{counted, number};

crate::declare_rule! {
    /// ## What it does
    /// Finds environments, including future ones, that only data policies with an open default reach
    /// (`non_business = rest`, or `business = rest`), while a policy with `blocked = rest` applies to others. The
    /// finding shows how many connectors may be used there, how many of them together with business data, and which
    /// policy with `blocked = rest` does not reach the environment. Business data means the connectors that some
    /// policy puts into Business by name. If at least half of the connectors are blocked, nothing is reported.
    ///
    /// ## Why is this bad?
    /// A policy that blocks a few connectors does not govern an environment: all other connectors may be used,
    /// including future ones. An environment that was taken out of the baseline to get one more connector has nearly
    /// all of them.
    ///
    /// ```dictum,bad
    /// environment sales   { type = production }
    /// environment finance { type = production }
    ///
    /// data_policy baseline {
    ///   applies_to   = all except [finance]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
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
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 2105 "open-environment" Warning "an environment is open while others are under a closed data policy"
        controls ["MS.POWERPLATFORM.2.1v1", "MS.POWERPLATFORM.2.2v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let closed: Vec<(PolicyId, &DataPolicy)> =
        program.policies.ids().filter(|(_, policy)| policy.groups_sound && policy.rest == DataGroup::Blocked).collect();
    let places = || context.effective().classes.iter().chain(&context.effective().undeclared);
    // The ids are sorted, as all policies are.
    let is_closed = |id: &PolicyId| closed.binary_search_by_key(id, |(closed, _)| *closed).is_ok();
    let holds = |class: &Class| class.policies.iter().any(is_closed);
    if !places().any(holds) {
        return;
    }
    let size = program.universe.len();
    let business = program
        .policies
        .iter()
        .fold(Set::empty(size), |set, policy: &DataPolicy| set.union(policy.named(DataGroup::Business)));
    for class in places().filter(|class| !class.policies.is_empty() && !holds(class) && is_sound(program, class)) {
        if class.blocked.len() * 2 < size && !is_left_over(program, class) {
            findings.extend(judge(program, class, &closed, &business));
        }
    }
}

/// Whether another rule reports it: a default environment that only `all except` reaches.
fn is_left_over(program: &Program, class: &Class) -> bool {
    let [only] = class.environments.as_slice() else { return false };
    let is_default = program.environments[only].kind == Some(EnvironmentType::Default);
    let mut policies = class.policies.iter().map(|id| &program.policies[id]);
    is_default && policies.all(|policy| matches!(policy.scope, Scope::AllExcept(_)))
}

fn judge(program: &Program, class: &Class, closed: &[(PolicyId, &DataPolicy)], business: &Set) -> Option<Diagnostic> {
    let size = program.universe.len();
    let usable = size - class.blocked.len();
    let beside: usize =
        class.cells.iter().map(|cell| &cell.members).filter(|members| members.meets(business)).map(Set::len).sum();
    let place = describe(program, class);
    let message = format!(
        "{place} {} open: {} of {} may be used, {} of them together with business data",
        if class.environments.len() == 1 { "is" } else { "are" },
        number(usable),
        counted(size, "connector"),
        number(beside)
    );
    let mut finding = Diagnostic::new(&RULE, location(program, class)?, message);
    for (_, policy) in closed.iter().take(3) {
        let symbol = &policy.head.symbol.name;
        let at = policy.scope_location.unwrap_or(policy.head.symbol.location);
        let words = match &policy.scope {
            Scope::AllExcept(_) => format!("`{symbol}`, which blocks the rest, excepts it"),
            Scope::All | Scope::Only(_) | Scope::Environment(_) => {
                format!("`{symbol}`, which blocks the rest, does not reach it")
            }
        };
        finding = finding.label(at, words);
    }
    Some(
        finding
            .note("the data policies that apply block only what they name, also of connectors yet to come")
            .help("let a data policy with `blocked = rest` reach it")
            .about(subjects(program, class))
            .witness(Witness::new([("environment", sample(program, class))])),
    )
}
