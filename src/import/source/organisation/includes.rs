//! Which roles include which, so that a role lists only its further grants.

use super::grants::RoleGrants;

/// The minimum number of grants that a role must save to be included.
const LEAST: usize = 20;
/// The maximum number of roles for which each is compared with each.
const MOST: usize = 2000;

/// A role that others may include.
pub(super) struct Candidate<'a> {
    pub(super) symbol: &'a str,
    pub(super) grants: &'a RoleGrants,
    /// Whether it is a predefined role.
    pub(super) predefined: bool,
}

/// For each of `roles`, the candidates that it includes, by index. Of two equal roles that are not predefined, only
/// the one whose symbol comes first is included in the other, so there are no cycles.
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
        // The number of grants that are saved if that candidate is included too.
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
    // The included and the written grants must be exactly those of the role; otherwise nothing is included.
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
