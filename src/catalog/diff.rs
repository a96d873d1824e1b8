//! Compares two catalogues.

use std::cmp::Ordering;

use super::list::key;
use super::{Catalog, Connector, Tier};

/// The differences, each list in the order of symbols. A fact that is unknown on one side is no difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Only in the new one.
    pub added: Vec<Connector>,
    /// Only in the old one.
    pub removed: Vec<Connector>,
    /// With another display name.
    pub renamed: Vec<Rename>,
    /// With another licence tier.
    pub tier_changed: Vec<TierChange>,
    /// Blockable in only one of them.
    pub blockability_changed: Vec<BlockabilityChange>,
}

/// A new display name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The connector's symbol.
    pub id: String,
    /// The name before.
    pub old: String,
    /// The name now.
    pub new: String,
}

/// A new tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierChange {
    /// The connector's symbol.
    pub id: String,
    /// The tier before.
    pub old: Tier,
    /// The tier now.
    pub new: Tier,
}

/// A connector that has become blockable, or is no longer blockable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockabilityChange {
    /// The connector's symbol.
    pub id: String,
    /// Whether it can be blocked now.
    pub blockable: bool,
}

impl Diff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// The differences from `old` to `new`.
pub fn diff(old: &Catalog, new: &Catalog) -> Diff {
    let mut diff = Diff::default();
    let (mut before, mut after) = (old.connectors().iter().peekable(), new.connectors().iter().peekable());
    loop {
        // INVARIANT: catalogues are sorted by key, so the lesser of two heads is missing in the other list.
        let order = match (before.peek(), after.peek()) {
            (None, None) => return diff,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => key(&old.id).cmp(&key(&new.id)),
        };
        match order {
            Ordering::Less => diff.removed.extend(before.next().cloned()),
            Ordering::Greater => diff.added.extend(after.next().cloned()),
            Ordering::Equal => {
                if let (Some(old), Some(new)) = (before.next(), after.next()) {
                    diff.compare(old, new);
                }
            }
        }
    }
}

impl Diff {
    fn compare(&mut self, old: &Connector, new: &Connector) {
        let id = || new.id.to_string();
        if old.display_name != new.display_name && old.is_named() && new.is_named() {
            let (old, new) = (old.display_name.to_string(), new.display_name.to_string());
            self.renamed.push(Rename { id: id(), old, new });
        }
        if old.tier != new.tier && old.tier != Tier::Unknown && new.tier != Tier::Unknown {
            self.tier_changed.push(TierChange { id: id(), old: old.tier, new: new.tier });
        }
        if old.blockable != new.blockable {
            self.blockability_changed.push(BlockabilityChange { id: id(), blockable: new.blockable });
        }
    }
}
