//! Criticality and what follows from it: rules that give levels, controls of levels, offers, guidelines, and the apps
//! that must comply with them.

use ecow::EcoString;
use jiff::civil::Date;

use super::condition::{Condition, Operand};
use super::id::Id;
use super::program::{CriterionValue, EnvironmentId, GroupId, Head, Interval, Reference, Scale, Symbol, Targets, Text};
use super::roles::RoleId;
use super::set::Set;
use super::set_expression::SetExpression;
use crate::text::Location;

/// The name of the scale of apps, which controls refer to.
pub const APP_SCALE: &str = "criticity";

/// How several rules that match the same subject are resolved, after the hit policies of decision tables (tenant.md
/// 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitPolicy {
    /// No two rules may match the same subject.
    Unique,
    /// Several may match if they give the same level.
    Any,
    /// Of the matching rules, the highest level counts.
    WorstWins,
    /// Of the matching rules, the first as written counts.
    FirstWins,
}

impl HitPolicy {
    /// Every policy.
    pub const ALL: [Self; 4] = [Self::Unique, Self::Any, Self::WorstWins, Self::FirstWins];

    /// How it is written.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Any => "any",
            Self::WorstWins => "worst wins",
            Self::FirstWins => "first wins",
        }
    }
}

/// The rules that give a subject its level on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    /// The name of the scale, and documentation.
    pub head: Head,
    /// `rules` or `rating`.
    pub keyword: &'static str,
    /// The index of the scale; none where there is no such scale.
    pub scale: Option<Id<Scale>>,
    /// What the rules are about: `app`, `connector`, or another subject of criteria.
    pub subject: Symbol,
    /// How several matching rules are resolved.
    pub policy: HitPolicy,
    /// Where the policy is written; none where it is not.
    pub policy_location: Option<Location>,
    /// The rules in the order written: sentences, rows of tables, totals of the scorecard.
    pub rules: Vec<DecisionRule>,
    /// The level of subjects that no rule matches.
    pub otherwise: Option<Reference>,
    /// Impossible combinations declared here; criteria may declare more.
    pub impossible: Vec<Impossible>,
    /// Blocks of factors that give points, in the order written.
    pub scorecards: Vec<Scorecard>,
    /// The fields for which the rules ask whether they were answered, sorted. A missing value of such a field is an
    /// answer, not a gap in what is known.
    pub optional: Vec<EcoString>,
    /// The questions about the rules that were not answered, a phrase each; filled in when the rules are analysed.
    pub open: Vec<String>,
    /// Whether all of it could be read and every name in it was found.
    pub sound: bool,
}

/// One rule: a level, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRule {
    /// The level; the target is its index in the scale.
    pub level: Reference,
    /// When it matches.
    pub test: Test,
    /// The whole statement.
    pub location: Location,
}

impl DecisionRule {
    /// Whether it is a row of a scorecard's `total`.
    pub const fn is_total(&self) -> bool {
        matches!(self.test, Test::Points(..))
    }
}

/// When a rule matches.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Always: a row whose cells are all `-`.
    Always,
    /// When the condition holds.
    When(Condition),
    /// When the points of the scorecard at this index add up to a number in this range, ends included.
    Points(usize, Option<i64>, Option<i64>),
}

/// An impossible combination.
#[derive(Clone, Debug, PartialEq)]
pub struct Impossible {
    /// The condition that never holds.
    pub condition: Condition,
    /// The whole statement.
    pub location: Location,
}

/// Factors that each give points.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    /// Its name, where it has one. Where there are several scorecards, each has one.
    pub name: Option<Symbol>,
    /// The factors, in the order written.
    pub factors: Vec<Factor>,
    /// The whole block.
    pub location: Location,
}

/// One factor of a scorecard: a field, and how many points its values give.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The field.
    pub field: Symbol,
    /// Values and their points, in the order written.
    pub rows: Vec<FactorRow>,
    /// Whether the field is a list, so that the points of every row whose word is in the list are added. Otherwise
    /// one row gives the points.
    pub adds: bool,
    /// The whole block.
    pub location: Location,
}

/// Values of a factor and their points.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorRow {
    /// Whether a value is among them; none for `-`, any value.
    pub test: Option<Condition>,
    /// The points.
    pub points: i64,
    /// The whole row.
    pub location: Location,
}

/// The requirements of a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The level's name, and documentation.
    pub head: Head,
    /// The index of the level in the scale `criticity`.
    pub level: Option<u32>,
    /// How apps of this level are reviewed.
    pub process: Option<(Process, Location)>,
    /// The group that reviews them.
    pub by: Option<Reference<GroupId>>,
    /// The offers that must certify apps of this level.
    pub requires: Vec<Reference<Id<Offer>>>,
    /// Where apps of this level may be; anywhere where it is absent.
    pub environments: Option<Targets>,
    /// The connectors that apps of this level may use; any where it is absent.
    pub connectors: Option<ConnectorClause>,
    /// Whether all of it could be read and every name in it was found.
    pub sound: bool,
}

/// How apps of a level are reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Process {
    /// Without a person: the checks are enough.
    Automated,
    /// A person reviews the app before it goes live.
    ManualReview,
    /// A person reviews the app regularly.
    RegularReview(Interval),
}

impl Process {
    /// How it is written.
    pub fn shown(self) -> String {
        match self {
            Self::Automated => "automated".to_owned(),
            Self::ManualReview => "manual_review before go_live".to_owned(),
            Self::RegularReview(every) => format!("regular_review every {}", every.shown()),
        }
    }
}

