//! Finds a connector by the name that people use.

use crate::diagnostics;

use super::wire::Form;
use super::{Catalog, Connector, ConnectorIndex, Kind};

impl Catalog {
    /// The symbol that was probably meant by the unknown `name`: that of the connector with that display name, of the
    /// best match of a search, the nearest symbol, or that of the nearest display name.
    pub fn closest(&self, name: &str) -> Option<&str> {
        let name = short(name);
        let squashed = squash(name);
        if squashed.is_empty() || name.len() > LONGEST {
            return None;
        }
        let symbol = |index: ConnectorIndex| self.get(index).id.as_ref();
        // Modules of desktop flows have names such as `Outlook`; people who write them mostly mean a connector.
        let module = |index: ConnectorIndex| self.get(index).kind == Kind::Desktop;
        let shown = self.iter().zip(self.texts()).filter(|(_, text)| text.squashed == squashed);
        let shown = shown.map(|((index, _), _)| index).filter(|&index| !module(index));
        if let Some(index) = shown.min_by_key(|&index| (preference(self.get(index)), index)) {
            return Some(symbol(index));
        }
        // A search matches any part of a name, so short words would match almost anything.
        if squashed.chars().count() >= 4 {
            let hits = self.ranked(name);
            let good = || hits.iter().filter(|(rank, _)| *rank <= Rank::WordStart).map(|(_, index)| *index);
            if let Some(index) = good().find(|&index| !module(index)).or_else(|| good().next()) {
                return Some(symbol(index));
            }
        }
        let letters = Letters::of(name);
        let near = self.iter().zip(self.texts()).filter(|(_, text)| letters.may_be(&text.symbol_letters));
        if let Some(id) = diagnostics::closest(name, near.map(|((_, connector), _)| connector.id.as_ref())) {
            return Some(id);
        }
        let near = self.iter().zip(self.texts()).filter(|(_, text)| letters.may_be(&text.shown_letters));
        let near: Vec<_> = near.map(|((index, connector), _)| (connector.display_name.as_ref(), index)).collect();
        let shown = diagnostics::closest(name, near.iter().map(|(shown, _)| *shown))?;
        near.iter().find(|(candidate, _)| *candidate == shown).map(|(_, index)| symbol(*index))
    }

    /// The connectors that match `text` by symbol, display name or publisher, the best first. If there are several
    /// words, all must match.
    pub fn search(&self, text: &str) -> Vec<ConnectorIndex> {
        self.ranked(short(text)).into_iter().map(|(_, index)| index).collect()
    }

    fn ranked(&self, text: &str) -> Vec<(Rank, ConnectorIndex)> {
        let wanted = Wanted::new(text);
        if wanted.text.is_empty() || text.len() > LONGEST {
            return Vec::new();
        }
        let ranks = self.texts().iter().zip(self.iter());
        let mut hits: Vec<_> = ranks.filter_map(|(text, (index, _))| Some((text.rank(&wanted)?, index))).collect();
        hits.sort_by_key(|&(rank, index)| (rank, preference(self.get(index)), index));
        hits
    }

    fn texts(&self) -> &[Text] {
        self.texts.get_or_init(|| self.connectors().iter().map(Text::of).collect())
    }
}

/// The maximum length of a name; longer texts name no connector.
const LONGEST: usize = 200;

/// How well a connector matches, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Symbol,
    DisplayName,
    /// One word, or several in a row, of the display name.
    Word,
    SymbolStart,
    /// A word of the display name begins with it.
    WordStart,
    PartOfSymbol,
    PartOfDisplayName,
    Publisher,
    /// Each word occurs somewhere.
    Scattered,
}

/// The searchable texts of a connector, in lower case; created once for a catalogue.
#[derive(Clone)]
pub(super) struct Text {
    symbol: String,
    /// The display name, between spaces.
    shown: String,
    squashed: String,
    publisher: String,
    symbol_letters: Letters,
    shown_letters: Letters,
    /// The characters of all these texts, as in [`Wanted`].
    characters: u64,
}

