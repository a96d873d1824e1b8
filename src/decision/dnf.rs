//! Converts formulas over classes into a few boxes.

use super::class_set::ClassSet;
use super::cube::{Cube, Space};

/// A formula over the attributes of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// All hold; an empty list holds everywhere.
    All(Vec<Formula>),
    /// At least one holds; an empty list holds nowhere.
    Any(Vec<Formula>),
    /// The formula does not hold.
    Not(Box<Formula>),
    /// The attribute has one of the classes.
    In(u16, ClassSet),
    /// Holds everywhere, or nowhere.
    Const(bool),
}

/// A formula needs more boxes than the limit, at least as an intermediate result; nothing is known about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the condition needs more than {limit} boxes")]
pub struct TooWide {
    /// The limit.
    pub limit: usize,
}

/// The default maximum number of boxes for a formula.
pub const MOST_CUBES: usize = 256;

/// Boxes that together contain exactly the points at which a formula holds, at most `limit`.
///
/// Negation is pushed down to the sets. Each part of the formula is read once, and narrows or splits a list of boxes
/// that is always kept short: empty boxes and boxes inside others are dropped, and boxes that differ in one attribute
/// are merged. So the work is at most the size of the formula times the square of the limit. The recursion is as deep
/// as the formula, whose nesting is limited.
pub fn cubes(space: &Space, formula: &Formula, limit: usize) -> Result<Vec<Cube>, TooWide> {
    let reading = Reading { space, limit };
    let mut list = List { space, cubes: Vec::new(), limit };
    for cube in reading.within(formula, Sign::Plain, vec![Cube::universe()])? {
        list.insert(cube)?;
    }
    list.cubes.sort_unstable();
    Ok(list.cubes)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plain,
    Negated,
}

struct Reading<'s> {
    space: &'s Space,
    limit: usize,
}

impl Reading<'_> {
    /// The parts of some boxes that satisfy a formula, or its negation.
    fn within(&self, formula: &Formula, sign: Sign, within: Vec<Cube>) -> Result<Vec<Cube>, TooWide> {
        match (formula, sign) {
            (Formula::Not(inner), Sign::Plain) => self.within(inner, Sign::Negated, within),
            (Formula::Not(inner), Sign::Negated) => self.within(inner, Sign::Plain, within),
            (Formula::All(parts), Sign::Plain) | (Formula::Any(parts), Sign::Negated) => self.all(parts, sign, within),
            (Formula::Any(parts), Sign::Plain) | (Formula::All(parts), Sign::Negated) => self.any(parts, sign, &within),
            (Formula::Const(holds), sign) => Ok(if *holds == (sign == Sign::Plain) { within } else { Vec::new() }),
            (Formula::In(attribute, set), sign) => {
                let set = match sign {
                    Sign::Plain => set.clone(),
                    Sign::Negated => set.complement(self.space.classes_of(*attribute)),
                };
                let mut list = List { space: self.space, cubes: Vec::new(), limit: self.limit };
                for cube in within {
                    let cube = cube.with(*attribute, &set).normal(self.space);
                    list.insert(cube)?;
                }
                Ok(list.cubes)
            }
        }
    }

    /// Each part narrows the result; plain sets come first, since they split nothing.
    fn all(&self, parts: &[Formula], sign: Sign, within: Vec<Cube>) -> Result<Vec<Cube>, TooWide> {
        let (plain, others): (Vec<&Formula>, Vec<&Formula>) = parts.iter().partition(|part| is_plain(part));
        let mut left = within;
        for part in plain.into_iter().chain(others) {
            if left.is_empty() {
                break;
            }
            left = self.within(part, sign, left)?;
        }
        Ok(left)
    }

    /// The union of the parts' results.
    fn any(&self, parts: &[Formula], sign: Sign, within: &[Cube]) -> Result<Vec<Cube>, TooWide> {
        let mut list = List { space: self.space, cubes: Vec::new(), limit: self.limit };
        for part in parts {
            for cube in self.within(part, sign, within.to_vec())? {
                list.insert(cube)?;
            }
        }
        Ok(list.cubes)
    }
}

fn is_plain(formula: &Formula) -> bool {
    match formula {
        Formula::In(..) | Formula::Const(_) => true,
        Formula::Not(inner) => matches!(**inner, Formula::In(..) | Formula::Const(_)),
        Formula::All(_) | Formula::Any(_) => false,
    }
}

/// Boxes of which none is empty or inside another, and no two differ in a single attribute only.
struct List<'s> {
    space: &'s Space,
    cubes: Vec<Cube>,
    limit: usize,
}

impl List<'_> {
    fn insert(&mut self, mut cube: Cube) -> Result<(), TooWide> {
        if cube.is_empty() {
            return Ok(());
        }
        // Each iteration removes a box from the list.
        loop {
            if self.cubes.iter().any(|other| cube.is_subset(other)) {
                return Ok(());
            }
            self.cubes.retain(|other| !other.is_subset(&cube));
            let near = self.cubes.iter().enumerate().find_map(|(at, other)| Some((at, joined(other, &cube)?)));
            let Some((at, both)) = near else { break };
            self.cubes.remove(at);
            // A set of all classes constrains nothing.
            cube = both.normal(self.space);
        }
        self.cubes.push(cube);
        if self.cubes.len() > self.limit { Err(TooWide { limit: self.limit }) } else { Ok(()) }
    }
}

/// The union of both boxes, where they constrain the same attributes and differ in one.
fn joined(a: &Cube, b: &Cube) -> Option<Cube> {
    if a.terms().len() != b.terms().len() {
        return None;
    }
    let mut unlike = a.terms().iter().zip(b.terms()).filter(|(a, b)| a != b);
    let (((attribute, own), (other, more)), None) = (unlike.next()?, unlike.next()) else { return None };
    (attribute == other).then(|| a.clone().instead(*attribute, Some(own.union(more))))
}
