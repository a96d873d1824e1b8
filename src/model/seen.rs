//! What an answer has looked at, so that it is known when it still holds.
//!
//! A copy of a program can be made that notes which of its lists are looked at. Nothing has to declare what it reads:
//! whoever reads is noted, on whatever thread, and so nothing can be forgotten.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Parts of what answers rest on, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts(u64);

impl Parts {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(u64::MAX);

    /// What everything rests on, noted or not.
    const COMMON: Self = Self(1 << 63);

    /// One part.
    ///
    /// INVARIANT: there are at most 63 parts. One more would share the bit of another, and answers would be dropped too
    /// often, never too seldom.
    pub const fn one(number: u8) -> Self {
        Self(1 << (number % 63))
    }

    /// Those in either.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a part is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The parts that have been looked at.
#[derive(Debug, Default)]
pub struct Seen(AtomicU64);

impl Seen {
    /// Notes that a part is looked at.
    pub fn note(&self, parts: Parts) {
        // Most looks are not the first, and only a first one has to write.
        if self.0.load(Ordering::Relaxed) & parts.0 != parts.0 {
            self.0.fetch_or(parts.0, Ordering::Relaxed);
        }
    }

    /// What has been looked at so far, and what everything rests on.
    pub fn parts(&self) -> Parts {
        Parts(self.0.load(Ordering::Relaxed)).with(Parts::COMMON)
    }
}

/// Notes the looks at one part.
#[derive(Clone, Debug)]
pub struct Watch {
    seen: Arc<Seen>,
    part: Parts,
}

impl Watch {
    /// Notes looks at the part of that number.
    pub fn new(seen: &Arc<Seen>, number: u8) -> Self {
        Self { seen: seen.clone(), part: Parts::one(number) }
    }

    /// Notes a look.
    pub fn note(&self) {
        self.seen.note(self.part);
    }
}
