//! Sets of classes of one slot, as ranges.

/// Ranges of classes, from the first to before the last, in order and not adjacent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<(u32, u32)>);

impl Spans {
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
}

#[cfg(test)]
mod tests {
    use super::Spans;

    #[test]
    fn classes_are_kept_as_a_set() {
        for bits in 0..64_u32 {
            let mut spans = Spans::default();
            (0..6).filter(|class| bits & (1 << class) != 0).for_each(|class| spans.push(class, class + 1));
            assert!((0..6).all(|class| spans.contains(class) == (bits & (1 << class) != 0)));
            let changes: Vec<u32> = spans.changes(6).collect();
            let expected: Vec<u32> = (1..6).filter(|class| (bits >> class) & 1 != (bits >> (class - 1)) & 1).collect();
            assert_eq!(changes, expected);
        }
    }
}
