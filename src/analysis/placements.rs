//! Where many policies put one connector: two bits a policy.

use super::Placement;

/// The lower bit of each pair.
const LOW: u128 = u128::MAX / 3;

/// The policies of one word.
pub(super) const POLICIES_A_WORD: usize = 64;

/// Where each of several policies puts a connector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placements {
    words: Vec<u128>,
    len: usize,
}

impl Placements {
    /// `words` has a pair of bits for each of `len` policies, from the lowest on.
    pub(super) const fn of_words(words: Vec<u128>, len: usize) -> Self {
        Self { words, len }
    }

    /// The number of policies.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no policy.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the policy at this index puts it.
    pub fn get(&self, index: usize) -> Option<Placement> {
        let word = self.words.get(index / POLICIES_A_WORD).filter(|_| index < self.len)?;
        Some(Placement::of_bits(word >> (index % POLICIES_A_WORD * 2)))
    }

    /// Each policy in order.
    pub fn iter(&self) -> impl Iterator<Item = Placement> + '_ {
        (0..self.len).filter_map(|index| self.get(index))
    }

    /// The number of policies that ignore it.
    pub fn ignoring(&self) -> usize {
        self.words.iter().map(|word| ignored(*word).count_ones() as usize).sum()
    }

    /// The indices of the policies that put it there.
    pub fn that_put_it(&self, placement: Placement) -> impl Iterator<Item = usize> + '_ {
        let wanted = placement.bits() * LOW;
        let words = self.words.iter().enumerate();
        let found = words.flat_map(move |(at, word)| places(at, !(apart(*word, wanted)) & LOW));
        found.filter(|index| *index < self.len)
    }

    /// The indices of the policies that put the two differently.
    pub fn differences<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.pairs(other, apart)
    }

    /// The indices of the policies that separate the two: they put them differently, and ignore neither.
    pub fn conflicts<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.pairs(other, |one, other| apart(one, other) & !ignored(one) & !ignored(other))
    }

    /// The indices of the pairs that `marks` marks with their lower bit.
    fn pairs<'a>(&'a self, other: &'a Self, marks: fn(u128, u128) -> u128) -> impl Iterator<Item = usize> + 'a {
        let words = self.words.iter().zip(&other.words).enumerate();
        words.flat_map(move |(at, (one, other))| places(at, marks(*one, *other)))
    }
}

impl FromIterator<Placement> for Placements {
    fn from_iter<I: IntoIterator<Item = Placement>>(placements: I) -> Self {
        let mut built = Self::default();
        for placement in placements {
            if built.len % POLICIES_A_WORD == 0 {
                built.words.push(0);
            }
            if let Some(word) = built.words.last_mut() {
                *word |= placement.bits() << (built.len % POLICIES_A_WORD * 2);
            }
            built.len += 1;
        }
        built
    }
}

/// The indices of the marked pairs of a word.
fn places(word: usize, mut marks: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (marks != 0).then(|| marks.trailing_zeros() as usize)?;
        marks &= marks - 1;
        Some(word * POLICIES_A_WORD + bit / 2)
    })
}

/// The pairs in which two words differ.
const fn apart(one: u128, other: u128) -> u128 {
    let differ = one ^ other;
    (differ | differ >> 1) & LOW
}

/// The pairs that mean "ignored".
const fn ignored(word: u128) -> u128 {
    word & (word >> 1) & LOW
}
