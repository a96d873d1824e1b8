//! Data policies that name every environment and leave out future ones.

use crate::analysis::{Check, Class, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::program::{DataPolicy, Program, Scope};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds projects in which every environment is under a data policy, but no policy says `all` or
    /// `all except […]`, so that future environments have none.
    ///
    /// ## Why is this bad?
    /// Users make environments too: for trials, for themselves, for a team in Teams. `only` never reaches an
    /// undeclared environment, so every connector may be used together with every other there.
    ///
    /// ```dictum,bad
    /// environment default { type = default }
    /// environment prod    { type = production }
    ///
    /// data_policy baseline {
    ///   applies_to   = only [default, prod]
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment default { type = default }
    /// environment prod    { type = production }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, teams]
    ///   non_business = unblockable - [sharepointonline, teams]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 2106 "new-environments-left-out" Warning "no data policy reaches environments yet to come"
        controls ["MS.POWERPLATFORM.2.2v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let effective = context.effective();
    // An environment without a policy is reported separately, including what is missing.
    let left_out = effective.undeclared.as_ref().is_some_and(|class| class.policies.is_empty());
    // One environment is hardly a tenant, unless makers get environments of their own.
    let is_routed = program.tenants.iter().filter_map(|tenant| tenant.routing.as_ref()).any(|routing| routing.active);
    let is_tenant = program.environments.len() > usize::from(!is_routed);
    if !left_out || !is_tenant || effective.classes.iter().any(Class::is_ungoverned) {
        return;
    }
    if program.unread.may_hold("data_policy", "") {
        return;
    }
    let Some((place, what)) = widest(program) else { return };
    let finding = Diagnostic::new(&RULE, place, "no data policy reaches environments yet to come".to_owned())
        .marked(what)
        .note("users make environments too, and where no data policy applies, everything may be combined")
        .help("let one data policy say `applies_to = all`, or `all except […]`")
        .witness(Witness::new([("environment", "any that is not declared")]));
    findings.push(finding);
}

/// The declaration that reaches most of the environments: its location and the text of the label.
fn widest(program: &Program) -> Option<(Location, String)> {
    let reached = |policy: &DataPolicy| match &policy.scope {
        Scope::Only(targets) => Some((targets.resolved.len(), targets.location, "these")),
        Scope::Environment(there) => Some((1, there.symbol.location, "one environment")),
        Scope::All | Scope::AllExcept(_) => None,
    };
    let policies = program.policies.iter().filter_map(|policy| Some((policy, reached(policy)?)));
    let widest = policies.max_by_key(|(_, (count, ..))| *count);
    let of_policy = widest
        .map(|(policy, (_, place, these))| (place, format!("`{}` reaches {these} only", policy.head.symbol.name)));
    let list = program.allow_lists.iter().next();
    of_policy.or_else(|| {
        let symbol = &list?.head.symbol;
        Some((symbol.location, format!("`{}` reaches managed environments only", symbol.name)))
    })
}
