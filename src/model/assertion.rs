//! Tests as written: what must be true of a project. They are evaluated in `assertions`, since only that floor knows
//! what follows from a program.

use super::condition::Condition;
use super::criticity::{App, RuleSet};
use super::id::Id;
use super::organisation::{TeamId, TreeId, UserId};
use super::program::{EnvironmentId, GroupId, Head, Mention, Reference, Symbol};
use super::roles::RoleId;
use super::tables::TableId;
use super::universe::ConnectorId;
use crate::catalog::privilege::Verb;
use crate::text::Location;

/// A test: some assertions under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name, and documentation.
    pub head: Head,
    /// What it asserts, in the order written.
    pub assertions: Vec<Assertion>,
}

/// One sentence of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// The claim.
    pub claim: Claim,
    /// The whole sentence.
    pub location: Location,
}

/// The claim of an assertion.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// `user alice in finance_prod can read new_portfolio of germany`
    Access(AccessClaim),
    /// `nobody outside clinical can read sbh_patient`
    Nobody(NobodyClaim),
    /// `app expense_approval is medium`, `agent { skill = 9 } is high for risk`
    Level(LevelClaim),
    /// `connector twitter is rated forbidden`
    Rated(RatedClaim),
    /// `connectors sql, twitter in finance_prod not together`
    Connectors(ConnectorClaim),
    /// `every production environment is managed`
    Every(EveryClaim),
    /// `finds unused-group on group sg_old`
    Finds(FindsClaim),
}

/// A user or a team can or cannot do something.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessClaim {
    /// The user or team.
    pub who: Actor,
    /// The environment.
    pub environment: Reference<EnvironmentId>,
    /// Whether the claim is that they can.
    pub can: bool,
    /// The action.
    pub what: Deed,
}

/// The subject of an assertion.
#[derive(Clone, Debug, PartialEq)]
pub enum Actor {
    /// A user, with all roles that reach them.
    User(Reference<UserId>),
    /// A team: what its own roles grant.
    Team(Reference<TeamId>),
}

/// An action on rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// The verb.
    pub verb: Verb,
    /// Which rows.
    pub rows: RowsOf,
    /// The table, by its logical name.
    pub table: Reference<TableId>,
}

/// The rows that are meant.
#[derive(Clone, Debug, PartialEq)]
pub enum RowsOf {
    /// Any: at least some rows.
    Any,
    /// Rows that the user owns.
    Own,
    /// Rows of others in a business unit.
    Unit(Reference<TreeId>),
    /// All rows.
    All,
}

/// No user, except some groups of users, can do something.
#[derive(Clone, Debug, PartialEq)]
pub struct NobodyClaim {
    /// The users that are excepted.
    pub outside: Vec<Circle>,
    /// The environment; all environments with a database where absent.
    pub environment: Option<Reference<EnvironmentId>>,
    /// The action.
    pub what: Deed,
}

/// Users given by a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// The kind of name.
    pub kind: CircleKind,
    /// The name of the unit, team, role, group or user.
    pub reference: Reference<CircleTarget>,
}

/// The declaration that the name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CircleTarget {
    /// The tree of a business unit.
    Unit(TreeId),
    /// A team.
    Team(TeamId),
    /// A role.
    Role(RoleId),
    /// An Entra group.
    Group(GroupId),
    /// A user.
    User(UserId),
}

/// What the name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CircleKind {
    /// The users of a business unit and of the units below it.
    Unit,
    /// The users of a team.
    Team,
    /// The users that a role reaches.
    Role,
    /// The users of a group, nested groups included.
    Group,
    /// One user.
    User,
}

impl CircleKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Unit, Self::Team, Self::Role, Self::Group, Self::User];

    /// The word before the name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Team => "team",
            Self::Role => "role",
            Self::Group => "group",
            Self::User => "user",
        }
    }

    /// The keyword of the kind of declaration that is named.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Unit => "business_units",
            Self::Team | Self::Role | Self::Group | Self::User => self.word(),
        }
    }
}

/// An app, or another subject of rules, has a level.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelClaim {
    /// The kind of subject: `app`, or another subject of rules.
    pub subject: Symbol,
    /// The app or other subject.
    pub app: AppAsked,
    /// The scale, where the sentence names one.
    pub scale: Option<Symbol>,
    /// The rules that give the level, by their index; none for the rules of apps' own scale, or where none were
    /// found.
    pub rules: Option<Id<RuleSet>>,
    /// The level; the target is its index in the scale.
    pub level: Reference<u32>,
}

