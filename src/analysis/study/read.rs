//! Reads a rule set as a table over classes.

use ecow::EcoString;

use super::axis::{Axis, find};
use super::levels::{self, Asked};
use super::pairs::{self, Pairs};
use super::ratings;
use crate::decision::{ClassSet, Cube, Formula, MOST_CUBES, Rule, Space, Table, Total, can_examine, cubes};
use crate::model::classes::ends;
use crate::model::condition::{Condition, Operand};
use crate::model::criticity::{Factor, FactorRow, HitPolicy, RuleSet, Scorecard, Test};
use crate::model::program::{Domain, Program, domain_of};
use crate::model::subject;
use crate::syntax::expression::Operator;

/// A rule set as a table.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The attributes of the space.
    pub axes: Vec<Axis>,
    /// The rules, in their order, followed by `otherwise`, where there is one. Effects are indexes of levels.
    pub table: Table,
    /// The index of `otherwise` in the table.
    pub otherwise: Option<usize>,
    /// The number of impossible boxes that `never` declares. The others have values without points, levels that other
    /// rules do not give, orders that no values have, or a rating below that of a connector.
    declared: usize,
    /// The axes of levels from other rules that are independent of all other facts that are asked for, with those
    /// rules.
    pub(super) free: Vec<(u16, EcoString)>,
    /// For each scorecard of the rules, whether every value of its factors has points.
    is_scored: Vec<bool>,
    /// The axis of the sum of each scorecard of the rules; none where it has no sum.
    totals: Vec<Option<u16>>,
}

impl Reading {
    /// The boxes that `never` declares impossible.
    pub fn declared(&self) -> Vec<Cube> {
        self.table.impossible.iter().take(self.declared).cloned().collect()
    }

    /// The axis of the sum of a scorecard, where all its sums are known.
    pub fn total(&self, card: usize) -> Option<u16> {
        self.totals.get(card).copied().flatten().filter(|_| self.is_scored(card))
    }

    /// Whether every value of the factors of a scorecard has points. If not, its sums are not all known.
    pub fn is_scored(&self, card: usize) -> bool {
        self.is_scored.get(card).copied().unwrap_or(false)
    }
}

