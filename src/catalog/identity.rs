//! How external people sign in, and which administrator roles may do what.
//!
//! Sources: `socialIdentityProvider` and `builtInIdentityProvider` of Microsoft Graph for providers; the page on
//! service administrator roles of the Power Platform documentation for roles (tenant.md 4.3 and 5.2).

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The word of the source.
    pub word: &'static str,
    /// Its availability in a workforce tenant.
    pub workforce: Availability,
    /// Its name in an Azure AD B2C tenant, where available.
    pub b2c: Option<&'static str>,
    /// Whether it is available in a Power Pages site.
    pub pages: bool,
}

/// Whether a provider is available in a tenant, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// Configured with a client id and a secret, under this name.
    Social(&'static str),
    /// Built in, under this name.
    BuiltIn(&'static str),
    /// Not available.
    Never,
}

/// Every provider, by word.
pub static IDENTITY_PROVIDERS: &[IdentityProvider] = &[
    provider("amazon", Availability::Never, Some("Amazon"), false),
    provider("email_code", Availability::BuiltIn("EmailOTP"), None, false),
    provider("entra", Availability::BuiltIn("AADSignup"), None, true),
    provider("facebook", Availability::Social("Facebook"), Some("Facebook"), true),
    provider("github", Availability::Never, Some("GitHub"), false),
    provider("google", Availability::Social("Google"), Some("Google"), true),
    provider("linkedin", Availability::Never, Some("LinkedIn"), true),
    provider("microsoft", Availability::BuiltIn("MicrosoftAccount"), Some("Microsoft"), true),
    provider("qq", Availability::Never, Some("QQ"), false),
    provider("twitter", Availability::Never, Some("Twitter"), true),
    provider("wechat", Availability::Never, Some("WeChat"), false),
    provider("weibo", Availability::Never, Some("Weibo"), false),
];

const fn provider(
    word: &'static str,
    workforce: Availability,
    b2c: Option<&'static str>,
    pages: bool,
) -> IdentityProvider {
    IdentityProvider { word, workforce, b2c, pages }
}

/// The provider with that word.
pub fn identity_provider(word: &str) -> Option<&'static IdentityProvider> {
    IDENTITY_PROVIDERS.iter().find(|provider| provider.word == word)
}

/// An administrator role of the tenant or of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdminRole {
    /// Global Administrator of Entra.
    Global,
    /// Power Platform Administrator of Entra: every environment, whichever group has access to it.
    PowerPlatform,
    /// Dynamics 365 Administrator of Entra: the environments whose group they are in.
    Dynamics365,
    /// Power BI Administrator of Entra.
    PowerBi,
    /// Groups Administrator of Entra.
    Groups,
    /// Environment Admin, in an environment without Dataverse.
    EnvironmentAdmin,
    /// Environment Maker: makes things, and reads no data.
    EnvironmentMaker,
    /// System Administrator of Dataverse.
    SystemAdministrator,
    /// System Customizer of Dataverse.
    SystemCustomizer,
}

impl AdminRole {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Global,
        Self::PowerPlatform,
        Self::Dynamics365,
        Self::PowerBi,
        Self::Groups,
        Self::EnvironmentAdmin,
        Self::EnvironmentMaker,
        Self::SystemAdministrator,
        Self::SystemCustomizer,
    ];

    /// The word of the source.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Global => "global_administrator",
            Self::PowerPlatform => "power_platform_administrator",
            Self::Dynamics365 => "dynamics_365_administrator",
            Self::PowerBi => "power_bi_administrator",
            Self::Groups => "groups_administrator",
            Self::EnvironmentAdmin => "environment_admin",
            Self::EnvironmentMaker => "environment_maker",
            Self::SystemAdministrator => "system_administrator",
            Self::SystemCustomizer => "system_customizer",
        }
    }

    /// The role with that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Whether a role allows an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ability {
    /// They cannot.
    No,
    /// The documentation does not say.
    NotKnown,
    /// Yes, for members of the group that has access to the environment.
    IfInGroup,
    /// They can.
    Yes,
}

/// An activity on the platform.
#[derive(Debug, PartialEq, Eq)]
pub struct Activity {
    /// The word of the source.
    pub word: &'static str,
    /// The activity in words, as in "create environments".
    pub what: &'static str,
    /// Whether it concerns the tenant as a whole, so that no external party can be responsible for it.
    pub of_tenant: bool,
    /// The roles that can do it; for roles that are not listed it is unknown.
    can: &'static [(AdminRole, Ability)],
}

impl Activity {
    /// Whether a role can do it.
    pub fn ability(&self, role: AdminRole) -> Ability {
        self.can.iter().find(|(of, _)| *of == role).map_or(Ability::NotKnown, |(_, ability)| *ability)
    }
}

/// The activity with that word.
pub fn activity(word: &str) -> Option<&'static Activity> {
    ACTIVITIES.iter().find(|activity| activity.word == word)
}

/// Who manages environments: the four roles that the documentation compares.
const ENVIRONMENTS: &[(AdminRole, Ability)] = &[
    (AdminRole::Global, Ability::Yes),
    (AdminRole::PowerPlatform, Ability::Yes),
    (AdminRole::Dynamics365, Ability::IfInGroup),
    (AdminRole::PowerBi, Ability::No),
];

