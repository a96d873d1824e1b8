//! Warnings and infos: what is probably wrong, and what is worth knowing.
//!
//! Each rule is one file in `rules/`: its page, its finder, and [`LINTS`] lists it. What the policies do
//! together is taken from [`crate::analysis::Effective`], over the whole catalogue, so no finding rests on
//! a sample. Three habits keep the list of findings short:
//! - one cause gives one finding, whose labels show all its places;
//! - a message that shows some of many says how many there are;
//! - what an author evidently wants is left alone, and each page says how to make a wish evident.

mod cells;
mod conditions;
mod effect;
mod levels;
mod listed;
mod own_reviews;
mod people;
mod places;
mod rules;
mod shadow;
mod unused;
mod words;

pub use rules::LINTS;