/// Reads a sound rule set. An error is the index of the rule whose condition needs too many boxes. It is `None` where
/// a `never` does, where a scorecard has too many sums, or where the rules of another level do.
pub fn read(program: &Program, rules: &RuleSet) -> Result<Reading, Option<usize>> {
    let domains = subject::attributes(program, &rules.subject.name);
    let asked = Asked::of(program, rules);
    // Everything that splits values: the rules themselves, and the rules for other levels that depend on the same
    // facts.
    let sets: Vec<&RuleSet> = asked.bound.iter().copied().chain([rules]).collect();
    let mut impossible: Vec<&Condition> =
        subject::impossible(program, rules).into_iter().map(|one| &one.condition).collect();
    impossible.extend(asked.bound.iter().flat_map(|set| &set.impossible).map(|one| &one.condition));
    let conditions = sets.iter().flat_map(|set| set.conditions()).chain(impossible.iter().copied());
    let leaves: Vec<&Condition> = conditions.flat_map(Condition::leaves).collect();
    let pairs = Pairs::of(&leaves, &domains).ok_or(None)?;
    let mut axes = axes(&sets, &leaves, &domains, &pairs, &rules.optional);
    axes.extend(pairs.axes(&domains));
    // The axis of each scorecard, rule set by rule set; none where its points cannot be added.
    let mut totals: Vec<Total> = Vec::new();
    let mut sums: Vec<Vec<Option<u16>>> = Vec::new();
    let mut unscored: Vec<Cube> = Vec::new();
    let mut is_scored = Vec::new();
    for set in &sets {
        let mut own = Vec::new();
        is_scored.clear();
        for (number, card) in set.scorecards.iter().enumerate() {
            let points = Points::of(card, &axes);
            let without = points.unscored();
            is_scored.push(without.is_empty());
            unscored.extend(without);
            let total = points.total(axes.len() as u16);
            let total = total.map(|total| summed(set, number, total, &mut axes)).transpose()?;
            own.push(total.as_ref().map(|total| total.attribute));
            totals.extend(total);
        }
        sums.push(own);
    }
    if !can_examine(&totals) {
        return Err(None);
    }
    let classes = axes.iter().map(|axis| axis.classes.len().min(usize::from(u16::MAX)) as u16).collect();
    let space = Space { classes, totals };
    let mut table = Table::empty(space, Vec::new());
    for condition in impossible {
        let boxes = cubes(&table.space, &formula(&axes, condition), MOST_CUBES);
        table.impossible.extend(boxes.map_err(|_wide| None)?);
    }
    let declared = table.impossible.len();
    table.impossible.extend(unscored);
    table.impossible.extend(pairs.impossible(&axes));
    if &*rules.subject.name == "app" {
        table.impossible.extend(ratings::too_low(program, &axes));
    }
    for (set, sums) in asked.bound.iter().zip(&sums) {
        table.impossible.extend(levels::elsewhere(&table.space, &axes, set, sums).ok_or(None)?);
    }
    let mut free = Vec::new();
    for set in &asked.free {
        let Some((index, _)) = find(&axes, set.name(), None) else { continue };
        table.impossible.extend(levels::unreached(program, set, index));
        free.push((index, set.head.symbol.name.clone()));
    }
    let own = sums.last().map(Vec::as_slice).unwrap_or_default();
    for (index, rule) in rules.rules.iter().enumerate() {
        let boxes = cubes(&table.space, &test(&axes, own, &rule.test), MOST_CUBES);
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
    let totals = own.to_vec();
    Ok(Reading { axes, table, otherwise, declared, free, is_scored, totals })
}

/// Adds the axis of a total, split by the ranges of the rules. An error where it has too many sums.
fn summed(rules: &RuleSet, card: usize, total: Total, axes: &mut Vec<Axis>) -> Result<Total, Option<usize>> {
    let ends = total.ends().filter(|_| total.is_examined()).ok_or(None)?;
    let ranges = rules.rules.iter().filter_map(|rule| match rule.test {
        Test::Points(of, low, high) if of == card => Some((low, high)),
        Test::Points(..) | Test::Always | Test::When(_) => None,
    });
    let name = rules.scorecards.get(card).and_then(|card| card.name.as_ref());
    let axis = Axis::of_total(name.map_or("total", |name| &name.name), ends, ranges);
    let starts = axis.classes.iter().skip(1).filter_map(|class| class.ends()?.0).collect();
    axes.push(axis);
    Ok(Total { starts, ..total })
}

/// The axes of all fields that rules ask for, in the order of the fields.
fn axes(
    sets: &[&RuleSet],
    leaves: &[&Condition],
    domains: &[(String, Domain)],
    pairs: &Pairs,
    optional: &[EcoString],
) -> Vec<Axis> {
    let scored: Vec<&str> = sets.iter().flat_map(|set| set.factors()).map(|factor| &*factor.field.name).collect();
    let mut axes = Vec::new();
    for (field, domain) in domains {
        let beside: Vec<&str> = pairs.beside(field).collect();
        let is_compared = |leaf: &Condition| {
            leaf.pair().is_some_and(|(one, _, other)| *one.name == **field || *other.name == **field)
        };
        let own: Vec<&Condition> = leaves.iter().copied().filter(|leaf| leaf.is_of(field)).collect();
        if own.is_empty() && !scored.contains(&field.as_str()) && !leaves.iter().any(|leaf| is_compared(leaf)) {
            continue;
        }
        let is_optional = optional.iter().any(|known| **known == **field);
        let Domain::Some(words) = domain else {
            // Fields that are compared are split at the same places, including the minimum and maximum of each.
            let others = leaves.iter().filter(|leaf| beside.iter().any(|name| leaf.is_of(name)));
            let borders: Vec<Operand> =
                beside.iter().filter_map(|name| domain_of(domains, name)).filter_map(ends).collect();
            let asked = own.iter().chain(others).flat_map(|leaf| leaf.operands());
            let asked: Vec<_> = asked.chain(borders.iter().map(|border| (Operator::Equal, border))).collect();
            let axis = Axis::of(field, domain, &asked);
            axes.push(if is_optional { axis.optional() } else { axis });
            continue;
        };
        let is_scored = scored.contains(&field.as_str());
        let is_asked = |word: &str| {
            is_scored || own.iter().any(|leaf| matches!(leaf, Condition::Contains(_, asked) if *asked.name == *word))
        };
        axes.extend(words.iter().filter(|word| is_asked(word)).map(|word| Axis::of_word(field, domain, word)));
        if is_optional {
            axes.push(Axis::of_answer(field, domain));
        }
    }
    axes
}

/// The formula for when a rule matches; `sums` has the axis of each scorecard. Points that cannot be added match
/// nothing.
pub fn test(axes: &[Axis], sums: &[Option<u16>], test: &Test) -> Formula {
    match test {
        Test::Always => Formula::Const(true),
        Test::When(condition) => formula(axes, condition),
        Test::Points(card, low, high) => {
            let sum = sums.get(*card).copied().flatten();
            let axis = sum.and_then(|sum| Some((sum, axes.get(usize::from(sum))?)));
            axis.map_or(Formula::Const(false), |(sum, axis)| Formula::In(sum, axis.within(*low, *high)))
        }
    }
}

/// The formula of a condition over the axes.
pub fn formula(axes: &[Axis], condition: &Condition) -> Formula {
    formula_without(axes, condition, None, true)
}

/// The formula for a condition that has the value `wanted`. Where a field was left unanswered, a comparison with it
/// is neither true nor false. One part of the condition, an operand of `and` or `or`, may be left out.
pub fn formula_without(axes: &[Axis], condition: &Condition, part: Option<&Condition>, wanted: bool) -> Formula {
    let inner = |side: &Condition| formula_without(axes, side, part, wanted);
    let is_part = |side: &Condition| part.is_some_and(|part| std::ptr::eq(side, part));
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) if is_part(left) => inner(right),
        Condition::And(left, right) | Condition::Or(left, right) if is_part(right) => inner(left),
        Condition::And(left, right) | Condition::Or(left, right) => {
            let sides = vec![inner(left), inner(right)];
            if matches!(condition, Condition::And(..)) == wanted { Formula::All(sides) } else { Formula::Any(sides) }
        }
        Condition::Not(within, _) => formula_without(axes, within, part, !wanted),
        Condition::Compare(left, operator, Operand::Field(right), _) => {
            pairs::formula(axes, &left.name, *operator, &right.name, wanted)
        }
        Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) | Condition::Contains(name, _) => {
            leaf(axes, condition, &name.name, wanted)
        }
    }
}

