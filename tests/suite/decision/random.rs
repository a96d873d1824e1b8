//! Small random tables, the same in every run.

use dictum::decision::{ClassSet, Cube, Rule, Space, Table};

/// Splitmix64 (Steele, Lea and Flood, 2014).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// How ranks are given.
#[derive(Clone, Copy, Debug)]
pub enum Scheme {
    FirstWins,
    WorstWins,
    Unique,
    Mixed,
}

pub const SCHEMES: [Scheme; 4] = [Scheme::FirstWins, Scheme::WorstWins, Scheme::Unique, Scheme::Mixed];

/// A space of at most 150 points.
pub fn space(random: &mut Random) -> Space {
    let mut classes = Vec::new();
    let mut points = 1;
    for _ in 0..2 + random.below(4) {
        let own = 2 + random.below(4);
        if points * own > 150 {
            break;
        }
        points *= own;
        classes.push(own as u16);
    }
    Space::of(classes)
}

/// A box that may be empty, contain everything, or write out a set of all classes.
pub fn cube(random: &mut Random, space: &Space) -> Cube {
    let mut cube = Cube::universe();
    for (attribute, classes) in (0..).zip(&space.classes) {
        if random.one_in(2) {
            let set = ClassSet::of((0..*classes).filter(|_| !random.one_in(3)));
            cube = cube.with(attribute, &if set.is_empty() && !random.one_in(8) { ClassSet::of([0]) } else { set });
        }
    }
    cube
}

fn cubes(random: &mut Random, space: &Space) -> Vec<Cube> {
    let count = if random.one_in(3) { random.below(4) } else { 1 };
    (0..count).map(|_| cube(random, space)).collect()
}

pub fn table(random: &mut Random, space: &Space, scheme: Scheme) -> Table {
    let effects = 1 + random.below(3);
    let rules = (0..=random.below(9)).map(|place| {
        let effect = random.below(effects) as u32;
        let rank = match scheme {
            Scheme::FirstWins => place as u32,
            Scheme::WorstWins => effect,
            Scheme::Unique => 0,
            Scheme::Mixed => random.below(3) as u32,
        };
        Rule { cubes: cubes(random, space), effect, rank }
    });
    let rules = rules.collect();
    let impossible =
        if random.one_in(2) { (0..random.below(4)).map(|_| narrow(random, space)).collect() } else { Vec::new() };
    Table { space: space.clone(), rules, impossible }
}

/// A box that constrains every attribute but one, so that some points stay possible.
fn narrow(random: &mut Random, space: &Space) -> Cube {
    let free = random.below(space.classes.len());
    let sets = (0..).zip(&space.classes).filter(|(attribute, _)| usize::from(*attribute) != free);
    Cube::of(sets.map(|(attribute, classes)| {
        (attribute, ClassSet::of((0..2).map(|_| random.below(usize::from(*classes)) as u16)))
    }))
}

/// Whether a condition holds at every point of a box.
pub fn all_points(space: &Space, cube: &Cube, mut holds: impl FnMut(&[u16]) -> bool) -> bool {
    let allowed = |(attribute, classes): (u16, &u16)| -> Vec<u16> {
        (0..*classes).filter(|class| cube.get(attribute).is_none_or(|set| set.contains(*class))).collect()
    };
    let allowed: Vec<Vec<u16>> = (0..).zip(&space.classes).map(allowed).collect();
    if allowed.iter().any(Vec::is_empty) {
        return true;
    }
    let mut at = vec![0; allowed.len()];
    let mut point: Vec<u16> = allowed.iter().map(|classes| classes[0]).collect();
    loop {
        if !holds(&point) {
            return false;
        }
        let Some(next) = (0..at.len()).find(|attribute| at[*attribute] + 1 < allowed[*attribute].len()) else {
            return true;
        };
        at[next] += 1;
        at[..next].fill(0);
        for attribute in 0..=next {
            point[attribute] = allowed[attribute][at[attribute]];
        }
    }
}

/// Every point of a box.
pub fn points(space: &Space, cube: &Cube) -> Vec<Vec<u16>> {
    let mut points = Vec::new();
    all_points(space, cube, |point| {
        points.push(point.to_vec());
        true
    });
    points
}
