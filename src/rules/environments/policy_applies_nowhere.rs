//! Data policies that apply to no environment.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::facts::EnvironmentSubjects;
use crate::model::program::Scope;
use crate::model::select;

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies whose `only environments where …` selects none of the declared environments.
    ///
    /// ## Why is this bad?
    /// Such a policy has no effect, and the platform does not accept a policy with an empty list of environments.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    ///
    /// data_policy everywhere {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy production {
    ///   applies_to   = only environments where type == production
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales      { type = sandbox }
    /// environment sales_prod { type = production }
    ///
    /// data_policy everywhere {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    /// }
    ///
    /// data_policy production {
    ///   applies_to   = only environments where type == production
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///   blocked      = [twitter]
    /// }
    /// ```
    pub RULE = 2103 "policy-applies-nowhere" Warning "a data policy applies to no environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let subjects = EnvironmentSubjects::new(&context.program.environments);
    for policy in &context.program.policies {
        let Scope::Only(targets) = &policy.scope else { continue };
        let Some(condition) = targets.condition.as_ref().filter(|_| targets.resolved.is_empty()) else { continue };
        let mut faults = Vec::new();
        select::select(&subjects, condition, &mut faults);
        if !faults.is_empty() {
            continue;
        }
        let symbol = &policy.head.symbol.name;
        findings.push(
            Diagnostic::new(&RULE, targets.location, format!("data policy `{symbol}` applies to no environment"))
                .marked("no declared environment satisfies this")
                .note("`only` reaches environments that the project declares, and none yet to come")
                .help("declare the environments it is meant for, fix the condition, or remove the policy"),
        );
    }
}
