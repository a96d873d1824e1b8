//! The program: the content of all files together, with names resolved and without syntactic sugar.

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
    AiSwitches, Audit, ContentPolicy, ContentSecurity, Dataverse, Environment, EnvironmentGroup, EnvironmentType,
    Group, GroupId, GroupKind, ManagedSettings, ProviderSetting, ProviderValue, Said, Sharing,
};
pub use parts::{FIRST_FREE, OF_RULE_SETS};
pub use scale::{Criteria, Domain, Field, Scale, domain_of};

use super::criticity::{Outcome, RuleSet};
use super::id::Id;
use super::kind::{DeclarationKind, each_kind};
use super::list::{Declared, List};
use super::organisation::Organisation;
pub use super::set_expression::SetExpression;
use super::universe::{ConnectorId, Universe};
use super::unread::Unread;
use super::waiver::{BadWaiver, Waiver};
pub use crate::catalog::DataGroup;
use crate::text::Location;

macro_rules! program {
    (
        { $($own:tt)* }
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart $($apart:tt)*
    ) => {
        /// The content of all files together. Every list is sorted by symbol.
        #[derive(Clone, Debug)]
        pub struct Program {
            $($(#[$doc] pub $p: List<crate::model::$m::$type>,)?)*
            $($own)*
        }

        impl Program {
            /// The symbols of all declarations, kind by kind.
            pub fn symbols(&self) -> Vec<(DeclarationKind, Vec<&Symbol>)> {
                let organisation = &self.organisation;
                vec![$((
                    DeclarationKind::$kind,
                    $(symbols(&self.$p))? $(symbols(&organisation.$o))? $(symbols(&organisation.$w.$l))?
                )),*]
            }
        }
    };
}

each_kind!(program! {
    /// Units, users, teams, roles.
    pub organisation: Organisation,
    /// The connectors it can refer to.
    pub universe: Arc<Universe>,
    /// The scales on which rules give subjects a level that other rules may ask for.
    pub graded: Vec<Graded>,
    /// The ratings of connectors, by [`ConnectorId`]; empty where there are no rules for them.
    pub ratings: Arc<Vec<Outcome>>,
    /// Declarations that could not be read.
    pub unread: Unread,
    /// Findings that the source accepts.
    pub waivers: Vec<Waiver>,
    /// Comments that look like waivers and are not valid.
    pub bad_waivers: Vec<BadWaiver>,
});

fn symbols<T: Declared>(list: &List<T>) -> Vec<&Symbol> {
    list.iter().map(Declared::symbol).collect()
}

impl Program {
    /// The environment with that symbol.
    pub fn environment(&self, symbol: &str) -> Option<EnvironmentId> {
        self.environments.find(symbol)
    }

    /// The scale with that name.
    pub fn scale(&self, name: &str) -> Option<&Scale> {
        self.scales.named(name)
    }

    /// The rules that give a subject its level on a scale.
    pub fn rules(&self, scale: &str, subject: &str) -> Option<&RuleSet> {
        self.rule_sets.iter().find(|rules| rules.name() == scale && &*rules.subject.name == subject)
    }

    /// The organisation's facts about a connector.
    pub fn facts_of(&self, id: ConnectorId) -> Option<&ConnectorFacts> {
        self.connectors.iter().find(|facts| facts.connector == Some(id))
    }
}

/// A scale on which rules give a subject a level.
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

/// The common part of all declarations.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Its name, and where the name is.
    pub symbol: Symbol,
    /// From keyword to name.
    pub location: Location,
    /// Its doc comment.
    pub description: EcoString,
}

/// A name, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name.
    pub name: EcoString,
    /// Where it is.
    pub location: Location,
}

/// A text, and where it is.
pub type Text = Symbol;

/// A name that refers to a declaration, and its target: a place, where the target is of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<I = u32> {
    /// The name as written.
    pub symbol: Symbol,
    /// The target; none where no declaration has the name.
    pub target: Option<I>,
}

/// A name that refers to a declaration, and whether there is one.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'a> {
    /// The name as written.
    pub symbol: &'a Symbol,
    /// Whether a declaration has the name.
    pub found: bool,
}

impl<I> Reference<I> {
    /// Its name, and whether the target was found.
    pub const fn mention(&self) -> Mention<'_> {
        Mention { symbol: &self.symbol, found: self.target.is_some() }
    }
}

impl<I> From<Symbol> for Reference<I> {
    fn from(symbol: Symbol) -> Self {
        Self { symbol, target: None }
    }
}
