//! Where data policies apply: classes of environments, and undeclared environments.

use crate::analysis::{Class, Context, Effective, Placement, placement};
use crate::diagnostics::Witness;
use crate::model::program::{DataGroup, DataPolicy, Environment, PolicyId, Program, Scope};
use crate::model::{ConnectorId, EnvironmentId, Set};
use crate::rules::shared::words::some_of;
use crate::text::Location;

/// All classes of environments, and the classes to which each policy applies.
pub(in crate::rules) struct Places<'a> {
    program: &'a Program,
    effective: &'a Effective,
    /// The classes. Undeclared environments come last, if they have policies of their own.
    pub all: Vec<&'a Class>,
    /// The classes of each policy, concatenated.
    of: Vec<&'a Class>,
    /// The start index in `of` for each policy, and the end index of the last one.
    starts: Vec<usize>,
    /// Whether each policy, and all policies that apply to the same environments, could be read without errors.
    sound: Vec<bool>,
}

impl<'a> Places<'a> {
    /// The classes of a program to which at least one policy applies.
    pub fn new(context: &Context<'a>) -> Self {
        let program = context.program;
        let classes = context.effective().classes.iter().chain(&context.effective().undeclared);
        let all: Vec<&Class> = classes.filter(|class| !class.policies.is_empty()).collect();
        let mut starts = vec![0; program.policies.len() + 1];
        let mut sound = vec![true; program.policies.len()];
        for class in &all {
            let is_sound = is_sound(program, class);
            for policy in class.policies.iter().map(|policy| policy.0 as usize) {
                if let (Some(count), Some(sound)) = (starts.get_mut(policy), sound.get_mut(policy)) {
                    *count += 1;
                    *sound &= is_sound;
                }
            }
        }
        // First the end index of each policy; after filling backwards, the start index.
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut of: Vec<&Class> = all.first().map(|first| vec![*first; end]).unwrap_or_default();
        for class in all.iter().rev() {
            for policy in &class.policies {
                let Some(start) = starts.get_mut(policy.0 as usize) else { continue };
                *start -= 1;
                if let Some(place) = of.get_mut(*start) {
                    *place = class;
                }
            }
        }
        Self { program, effective: context.effective(), all, of, starts, sound }
    }

    /// The classes of one policy.
    pub fn of(&self, policy: PolicyId) -> &[&'a Class] {
        let at = |policy: u32| self.starts.get(policy as usize).copied().unwrap_or_default();
        self.of.get(at(policy.0)..at(policy.0 + 1)).unwrap_or_default()
    }

    /// The classes in which every policy could be read, so that their combined effect is certain.
    pub fn sound(&self) -> impl Iterator<Item = &'a Class> {
        self.all.iter().copied().filter(|class| is_sound(self.program, class))
    }

    /// Whether the combined effect is certain wherever a policy applies.
    pub fn are_sound(&self, policy: PolicyId) -> bool {
        self.sound.get(policy.0 as usize) == Some(&true)
    }

    /// Whether data policies block a connector wherever `policy` applies.
    pub fn block_everywhere(&self, policy: PolicyId, connector: ConnectorId) -> bool {
        let places = self.of(policy);
        !places.is_empty() && self.are_sound(policy) && places.iter().all(|class| class.barred.contains(connector))
    }

    /// The policies that share an environment with `policy`, including itself, sorted.
    pub fn peers(&self, policy: PolicyId) -> Vec<PolicyId> {
        let mut peers: Vec<PolicyId> =
            self.of(policy).iter().flat_map(|class| class.policies.iter().copied()).collect();
        peers.sort_unstable();
        peers.dedup();
        peers
    }

    /// The peers that block a connector; only `policy` if it blocks the connector itself.
    pub fn blockers(&self, policy: PolicyId, peers: &[PolicyId], connector: ConnectorId) -> Vec<PolicyId> {
        let blocks = |id: &PolicyId| self.blocks(*id, connector);
        if blocks(&policy) { vec![policy] } else { peers.iter().copied().filter(blocks).collect() }
    }

    /// Whether a policy blocks a connector.
    pub fn blocks(&self, policy: PolicyId, connector: ConnectorId) -> bool {
        self.blocked_by(policy).is_some_and(|blocked| blocked.contains(connector))
    }

    /// The connectors that a policy blocks.
    pub fn blocked_by(&self, policy: PolicyId) -> Option<&'a Set> {
        self.effective.blocked_by(policy)
    }

    /// A policy by its id.
    pub fn policy(&self, id: PolicyId) -> Option<&'a DataPolicy> {
        self.program.policies.get(id.0 as usize)
    }

    /// The policies with those ids.
    pub fn policies(&self, ids: &[PolicyId]) -> Vec<&'a DataPolicy> {
        ids.iter().filter_map(|id| self.policy(*id)).collect()
    }
}

