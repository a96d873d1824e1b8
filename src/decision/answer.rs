//! Answers that may stay open, and the maximum work for one.

/// An answer to a yes-or-no question, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<Y, N> {
    /// Proven, with this evidence.
    Yes(Y),
    /// Refuted, with this evidence.
    No(N),
    /// The budget was used up before either was shown.
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

    /// The evidence of a yes.
    pub fn yes(self) -> Option<Y> {
        match self {
            Self::Yes(ground) => Some(ground),
            Self::No(_) | Self::Undecided => None,
        }
    }

    /// The evidence of a no.
    pub fn no(self) -> Option<N> {
        match self {
            Self::No(ground) => Some(ground),
            Self::Yes(_) | Self::Undecided => None,
        }
    }
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
    /// The maximum number of queries for all pairs of rules of one rank together, where rules of lower rank may cover
    /// the overlap. Each rule has an equal share, and at least 64.
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
