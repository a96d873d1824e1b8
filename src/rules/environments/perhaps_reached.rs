//! Environments of which the source does not say enough for the condition of a data policy.

use std::collections::BTreeMap;

use crate::analysis::unreached::{asked, says, unreached};
use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness, list_of};
use crate::model::EnvironmentId;
use crate::model::program::{DataPolicy, Program, Scope};
use crate::rules::shared::places::environments;
use crate::rules::shared::words::{some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds environments without `type` or `region`, if `only environments where …` of a data policy asks for it.
    ///
    /// ## Why is this bad?
    /// What is not known satisfies no condition, so the policy leaves the environment out. Its type may nevertheless be
    /// the one that is meant, and then it is open where the others are protected.
    ///
    /// ```dictum,bad
    /// environment sales      { type = sandbox }
    /// environment sales_prod { type = production }
    /// environment finance    { region = europe }
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
    /// environment finance    { type = production; region = europe }
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
    pub RULE = 2123 "perhaps-reached" Warning "it is not known whether a data policy is meant for an environment";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::Kinds(&["data_policy", "environment"]), run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    // Environments that are left out of the same policies are one finding.
    let mut of: BTreeMap<EnvironmentId, Vec<&DataPolicy>> = BTreeMap::new();
    for policy in &program.policies {
        for id in unreached(program, policy) {
            of.entry(id).or_default().push(policy);
        }
    }
    let mut groups: Vec<(Vec<EnvironmentId>, Vec<&DataPolicy>)> = Vec::new();
    for (id, policies) in of {
        let is_same = |group: &&mut (Vec<EnvironmentId>, Vec<&DataPolicy>)| {
            group.1.iter().map(|policy| policy.name()).eq(policies.iter().map(|policy| policy.name()))
        };
        match groups.iter_mut().find(is_same) {
            Some((ids, _)) => ids.push(id),
            None => groups.push((vec![id], policies)),
        }
    }
    findings.extend(groups.iter().filter_map(|(ids, policies)| judge(program, ids, policies)));
}

fn judge(program: &Program, ids: &[EnvironmentId], policies: &[&DataPolicy]) -> Option<Diagnostic> {
    let condition = |policy: &&DataPolicy| match &policy.scope {
        Scope::Only(targets) => targets.condition.as_ref().map(asked),
        Scope::All | Scope::AllExcept(_) | Scope::Environment(_) => None,
    };
    let asked: Vec<&str> = policies.iter().filter_map(condition).flatten().collect();
    let lacks = |fact: &&&str| ids.iter().any(|id| !says(&program.environments[*id], fact));
    let mut missing: Vec<String> = asked.iter().filter(lacks).map(|fact| format!("`{fact}`")).collect();
    missing.sort_unstable();
    missing.dedup();
    let missing = list_of(missing, "and");
    let first = &program.environments[*ids.first()?].head.symbol;
    let names = environments(program, ids);
    let symbols: Vec<&str> = policies.iter().map(|policy| policy.name()).collect();
    let message = format!(
        "whether data {} {} {} to {} {} is not known",
        verb(policies.len(), "policy", "policies"),
        some_of(&symbols, 3),
        verb(policies.len(), "applies", "apply"),
        verb(ids.len(), "environment", "environments"),
        some_of(&names, 3)
    );
    let mut finding = Diagnostic::new(&RULE, first.location, message)
        .about(
            ids.iter().map(|id| &program.environments[*id].head.symbol).map(|one| (one.name.to_string(), one.location)),
        )
        .marked(format!("without {missing}"));
    for policy in policies.iter().take(3) {
        if let Scope::Only(targets) = &policy.scope {
            finding = finding.label(targets.location, format!("`{}` asks for {missing}", policy.name()));
        }
    }
    let it = verb(ids.len(), "it", "each of them");
    Some(
        finding
            .note("what is not known satisfies no condition, so the environment is left out")
            .help(format!("write {missing} for {it}"))
            .witness(Witness::new([("environment", first.name.as_str())])),
    )
}
