//! Every declaration of a program by its kind, so that what a target leaves out is never left out in silence.

use crate::model::Program;
use crate::model::organisation::Organisation;
use crate::model::program::Head;

/// A kind of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Declared {
    AllowList,
    App,
    BusinessUnits,
    ColumnSecurity,
    Connector,
    Connectors,
    Control,
    Criteria,
    DataPolicy,
    Duties,
    Environment,
    EnvironmentGroup,
    ExternalIdentity,
    Group,
    GroupSelfService,
    Guideline,
    Licence,
    MakerTeam,
    Offer,
    Party,
    Responsibility,
    Role,
    RoleAdministrators,
    Rules,
    Scale,
    Table,
    Team,
    Tenant,
    User,
}

impl Declared {
    /// Its name in documents.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::AllowList => "connector_allow_list",
            Self::App => "app",
            Self::BusinessUnits => "business_units",
            Self::ColumnSecurity => "column_security",
            Self::Connector => "connector",
            Self::Connectors => "connectors",
            Self::Control => "control",
            Self::Criteria => "criteria",
            Self::DataPolicy => "data_policy",
            Self::Duties => "duties",
            Self::Environment => "environment",
            Self::EnvironmentGroup => "environment_group",
            Self::ExternalIdentity => "external_identity",
            Self::Group => "group",
            Self::GroupSelfService => "group_self_service",
            Self::Guideline => "guideline",
            Self::Licence => "licence",
            Self::MakerTeam => "maker_team",
            Self::Offer => "offer",
            Self::Party => "party",
            Self::Responsibility => "responsibility",
            Self::Role => "role",
            Self::RoleAdministrators => "role_administrators",
            Self::Rules => "rules",
            Self::Scale => "scale",
            Self::Table => "table",
            Self::Team => "team",
            Self::Tenant => "tenant",
            Self::User => "user",
        }
    }

    /// The targets beside `bundle` that write such declarations.
    pub(super) const fn homes(self) -> &'static [&'static str] {
        match self {
            Self::AllowList | Self::DataPolicy | Self::Environment | Self::EnvironmentGroup | Self::Tenant => {
                &["power-platform", "terraform"]
            }
            Self::BusinessUnits | Self::ColumnSecurity | Self::Role | Self::Team | Self::User => &["dataverse"],
            Self::ExternalIdentity | Self::Group | Self::GroupSelfService => &["entra"],
            Self::Rules => &["sql"],
            Self::App
            | Self::Connector
            | Self::Connectors
            | Self::Control
            | Self::Criteria
            | Self::Duties
            | Self::Guideline
            | Self::Licence
            | Self::MakerTeam
            | Self::Offer
            | Self::Party
            | Self::Responsibility
            | Self::RoleAdministrators
            | Self::Scale
            | Self::Table => &[],
        }
    }

    /// How one of them is called, and several.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::AllowList => ("connector allow-list", "connector allow-lists"),
            Self::App => ("app", "apps"),
            Self::BusinessUnits => ("tree of business units", "trees of business units"),
            Self::ColumnSecurity => ("column security profile", "column security profiles"),
            Self::Connector => ("what is known of connector", "what is known of connectors"),
            Self::Connectors => ("connector set", "connector sets"),
            Self::Control => ("control", "controls"),
            Self::Criteria => ("criteria", "criteria"),
            Self::DataPolicy => ("data policy", "data policies"),
            Self::Duties => ("separation of duties", "separations of duties"),
            Self::Environment => ("environment", "environments"),
            Self::EnvironmentGroup => ("environment group", "environment groups"),
            Self::ExternalIdentity => ("external identity", "external identity"),
            Self::Group => ("group", "groups"),
            Self::GroupSelfService => ("group self-service", "group self-service"),
            Self::Guideline => ("guideline", "guidelines"),
            Self::Licence => ("licence", "licences"),
            Self::MakerTeam => ("maker team", "maker teams"),
            Self::Offer => ("offer", "offers"),
            Self::Party => ("party", "parties"),
            Self::Responsibility => ("responsibility", "responsibilities"),
            Self::Role => ("role", "roles"),
            Self::RoleAdministrators => ("role administrators", "role administrators"),
            Self::Rules => ("rules", "rules"),
            Self::Scale => ("scale", "scales"),
            Self::Table => ("table", "tables"),
            Self::Team => ("team", "teams"),
            Self::Tenant => ("tenant", "tenants"),
            Self::User => ("user", "users"),
        }
    }
}

