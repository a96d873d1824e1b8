//! Rules that give a level: conflicts, gaps, rules without effect (D40).

mod boundary_in_no_rule;
mod boundary_in_two_rules;
mod conflicting_rules;
mod constant_rule;
mod idle_condition;
mod impossible_rule;
mod masked_rule;
mod mergeable_rules;
mod needless_otherwise;
mod nothing_possible;
mod overlapping_rules;
mod points_given_twice;
mod points_missing;
mod redundant_rule;
mod turned_threshold;
mod uncovered_case;
mod undecided_rules;
mod uneven_totals;
mod unreached_level;

use crate::analysis::Check;

/// The rules of this family, in the order of the codes.
pub(super) static RULES: &[&Check] = &[
    &conflicting_rules::CHECK,
    &overlapping_rules::CHECK,
    &boundary_in_two_rules::CHECK,
    &uncovered_case::CHECK,
    &boundary_in_no_rule::CHECK,
    &masked_rule::CHECK,
    &impossible_rule::CHECK,
    &constant_rule::CHECK,
    &redundant_rule::CHECK,
    &idle_condition::CHECK,
    &unreached_level::CHECK,
    &mergeable_rules::CHECK,
    &undecided_rules::CHECK,
    &points_given_twice::CHECK,
    &points_missing::CHECK,
    &needless_otherwise::CHECK,
    &nothing_possible::CHECK,
    &uneven_totals::CHECK,
    &turned_threshold::CHECK,
];
