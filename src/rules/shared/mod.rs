//! Helpers that several rule families use.

pub(in crate::rules) mod each;
pub(in crate::rules) mod listed;
pub(in crate::rules) mod names;
pub(in crate::rules) mod parts;
pub(in crate::rules) mod people;
pub(in crate::rules) mod places;
pub(in crate::rules) mod repeated;
pub(in crate::rules) mod rest;
pub(in crate::rules) mod unused;
pub(in crate::rules) mod words;
