//! Sets of connectors, and of environments, as bits.

use std::marker::PhantomData;

use super::universe::ConnectorId;

/// An index that starts at 0 and can be stored in a [`Set`].
pub trait Index: Copy {
    /// The value for `index`.
    fn at(index: u32) -> Self;
    /// Its index.
    fn index(self) -> u32;
}

impl Index for u32 {
    fn at(index: u32) -> Self {
        index
    }

    fn index(self) -> u32 {
        self
    }
}

impl Index for ConnectorId {
    fn at(index: u32) -> Self {
        Self(index)
    }

    fn index(self) -> u32 {
        self.0
    }
}

/// A set of elements from a fixed number of them.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Set<I = ConnectorId> {
    words: Box<[u64]>,
    of: PhantomData<I>,
}

impl<I> Clone for Set<I> {
    fn clone(&self) -> Self {
        Self { words: self.words.clone(), of: PhantomData }
    }
}

impl<I> Default for Set<I> {
    fn default() -> Self {
        Self { words: Box::default(), of: PhantomData }
    }
}

impl<I: Index> Set<I> {
    /// The empty set of `size` possible elements.
    pub fn empty(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)].into_boxed_slice(), of: PhantomData }
    }

    /// Whether it is a set of `size` possible elements, and not the default one from before the first calculation.
    pub fn is_out_of(&self, size: usize) -> bool {
        !self.words.is_empty() && self.words.len() == size.div_ceil(64)
    }

    /// All of `size` elements.
    pub fn full(size: usize) -> Self {
        let mut words = vec![u64::MAX; size.div_ceil(64)].into_boxed_slice();
        if let Some(last) = words.last_mut()
            && !size.is_multiple_of(64)
        {
            *last = (1 << (size % 64)) - 1;
        }
        Self { words, of: PhantomData }
    }

    /// The first `count` of `size` elements.
    pub fn first(size: usize, count: usize) -> Self {
        let mut set = Self::full(count.min(size));
        let mut words = std::mem::take(&mut set.words).into_vec();
        words.resize(size.div_ceil(64), 0);
        Self { words: words.into_boxed_slice(), of: PhantomData }
    }

    /// The elements below `size` that pass.
    pub fn filter(size: usize, mut passes: impl FnMut(I) -> bool) -> Self {
        let mut set = Self::empty(size);
        for id in (0..size as u32).map(I::at).filter(|id| passes(*id)) {
            set.insert(id);
        }
        set
    }

    /// Adds an element; returns false where it was in the set already.
    pub fn insert(&mut self, id: I) -> bool {
        let Some(word) = self.words.get_mut(id.index() as usize / 64) else { return false };
        let bit = 1 << (id.index() % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Removes an element.
    pub fn remove(&mut self, id: I) {
        if let Some(word) = self.words.get_mut(id.index() as usize / 64) {
            *word &= !(1 << (id.index() % 64));
        }
    }

    /// Whether it holds `id`.
    pub fn contains(&self, id: I) -> bool {
        self.words.get(id.index() as usize / 64).is_some_and(|word| word >> (id.index() % 64) & 1 == 1)
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Its only member, if it has one and no other.
    pub fn only(&self) -> Option<I> {
        let mut members = self.iter();
        let first = members.next()?;
        members.next().is_none().then_some(first)
    }

    /// The union.
    #[must_use]
    pub fn union(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
        self
    }

    /// The intersection.
    #[must_use]
    pub fn common(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
        self
    }

    /// The elements that are not in `other`.
    #[must_use]
    pub fn minus(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
        self
    }

    /// Whether the two have an element in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(word, other)| word & other != 0)
    }

    /// Whether every member is in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(word, other)| word & !other == 0)
    }

    /// Its members, in order.
    pub fn iter(&self) -> impl Iterator<Item = I> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros();
                left &= left - 1;
                Some(I::at(index as u32 * 64 + bit))
            })
        })
    }
}
