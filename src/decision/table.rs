//! Rules over a space, and what they decide at one point, by plain loops.

use super::cube::{Cube, Space};

/// A rule: where it matches, and what it says there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule matches the points of any of these. No box matches nothing, the universe everything.
    pub cubes: Vec<Cube>,
    /// What the rule says; equal numbers say the same.
    pub effect: u32,
    /// Its place in the order: the lowest rank that matches decides.
    pub rank: u32,
}

impl Rule {
    /// Whether the rule matches a point.
    pub fn matches(&self, point: &[u16]) -> bool {
        self.cubes.iter().any(|cube| cube.contains(point))
    }
}

/// Rules over one space.
///
/// Among the rules that match a point, those of the lowest rank decide. Where these say unlike things, the
/// point is in conflict. So a list in which the first match wins gives each rule its place as rank, a table in
/// which the worst wins the severity of what it says, and a table whose rows must not overlap one rank to all;
/// `otherwise` is a universe of the highest rank. These are the hit policies First, Priority, Unique and Any of
/// DMN 1.3, section 8.2.8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The points.
    pub space: Space,
    /// The rules, in the order of the source.
    pub rules: Vec<Rule>,
    /// Points that cannot be: taken out of the space before any question.
    pub impossible: Vec<Cube>,
}

impl Table {
    /// Whether a point can be.
    pub fn is_possible(&self, point: &[u16]) -> bool {
        !self.impossible.iter().any(|cube| cube.contains(point))
    }
}

/// The rules that decide at a point, ascending; none where no rule matches.
///
/// This is the definition that every other answer is held to. It does not ask whether the point is possible.
pub fn decide(table: &Table, point: &[u16]) -> Vec<usize> {
    let mut deciding = Vec::new();
    let mut lowest = u32::MAX;
    for (index, rule) in table.rules.iter().enumerate() {
        if rule.rank > lowest || !rule.matches(point) {
            continue;
        }
        if rule.rank < lowest {
            deciding.clear();
            lowest = rule.rank;
        }
        deciding.push(index);
    }
    deciding
}

/// What is decided at a point: the effects of its deciding rules, ascending, each once.
pub fn effects(table: &Table, point: &[u16]) -> Vec<u32> {
    let mut effects: Vec<u32> = decide(table, point).into_iter().map(|index| table.rules[index].effect).collect();
    effects.sort_unstable();
    effects.dedup();
    effects
}
