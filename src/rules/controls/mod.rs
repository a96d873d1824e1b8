//! The requirements of a level: controls, offers, guidelines (D41).

mod control_without_connectors;
mod control_without_environment;
mod for_every_level;
mod for_no_level;
mod guideline_without_advice;
mod level_asks_for_less;
mod level_without_control;
mod levels;
mod offer_out_of_reach;
mod process_without_owner;
mod unused_offer;
mod weaker_process;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &level_without_control::CHECK,
    &process_without_owner::CHECK,
    &offer_out_of_reach::CHECK,
    &control_without_environment::CHECK,
    &control_without_connectors::CHECK,
    &weaker_process::CHECK,
    &unused_offer::CHECK,
    &guideline_without_advice::CHECK,
    &for_no_level::CHECK,
    &for_every_level::CHECK,
    &level_asks_for_less::CHECK,
];
