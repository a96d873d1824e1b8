//! The results of rules for subjects with unknown values, as one graph.
//!
//! The function of the rules is given for subjects without unknown values. Here each of its variables gets one more
//! class, "not known", for which the function is the common result of all possible completions. It agrees with the
//! completions of `analysis::study`, which find it row by row.

use rustc_hash::FxHashMap;

use super::diagram::{Codes, Diagram, Id};
use super::function::{Builder, State, States};
use super::{End, Values};
use crate::model::Program;
use crate::model::condition::Condition;
use crate::model::criticity::RuleSet;
use crate::model::subject;

/// The maximum number of edges of a graph that is written.
const MAX_EDGES: usize = 4_000;

/// The target of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Target {
    /// To a node, by its number.
    Node(usize),
    /// All completions have the level of this rule, or of `otherwise` where there is none.
    Decided(Option<u32>),
    /// Completions differ, have no level, or there are none.
    Open,
}

/// A field, or a word of its list, and the nodes that test it.
#[derive(Clone, Debug)]
pub(in crate::emit) struct Layer {
    pub(in crate::emit) field: String,
    pub(in crate::emit) word: Option<String>,
    pub(in crate::emit) nodes: Vec<Node>,
}

/// A test.
#[derive(Clone, Debug)]
pub(in crate::emit) struct Node {
    /// Its number, from 1 on.
    pub(in crate::emit) number: usize,
    /// The target for an unknown value.
    pub(in crate::emit) unknown: Target,
    /// The targets for known values; together they cover all values.
    pub(in crate::emit) sides: Vec<(Values, Target)>,
}

/// The graph: its first target, and its layers in the order in which they are tested.
#[derive(Clone, Debug)]
pub(in crate::emit) struct Graph {
    pub(in crate::emit) root: Target,
    pub(in crate::emit) layers: Vec<Layer>,
}

/// The common result of a set of possible subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Common {
    /// There are no subjects.
    Nothing,
    /// One level, and the first deciding rule, by its place in the order of rules.
    Level(u32, u32),
    /// No common level.
    Open,
}

impl Common {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, other) | (other, Self::Nothing) => other,
            (Self::Level(one, first), Self::Level(other, second)) if one == other => {
                Self::Level(one, first.min(second))
            }
            (Self::Level(..) | Self::Open, _) => Self::Open,
        }
    }
}

/// The graph of a sound rule set; none where it is too large.
pub(in crate::emit) fn graph(program: &Program, rules: &RuleSet) -> Option<Graph> {
    let domains = subject::attributes(program, &rules.subject.name);
    let impossible: Vec<&Condition> =
        subject::impossible(program, rules).into_iter().map(|one| &one.condition).collect();
    let mut builder = Builder::new(&domains, Some(rules), &impossible)?;
    let mut states = States::new();
    let decided = builder.decide(Some(rules), &impossible, &mut states)?;
    // For a scorecard, values without points are not possible.
    let decided = builder.only_scored(rules, decided, &mut states)?;
    let order = rules.order();
    let place = |rule: u32| order.iter().position(|index| *index == rule as usize).map(|place| place as u32);
    let level = |rule: u32| rules.rules.get(rule as usize).and_then(|rule| rule.level.target);
    let otherwise = rules.otherwise.as_ref().and_then(|level| level.target);
    let common = |state: State| match state {
        State::Rule(index) => level(index).zip(place(index)).map(|(level, place)| Common::Level(level, place)),
        State::Otherwise => otherwise.map(|level| Common::Level(level, u32::MAX)),
        State::Settled(End::Impossible) => Some(Common::Nothing),
        State::Open | State::Unsure(_) | State::Settled(_) => None,
    };
    let mut commons = Codes::new();
    let start = builder
        .diagram
        .map(decided, &mut |code| commons.code(states.get(code).and_then(common).unwrap_or(Common::Open)))?;
    let mut extension = Extension { diagram: &mut builder.diagram, commons, done: FxHashMap::default() };
    let root = extension.extended(start)?;
    let commons = extension.commons;
    let mut writer = Writer { builder: &builder, commons: &commons, order: &order, numbers: FxHashMap::default() };
    writer.graph(root)
}

struct Extension<'d> {
    diagram: &'d mut Diagram,
    commons: Codes<Common>,
    done: FxHashMap<Id, Id>,
}

impl Extension<'_> {
    /// The function with one more class for each of its variables.
    ///
    /// INVARIANT: the recursion is at most as deep as the number of variables, which is small.
    fn extended(&mut self, id: Id) -> Option<Id> {
        let Some((variable, children)) = self.diagram.branches(id) else { return Some(id) };
        if let Some(found) = self.done.get(&id) {
            return Some(*found);
        }
        let children = children.to_vec();
        let mut distinct = children.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let mut parts = distinct.into_iter();
        let mut all = parts.next()?;
        for part in parts {
            let commons = &mut self.commons;
            all = self.diagram.join(all, part, &mut |left, right| {
                let both = commons.get(left).zip(commons.get(right)).map(|(left, right)| left.with(right));
                commons.code(both.unwrap_or(Common::Open))
            })?;
        }
        let mut extended = Vec::with_capacity(children.len() + 1);
        for child in children {
            extended.push(self.extended(child)?);
        }
        extended.push(self.extended(all)?);
        let found = self.diagram.choice(variable, extended);
        self.done.insert(id, found);
        Some(found)
    }
}

struct Writer<'b, 'p> {
    builder: &'b Builder<'p>,
    commons: &'b Codes<Common>,
    order: &'b [usize],
    numbers: FxHashMap<Id, usize>,
}

impl Writer<'_, '_> {
    fn graph(&mut self, root: Id) -> Option<Graph> {
        let mut by_variable: Vec<Vec<Id>> = vec![Vec::new(); self.builder.variables.len()];
        let (mut open, mut edges) = (vec![root], 0);
        while let Some(id) = open.pop() {
            let Some((variable, children)) = self.builder.diagram.branches(id) else { continue };
            if self.numbers.contains_key(&id) {
                continue;
            }
            self.numbers.insert(id, self.numbers.len() + 1);
            by_variable.get_mut(variable)?.push(id);
            edges += children.len();
            if edges > MAX_EDGES {
                return None;
            }
            open.extend(children.iter().rev());
        }
        let mut layers = Vec::new();
        for (variable, ids) in self.builder.variables.iter().zip(by_variable) {
            if ids.is_empty() {
                continue;
            }
            let nodes: Option<Vec<Node>> = ids.into_iter().map(|id| self.node(id)).collect();
            let word = variable.word().map(str::to_owned);
            layers.push(Layer { field: variable.field().to_owned(), word, nodes: nodes? });
        }
        Some(Graph { root: self.target(root), layers })
    }

    fn node(&self, id: Id) -> Option<Node> {
        let (variable, children) = self.builder.diagram.branches(id)?;
        let (unknown, children) = children.split_last()?;
        let sides = self.builder.variables.get(variable)?.sides(children);
        let sides = sides.into_iter().map(|(child, _, values)| (values, self.target(child))).collect();
        Some(Node { number: self.numbers.get(&id).copied()?, unknown: self.target(*unknown), sides })
    }

    fn target(&self, id: Id) -> Target {
        if let Some(number) = self.numbers.get(&id) {
            return Target::Node(*number);
        }
        match self.builder.diagram.value(id).and_then(|code| self.commons.get(code)) {
            Some(Common::Level(_, place)) => Target::Decided(self.order.get(place as usize).map(|index| *index as u32)),
            Some(Common::Nothing | Common::Open) | None => Target::Open,
        }
    }
}
