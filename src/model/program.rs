//! The program: what all files together say, names resolved, sugar gone.

use jiff::civil::Date;

use super::condition::{Condition, Operand};
use super::criticity::{App, Control, Guideline, Impossible, MakerTeam, Offer, Outcome, RuleSet};
use super::set::{Index, Set};
use super::universe::{ConnectorId, Universe};
use super::unread::Unread;
pub use crate::catalog::DataGroup;
use crate::text::Location;

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name.
    pub name: Box<str>,
    /// Where it stands.
    pub location: Location,
}

/// A text and where it stands.
pub type Text = Symbol;

/// A name that refers to a declaration, and the index of what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The name as written.
    pub symbol: Symbol,
    /// The index in the program's list of that kind; none where there is no such declaration.
    pub target: Option<u32>,
}

/// The place of an environment in [`Program::environments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvironmentId(pub u32);

impl Index for EnvironmentId {
    fn at(index: u32) -> Self {
        Self(index)
    }

    fn index(self) -> u32 {
        self.0
    }
}

/// The place of a data policy in [`Program::policies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyId(pub u32);

/// What all files together say. Every list is sorted by symbol.
#[derive(Clone, Debug)]
pub struct Program {
    /// The connectors it can speak of.
    pub universe: Universe,
    /// Environments.
    pub environments: Vec<Environment>,
    /// Environment groups.
    pub environment_groups: Vec<EnvironmentGroup>,
    /// Entra groups.
    pub groups: Vec<Group>,
    /// Scales.
    pub scales: Vec<Scale>,
    /// Criteria, one for each subject.
    pub criteria: Vec<Criteria>,
    /// What is known of single connectors.
    pub connectors: Vec<ConnectorFacts>,
    /// Named connector sets.
    pub connector_sets: Vec<NamedSet>,
    /// Data policies.
    pub policies: Vec<DataPolicy>,
    /// Rules, one set for each scale.
    pub rule_sets: Vec<RuleSet>,
    /// What connectors are rated, by [`ConnectorId`]; empty where there are no rules for them.
    pub ratings: Vec<Outcome>,
    /// What levels ask for.
    pub controls: Vec<Control>,
    /// Services that certify.
    pub offers: Vec<Offer>,
    /// What makers do and do not.
    pub guidelines: Vec<Guideline>,
    /// Teams that make apps.
    pub maker_teams: Vec<MakerTeam>,
    /// Apps.
    pub apps: Vec<App>,
    /// What is declared but could not be read.
    pub unread: Unread,
}

/// What every declaration has.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its name, and where that stands.
    pub symbol: Symbol,
    /// From keyword to name.
    pub location: Location,
    /// Its doc comment.
    pub description: Box<str>,
}

/// An environment.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Name and documentation.
    pub head: Head,
    /// The source word of its type; empty where the source does not say.
    pub kind: &'static str,
    /// Where the type stands.
    pub kind_location: Location,
    /// The display name, where it differs from the symbol.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// The region.
    pub region: Option<Text>,
    /// Whether it is a Managed Environment.
    pub managed: bool,
    /// Where that is said.
    pub managed_location: Option<Location>,
    /// The environment group.
    pub group: Option<Reference>,
    /// The Entra group that may enter.
    pub access: Option<Reference>,
    /// The most critical level of apps it may host; the target is an index in the scale `criticity`.
    pub ceiling: Option<Reference>,
    /// Its database.
    pub dataverse: Option<Dataverse>,
    /// Whether all of it could be read, so that what is absent is meant to be.
    pub sound: bool,
}

/// A Dataverse database.
#[derive(Clone, Debug)]
pub struct Dataverse {
    /// The LCID of the base language.
    pub language: u32,
    /// The ISO 4217 code of the base currency.
    pub currency: Box<str>,
    /// The first part of the address.
    pub domain: Option<Text>,
}

/// An environment group and its rules.
#[derive(Clone, Debug)]
pub struct EnvironmentGroup {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// Whether apps may be shared with security groups.
    pub share_with_groups: bool,
    /// How many people an app may be shared with.
    pub share_limit: Option<u32>,
    /// The source word of the solution checker's mode.
    pub solution_checker: &'static str,
    /// Whether administrators get the weekly digest.
    pub usage_insights: bool,
    /// What makers read first.
    pub welcome: Option<Text>,
}

