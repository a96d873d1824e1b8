//! Rules compiled for many rows.
//!
//! Of a value only its class matters: which of the comparisons that rules make it satisfies. A number that is
//! held against `> 500` alone is in one of two classes, whatever it is. Each asked field has a slot, a list one
//! for each word that rules look for; class 0 is "not known". Conditions become short programs over the truths of
//! comparisons, which are tables by class. What the tables hold is asked of the model itself, one representative
//! of each class at a time, so that no comparison is written a second time here.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::candidates::Candidates;
use super::field::{Classes, Field};
use super::spans::Spans;
use crate::analysis::Completions;
use crate::decision::{Prepared, Within};
use crate::model::condition::{Condition, Fact, Operand, kleene};
use crate::model::criticity::{Decider, HitPolicy, Outcome, RuleSet, Test};
use crate::model::program::{Domain, Program};
use crate::model::subject;

/// What a comparison or condition is: false, true, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    False,
    True,
    Unknown,
}

impl Truth {
    const fn of(known: Option<bool>) -> Self {
        match known {
            None => Self::Unknown,
            Some(true) => Self::True,
            Some(false) => Self::False,
        }
    }

    const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
        }
    }

    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
        }
    }

    const fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

/// One comparison: the classes of a slot for which it holds.
#[derive(Debug)]
struct Comparison {
    slot: usize,
    holding: Spans,
}

/// A step of a condition, behind its parts.
#[derive(Clone, Copy, Debug)]
enum Step {
    Comparison(usize),
    And,
    Or,
    Not,
}

/// A condition as steps.
type Steps = Vec<Step>;

/// Of each factor of a scorecard its rows: when they match, and how many points they give.
type Factors = Vec<Vec<(Option<Steps>, i64)>>;

#[derive(Debug)]
enum CompiledTest {
    Always,
    When(Steps),
    Points(Option<i64>, Option<i64>),
}

#[derive(Debug)]
struct CompiledRule {
    test: CompiledTest,
    level: u32,
}

/// Rules as programs over classes.
#[derive(Debug)]
pub struct Evaluator {
    fields: Vec<Field>,
    /// How many classes each slot has, "not known" included.
    slots: Vec<u32>,
    comparisons: Vec<Comparison>,
    rules: Vec<CompiledRule>,
    /// The rules in the order in which they count.
    order: Vec<usize>,
    /// Which of them may match, by their places in that order.
    candidates: Option<Candidates>,
    policy: HitPolicy,
    otherwise: Option<u32>,
    /// The factors of the scorecard, where there is one.
    factors: Option<Factors>,
    /// The fields that rules ask for, by name, each with a slot that is 0 where it is not known.
    asked: Vec<(EcoString, usize)>,
    /// What cannot be.
    impossible: Vec<Steps>,
    /// What rules say where something is not known; none where it was not asked for, or takes too much.
    completions: Option<Completions>,
}

impl Evaluator {
    /// Compiles rules about subjects of which these facts may be known; none where the rules are not sound.
    pub fn new(rules: &RuleSet, domains: &[(String, Domain)]) -> Option<Self> {
        Self::with(rules, domains, &[], None)
    }

    /// Compiles the rules of a program, with what it declares impossible and what can be said where something is
    /// not known.
    pub fn of(program: &Program, rules: &RuleSet) -> Option<Self> {
        let domains = subject::attributes(program, &rules.subject.name);
        let impossible: Vec<&Condition> =
            subject::impossible(program, rules).into_iter().map(|one| &one.condition).collect();
        Self::with(rules, &domains, &impossible, Completions::new(program, rules))
    }

