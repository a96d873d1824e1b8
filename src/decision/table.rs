//! Rules over a space, and their decision at one point, by plain loops.

use super::cube::{Cube, Space};

/// A rule: the points it matches, and its effect there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The boxes whose points the rule matches. An empty list matches nothing, the universe everything.
    pub cubes: Vec<Cube>,
    /// The effect of the rule; equal numbers are the same effect.
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
/// Of the rules that match a point, those of the lowest rank decide. If they have different effects, the point is in
/// conflict. So in a list where the first match wins, the rank is the position. In a table where the worst wins, it
/// is the severity of the effect. In a table whose rows must not overlap, all rules have one rank. `otherwise` is a
/// universe of the highest rank. These are the hit policies First, Priority, Unique and Any of DMN 1.3, section
/// 8.2.8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The points.
    pub space: Space,
    /// The rules, in the order of the source.
    pub rules: Vec<Rule>,
    /// Impossible points, which are excluded from the space before any question.
    pub impossible: Vec<Cube>,
}

impl Table {
    /// A space without rules.
    pub fn empty(space: Space, impossible: Vec<Cube>) -> Self {
        Self { space, rules: Vec::new(), impossible }
    }

    /// Whether a point is possible.
    pub fn is_possible(&self, point: &[u16]) -> bool {
        !self.impossible.iter().any(|cube| cube.contains(point))
    }
}

/// The rules that decide at a point, ascending; none where no rule matches.
///
/// This is the definition that all other answers must agree with. It does not check whether the point is possible.
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

/// The decision at a point: the effects of its deciding rules, ascending, each once.
pub fn effects(table: &Table, point: &[u16]) -> Vec<u32> {
    let mut effects: Vec<u32> = decide(table, point).into_iter().map(|index| table.rules[index].effect).collect();
    effects.sort_unstable();
    effects.dedup();
    effects
}
