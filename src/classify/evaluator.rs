//! Rules compiled for many rows.
//!
//! Only the class of a value matters: which of the rules' comparisons it satisfies. A number that is only compared
//! with `> 500` is in one of two classes. Each field that is asked for has a slot; a list has one for each word that
//! rules look for. Class 0 is "not known". Conditions become short programs over the truths of comparisons, which are
//! tables by class. The model itself fills these tables, with one representative of each class, so that comparisons
//! are not implemented twice.

use std::borrow::Cow;

use ecow::EcoString;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::compiled::{Comparison, CompiledRule, CompiledSet, CompiledTest, Factors, Step, Steps, run};
use super::compiler::{Compiler, pairs};
use super::field::{Classes, Compared, Field};
use crate::analysis::Completions;
use crate::decision::{Prepared, Within};
use crate::model::classes::{Groups, ends};
use crate::model::condition::{Condition, Fact, Operand, TODAY};
use crate::model::criticity::{Outcome, RuleSet};
use crate::model::decide::{decided, points_of};
use crate::model::derived;
use crate::model::program::{Domain, Program};
use crate::model::subject;
use crate::syntax::expression::Operator;

/// Rules as programs over classes.
#[derive(Debug)]
pub struct Evaluator {
    fields: Vec<Field>,
    /// The number of classes of each slot, "not known" included.
    slots: Vec<u32>,
    comparisons: Vec<Comparison>,
    /// The rule set that gives the level.
    set: CompiledSet,
    /// The rule sets whose levels it asks for, each with the slot of its level, before the rule sets that ask for it.
    asked_sets: Vec<(usize, CompiledSet)>,
    /// Fields that are compared with each other.
    compared: Compared,
    /// The day by which ages are judged.
    today: Option<Date>,
    /// The fields that rules ask for, by name, each with a slot that is 0 where the field is unknown.
    asked: Vec<(EcoString, usize)>,
    /// The impossible combinations.
    impossible: Vec<Steps>,
    /// The results of rules for unknown values; none where they were not requested, or are too expensive.
    completions: Option<Completions>,
}

impl Evaluator {
    /// Compiles rules about subjects with these possible facts; none where the rules are not sound.
    pub fn new(rules: &RuleSet, domains: &[(String, Domain)]) -> Option<Self> {
        Self::with(&[], rules, domains, &[])
    }

    /// Compiles the rules of a program, with the impossible combinations it declares and the results for unknown
    /// values.
    pub fn of(program: &Program, rules: &RuleSet) -> Option<Self> {
        Self::of_day(program, rules, None)
    }

    /// As [`Evaluator::of`], with a day by which ages are judged.
    pub fn of_day(program: &Program, rules: &RuleSet, today: Option<Date>) -> Option<Self> {
        let on_day = |rules: &RuleSet| today.map_or_else(|| rules.clone(), |today| rules.on(today));
        let domains = subject::attributes(program, &rules.subject.name);
        let mut impossible: Vec<Condition> =
            subject::impossible(program, rules).into_iter().map(|one| one.condition.clone()).collect();
        impossible.iter_mut().zip(today).for_each(|(condition, today)| condition.judge_ages(today));
        let asked: Vec<RuleSet> = subject::asked_rules(program, rules).into_iter().map(on_day).collect();
        let dated = on_day(rules);
        // Facts that follow from other declarations are read only where a rule asks for them.
        let is_asked = |name: &str| {
            asked.iter().chain([&dated]).flat_map(RuleSet::names).any(|asked| asked == name)
                || impossible.iter().flat_map(Condition::names).any(|asked| *asked.name == *name)
        };
        let graded = |name: &str| subject::is_graded(program, &rules.subject.name, name);
        let domains: Vec<(String, Domain)> = domains
            .into_iter()
            .filter(|(name, _)| !(derived::is_derived(name) || graded(name)) || is_asked(name))
            .collect();
        let mut evaluator = Self::with(&asked, &dated, &domains, &impossible.iter().collect::<Vec<_>>())?;
        evaluator.completions = Completions::new(program, rules);
        evaluator.today = today;
        Some(evaluator)
    }

