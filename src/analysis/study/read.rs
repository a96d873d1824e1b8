//! From a set of rules to a table over classes.

use super::axis::Axis;
use crate::decision::{ClassSet, Cube, Formula, MOST_CUBES, Rule, Space, Table, TooWide, cubes};
use crate::model::condition::Condition;
use crate::model::criticity::{Factor, HitPolicy, RuleSet, Scorecard, Test};
use crate::model::program::{Domain, Program};
use crate::model::subject;

/// The most boxes that a total of points may need; of a condition it is [`MOST_CUBES`].
const MOST_BOXES: usize = 4_096;

/// A set of rules as a table.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The attributes of the space.
    pub axes: Vec<Axis>,
    /// The rules, in their order; behind them `otherwise`, where there is one. Effects are indexes of levels.
    pub table: Table,
    /// The index of `otherwise` in the table.
    pub otherwise: Option<usize>,
}

/// Reads a sound set of rules. An error names the rule whose condition needs too many boxes; none of them where
/// the total of the scorecard does.
pub fn read(program: &Program, rules: &RuleSet) -> Result<Reading, Option<usize>> {
    let domains = subject::attributes(program, &rules.subject.name);
    let declared = subject::criteria(program, &rules.subject.name);
    let impossible: Vec<&Condition> = declared
        .into_iter()
        .flat_map(|criteria| &criteria.impossible)
        .chain(&rules.impossible)
        .map(|impossible| &impossible.condition)
        .collect();
    let axes = axes(rules, &impossible, &domains);
    let classes = axes.iter().map(|axis| axis.classes.len().min(usize::from(u16::MAX)) as u16).collect();
    let space = Space { classes };
    let mut table = Table { space, rules: Vec::new(), impossible: Vec::new() };
    for condition in impossible {
        let boxes = cubes(&table.space, &formula(&axes, condition), MOST_CUBES);
        table.impossible.extend(boxes.map_err(|_wide| None)?);
    }
    let points = rules.scorecard.as_ref().map(|card| Points::of(card, &axes));
    if let Some(points) = &points {
        table.impossible.extend(points.unscored());
    }
    for (index, rule) in rules.rules.iter().enumerate() {
        let boxes = match &rule.test {
            Test::Always => Ok(vec![Cube::universe()]),
            Test::When(condition) => cubes(&table.space, &formula(&axes, condition), MOST_CUBES),
            Test::Points(low, high) => match &points {
                Some(points) => points.boxes(*low, *high),
                None => Ok(Vec::new()),
            },
        };
        let effect = rule.level.target.unwrap_or(0);
        let rank = match rules.policy {
            HitPolicy::Unique | HitPolicy::Any => 0,
            HitPolicy::WorstWins => u32::MAX - 1 - effect,
            HitPolicy::FirstWins => index as u32,
        };
        table.rules.push(Rule { cubes: boxes.map_err(|_wide| Some(index))?, effect, rank });
    }
    let otherwise = rules.otherwise.as_ref().and_then(|level| level.target).map(|effect| {
        table.rules.push(Rule { cubes: vec![Cube::universe()], effect, rank: u32::MAX });
        table.rules.len() - 1
    });
    Ok(Reading { axes, table, otherwise })
}

/// The axes of all fields that rules ask for, in the order of the fields.
fn axes(rules: &RuleSet, impossible: &[&Condition], domains: &[(String, Domain)]) -> Vec<Axis> {
    let mut leaves: Vec<&Condition> = Vec::new();
    for condition in rules.conditions().chain(impossible.iter().copied()) {
        condition.each_leaf(&mut |leaf| leaves.push(leaf));
    }
    let factors = rules.scorecard.iter().flat_map(|card| &card.factors);
    let scored: Vec<&str> = factors.map(|factor| &*factor.field.name).collect();
    let mut axes = Vec::new();
    for (field, domain) in domains {
        let asked: Vec<&Condition> =
            leaves.iter().copied().filter(|leaf| leaf.field().is_some_and(|name| *name.name == **field)).collect();
        if asked.is_empty() && !scored.contains(&field.as_str()) {
            continue;
        }
        let Domain::Some(words) = domain else {
            axes.push(Axis::of(field, domain, &asked));
            continue;
        };
        let is_asked =
            |word: &str| asked.iter().any(|leaf| matches!(leaf, Condition::Contains(_, asked) if *asked.name == *word));
        axes.extend(words.iter().filter(|word| is_asked(word)).map(|word| Axis::of_word(field, domain, word)));
    }
    axes
}

/// A condition over the axes.
pub fn formula(axes: &[Axis], condition: &Condition) -> Formula {
    match condition {
        Condition::And(left, right) => Formula::All(vec![formula(axes, left), formula(axes, right)]),
        Condition::Or(left, right) => Formula::Any(vec![formula(axes, left), formula(axes, right)]),
        Condition::Not(inner, _) => Formula::Not(Box::new(formula(axes, inner))),
        Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) | Condition::Contains(name, _) => {
            let word = match condition {
                Condition::Contains(_, word) => Some(&*word.name),
                _single => None,
            };
            let is_meant = |axis: &Axis| *axis.field == *name.name && axis.word.as_deref() == word;
            match axes.iter().zip(0..).find(|(one, _)| is_meant(one)) {
                Some((found, index)) => Formula::In(index, found.holding(condition)),
                None => Formula::Const(false),
            }
        }
    }
}