/// A set of connectors as written, and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectorClause {
    /// How it is written.
    pub expression: SetExpression,
    /// The connectors.
    pub members: Set,
    /// Whether every name in it was found.
    pub complete: bool,
}

/// What an offer certifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certifies {
    /// One app.
    App,
    /// A team that makes apps.
    MakerTeam,
}

impl Certifies {
    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::MakerTeam => "maker_team",
        }
    }
}

/// A service that certifies apps or maker teams.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Name and documentation.
    pub head: Head,
    /// The name that people know.
    pub name: Option<Text>,
    /// The provider of the service.
    pub by: Option<Text>,
    /// What it certifies; none where that could not be read.
    pub certifies: Option<(Certifies, Location)>,
    /// The levels it is for; all where absent.
    pub levels: Option<LevelClause>,
    /// How long a certificate is valid; without end where absent.
    pub valid: Option<Interval>,
    /// Whether all of it could be read and every name in it was found.
    pub sound: bool,
}

impl Offer {
    /// Whether it is for a level.
    pub fn is_for(&self, level: u32) -> bool {
        self.levels.as_ref().is_none_or(|clause| clause.levels.contains(&level))
    }
}

/// Levels, as a condition on the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelClause {
    /// How it is written.
    pub condition: Condition,
    /// The indexes of the levels, in order.
    pub levels: Vec<u32>,
    /// Where it is.
    pub location: Location,
}

/// What makers of apps of some levels should and should not do.
#[derive(Clone, Debug, PartialEq)]
pub struct Guideline {
    /// Name and documentation.
    pub head: Head,
    /// The levels it is for; all where absent.
    pub levels: Option<LevelClause>,
    /// What to do.
    pub dos: Vec<Text>,
    /// What not to do.
    pub donts: Vec<Text>,
}

/// People who make apps together.
#[derive(Clone, Debug, PartialEq)]
pub struct MakerTeam {
    /// Name and documentation.
    pub head: Head,
    /// The name that people know.
    pub name: Option<Text>,
    /// The people.
    pub members: Vec<Symbol>,
    /// Its certificates.
    pub certified: Vec<Certificate>,
    /// Whether all of it could be read.
    pub sound: bool,
}

/// A certification by an offer, with its day.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// The offer.
    pub offer: Reference<Id<Offer>>,
    /// The day.
    pub date: Date,
    /// Where the day is.
    pub location: Location,
}

/// The type of an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppKind {
    /// A canvas app.
    Canvas,
    /// A model-driven app.
    ModelDriven,
    /// An app written in code and run by Power Apps.
    CodeApp,
    /// A cloud flow.
    Flow,
    /// A desktop flow.
    DesktopFlow,
    /// An agent of Copilot Studio.
    Agent,
    /// A Power Pages site.
    Site,
}

impl AppKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Canvas, Self::ModelDriven, Self::CodeApp, Self::Flow, Self::DesktopFlow, Self::Agent, Self::Site];

    /// The source word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Canvas => "canvas",
            Self::ModelDriven => "model_driven",
            Self::CodeApp => "code_app",
            Self::Flow => "flow",
            Self::DesktopFlow => "desktop_flow",
            Self::Agent => "agent",
            Self::Site => "site",
        }
    }
}

/// An app, a flow, an agent.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// Name and documentation.
    pub head: Head,
    /// The display name.
    pub name: Option<Text>,
    /// The id in the tenant.
    pub id: Option<Text>,
    /// What it is; none where the source does not say.
    pub kind: Option<AppKind>,
    /// The environment it is in.
    pub environment: Option<Reference<EnvironmentId>>,
    /// The person responsible for it.
    pub owner: Option<Symbol>,
    /// The team that makes it.
    pub made_by: Option<Reference<Id<MakerTeam>>>,
    /// The roles whose holders may open it.
    pub roles: Vec<Reference<RoleId>>,
    /// The connectors it uses.
    pub connectors: Option<ConnectorClause>,
    /// Whether people use it already; then a review before go-live is due.
    pub live: bool,
    /// The values of its criteria.
    pub criteria: Vec<CriterionValue>,
    /// Its certificates.
    pub certified: Vec<Certificate>,
    /// The day of the last review.
    pub reviewed: Option<(Date, Location)>,
    /// Its level, and why.
    pub outcome: Outcome,
    /// The outcome without a day to judge ages by. Only this one reaches outputs.
    pub timeless: Outcome,
    /// Facts from other declarations: those of its environment and connectors, levels on other scales, and the day by
    /// which ages are judged.
    pub derived: Vec<(EcoString, Operand)>,
    /// Whether all of it could be read and every name in it was found.
    pub sound: bool,
}

/// The result of rules for one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// There are no rules, or they could not be read.
    #[default]
    NoRules,
    /// A level.
    Level {
        /// Its index in the scale.
        level: u32,
        /// What gave it.
        by: Decider,
    },
    /// It depends on unknown values.
    Unknown {
        /// The unknown fields that rules ask for, sorted.
        missing: Vec<EcoString>,
    },
    /// No rule matches.
    Gap,
}

impl Outcome {
    /// The index of the level, where there is one.
    pub const fn level(&self) -> Option<u32> {
        match self {
            Self::Level { level, .. } => Some(*level),
            Self::NoRules | Self::Unknown { .. } | Self::Gap => None,
        }
    }
}

/// What gave a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// The rule at this index.
    Rule(u32),
    /// `otherwise`
    Otherwise,
}
