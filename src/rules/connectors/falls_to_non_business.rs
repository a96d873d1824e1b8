//! Policies that name nearly every connector, and leave the rest usable.

use crate::analysis::{Check, Context, Reads};
use crate::catalog::Kind;
use crate::diagnostics::Diagnostic;
use crate::model::Set;
use crate::model::program::{DataGroup, DataPolicy, Program};
use crate::rules::shared::places::{Places, witness};
use crate::rules::shared::words::{counted, number, some_of, verb};

crate::declare_rule! {
    /// ## What it does
    /// Finds data policies that classify at least 80 % of the catalogue by name, while the connectors they do not
    /// name may be used. Desktop flow modules count if the policy names one.
    ///
    /// ## Why is this bad?
    /// Such a list was complete once. The platform gets new connectors every week, and they may be used at once,
    /// without a review.
    ///
    /// ```dictum,bad
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = connectors where tier == standard
    ///   non_business = rest
    ///   blocked      = connectors where tier == premium and blockable and publisher != "Troy Taylor"
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// data_policy baseline {
    ///   applies_to = all
    ///   business   = connectors where tier == standard
    ///   non_business = (connectors where publisher == "Troy Taylor")
    ///     + unblockable
    ///     - (connectors where tier == standard)
    ///   blocked = rest
    /// }
    /// ```
    pub RULE = 3105 "falls-to-non-business" Info "a nearly complete list leaves new connectors usable";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

/// The percentage of named connectors from which a list is meant to be complete.
const COMPLETE: usize = 80;

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let universe = &program.universe;
    let catalogued = Set::filter(universe.len(), |id| universe.entry(id).is_some());
    let modules = Set::filter(universe.len(), |id| universe.entry(id).is_some_and(|entry| entry.kind == Kind::Desktop));
    let places = Places::new(context);
    for (id, policy) in program.policies.ids() {
        if !policy.groups_sound || policy.rest == DataGroup::Blocked {
            continue;
        }
        let [business, non_business, blocked] = DataGroup::ALL.map(|group| policy.named(group));
        let named = business.clone().union(non_business).union(blocked).common(&catalogued);
        let asked = if named.meets(&modules) { catalogued.clone() } else { catalogued.clone().minus(&modules) };
        let left = asked.clone().minus(&named);
        let Some(first) = left.iter().next() else { continue };
        if named.len() * 100 < asked.len() * COMPLETE {
            continue;
        }
        let finding = describe(program, policy, named.len(), &left);
        findings.push(finding.witness(witness(program, places.of(id).first(), first)));
    }
}

fn describe(program: &Program, policy: &DataPolicy, sorted: usize, left: &Set) -> Diagnostic {
    let names: Vec<&str> = left.iter().map(|id| program.universe.name(id)).collect();
    let count = names.len();
    let group = policy.rest.title();
    let rest = policy.groups.iter().find_map(|clause| clause.rest).unwrap_or(policy.head.location);
    Diagnostic::new(
        &RULE,
        rest,
        format!(
            "data policy `{}` names {}, and {} to {group}",
            policy.head.symbol.name,
            counted(sorted, "connector"),
            match count {
                1 => "the last one falls".to_owned(),
                _more => format!("the other {} fall", number(count)),
            }
        ),
    )
    .marked(format!("what is not named, also what is yet to come, is {group}"))
    .note(format!("{} not named: {}", verb(count, "this one is", "these are"), some_of(&names, 6)))
    .help("say `blocked = rest`, so that new connectors wait for a review; or name these too")
}
