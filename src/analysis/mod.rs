//! What follows from the program as a whole.
//!
//! [`Effective`] is the combined effect of all data policies on each environment. [`together`] answers whether
//! connectors may be used together and what would have to change. [`governance`] has the requirements for apps,
//! [`duties`] their status, [`levels`] the levels that apps could have, [`access`] who may do what in which
//! environment. [`Context`] is the input of rules.

pub mod access;
pub mod administrators;
mod conflicts;
mod context;
mod custom;
pub mod duties;
mod each;
mod effective;
pub mod governance;
pub mod grids;
pub mod levels;
mod limits;
mod pattern;
pub mod persons;
mod placement;
mod placements;
mod question;
pub mod responsibilities;
mod standing;
pub mod study;
pub mod unreached;

pub use access::Access;
pub use conflicts::conflicts;
pub use context::{Check, Context, Finder, Follows, Meaning, Reads};
pub use each::{Each, Earlier, FoundOfEach};
pub use effective::{Cell, Class, ClassId, Effect, Effective};
pub use limits::{Limit, LimitKind, LimitRule, LimitedBy, limits, limits_under, without_actions};
pub use pattern::{matches as matches_pattern, matches_folded as matches_folded_pattern};
pub use placement::{Placement, decided_at, fitting, placement, placements_of};
pub use placements::Placements;
pub use question::{Answer, Change, Homes, Obstacle, together, together_to_come};
pub use standing::standing;
pub use study::{Completions, Study};
