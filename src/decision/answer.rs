//! Answers that may stay open, and the maximum work for one.

/// The answer to a yes-or-no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Proven.
    Yes,
    /// Refuted.
    No,
    /// The budget was used up before either was shown.
    Undecided,
}

impl Answer {
    /// Whether the answer is proven.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    /// Whether the answer is refuted.
    pub fn is_no(self) -> bool {
        self == Self::No
    }

    /// Whether all are proven. After a refuted one no other is asked for.
    pub(super) fn all(answers: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::Yes;
        for answer in answers {
            match answer {
                Self::Yes => {}
                Self::No => return Self::No,
                Self::Undecided => all = Self::Undecided,
            }
        }
        all
    }
}

/// The items whose answer is yes, and the number of those without an answer.
pub fn proven<T>(answers: impl IntoIterator<Item = (T, Answer)>) -> (Vec<T>, u64) {
    let (mut proven, mut open) = (Vec::new(), 0);
    for (item, answer) in answers {
        match answer {
            Answer::Yes => proven.push(item),
            Answer::No => {}
            Answer::Undecided => open += 1,
        }
    }
    (proven, open)
}

/// Whether there is more than the list that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing: the list is complete.
    None,
    /// At least one more.
    More,
    /// The budget was used up before that was known.
    Undecided,
}

/// The maximum work for one query before it is left undecided. Work is counted in steps, not in time, so that every
/// run on every machine gives the same answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Boxes examined by splitting.
    pub nodes: u32,
    /// The maximum number of queries for all pairs of rules together, where impossible points are too many to split
    /// rules by them. Each rule has an equal share, and at least 64.
    pub pairs: u32,
    /// The maximum work of all queries of one table together, in comparisons of boxes. It is checked between batches
    /// of parallel queries, so that it does not depend on their timing which queries stay open.
    pub work: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { nodes: 8_000, pairs: 1_000_000, work: u64::MAX }
    }
}