    fn with(
        rules: &RuleSet,
        domains: &[(String, Domain)],
        impossible: &[&Condition],
        completions: Option<Completions>,
    ) -> Option<Self> {
        if !rules.sound || rules.scale.is_none() {
            return None;
        }
        let mut leaves: FxHashMap<&str, Vec<&Condition>> = FxHashMap::default();
        rules.each_name(&mut |name| {
            if let Some((known, _)) = domains.iter().find(|(known, _)| known == name) {
                leaves.entry(known).or_default();
            }
        });
        let names = domains.iter().map(|(name, _)| name.as_str());
        let wanted: Vec<&str> = names.filter(|name| leaves.contains_key(name)).collect();
        for condition in rules.conditions().chain(impossible.iter().copied()) {
            condition.each_leaf(&mut |leaf| {
                if let Some(field) = leaf.field() {
                    leaves.entry(&*field.name).or_default().push(leaf);
                }
            });
        }
        let mut compiled = Compiler { fields: Vec::new(), slots: Vec::new(), comparisons: Vec::new() };
        for (name, domain) in domains {
            let field = Field::new(name, domain, leaves.get(name.as_str()).map(Vec::as_slice), &mut compiled.slots);
            compiled.fields.push(field);
        }
        let mut compiled_rules = Vec::new();
        for rule in &rules.rules {
            let test = match &rule.test {
                Test::Always => CompiledTest::Always,
                Test::When(condition) => CompiledTest::When(compiled.condition(condition)?),
                Test::Points(low, high) => CompiledTest::Points(*low, *high),
            };
            compiled_rules.push(CompiledRule { test, level: rule.level.target? });
        }
        let factors = match &rules.scorecard {
            None => None,
            Some(card) => {
                let mut factors = Factors::new();
                for factor in &card.factors {
                    let mut rows = Vec::new();
                    for row in &factor.rows {
                        let steps = match &row.test {
                            Some(condition) => Some(compiled.condition(condition)?),
                            None => None,
                        };
                        rows.push((steps, row.points));
                    }
                    factors.push(rows);
                }
                Some(factors)
            }
        };
        let otherwise = match &rules.otherwise {
            None => None,
            Some(level) => Some(level.target?),
        };
        let impossible: Option<Vec<Steps>> = impossible.iter().map(|condition| compiled.condition(condition)).collect();
        let impossible = impossible?;
        let mut asked: Vec<(EcoString, usize)> = Vec::new();
        let fields = compiled.fields.iter();
        let fields = fields.filter(|field| wanted.contains(&&*field.name));
        asked.extend(fields.filter_map(|field| Some((field.name.clone(), field.known_slot()?))));
        asked.sort_unstable();
        let order = rules.order();
        let candidates = compiled.candidates(order.iter().filter_map(|index| compiled_rules.get(*index)));
        Some(Self {
            fields: compiled.fields,
            slots: compiled.slots,
            comparisons: compiled.comparisons,
            rules: compiled_rules,
            order,
            candidates,
            policy: rules.policy,
            otherwise,
            factors,
            asked,
            impossible,
            completions,
        })
    }

