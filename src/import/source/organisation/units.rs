//! The tree of business units.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{At, inline_id, note, shown_name, symbol};
use crate::import::read::organisation::Unit;
use crate::import::read::{NotCarried, Outcome};
use crate::import::source::Ids;
use crate::import::source::names::Names;

/// The maximum nesting of blocks in the source, with room for the blocks around them.
const DEEPEST: usize = 100;

/// All units.
#[derive(Default)]
pub(super) struct Units {
    units: BTreeMap<String, Node>,
    root: Option<String>,
}

struct Node {
    symbol: String,
    name: String,
    below: Vec<String>,
}

impl Units {
    /// Makes a tree of the units, and notes where the files show none.
    pub(super) fn of(units: &[Unit], notes: &mut Vec<NotCarried>) -> Self {
        let by_id: BTreeMap<&str, &Unit> = units.iter().map(|unit| (unit.id.as_str(), unit)).collect();
        let Some(root) = root(&by_id, notes) else { return Self::default() };
        let mut ordered: Vec<&Unit> = units.iter().collect();
        ordered.sort_by_cached_key(|unit| (unit.id != root.id, unit.name.to_lowercase(), unit.id.clone()));
        let mut names = Names::default();
        let mut tree: BTreeMap<String, Node> = BTreeMap::new();
        for unit in &ordered {
            let symbol = symbol(&mut names, &unit.name, "unit");
            tree.insert(unit.id.clone(), Node { symbol, name: unit.name.clone(), below: Vec::new() });
        }
        for unit in ordered.into_iter().filter(|unit| unit.id != root.id) {
            let above = above(unit, root, &by_id, notes);
            if let Some(node) = tree.get_mut(above) {
                node.below.push(unit.id.clone());
            }
        }
        let mut tree = Self { units: tree, root: Some(root.id.clone()) };
        tree.reach(root, &by_id, notes);
        tree.flatten(notes, root);
        tree
    }

