//! Sets of the classes of one attribute.

/// A set of classes, one bit each. Two sets with the same classes are equal however they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassSet {
    /// INVARIANT: the last word is not zero.
    words: Vec<u64>,
}

impl ClassSet {
    /// The empty set.
    pub fn empty() -> Self {
        Self::default()
    }

    /// All classes of an attribute with `classes` of them.
    pub fn full(classes: u16) -> Self {
        Self::of(0..classes)
    }

    /// The given classes.
    pub fn of(classes: impl IntoIterator<Item = u16>) -> Self {
        let mut set = Self::empty();
        for class in classes {
            set.insert(class);
        }
        set
    }

    /// The classes whose bits are set in `words`.
    pub(super) fn from_words(words: &[u64]) -> Self {
        let mut set = Self { words: words.to_vec() };
        set.trim();
        set
    }

    /// Adds a class.
    pub fn insert(&mut self, class: u16) {
        let word = usize::from(class / 64);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (class % 64);
    }

    /// Whether a class is in the set.
    pub fn contains(&self, class: u16) -> bool {
        self.words.get(usize::from(class / 64)).is_some_and(|word| word >> (class % 64) & 1 == 1)
    }

    /// Whether no class is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of classes in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The classes of both.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut set = Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() };
        set.trim();
        set
    }

    /// The classes of either.
    pub fn union(&self, other: &Self) -> Self {
        let (long, short) = if self.words.len() < other.words.len() { (other, self) } else { (self, other) };
        let mut set = long.clone();
        for (word, more) in set.words.iter_mut().zip(&short.words) {
            *word |= more;
        }
        set
    }

    /// The classes of an attribute with `classes` of them that are not in the set.
    pub fn complement(&self, classes: u16) -> Self {
        let mut set = Self::full(classes);
        for (word, out) in set.words.iter_mut().zip(&self.words) {
            *word &= !out;
        }
        set.trim();
        set
    }

    /// Whether every class of the set is in `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.words.len() <= other.words.len() && self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    /// Whether the two have a class in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// The classes, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        super::bits::ones(&self.words).map(|class| class as u16)
    }

    /// The bits, 64 classes a word; missing words are zero.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ClassSet;

    #[test]
    fn sets_of_the_same_classes_are_equal() {
        let wide = ClassSet::of([3, 700]).intersection(&ClassSet::of([3, 64]));
        assert_eq!(wide, ClassSet::of([3]));
        assert_eq!(ClassSet::full(65).complement(65), ClassSet::empty());
        assert_eq!(ClassSet::of([64]).complement(65), ClassSet::full(64));
        assert!(ClassSet::of([]).is_empty());
    }

    #[test]
    fn sets_follow_their_laws() {
        // Every pair of subsets of classes on both sides of the end of a word.
        let classes = [0, 1, 63, 64, 128];
        let sets: Vec<ClassSet> = (0..32_u16)
            .map(|bits| ClassSet::of(classes.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, c)| *c)))
            .collect();
        for a in &sets {
            assert_eq!(a.iter().count(), a.len());
            assert_eq!(a.complement(129).complement(129), *a);
            for b in &sets {
                let both: Vec<u16> = a.iter().filter(|class| b.contains(*class)).collect();
                assert_eq!(a.intersection(b).iter().collect::<Vec<_>>(), both);
                assert_eq!(a.meets(b), !both.is_empty());
                assert_eq!(a.is_subset(b), both.len() == a.len());
                assert_eq!(a.union(b).len(), a.len() + b.len() - both.len());
            }
        }
    }
}