    /// What may be known of a subject, in the order of the domains.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The fields that rules ask for, sorted.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().map(|(name, _)| &**name)
    }

    /// How many rules there are.
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// How many classes each slot has.
    pub(super) fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// A subject of which nothing is known.
    pub fn nothing_known(&self) -> Classes {
        Classes(vec![0; self.slots.len()])
    }

    /// The level that the rules give, as [`RuleSet::decide`] gives it.
    pub fn decide(&self, classes: &Classes) -> Outcome {
        let mut stack = Vec::new();
        let points = self.factors.as_ref().and_then(|factors| self.total(factors, classes, &mut stack));
        let mut decision = Decision::default();
        let mut visit = |place: usize| -> Option<Outcome> {
            let index = *self.order.get(place)?;
            let rule = self.rules.get(index)?;
            match self.rule(rule, points, classes, &mut stack) {
                Truth::False => None,
                Truth::Unknown => {
                    decision.open(rule.level);
                    None
                }
                // A rule before this one that may match changes nothing where it gives the same level.
                Truth::True => Some(match self.policy {
                    HitPolicy::WorstWins | HitPolicy::FirstWins if decision.is_open_but_for(rule.level) => {
                        self.missing(classes)
                    }
                    HitPolicy::Unique | HitPolicy::Any | HitPolicy::WorstWins | HitPolicy::FirstWins => {
                        Outcome::Level { level: rule.level, by: Decider::Rule(index as u32) }
                    }
                }),
            }
        };
        let found = match &self.candidates {
            Some(candidates) => candidates.of(classes).find_map(&mut visit),
            None => (0..self.order.len()).find_map(&mut visit),
        };
        match (found, self.otherwise) {
            (Some(found), _) => found,
            _ if decision.is_open() => self.missing(classes),
            (None, Some(level)) => Outcome::Level { level, by: Decider::Otherwise },
            (None, None) => Outcome::Gap,
        }
    }

    /// The first statement that declares a subject impossible.
    pub(super) fn impossible(&self, classes: &Classes) -> Option<usize> {
        let mut stack = Vec::new();
        self.impossible.iter().position(|steps| self.run(steps, classes, &mut stack) == Truth::True)
    }

    /// What rules say where something is not known.
    pub(super) fn completions(&self) -> Option<&Completions> {
        self.completions.as_ref()
    }

    /// What is decided of all that a subject may turn out to be.
    pub(super) fn decided(&self, prepared: &Prepared<'_>, classes: &Classes) -> Option<Within> {
        let class = |slot: usize| classes.0.get(slot).copied().unwrap_or_default();
        let mut values: Vec<(&str, Operand)> = Vec::new();
        for field in &self.fields {
            let Some(slot) = field.known_slot().filter(|slot| class(*slot) != 0) else { continue };
            let value = match field.listed() {
                Some(words) => {
                    let mut held: Vec<EcoString> =
                        words.filter(|(_, slot)| class(*slot) == 2).map(|(word, _)| word.clone()).collect();
                    held.sort_unstable();
                    Operand::List(held)
                }
                None => field.representative(class(slot))?.clone(),
            };
            values.push((&field.name, value));
        }
        let facts = |name: &str| -> Fact<'_> {
            values.iter().find(|(known, _)| *known == name).map_or(Fact::Unknown, |(_, value)| value.fact())
        };
        self.completions.as_ref()?.decided(prepared, &facts)
    }

    fn missing(&self, classes: &Classes) -> Outcome {
        let unknown = self.asked.iter().filter(|(_, slot)| classes.0.get(*slot) == Some(&0));
        Outcome::Unknown { missing: unknown.map(|(name, _)| name.clone()).collect() }
    }

    fn rule(&self, rule: &CompiledRule, points: Option<i64>, classes: &Classes, stack: &mut Vec<Truth>) -> Truth {
        match &rule.test {
            CompiledTest::Always => Truth::True,
            CompiledTest::When(steps) => self.run(steps, classes, stack),
            CompiledTest::Points(low, high) => {
                Truth::of(points.map(|sum| low.is_none_or(|low| sum >= low) && high.is_none_or(|high| sum <= high)))
            }
        }
    }

    /// The points of all factors together; none where one of them has none, or more than one value for them.
    fn total(&self, factors: &Factors, classes: &Classes, stack: &mut Vec<Truth>) -> Option<i64> {
        factors.iter().try_fold(0_i64, |sum, rows| {
            let mut found = None;
            for (steps, points) in rows {
                let matches = match steps.as_ref().map(|steps| self.run(steps, classes, stack)) {
                    None | Some(Truth::True) => true,
                    Some(Truth::False) => false,
                    Some(Truth::Unknown) => return None,
                };
                match found {
                    Some(other) if matches && other != *points => return None,
                    _same if matches => found = Some(*points),
                    _none => {}
                }
            }
            sum.checked_add(found?)
        })
    }

    fn run(&self, steps: &[Step], classes: &Classes, stack: &mut Vec<Truth>) -> Truth {
        stack.clear();
        // INVARIANT: every step finds its parts on the stack, since the compiler wrote them before it.
        let pop = |stack: &mut Vec<Truth>| stack.pop().unwrap_or(Truth::Unknown);
        for step in steps {
            let truth = match step {
                Step::Comparison(index) => self.comparison(*index, classes),
                Step::Not => pop(stack).not(),
                Step::And => pop(stack).and(pop(stack)),
                Step::Or => pop(stack).or(pop(stack)),
            };
            stack.push(truth);
        }
        pop(stack)
    }

    fn comparison(&self, index: usize, classes: &Classes) -> Truth {
        let Some(comparison) = self.comparisons.get(index) else { return Truth::Unknown };
        match classes.0.get(comparison.slot) {
            None | Some(0) => Truth::Unknown,
            Some(class) => Truth::of(Some(comparison.holding.contains(*class))),
        }
    }
}

struct Compiler {
    fields: Vec<Field>,
    slots: Vec<u32>,
    comparisons: Vec<Comparison>,
}