impl LevelClaim {
    /// Whether it is about apps on their own scale.
    pub fn is_of_apps(&self) -> bool {
        &*self.subject.name == "app" && self.scale.is_none()
    }
}

/// The app or other subject of an assertion.
#[derive(Clone, Debug, PartialEq)]
pub enum AppAsked {
    /// An app that is declared.
    Declared(Reference<Id<App>>),
    /// One with these values, which need not exist. It is sound if all its values are. A subject other than an app
    /// has criteria only.
    Written(Box<App>),
}

/// A connector has a rating.
#[derive(Clone, Debug, PartialEq)]
pub struct RatedClaim {
    /// The connector.
    pub connector: ConnectorAsked,
    /// The level; the target is its index in the scale of connectors.
    pub level: Reference<u32>,
}

/// A connector that an assertion names.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorAsked {
    /// The name as written.
    pub symbol: Symbol,
    /// The connector. None where it was not found, or where it is exempt and unknown to the program.
    pub id: Option<ConnectorId>,
    /// Whether the platform exempts it from data policies.
    pub exempt: bool,
}

/// Whether connectors may be used.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorClaim {
    /// The connectors: one in a claim about blocking, else two or more.
    pub connectors: Vec<ConnectorAsked>,
    /// The environments.
    pub place: PlaceAsked,
    /// The claim about them.
    pub says: Use,
}

/// The environments of an assertion about connectors.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceAsked {
    /// In a declared environment.
    Environment(Reference<EnvironmentId>),
    /// In every future environment, in whatever group.
    ToCome,
}

/// The claim of an assertion about connectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// They may be used together.
    Together,
    /// They may not be used together.
    Apart,
    /// It may not be used.
    Blocked,
    /// It may be used.
    Free,
}

/// All environments of some kind satisfy a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct EveryClaim {
    /// The environments: those that satisfy all of these conditions. Each is sound where the linker found no mistake.
    pub among: Vec<Condition>,
    /// The condition that they satisfy.
    pub holds: Condition,
    /// Whether every condition asks for facts that environments have.
    pub sound: bool,
}

/// A rule has a finding, or none.
#[derive(Clone, Debug, PartialEq)]
pub struct FindsClaim {
    /// The rule by name or code.
    pub rule: Symbol,
    /// The declaration that holds the finding, by keyword and name; anywhere where absent.
    pub target: Option<(String, String)>,
    /// Whether a finding is expected.
    pub wanted: bool,
}

impl Test {
    /// Every reference to a declaration in its assertions, with the keyword of the kind of declaration.
    pub fn references(&self) -> Vec<(&'static str, Mention<'_>)> {
        let mut all = Vec::new();
        for assertion in &self.assertions {
            match &assertion.claim {
                Claim::Access(claim) => {
                    all.push(match &claim.who {
                        Actor::User(user) => ("user", user.mention()),
                        Actor::Team(team) => ("team", team.mention()),
                    });
                    all.push(("environment", claim.environment.mention()));
                    claim.what.references(&mut all);
                }
                Claim::Nobody(claim) => {
                    all.extend(claim.outside.iter().map(|circle| (circle.kind.keyword(), circle.reference.mention())));
                    all.extend(claim.environment.iter().map(|environment| ("environment", environment.mention())));
                    claim.what.references(&mut all);
                }
                Claim::Level(LevelClaim { app: AppAsked::Declared(app), .. }) => all.push(("app", app.mention())),
                Claim::Connectors(ConnectorClaim { place: PlaceAsked::Environment(environment), .. }) => {
                    all.push(("environment", environment.mention()));
                }
                Claim::Level(_) | Claim::Rated(_) | Claim::Connectors(_) | Claim::Every(_) | Claim::Finds(_) => {}
            }
        }
        all
    }

    /// The apps and other subjects whose values are in its assertions, each after its kind.
    pub fn written(&self) -> impl Iterator<Item = (&str, &App)> {
        self.assertions.iter().filter_map(|assertion| match &assertion.claim {
            Claim::Level(LevelClaim { subject, app: AppAsked::Written(app), .. }) => Some((&*subject.name, &**app)),
            _other => None,
        })
    }
}

impl Deed {
    fn references<'a>(&'a self, into: &mut Vec<(&'static str, Mention<'a>)>) {
        if let RowsOf::Unit(unit) = &self.rows {
            into.push(("business_units", unit.mention()));
        }
        into.push(("tables", self.table.mention()));
    }
}