/// An Entra group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name and documentation.
    pub head: Head,
    /// The source word of its kind.
    pub kind: &'static str,
    /// The display name.
    pub name: Option<Text>,
    /// The object id.
    pub id: Option<Text>,
}

/// Levels in order, lowest first.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Name and documentation.
    pub head: Head,
    /// The levels.
    pub levels: Vec<Symbol>,
}

/// The fields that describe a subject.
#[derive(Clone, Debug)]
pub struct Criteria {
    /// The subject and documentation.
    pub head: Head,
    /// The fields.
    pub fields: Vec<Field>,
    /// Combinations that cannot be.
    pub impossible: Vec<Impossible>,
}

/// A field of a set of criteria.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub symbol: Symbol,
    /// Its documentation.
    pub description: Box<str>,
    /// What it may be.
    pub domain: Domain,
}

/// What a field may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// `bool`
    Bool,
    /// One of these words; in order where `true`.
    Words(Vec<Box<str>>, bool),
    /// A whole number, ends included.
    Integer(Option<i64>, Option<i64>),
    /// A day.
    Date,
    /// A text.
    Text,
    /// Some of these words.
    Some(Vec<Box<str>>),
}

/// What the organisation knows of a connector.
#[derive(Clone, Debug)]
pub struct ConnectorFacts {
    /// Name and documentation.
    pub head: Head,
    /// The connector, where there is one of that name.
    pub connector: Option<ConnectorId>,
    /// Whether it is declared as custom.
    pub custom: bool,
    /// The display name of a custom connector.
    pub name: Option<Text>,
    /// The id of a custom connector.
    pub id: Option<Text>,
    /// Where a custom connector lives.
    pub environment: Option<Reference>,
    /// The host address of a custom connector.
    pub host: Option<Text>,
    /// Its level on the scale `connector_risk`, and why.
    pub rated: Option<Rated>,
    /// The day of the last review.
    pub reviewed: Option<(Date, Location)>,
    /// How often it is reviewed.
    pub review: Option<Interval>,
    /// The values of its criteria.
    pub criteria: Vec<CriterionValue>,
}

/// A level and its reason.
#[derive(Clone, Debug)]
pub struct Rated {
    /// The level.
    pub level: Symbol,
    /// Why.
    pub reason: Option<Text>,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// How many.
    pub count: u32,
    /// Of what: `days`, `weeks`, `months`, `years`.
    pub unit: &'static str,
}

/// The value of one criterion.
#[derive(Clone, Debug)]
pub struct CriterionValue {
    /// The field.
    pub field: Symbol,
    /// The value.
    pub value: Operand,
    /// Where the value stands.
    pub location: Location,
}

/// A named connector set.
#[derive(Clone, Debug)]
pub struct NamedSet {
    /// Name and documentation.
    pub head: Head,
    /// How it is written.
    pub expression: SetExpression,
    /// What it holds.
    pub members: Set,
    /// Whether everything it names was found; else it may hold more or less than was meant.
    pub complete: bool,
    /// Whether anything refers to it.
    pub used: bool,
}

/// A data policy.
#[derive(Clone, Debug)]
pub struct DataPolicy {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// Which environments it applies to.
    pub scope: Scope,
    /// Where that is said; none where it is not said, or could not be read.
    pub scope_location: Option<Location>,
    /// What the three groups say, by [`DataGroup::index`].
    pub groups: [GroupClause; 3],
    /// Whether the three groups could all be read, so that what is absent is meant to be.
    pub groups_read: bool,
    /// Whether the three groups hold what was meant: they could be read, all that they name was found, and
    /// exactly one holds `rest`.
    pub groups_sound: bool,
    /// The group that holds `rest`; Non-business, the platform's own default, where none does.
    pub rest: DataGroup,
    /// Rules for single connectors, sorted by connector.
    pub rules: Vec<ConnectorRules>,
    /// URL patterns for custom connectors, in order.
    pub patterns: Vec<UrlPattern>,
    /// Where the block of URL patterns stands, where there is one.
    pub patterns_location: Option<Location>,
    /// Whether all URL patterns could be read.
    pub patterns_sound: bool,
}

/// One group of a data policy as written.
#[derive(Clone, Debug, Default)]
pub struct GroupClause {
    /// How it is written; none where the policy does not mention the group.
    pub expression: Option<SetExpression>,
    /// The whole of what is written, outer parentheses included.
    pub location: Option<Location>,
    /// Where `rest` stands in it.
    pub rest: Option<Location>,
    /// The connectors it names, `rest` not counted.
    pub named: Set,
    /// Whether everything it names was found; else `named` may hold more or less than was meant.
    pub complete: bool,
}

