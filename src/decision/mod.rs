//! Exact answers about rule sets over finite classes.
//!
//! A [`Space`] has attributes, each with some classes; a [`Table`] has rules over it, each with a few boxes, an
//! effect and a rank. There are questions about which rules overlap, are masked or redundant, what no rule covers,
//! where two tables decide differently, and more. This module does not know Dictum's language: the caller splits the
//! values of each attribute into classes, and turns regions back into words.
//!
//! Every answer is exact: proven, or refuted, or undecided when its [`Budget`] is used up. An answer that is shown has a
//! region as evidence, a box; [`decide`] replays any point of it.
//!
//! The class of one attribute may follow from those of others, as a sum of points: see [`Total`].
//!
//! All questions use one search for a part of a box that other boxes leave uncovered, in `search`; a bitset index of
//! boxes, in `index`; and the order of rules by rank, in `prepared`. Queries are independent and run in parallel;
//! answers do not depend on how.

mod answer;
mod bits;
mod class_set;
mod cover;
mod cube;
mod diff;
mod dnf;
mod index;
mod joint;
mod masked;
mod merge;
mod overlaps;
mod pieces;
mod prepared;
mod presence;
mod region;
mod search;
mod store;
mod table;
mod total;
mod unchanged;
mod within;

pub use answer::{Answer, Budget, Rest, proven};
pub use class_set::ClassSet;
pub use cover::{Gaps, always, gaps, never};
pub use cube::{Cube, Space};
pub use diff::{Change, Diff, diff};
pub use dnf::{Formula, MOST_CUBES, TooWide, cubes};
pub use joint::can_examine;
pub use masked::{standings, unreachable};
pub use merge::{Merge, mergeable};
pub use overlaps::{Overlap, Overlaps, Pairs, overlaps};
pub use prepared::{Prepared, Standing};
pub use presence::{redundancies, redundant, replaceable};
pub use region::pick;
pub use table::{Rule, Table, decide, effects};
pub use total::Total;
pub use within::{Within, within};
