//! URL patterns in a policy of one environment.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::Diagnostic;
use crate::model::program::{DataPolicy, Scope};
use crate::rules::shared::each;

crate::declare_rule! {
    /// ## What it does
    /// Finds URL patterns for custom connectors in a policy of one environment (`applies_to = environment …`), other
    /// than `"*" -> ignore`.
    ///
    /// ## Why is this bad?
    /// Only policies of the tenant sort custom connectors by their host address. A policy of one environment sorts them
    /// by name, and those that it does not name are in the group with `rest`. So the patterns are no protection.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    ///
    /// data_policy sales {
    ///   applies_to   = environment sales
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com/*" -> business
    ///     "*"                       -> blocked
    ///   }
    /// }
    /// ```
    ///
    /// Use instead a policy of the tenant:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com/*" -> business
    ///     "*"                       -> blocked
    ///   }
    /// }
    /// ```
    pub RULE = 3130 "patterns-without-tenant" Warning "URL patterns in a policy of one environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Declaration, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    each::policy(context, findings, |policy, findings| findings.extend(judge(policy)));
}

fn judge(policy: &DataPolicy) -> Option<Diagnostic> {
    let Scope::Environment(environment) = &policy.scope else { return None };
    let first = policy.patterns.iter().find(|row| row.group.is_some())?;
    let location = policy.patterns_location.unwrap_or(first.location);
    let place = environment.symbol.location;
    let (symbol, environment) = (&policy.head.symbol.name, &environment.symbol.name);
    let message = format!("data policy `{symbol}` is of environment `{environment}` alone, and has URL patterns");
    Some(
        Diagnostic::new(&RULE, location, message)
            .marked("these decide nothing")
            .label(place, "a policy of one environment")
            .note("such a policy sorts custom connectors by name, and those that it does not name go where `rest` goes")
            .help(format!(
                "write `applies_to = only [{environment}]`, which makes it a policy of the tenant, or name the custom connectors in its groups"
            )),
    )
}
