//! Pairs of rules that could be merged.

use rustc_hash::FxHashMap;

use super::answer::Answer;
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

/// A pair by position that may be merged, if both have one rank, or if the rules between them allow it.
type Candidate = (usize, usize, u16, Cube);

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
    let proven = prepared.each(candidates.len(), |room, number| {
        let (first, second, attribute, _) = &candidates[number];
        if prepared.group(*first) == prepared.group(*second) {
            return Answer::Yes;
        }
        // The additional points of the first are one box: that of the second, with the classes that the first lacks.
        let mut more = prepared.dense(prepared.cubes(*second).start);
        let own = prepared.dense(prepared.cubes(*first).start);
        let span = prepared.layout.span(usize::from(*attribute));
        more[span.clone()].iter_mut().zip(&own[span]).for_each(|(more, own)| *more &= !own);
        is_idle(prepared, *first, &[more], &Store::default(), room)
    });
    let mut merges = Vec::new();
    let mut open = 0;
    for ((first, second, attribute, merged), answer) in candidates.into_iter().zip(proven) {
        match answer {
            Answer::Yes => {
                let (first, second) = (prepared.rule(first), prepared.rule(second));
                merges.push(Merge { first, second, attribute, merged });
            }
            Answer::No => {}
            Answer::Undecided => open += 1,
        }
    }
    merges.sort_by_key(|merge| (merge.first, merge.second, merge.attribute));
    (merges, open)
}

fn candidates(prepared: &Prepared<'_>) -> Vec<Candidate> {
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
                found.push((before, at, attribute, merged.normal(&prepared.table.space)));
            }
        }
    }
    found
}
