//! Decision diagrams: functions of variables with few values each. Two functions are equal exactly where their nodes
//! are.
//!
//! Variables are in the same order on every path, no node has the same child for every value, and no two nodes are
//! equal. So each function has exactly one diagram, however it was built.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// A node by its number.
pub(super) type Id = u32;

/// The variable of end nodes.
const END: u32 = u32::MAX;

/// The maximum number of edges that are created or visited before a function counts as too large.
const BUDGET: usize = 4_000_000;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Node {
    variable: u32,
    /// One child for each value of the variable; for an end, its value.
    children: Box<[u32]>,
}

/// The values of a function, each with the number by which ends hold it.
pub(super) struct Codes<T> {
    all: Vec<T>,
    known: FxHashMap<T, u32>,
}

impl<T: Copy + Eq + Hash> Codes<T> {
    pub(super) fn new() -> Self {
        Self { all: Vec::new(), known: FxHashMap::default() }
    }

    /// The number of a value.
    pub(super) fn code(&mut self, value: T) -> u32 {
        *self.known.entry(value).or_insert_with(|| {
            self.all.push(value);
            self.all.len() as u32 - 1
        })
    }

    /// The value with a number.
    pub(super) fn get(&self, code: u32) -> Option<T> {
        self.all.get(code as usize).copied()
    }
}

/// All nodes of the current functions.
pub(super) struct Diagram {
    nodes: Vec<Node>,
    known: FxHashMap<Node, Id>,
    /// The number of values of each variable.
    arity: Vec<usize>,
    budget: usize,
}

impl Diagram {
    /// An empty diagram over variables with these numbers of values.
    pub(super) fn new(arity: Vec<usize>) -> Self {
        Self { nodes: Vec::new(), known: FxHashMap::default(), arity, budget: BUDGET }
    }

    /// The function that is `value` everywhere.
    pub(super) fn end(&mut self, value: u32) -> Id {
        self.intern(Node { variable: END, children: Box::new([value]) })
    }

    /// A function that branches on a variable: one child function for each of its values.
    pub(super) fn choice(&mut self, variable: usize, children: Vec<Id>) -> Id {
        match children.as_slice() {
            [first, rest @ ..] if rest.iter().all(|child| child == first) => *first,
            _differ => self.intern(Node { variable: variable as u32, children: children.into() }),
        }
    }

    /// The value of an end; none for other nodes.
    pub(super) fn value(&self, id: Id) -> Option<u32> {
        let node = self.nodes.get(id as usize)?;
        if node.variable == END { node.children.first().copied() } else { None }
    }

    /// The variable of a node and its children; none for ends.
    pub(super) fn branches(&self, id: Id) -> Option<(usize, &[Id])> {
        let node = self.nodes.get(id as usize)?;
        (node.variable != END).then_some((node.variable as usize, &*node.children))
    }

    /// The function that results from combining two functions value by value with `join`; none where it is too large.
    pub(super) fn join(&mut self, left: Id, right: Id, join: &mut dyn FnMut(u32, u32) -> u32) -> Option<Id> {
        self.joined(left, right, join, &mut FxHashMap::default())
    }

    /// The function that results from applying `change` to the values of another one.
    pub(super) fn map(&mut self, of: Id, change: &mut dyn FnMut(u32) -> u32) -> Option<Id> {
        let nothing = self.end(0);
        self.join(of, nothing, &mut |value, _| change(value))
    }

    /// The number of nodes of a function; none where there are more than `limit`.
    pub(super) fn size(&self, root: Id, limit: usize) -> Option<usize> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                if seen.len() > limit {
                    return None;
                }
                open.extend(self.branches(id).into_iter().flat_map(|(_, children)| children));
            }
        }
        Some(seen.len())
    }

    /// INVARIANT: the recursion is at most as deep as the number of variables, which is small.
    fn joined(
        &mut self,
        left: Id,
        right: Id,
        join: &mut dyn FnMut(u32, u32) -> u32,
        done: &mut FxHashMap<(Id, Id), Id>,
    ) -> Option<Id> {
        if let (Some(left), Some(right)) = (self.value(left), self.value(right)) {
            return Some(self.end(join(left, right)));
        }
        if let Some(found) = done.get(&(left, right)) {
            return Some(*found);
        }
        let variable = self.variable(left).min(self.variable(right));
        let arity = self.arity.get(variable as usize).copied()?;
        self.budget = self.budget.checked_sub(arity)?;
        let mut children = Vec::with_capacity(arity);
        for value in 0..arity {
            let (left, right) = (self.child(left, variable, value), self.child(right, variable, value));
            children.push(self.joined(left, right, join, done)?);
        }
        let found = self.choice(variable as usize, children);
        done.insert((left, right), found);
        Some(found)
    }

    fn variable(&self, id: Id) -> u32 {
        self.nodes.get(id as usize).map_or(END, |node| node.variable)
    }

    /// The function for one value of a variable; the function itself where its root does not test that variable.
    fn child(&self, id: Id, variable: u32, value: usize) -> Id {
        let node = self.nodes.get(id as usize).filter(|node| node.variable == variable);
        node.and_then(|node| node.children.get(value)).copied().unwrap_or(id)
    }

    fn intern(&mut self, node: Node) -> Id {
        if let Some(id) = self.known.get(&node) {
            return *id;
        }
        let id = self.nodes.len() as Id;
        self.nodes.push(node.clone());
        self.known.insert(node, id);
        id
    }
}
