//! The program: what all files together say, names resolved, sugar gone.

mod allow_list;
mod connector;
mod data_policy;
mod environment;
mod parts;
mod scale;

use std::sync::Arc;

use ecow::EcoString;

pub use allow_list::{AllowEntry, AllowList, AllowListId};
pub use connector::{AgeUnit, ConnectorFacts, CriterionValue, Interval, NamedSet, Rated};
pub use data_policy::{
    ActionRule, ActionRules, ConnectorRules, DataPolicy, EndpointRule, EndpointRules, GroupClause, Scope, Targets,
    UrlPattern,
};
pub use environment::{
    AiSwitches, Audit, ContentPolicy, ContentSecurity, Dataverse, Environment, EnvironmentGroup, Group, GroupId,
    ManagedSettings, ProviderSetting, ProviderValue, Said, Sharing,
};
pub use parts::{FIRST_FREE, OF_RULE_SETS};
pub use scale::{Criteria, Domain, Field, Scale};

use super::assertion::Test;
use super::criticity::{App, Control, Guideline, MakerTeam, Offer, Outcome, RuleSet};
use super::id::Id;
use super::identity::{ExternalIdentity, GroupSelfService, Responsibility, ResponsibleParty};
use super::list::List;
use super::organisation::Organisation;
pub use super::set_expression::SetExpression;
use super::tenant::Tenant;
use super::universe::{ConnectorId, Universe};
use super::unread::Unread;
use super::waiver::{BadWaiver, Waiver};
pub use crate::catalog::DataGroup;
use crate::text::Location;

/// What all files together say. Every list is sorted by symbol.
#[derive(Clone, Debug)]
pub struct Program {
    /// The connectors it can speak of.
    pub universe: Arc<Universe>,
    /// Tenants; a sound program has at most one.
    pub tenants: List<Tenant>,
    /// Environments.
    pub environments: List<Environment>,
    /// Environment groups.
    pub environment_groups: List<EnvironmentGroup>,
    /// Entra groups.
    pub groups: List<Group>,
    /// Who makes groups, and what holds for them; a sound program has at most one.
    pub self_services: List<GroupSelfService>,
    /// How people from outside reach the tenant; a sound program has at most one.
    pub external_identities: List<ExternalIdentity>,
    /// To whom responsibilities are given.
    pub parties: List<ResponsibleParty>,
    /// Who does what.
    pub responsibilities: List<Responsibility>,
    /// Scales.
    pub scales: List<Scale>,
    /// Criteria, one for each subject.
    pub criteria: List<Criteria>,
    /// What is known of single connectors.
    pub connectors: List<ConnectorFacts>,
    /// Named connector sets.
    pub connector_sets: List<NamedSet>,
    /// Data policies.
    pub policies: List<DataPolicy>,
    /// Connector allow-lists.
    pub allow_lists: List<AllowList>,
    /// Rules, one set for each scale.
    pub rule_sets: List<RuleSet>,
    /// The scales on which rules give subjects a level, so that other rules may ask for it.
    pub graded: Vec<Graded>,
    /// What connectors are rated, by [`ConnectorId`]; empty where there are no rules for them.
    pub ratings: Arc<Vec<Outcome>>,
    /// What levels ask for.
    pub controls: List<Control>,
    /// Services that certify.
    pub offers: List<Offer>,
    /// What makers do and do not.
    pub guidelines: List<Guideline>,
    /// Teams that make apps.
    pub maker_teams: List<MakerTeam>,
    /// Apps.
    pub apps: List<App>,
    /// Units, users, teams, roles.
    pub organisation: Organisation,
    /// What must be true of the program.
    pub tests: List<Test>,
    /// What is declared but could not be read.
    pub unread: Unread,
    /// Findings that the source accepts.
    pub waivers: Vec<Waiver>,
    /// What is meant as a waiver and is none.
    pub bad_waivers: Vec<BadWaiver>,
}

impl Program {
    /// The environment of that symbol.
    pub fn environment(&self, symbol: &str) -> Option<EnvironmentId> {
        self.environments.find(symbol)
    }

    /// The scale of that name.
    pub fn scale(&self, name: &str) -> Option<&Scale> {
        self.scales.named(name)
    }

    /// The rules that give a subject its level on a scale.
    pub fn rules(&self, scale: &str, subject: &str) -> Option<&RuleSet> {
        self.rule_sets.iter().find(|rules| rules.name() == scale && &*rules.subject.name == subject)
    }

    /// What the organisation knows of a connector.
    pub fn facts_of(&self, id: ConnectorId) -> Option<&ConnectorFacts> {
        self.connectors.iter().find(|facts| facts.connector == Some(id))
    }
}

/// That rules give a subject a level on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded {
    /// The subject.
    pub subject: EcoString,
    /// The scale.
    pub scale: EcoString,
    /// Its levels.
    pub domain: Domain,
}

/// The place of an environment in [`Program::environments`].
pub type EnvironmentId = Id<Environment>;

/// The place of a data policy in [`Program::policies`].
pub type PolicyId = Id<DataPolicy>;

/// What every declaration has.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Its name, and where that stands.
    pub symbol: Symbol,
    /// From keyword to name.
    pub location: Location,
    /// Its doc comment.
    pub description: EcoString,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name.
    pub name: EcoString,
    /// Where it stands.
    pub location: Location,
}

/// A text and where it stands.
pub type Text = Symbol;

/// A name that refers to something, and what it found: by its place where that is of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<I = u32> {
    /// The name as written.
    pub symbol: Symbol,
    /// What it found; none where nothing has the name.
    pub target: Option<I>,
}

/// A name that refers to something, and whether it found it.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'a> {
    /// The name as written.
    pub symbol: &'a Symbol,
    /// Whether anything has the name.
    pub found: bool,
}

impl<I> Reference<I> {
    /// Its name, and whether that found anything.
    pub const fn mention(&self) -> Mention<'_> {
        Mention { symbol: &self.symbol, found: self.target.is_some() }
    }
}

impl<I> From<Symbol> for Reference<I> {
    fn from(symbol: Symbol) -> Self {
        Self { symbol, target: None }
    }
}
