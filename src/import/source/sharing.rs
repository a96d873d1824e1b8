//! Sets that several policies share, and lists too long for one place, become named sets.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Base, SetExpression};
use super::items::{Item, Items, texts};
use super::names::{Names, symbol_of};

/// The minimum number of connectors of a shared set.
const LEAST_SHARED: usize = 3;
/// The minimum number of words that a shared set saves.
const LEAST_SAVING: usize = 3;
/// The maximum length of a list without a name.
const LONGEST_INLINE: usize = 40;
/// The maximum number of lists that are compared with one another.
const MOST_COMPARED: usize = 150;
/// The maximum number of shared sets.
const MOST_SETS: usize = 24;

/// The word for the connectors of an allow-list.
pub(super) const ALLOWED: &str = "allowed";

/// A named set.
pub(super) struct NamedSet {
    pub(super) name: String,
    pub(super) items: Items,
}

/// The expression of a group, and its policy.
pub(super) struct Use<'e> {
    /// The policy's symbol.
    pub(super) policy: String,
    /// The group of the connectors, or [`ALLOWED`].
    pub(super) word: &'static str,
    pub(super) expression: &'e mut SetExpression,
}

/// Takes shared and overlong sets out of the expressions and gives them names.
pub(super) fn share(uses: &mut [Use], names: &mut Names) -> Vec<NamedSet> {
    let mut sets = Vec::new();
    while sets.len() < MOST_SETS
        && let Some(items) = best(uses)
    {
        let name = names.take(&wanted_name(uses, &items));
        take_out(uses, &items, &name);
        sets.push(NamedSet { name, items });
    }
    for at in 0..uses.len() {
        while let Some(items) = uses.get(at).and_then(|of| overlong(of.expression)) {
            let wanted = uses.get(at).map(|of| set_name(of)).unwrap_or_default();
            let name = names.take(&wanted);
            take_out(uses, &items, &name);
            sets.push(NamedSet { name, items });
        }
    }
    sets.sort_by(|one, two| one.name.cmp(&two.name));
    sets
}

fn lists<'u>(uses: &'u [Use]) -> impl Iterator<Item = &'u Items> {
    uses.iter().flat_map(|of| [&of.expression.plus, &of.expression.minus])
}

fn overlong(expression: &SetExpression) -> Option<Items> {
    [&expression.plus, &expression.minus].into_iter().find(|list| list.len() > LONGEST_INLINE).cloned()
}

/// The set that saves most when it is named, if any is worth it.
fn best(uses: &[Use]) -> Option<Items> {
    let lists: Vec<&Items> = lists(uses).filter(|list| list.len() >= LEAST_SHARED).take(MOST_COMPARED).collect();
    // Items are represented by numbers in their order: sets of numbers are quick to compare.
    let everything: Items = lists.iter().copied().flatten().cloned().collect();
    let numbers: BTreeMap<&Item, u32> = everything.iter().zip(0..).collect();
    let mut times: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    for list in &lists {
        *times.entry(list.iter().filter_map(|item| numbers.get(item).copied()).collect()).or_default() += 1;
    }
    let distinct: Vec<&Vec<u32>> = times.keys().collect();
    let mut candidates: BTreeSet<Vec<u32>> = BTreeSet::new();
    candidates.extend(times.iter().filter(|(_, times)| **times > 1).map(|(list, _)| list.clone()));
    for (at, one) in distinct.iter().enumerate() {
        candidates.extend(distinct.iter().skip(at + 1).map(|two| common(one, two)));
    }
    let saving = |candidate: &Vec<u32>| {
        let holders = times.iter().filter(|(list, _)| common(candidate, list).len() == candidate.len());
        let times: usize = holders.map(|(_, times)| times).sum();
        // Each use saves all names except the set's own; the declaration costs them once.
        (times * (candidate.len() - 1)).checked_sub(candidate.len() + 3)
    };
    let (_, chosen) = candidates
        .iter()
        .filter(|candidate| candidate.len() >= LEAST_SHARED)
        .filter_map(|candidate| saving(candidate).map(|saving| (saving, candidate)))
        .filter(|(saving, _)| *saving >= LEAST_SAVING)
        .max_by(|(one_saving, one), (two_saving, two)| {
            one_saving.cmp(two_saving).then(one.len().cmp(&two.len())).then_with(|| two.cmp(one))
        })?;
    let chosen: BTreeSet<&u32> = chosen.iter().collect();
    Some(
        everything
            .into_iter()
            .zip(0_u32..)
            .filter(|(_, number)| chosen.contains(number))
            .map(|(item, _)| item)
            .collect(),
    )
}

