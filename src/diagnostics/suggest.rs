//! "Did you mean".

/// Longer words are no slips of the hand.
const LONGEST: usize = 200;
/// For so many findings of one kind suggestions are sought.
const MAX_SOUGHT: usize = 200;
/// And no further once so many candidates have been looked at.
const MAX_LOOKED_AT: usize = 100_000;

/// So many items of a list are shown.
const MAX_LISTED: usize = 200;

/// Whether to seek a suggestion among so many candidates after `told` findings of the kind: it costs far more
/// than to tell the mistake.
pub const fn worth_seeking(told: usize, candidates: usize) -> bool {
    told < MAX_SOUGHT && told.saturating_mul(candidates) < MAX_LOOKED_AT
}

/// The candidate nearest to `word`, when it is near enough to be a slip of the hand: at most a third
/// of the word is wrong. Case, `-` and `_` do not count. Ties go to the first in `candidates`' order.
///
/// What a candidate costs is bounded by how much may be wrong, and most cost only a look at their length and
/// letters.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > LONGEST {
        return None;
    }
    let mut search = Search::new(word);
    let allowed = (search.wanted.len() / 3).max(1);
    // Whoever comes later must be nearer than the best so far.
    let mut bound = allowed;
    let mut best = None;
    for candidate in candidates {
        if candidate.len().abs_diff(word.len()) > allowed {
            continue;
        }
        if let Some(distance) = search.distance(candidate, bound) {
            best = Some(candidate);
            match distance.checked_sub(1) {
                Some(less) => bound = less,
                None => break,
            }
        }
    }
    best
}

/// Measures how far candidates are from one word, in memory that is kept from one to the next.
struct Search {
    wanted: Vec<char>,
    /// How often each letter stands in the word; letters that share a place make the bound weaker, not wrong.
    letters: [i16; 32],
    candidate: Vec<char>,
    cells: Vec<usize>,
    seen: Vec<usize>,
}

impl Search {
    fn new(word: &str) -> Self {
        let mut wanted = Vec::with_capacity(word.len());
        fold(word, &mut wanted);
        let mut letters = [0; 32];
        for letter in &wanted {
            letters[*letter as usize % 32] += 1;
        }
        Self { wanted, letters, candidate: Vec::new(), cells: Vec::new(), seen: Vec::new() }
    }

    /// The distance of Damerau and Levenshtein, where it is at most `bound`.
    fn distance(&mut self, candidate: &str, bound: usize) -> Option<usize> {
        self.candidate.clear();
        fold(candidate, &mut self.candidate);
        if self.candidate.len().abs_diff(self.wanted.len()) > bound || self.letters_apart() > 2 * bound {
            return None;
        }
        self.measure(bound)
    }

    /// Each slip takes one letter away, adds one, or does both.
    fn letters_apart(&self) -> usize {
        let mut letters = self.letters;
        for letter in &self.candidate {
            letters[*letter as usize % 32] -= 1;
        }
        letters.iter().map(|apart| usize::from(apart.unsigned_abs())).sum()
    }

    /// Fills the table of distances between beginnings of both words, but only the cells that a path within
    /// `bound` can pass: those no further than `bound` from the diagonal.
    fn measure(&mut self, bound: usize) -> Option<usize> {
        let Self { wanted, candidate, cells, seen, .. } = self;
        let width = candidate.len() + 1;
        let far = bound + 1;
        cells.clear();
        cells.resize((wanted.len() + 1) * width, far);
        // For each letter of the candidate: the last row with the same one.
        seen.clear();
        seen.resize(candidate.len(), 0);
        for (column, cell) in cells.iter_mut().take(width).enumerate().take_while(|(column, _)| *column <= bound) {
            *cell = column;
        }
        for (row, letter) in (1_usize..).zip(wanted.iter()) {
            let (first, last) = (row.saturating_sub(bound), (row + bound).min(candidate.len()));
            let mut nearest = far;
            if first == 0 {
                cells[row * width] = row;
                nearest = row;
            }
            let mut matched = 0;
            for column in first.max(1)..=last {
                let same = candidate[column - 1] == *letter;
                let at = row * width + column;
                let mut value = cells[at - width - 1] + usize::from(!same);
                value = value.min(cells[at - 1] + 1).min(cells[at - width] + 1);
                let above = seen[column - 1];
                if above > 0 && matched > 0 {
                    let turned = cells[(above - 1) * width + matched - 1];
                    value = value.min(turned + (row - above - 1) + 1 + (column - matched - 1));
                }
                if same {
                    matched = column;
                }
                cells[at] = value.min(far);
                nearest = nearest.min(value);
            }
            if nearest > bound {
                return None;
            }
            for (seen, other) in seen.iter_mut().zip(candidate.iter()) {
                if other == letter {
                    *seen = row;
                }
            }
        }
        cells.last().copied().filter(|distance| *distance <= bound)
    }
}

/// `text` in small letters, behind what is in `into`.
fn fold(text: &str, into: &mut Vec<char>) {
    let small = |letter: char| if letter == '-' { '_' } else { letter };
    if text.is_ascii() {
        into.extend(text.bytes().map(|byte| small(char::from(byte.to_ascii_lowercase()))));
    } else {
        into.extend(text.chars().flat_map(char::to_lowercase).map(small));
    }
}

/// The words in backticks, joined by commas and `or`.
pub fn quoted_list<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    list_of(words.into_iter().map(|word| format!("`{word}`")), last)
}

/// The items joined by commas, and by `last` before the last one. Of very many the first are shown.
pub fn list_of(items: impl IntoIterator<Item = String>, last: &str) -> String {
    let mut rest = items.into_iter();
    let mut items: Vec<String> = rest.by_ref().take(MAX_LISTED).collect();
    if rest.next().is_some() {
        items.push("others".to_owned());
    }
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Search, closest, fold};

    #[test]
    fn distances_are_those_of_the_whole_table() {
        let mut words: Vec<String> =
            ["", "a", "ca", "abc", "acb", "finance_prod", "fiannce-prod", "prod_finance", "ñandú"]
                .map(str::to_owned)
                .to_vec();
        let mut state = 7_u32;
        for length in 1..40 {
            let letters = (0..length % 11).map(|_| {
                state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
                char::from(b'a' + (state >> 16) as u8 % 4)
            });
            words.push(letters.collect());
        }
        for one in &words {
            let mut search = Search::new(one);
            for other in &words {
                let folded = |text: &str| {
                    let mut letters = Vec::new();
                    fold(text, &mut letters);
                    letters.into_iter().collect::<String>()
                };
                let whole = strsim::damerau_levenshtein(&folded(one), &folded(other));
                for bound in 0..6 {
                    let expected = (whole <= bound).then_some(whole);
                    assert_eq!(search.distance(other, bound), expected, "{one} {other} {bound}");
                }
            }
        }
    }

    #[test]
    fn the_first_of_the_nearest_is_meant() {
        assert_eq!(closest("Finanse", ["finances", "finance", "finanze"]), Some("finance"));
        assert_eq!(closest("teams", ["sql", "planner"]), None);
        assert_eq!(closest(&"x".repeat(201), [&*"x".repeat(200)]), None);
    }
}