    /// Moves units that cannot be reached from the root, because they form a circle, below it.
    fn reach(&mut self, root: &Unit, by_id: &BTreeMap<&str, &Unit>, notes: &mut Vec<NotCarried>) {
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut open = vec![root.id.clone()];
        let mut ids: Vec<&&Unit> = by_id.values().collect();
        ids.sort_by_key(|unit| (&unit.name, &unit.id));
        let mut circled = ids.into_iter();
        loop {
            while let Some(id) = open.pop() {
                if reached.insert(id.clone()) {
                    open.extend(self.units.get(&id).into_iter().flat_map(|node| node.below.iter().cloned()));
                }
            }
            let Some(unit) = circled.find(|unit| !reached.contains(&unit.id)) else { return };
            // A unit of the circle, found by walking up until a unit repeats.
            let mut seen = BTreeSet::new();
            let mut at: &Unit = unit;
            while seen.insert(at.id.as_str()) {
                match at.parent.as_deref().and_then(|parent| by_id.get(parent)) {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
            let why = "the units above it form a cycle; it is written below the root";
            notes.push(note(&at.at, Outcome::Doubtful, format!("business unit \"{}\"", at.name), why));
            for node in self.units.values_mut() {
                node.below.retain(|id| *id != at.id);
            }
            if let Some(node) = self.units.get_mut(&root.id) {
                node.below.push(at.id.clone());
            }
            open.push(at.id.clone());
        }
    }

    /// Moves units that are nested too deep below the last unit that may have a block.
    fn flatten(&mut self, notes: &mut Vec<NotCarried>, root: &Unit) {
        let mut deep = 0;
        let mut open = vec![(root.id.clone(), 1)];
        while let Some((id, depth)) = open.pop() {
            let Some(node) = self.units.get(&id) else { continue };
            if depth < DEEPEST {
                open.extend(node.below.iter().map(|below| (below.clone(), depth + 1)));
                continue;
            }
            let mut all = Vec::new();
            let mut under = node.below.clone();
            while let Some(id) = under.pop() {
                if let Some(node) = self.units.get_mut(&id) {
                    let below = std::mem::take(&mut node.below);
                    deep += below.len();
                    under.extend(below);
                }
                all.push(id);
            }
            if let Some(node) = self.units.get_mut(&id) {
                node.below = all;
            }
        }
        if deep > 0 {
            let why = format!(
                "they are nested more than {DEEPEST} deep; they are written below the last that may have others below it"
            );
            notes.push(note(&At::default(), Outcome::Doubtful, format!("{deep} business units"), why));
        }
    }

    /// The symbol of a unit; none for the root, and for unknown units.
    pub(super) fn below_root(&self, id: &str) -> Option<&str> {
        if self.root.as_deref() == Some(id) { None } else { self.symbol(id) }
    }

    /// The symbol of a unit.
    pub(super) fn symbol(&self, id: &str) -> Option<&str> {
        self.units.get(id).map(|node| node.symbol.as_str())
    }

    /// The id of the root.
    pub(super) fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// The number of units.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    pub(super) fn bind(&self, into: &mut BTreeMap<String, String>) {
        into.extend(self.units.iter().map(|(id, node)| (node.symbol.clone(), id.clone())));
    }

    /// `business_units contoso { … }`
    pub(super) fn declaration(&self, ids: Ids) -> Option<String> {
        let root = self.root.as_deref()?;
        let mut out = String::new();
        self.write(root, "business_units ", 0, ids, &mut out);
        Some(out)
    }

    /// INVARIANT: units nest less than [`DEEPEST`], so the recursion is not deeper.
    fn write(&self, id: &str, head: &str, depth: usize, ids: Ids, out: &mut String) {
        let Some(node) = self.units.get(id) else { return };
        let indent = "  ".repeat(depth);
        let statements: Vec<String> =
            shown_name(&node.name, &node.symbol).into_iter().chain(inline_id(Some(id), ids)).collect();
        match (statements.is_empty(), node.below.is_empty()) {
            (true, true) if depth > 0 => {
                let _ = writeln!(out, "{indent}{head}{}", node.symbol);
            }
            (_, true) => {
                let _ = writeln!(out, "{indent}{head}{} {{ {} }}", node.symbol, statements.join("; "));
            }
            (_, false) => {
                let _ = writeln!(out, "{indent}{head}{} {{", node.symbol);
                for statement in statements {
                    let _ = writeln!(out, "{indent}  {statement}");
                }
                for below in &node.below {
                    self.write(below, "", depth + 1, ids, out);
                }
                let _ = writeln!(out, "{indent}}}");
            }
        }
    }
}

/// The root: the unit without a parent; of several, the one with the most direct children.
fn root<'u>(by_id: &BTreeMap<&str, &'u Unit>, notes: &mut Vec<NotCarried>) -> Option<&'u Unit> {
    let mut roots: Vec<&Unit> = by_id.values().copied().filter(|unit| unit.parent.is_none()).collect();
    if roots.is_empty() {
        // A part of a tree whose upper units are not in the files, or a circle.
        let unknown = |unit: &&Unit| unit.parent.as_deref().is_none_or(|parent| !by_id.contains_key(parent));
        roots = by_id.values().copied().filter(unknown).collect();
        if roots.is_empty() {
            roots = by_id.values().copied().collect();
        }
        let least = roots.iter().min_by_key(|unit| (&unit.name, &unit.id))?;
        let why = "the files hold no unit without one above it, so this one is taken for the root";
        notes.push(note(&least.at, Outcome::Assumed, format!("business unit \"{}\"", least.name), why));
        return Some(least);
    }
    let below = |unit: &Unit| by_id.values().filter(|other| other.parent.as_deref() == Some(&unit.id)).count();
    roots.sort_by_cached_key(|unit| (std::cmp::Reverse(below(unit)), unit.name.clone(), unit.id.clone()));
    let root = roots.first().copied()?;
    for other in roots.iter().skip(1) {
        let why = format!("there are two roots, and an environment has one; it is written below \"{}\"", root.name);
        notes.push(note(&other.at, Outcome::Doubtful, format!("business unit \"{}\"", other.name), why));
    }
    Some(root)
}

/// The unit above one; the root where the files do not hold it.
fn above<'u>(unit: &'u Unit, root: &'u Unit, by_id: &BTreeMap<&str, &'u Unit>, notes: &mut Vec<NotCarried>) -> &'u str {
    match unit.parent.as_deref() {
        Some(parent) if by_id.contains_key(parent) => parent,
        Some(parent) => {
            let why = format!("the files do not hold the unit above it, {parent}; it is written below the root");
            notes.push(note(&unit.at, Outcome::Doubtful, format!("business unit \"{}\"", unit.name), why));
            &root.id
        }
        // A second root; that has been reported.
        None => &root.id,
    }
}
