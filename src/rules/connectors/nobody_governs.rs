//! Connectors that no policy governs if only connector allow-lists are evaluated.

use crate::analysis::{Check, Class, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::ConnectorId;
use crate::model::program::{DataPolicy, Program, Scope};
use crate::rules::shared::places::{describe, location, sample, subjects};
use crate::rules::shared::words::{number, some_of};

crate::declare_rule! {
    /// ## What it does
    /// Finds environments in which data policies are not evaluated, and shows which connectors no policy governs
    /// there: custom connectors, HTTP and other virtual connectors, and all connectors if there is no allow-list
    /// either. It also names data policies that apply there without effect.
    ///
    /// ## Why is this bad?
    /// Allow-lists govern certified connectors only. The documentation does not say what applies to the others if
    /// data policies are not evaluated. As far as is known, they can be used.
    ///
    /// ```dictum,bad
    /// environment_group estate { connector_policies = allow_list_only }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// environment sales { type = sandbox }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    /// }
    /// ```
    pub RULE = 3123 "nobody-governs" Warning "no policy governs some connectors, since only allow-lists are evaluated";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let classes = context.effective().classes.iter().filter(|class| class.allow_lists_only);
    findings.extend(classes.filter_map(|class| judge(program, class)));
}

fn judge(program: &Program, class: &Class) -> Option<Diagnostic> {
    let universe = &program.universe;
    let open = |id: &ConnectorId| !universe.is_certified(*id) && !universe.is_exempt(*id);
    let free: Vec<ConnectorId> = universe.ids().filter(open).collect();
    let customs: Vec<&str> = free.iter().filter(|id| universe.is_custom(**id)).map(|id| universe.name(*id)).collect();
    let place = describe(program, class);
    let message = if class.allow_lists.is_empty() {
        format!(
            "in {place} no policy governs any connector: data policies are not evaluated, and there is no allow-list"
        )
    } else {
        format!(
            "in {place} no policy governs `Http` and {} other connectors: data policies are not evaluated",
            number(free.len().saturating_sub(1))
        )
    };
    let mut finding = Diagnostic::new(&RULE, location(program, class)?, message);
    let first = class.environments.first().and_then(|first| program.skips_data_policies(*first));
    if let Some(said) = first {
        finding = finding.label(said, "allow-lists alone count");
    }
    let applies = |policy: &&DataPolicy| class.environments.first().is_some_and(|first| policy.applies_to(*first));
    let mut policies: Vec<&DataPolicy> = program.policies.iter().filter(applies).collect();
    // Policies for few environments come first: they say more.
    policies.sort_by_key(|policy| matches!(policy.scope, Scope::All | Scope::AllExcept(_)));
    for policy in policies.iter().take(2) {
        let at = policy.scope_location.unwrap_or(policy.head.symbol.location);
        finding = finding.label(at, format!("`{}` applies there and is not evaluated", policy.head.symbol.name));
    }
    if !customs.is_empty() {
        finding = finding.note(format!("custom connectors are among them: {}", some_of(&customs, 6)));
    }
    Some(
        finding
            .note("allow-lists govern certified connectors; what becomes of others is not documented, so take them as open")
            .help("write `connector_policies = both`, so that data policies govern what allow-lists do not")
            .about(subjects(program, class))
            .witness(Witness::new([("environment", sample(program, class)), ("connector", "Http")])),
    )
}