impl Compiler {
    fn condition(&mut self, condition: &Condition) -> Option<Steps> {
        let mut steps = Vec::new();
        self.steps(condition, &mut steps)?;
        Some(steps)
    }

    fn steps(&mut self, condition: &Condition, steps: &mut Steps) -> Option<()> {
        match condition {
            Condition::And(left, right) | Condition::Or(left, right) => {
                self.steps(left, steps)?;
                self.steps(right, steps)?;
                steps.push(if matches!(condition, Condition::And(..)) { Step::And } else { Step::Or });
            }
            Condition::Not(inner, _) => {
                self.steps(inner, steps)?;
                steps.push(Step::Not);
            }
            Condition::Is(name)
            | Condition::Compare(name, ..)
            | Condition::In(name, ..)
            | Condition::Contains(name, _) => {
                let field = self.fields.iter().find(|field| *field.name == *name.name)?;
                let holds =
                    |value: &Operand| kleene(condition, &|_| Some(&field.domain), &|_| value.fact()) == Some(true);
                let (slot, holding) = field.holding(condition, &holds)?;
                steps.push(Step::Comparison(self.comparisons.len()));
                self.comparisons.push(Comparison { slot, holding });
            }
        }
        Some(())
    }

    /// For each rule the slots it asks for, and the classes of each with which it may match.
    fn candidates<'r>(&self, rules: impl Iterator<Item = &'r CompiledRule>) -> Option<Candidates> {
        let asked = rules.map(|rule| {
            let CompiledTest::When(steps) = &rule.test else { return Vec::new() };
            let mut slots: Vec<usize> = steps.iter().filter_map(|step| self.slot(*step)).collect();
            slots.sort_unstable();
            slots.dedup();
            slots.into_iter().map(|slot| (slot, self.may_match(steps, slot))).collect()
        });
        Candidates::new(&self.slots, &asked.collect::<Vec<_>>())
    }

    fn slot(&self, step: Step) -> Option<usize> {
        match step {
            Step::Comparison(index) => Some(self.comparisons.get(index)?.slot),
            Step::And | Step::Or | Step::Not => None,
        }
    }

    /// The classes of a slot with which a condition is not false for every value of the others.
    fn may_match(&self, steps: &[Step], slot: usize) -> Spans {
        let classes = self.slots.get(slot).copied().unwrap_or_default();
        // Of each part the classes with which it may be other than false, and other than true.
        let mut stack: Vec<(Spans, Spans)> = Vec::new();
        let free = || (Spans::all(classes), Spans::all(classes));
        for step in steps {
            let pop = |stack: &mut Vec<(Spans, Spans)>| stack.pop().unwrap_or_else(free);
            let part = match step {
                Step::Comparison(index) => match self.comparisons.get(*index).filter(|one| one.slot == slot) {
                    Some(one) => {
                        let mut unknown = Spans::default();
                        unknown.push(0, 1);
                        (one.holding.or(&unknown, classes), one.holding.others(classes))
                    }
                    None => free(),
                },
                Step::Not => {
                    let (not_false, not_true) = pop(&mut stack);
                    (not_true, not_false)
                }
                Step::And => {
                    let (left, right) = (pop(&mut stack), pop(&mut stack));
                    (left.0.and(&right.0), left.1.or(&right.1, classes))
                }
                Step::Or => {
                    let (left, right) = (pop(&mut stack), pop(&mut stack));
                    (left.0.or(&right.0, classes), left.1.and(&right.1))
                }
            };
            stack.push(part);
        }
        stack.pop().unwrap_or_else(free).0
    }
}

/// The levels of rules that count before the one at hand and may match.
#[derive(Default)]
enum Decision {
    #[default]
    Nothing,
    Level(u32),
    Several,
}

impl Decision {
    fn open(&mut self, level: u32) {
        *self = match self {
            Self::Nothing => Self::Level(level),
            Self::Level(known) if *known == level => Self::Level(level),
            Self::Level(_) | Self::Several => Self::Several,
        };
    }

    const fn is_open(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    /// Whether one of them is of another level.
    fn is_open_but_for(&self, level: u32) -> bool {
        match self {
            Self::Nothing => false,
            Self::Level(known) => *known != level,
            Self::Several => true,
        }
    }
}