/// The numbers that two sorted lists share.
fn common(one: &[u32], two: &[u32]) -> Vec<u32> {
    let mut both = Vec::new();
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    while let (Some(left), Some(right)) = (one.peek(), two.peek()) {
        match left.cmp(right) {
            Ordering::Less => drop(one.next()),
            Ordering::Greater => drop(two.next()),
            Ordering::Equal => {
                both.extend(one.next());
                two.next();
            }
        }
    }
    both
}

fn take_out(uses: &mut [Use], items: &Items, name: &str) {
    for of in uses {
        let expression = &mut *of.expression;
        for (list, sets) in
            [(&mut expression.plus, &mut expression.plus_sets), (&mut expression.minus, &mut expression.minus_sets)]
        {
            if items.is_subset(list) {
                list.retain(|item| !items.contains(item));
                sets.push(name.to_owned());
            }
        }
    }
}

/// The name of a set that is one group of one policy.
fn set_name(of: &Use) -> String {
    format!("{}_{}", symbol_of(&of.policy, "policy"), of.word)
}

/// A name for the set that a person might choose.
fn wanted_name(uses: &[Use], items: &Items) -> String {
    const DATAVERSE: [&str; 2] = ["commondataservice", "commondataserviceforapps"];
    const OFFICE: [&str; 13] = [
        "excelonlinebusiness",
        "office365",
        "office365groups",
        "office365groupsmail",
        "office365users",
        "onedriveforbusiness",
        "onenote",
        "outlooktasks",
        "planner",
        "sharepointonline",
        "teams",
        "todo",
        "wordonlinebusiness",
    ];
    let names = texts(items);
    let all_of = |known: &[&str]| names.iter().all(|name| known.contains(&name.as_str()));
    if all_of(&DATAVERSE) {
        return "dataverse".to_owned();
    }
    if all_of(&OFFICE) {
        return "office".to_owned();
    }
    let holders = || uses.iter().filter(|of| items.is_subset(&of.expression.plus));
    let mut whole = holders().filter(|of| of.expression.plus.len() == items.len());
    if let (Some(only), None) = (whole.next(), whole.next())
        && holders().count() == 1
    {
        return set_name(only);
    }
    let most = ["business", "non_business", "blocked", ALLOWED]
        .into_iter()
        .rev()
        .max_by_key(|word| holders().filter(|of| of.word == *word).count())
        .unwrap_or("business");
    format!("{most}_core")
}

impl SetExpression {
    /// The terms of the expression with their signs, with lists separate from the other terms.
    pub(super) fn terms(&self) -> Vec<Term> {
        let mut terms = Vec::new();
        let joined = usize::from(self.base.is_some())
            + self.plus_sets.len()
            + usize::from(!self.plus.is_empty())
            + usize::from(self.rest)
            + self.minus_sets.len()
            + usize::from(!self.minus.is_empty());
        match &self.base {
            None => {}
            Some(Base::All) => terms.push(Term::word('+', "all")),
            Some(Base::Unblockable) => terms.push(Term::word('+', "unblockable")),
            Some(Base::Where(test)) => {
                let selection = format!("connectors where {test}");
                let selection = if joined > 1 { format!("({selection})") } else { selection };
                terms.push(Term::Word('+', selection));
            }
        }
        terms.extend(self.plus_sets.iter().map(|set| Term::word('+', set)));
        if !self.plus.is_empty() {
            terms.push(Term::List('+', texts(&self.plus)));
        }
        if self.rest {
            terms.push(Term::word('+', "rest"));
        }
        terms.extend(self.minus_sets.iter().map(|set| Term::word('-', set)));
        if !self.minus.is_empty() {
            terms.push(Term::List('-', texts(&self.minus)));
        }
        terms
    }
}

/// A part of an expression, with the sign before it.
pub(super) enum Term {
    Word(char, String),
    List(char, Vec<String>),
}

impl Term {
    fn word(sign: char, text: &str) -> Self {
        Self::Word(sign, text.to_owned())
    }
}
