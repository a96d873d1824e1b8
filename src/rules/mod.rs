//! Rules about a whole program: what the platform would refuse or ignore, what cannot have its stated effect, what is
//! probably wrong, and what is worth knowing.
//!
//! Each rule is one file in the folder of its family: its page, its check function, and what it reads. The combined
//! effect of the policies comes from [`crate::analysis::Effective`], over the whole catalogue, so no finding is based
//! on a sample.
//!
//! These habits keep the list of findings short:
//! - A rule reports nothing about parts that could not be read or found, since those are already reported.
//! - One cause gives one finding, whose labels show all its places.
//! - A message that shows some of many gives the total number.
//! - Deliberate choices are not reported, and each page says how to state them.
//!
//! [`crate::engine`] decides after the rules have run whether a warning is kept when there are errors.

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

/// Every rule that checks a whole program, in the order of the codes.
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
