//! Questions about rules that the budget left open.

/// The number of unanswered questions of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Whether any rule matches each possible subject: 0 or 1.
    pub gaps: u64,
    /// Pairs of rules: whether they overlap.
    pub pairs: u64,
    /// Rules: whether they ever decide.
    pub standings: u64,
    /// Levels: whether they can be reached.
    pub levels: u64,
    /// Rules: whether they match everything.
    pub constant: u64,
    /// Rules: whether they could be left out.
    pub redundant: u64,
    /// Pairs of rules: whether they could be merged.
    pub mergeable: u64,
    /// Rules: whether each part of their condition has an effect.
    pub parts: u64,
}

impl Open {
    /// The number of all of them.
    pub fn total(&self) -> u64 {
        self.kinds().iter().map(|(count, _, _)| count).sum()
    }

    /// The unanswered questions, a phrase for each kind.
    pub fn told(&self) -> Vec<String> {
        let kinds = self.kinds().into_iter().filter(|(count, _, _)| *count > 0);
        kinds
            .map(|(count, one, many)| if count == 1 { one.to_owned() } else { many.replace('#', &count.to_string()) })
            .collect()
    }

    fn kinds(&self) -> [(u64, &'static str, &'static str); 8] {
        [
            (self.gaps, "whether some rule matches everything", "whether some rule matches everything"),
            (self.pairs, "whether a pair of rules meets", "whether # pairs of rules meet"),
            (self.standings, "whether a rule ever decides", "whether # rules ever decide"),
            (self.levels, "whether a level is reached", "whether # levels are reached"),
            (self.constant, "whether a rule matches everything", "whether # rules match everything"),
            (self.redundant, "whether a rule could be left out", "whether # rules could be left out"),
            (self.mergeable, "whether two rules could be one", "whether # pairs of rules could be one"),
            (self.parts, "whether a part of a condition decides", "whether parts of # conditions decide"),
        ]
    }
}
