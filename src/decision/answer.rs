//! Answers that may stay open, and how much work one may cost.

/// An answer to a yes-or-no question, with its ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<Y, N> {
    /// Proven, on this ground.
    Yes(Y),
    /// Refuted, on this ground.
    No(N),
    /// The budget ended before either was shown.
    Undecided,
}

impl<Y, N> Answer<Y, N> {
    /// Whether the answer is proven.
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes(_))
    }

    /// Whether the answer is refuted.
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No(_))
    }

    /// The ground of a yes.
    pub fn yes(self) -> Option<Y> {
        match self {
            Self::Yes(ground) => Some(ground),
            Self::No(_) | Self::Undecided => None,
        }
    }

    /// The ground of a no.
    pub fn no(self) -> Option<N> {
        match self {
            Self::No(ground) => Some(ground),
            Self::Yes(_) | Self::Undecided => None,
        }
    }
}

/// What there is beyond a list that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing: the list is whole.
    None,
    /// At least one more.
    More,
    /// The budget ended before that was known.
    Undecided,
}

/// How much work may go into one query before it is left undecided. Work is counted in steps, not in time, so
/// that every run on every machine gives the same answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Boxes looked at by splitting.
    pub nodes: u32,
    /// Queries that all pairs of rules of one rank may cost together, where rules of lower rank may cover their
    /// meeting. Each rule has an equal share, and at least 64.
    pub pairs: u32,
    /// What all queries of one table may cost together: boxes held against boxes. It is looked at between queries
    /// that run side by side, so that what is left open does not depend on which of them ends first.
    pub work: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { nodes: 8_000, pairs: 1_000_000, work: u64::MAX }
    }
}
