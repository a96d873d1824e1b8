//! What the platform would refuse or forget, and what cannot mean what it says.
//!
//! Each rule is one file of [`rules`], with its page. A check is silent about what could not be read or
//! found, since that has been reported: a policy with a misspelt group is not also blamed for the group
//! it seems to lack.

pub mod rules;

mod each;
mod ids;
mod names;
mod parts;
mod places;

pub use rules::CHECKS;
