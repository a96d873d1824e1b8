//! Places in lists of declarations.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::set::Index;

/// The place of a declaration in the [`List`](super::list::List) of its kind.
///
/// INVARIANT: it comes from the list that it is used with, after that list was sorted, so that the declaration
/// exists.
pub struct Id<T>(pub u32, PhantomData<fn(T) -> T>);

impl<T> Id<T> {
    /// The place with this index.
    pub const fn at(index: u32) -> Self {
        Self(index, PhantomData)
    }
}

impl<T> Index for Id<T> {
    fn at(index: u32) -> Self {
        Self::at(index)
    }

    fn index(self) -> u32 {
        self.0
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Id({})", self.0)
    }
}
