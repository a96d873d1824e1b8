//! Connectors at the highest level of risk that a policy allows.

use crate::analysis::{Check, Context, Reads};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::condition::Fact;
use crate::model::facts::{ConnectorSubjects, RATING_SCALE};
use crate::model::program::{AllowList, DataGroup, DataPolicy, PolicyId, Program};
use crate::model::{ConnectorId, Set};
use crate::rules::shared::listed::{listed, place};
use crate::rules::shared::places::{Places, witness};
use crate::rules::shared::words::{some_of, them, verb};
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds connectors that are rated at the highest level of `connector_risk` but that a data policy puts into
    /// Business or Non-business, by name, by a condition or by `rest`, or that an allow-list allows by name.
    /// Connectors that cannot be blocked are not reported, nor are those that another policy blocks wherever this one
    /// applies.
    ///
    /// ## Why is this bad?
    /// The rating says that the connector should not be used, but the policy allows it. One of the two is wrong.
    ///
    /// ```dictum,bad
    /// scale connector_risk { trusted < standard < forbidden }
    ///
    /// connector sharepointonline { rated = trusted because "part of Microsoft 365" }
    /// connector twitter          { rated = forbidden because "security decision 2026-3" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline, twitter]
    ///   non_business = rest
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// scale connector_risk { trusted < standard < forbidden }
    ///
    /// connector sharepointonline { rated = trusted because "part of Microsoft 365" }
    /// connector twitter          { rated = forbidden because "security decision 2026-3" }
    ///
    /// data_policy baseline {
    ///   applies_to   = all
    ///   business     = [sharepointonline]
    ///   non_business = rest
    ///   blocked      = connectors where rating == forbidden
    /// }
    /// ```
    pub RULE = 3206 "highest-level-allowed" Warning "a connector at the highest level of risk is allowed";
}

/// The rule and its check function.
pub static CHECK: Check = Check::warning(&RULE, Reads::POLICIES, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    let Some(scale) = program.scale(RATING_SCALE).filter(|scale| scale.levels.len() > 1) else { return };
    let Some(highest) = scale.levels.last() else { return };
    let subjects = ConnectorSubjects::new(program);
    let universe = &program.universe;
    let is_highest = |id: ConnectorId| matches!(subjects.rating(id), Fact::Word(level) if *level == *highest.name);
    let worst = Set::filter(universe.len(), |id| universe.is_blockable(id) && is_highest(id));
    if worst.is_empty() {
        return;
    }
    let places = Places::new(context);
    for (id, policy) in program.policies.ids() {
        for group in [DataGroup::Business, DataGroup::NonBusiness] {
            for how in [How::Listed, How::Selected, How::Rest] {
                findings.extend(judge(program, &places, (id, policy), (group, how), &worst, &highest.name));
            }
        }
    }
    findings.extend(program.allow_lists.iter().filter_map(|list| judge_list(program, list, &worst, &highest.name)));
}

/// Reports such connectors in an allow-list that names them.
fn judge_list(program: &Program, list: &AllowList, worst: &Set, highest: &str) -> Option<Diagnostic> {
    let clause = list.allows.as_ref()?;
    let mut written = Set::empty(program.universe.len());
    clause.expression.each_added(&mut |element, _| _ = written.insert(element.connector));
    let allowed: Vec<ConnectorId> = written.common(&clause.members).common(worst).iter().collect();
    let first = *allowed.first()?;
    let list_name = &list.head.symbol.name;
    let at = |id: ConnectorId| list.location_of(program, id);
    let told =
        finding(program, &at, (first, &allowed), highest, |names| format!("allow-list `{list_name}` allows {names}"));
    let them = them(allowed.len());
    Some(
        told.help(format!("take {them} out of the list, or rate {them} lower"))
            .witness(Witness::new([("connector", program.universe.name(first))])),
    )
}

/// How a group of a data policy includes a connector.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// A list names it.
    Listed,
    /// A condition selects it.
    Selected,
    /// No group names it.
    Rest,
}

/// The connectors of `worst` that a group includes in one way.
fn reached(program: &Program, policy: &DataPolicy, (group, how): (DataGroup, How), worst: &Set) -> Set {
    match how {
        How::Listed => listed(program, policy, group).common(worst),
        How::Selected => worst.clone().common(policy.named(group)).minus(&listed(program, policy, group)),
        How::Rest if policy.rest == group => {
            DataGroup::ALL.into_iter().fold(worst.clone(), |left, group| left.minus(policy.named(group)))
        }
        How::Rest => Set::empty(program.universe.len()),
    }
}

fn judge(
    program: &Program,
    places: &Places<'_>,
    (id, policy): (PolicyId, &DataPolicy),
    (group, how): (DataGroup, How),
    worst: &Set,
    highest: &str,
) -> Option<Diagnostic> {
    let clause = policy.groups.get(group.index())?;
    let expression = clause.expression.as_ref()?;
    let rest = clause.rest.filter(|_| how == How::Rest);
    // A selection that is not by name counts only where the policy applies; a policy that applies nowhere opens
    // nothing.
    if how != How::Listed && places.of(id).is_empty() || how == How::Rest && rest.is_none() {
        return None;
    }
    let allowed: Vec<ConnectorId> = reached(program, policy, (group, how), worst)
        .iter()
        .filter(|connector| !places.block_everywhere(id, *connector))
        .collect();
    let first = *allowed.first()?;
    let at = |id: ConnectorId| {
        let word = || place(program, policy, group, id).unwrap_or_else(|| expression.location_of(program, id));
        rest.unwrap_or_else(word)
    };
    let (policy_name, title) = (&policy.head.symbol.name, group.title());
    let told = finding(program, &at, (first, &allowed), highest, |names| match how {
        How::Listed => format!("data policy `{policy_name}` puts {names} into {title}"),
        How::Selected => format!("data policy `{policy_name}` selects {names} for {title} by a condition"),
        How::Rest => format!("data policy `{policy_name}` leaves {names} in {title} by `rest`"),
    });
    let them = them(allowed.len());
    Some(told.help(format!("put {them} into Blocked, or rate {them} lower")).witness(witness(
        program,
        places.of(id).first(),
        first,
    )))
}

/// The finding for connectors. `at` gives the location at which a connector is allowed; `says` words what allows
/// them.
fn finding(
    program: &Program,
    at: &dyn Fn(ConnectorId) -> Location,
    (first, allowed): (ConnectorId, &[ConnectorId]),
    highest: &str,
    says: impl FnOnce(&str) -> String,
) -> Diagnostic {
    let names: Vec<&str> = allowed.iter().map(|connector| program.universe.name(*connector)).collect();
    let is = verb(names.len(), "it is", "they are");
    let message = format!("{}, though {is} rated `{highest}`, the highest level", says(&some_of(&names, 3)));
    let subjects: Vec<_> = allowed.iter().map(|id| (program.universe.name(*id), at(*id))).collect();
    let finding = Diagnostic::new(&RULE, at(first), message).about(subjects);
    let finding = match rated_at(program, first) {
        Some(rated) => finding.label(rated, format!("rated `{highest}`")),
        None => finding,
    };
    finding.note(format!("`{highest}` is the highest level of `{RATING_SCALE}`"))
}

/// The location at which the rating of a connector is stated.
fn rated_at(program: &Program, connector: ConnectorId) -> Option<Location> {
    program.facts_of(connector).and_then(|facts| facts.rated.as_ref()).map(|rated| rated.level.location)
}