/// The formula of a condition on one fact.
fn leaf(axes: &[Axis], condition: &Condition, field: &str, wanted: bool) -> Formula {
    let word = match condition {
        Condition::Contains(_, word) => Some(&*word.name),
        _single => None,
    };
    let Some((index, found)) = find(axes, field, word) else { return Formula::Const(false) };
    let holding = found.holding(condition);
    let set = if wanted { holding } else { holding.complement(found.classes.len() as u16) };
    if condition.is_unanswered() {
        return Formula::In(index, set);
    }
    let answered = ClassSet::full(found.unanswered().unwrap_or(found.classes.len() as u16));
    let compared = Formula::In(index, set.intersection(&answered));
    match word.and_then(|_| find(axes, field, None)) {
        Some((answer, _)) => Formula::All(vec![compared, Formula::In(answer, ClassSet::of([0]))]),
        None => compared,
    }
}

/// The points of a scorecard, class by class.
struct Points {
    /// The axis of each factor and the points of its classes; none where no row or more than one gives them.
    factors: Vec<(u16, Vec<Option<i64>>)>,
}

impl Points {
    fn of(card: &Scorecard, axes: &[Axis]) -> Self {
        let lists = card.factors.iter().filter(|factor| factor.adds).flat_map(|factor| Self::of_list(factor, axes));
        let factors = card.factors.iter().filter(|factor| !factor.adds).filter_map(|factor| {
            let (index, found) = find(axes, &factor.field.name, None)?;
            let sets = factor_rows(factor, found);
            let classes = (0..found.classes.len() as u16).map(|class| {
                let mut points = sets.iter().filter(|(set, _)| set.contains(class)).map(|(_, points)| *points);
                let first = points.next()?;
                points.all(|other| other == first).then_some(first)
            });
            Some((index, classes.collect()))
        });
        Self { factors: lists.chain(factors).collect() }
    }

    /// The points of each word of a list factor. None where two rows give a word different points, or no row gives it
    /// any; that is reported separately.
    fn of_list(factor: &Factor, axes: &[Axis]) -> Vec<(u16, Vec<Option<i64>>)> {
        let own = axes.iter().zip(0..).filter(|(axis, _)| axis.is_field() && axis.field == factor.field.name);
        own.filter_map(|(axis, index)| {
            let Some(word) = &axis.word else {
                let missing = factor.rows.iter().find(|row| row.test.as_ref().is_some_and(Condition::is_unanswered));
                return axis.unanswered().map(|_| (index, vec![Some(0), missing.map(|row| row.points)]));
            };
            let is_of =
                |row: &&FactorRow| matches!(&row.test, Some(Condition::Contains(_, known)) if known.name == *word);
            let mut own = factor.rows.iter().filter(is_of);
            // A word without a row, or with two, has no points; that is reported separately.
            let points = own.next().filter(|_| own.next().is_none()).map(|row| row.points);
            Some((index, vec![Some(0), points]))
        })
        .collect()
    }

    /// Boxes of values without points, for which the scorecard has no answer; that is reported separately.
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
