//! Connectors of which the policies of an environment together allow no action.

use crate::analysis::{Check, Class, Context, Limit, LimitedBy, Reads, limits_under, without_actions};
use crate::diagnostics::Diagnostic;
use crate::model::ConnectorId;
use crate::model::program::Program;
use crate::rules::shared::places::{Places, describe, subjects, witness};
use crate::rules::shared::words::{some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors whose action rules leave nothing in an environment: one policy or allow-list allows named
    /// actions only, and others block each of them.
    ///
    /// ## Why is this bad?
    /// An action may be used only if every data policy and allow-list that applies there allows it. The connector is
    /// in no Blocked group and on the list, but no app or flow can do anything with it.
    ///
    /// ```dictum,bad
    /// environment sales { type = sandbox }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   connector sql { actions { block [GetItems_V2]; allow rest } }
    /// }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   connector sql { actions { allow [GetItems_V2]; block rest } }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment sales { type = sandbox }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   connector sql { actions { block [DeleteItem_V2]; allow rest } }
    /// }
    ///
    /// data_policy sales {
    ///   applies_to   = only [sales]
    ///   business     = [sharepointonline, sql]
    ///   non_business = rest
    ///
    ///   connector sql { actions { allow [GetItems_V2]; block rest } }
    /// }
    /// ```
    pub RULE = 3131 "no-action-left" Warning "the policies of an environment together allow no action of a connector";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let ruled = program.policies.iter().flat_map(|policy| &policy.rules).any(|rules| rules.actions.is_some());
    let listed = program.allow_lists.iter().flat_map(|list| &list.entries).any(|entry| entry.actions.is_some());
    if !ruled && !listed {
        return;
    }
    for class in Places::new(context).sound() {
        if class.allow_lists.iter().all(|id| program.allow_lists[id].sound) {
            judge(program, class, findings);
        }
    }
}

fn judge(program: &Program, class: &Class, findings: &mut Vec<Diagnostic>) {
    let of_policies = class.policies.iter().flat_map(|id| &program.policies[id].rules).map(|rules| rules.connector);
    let of_lists = class.allow_lists.iter().flat_map(|id| &program.allow_lists[id].entries);
    let named = of_policies.chain(of_lists.map(|entry| entry.connector));
    // What is blocked as a whole is reported by other rules.
    let mut named: Vec<ConnectorId> = named.filter(|id| !class.blocked.contains(*id)).collect();
    named.sort_unstable();
    named.dedup();
    let limits = limits_under(program, (&class.policies, &class.allow_lists), &named);
    for connector in without_actions(&limits) {
        let of: Vec<&Limit<'_>> =
            limits.iter().filter(|limit| limit.connector == connector && limit.kind.word() == "actions").collect();
        // A single policy without any allowed action has an error of its own.
        if of.len() > 1 {
            findings.extend(describe_empty(program, class, connector, &of));
        }
    }
}

fn describe_empty(
    program: &Program,
    class: &Class,
    connector: ConnectorId,
    limits: &[&Limit<'_>],
) -> Option<Diagnostic> {
    let name = program.universe.name(connector);
    let policies: Vec<&str> = limits.iter().map(|limit| limit.by.named(program).1).collect();
    let place = describe(program, class);
    let message = format!("no action of `{name}` is left in {place}: {} allow none in common", some_of(&policies, 3));
    // An allow-list or a policy that names what it allows says what is meant.
    let first = limits.iter().find(|limit| matches!(limit.by, LimitedBy::List(_))).or(limits.last())?;
    let mut finding =
        Diagnostic::new(&RULE, first.kind.location(), message).marked("the actions that are allowed here");
    for limit in limits.iter().filter(|limit| limit.kind.location() != first.kind.location()).take(2) {
        finding = finding.label(limit.kind.location(), format!("`{}` blocks them", limit.by.named(program).1));
    }
    Some(
        finding
            .about(subjects(program, class))
            .note("an action may be used only if every policy that applies there allows it")
            .help(format!(
                "allow one action in {} of them, or block `{name}` as a whole",
                verb(policies.len().saturating_sub(1), "both", "all")
            ))
            .witness(witness(program, Some(&class), connector)),
    )
}
