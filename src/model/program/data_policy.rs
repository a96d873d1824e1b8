//! Data policies as declared.

use super::{EnvironmentId, Head, Program, Reference, Symbol, Text};
use crate::catalog::DataGroup;
use crate::model::condition::Condition;
use crate::model::set::Set;
use crate::model::set_expression::SetExpression;
use crate::model::universe::{ConnectorId, Universe};
use crate::text::Location;

/// A data policy.
#[derive(Clone, Debug, PartialEq)]
pub struct DataPolicy {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// Which environments it applies to.
    pub scope: Scope,
    /// Where the scope is written; none where it is absent or could not be read.
    pub scope_location: Option<Location>,
    /// The three groups, by [`DataGroup::index`].
    pub groups: [GroupClause; 3],
    /// Whether all three groups could be read, so that what is absent is absent on purpose.
    pub groups_read: bool,
    /// Whether the three groups hold what was meant: they could be read, every name in them was found, and exactly
    /// one holds `rest`.
    pub groups_sound: bool,
    /// The group that holds `rest`; Non-business, the platform's own default, where none does.
    pub rest: DataGroup,
    /// Rules for single connectors, sorted by connector.
    pub rules: Vec<ConnectorRules>,
    /// URL patterns for custom connectors, in order.
    pub patterns: Vec<UrlPattern>,
    /// Where the block of URL patterns is, if there is one.
    pub patterns_location: Option<Location>,
    /// Whether all URL patterns could be read.
    pub patterns_sound: bool,
}

impl DataPolicy {
    /// The group of a connector. A connector that no group names is in the one that holds `rest`. Where that is
    /// Blocked, a connector that cannot be blocked is in Non-business (dlp.md 2.1).
    pub fn group_of(&self, universe: &Universe, id: ConnectorId) -> DataGroup {
        for group in DataGroup::ALL {
            if self.groups.get(group.index()).is_some_and(|clause| clause.named.contains(id)) {
                return group;
            }
        }
        if self.rest == DataGroup::Blocked && !universe.is_blockable(id) { DataGroup::NonBusiness } else { self.rest }
    }

    /// The connectors a group names.
    pub fn named(&self, group: DataGroup) -> &Set {
        let [business, non_business, blocked] = &self.groups;
        match group {
            DataGroup::Business => &business.named,
            DataGroup::NonBusiness => &non_business.named,
            DataGroup::Blocked => &blocked.named,
        }
    }

    /// All connectors of a group, including those of `rest` and those that a Blocked `rest` cannot block.
    pub fn members(&self, universe: &Universe, group: DataGroup) -> Set {
        if self.rest != group && (self.rest != DataGroup::Blocked || group != DataGroup::NonBusiness) {
            return self.named(group).clone();
        }
        Set::filter(universe.len(), |id| self.group_of(universe, id) == group)
    }

    /// Whether it applies to an environment.
    pub fn applies_to(&self, environment: EnvironmentId) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::AllExcept(targets) => !targets.contains(environment),
            Scope::Only(targets) => targets.contains(environment),
            Scope::Environment(reference) => reference.target == Some(environment),
        }
    }

    /// The name that people know.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(self.name(), |name| &*name.name)
    }

    /// Where the policy puts a connector in its group: the word itself, else the part of the expression that includes
    /// it, else the `rest` that covers it.
    pub fn location_of(&self, program: &Program, id: ConnectorId) -> Location {
        for group in DataGroup::ALL {
            if self.named(group).contains(id)
                && let Some(expression) = self.groups.get(group.index()).and_then(|clause| clause.expression.as_ref())
            {
                return expression.location_of(program, id);
            }
        }
        self.groups.iter().find_map(|clause| clause.rest).unwrap_or(self.head.location)
    }
}

/// One group of a data policy as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupClause {
    /// The expression as written; none where the policy does not mention the group.
    pub expression: Option<SetExpression>,
    /// The whole of what is written, outer parentheses included.
    pub location: Option<Location>,
    /// Where `rest` is in it.
    pub rest: Option<Location>,
    /// The connectors it names, without those of `rest`.
    pub named: Set,
    /// Whether every name in it was found; otherwise `named` may hold more or less than was meant.
    pub complete: bool,
}

/// Which environments a data policy applies to.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// All, including future ones.
    All,
    /// All but these, including future ones.
    AllExcept(Targets),
    /// Only these.
    Only(Targets),
    /// One environment, as an environment-level policy.
    Environment(Reference<EnvironmentId>),
}

/// A list of environments, or a condition that selects them.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets {
    /// The names, where it is a list.
    pub references: Vec<Reference<EnvironmentId>>,
    /// The condition, where it is one.
    pub condition: Option<Condition>,
    /// Where the list or condition is.
    pub location: Location,
    /// The environments it holds, in order.
    pub resolved: Vec<EnvironmentId>,
}

impl Targets {
    /// Whether it holds `environment`.
    pub fn contains(&self, environment: EnvironmentId) -> bool {
        self.resolved.binary_search(&environment).is_ok()
    }
}

/// The rules of a data policy for one connector.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorRules {
    /// The connector.
    pub connector: ConnectorId,
    /// Where it is named.
    pub location: Location,
    /// Action rules.
    pub actions: Option<ActionRules>,
    /// Endpoint rules in order; none where there is no such block.
    pub endpoints: Option<EndpointRules>,
}

/// Which actions of a connector may be used.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionRules {
    /// Whether actions that are not named are allowed.
    pub allow_rest: bool,
    /// Where the default for actions is written.
    pub rest_location: Option<Location>,
    /// The named actions, each with whether it is allowed, in the order written.
    pub rules: Vec<ActionRule>,
    /// The whole block.
    pub location: Location,
    /// Whether all of it could be read.
    pub sound: bool,
}

impl ActionRules {
    /// Whether they block any action.
    pub fn bars(&self) -> bool {
        !self.allow_rest || self.rules.iter().any(|rule| !rule.allow)
    }
}

/// A rule for one action.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionRule {
    /// The action's id, and where it is.
    pub action: Symbol,
    /// Whether it is allowed.
    pub allow: bool,
}

/// Which endpoints of a connector may be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointRules {
    /// The rules, in order.
    pub rules: Vec<EndpointRule>,
    /// The whole block.
    pub location: Location,
    /// Whether all of it could be read.
    pub sound: bool,
}

impl EndpointRules {
    /// Whether they block any endpoint. A rule after one for all endpoints has no effect; where no rule matches, the
    /// platform allows.
    pub fn bars(&self) -> bool {
        let star = self.rules.iter().position(|rule| &*rule.endpoint.name == "*");
        let deciding = self.rules.iter().take(star.map_or(self.rules.len(), |star| star + 1));
        deciding.into_iter().any(|rule| !rule.allow)
    }
}

/// A rule for the endpoints that match one pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointRule {
    /// The pattern, and where it is.
    pub endpoint: Text,
    /// Whether the endpoints may be reached.
    pub allow: bool,
}

/// A pattern for the host addresses of custom connectors.
#[derive(Clone, Debug, PartialEq)]
pub struct UrlPattern {
    /// The pattern, and where it is.
    pub pattern: Text,
    /// The group; none for `ignore`.
    pub group: Option<DataGroup>,
    /// The whole row.
    pub location: Location,
}
