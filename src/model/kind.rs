//! The table of kinds: each kind of declaration is one row.
//!
//! The enum of kinds, the lists of a file and of a program, how they are combined, sorted and filtered, and how a
//! declaration is read are all generated from these rows. A row without a reader does not compile.

/// Passes all rows to the macro `$then`, after the tokens `$own`.
///
/// A row has a doc comment; the name of the kind; the descriptions of its keywords; whether each declaration has a
/// name of its own (`unique`), or a program has one declaration (`once`); the noun in messages; its list, in the
/// `program`, in the `organisation`, or `within` another member of the organisation; its type; and how it is read:
/// the form of its body, and the function of its file in `kinds`. Rows are in the order of the reference.
macro_rules! each_kind {
    ($then:ident! $own:tt) => {
        $then! {
            $own
            /// Tenants; a sound program has at most one.
            Tenant [tenant::KIND] unique "tenant"
                program.tenants: tenant::Tenant = block tenant::read;
            /// Environment groups.
            EnvironmentGroup [environment_group::KIND] unique "environment group"
                program.environment_groups: program::EnvironmentGroup = block environment_group::read;
            /// Environments.
            Environment [environment::KIND] unique "environment"
                program.environments: program::Environment = block environment::read;
            /// Entra groups.
            Group [group::KIND] unique "group"
                program.groups: program::Group = block group::read;
            /// Self-service of groups; a sound program has at most one.
            GroupSelfService [group_self_service::KIND] once "group self-service"
                program.self_services: identity::GroupSelfService = block group_self_service::read;
            /// How external people access the tenant; a sound program has at most one.
            ExternalIdentity [external_identity::KIND] once "external identity"
                program.external_identities: identity::ExternalIdentity = block external_identity::read;
            /// Parties that have responsibilities.
            Party [party::KIND] unique "party"
                program.parties: identity::ResponsibleParty = block party::read;
            /// Responsibilities.
            Responsibility [responsibility::KIND] unique "responsibility"
                program.responsibilities: identity::Responsibility = block responsibility::read;
            /// Scales.
            Scale [scale::KIND] unique "scale"
                program.scales: program::Scale = perhaps scale::read;
            /// Criteria, one for each subject.
            Criteria [criteria::KIND] unique "criteria"
                program.criteria: program::Criteria = block criteria::read;
            /// Facts about single connectors.
            Connector [connector::KIND] unique "connector"
                program.connectors: program::ConnectorFacts = block connector::read;
            /// Named connector sets.
            Connectors [connectors::KIND] unique "connector set"
                program.connector_sets: program::NamedSet = value connectors::read;
            /// Data policies.
            DataPolicy [data_policy::KIND] unique "data policy"
                program.policies: program::DataPolicy = block data_policy::read;
            /// Connector allow-lists.
            AllowList [connector_allow_list::KIND] unique "connector allow-list"
                program.allow_lists: program::AllowList = block connector_allow_list::read;
            /// Rules, one set for each scale.
            Rules [rules::KIND, rules::RATING] unique "set of rules"
                program.rule_sets: criticity::RuleSet = free rules::read;
            /// The requirements of levels.
            Control [control::KIND] unique "control"
                program.controls: criticity::Control = block control::read;
            /// Services that certify.
            Offer [offer::KIND] unique "offer"
                program.offers: criticity::Offer = block offer::read;
            /// What makers should and should not do.
            Guideline [guideline::KIND] unique "guideline"
                program.guidelines: criticity::Guideline = block guideline::read;
            /// Teams that make apps.
            MakerTeam [maker_team::KIND] unique "maker team"
                program.maker_teams: criticity::MakerTeam = block maker_team::read;
            /// Apps.
            App [app::KIND] unique "app"
                program.apps: criticity::App = block app::read;
            /// Trees of business units, by the symbol of their roots.
            BusinessUnits [business_units::KIND] unique "tree of business units"
                organisation.unit_trees: organisation::UnitTree = block business_units::read;
            /// Tables that the source declares.
            Table [tables::KIND] unique "table"
                within.tables.own: tables::OwnTable = several tables::read;
            /// Roles: the declared ones, and those of the platform that declarations name.
            Role [role::KIND] unique "role"
                organisation.roles: roles::Role = block role::read;
            /// Licences.
            Licence [licence::KIND] unique "licence"
                organisation.licences: organisation::Licence = block licence::read;
            /// Users.
            User [user::KIND] unique "user"
                organisation.users: organisation::User = block user::read;
            /// Teams.
            Team [team::KIND] unique "team"
                organisation.teams: organisation::Team = block team::read;
            /// Column security profiles.
            ColumnSecurity [column_security::KIND] unique "column security profile"
                organisation.profiles: organisation::ColumnProfile = block column_security::read;
            /// Roles that no user may have together.
            Duties [duties::KIND] unique "separation of duties"
                organisation.duties: organisation::Duties = block duties::read;
            /// Users and teams that assign roles to others.
            RoleAdministrators [role_administrators::KIND] unique "list of role administrators"
                organisation.administrators: organisation::RoleAdministrators = block role_administrators::read;
            /// What must be true of the program.
            Test [test::KIND] unique "test"
                program.tests: assertion::Test = block test::read;
            // A waiver declares nothing: it has no name, and determines which findings are accepted.
            apart
            /// Findings that the source accepts.
            Waiver [waive::KIND] "waiver" = waive::read;
        }
    };
}
pub(in crate::model) use each_kind;

macro_rules! kinds {
    (
        {}
        $(
            #[$doc:meta]
            $kind:ident [$($file:ident::$description:ident),+] $names:ident $noun:literal
            $(program.$p:ident)? $(organisation.$o:ident)? $(within.$w:ident.$l:ident)?: $m:ident::$type:ident
            = $form:ident $reader:ident::$read:ident;
        )*
        apart #[$apart_doc:meta] $apart:ident [$apart_file:ident::$apart_description:ident] $apart_noun:literal
            = $apart_reader:ident::$apart_read:ident;
    ) => {
        /// A kind of declaration. `rules` and `rating` are one kind, since a program has them in one list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DeclarationKind {
            $(#[$doc] $kind,)*
            #[$apart_doc]
            $apart,
        }

        impl DeclarationKind {
            /// The noun in messages, before the name.
            pub const fn noun(self) -> &'static str {
                match self {
                    $(Self::$kind => $noun,)*
                    Self::$apart => $apart_noun,
                }
            }

            /// The name in this list, by which targets sort.
            const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($kind),)*
                    Self::$apart => stringify!($apart),
                }
            }
        }
    };
}

each_kind!(kinds! {});

impl Ord for DeclarationKind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name().cmp(other.name())
    }
}

impl PartialOrd for DeclarationKind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
