//! Pairs of rules that could be merged.

use rustc_hash::FxHashMap;

use super::answer::{Answer, proven};
use super::class_set::ClassSet;
use super::cube::Cube;
use super::prepared::Prepared;
use super::presence::is_idle;
use super::store::Store;

/// Two rules of one box each that have the same effect and differ in one attribute. The first could match what both
/// match, and the second could be left out, without a change at any possible point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The rule that stays: the one that decides first.
    pub first: usize,
    /// The rule that is left out.
    pub second: usize,
    /// The attribute in which they differ.
    pub attribute: u16,
    /// The box that the first would match.
    pub merged: Cube,
}

/// An effect, and the terms of a box without one attribute.
type Others<'c> = (u32, Vec<&'c (u16, ClassSet)>);

/// Pairs that could be one rule, by index of the first, and the number of pairs that the budget left open.
///
/// Among rules that differ only in one attribute, each is tried with the next of them in the order in which they
/// decide. Where three could be one, that is two pairs, to be merged one after the other. Rules of which one contains
/// the other, and rules that never decide, are left to [`standings`](super::standings) and
/// [`redundant`](super::redundant).
pub fn mergeable(prepared: &Prepared<'_>) -> (Vec<Merge>, u64) {
    let candidates = candidates(prepared);
    let answers = prepared.each(candidates.len(), |room, number| {
        let merge = &candidates[number];
        let (first, second) = (prepared.position(merge.first), prepared.position(merge.second));
        if prepared.group(first) == prepared.group(second) {
            return Answer::Yes;
        }
        // The additional points of the first are one box: that of the second, with the classes that the first lacks.
        let mut more = prepared.dense(prepared.cubes(second).start);
        let own = prepared.dense(prepared.cubes(first).start);
        let span = prepared.layout.span(usize::from(merge.attribute));
        more[span.clone()].iter_mut().zip(&own[span]).for_each(|(more, own)| *more &= !own);
        is_idle(prepared, first, &[more], &Store::default(), room)
    });
    let (mut merges, open) = proven(candidates.into_iter().zip(answers));
    merges.sort_by_key(|merge| (merge.first, merge.second, merge.attribute));
    (merges, open)
}

/// Pairs that may be merged, if both have one rank, or if the rules between them allow it.
fn candidates(prepared: &Prepared<'_>) -> Vec<Merge> {
    let boxes: Vec<Option<Cube>> = (0..prepared.rules())
        .map(|at| {
            let cubes = prepared.cubes(at);
            (!prepared.states()[at].is_idle() && cubes.len() == 1)
                .then(|| prepared.layout.cube(&prepared.dense(cubes.start)))
        })
        .collect();
    let mut found = Vec::new();
    for attribute in 0..prepared.layout.attributes() as u16 {
        // The last rule with each effect and each box without this attribute.
        let mut last: FxHashMap<Others<'_>, (usize, &ClassSet)> = FxHashMap::default();
        for (at, cube) in boxes.iter().enumerate() {
            let Some((cube, own)) = cube.as_ref().and_then(|cube| Some((cube, cube.get(attribute)?))) else { continue };
            let others = cube.terms().iter().filter(|(other, _)| *other != attribute).collect();
            if let Some((before, set)) = last.insert((prepared.effect(at), others), (at, own))
                && !own.is_subset(set)
                && !set.is_subset(own)
            {
                let merged = cube.clone().instead(attribute, Some(set.union(own)));
                let (first, second) = (prepared.rule(before), prepared.rule(at));
                found.push(Merge { first, second, attribute, merged: merged.normal(&prepared.table.space) });
            }
        }
    }
    found
}
