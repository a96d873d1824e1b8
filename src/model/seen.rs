//! Tracks the parts that an answer has read, to know when the answer is still valid.
//!
//! A copy of a program can note which of its lists are read. No code declares what it reads: every read is noted, on
//! any thread, so none can be forgotten.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A set of parts that answers depend on, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts(u64);

impl Parts {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(u64::MAX);

    /// The part that every answer depends on, noted or not.
    const COMMON: Self = Self(1 << 63);

    /// A single part.
    ///
    /// INVARIANT: there are at most 63 parts. One more would share the bit of another, and answers would be dropped
    /// too often, never too rarely.
    pub const fn one(number: u8) -> Self {
        Self(1 << (number % 63))
    }

    /// The union.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether both have a part in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The parts that have been read.
#[derive(Debug, Default)]
pub struct Seen(AtomicU64);

impl Seen {
    /// Notes that a part is read.
    pub fn note(&self, parts: Parts) {
        // Most reads are not the first, and only a first one has to write.
        if self.0.load(Ordering::Relaxed) & parts.0 != parts.0 {
            self.0.fetch_or(parts.0, Ordering::Relaxed);
        }
    }

    /// The parts read so far, and the part that every answer depends on.
    pub fn parts(&self) -> Parts {
        Parts(self.0.load(Ordering::Relaxed)).with(Parts::COMMON)
    }
}

/// Notes the reads of one part.
#[derive(Clone, Debug)]
pub struct Watch {
    seen: Arc<Seen>,
    part: Parts,
}

impl Watch {
    /// Notes reads of the part with that number.
    pub fn new(seen: &Arc<Seen>, number: u8) -> Self {
        Self { seen: seen.clone(), part: Parts::one(number) }
    }

    /// Notes a read.
    pub fn note(&self) {
        self.seen.note(self.part);
    }
}