/// The text to search for, in lower case.
struct Wanted {
    text: String,
    at_word: String,
    words: String,
    /// The set of its characters, in 64 bits: most connectors lack one of them.
    characters: u64,
}

fn characters(text: &str) -> u64 {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .fold(0, |set, character| set | 1 << (character as u32 % 64))
}

impl Wanted {
    fn new(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        Self { at_word: format!(" {text}"), words: format!(" {text} "), characters: characters(&text), text }
    }
}

impl Text {
    fn of(connector: &Connector) -> Self {
        let symbol = connector.id.to_lowercase();
        let shown = format!(" {} ", connector.distinct_name().to_lowercase());
        let publisher = connector.publisher.to_lowercase();
        Self {
            characters: characters(&symbol) | characters(&shown) | characters(&publisher),
            symbol,
            shown,
            squashed: squash(&connector.display_name),
            publisher,
            symbol_letters: Letters::of(&connector.id),
            shown_letters: Letters::of(&connector.display_name),
        }
    }

    fn rank(&self, wanted: &Wanted) -> Option<Rank> {
        let Wanted { text, at_word, words, characters } = wanted;
        if characters & !self.characters != 0 {
            return None;
        }
        let scattered =
            |word: &str| self.symbol.contains(word) || self.shown.contains(word) || self.publisher.contains(word);
        let rank = if self.symbol == *text {
            Rank::Symbol
        } else if self.shown == *words {
            Rank::DisplayName
        } else if self.shown.contains(words) {
            Rank::Word
        } else if self.symbol.starts_with(text) {
            Rank::SymbolStart
        } else if self.shown.contains(at_word) {
            Rank::WordStart
        } else if self.symbol.contains(text) {
            Rank::PartOfSymbol
        } else if self.shown.contains(text) {
            Rank::PartOfDisplayName
        } else if self.publisher.contains(text) {
            Rank::Publisher
        } else if text.split_whitespace().all(scattered) {
            Rank::Scattered
        } else {
            return None;
        };
        Some(rank)
    }
}

/// Among equal matches, the connectors that most policies mention: the platform's own connectors first.
fn preference(connector: &Connector) -> (bool, u8, bool) {
    let kind = match connector.kind {
        Kind::Prebuilt => 0,
        Kind::Virtual => 1,
        Kind::Custom => 2,
        Kind::Desktop => 3,
    };
    (Catalog::is_legacy(&connector.id), kind, !connector.publisher.starts_with("Microsoft"))
}

/// `name` without path and `shared_`.
fn short(name: &str) -> &str {
    match Form::of(name.trim()) {
        Form::Bare(name)
        | Form::Shared(name)
        | Form::Unshared(name)
        | Form::Desktop(name)
        | Form::Custom { name, .. } => name,
        Form::Foreign => name,
    }
}

/// Letters and digits in lower case: `SQL Server` and `sql-server` are the same.
fn squash(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The number of each letter in a word, used to skip most candidates without calculating their distance.
#[derive(Clone)]
struct Letters {
    /// Other characters share a place. That makes the bound weaker, but it stays valid.
    counts: [u8; 32],
    length: u16,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self { counts: [0; 32], length: 0 };
        for character in word.chars() {
            let place = match character {
                '-' => b'_' % 32,
                ascii if ascii.is_ascii() => ascii.to_ascii_lowercase() as u8 % 32,
                _ => 0,
            };
            let count = &mut letters.counts[usize::from(place)];
            *count = count.saturating_add(1);
            letters.length = letters.length.saturating_add(1);
        }
        letters
    }

    /// Whether `other` can be this word with a third of it wrong: each edit removes one letter, adds one, or does
    /// both.
    fn may_be(&self, other: &Self) -> bool {
        let apart: u16 = self.counts.iter().zip(other.counts).map(|(one, other)| u16::from(one.abs_diff(other))).sum();
        apart <= 2 * (self.length / 3).max(1)
    }
}
