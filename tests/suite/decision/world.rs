//! A small table with all its points enumerated.

use dictum::decision::{Answer, ClassSet, Cube, Table, decide, effects};

use super::random::{all_points, points};

/// Every possible point, with the decision there.
pub struct World<'t> {
    pub table: &'t Table,
    pub points: Vec<Vec<u16>>,
    /// The deciding rules for each point.
    pub deciding: Vec<Vec<usize>>,
    /// The effects for each point.
    pub effects: Vec<Vec<u32>>,
}

/// The numbers of questions and answers.
#[derive(Debug, Default)]
pub struct Figures {
    pub tables: usize,
    pub questions: usize,
    pub undecided: usize,
    pub witnesses: usize,
    pub replayed: usize,
    pub mismatches: Vec<String>,
}

impl Figures {
    /// Counts a question, and reports a wrong answer.
    pub fn hold(&mut self, is_right: bool, what: &str, table: &Table) {
        self.questions += 1;
        if !is_right {
            self.mismatches.push(format!("{what}: {table:?}"));
        }
    }

    /// Counts an answer, and reports one that is not `truth`.
    pub fn compare(&mut self, answer: Answer, truth: bool, what: &str, table: &Table) {
        if answer == Answer::Undecided {
            self.undecided += 1;
        } else {
            self.hold(answer.is_yes() == truth, what, table);
        }
    }

    /// Checks a condition at every point of a witness region.
    pub fn replay(&mut self, what: &str, world: &World<'_>, region: &Cube, holds: impl Fn(&[u16]) -> bool) {
        self.witnesses += 1;
        let before = self.replayed;
        let is_right = all_points(&world.table.space, region, |point| {
            self.replayed += 1;
            world.table.is_possible(point) && holds(point)
        });
        let is_right = is_right && self.replayed > before;
        self.hold(is_right, &format!("region {region:?} of {what}"), world.table);
    }

    /// Checks a region, and that no attribute of it can get one more class inside one of `limits`.
    pub fn replay_greatest(
        &mut self,
        what: &str,
        world: &World<'_>,
        region: &Cube,
        limits: &[Cube],
        holds: impl Fn(&[u16]) -> bool,
    ) {
        self.replay(what, world, region, &holds);
        let space = &world.table.space;
        let is_good = |cube: &Cube| all_points(space, cube, |point| world.table.is_possible(point) && holds(point));
        let is_greatest = limits.iter().any(|limit| {
            let limit = limit.normal(space);
            region.is_subset(&limit)
                && region.terms().iter().all(|(attribute, set)| {
                    let all = limit.get(*attribute).cloned().unwrap_or(ClassSet::full(space.classes_of(*attribute)));
                    all.iter()
                        .filter(|class| !set.contains(*class))
                        .all(|class| !is_good(&region.clone().instead(*attribute, Some(ClassSet::of([class])))))
                })
        });
        self.hold(is_greatest, &format!("greatest region {region:?} of {what}"), world.table);
    }
}

impl<'t> World<'t> {
    pub fn new(table: &'t Table) -> Self {
        let mut points = points(&table.space, &Cube::universe());
        points.retain(|point| table.is_possible(point));
        let deciding = points.iter().map(|point| decide(table, point)).collect();
        let effects = points.iter().map(|point| effects(table, point)).collect();
        Self { table, points, deciding, effects }
    }

    /// Whether a rule matches some possible point.
    pub fn matches(&self, rule: usize) -> bool {
        self.points.iter().any(|point| self.table.rules[rule].matches(point))
    }

    pub fn decides(&self, rule: usize) -> bool {
        self.deciding.iter().any(|deciding| deciding.contains(&rule))
    }

    /// Whether another table over the same points has the same decisions.
    pub fn is_same(&self, other: &Table) -> bool {
        self.points.iter().zip(&self.effects).all(|(point, known)| effects(other, point) == *known)
    }

    /// Whether every possible point of a rule is matched by one of the others.
    pub fn covered(&self, rule: usize, others: &[usize]) -> bool {
        let rules = &self.table.rules;
        let mut own = self.points.iter().filter(|point| rules[rule].matches(point));
        own.all(|point| others.iter().any(|other| rules[*other].matches(point)))
    }
}
