//! Exact answers about rules, held to looking at every point.

mod budget;
mod dnf;
mod oracle;
mod random;

pub use random::Random;
mod shown;
mod world;
