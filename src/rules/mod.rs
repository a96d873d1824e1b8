//! What the platform would refuse or forget, what cannot mean what it says, what is probably wrong, and what is worth
//! knowing.
//!
//! Each rule is one file in the folder of its family: its page, its finder, and what it reads. What the policies do
//! together is taken from [`crate::analysis::Effective`], over the whole catalogue, so no finding rests on a sample.
//! Habits that keep the list of findings short:
//! - a rule reports nothing about what could not be read or found, since that has been reported already;
//! - one cause gives one finding, whose labels show all its places;
//! - a message that shows some of many says how many there are;
//! - what an author evidently wants is left alone, and each page says how to make that evident.
//!
//! Whether a warning holds beside errors is decided after the rules have run, in [`crate::engine`].

mod apps;
mod connectors;
mod controls;
mod decision_rules;
pub mod environments;
mod hygiene;
mod identity;
mod organisation;
mod ratings;
mod roles;
mod shared;
mod tenant;

use crate::analysis::{Check, Reads};

/// The rules of each family.
static FAMILIES: &[&[&Check]] = &[
    environments::RULES,
    connectors::RULES,
    ratings::RULES,
    decision_rules::RULES,
    controls::RULES,
    apps::RULES,
    roles::RULES,
    organisation::RULES,
    tenant::RULES,
    identity::RULES,
    hygiene::RULES,
];

/// Every rule that looks at a whole program, in the order of the codes.
pub fn all() -> Vec<&'static Check> {
    let mut rules: Vec<&Check> = FAMILIES.iter().copied().flatten().copied().collect();
    rules.sort_unstable_by_key(|check| check.rule.code);
    rules
}

/// The rules for errors, in the order of the codes.
pub fn errors() -> Vec<&'static Check> {
    all().into_iter().filter(|check| matches!(check.reads, Reads::Sound)).collect()
}

/// The rules for warnings and infos, in the order of the codes.
pub fn warnings() -> Vec<&'static Check> {
    all().into_iter().filter(|check| !matches!(check.reads, Reads::Sound)).collect()
}