    fn with(
        asked_sets: &[RuleSet],
        rules: &RuleSet,
        domains: &[(String, Domain)],
        impossible: &[&Condition],
    ) -> Option<Self> {
        if !rules.sound || rules.scale.is_none() {
            return None;
        }
        let sets: Vec<&RuleSet> = asked_sets.iter().chain([rules]).collect();
        let levels: Vec<&str> = asked_sets.iter().map(RuleSet::name).collect();
        let mut leaves: FxHashMap<&str, Vec<&Condition>> = FxHashMap::default();
        for name in sets.iter().flat_map(|set| set.names()) {
            leaves.entry(name).or_default();
        }
        let names = domains.iter().map(|(name, _)| name.as_str());
        let wanted: Vec<&str> = names.filter(|name| leaves.contains_key(name) && !levels.contains(name)).collect();
        let all = || sets.iter().flat_map(|set| set.conditions()).chain(impossible.iter().copied());
        for leaf in all().flat_map(Condition::leaves) {
            if let Some(field) = leaf.field() {
                leaves.entry(&*field.name).or_default().push(leaf);
            }
        }
        let pairs = pairs(all());
        let groups = Groups::of(pairs.iter().copied());
        let mut optional: Vec<&str> = sets.iter().flat_map(|set| &set.optional).map(AsRef::as_ref).collect();
        optional.sort_unstable();
        let mut compiled = Compiler {
            domains,
            optional,
            fields: Vec::new(),
            slots: Vec::new(),
            comparisons: Vec::new(),
            pairs: Vec::new(),
        };
        let mut values = Compared::default();
        for (name, domain) in domains {
            let own = leaves.get(name.as_str()).map(Vec::as_slice);
            let beside: Vec<&str> = groups.beside(name).collect();
            // Fields that are compared are split at the same places, including the minimum and maximum of each.
            let borders: Vec<Operand> = domains
                .iter()
                .filter(|(known, _)| beside.contains(&known.as_str()))
                .filter_map(|(_, domain)| ends(domain))
                .collect();
            let others = beside.iter().flat_map(|other| leaves.get(other).into_iter().flatten());
            let more = others.flat_map(|leaf| leaf.operands());
            let more: Vec<_> = more.chain(borders.iter().map(|border| (Operator::Equal, border))).collect();
            let own = if beside.is_empty() { own } else { Some(own.unwrap_or_default()) };
            let mut field = Field::new(name, domain, own, &more, &mut compiled.slots);
            field.is_given = !levels.contains(&name.as_str());
            if !beside.is_empty() {
                field.compared = Some(values.values.len());
                values.values.push(None);
            }
            compiled.fields.push(field);
        }
        for (one, other) in &pairs {
            let place = |name: &str| compiled.fields.iter().find(|field| *field.name == *name)?.compared;
            values.pairs.push((place(one)?, place(other)?, compiled.slots.len()));
            compiled.pairs.push(((*one).to_owned(), (*other).to_owned(), compiled.slots.len()));
            compiled.slots.push(4);
        }
        let set = compiled.set(rules)?;
        let mut others = Vec::new();
        for asked in asked_sets {
            let own = compiled.set(asked)?;
            let field = compiled.fields.iter().find(|field| field.name == asked.head.symbol.name);
            if let Some(slot) = field.and_then(Field::known_slot) {
                others.push((slot, own));
            }
        }
        let impossible: Option<Vec<Steps>> = impossible.iter().map(|condition| compiled.condition(condition)).collect();
        let impossible = impossible?;
        let mut asked: Vec<(EcoString, usize)> = Vec::new();
        let fields = compiled.fields.iter().filter(|field| wanted.contains(&&*field.name));
        let fields = fields.filter(|field| !compiled.optional.contains(&&*field.name));
        asked.extend(fields.filter_map(|field| Some((field.name.clone(), field.known_slot()?))));
        asked.sort_unstable();
        Some(Self {
            fields: compiled.fields,
            slots: compiled.slots,
            comparisons: compiled.comparisons,
            set,
            asked_sets: others,
            compared: values,
            today: None,
            asked,
            impossible,
            completions: None,
        })
    }

