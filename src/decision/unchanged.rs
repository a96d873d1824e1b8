//! Finds the rules that two tables have in common, in the same order.

use rustc_hash::FxHashMap;
use std::collections::VecDeque;

use super::cube::Cube;
use super::prepared::Prepared;

/// The positions of rules of `old` and of `new` without a partner in the other table.
///
/// Partners are rules with the same boxes and effect. Only partners whose ranks have the same order as before are
/// kept: of all pairs of an old and a new rank, the chain that increases in both and has the most partners. It is
/// found like a longest increasing subsequence (Fredman, 1975), with weights.
pub(super) fn changed(old: &Prepared<'_>, new: &Prepared<'_>) -> (Vec<usize>, Vec<usize>) {
    let old_keys: Vec<Key> = (0..old.rules()).map(|at| key(old, at)).collect();
    let new_keys: Vec<Key> = (0..new.rules()).map(|at| key(new, at)).collect();
    let mut waiting: FxHashMap<&Key, VecDeque<usize>> = FxHashMap::default();
    for (at, key) in old_keys.iter().enumerate() {
        waiting.entry(key).or_default().push_back(at);
    }
    // Partners, with the first positions of their ranks.
    let mut partners = Vec::new();
    for (at, key) in new_keys.iter().enumerate() {
        if let Some(before) = waiting.get_mut(key).and_then(VecDeque::pop_front) {
            partners.push(((new.group(at).start, old.group(before).start), before, at));
        }
    }
    let mut ranks: Vec<(usize, usize)> = partners.iter().map(|(ranks, _, _)| *ranks).collect();
    ranks.sort_unstable();
    let kept = heaviest(&ranks, old.rules());
    let (mut of_old, mut of_new) = (vec![true; old.rules()], vec![true; new.rules()]);
    for (ranks, before, at) in partners {
        if kept.binary_search(&ranks).is_ok() {
            of_old[before] = false;
            of_new[at] = false;
        }
    }
    let places = |flags: Vec<bool>| flags.iter().enumerate().filter(|(_, flag)| **flag).map(|(at, _)| at).collect();
    (places(of_old), places(of_new))
}

type Key = (u32, Vec<Cube>);

/// The boxes and effect of a rule in normal form.
fn key(side: &Prepared<'_>, position: usize) -> Key {
    let cubes = side.cubes(position);
    let mut cubes: Vec<Cube> = cubes.map(|cube| side.layout.cube(&side.dense(cube))).collect();
    cubes.sort_unstable();
    cubes.dedup();
    (side.effect(position), cubes)
}

/// Of the pairs, sorted and each repeated once a partner, the chain that increases in both members and has the most;
/// sorted.
fn heaviest(pairs: &[(usize, usize)], most: usize) -> Vec<(usize, usize)> {
    // Uses a Fenwick tree over second members: the best chain that ends before one.
    let mut tree: Vec<Option<(usize, usize)>> = vec![None; most + 1];
    let mut links: Vec<((usize, usize), Option<usize>)> = Vec::new();
    let mut best: Option<(usize, usize)> = None;
    for of_one_first in pairs.chunk_by(|a, b| a.0 == b.0) {
        let mut grown = Vec::new();
        for same in of_one_first.chunk_by(|a, b| a == b) {
            let before = query(&tree, same[0].1);
            let weight = before.map_or(0, |(weight, _)| weight) + same.len();
            grown.push((same[0].1, (weight, links.len())));
            links.push((same[0], before.map(|(_, link)| link)));
        }
        for (second, chain) in grown {
            update(&mut tree, second, chain);
            if best.is_none_or(|(weight, _)| chain.0 > weight) {
                best = Some(chain);
            }
        }
    }
    let mut kept = Vec::new();
    let mut next = best.map(|(_, link)| link);
    while let Some((pair, before)) = next.map(|link| links[link]) {
        kept.push(pair);
        next = before;
    }
    kept.reverse();
    kept
}

/// The best chain that ends below `end`.
fn query(tree: &[Option<(usize, usize)>], end: usize) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    let mut at = end;
    while at > 0 {
        if let Some(chain) = tree[at]
            && best.is_none_or(|(weight, _)| chain.0 > weight)
        {
            best = Some(chain);
        }
        at &= at - 1;
    }
    best
}

fn update(tree: &mut [Option<(usize, usize)>], place: usize, chain: (usize, usize)) {
    let mut at = place + 1;
    while at < tree.len() {
        if tree[at].is_none_or(|(weight, _)| chain.0 > weight) {
            tree[at] = Some(chain);
        }
        at += at & at.wrapping_neg();
    }
}

#[cfg(test)]
mod tests {
    use super::heaviest;

    #[test]
    fn the_heaviest_chain_rises_in_both() {
        let pairs = [(0, 3), (1, 0), (1, 1), (1, 1), (2, 2), (3, 1)];
        assert_eq!(heaviest(&pairs, 4), [(1, 1), (2, 2)]);
        let moved = [(0, 2), (0, 2), (0, 2), (0, 2), (1, 0), (2, 1)];
        assert_eq!(heaviest(&moved, 3), [(0, 2)]);
        assert_eq!(heaviest(&[], 0), []);
    }
}
