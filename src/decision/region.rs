//! Picks a point of a region that readers find familiar.

use super::cube::{Cube, Space};
use super::joint::Joint;

/// The point of a region with the most familiar class of each attribute: the first one of `prefer` that is allowed,
/// or the lowest where none is. Attributes without a list take the lowest class. `None` where the region has no
/// point.
pub fn pick(space: &Space, region: &Cube, prefer: &[Vec<u16>]) -> Option<Vec<u16>> {
    let mut point = Vec::with_capacity(space.classes.len());
    for attribute in 0..space.classes.len() {
        let allowed = region.allowed(space, attribute as u16);
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

#[cfg(test)]
mod tests {
    use super::pick;
    use crate::decision::{ClassSet, Cube, Space};

    #[test]
    fn the_familiar_is_picked() {
        let space = Space::of(vec![3, 2, 4]);
        let region = Cube::of([(2, ClassSet::of([1, 3]))]);
        assert_eq!(pick(&space, &region, &[vec![2], vec![], vec![0, 3]]), Some(vec![2, 0, 3]));
        assert_eq!(pick(&space, &region, &[]), Some(vec![0, 0, 1]));
        assert_eq!(pick(&space, &Cube::of([(1, ClassSet::empty())]), &[]), None);
    }
}