/// The symbols of all declarations, by kind. INVARIANT: no member of a program is passed over; a new one does not
/// compile until it has a kind here.
pub(super) fn all(program: &Program) -> Vec<(Declared, Vec<&str>)> {
    let Program {
        universe: _,
        graded: _,
        tenants,
        allow_lists,
        environments,
        environment_groups,
        groups,
        self_services,
        external_identities,
        parties,
        responsibilities,
        scales,
        criteria,
        connectors,
        connector_sets,
        policies,
        rule_sets,
        ratings: _,
        controls,
        offers,
        guidelines,
        maker_teams,
        apps,
        organisation,
        // What is said about the program is no part of what is deployed.
        tests: _,
        waivers: _,
        bad_waivers: _,
        unread: _,
    } = program;
    let Organisation { unit_trees, tables, roles, licences, users, teams, profiles, duties, administrators } =
        organisation;
    let own_roles = roles.iter().filter(|role| role.predefined.is_none());
    let kinds = vec![
        (Declared::AllowList, symbols(allow_lists.iter().map(|one| &one.head))),
        (Declared::App, symbols(apps.iter().map(|one| &one.head))),
        (Declared::BusinessUnits, symbols(unit_trees.iter().map(|one| &one.head))),
        (Declared::ColumnSecurity, symbols(profiles.iter().map(|one| &one.head))),
        (Declared::Connector, symbols(connectors.iter().map(|one| &one.head))),
        (Declared::Connectors, symbols(connector_sets.iter().map(|one| &one.head))),
        (Declared::Control, symbols(controls.iter().map(|one| &one.head))),
        (Declared::Criteria, symbols(criteria.iter().map(|one| &one.head))),
        (Declared::DataPolicy, symbols(policies.iter().map(|one| &one.head))),
        (Declared::Duties, symbols(duties.iter().map(|one| &one.head))),
        (Declared::Environment, symbols(environments.iter().map(|one| &one.head))),
        (Declared::EnvironmentGroup, symbols(environment_groups.iter().map(|one| &one.head))),
        (Declared::ExternalIdentity, symbols(external_identities.iter().map(|one| &one.head))),
        (Declared::Group, symbols(groups.iter().map(|one| &one.head))),
        (Declared::GroupSelfService, symbols(self_services.iter().map(|one| &one.head))),
        (Declared::Guideline, symbols(guidelines.iter().map(|one| &one.head))),
        (Declared::Licence, symbols(licences.iter().map(|one| &one.head))),
        (Declared::MakerTeam, symbols(maker_teams.iter().map(|one| &one.head))),
        (Declared::Offer, symbols(offers.iter().map(|one| &one.head))),
        (Declared::Party, symbols(parties.iter().map(|one| &one.head))),
        (Declared::Responsibility, symbols(responsibilities.iter().map(|one| &one.head))),
        (Declared::Role, symbols(own_roles.map(|one| &one.head))),
        (Declared::RoleAdministrators, symbols(administrators.iter().map(|one| &one.head))),
        (Declared::Rules, symbols(rule_sets.iter().map(|one| &one.head))),
        (Declared::Scale, symbols(scales.iter().map(|one| &one.head))),
        (Declared::Table, tables.own.iter().map(|one| &*one.symbol.name).collect()),
        (Declared::Team, symbols(teams.iter().map(|one| &one.head))),
        (Declared::Tenant, symbols(tenants.iter().map(|one| &one.head))),
        (Declared::User, symbols(users.iter().map(|one| &one.head))),
    ];
    kinds.into_iter().filter(|(_, names)| !names.is_empty()).collect()
}

fn symbols<'p>(heads: impl Iterator<Item = &'p Head>) -> Vec<&'p str> {
    let mut names: Vec<&str> = heads.map(|head| &*head.symbol.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}