/// Whether every policy of a class could be read without errors.
pub(in crate::rules) fn is_sound(program: &Program, class: &Class) -> bool {
    let sound = |policy: &DataPolicy| policy.groups_sound && policy.patterns_sound;
    class.policies.iter().all(|id| program.policies.get(id.0 as usize).is_some_and(sound))
}

/// The symbols of policies.
pub(in crate::rules) fn symbols<'a>(policies: &[&'a DataPolicy]) -> Vec<&'a str> {
    policies.iter().map(|policy| policy.name()).collect()
}

/// The symbols of a class's environments.
pub(in crate::rules) fn environments<'a>(program: &'a Program, ids: &[EnvironmentId]) -> Vec<&'a str> {
    let found = ids.iter().map(|id| &program.environments[id]);
    found.map(Environment::name).collect()
}

/// For instance "environment `default`", "environments `a`, `b` and 7 more", "environments that are not declared", or
/// "every environment" if none is declared.
pub(in crate::rules) fn describe(program: &Program, class: &Class) -> String {
    match environments(program, &class.environments).as_slice() {
        [] if program.environments.is_empty() => "every environment".to_owned(),
        [] => "environments that are not declared".to_owned(),
        [only] => format!("environment `{only}`"),
        several => format!("environments {}", some_of(several, 3)),
    }
}

/// One environment of a class, for a witness.
pub(in crate::rules) fn sample<'a>(program: &'a Program, class: &Class) -> &'a str {
    let first = class.environments.first().map(|id| &program.environments[id]);
    let other = if program.environments.is_empty() { "any" } else { "any that is not declared" };
    first.map_or(other, |environment| environment.name())
}

/// The witness of a fact about one connector in one environment.
pub(in crate::rules) fn witness(program: &Program, class: Option<&&Class>, connector: ConnectorId) -> Witness {
    let connector = ("connector", program.universe.name(connector));
    match class {
        Some(class) => Witness::new([("environment", sample(program, class)), connector]),
        None => Witness::new([connector]),
    }
}

/// The location that represents a class: its first environment, otherwise its first policy.
pub(in crate::rules) fn location(program: &Program, class: &Class) -> Option<Location> {
    let environment = class.environments.first().map(|id| &program.environments[id]);
    let policy = || class.policies.first().map(|id| &program.policies[id]);
    environment
        .map(|environment| environment.head.symbol.location)
        .or_else(|| policy().map(|policy| policy.head.symbol.location))
}

/// The environments of a class as subjects of a finding, each at its declaration; undeclared environments as one
/// subject.
pub(in crate::rules) fn subjects(program: &Program, class: &Class) -> Vec<(String, Location)> {
    let declared = class.environments.iter().map(|id| &program.environments[id]);
    let declared = declared.map(|environment| &environment.head.symbol);
    let mut subjects: Vec<_> = declared.map(|symbol| (symbol.name.to_string(), symbol.location)).collect();
    if subjects.is_empty() {
        subjects.extend(location(program, class).map(|place| ("environments that are not declared".to_owned(), place)));
    }
    subjects
}

/// The location at which a policy decides about a connector, and a description of the decision.
pub(in crate::rules) fn placed(program: &Program, policy: &DataPolicy, connector: ConnectorId) -> (Location, String) {
    let symbol = &policy.head.symbol.name;
    let name = program.universe.name(connector);
    let placement = placement(program, policy, connector);
    let does = match placement {
        Placement::Group(DataGroup::Blocked) => format!("`{symbol}` blocks `{name}`"),
        Placement::Group(group) => format!("`{symbol}` puts `{name}` into {}", group.title()),
        Placement::Ignored => format!("`{symbol}` ignores `{name}`"),
    };
    if DataGroup::ALL.into_iter().any(|group| policy.named(group).contains(connector)) {
        return (policy.location_of(program, connector), does);
    }
    if program.universe.is_custom(connector) && !matches!(policy.scope, Scope::Environment(_)) {
        return (policy.patterns_location.unwrap_or(policy.head.location), does);
    }
    match policy.groups.iter().find_map(|clause| clause.rest) {
        Some(rest) => (rest, format!("{does} by `rest`")),
        None => (policy.head.location, does),
    }
}
