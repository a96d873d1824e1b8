//! Set expressions: the shortest clear form for the connectors of a group.

use super::conditions;
use super::items::{Items, Writing};
use crate::catalog::{Connector, Tier};
use crate::import::read::Condition;
use crate::syntax::text_value::quote;

/// Below this number of connectors, a list is clearer than a condition that happens to match.
const LEAST_FOR_A_CONDITION: usize = 8;

/// A set of connectors in source form: additions before removals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SetExpression {
    /// The set it starts from.
    pub(super) base: Option<Base>,
    /// Named sets that are added.
    pub(super) plus_sets: Vec<String>,
    /// Connectors that are added.
    pub(super) plus: Items,
    /// Whether it includes `rest`.
    pub(super) rest: bool,
    /// Named sets that are removed.
    pub(super) minus_sets: Vec<String>,
    /// Connectors that are removed.
    pub(super) minus: Items,
}

/// A selection from the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// Every connector.
    All,
    /// Those that cannot be blocked.
    Unblockable,
    /// Those that pass a test.
    Where(String),
}

impl SetExpression {
    /// Whether it is empty.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// `rest`, and some connectors by name for which `rest` would have another meaning.
    pub(super) fn rest(plus: Items) -> Self {
        Self { plus, rest: true, ..Self::default() }
    }

    /// The shortest clear expression that equals `wanted` for the catalogue. `elsewhere` are the connectors of the
    /// policy's other groups: exceptions to a condition must be among them.
    pub(super) fn of(wanted: &Items, elsewhere: &Items, writing: &Writing) -> Self {
        let list = Self { plus: wanted.clone(), ..Self::default() };
        let unblockable = writing.all(|connector| !connector.blockable);
        let everything = writing.everything();
        let mut candidates = Vec::new();
        for (base, members) in [(Base::Unblockable, unblockable), (Base::All, everything)] {
            let plus: Items = wanted.difference(&members).cloned().collect();
            let minus: Items = members.difference(wanted).cloned().collect();
            let cost = 1 + plus.len() + minus.len();
            if cost * 2 < wanted.len() {
                candidates.push((cost, Self { base: Some(base), plus, minus, ..Self::default() }));
            }
        }
        candidates.extend(by_condition(wanted, elsewhere, writing));
        candidates.into_iter().min_by_key(|(cost, _)| *cost).map_or(list, |(_, expression)| expression)
    }

    /// A selection in the export itself, together with connectors that it lists.
    pub(super) fn of_selection(condition: &Condition, listed: &Items, writing: &Writing) -> Option<Self> {
        let saying = conditions::say(condition, writing)?;
        let base = match saying.test {
            None => Base::All,
            Some(_) if saying.is_unblockable => Base::Unblockable,
            Some(test) => Base::Where(test),
        };
        let selected = conditions::taken(condition, writing);
        // An exception that the selection would not include anyway has no effect.
        let without = match &base {
            Base::All => writing.everything(),
            Base::Unblockable => writing.all(|connector| !connector.blockable),
            Base::Where(_) => conditions::taken(&less_exceptions(condition), writing),
        };
        let minus = saying.less.into_iter().filter(|item| without.contains(item) && !listed.contains(item)).collect();
        let plus = listed.difference(&selected).filter(|item| !without.contains(*item)).cloned().collect();
        Some(Self { base: Some(base), plus, minus, ..Self::default() })
    }
}

/// The condition without its exceptions by id.
fn less_exceptions(condition: &Condition) -> Condition {
    let parts = match condition {
        Condition::Every(list) => list.clone(),
        other => vec![other.clone()],
    };
    let is_exception = |part: &Condition| matches!(part, Condition::Not(inner) if !is_fact(inner));
    Condition::Every(parts.into_iter().filter(|part| !is_exception(part)).collect())
}

fn is_fact(condition: &Condition) -> bool {
    match condition {
        Condition::Everything | Condition::Unblockable(_) | Condition::Tier(_) | Condition::Publisher(_) => true,
        Condition::Ids(_) => false,
        Condition::Not(inner) => is_fact(inner),
        Condition::Every(list) | Condition::Any(list) => list.iter().all(is_fact),
    }
}

/// Conditions on one or two facts that all of `wanted` share, and that select no other connectors except those of
/// other groups.
fn by_condition(wanted: &Items, elsewhere: &Items, writing: &Writing) -> Vec<(usize, SetExpression)> {
    let (known, foreign): (Items, Items) = wanted.iter().cloned().partition(|item| item.known.is_some());
    if known.len() < LEAST_FOR_A_CONDITION {
        return Vec::new();
    }
    let members: Vec<&Connector> = known.iter().filter_map(|item| writing.facts(item)).collect();
    let shared = shared_facts(&members);
    let mut candidates = Vec::new();
    for (first, one) in shared.iter().enumerate() {
        for two in std::iter::once(None).chain(shared.iter().skip(first + 1).map(Some)) {
            let selected =
                writing.all(|connector| (one.test)(connector) && two.is_none_or(|two| (two.test)(connector)));
            let minus: Items = selected.difference(wanted).cloned().collect();
            let cost = 2 + usize::from(two.is_some()) + minus.len() + foreign.len();
            if !minus.is_subset(elsewhere) || cost * 2 >= wanted.len() {
                continue;
            }
            let text = match two {
                None => one.text.clone(),
                Some(two) => format!("{} and {}", one.text, two.text),
            };
            let expression = SetExpression {
                base: Some(Base::Where(text)),
                plus: foreign.clone(),
                minus,
                ..SetExpression::default()
            };
            candidates.push((cost, expression));
        }
    }
    candidates
}

/// A fact that some connectors share, as a test.
struct Fact<'c> {
    text: String,
    test: Box<dyn Fn(&Connector) -> bool + 'c>,
}

fn shared_facts<'c>(members: &[&'c Connector]) -> Vec<Fact<'c>> {
    let Some(first) = members.first().copied() else { return Vec::new() };
    let mut facts: Vec<Fact> = Vec::new();
    if first.tier != Tier::Unknown && members.iter().all(|member| member.tier == first.tier) {
        let text = format!("tier == {}", first.tier.word());
        facts.push(Fact { text, test: Box::new(|other| other.tier == first.tier) });
    }
    if members.iter().all(|member| member.kind == first.kind) {
        let text = format!("kind == {}", first.kind.word());
        facts.push(Fact { text, test: Box::new(|other| other.kind == first.kind) });
    }
    if !first.publisher.is_empty() && members.iter().all(|member| member.publisher == first.publisher) {
        let text = format!("publisher == {}", quote(&first.publisher));
        facts.push(Fact { text, test: Box::new(|other| other.publisher == first.publisher) });
    }
    if members.iter().all(|member| member.blockable) {
        facts.push(Fact { text: "blockable".to_owned(), test: Box::new(|other| other.blockable) });
    }
    facts
}
