//! A default environment that only `all except` policies with an open default reach.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataGroup, DataPolicy, EnvironmentType, Scope, Targets};

crate::declare_rule! {
    /// ## What it does
    /// Finds a default environment that only policies with `all except […]` reach, none of which blocks the
    /// connectors it does not name.
    ///
    /// ## Why is this bad?
    /// All users of the tenant may make apps in the default environment, but no policy was chosen for it: it gets the
    /// policy for all remaining environments, and every connector that the policy does not name may be used there.
    /// With one more name in the list of exceptions, no policy is left.
    ///
    /// A policy with `blocked = rest` is a baseline that may be intended for the default environment too, so it is
    /// not reported.
    ///
    /// ```dictum,bad
    /// environment default { type = default }
    /// environment finance { type = production }
    ///
    /// data_policy baseline {
    ///   applies_to   = all except [finance]
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy finance {
    ///   applies_to   = only [finance]
    ///   business     = [sharepointonline, sql]
    ///   non_business = unblockable - [sharepointonline]
    ///   blocked      = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment default { type = default }
    /// environment finance { type = production }
    ///
    /// data_policy everyday {
    ///   applies_to   = only [default]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    ///
    /// data_policy baseline {
    ///   applies_to   = all except [default]
    ///   business     = [sharepointonline, sql]
    ///   non_business = unblockable - [sharepointonline]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 2102 "default-only-by-exception" Warning "only `all except` reaches the default environment, and leaves it open"
        controls ["MS.POWERPLATFORM.2.1v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for (id, environment) in
        program.environments.ids().filter(|(_, environment)| environment.kind == Some(EnvironmentType::Default))
    {
        let Some(class) = context.effective().class(id) else { continue };
        let policies: Vec<&DataPolicy> = class.policies.iter().map(|id| &program.policies[id]).collect();
        let scopes: Option<Vec<&Targets>> = policies.iter().map(|policy| exceptions(policy)).collect();
        let Some(scopes) = scopes.filter(|scopes| !scopes.is_empty()) else { continue };
        let symbol = &environment.head.symbol;
        let message =
            format!("only `all except` reaches the default environment `{}`, and leaves it open", symbol.name);
        let mut finding = Diagnostic::new(&RULE, symbol.location, message);
        for (policy, targets) in policies.iter().zip(scopes).take(3) {
            let words = format!("`{}` reaches it as one of those left over", policy.head.symbol.name);
            finding = finding.label(targets.location, words);
        }
        findings.push(
            finding
                .note("everybody may make apps there, with every connector that the policy does not name")
                .help(format!("write a data policy for it that says `applies_to = only [{}]`", symbol.name))
                .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}

/// The exceptions of a policy that leaves unnamed connectors open.
fn exceptions(policy: &DataPolicy) -> Option<&Targets> {
    let open = policy.groups_sound && policy.rest != DataGroup::Blocked;
    match &policy.scope {
        Scope::AllExcept(targets) if open => Some(targets),
        Scope::AllExcept(_) | Scope::All | Scope::Only(_) | Scope::Environment(_) => None,
    }
}