/// A condition over the axes as if one part of it, which `and` or `or` joins to others, were not written.
pub fn formula_without(axes: &[Axis], condition: &Condition, part: &Condition) -> Formula {
    let inner = |side: &Condition| formula_without(axes, side, part);
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) if std::ptr::eq(left.as_ref(), part) => inner(right),
        Condition::And(left, right) | Condition::Or(left, right) if std::ptr::eq(right.as_ref(), part) => inner(left),
        Condition::And(left, right) => Formula::All(vec![inner(left), inner(right)]),
        Condition::Or(left, right) => Formula::Any(vec![inner(left), inner(right)]),
        Condition::Not(within, _) => Formula::Not(Box::new(inner(within))),
        Condition::Is(_) | Condition::Compare(..) | Condition::In(..) | Condition::Contains(..) => {
            formula(axes, condition)
        }
    }
}

/// The points of a scorecard, class by class.
struct Points {
    /// For each factor its axis and, for each class, its points; none where no row or more than one says them.
    factors: Vec<(u16, Vec<Option<i64>>)>,
}

impl Points {
    fn of(card: &Scorecard, axes: &[Axis]) -> Self {
        let place = |factor: &Factor| axes.iter().zip(0..).find(|(one, _)| one.field == factor.field.name);
        let factors = card.factors.iter().filter_map(|factor| {
            let (found, index) = place(factor)?;
            let sets = factor_rows(factor, found);
            let classes = (0..found.classes.len() as u16).map(|class| {
                let mut points = sets.iter().filter(|(set, _)| set.contains(class)).map(|(_, points)| *points);
                let first = points.next()?;
                points.all(|other| other == first).then_some(first)
            });
            Some((index, classes.collect()))
        });
        Self { factors: factors.collect() }
    }

    /// Boxes of values without points, which the scorecard says nothing of; that is told by itself.
    fn unscored(&self) -> Vec<Cube> {
        let boxes = self.factors.iter().map(|(axis, points)| {
            let classes = points.iter().zip(0..).filter(|(points, _)| points.is_none()).map(|(_, class)| class);
            Cube::of([(*axis, ClassSet::of(classes))])
        });
        boxes.filter(|cube| !cube.is_empty()).collect()
    }

    /// Boxes of the values whose points add up to a number in a range. Where the factors that are left can no
    /// longer lead out of the range, or into it, they are not looked at.
    fn boxes(&self, low: Option<i64>, high: Option<i64>) -> Result<Vec<Cube>, TooWide> {
        let (low, high) = (low.map_or(i128::MIN, i128::from), high.map_or(i128::MAX, i128::from));
        // Classes of equal points are taken together.
        let grouped: Vec<(u16, Vec<(i128, ClassSet)>)> =
            self.factors.iter().map(|(axis, points)| (*axis, by_points(points))).collect();
        let mut reach: Vec<(i128, i128)> = vec![(0, 0)];
        for (_, groups) in grouped.iter().rev() {
            let least = groups.iter().map(|(points, _)| *points).min().unwrap_or(0);
            let most = groups.iter().map(|(points, _)| *points).max().unwrap_or(0);
            let (below, above) = reach.last().copied().unwrap_or((0, 0));
            reach.push((below + least, above + most));
        }
        reach.reverse();
        let mut boxes = Vec::new();
        let mut open: Vec<(usize, i128, Cube)> = vec![(0, 0, Cube::universe())];
        while let Some((at, sum, cube)) = open.pop() {
            let (least, most) = reach.get(at).copied().unwrap_or((0, 0));
            if sum + most < low || sum + least > high {
                continue;
            }
            let (true, Some((axis, groups))) = (sum + least < low || sum + most > high, grouped.get(at)) else {
                boxes.push(cube);
                if boxes.len() > MOST_BOXES {
                    return Err(TooWide { limit: MOST_BOXES });
                }
                continue;
            };
            open.extend(groups.iter().rev().map(|(points, set)| (at + 1, sum + points, cube.clone().with(*axis, set))));
            if open.len() > MOST_BOXES * 16 {
                return Err(TooWide { limit: MOST_BOXES });
            }
        }
        Ok(boxes)
    }
}

fn by_points(points: &[Option<i64>]) -> Vec<(i128, ClassSet)> {
    let mut groups: Vec<(i128, ClassSet)> = Vec::new();
    for (points, class) in points.iter().zip(0..) {
        let Some(points) = points.map(i128::from) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == points) {
            Some((_, set)) => set.insert(class),
            None => groups.push((points, ClassSet::of([class]))),
        }
    }
    groups
}

/// The classes of a row of a factor, and its points.
pub type Scored = (ClassSet, i64);

/// The classes of each row of a factor, with its points.
pub fn factor_rows(factor: &Factor, axis: &Axis) -> Vec<Scored> {
    let alone = std::slice::from_ref(axis);
    let space = Space { classes: vec![axis.classes.len() as u16] };
    let classes = |condition: &Condition| {
        let boxes = cubes(&space, &formula(alone, condition), MOST_CUBES).unwrap_or_default();
        let sets = boxes.iter().map(|cube| cube.get(0).cloned().unwrap_or_else(|| ClassSet::full(space.classes_of(0))));
        sets.fold(ClassSet::empty(), |all, set| all.union(&set))
    };
    let full = || ClassSet::full(space.classes_of(0));
    factor.rows.iter().map(|row| (row.test.as_ref().map_or_else(full, classes), row.points)).collect()
}
