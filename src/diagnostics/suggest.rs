//! Suggestions of the form "did you mean", and lists of names.

/// The maximum length in bytes of a word that gets a suggestion.
const LONGEST: usize = 200;
/// The maximum number of findings of one kind that get a suggestion.
const MAX_SOUGHT: usize = 200;
/// The maximum number of candidates that are compared for findings of one kind.
const MAX_LOOKED_AT: usize = 100_000;

/// The maximum number of items of a list that are shown.
const MAX_LISTED: usize = 200;

/// Whether to look for a suggestion among `candidates` after `told` findings of the kind: it costs far more than to
/// report the mistake.
pub const fn worth_seeking(told: usize, candidates: usize) -> bool {
    told < MAX_SOUGHT && told.saturating_mul(candidates) < MAX_LOOKED_AT
}

/// The candidate nearest to `word`, if it is near enough to be a typing mistake: at most a third of the word is
/// wrong. Case, `-` and `_` are ignored. Of equally near candidates, the first one wins.
///
/// The number of errors that are allowed bounds the cost of a candidate, and for most candidates only the length and
/// the letters are compared.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > LONGEST {
        return None;
    }
    let mut search = Search::new(word);
    // One letter in place of another is no typing mistake where there is only one.
    let allowed = if search.wanted.len() < 2 { 0 } else { (search.wanted.len() / 3).max(1) };
    // Later candidates must be nearer than the best one so far.
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

/// Measures the distance of candidates from one word, and reuses its memory.
struct Search {
    wanted: Vec<char>,
    /// How often each letter occurs in the word, by letter modulo 32; a collision makes the bound weaker, not wrong.
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

    /// The Damerau-Levenshtein distance, if it is at most `bound`.
    fn distance(&mut self, candidate: &str, bound: usize) -> Option<usize> {
        self.candidate.clear();
        fold(candidate, &mut self.candidate);
        if self.candidate.len().abs_diff(self.wanted.len()) > bound || self.letters_apart() > 2 * bound {
            return None;
        }
        self.measure(bound)
    }

    /// The number of letters that only one word has. Each typing mistake removes a letter, adds one, or does both.
    fn letters_apart(&self) -> usize {
        let mut letters = self.letters;
        for letter in &self.candidate {
            letters[*letter as usize % 32] -= 1;
        }
        letters.iter().map(|apart| usize::from(apart.unsigned_abs())).sum()
    }

    /// Fills the table of distances between prefixes of both words, but only the cells that a path within `bound` can
    /// pass: those at most `bound` from the diagonal.
    fn measure(&mut self, bound: usize) -> Option<usize> {
        let Self { wanted, candidate, cells, seen, .. } = self;
        let width = candidate.len() + 1;
        let far = bound + 1;
        cells.clear();
        cells.resize((wanted.len() + 1) * width, far);
        // For each letter of the candidate: the last row with the same letter.
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

/// Appends `text` in lower case to `into`, with `_` for `-`.
fn fold(text: &str, into: &mut Vec<char>) {
    let small = |letter: char| if letter == '-' { '_' } else { letter };
    if text.is_ascii() {
        into.extend(text.bytes().map(|byte| small(char::from(byte.to_ascii_lowercase()))));
    } else {
        into.extend(text.chars().flat_map(char::to_lowercase).map(small));
    }
}

/// The words in backticks, separated by commas, with `last` before the last one.
pub fn quoted_list<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    list_of(words.into_iter().map(|word| format!("`{word}`")), last)
}

/// The items separated by commas, with `last` before the last one. Of more than `MAX_LISTED` items, the first are
/// shown.
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
