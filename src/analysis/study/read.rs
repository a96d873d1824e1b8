//! From a set of rules to a table over classes.

use super::axis::{Axis, Class};
use crate::decision::{ClassSet, Cube, Formula, MOST_CUBES, Rule, Space, Table, Total, cubes};
use crate::model::condition::Condition;
use crate::model::criticity::{Factor, HitPolicy, RuleSet, Scorecard, Test};
use crate::model::program::{Domain, Program};
use crate::model::subject;

/// A set of rules as a table.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The attributes of the space.
    pub axes: Vec<Axis>,
    /// The rules, in their order; behind them `otherwise`, where there is one. Effects are indexes of levels.
    pub table: Table,
    /// The index of `otherwise` in the table.
    pub otherwise: Option<usize>,
    /// How many of the impossible boxes `never` declares; the others have values without points.
    declared: usize,
}

impl Reading {
    /// What `never` declares impossible.
    pub fn declared(&self) -> Vec<Cube> {
        self.table.impossible.iter().take(self.declared).cloned().collect()
    }
}

/// Reads a sound set of rules. An error names the rule whose condition needs too many boxes; none of them where
/// a `never` does, or the sums of the scorecard are too many to be told apart.
pub fn read(program: &Program, rules: &RuleSet) -> Result<Reading, Option<usize>> {
    let domains = subject::attributes(program, &rules.subject.name);
    let impossible: Vec<&Condition> =
        subject::impossible(program, rules).into_iter().map(|one| &one.condition).collect();
    let mut axes = axes(rules, &impossible, &domains);
    let points = rules.scorecard.as_ref().map(|card| Points::of(card, &axes));
    let total = points.as_ref().and_then(|points| points.total(axes.len() as u16));
    let total = total.map(|total| summed(rules, total, &mut axes)).transpose()?;
    let sums = total.as_ref().map(|total| total.attribute);
    let classes = axes.iter().map(|axis| axis.classes.len().min(usize::from(u16::MAX)) as u16).collect();
    let space = Space { classes, total };
    let mut table = Table { space, rules: Vec::new(), impossible: Vec::new() };
    for condition in impossible {
        let boxes = cubes(&table.space, &formula(&axes, condition), MOST_CUBES);
        table.impossible.extend(boxes.map_err(|_wide| None)?);
    }
    let declared = table.impossible.len();
    if let Some(points) = &points {
        table.impossible.extend(points.unscored());
    }
    for (index, rule) in rules.rules.iter().enumerate() {
        let boxes = match &rule.test {
            Test::Always => Ok(vec![Cube::universe()]),
            Test::When(condition) => cubes(&table.space, &formula(&axes, condition), MOST_CUBES),
            Test::Points(low, high) => Ok(match sums.and_then(|at| Some((at, axes.get(usize::from(at))?))) {
                Some((at, axis)) => vec![Cube::of([(at, axis.within(*low, *high))])],
                None => Vec::new(),
            }),
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
    Ok(Reading { axes, table, otherwise, declared })
}

/// Adds the axis of the total, which the ranges of the rules cut. An error where its sums are too many.
fn summed(rules: &RuleSet, total: Total, axes: &mut Vec<Axis>) -> Result<Total, Option<usize>> {
    let ends = total.ends().filter(|_| total.is_examined()).ok_or(None)?;
    let ranges = rules.rules.iter().filter_map(|rule| match rule.test {
        Test::Points(low, high) => Some((low, high)),
        Test::Always | Test::When(_) => None,
    });
    let axis = Axis::of_total(ends, ranges);
    let firsts = axis.classes.iter().skip(1).filter_map(|class| match class {
        Class::Numbers(first, _) => *first,
        _other => None,
    });
    let starts = firsts.collect();
    axes.push(axis);
    Ok(Total { starts, ..total })
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

    /// The sum of all factors; none where one of them gives no points at all.
    fn total(&self, attribute: u16) -> Option<Total> {
        let mut parts: Vec<(u16, Vec<Option<i64>>)> = Vec::new();
        for (axis, points) in &self.factors {
            let Some((_, known)) = parts.iter_mut().find(|(known, _)| known == axis) else {
                parts.push((*axis, points.clone()));
                continue;
            };
            // A field that gives points twice gives both.
            for (known, more) in known.iter_mut().zip(points) {
                *known = known.zip(*more).and_then(|(known, more)| known.checked_add(more));
            }
        }
        let gives = |(_, points): &(u16, Vec<Option<i64>>)| points.iter().any(Option::is_some);
        parts.iter().all(gives).then(|| Total { attribute, parts, starts: Vec::new() })
    }
}

/// The classes of a row of a factor, and its points.
pub type Scored = (ClassSet, i64);

/// The classes of each row of a factor, with its points.
pub fn factor_rows(factor: &Factor, axis: &Axis) -> Vec<Scored> {
    let alone = std::slice::from_ref(axis);
    let space = Space::of(vec![axis.classes.len() as u16]);
    let classes = |condition: &Condition| {
        let boxes = cubes(&space, &formula(alone, condition), MOST_CUBES).unwrap_or_default();
        let sets = boxes.iter().map(|cube| cube.get(0).cloned().unwrap_or_else(|| ClassSet::full(space.classes_of(0))));
        sets.fold(ClassSet::empty(), |all, set| all.union(&set))
    };
    let full = || ClassSet::full(space.classes_of(0));
    factor.rows.iter().map(|row| (row.test.as_ref().map_or_else(full, classes), row.points)).collect()
}
