//! Rules as one function over classes of values, and the regions of that function.

use std::collections::BTreeMap;

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::diagram::{Codes, Diagram, Id};
use super::values::Variable;
use super::{End, LIMIT, Region, Values};
use crate::model::Program;
use crate::model::condition::Condition;
use crate::model::criticity::{Factor, FactorRow, HitPolicy, Impossible, RuleSet, Scorecard, Test};
use crate::model::decide::points_of;
use crate::model::program::{Domain, domain_of};
use crate::model::subject;

/// The maximum number of variables of a function that is analysed.
const MAX_VARIABLES: usize = 256;

/// The maximum number of nodes that are visited to find the rules that lead to regions.
const MAX_STEPS: usize = 4_000_000;

const NO: u32 = 0;
const YES: u32 = 1;
const UNKNOWN: u32 = 2;

/// A variable's field and, for a list, its word.
type Key<'p> = (&'p str, Option<&'p str>);

/// Fields as variables, and functions of them.
pub(super) struct Builder<'p> {
    pub(super) variables: Vec<Variable<'p>>,
    places: BTreeMap<Key<'p>, usize>,
    pub(super) diagram: Diagram,
}

/// The state of evaluating the rules for a subject.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum State {
    /// No rule has matched.
    Open,
    /// No rule has certainly matched, and some may match; those give this level, or several.
    Unsure(Option<u32>),
    /// A rule decides.
    Rule(u32),
    /// Decided without a rule.
    Settled(End),
    /// `otherwise` decides.
    Otherwise,
}

pub(super) type States = Codes<State>;

/// The regions of rules, if any, and of impossible subjects: those that criteria, rules, and `more` declare.
pub(super) fn regions(
    program: &Program,
    subject: &str,
    rules: Option<&RuleSet>,
    more: &[Impossible],
) -> Option<Vec<Region>> {
    let domains = subject::attributes(program, subject);
    let declared = rules.into_iter().flat_map(|rules| subject::impossible(program, rules));
    let impossible: Vec<&Condition> = declared.chain(more).map(|one| &one.condition).collect();
    let mut builder = Builder::new(&domains, rules, &impossible)?;
    // Regions cannot hold a range of decimal numbers.
    if builder.variables.iter().any(|variable| matches!(variable.domain(), Domain::Number(1.., ..))) {
        return None;
    }
    let mut states = States::new();
    let decided = builder.decide(rules, &impossible, &mut states)?;
    // Only the level matters, not the rule that gives it.
    let mut ends = Codes::new();
    let level = |index: u32| rules.and_then(|rules| rules.rules.get(index as usize)).and_then(|rule| rule.level.target);
    let otherwise = rules.and_then(|rules| rules.otherwise.as_ref()).and_then(|level| level.target);
    let meaning = builder.diagram.map(decided, &mut |code| {
        ends.code(match states.get(code) {
            Some(State::Rule(index)) => level(index).map_or(End::Undecided, End::Level),
            Some(State::Otherwise) => otherwise.map_or(End::Gap, End::Level),
            Some(State::Settled(end)) => end,
            Some(State::Open) | None => End::Gap,
            Some(State::Unsure(_)) => End::Undecided,
        })
    })?;
    builder.diagram.size(meaning, LIMIT)?;
    let mut walk = Walk { builder: &builder, ends: &ends, path: Vec::new(), found: Vec::new() };
    walk.go(meaning)?;
    let mut steps = MAX_STEPS;
    let regions = walk.found.into_iter().map(|(path, outcome)| {
        let (rules, otherwise) = builder.deciders(decided, &path, &states, &mut steps);
        Region { fields: fields(&builder, path), outcome, rules, otherwise }
    });
    Some(regions.collect())
}

