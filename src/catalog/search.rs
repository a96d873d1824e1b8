//! Finding a connector by what people call it.

use crate::diagnostics;

use super::wire::Form;
use super::{Catalog, Connector, ConnectorIndex, Kind};

impl Catalog {
    /// The symbol that was probably meant by `name`, which is none: of the connector shown under that name, the
    /// nearest symbol, of the best match of a search, or of the nearest display name.
    pub fn closest(&self, name: &str) -> Option<&str> {
        let name = short(name);
        let squashed = squash(name);
        if squashed.is_empty() || name.len() > LONGEST {
            return None;
        }
        let symbol = |index: ConnectorIndex| self.get(index).id.as_ref();
        let shown = self.iter().filter(|(_, connector)| squash(&connector.display_name) == squashed);
        if let Some((index, _)) = shown.min_by_key(|(index, connector)| (preference(connector), *index)) {
            return Some(symbol(index));
        }
        let letters = Letters::of(name);
        let near = self.connectors().iter().filter(|connector| letters.is_near(&connector.id));
        if let Some(id) = diagnostics::closest(name, near.map(|connector| connector.id.as_ref())) {
            return Some(id);
        }
        // A search matches any part of a name, so short words would be answered with anything.
        if squashed.chars().count() >= 4
            && let Some((rank, index)) = self.ranked(name).first()
            && *rank <= Rank::Word
        {
            return Some(symbol(*index));
        }
        let near = self.iter().filter(|(_, connector)| letters.is_near(&connector.display_name));
        let near: Vec<_> = near.map(|(index, connector)| (connector.display_name.as_ref(), index)).collect();
        let shown = diagnostics::closest(name, near.iter().map(|(shown, _)| *shown))?;
        near.iter().find(|(candidate, _)| *candidate == shown).map(|(_, index)| symbol(*index))
    }

    /// The connectors that match `text` by symbol, display name or publisher, the best first. Several words
    /// must all be found.
    pub fn search(&self, text: &str) -> Vec<ConnectorIndex> {
        self.ranked(short(text)).into_iter().map(|(_, index)| index).collect()
    }

    fn ranked(&self, text: &str) -> Vec<(Rank, ConnectorIndex)> {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() || wanted.len() > LONGEST {
            return Vec::new();
        }
        let hits = self.iter().filter_map(|(index, connector)| Some((rank(connector, &wanted)?, index)));
        let mut hits: Vec<_> = hits.collect();
        hits.sort_by_key(|&(rank, index)| (rank, preference(self.get(index)), index));
        hits
    }
}

/// Longer texts name no connector.
const LONGEST: usize = 200;

/// How well a connector matches, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Symbol,
    DisplayName,
    SymbolStart,
    DisplayNameStart,
    /// A word of the display name begins so.
    Word,
    PartOfSymbol,
    PartOfDisplayName,
    Publisher,
    /// Each word is somewhere.
    Scattered,
}

fn rank(connector: &Connector, wanted: &str) -> Option<Rank> {
    let (symbol, shown) = (connector.id.to_lowercase(), connector.display_name.to_lowercase());
    let publisher = connector.publisher.to_lowercase();
    let starts_word =
        || shown.split_whitespace().any(|word| word.starts_with(wanted)) || shown.contains(&format!(" {wanted}"));
    let scattered = || {
        wanted.split_whitespace().all(|word| symbol.contains(word) || shown.contains(word) || publisher.contains(word))
    };
    let rank = if symbol == wanted {
        Rank::Symbol
    } else if shown == wanted {
        Rank::DisplayName
    } else if symbol.starts_with(wanted) {
        Rank::SymbolStart
    } else if shown.starts_with(wanted) {
        Rank::DisplayNameStart
    } else if starts_word() {
        Rank::Word
    } else if symbol.contains(wanted) {
        Rank::PartOfSymbol
    } else if shown.contains(wanted) {
        Rank::PartOfDisplayName
    } else if publisher.contains(wanted) {
        Rank::Publisher
    } else if scattered() {
        Rank::Scattered
    } else {
        return None;
    };
    Some(rank)
}

/// Among equals, what most policies speak of: the platform's own connectors first.
fn preference(connector: &Connector) -> (u8, bool) {
    let kind = match connector.kind {
        Kind::Prebuilt => 0,
        Kind::Virtual => 1,
        Kind::Custom => 2,
        Kind::Desktop => 3,
    };
    (kind, !connector.publisher.starts_with("Microsoft"))
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

/// Which letters a word has, to pass over most candidates without measuring their distance.
struct Letters {
    set: u64,
    /// Each slip of the hand takes one letter away, adds one, or both.
    apart: u32,
}

impl Letters {
    fn of(word: &str) -> Self {
        let slips = (word.chars().count() / 3).max(1);
        Self { set: Self::set(word), apart: 2 * slips as u32 }
    }

    fn is_near(&self, candidate: &str) -> bool {
        (self.set ^ Self::set(candidate)).count_ones() <= self.apart
    }

    fn set(word: &str) -> u64 {
        word.bytes().fold(0, |set, byte| set | 1 << (if byte == b'-' { b'_' } else { byte }.to_ascii_lowercase() % 64))
    }
}
