//! Desktop flow modules that a policy does not name and therefore blocks.

use crate::analysis::{Check, Context, Reads};
use crate::catalog::Kind;
use crate::diagnostics::Diagnostic;
use crate::model::program::{DataGroup, DataPolicy, Program};
use crate::model::{ConnectorId, Set};
use crate::rules::shared::places::{Places, witness};
use crate::rules::shared::words::{counted, number, some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies that allow some modules of desktop flow actions, do not name others, and block what they
    /// do not name.
    ///
    /// ## Why is this bad?
    /// Named modules show that the data policies of the tenant govern desktop flows. Every desktop flow with an
    /// action of an unnamed module is then suspended, including running flows.
    ///
    /// To block those modules intentionally, name them: `blocked = (connectors where kind == desktop) - […] + rest`.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql, DesktopFlow.Excel, DesktopFlow.WebAutomation]
    ///   non_business = unblockable - [sharepointonline]
    ///   blocked      = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, sql] + (connectors where kind == desktop)
    ///   non_business = unblockable - [sharepointonline]
    ///   blocked      = rest
    /// }
    /// ```
    pub RULE = 3103 "desktop-flows-suspended" Warning "a data policy blocks desktop flow modules it does not name";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let modules = modules(program);
    let places = Places::new(context);
    for (id, policy) in program.policies.ids() {
        if !policy.groups_sound || policy.rest != DataGroup::Blocked {
            continue;
        }
        let allowed = policy.named(DataGroup::Business).clone().union(policy.named(DataGroup::NonBusiness));
        let Some(first) = allowed.clone().common(&modules).iter().next() else { continue };
        let left = modules.clone().minus(&allowed).minus(policy.named(DataGroup::Blocked));
        let Some(unnamed) = left.iter().next() else { continue };
        findings.push(describe(program, policy, &modules, &left, first).witness(witness(
            program,
            places.of(id).first(),
            unnamed,
        )));
    }
}

fn modules(program: &Program) -> Set {
    let universe = &program.universe;
    Set::filter(universe.len(), |id| universe.entry(id).is_some_and(|entry| entry.kind == Kind::Desktop))
}

fn describe(program: &Program, policy: &DataPolicy, modules: &Set, left: &Set, first: ConnectorId) -> Diagnostic {
    let symbol = &policy.head.symbol.name;
    let names: Vec<&str> = left.iter().map(|id| program.universe.name(id)).collect();
    let count = names.len();
    let rest = policy.groups.iter().find_map(|clause| clause.rest).unwrap_or(policy.head.location);
    Diagnostic::new(
        &RULE,
        rest,
        format!(
            "data policy `{symbol}` names {} of {} and blocks the other {}",
            number(modules.len() - count),
            counted(modules.len(), "desktop flow module"),
            number(count)
        ),
    )
    .marked("what is not named is blocked here")
    .label(policy.location_of(program, first), format!("`{}` is allowed here", program.universe.name(first)))
    .note(format!(
        "it blocks {}; desktop flows that use {} are suspended",
        some_of(&names, 8),
        verb(count, "it", "one of them")
    ))
    .help("name the others too, in `blocked` where that is meant: `(connectors where kind == desktop) - […] + rest`")
}