impl<'p> Builder<'p> {
    pub(super) fn new(
        domains: &'p [(String, Domain)],
        rules: Option<&'p RuleSet>,
        impossible: &[&'p Condition],
    ) -> Option<Self> {
        let mut asked: BTreeMap<Key<'p>, Vec<&'p Condition>> = BTreeMap::new();
        let own = rules.into_iter().flat_map(RuleSet::conditions);
        for leaf in impossible.iter().copied().chain(own).flat_map(Condition::leaves) {
            asked.entry(key(leaf)?).or_default().push(leaf);
        }
        if asked.len() > MAX_VARIABLES {
            return None;
        }
        let (mut variables, mut places) = (Vec::new(), BTreeMap::new());
        for (key, conditions) in asked {
            places.insert(key, variables.len());
            variables.push(Variable::new(key.0, key.1, domain_of(domains, key.0)?, &conditions)?);
        }
        let diagram = Diagram::new(variables.iter().map(Variable::arity).collect());
        Some(Self { variables, places, diagram })
    }

    /// The function whose value is the deciding rule, or another result.
    pub(super) fn decide(
        &mut self,
        rules: Option<&RuleSet>,
        impossible: &[&Condition],
        states: &mut States,
    ) -> Option<Id> {
        let open = states.code(State::Open);
        let mut found = self.diagram.end(open);
        if let Some(rules) = rules {
            let totals: Option<Vec<_>> = rules.scorecards.iter().map(|card| self.total(card)).collect();
            let totals = totals?;
            // In the order of `RuleSet::decide`.
            for index in rules.order() {
                let Some(rule) = rules.rules.get(index) else { continue };
                let truth = match &rule.test {
                    Test::Always => self.diagram.end(YES),
                    Test::When(condition) => self.truth(condition)?,
                    Test::Points(card, low, high) => match totals.get(*card) {
                        Some((total, sums)) => {
                            self.diagram.map(*total, &mut |code| match sums.get(code).flatten() {
                                None => UNKNOWN,
                                Some(sum) => {
                                    u32::from(low.is_none_or(|low| sum >= low) && high.is_none_or(|high| sum <= high))
                                }
                            })?
                        }
                        None => self.diagram.end(UNKNOWN),
                    },
                };
                let step = |state: State, truth: u32| match (state, truth) {
                    (State::Open, YES) => State::Rule(index as u32),
                    (State::Open, UNKNOWN) => State::Unsure(rule.level.target),
                    (State::Unsure(level), YES) => match rules.policy {
                        HitPolicy::Unique | HitPolicy::Any => State::Rule(index as u32),
                        HitPolicy::WorstWins | HitPolicy::FirstWins if level == rule.level.target => {
                            State::Rule(index as u32)
                        }
                        HitPolicy::WorstWins | HitPolicy::FirstWins => State::Settled(End::Undecided),
                    },
                    (State::Unsure(level), UNKNOWN) if level != rule.level.target => State::Unsure(None),
                    (state, _) => state,
                };
                found = self.diagram.join(found, truth, &mut |code, truth| {
                    let next = step(states.get(code).unwrap_or(State::Open), truth);
                    states.code(next)
                })?;
            }
            let otherwise = if rules.otherwise.is_some() { State::Otherwise } else { State::Settled(End::Gap) };
            found = self.diagram.map(found, &mut |code| {
                let next = match states.get(code) {
                    Some(State::Open) | None => otherwise,
                    Some(State::Unsure(_)) => State::Settled(End::Undecided),
                    Some(state) => state,
                };
                states.code(next)
            })?;
        }
        for condition in impossible {
            let truth = self.truth(condition)?;
            let cannot = states.code(State::Settled(End::Impossible));
            found = self.diagram.join(found, truth, &mut |code, truth| if truth == YES { cannot } else { code })?;
        }
        Some(found)
    }

    /// A restricted function, in which subjects to which a factor gives no points are impossible.
    pub(super) fn only_scored(&mut self, rules: &RuleSet, decided: Id, states: &mut States) -> Option<Id> {
        let cannot = states.code(State::Settled(End::Impossible));
        rules.scorecards.iter().try_fold(decided, |decided, card| {
            let (total, sums) = self.total(card)?;
            self.diagram.join(decided, total, &mut |code, sum| {
                if sums.get(sum).flatten().is_none() { cannot } else { code }
            })
        })
    }

    /// The function for whether a condition holds.
    fn truth(&mut self, condition: &Condition) -> Option<Id> {
        match condition {
            Condition::And(left, right) => {
                let (left, right) = (self.truth(left)?, self.truth(right)?);
                self.diagram.join(left, right, &mut |left, right| left & right)
            }
            Condition::Or(left, right) => {
                let (left, right) = (self.truth(left)?, self.truth(right)?);
                self.diagram.join(left, right, &mut |left, right| left | right)
            }
            Condition::Not(inner, _) => {
                let inner = self.truth(inner)?;
                self.diagram.map(inner, &mut |holds| YES - holds.min(YES))
            }
            Condition::Is(_) | Condition::Compare(..) | Condition::In(..) | Condition::Contains(..) => {
                let place = *self.places.get(&key(condition)?)?;
                let ends = [self.diagram.end(NO), self.diagram.end(YES)];
                let variable = self.variables.get(place)?;
                let holds = |class| usize::from(variable.satisfies(condition, class));
                let children = (0..variable.arity()).filter_map(|class| ends.get(holds(class)).copied()).collect();
                Some(self.diagram.choice(place, children))
            }
        }
    }

    /// The sum of the points of all factors, by its code; none where a factor has none.
    fn total(&mut self, card: &Scorecard) -> Option<(Id, Codes<Option<i64>>)> {
        let mut sums = Codes::<Option<i64>>::new();
        let mut total = self.diagram.end(sums.code(Some(0)));
        for factor in card.factors.iter().filter(|factor| factor.adds) {
            for row in &factor.rows {
                let held = self.truth(row.test.as_ref()?)?;
                total = self.diagram.join(total, held, &mut |left, held| {
                    let sum = sums.get(left).flatten();
                    sums.code(if held == YES { sum.and_then(|sum| sum.checked_add(row.points)) } else { sum })
                })?;
            }
        }
        for factor in card.factors.iter().filter(|factor| !factor.adds) {
            let place = self.places.get(&(&*factor.field.name, None)).copied();
            let variable = place.and_then(|place| self.variables.get(place));
            let classes = variable.map_or(1, Variable::arity);
            let points: Vec<u32> = (0..classes).map(|class| sums.code(points(factor, variable, class))).collect();
            let children: Vec<Id> = points.into_iter().map(|code| self.diagram.end(code)).collect();
            let factor = self.diagram.choice(place.unwrap_or(0), children);
            total = self.diagram.join(total, factor, &mut |left, right| {
                let both = sums.get(left).flatten().zip(sums.get(right).flatten());
                sums.code(both.and_then(|(left, right)| left.checked_add(right)))
            })?;
        }
        Some((total, sums))
    }

    /// The rules that decide somewhere in a region, and whether `otherwise` does; none where the limit of steps is
    /// reached.
    fn deciders(&self, root: Id, path: &[Step], states: &States, steps: &mut usize) -> (Vec<u32>, bool) {
        let (mut rules, mut otherwise) = (Vec::new(), false);
        let mut seen = FxHashSet::default();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(left) = steps.checked_sub(1) else { return (Vec::new(), false) };
            *steps = left;
            if let Some(code) = self.diagram.value(id) {
                match states.get(code) {
                    Some(State::Rule(index)) => rules.push(index),
                    Some(State::Otherwise) => otherwise = true,
                    Some(State::Open | State::Unsure(_) | State::Settled(_)) | None => {}
                }
            }
            let Some((variable, children)) = self.diagram.branches(id) else { continue };
            match path.iter().find(|step| step.variable == variable) {
                Some(step) => open.extend(step.classes.iter().filter_map(|class| children.get(*class))),
                None => open.extend(children),
            }
        }
        rules.sort_unstable();
        (rules, otherwise)
    }
}

