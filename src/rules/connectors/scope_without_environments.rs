//! `scope-without-environments`

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Fix, Safety};
use crate::model::Scope;
use crate::model::program::Targets;
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies that apply to `only []` or to `all except []`.
    ///
    /// ## Why is this bad?
    /// The platform accepts a policy for some environments, or for all but some, only with at least one environment.
    /// A policy for none would protect nothing.
    ///
    /// ```dictum,bad
    /// data_policy finance {
    ///   applies_to   = only []
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// ```dictum,bad
    /// data_policy finance {
    ///   applies_to   = all except []
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy finance {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams, sql]
    ///   non_business = rest
    /// }
    /// ```
    pub RULE = 3010 "scope-without-environments" Error "a data policy applies to an empty list of environments" fixable;
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::policy(context, findings, |policy, found| {
        let name = &policy.head.symbol.name;
        match &policy.scope {
            Scope::Only(targets) if is_empty_list(targets) => found.push(
                Diagnostic::new(&RULE, targets.location, format!("data policy `{name}` applies to no environment"))
                    .marked("no environment")
                    .note("the platform takes `only` with at least one environment")
                    .help("name the environments, or write `applies_to = all`"),
            ),
            Scope::AllExcept(targets) if is_empty_list(targets) => {
                let mut finding =
                    Diagnostic::new(&RULE, targets.location, format!("data policy `{name}` excepts no environment"))
                        .marked("no environment")
                        .note("the platform takes `all except` with at least one environment")
                        .help("write `applies_to = all`, or name the exceptions");
                if let Some(whole) = policy.scope_location {
                    finding = finding.fix(Fix::replace("write `all`", Safety::Safe, whole, "all"));
                }
                found.push(finding);
            }
            Scope::All | Scope::Only(_) | Scope::AllExcept(_) | Scope::Environment(_) => {}
        }
    });
}

/// Unknown names are already reported; a condition may select some environments later.
fn is_empty_list(targets: &Targets) -> bool {
    targets.condition.is_none() && targets.references.is_empty()
}
