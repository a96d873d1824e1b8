//! Custom connectors without the host by which URL patterns classify them.

use crate::analysis::{Check, Context, Reads, placements_of};
use crate::diagnostics::Diagnostic;
use crate::model::program::{DataPolicy, PolicyId, Scope};

crate::declare_rule! {
    /// ## What it does
    /// Finds declared custom connectors without a `host`, or with a `host` without scheme, if a tenant-level data
    /// policy classifies custom connectors by their host address into more than one group.
    ///
    /// ## Why is this bad?
    /// The source does not show which URL pattern fits. So it is unknown whether the connector may be used, and with
    /// which others, and queries about it report this.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    /// connector price_list { kind = custom; environment = sales }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
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
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    /// connector price_list { kind = custom; environment = sales; host = "https://prices.contoso.com/v1" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   custom_connectors {
    ///     "https://*.contoso.com/*" -> business
    ///     "*"                       -> blocked
    ///   }
    /// }
    /// ```
    pub RULE = 3127 "unsorted-connector" Info "it is not known which URL pattern fits a custom connector";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let mixed = |policy: &DataPolicy| {
        let first = policy.patterns.first().map(|row| row.group);
        !matches!(policy.scope, Scope::Environment(_)) && policy.patterns.iter().any(|row| Some(row.group) != first)
    };
    let mixed: Vec<PolicyId> = program.policies.ids().filter(|(_, policy)| mixed(policy)).map(|(id, _)| id).collect();
    if mixed.is_empty() {
        return;
    }
    for facts in program.connectors.iter().filter(|facts| facts.full_host().is_none()) {
        let Some(id) = facts.connector.filter(|id| program.universe.is_custom(*id)) else { continue };
        let home = facts.environment.as_ref().map(|environment| environment.target);
        let reaches = |policy: &DataPolicy| match home {
            Some(Some(there)) => program.skips_data_policies(there).is_none() && policy.applies_to(there),
            Some(None) => false,
            None => true,
        };
        let sorts = |policy: &&DataPolicy| reaches(policy) && placements_of(program, policy, id).len() > 1;
        let Some(policy) = mixed.iter().map(|policy| &program.policies[policy]).find(sorts) else { continue };
        let (name, symbol) = (program.universe.name(id), &policy.head.symbol.name);
        let message = format!("which URL pattern of data policy `{symbol}` fits `{name}` is not known");
        findings.push(
            Diagnostic::new(&RULE, facts.head.symbol.location, message)
                .marked(if facts.host.is_none() { "has no `host`" } else { "its `host` has no scheme" })
                .label(
                    policy.patterns_location.unwrap_or(policy.head.location),
                    "sorts custom connectors by their host",
                )
                .note("the first pattern that fits decides whether it may be used, and with what")
                .help(match &facts.host {
                    Some(host) => format!("write the scheme too, as in `host = \"https://{}\"`", host.name),
                    None => "give it the host address that it calls: `host = \"https://…\"`".to_owned(),
                }),
        );
    }
}
