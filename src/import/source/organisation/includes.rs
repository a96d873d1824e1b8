//! Which roles include which, so that a role lists only what it grants beyond them.

use super::grants::RoleGrants;

/// A role is included for no less than so many grants that need not be written any more.
const LEAST: usize = 20;
/// Among so many roles each is held against each.
const MOST: usize = 2000;

/// A role that others may include.
pub(super) struct Candidate<'a> {
    pub(super) symbol: &'a str,
    pub(super) grants: &'a RoleGrants,
    /// Whether the platform brings it.
    pub(super) predefined: bool,
}

/// For each of `roles` the candidates that it includes, by index. A candidate is included by none that it equals
/// unless its symbol comes first, so no circle can arise.
pub(super) fn plan(roles: &[(&str, &RoleGrants)], candidates: &[Candidate<'_>]) -> Vec<Vec<usize>> {
    let wanted =
        |candidate: &Candidate<'_>| (candidate.predefined || roles.len() <= MOST) && candidate.grants.count() >= LEAST;
    let able: Vec<usize> = (0..).zip(candidates).filter(|(_, one)| wanted(one)).map(|(index, _)| index).collect();
    roles.iter().map(|(symbol, grants)| of_role(symbol, grants, candidates, &able)).collect()
}

fn of_role(symbol: &str, grants: &RoleGrants, candidates: &[Candidate<'_>], able: &[usize]) -> Vec<usize> {
    let get = |index: usize| candidates.get(index);
    let mut covered: Vec<usize> =
        able.iter().copied().filter(|index| get(*index).is_some_and(|one| may_include(symbol, grants, one))).collect();
    let mut chosen = Vec::new();
    let mut left = grants.clone();
    loop {
        // What need not be written any more, when that candidate is included too.
        let gain = |index: usize| get(index).map_or(0, |one| left.count() - left.beyond(one.grants).count());
        let best = covered.iter().copied().map(|index| (gain(index), index)).max_by(|(x, a), (y, b)| {
            let rank = |index: usize| get(index).map(|one| (one.predefined, std::cmp::Reverse(one.symbol)));
            (x, rank(*a)).cmp(&(y, rank(*b)))
        });
        let Some((gain, index)) = best.filter(|(gain, _)| *gain >= LEAST) else { break };
        debug_assert!(gain <= left.count());
        if let Some(one) = get(index) {
            left = left.beyond(one.grants);
        }
        covered.retain(|other| *other != index);
        chosen.push(index);
    }
    let union = chosen.iter().filter_map(|index| get(*index)).fold(left, |mut union, one| {
        union.add(one.grants);
        union
    });
    // What is included and what is written are the whole role and no more, or nothing is included.
    if same(&union, grants) { chosen } else { Vec::new() }
}

fn may_include(symbol: &str, grants: &RoleGrants, one: &Candidate<'_>) -> bool {
    one.symbol != symbol
        && grants.covers(one.grants)
        && (!one.grants.covers(grants) || one.predefined || one.symbol < symbol)
}

/// Whether two sets of grants are the same; how a privilege is spelled does not matter.
fn same(one: &RoleGrants, two: &RoleGrants) -> bool {
    one.covers(two) && two.covers(one)
}
