//! Test coverage: decision rules, grants of roles, and environments with the connectors in them.
//!
//! Environments to which the same policies apply form one class, and connectors that these policies treat alike form
//! one group. Each part of the space of environments and connectors is a class and a group in it; the blocked
//! connectors are one group.

use std::collections::BTreeSet;

use super::Evidence;
use crate::analysis::{Answer, Class, Effective};
use crate::catalog::privilege::Verb;
use crate::diagnostics::list_of;
use crate::model::criticity::RuleSet;
use crate::model::program::Program;
use crate::model::roles::RoleId;
use crate::model::tables::TableId;
use crate::model::{ConnectorId, EnvironmentId};
use crate::text::Location;

/// The maximum number of connectors or environments named for a group.
const NAMED: usize = 3;

/// What tests have covered so far.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// The scale, the subject, and the index of the rule; `None` for `otherwise`.
    rules: BTreeSet<(String, String, Option<u32>)>,
    grants: BTreeSet<(RoleId, u32, usize)>,
    places: BTreeSet<(usize, usize)>,
}

impl Touched {
    pub(super) fn rule(&mut self, rules: &RuleSet, index: Option<u32>) {
        self.rules.insert((rules.name().to_owned(), rules.subject.name.to_string(), index));
    }

    pub(super) fn grant(&mut self, role: RoleId, base: TableId, verb: Verb) {
        self.grants.insert((role, base.0, verb.index()));
    }

    pub(super) fn connectors(&mut self, effective: &Effective, environment: EnvironmentId, ids: &[ConnectorId]) {
        let class = effective.classes.iter().position(|class| class.environments.contains(&environment));
        if let Some((at, class)) = class.and_then(|at| Some((at, effective.classes.get(at)?))) {
            self.places.extend(ids.iter().map(|id| (at, group_of(class, *id))));
        }
    }

    /// Adds connectors in undeclared environments without a group; `answer` says which policies reach them.
    pub(super) fn connectors_to_come(&mut self, effective: &Effective, answer: &Answer, ids: &[ConnectorId]) {
        let reaches = |class: &&Class| {
            class.policies == answer.policies && class.allow_lists.is_empty() && !class.allow_lists_only
        };
        let (at, class) = match &effective.undeclared {
            Some(class) => (effective.classes.len(), Some(class)),
            None => {
                let at = effective.classes.iter().position(|class| reaches(&class)).unwrap_or_default();
                (at, effective.classes.get(at))
            }
        };
        if let Some(class) = class {
            self.places.extend(ids.iter().map(|id| (at, group_of(class, *id))));
        }
    }
}

/// The index of a connector's group in a class: its cell, or one more for the blocked connectors.
fn group_of(class: &Class, id: ConnectorId) -> usize {
    class.cells.iter().position(|cell| cell.members.contains(id)).unwrap_or(class.cells.len())
}

/// The coverage of a program by tests.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The rules that give levels and ratings. `otherwise` counts as one more.
    pub rules: Part,
    /// The grants of the project's own roles: a verb on a table each.
    pub grants: Part,
    /// Environments with connectors: a class of environments and a group of connectors each.
    pub places: Part,
}

/// The coverage of one kind of items.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The number of items.
    pub total: usize,
    /// The items that no test covers, in order.
    pub untouched: Vec<Untouched>,
}

/// An item that no test covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untouched {
    /// A description of the item.
    pub what: String,
    /// The location of the item; `None` for environments with connectors.
    pub place: Option<Location>,
}

impl Part {
    /// The number of covered items.
    pub fn touched(&self) -> usize {
        self.total - self.untouched.len()
    }

    /// Whether at least `percent` of the items are covered; true if there are none.
    pub fn reaches(&self, percent: u32) -> bool {
        self.touched() as u128 * 100 >= self.total as u128 * u128::from(percent)
    }

    fn add(&mut self, touched: bool, what: impl FnOnce() -> String, place: Option<Location>) {
        self.total += 1;
        if !touched {
            self.untouched.push(Untouched { what: what(), place });
        }
    }
}

impl Coverage {
    /// The parts with their names, in the order in which they are shown.
    pub const fn parts(&self) -> [(&'static str, &Part); 3] {
        [("rules", &self.rules), ("grants", &self.grants), ("places", &self.places)]
    }

    pub(super) fn of(evidence: &Evidence<'_>, touched: &Touched) -> Self {
        let program = evidence.program;
        Self {
            rules: rules(program, touched),
            grants: grants(program, touched),
            places: places(program, evidence.effective, touched),
        }
    }
}

fn rules(program: &Program, touched: &Touched) -> Part {
    let mut part = Part::default();
    for rules in &program.rule_sets {
        let (scale, subject) = (rules.name().to_owned(), rules.subject.name.to_string());
        let seen = |index: Option<u32>| touched.rules.contains(&(scale.clone(), subject.clone(), index));
        for (index, rule) in (0..).zip(&rules.rules) {
            let what = || format!("rule {} of `{scale}`, for `{}`", index + 1, rule.level.symbol.name);
            part.add(seen(Some(index)), what, Some(rule.location));
        }
        if let Some(level) = &rules.otherwise {
            let what = || format!("what no rule of `{scale}` matches, `{}`", level.symbol.name);
            part.add(seen(None), what, Some(level.symbol.location));
        }
    }
    part
}

fn grants(program: &Program, touched: &Touched) -> Part {
    let mut part = Part::default();
    let tables = &program.organisation.tables;
    for (index, role) in program.organisation.roles.ids().filter(|(_, role)| role.predefined.is_none()) {
        for (base, granted) in &role.own.tables {
            for (verb, level) in granted.iter() {
                let seen = touched.grants.contains(&(index, base.0, verb.index()));
                let name = tables.name(*base);
                let what = || format!("role `{}`: {} `{name}`, {}", role.head.symbol.name, verb.word(), level.word());
                part.add(seen, what, role.cell(|id| tables.base(id), *base, verb));
            }
        }
    }
    part
}

fn places(program: &Program, effective: &Effective, touched: &Touched) -> Part {
    let mut part = Part::default();
    for (at, class) in effective.classes.iter().chain(&effective.undeclared).enumerate() {
        if class.is_ungoverned() {
            // An environment without policies has nothing to test.
            continue;
        }
        let names = class.environments.iter().map(|id| &program.environments[id]);
        let names = names.map(|environment| format!("`{}`", environment.head.symbol.name));
        let environments = if class.environments.is_empty() {
            "environments to come".to_owned()
        } else {
            some(names, class.environments.len())
        };
        let named = |ids: Vec<ConnectorId>| {
            let names = ids.iter().map(|id| format!("`{}`", program.universe.name(*id)));
            some(names, ids.len())
        };
        for (group, cell) in class.cells.iter().enumerate() {
            let seen = touched.places.contains(&(at, group));
            let what = || format!("{environments}: {}", named(cell.members.iter().collect()));
            part.add(seen, what, None);
        }
        if !class.blocked.is_empty() {
            let seen = touched.places.contains(&(at, class.cells.len()));
            let what = || format!("{environments}: what is blocked, {}", named(class.blocked.iter().collect()));
            part.add(seen, what, None);
        }
    }
    part
}

/// The first few names, and the number of the others.
fn some(names: impl Iterator<Item = String>, count: usize) -> String {
    let shown: Vec<String> = names.take(NAMED).collect();
    if count > NAMED { format!("{} and {} more", shown.join(", "), count - NAMED) } else { list_of(shown, "and") }
}
