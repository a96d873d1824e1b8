//! Environments that no data policy reaches.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::EnvironmentId;
use crate::model::program::{DataPolicy, EnvironmentType, Program, Scope};
use crate::rules::shared::words::number;

crate::declare_rule! {
    /// ## What it does
    /// Finds environments to which no data policy and no connector allow-list applies. A project with neither is
    /// assumed to govern something else, unless it declares the default environment, in which all users may build.
    ///
    /// ## Why is this bad?
    /// Without a data policy, every connector may be used, and data may flow from any connector to any other.
    ///
    /// ```dictum,bad
    /// environment sales   { type = production }
    /// environment finance { type = production }
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
    /// environment sales   { type = production }
    /// environment finance { type = production }
    ///
    /// data_policy finance {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = unblockable - [sharepointonline]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 2101 "environment-without-policy" Warning "no data policy applies to an environment"
        controls ["MS.POWERPLATFORM.2.1v1", "MS.POWERPLATFORM.2.2v1"];
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    // An unknown name is already reported, and may mean this environment.
    if !program.policies.iter().all(is_resolved) {
        return;
    }
    if program.policies.is_empty() && program.allow_lists.is_empty() {
        findings.extend(without_any(program));
        return;
    }
    // The same applies to an unknown environment or group in an allow-list.
    if !program.allow_lists.iter().all(|list| list.sound) || program.unread.may_hold("connector_allow_list", "") {
        return;
    }
    let help = if program.policies.is_empty() {
        "declare a data policy with `applies_to = all` and `blocked = rest`, or an allow-list for it"
    } else {
        "let one data policy say `applies_to = all`, or name the environment in one that says `only […]`"
    };
    let Some(class) = context.effective().classes.iter().find(|class| class.is_ungoverned()) else { return };
    // One finding for each environment: accepting one says nothing about the next.
    for id in &class.environments {
        let environment = &program.environments[id];
        let symbol = &environment.head.symbol;
        let message = format!("no data policy applies to environment `{}`", symbol.name);
        let mut finding = Diagnostic::new(&RULE, symbol.location, message);
        for policy in program.policies.iter().filter(|policy| excepts(policy, *id)).take(2) {
            if let Scope::AllExcept(targets) = &policy.scope {
                finding = finding.label(targets.location, format!("`{}` excepts it", policy.head.symbol.name));
            }
        }
        findings.push(
            finding
                .note("where no data policy applies, every connector may be used together with every other")
                .help(help)
                .witness(Witness::new([("environment", &*symbol.name)])),
        );
    }
}

/// Reports a project that declares the default environment and no data policy.
fn without_any(program: &Program) -> Option<Diagnostic> {
    let default = program
        .environments
        .iter()
        .find(|environment| environment.kind == Some(EnvironmentType::Default) && environment.sound)?;
    if program.unread.may_hold("data_policy", "") || program.unread.may_hold("connector_allow_list", "") {
        return None;
    }
    let count = number(program.universe.catalogued());
    Some(
        Diagnostic::new(&RULE, default.head.symbol.location, "the project has no data policy")
            .marked("everybody in the tenant may build here")
            .note(format!(
                "all {count} connectors may be used together in every environment, also in those yet to come"
            ))
            .help("declare a data policy with `applies_to = all` and `blocked = rest`")
            .witness(Witness::new([("environment", default.name())])),
    )
}

/// Whether a policy excepts an environment.
fn excepts(policy: &DataPolicy, environment: EnvironmentId) -> bool {
    matches!(&policy.scope, Scope::AllExcept(targets) if targets.contains(environment))
}

fn is_resolved(policy: &DataPolicy) -> bool {
    match &policy.scope {
        Scope::All => true,
        Scope::Only(targets) | Scope::AllExcept(targets) => {
            targets.references.iter().all(|reference| reference.target.is_some())
        }
        Scope::Environment(reference) => reference.target.is_some(),
    }
}
