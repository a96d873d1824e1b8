//! Picks a point of a region that readers find familiar, and widens regions.

use super::class_set::ClassSet;
use super::cube::{Cube, Space};
use super::joint::Joint;

/// The point of a region with the most familiar class of each attribute: the first one of `prefer` that is allowed,
/// or the lowest where none is. Attributes without a list take the lowest class. `None` where the region has no
/// point.
pub fn pick(space: &Space, region: &Cube, prefer: &[Vec<u16>]) -> Option<Vec<u16>> {
    let mut point = Vec::with_capacity(space.classes.len());
    for (attribute, classes) in space.classes.iter().enumerate() {
        let full = ClassSet::full(*classes);
        let allowed = region.get(attribute as u16).map_or(full.clone(), |set| set.intersection(&full));
        let familiar = prefer.get(attribute).into_iter().flatten().copied().find(|class| allowed.contains(*class));
        point.push(familiar.or_else(|| allowed.iter().next())?);
    }
    let joint = Joint::all(&space.totals);
    for (at, total) in space.totals.iter().enumerate() {
        if !joint.iter().any(|joint| joint.has(at)) {
            total.complete(space, region, prefer, &mut point)?;
        }
    }
    for joint in &joint {
        joint.complete(space, region, prefer, &mut point)?;
    }
    Some(point)
}

/// A region widened as far as `keeps` allows: attribute by attribute, freed completely if that keeps the answer, else
/// class by class. `keeps` must hold for a box exactly if it holds for each of its points, as it does for every
/// region from this module. Then no attribute can have one class more, and only relevant constraints stay.
pub fn widen(space: &Space, region: &Cube, mut keeps: impl FnMut(&Cube) -> bool) -> Cube {
    let mut region = region.normal(space);
    for (attribute, classes) in (0..).zip(&space.classes) {
        let Some(own) = region.get(attribute).cloned() else { continue };
        let free = region.clone().instead(attribute, None);
        if keeps(&free) {
            region = free;
            continue;
        }
        let mut allowed = own.clone();
        for class in own.complement(*classes).iter() {
            if keeps(&region.clone().instead(attribute, Some(ClassSet::of([class])))) {
                allowed.insert(class);
            }
        }
        region = region.instead(attribute, Some(allowed));
    }
    region
}

#[cfg(test)]
mod tests {
    use super::{pick, widen};
    use crate::decision::{ClassSet, Cube, Space};

    #[test]
    fn only_what_matters_stays_and_the_familiar_is_picked() {
        let space = Space::of(vec![3, 2, 4]);
        let keeps = |cube: &Cube| cube.get(2).is_some_and(|set| set.is_subset(&ClassSet::of([1, 3])));
        let region = widen(&space, &Cube::point(&[2, 1, 3]), keeps);
        assert_eq!(region, Cube::of([(2, ClassSet::of([1, 3]))]));
        assert_eq!(pick(&space, &region, &[vec![2], vec![], vec![0, 3]]), Some(vec![2, 0, 3]));
        assert_eq!(pick(&space, &region, &[]), Some(vec![0, 0, 1]));
        assert_eq!(pick(&space, &Cube::of([(1, ClassSet::empty())]), &[]), None);
    }
}