    /// The facts that a subject may have, in the order of the domains.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The fields that rules ask for, sorted.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().map(|(name, _)| &**name)
    }

    /// The number of rules.
    pub fn rules(&self) -> usize {
        self.set.rules.len()
    }

    /// The number of classes of each slot.
    pub(super) fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// A subject without known facts.
    pub fn nothing_known(&self) -> Classes {
        Classes(vec![0; self.slots.len()], self.compared.clone())
    }

    /// The level that the rules give, as [`RuleSet::decide`] does.
    pub fn decide(&self, classes: &Classes) -> Outcome {
        self.of_set(&self.set, &self.graded(classes))
    }

    /// The known facts of a subject, with its levels on the scales that rules ask for.
    fn graded<'c>(&self, classes: &'c Classes) -> Cow<'c, Classes> {
        // A row is not copied if there is nothing to add.
        if self.asked_sets.is_empty() {
            return Cow::Borrowed(classes);
        }
        let mut known = classes.clone();
        for (slot, set) in &self.asked_sets {
            let level = self.of_set(set, &known).level();
            if let Some(class) = known.0.get_mut(*slot) {
                *class = level.map_or(0, |level| level + 1);
            }
        }
        Cow::Owned(known)
    }

    fn of_set(&self, set: &CompiledSet, classes: &Classes) -> Outcome {
        let mut stack = Vec::new();
        let points: Vec<Option<i64>> = set.cards.iter().map(|card| self.total(card, classes, &mut stack)).collect();
        let rule = |place: usize| {
            let index = *set.order.get(place)?;
            Some((index, set.rules.get(index)?.level))
        };
        let holds = |index: usize| self.rule(set.rules.get(index)?, &points, classes, &mut stack);
        let missing = || self.missing(classes);
        match &set.candidates {
            Some(candidates) => {
                decided(set.policy, candidates.of(classes).filter_map(rule), holds, set.otherwise, missing)
            }
            None => decided(set.policy, (0..set.order.len()).filter_map(rule), holds, set.otherwise, missing),
        }
    }

    /// The first statement that declares a subject impossible.
    pub(super) fn impossible(&self, classes: &Classes) -> Option<usize> {
        let mut stack = Vec::new();
        if self.impossible.is_empty() {
            return None;
        }
        let classes = &self.graded(classes);
        self.impossible.iter().position(|steps| self.run(steps, classes, &mut stack) == Some(true))
    }

    /// The results of rules for unknown values.
    pub(super) fn completions(&self) -> Option<&Completions> {
        self.completions.as_ref()
    }

    /// The common decision for all completions of a subject.
    pub(super) fn decided(&self, prepared: &Prepared<'_>, classes: &Classes) -> Option<Within> {
        let graded = self.graded(classes);
        let class = |slot: usize| graded.0.get(slot).copied().unwrap_or_default();
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
                None => match field.compared.and_then(|at| classes.1.values.get(at).copied().flatten()) {
                    Some(number) => field.value(number)?,
                    None => field.representative(class(slot))?.clone(),
                },
            };
            values.push((&field.name, value));
        }
        values.extend(self.today.map(|today| (TODAY, Operand::Date(today))));
        let facts = |name: &str| -> Fact<'_> {
            values.iter().find(|(known, _)| *known == name).map_or(Fact::Unknown, |(_, value)| value.fact())
        };
        self.completions.as_ref()?.decided(prepared, &facts)
    }

    fn missing(&self, classes: &Classes) -> Outcome {
        let unknown = self.asked.iter().filter(|(_, slot)| classes.0.get(*slot) == Some(&0));
        Outcome::Unknown { missing: unknown.map(|(name, _)| name.clone()).collect() }
    }

    fn rule(
        &self,
        rule: &CompiledRule,
        points: &[Option<i64>],
        classes: &Classes,
        stack: &mut Vec<Option<bool>>,
    ) -> Option<bool> {
        match &rule.test {
            CompiledTest::Always => Some(true),
            CompiledTest::When(steps) => self.run(steps, classes, stack),
            CompiledTest::Points(card, low, high) => {
                let points = points.get(*card).copied().flatten();
                points.map(|sum| low.is_none_or(|low| sum >= low) && high.is_none_or(|high| sum <= high))
            }
        }
    }

    /// The sum of the points of all factors; none where a factor has no points, or several values for them.
    fn total(&self, factors: &Factors, classes: &Classes, stack: &mut Vec<Option<bool>>) -> Option<i64> {
        factors.iter().try_fold(0_i64, |sum, factor| {
            let rows = factor.rows.iter().map(|(steps, points)| {
                (steps.as_ref().map_or(Some(true), |steps| self.run(steps, classes, stack)), *points)
            });
            sum.checked_add(points_of(factor.adds, rows)?)
        })
    }

    fn run(&self, steps: &[Step], classes: &Classes, stack: &mut Vec<Option<bool>>) -> Option<bool> {
        run(steps, stack, |index| {
            let comparison = self.comparisons.get(index)?;
            comparison.truth(*classes.0.get(comparison.slot)?)
        })
    }
}
