//! Which items match the written text.

use super::Sort;

/// The letters of the written word, in lower case.
pub(super) struct Wanted {
    word: String,
    /// The words on the line up to its end, if there are several.
    phrase: String,
}

impl Wanted {
    /// A word, and the words up to its end.
    pub(super) fn new(word: &str, phrase: &str) -> Self {
        Self { word: word.to_lowercase(), phrase: phrase.to_lowercase() }
    }

    /// Whether an item has the letters of the word in their order.
    pub(super) fn fits(&self, by: &str, sort: Sort) -> bool {
        if self.word.is_empty() {
            return true;
        }
        if sort == Sort::Connector {
            // There are so many connectors that letters with gaps would match most of them.
            return by.to_lowercase().contains(&self.word);
        }
        let mut rest = by.chars().flat_map(char::to_lowercase);
        self.word.chars().all(|wanted| rest.any(|letter| letter == wanted))
    }

    /// Whether an item contains the phrase.
    pub(super) fn fits_phrase(&self, by: &str) -> bool {
        !self.phrase.is_empty() && by.to_lowercase().contains(&self.phrase)
    }

    /// Whether a name begins with the word.
    pub(super) fn begins(&self, name: &str) -> bool {
        let mut letters = name.chars().flat_map(char::to_lowercase);
        self.word.chars().all(|wanted| letters.next() == Some(wanted))
    }
}
