//! Sets of classes of one slot, as ranges.

/// Ranges of classes, from the first to before the last, in order and not adjacent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// No class, or all of `classes` classes.
    pub(super) fn all(classes: u32) -> Self {
        Self(vec![(0, classes)])
    }

    /// Adds classes after all others.
    pub(super) fn push(&mut self, from: u32, to: u32) {
        match self.0.last_mut() {
            _ if from >= to => {}
            Some((_, end)) if *end == from => *end = to,
            _apart => self.0.push((from, to)),
        }
    }

    /// Whether a class is among them.
    pub(super) fn contains(&self, class: u32) -> bool {
        self.0.iter().any(|(from, to)| (*from..*to).contains(&class))
    }

    /// Every class below `classes` at which membership changes, ascending.
    pub(super) fn changes(&self, classes: u32) -> impl Iterator<Item = u32> + '_ {
        let ends = self.0.iter().flat_map(|(from, to)| [*from, *to]);
        ends.filter(move |end| *end > 0 && *end < classes)
    }

    /// The complement in `classes` classes.
    pub(super) fn others(&self, classes: u32) -> Self {
        let mut others = Self::default();
        let mut from = 0;
        for (start, end) in &self.0 {
            others.push(from, *start);
            from = *end;
        }
        others.push(from, classes);
        others
    }

    /// The intersection.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = Self::default();
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some((a, b)), Some((c, d))) = (left.peek(), right.peek()) {
            both.push(*a.max(c), *b.min(d));
            if b < d {
                left.next();
            } else {
                right.next();
            }
        }
        both
    }

    /// The union, in `classes` classes.
    pub(super) fn or(&self, other: &Self, classes: u32) -> Self {
        self.others(classes).and(&other.others(classes)).others(classes)
    }
}

#[cfg(test)]
mod tests {
    use super::Spans;

    fn spans(bits: u32) -> Spans {
        let mut spans = Spans::default();
        (0..6).filter(|class| bits & (1 << class) != 0).for_each(|class| spans.push(class, class + 1));
        spans
    }

    #[test]
    fn sets_of_classes_are_joined_as_sets() {
        for left in 0..64 {
            assert_eq!(spans(left).others(6), spans(!left & 63));
            assert!((0..6).all(|class| spans(left).contains(class) == (left & (1 << class) != 0)));
            let changes: Vec<u32> = spans(left).changes(6).collect();
            let expected: Vec<u32> = (1..6).filter(|class| (left >> class) & 1 != (left >> (class - 1)) & 1).collect();
            assert_eq!(changes, expected);
            for right in 0..64 {
                assert_eq!(spans(left).and(&spans(right)), spans(left & right));
                assert_eq!(spans(left).or(&spans(right), 6), spans(left | right));
            }
        }
    }
}
