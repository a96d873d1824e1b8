//! The space of points, and boxes in it.

use super::class_set::ClassSet;
use super::total::Total;

/// All points: one class for each attribute. Attributes and classes are numbered from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Space {
    /// The number of classes of each attribute. If an attribute has no class, the space has no point at all.
    pub classes: Vec<u16>,
    /// The attributes whose class is a sum of points of others. Only points where each of them equals its sum belong
    /// to the space.
    pub totals: Vec<Total>,
}

impl Space {
    /// A space without a total.
    pub fn of(classes: Vec<u16>) -> Self {
        Self { classes, totals: Vec::new() }
    }

    /// The number of classes of an attribute; 0 where the space does not have the attribute.
    pub fn classes_of(&self, attribute: u16) -> u16 {
        self.classes.get(usize::from(attribute)).copied().unwrap_or(0)
    }
}

/// A box: for each attribute it constrains, the allowed classes. A point is in it if every attribute has an allowed
/// class.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cube {
    /// INVARIANT: ascending by attribute, each at most once.
    terms: Vec<(u16, ClassSet)>,
}

impl Cube {
    /// The box of all points.
    pub fn universe() -> Self {
        Self::default()
    }

    /// The box that constrains the given attributes; an attribute that is given twice must satisfy both sets.
    pub fn of(terms: impl IntoIterator<Item = (u16, ClassSet)>) -> Self {
        terms.into_iter().fold(Self::universe(), |cube, (attribute, set)| cube.with(attribute, &set))
    }

    /// The box of one point.
    pub fn point(point: &[u16]) -> Self {
        let terms = point.iter().zip(0..).map(|(class, attribute)| (attribute, ClassSet::of([*class])));
        Self { terms: terms.collect() }
    }

    /// The part of the box in which an attribute has one of the classes.
    pub fn with(mut self, attribute: u16, set: &ClassSet) -> Self {
        match self.place(attribute) {
            Ok(at) => self.terms[at].1 = self.terms[at].1.intersection(set),
            Err(at) => self.terms.insert(at, (attribute, set.clone())),
        }
        self
    }

    /// The box with the classes of one attribute replaced, or freed.
    pub fn instead(mut self, attribute: u16, set: Option<ClassSet>) -> Self {
        match (self.place(attribute), set) {
            (Ok(at), Some(set)) => self.terms[at].1 = set,
            (Ok(at), None) => _ = self.terms.remove(at),
            (Err(at), Some(set)) => self.terms.insert(at, (attribute, set)),
            (Err(_), None) => {}
        }
        self
    }

    /// The constraints of the box, ascending by attribute.
    pub fn terms(&self) -> &[(u16, ClassSet)] {
        &self.terms
    }

    /// The allowed classes of an attribute; `None` where all are allowed.
    pub fn get(&self, attribute: u16) -> Option<&ClassSet> {
        self.place(attribute).ok().map(|at| &self.terms[at].1)
    }

    /// The allowed classes of an attribute of a space.
    pub(super) fn allowed(&self, space: &Space, attribute: u16) -> ClassSet {
        let full = ClassSet::full(space.classes_of(attribute));
        self.get(attribute).map_or(full.clone(), |set| set.intersection(&full))
    }

    /// The points of both.
    pub fn intersection(&self, other: &Self) -> Self {
        other.terms.iter().fold(self.clone(), |cube, (attribute, set)| cube.with(*attribute, set))
    }

    /// Whether a point is in the box. Constraints on attributes that the point does not have are ignored.
    pub fn contains(&self, point: &[u16]) -> bool {
        self.terms
            .iter()
            .all(|(attribute, set)| point.get(usize::from(*attribute)).is_none_or(|class| set.contains(*class)))
    }

    /// Whether every point of the box is in `other`, judged by their sets only: an empty box, or an explicit set of
    /// all classes, is not recognised. [`Cube::normal`] leaves such sets out.
    pub fn is_subset(&self, other: &Self) -> bool {
        other.terms.iter().all(|(attribute, set)| self.get(*attribute).is_some_and(|own| own.is_subset(set)))
    }

    /// Whether no point is in the box: an attribute has no class left.
    pub fn is_empty(&self) -> bool {
        self.terms.iter().any(|(_, set)| set.is_empty())
    }

    /// The same box in its shortest form, without sets of all classes and attributes outside the space.
    pub fn normal(&self, space: &Space) -> Self {
        let known = self.terms.iter().filter(|(attribute, _)| usize::from(*attribute) < space.classes.len());
        let cut = known.map(|(attribute, set)| {
            let full = ClassSet::full(space.classes_of(*attribute));
            (*attribute, set.intersection(&full), full)
        });
        Self { terms: cut.filter(|(_, set, full)| set != full).map(|(attribute, set, _)| (attribute, set)).collect() }
    }

    fn place(&self, attribute: u16) -> Result<usize, usize> {
        self.terms.binary_search_by_key(&attribute, |(attribute, _)| *attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cube, Space};
    use crate::decision::ClassSet;

    #[test]
    fn a_box_is_the_conjunction_of_its_terms() {
        let a = Cube::of([(2, ClassSet::of([0, 1])), (0, ClassSet::of([3]))]);
        let b = Cube::of([(2, ClassSet::of([1, 2]))]);
        let both = a.intersection(&b);
        assert_eq!(both, Cube::of([(0, ClassSet::of([3])), (2, ClassSet::of([1]))]));
        assert!(both.is_subset(&a) && both.is_subset(&b) && !a.is_subset(&b));
        assert!(both.contains(&[3, 9, 1]) && !both.contains(&[3, 9, 2]) && both.contains(&[3]));
        assert!(both.with(2, &ClassSet::of([0])).is_empty());
        assert_eq!(b.clone().instead(2, None), Cube::universe());
    }

    #[test]
    fn the_shortest_form_names_no_full_set() {
        let space = Space::of(vec![2, 3]);
        let cube = Cube::of([(0, ClassSet::of([0, 1, 7])), (1, ClassSet::of([2])), (5, ClassSet::of([0]))]);
        assert_eq!(cube.normal(&space), Cube::of([(1, ClassSet::of([2]))]));
    }
}