/// The points of a factor for the values of a class, as [`RuleSet::decide`] counts them.
fn points(factor: &Factor, variable: Option<&Variable<'_>>, class: usize) -> Option<i64> {
    let matches = |row: &FactorRow| match &row.test {
        None => Some(true),
        Some(condition) => Some(variable?.satisfies(condition, class)),
    };
    points_of(false, factor.rows.iter().map(|row| (matches(row), row.points)))
}

fn key(condition: &Condition) -> Option<Key<'_>> {
    match condition {
        Condition::Is(name) | Condition::Compare(name, ..) | Condition::In(name, ..) => Some((&name.name, None)),
        Condition::Contains(name, word) => Some((&name.name, Some(&word.name))),
        Condition::And(..) | Condition::Or(..) | Condition::Not(..) => None,
    }
}

/// One step on the way to a region: some classes of a variable.
#[derive(Clone)]
struct Step {
    variable: usize,
    classes: Vec<usize>,
    values: Values,
}

struct Walk<'b, 'p> {
    builder: &'b Builder<'p>,
    ends: &'b Codes<End>,
    path: Vec<Step>,
    found: Vec<(Vec<Step>, End)>,
}

impl Walk<'_, '_> {
    /// INVARIANT: the recursion is at most as deep as the number of variables, which is small.
    fn go(&mut self, id: Id) -> Option<()> {
        let Some((variable, children)) = self.builder.diagram.branches(id) else {
            let end = self.builder.diagram.value(id).and_then(|code| self.ends.get(code))?;
            self.found.push((self.path.clone(), end));
            return (self.found.len() <= LIMIT).then_some(());
        };
        for (child, classes, values) in self.builder.variables.get(variable)?.sides(children) {
            self.path.push(Step { variable, classes, values });
            self.go(child)?;
            self.path.pop();
        }
        Some(())
    }
}

/// The fields of a path; the words of one list are adjacent.
fn fields(builder: &Builder<'_>, path: Vec<Step>) -> Vec<(EcoString, Values)> {
    let mut fields: Vec<(EcoString, Values)> = Vec::new();
    for Step { variable, values, .. } in path {
        let field = builder.variables.get(variable).map_or("", Variable::field);
        match (fields.last_mut(), values) {
            (Some((known, Values::List(holds, lacks))), Values::List(more, fewer)) if *known == *field => {
                holds.extend(more);
                lacks.extend(fewer);
            }
            (_, values) => fields.push((field.into(), values)),
        }
    }
    fields
}