impl DataPolicy {
    /// The group of a connector. A connector that no group names is in the one that holds `rest`; where
    /// that is Blocked, one that cannot be blocked is in Non-business (dlp.md 2.1).
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

    /// All connectors of a group, `rest` and what falls from it included.
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
            Scope::Environment(reference) => reference.target == Some(environment.0),
        }
    }

    /// The name people know it by.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(&*self.head.symbol.name, |name| &*name.name)
    }

    /// Where a group's clause stands: its expression, or the policy's head.
    pub fn group_location(&self, group: DataGroup) -> Location {
        let clause = self.groups.get(group.index()).and_then(|clause| clause.expression.as_ref());
        clause.map_or(self.head.location, SetExpression::location)
    }

    /// Where the policy says that a connector is in its group: the word itself, else the part of the
    /// expression that brings it, else the `rest` it falls under.
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

/// Which environments a data policy applies to.
#[derive(Clone, Debug)]
pub enum Scope {
    /// All, also those yet to come.
    All,
    /// All but these, also those yet to come.
    AllExcept(Targets),
    /// Only these.
    Only(Targets),
    /// One environment, as an environment-level policy.
    Environment(Reference),
}

/// A list of environments, or a condition that selects them.
#[derive(Clone, Debug)]
pub struct Targets {
    /// The names, where it is a list.
    pub references: Vec<Reference>,
    /// The condition, where it is one.
    pub condition: Option<Condition>,
    /// Where it stands.
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
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub struct ActionRules {
    /// Whether actions that are not named are allowed.
    pub allow_rest: bool,
    /// Where that is said.
    pub rest_location: Option<Location>,
    /// The named actions: what, whether allowed, where. In the order written.
    pub rules: Vec<ActionRule>,
    /// The whole block.
    pub location: Location,
    /// Whether all of it could be read.
    pub sound: bool,
}

/// A rule for one action.
#[derive(Clone, Debug)]
pub struct ActionRule {
    /// The action's id and where it stands.
    pub action: Symbol,
    /// Whether it is allowed.
    pub allow: bool,
}

/// Which endpoints of a connector may be reached.
#[derive(Clone, Debug)]
pub struct EndpointRules {
    /// The rules, in order.
    pub rules: Vec<EndpointRule>,
    /// The whole block.
    pub location: Location,
    /// Whether all of it could be read.
    pub sound: bool,
}

/// A rule for endpoints of one form.
#[derive(Clone, Debug)]
pub struct EndpointRule {
    /// The form and where it stands.
    pub endpoint: Text,
    /// Whether they may be reached.
    pub allow: bool,
}

/// A pattern for the host addresses of custom connectors.
#[derive(Clone, Debug)]
pub struct UrlPattern {
    /// The pattern and where it stands.
    pub pattern: Text,
    /// The group; none for `ignore`.
    pub group: Option<DataGroup>,
    /// The whole row.
    pub location: Location,
}

pub use super::set_expression::SetExpression;

impl Program {
    /// The environment of that symbol.
    pub fn environment(&self, symbol: &str) -> Option<EnvironmentId> {
        let found = self.environments.binary_search_by(|environment| (*environment.head.symbol.name).cmp(symbol));
        found.ok().map(|index| EnvironmentId(index as u32))
    }

    /// The data policies with their ids.
    pub fn policy_ids(&self) -> impl Iterator<Item = (PolicyId, &DataPolicy)> {
        self.policies.iter().enumerate().map(|(index, policy)| (PolicyId(index as u32), policy))
    }

    /// The environments with their ids.
    pub fn environment_ids(&self) -> impl Iterator<Item = (EnvironmentId, &Environment)> {
        self.environments.iter().enumerate().map(|(index, environment)| (EnvironmentId(index as u32), environment))
    }

    /// What the organisation knows of a connector.
    pub fn facts_of(&self, id: ConnectorId) -> Option<&ConnectorFacts> {
        self.connectors.iter().find(|facts| facts.connector == Some(id))
    }
}

impl Environment {
    /// The name people know it by.
    pub fn display_name(&self) -> &str {
        self.name.as_ref().map_or(&*self.head.symbol.name, |name| &*name.name)
    }
}
