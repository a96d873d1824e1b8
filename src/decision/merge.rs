//! Pairs of rules that could be one.

use rustc_hash::FxHashMap;

use super::answer::Answer;
use super::class_set::ClassSet;
use super::cube::Cube;
use super::prepared::{Prepared, State};
use super::presence::{Width, added};

/// Two rules of one box each that say the same and differ in one attribute: the first could match what both do,
/// and the second be left out, without a change at any possible point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The rule that stays: the one that decides before the other.
    pub first: usize,
    /// The rule that goes.
    pub second: usize,
    /// The attribute in which they differ.
    pub attribute: u16,
    /// What the first would match.
    pub merged: Cube,
}

/// A pair that may be merged, by position, if it is of one rank or what stands between allows it.
type Candidate = (usize, usize, u16, Cube);

/// An effect, and the terms of a box without one attribute.
type Others<'c> = (u32, Vec<&'c (u16, ClassSet)>);

/// Pairs that could be one rule, by index of the first, and how many the budget left open.
///
/// Among rules that are equal but in one attribute, each is tried with the next of them in the order in which
/// they decide; where three could be one, that is two pairs, to be merged one after the other. Rules of which
/// one holds the other, and rules that never decide, are left to [`standing`](super::standing) and
/// [`redundant`](super::redundant).
pub fn mergeable(prepared: &Prepared<'_>) -> (Vec<Merge>, u64) {
    let candidates = candidates(prepared);
    let proven: Vec<Answer<(), Cube>> = prepared.each(candidates.len(), |room, number| {
        let (first, second, attribute, _) = &candidates[number];
        if prepared.group(*first) == prepared.group(*second) {
            return Answer::Yes(());
        }
        // What the first would match beyond its own is one box: of the second, the classes that the first lacks.
        let mut more = prepared.dense(prepared.cubes(*second).start);
        let own = prepared.dense(prepared.cubes(*first).start);
        let span = prepared.layout.span(usize::from(*attribute));
        more[span.clone()].iter_mut().zip(&own[span]).for_each(|(more, own)| *more &= !own);
        match added(prepared, *first, &[more], Width::AsFound, room) {
            Answer::No(()) => Answer::Yes(()),
            Answer::Yes(region) => Answer::No(region),
            Answer::Undecided => Answer::Undecided,
        }
    });
    let mut merges = Vec::new();
    let mut open = 0;
    for ((first, second, attribute, merged), answer) in candidates.into_iter().zip(proven) {
        match answer {
            Answer::Yes(()) => {
                let (first, second) = (prepared.rule(first), prepared.rule(second));
                merges.push(Merge { first, second, attribute, merged });
            }
            Answer::No(_) => {}
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
            let decides = !matches!(prepared.states()[at], State::Masked(_) | State::Never);
            (decides && cubes.len() == 1).then(|| prepared.layout.cube(&prepared.dense(cubes.start)))
        })
        .collect();
    let mut found = Vec::new();
    for attribute in 0..prepared.layout.attributes() as u16 {
        // The last rule seen of each effect and each box without this attribute.
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
