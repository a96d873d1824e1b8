//! Data policies without `rest`, and those that write `all` in its place.

use crate::model::program::{DataGroup, Program};
use crate::model::{DataPolicy, SetExpression};
use crate::text::Location;

/// Whether no group of a policy contains `rest`, nor anything that may be meant as it.
pub(in crate::rules) fn is_missing(program: &Program, policy: &DataPolicy) -> bool {
    // A named set cannot contain `rest`; one that does is already reported, and may be meant as the `rest` of a
    // group.
    let is_rest = |part: &SetExpression| matches!(part, SetExpression::Rest(_));
    let may_be_rest = |part: &SetExpression| match part {
        SetExpression::Rest(_) => true,
        // An unknown name may be a misspelt `rest`.
        SetExpression::Named(reference) => {
            reference.target.is_none() || program.connector_sets.iter().any(|set| set.expression.any_part(is_rest))
        }
        SetExpression::List(..)
        | SetExpression::All(_)
        | SetExpression::Unblockable(_)
        | SetExpression::Where(..)
        | SetExpression::Union(..)
        | SetExpression::Minus(..)
        | SetExpression::Common(..) => false,
    };
    let mut expressions = policy.groups.iter().filter_map(|clause| clause.expression.as_ref());
    policy.groups_read && !expressions.any(|expression| expression.any_part(may_be_rest))
}

/// The only group of a policy without `rest` that contains `all`, and where: it is meant as `rest`. What `all` then
/// includes too is the same mistake.
pub(in crate::rules) fn all_instead(program: &Program, policy: &DataPolicy) -> Option<(DataGroup, Location)> {
    let all_in = |group: DataGroup| {
        let mut place = None;
        policy.groups.get(group.index())?.expression.as_ref()?.each_part(&mut |part| {
            if let SetExpression::All(location) = part {
                place = Some(*location);
            }
        });
        Some((group, place?))
    };
    let mut found = DataGroup::ALL.into_iter().filter_map(all_in);
    let first = found.next()?;
    (found.next().is_none() && is_missing(program, policy)).then_some(first)
}
