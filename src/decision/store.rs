//! Boxes in the form that the search reads: flat, without an allocation each.
//!
//! A dense box has the words of all attributes one after the other. A stored box has only its terms, each with the
//! position of its attribute in dense boxes.

use std::ops::Range;

use super::class_set::ClassSet;
use super::cube::{Cube, Space};
use super::joint::Joint;
use super::total::Total;

/// The position of each attribute in a dense box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    starts: Vec<u32>,
    /// The universe as a dense box.
    pub full: Vec<u64>,
    /// The totals, which determine the classes of some attributes.
    pub totals: Vec<Total>,
    /// The totals that share attributes with others.
    joint: Vec<Joint>,
}

impl Layout {
    pub fn new(space: &Space) -> Self {
        let (mut starts, mut full) = (vec![0], Vec::new());
        for classes in &space.classes {
            // An attribute without classes keeps one empty word, which shows that it is empty.
            let width = usize::from(*classes).div_ceil(64).max(1);
            let from = full.len();
            full.extend_from_slice(ClassSet::full(*classes).words());
            full.resize(from + width, 0);
            starts.push(full.len() as u32);
        }
        Self { starts, full, totals: space.totals.clone(), joint: Joint::all(&space.totals) }
    }

    pub fn attributes(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn span(&self, attribute: usize) -> Range<usize> {
        self.starts[attribute] as usize..self.starts[attribute + 1] as usize
    }

    /// A box as a dense one.
    pub fn dense(&self, cube: &Cube) -> Vec<u64> {
        let mut dense = self.full.clone();
        for (attribute, set) in cube.terms() {
            if usize::from(*attribute) < self.attributes() {
                let words = set.words().iter().copied().chain(std::iter::repeat(0));
                dense[self.span(usize::from(*attribute))].iter_mut().zip(words).for_each(|(own, word)| *own &= word);
            }
        }
        dense
    }

    /// A dense box in its shortest form.
    pub fn cube(&self, dense: &[u64]) -> Cube {
        let constrained = (0..self.attributes()).filter(|attribute| {
            let span = self.span(*attribute);
            dense[span.clone()] != self.full[span]
        });
        Cube::of(constrained.map(|attribute| (attribute as u16, ClassSet::from_words(&dense[self.span(attribute)]))))
    }

    /// Whether a dense box, none of whose sets is empty, has a point whose totals are in their sets. Adds the cost to
    /// `work`, in comparisons of boxes.
    pub fn is_reached(&self, dense: &[u64], work: &mut u64) -> bool {
        *work += self.totals.iter().map(|total| total.parts.len() as u64).sum::<u64>();
        self.totals.iter().all(|total| total.is_reached(self, dense))
            && self.joint.iter().all(|joint| joint.is_reached(self, dense, work))
    }

    /// Whether an attribute is a total.
    pub fn is_total(&self, attribute: u16) -> bool {
        self.totals.iter().any(|total| total.attribute == attribute)
    }

    /// Whether a dense box has no point.
    pub fn is_empty(&self, dense: &[u64]) -> bool {
        (0..self.attributes()).any(|attribute| dense[self.span(attribute)].iter().all(|word| *word == 0))
    }
}

/// One constraint of a stored box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub attribute: u16,
    /// The number of words of its attribute.
    pub width: u16,
    /// The position of its attribute in a dense box.
    pub at: u32,
    /// The position of its set among the stored words.
    pub set: u32,
}

impl Term {
    /// Its range in a dense box.
    pub fn span(self) -> Range<usize> {
        self.at as usize..self.at as usize + usize::from(self.width)
    }

    /// Its set among the words it is stored with.
    pub fn words(self, words: &[u64]) -> &[u64] {
        &words[self.set as usize..self.set as usize + usize::from(self.width)]
    }

    /// The classes of a dense box inside and outside of the term's set, as words that are zero where there are none.
    pub fn parts(self, dense: &[u64], words: &[u64]) -> (u64, u64) {
        if self.width == 1 {
            let (own, word) = (dense[self.at as usize], words[self.set as usize]);
            return (own & word, own & !word);
        }
        let pairs = dense[self.span()].iter().zip(self.words(words));
        pairs.fold((0, 0), |(inside, outside), (own, word)| (inside | own & word, outside | own & !word))
    }

    /// Whether a dense box shares no class with it in its attribute.
    pub fn misses(self, dense: &[u64], words: &[u64]) -> bool {
        self.parts(dense, words).0 == 0
    }
}

/// Many boxes, numbered in the order of insertion.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    terms: Vec<Term>,
    words: Vec<u64>,
    /// The end of the terms of each box.
    ends: Vec<u32>,
}

impl Store {
    pub fn of<'c>(layout: &Layout, cubes: impl IntoIterator<Item = &'c Cube>) -> Self {
        let mut store = Self::default();
        for cube in cubes {
            store.push(layout, cube);
        }
        store
    }

    /// Adds a box; sets of all classes are left out.
    pub fn push(&mut self, layout: &Layout, cube: &Cube) {
        for (attribute, set) in cube.terms() {
            if usize::from(*attribute) >= layout.attributes() {
                continue;
            }
            let span = layout.span(usize::from(*attribute));
            let from = self.words.len();
            self.words.extend(layout.full[span.clone()].iter().zip(0..).map(|(full, at)| full & word(set, at)));
            if self.words[from..] == layout.full[span.clone()] {
                self.words.truncate(from);
                continue;
            }
            let term =
                Term { attribute: *attribute, width: span.len() as u16, at: span.start as u32, set: from as u32 };
            self.terms.push(term);
        }
        self.ends.push(self.terms.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn terms(&self, cube: usize) -> &[Term] {
        let from = cube.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.terms[from..self.ends[cube] as usize]
    }

    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Whether a stored box shares a point with a dense one.
    pub fn meets(&self, cube: usize, dense: &[u64]) -> bool {
        !self.terms(cube).iter().any(|term| term.misses(dense, &self.words))
    }
}

fn word(set: &ClassSet, at: usize) -> u64 {
    set.words().get(at).copied().unwrap_or(0)
}
