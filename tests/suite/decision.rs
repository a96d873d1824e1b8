//! Exact answers about rules, compared with an enumeration of all points.

mod budget;
mod dnf;
mod oracle;
mod random;

pub use random::Random;
mod shown;
mod world;