/// Of those four, only one manages people and licences.
const PEOPLE: &[(AdminRole, Ability)] = &[
    (AdminRole::Global, Ability::Yes),
    (AdminRole::PowerPlatform, Ability::No),
    (AdminRole::Dynamics365, Ability::No),
    (AdminRole::PowerBi, Ability::No),
];

/// Every activity, by word.
pub static ACTIVITIES: &[Activity] = &[
    Activity { word: "allocate_capacity", what: "allocate capacity", of_tenant: true, can: ENVIRONMENTS },
    Activity { word: "assign_licence", what: "assign licences", of_tenant: true, can: PEOPLE },
    Activity { word: "back_up_environment", what: "back up environments", of_tenant: false, can: ENVIRONMENTS },
    Activity {
        word: "change_tenant_settings",
        what: "change the settings of the tenant",
        of_tenant: true,
        can: &[
            (AdminRole::Global, Ability::Yes),
            (AdminRole::PowerPlatform, Ability::Yes),
            (AdminRole::Dynamics365, Ability::Yes),
            (AdminRole::PowerBi, Ability::No),
            (AdminRole::EnvironmentAdmin, Ability::No),
            (AdminRole::EnvironmentMaker, Ability::No),
        ],
    },
    Activity { word: "copy_environment", what: "copy environments", of_tenant: false, can: ENVIRONMENTS },
    Activity { word: "create_environment", what: "create environments", of_tenant: true, can: ENVIRONMENTS },
    Activity { word: "create_user", what: "create users", of_tenant: true, can: PEOPLE },
    Activity {
        word: "make_app",
        what: "make apps",
        of_tenant: false,
        can: &[(AdminRole::EnvironmentMaker, Ability::Yes)],
    },
    Activity {
        word: "set_data_policy",
        what: "set data policies of the tenant",
        of_tenant: true,
        can: &[
            (AdminRole::Global, Ability::Yes),
            (AdminRole::PowerPlatform, Ability::Yes),
            (AdminRole::Dynamics365, Ability::IfInGroup),
            (AdminRole::PowerBi, Ability::No),
            (AdminRole::EnvironmentMaker, Ability::No),
        ],
    },
    Activity {
        word: "set_environment_data_policy",
        what: "set the data policy of an environment",
        of_tenant: false,
        can: &[
            (AdminRole::Global, Ability::Yes),
            (AdminRole::PowerPlatform, Ability::Yes),
            (AdminRole::Dynamics365, Ability::IfInGroup),
            (AdminRole::PowerBi, Ability::No),
            (AdminRole::EnvironmentAdmin, Ability::Yes),
            (AdminRole::EnvironmentMaker, Ability::No),
        ],
    },
];

/// A party that needs no declaration.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltInParty {
    /// The word of the source.
    pub word: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The roles that its people have; none where that is not known.
    pub roles: Option<&'static [AdminRole]>,
    /// Whether its people belong to another organisation.
    pub external: bool,
}

/// Every party that needs no declaration. Each administrator role is a party too.
pub static PARTIES: &[BuiltInParty] = &[
    BuiltInParty { word: "app_superuser", name: "Superuser of an app", roles: Some(&[]), external: false },
    BuiltInParty { word: "end_users", name: "End users", roles: Some(&[]), external: false },
    BuiltInParty { word: "it", name: "IT", roles: None, external: false },
    BuiltInParty {
        word: "tenant_administrator",
        name: "Tenant administrator",
        roles: Some(&[AdminRole::Global]),
        external: false,
    },
    BuiltInParty { word: "vendor", name: "Vendor", roles: Some(&[]), external: true },
];

/// The party with that word that needs no declaration.
pub fn built_in_party(word: &str) -> Option<&'static BuiltInParty> {
    PARTIES.iter().find(|party| party.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_stand_once() {
        assert!(IDENTITY_PROVIDERS.is_sorted_by(|a, b| a.word < b.word));
        assert!(ACTIVITIES.is_sorted_by(|a, b| a.word < b.word));
        assert!(PARTIES.is_sorted_by(|a, b| a.word < b.word));
        assert!(PARTIES.iter().all(|party| AdminRole::of(party.word).is_none()));
        assert!(AdminRole::ALL.into_iter().all(|role| AdminRole::of(role.word()) == Some(role)));
    }

    #[test]
    fn every_provider_is_somewhere() {
        for provider in IDENTITY_PROVIDERS {
            let somewhere = provider.workforce != Availability::Never || provider.b2c.is_some() || provider.pages;
            assert!(somewhere, "{}", provider.word);
        }
        let social = |provider: &&IdentityProvider| matches!(provider.workforce, Availability::Social(_));
        let words: Vec<&str> = IDENTITY_PROVIDERS.iter().filter(social).map(|provider| provider.word).collect();
        assert_eq!(words, ["facebook", "google"]);
    }

    #[test]
    fn what_is_not_documented_is_not_known() {
        let create = activity("create_environment").map(|activity| activity.ability(AdminRole::SystemCustomizer));
        assert_eq!(create, Some(Ability::NotKnown));
        assert_eq!(activity("create_user").map(|activity| activity.ability(AdminRole::PowerBi)), Some(Ability::No));
    }
}
