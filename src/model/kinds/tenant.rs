//! `tenant`

use super::{Attribute, Body, Choice, Field, Kind, NestedBlock, Open, SHOWN_NAME, Shape, TenantSetting, Type, Wire};
use crate::model::Id;
use crate::model::program::{EnvironmentGroup, GroupId, Head, Reference, Text};
use crate::model::reader::{Reader, Record};
use crate::model::tenant::{Isolation, MakerRouting, Partner, SettingGiven, SettingValue, Tenant};
use crate::syntax::ast::{Atom, Block};
use crate::text::{Location, Span};

pub(super) static KIND: Kind = Kind {
    keyword: "tenant",
    noun: "a tenant",
    plural: "tenants",
    doc: "The tenant: who may create what in it, and how far it is open to other tenants. A setting that is not written is not managed: Dictum reports nothing about it, and no deployment changes it.",
    name: "symbol",
    rests_on: &["environment_group", "group"],
    body: Body::Block(&SHAPE),
    example: r#"tenant contoso {
  domain = "contoso.onmicrosoft.com"

  settings {
    production_environments = admins
    trial_environments      = admins
    share_with_everyone     = off
    maker_routing { to = maker_spaces; makers = everyone }
  }

  isolation {
    fabrikam { tenant = "fabrikam.onmicrosoft.com"; they_reach_us = yes; we_reach_them = no }
  }
}

environment_group maker_spaces { solution_checker = warn }

environment first_steps {
  type    = developer
  managed = yes
  group   = maker_spaces
  dataverse { language = 1033; currency = EUR }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[SHOWN_NAME.attribute, ID.attribute, DOMAIN.attribute],
    blocks: &[SETTINGS_BLOCK, ISOLATION_BLOCK],
    sentences: &[],
    open: Open::Closed,
};

const SETTINGS_BLOCK: NestedBlock =
    NestedBlock { name: "settings", argument: None, shape: &SETTINGS, doc: "The settings that are managed." };

const ISOLATION_BLOCK: NestedBlock = NestedBlock {
    name: "isolation",
    argument: None,
    shape: &ISOLATION,
    doc: "Tenant isolation: connections with other tenants are blocked in both directions, except those that are named.",
};

static SETTINGS: Shape =
    Shape { attributes: &ATTRIBUTES, blocks: &[ROUTING_BLOCK], sentences: &[], open: Open::Closed };

const ROUTING_BLOCK: NestedBlock = NestedBlock {
    name: "maker_routing",
    argument: None,
    shape: &ROUTING,
    doc: "Makers who would work in the default environment get an environment of their own in an environment group.",
};

static ROUTING: Shape = Shape {
    attributes: &[ACTIVE.attribute, TO.attribute, MAKERS.attribute, MEMBERS_OF.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

static ISOLATION: Shape = Shape {
    attributes: &[ISOLATION_ACTIVE.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Blocks("partner", &PARTNER),
};

/// An exception of tenant isolation.
pub static PARTNER: Shape = Shape {
    attributes: &[TENANT.attribute, THEY_REACH_US.attribute, WE_REACH_THEM.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

impl TenantSetting {
    fn kind(&self) -> Option<Type> {
        ATTRIBUTES.iter().find(|attribute| attribute.name == self.word).map(|attribute| attribute.kind)
    }

    /// For a setting with words, the word that allows more than administrators; empty for any other setting.
    pub fn open_word(&self) -> &'static str {
        match self.kind() {
            Some(Type::Word([_admins, open, ..])) => open.word,
            _other => "",
        }
    }

    /// For a setting with a number, the minimum and the maximum; `(0, 0)` for any other setting.
    pub fn range(&self) -> (i64, i64) {
        match self.kind() {
            Some(Type::Integer(least, most)) => (least, most),
            _other => (0, 0),
        }
    }
}

const WHO: Type = Type::Word(&[
    Choice { word: "admins", doc: "administrators of the tenant only" },
    Choice { word: "everyone", doc: "every user who has a licence for it" },
]);

const WHO_ALLOCATES: Type = Type::Word(&[
    Choice { word: "admins", doc: "administrators of the tenant only" },
    Choice { word: "environment_admins", doc: "administrators of an environment too" },
]);

const AUDIENCE: Type = Type::Word(&[
    Choice { word: "specific_admins", doc: "the administrators chosen for it" },
    Choice { word: "everyone", doc: "everybody" },
]);

macro_rules! tenant_settings {
    ($($word:literal: $kind:expr, $wire:expr, [$($api:literal),+], [$($terraform:literal),+], $doc:literal;)+) => {
        static ATTRIBUTES: [Attribute; [$($word),+].len()] = [$(Field::setting($word, $kind, $doc).attribute),+];

        /// The fields that read the settings, in the same order.
        const SETTING_FIELDS: [Field<SettingValue>; [$($word),+].len()] = [$(Field::setting($word, $kind, $doc)),+];

        /// Every setting of the tenant that has a word, in the order of the reference.
        pub static TENANT_SETTINGS: [TenantSetting; [$($word),+].len()] =
            [$(TenantSetting { word: $word, api: &[$($api),+], terraform: &[$($terraform),+], wire: $wire }),+];
    };
}

tenant_settings! {
    "production_environments": WHO, Wire::Restricted,
        ["disableEnvironmentCreationByNonAdminUsers"], ["disable_environment_creation_by_non_admin_users"],
        "Who may create production and sandbox environments.";
    "trial_environments": WHO, Wire::Restricted,
        ["disableTrialEnvironmentCreationByNonAdminUsers"], ["disable_trial_environment_creation_by_non_admin_users"],
        "Who may create trial environments.";
    "developer_environments": WHO, Wire::Restricted,
        ["powerPlatform", "governance", "disableDeveloperEnvironmentCreationByNonAdminUsers"],
        ["power_platform", "governance", "disable_developer_environment_creation_by_non_admin_users"],
        "Who may create developer environments.";
    "capacity_allocation": WHO_ALLOCATES, Wire::Restricted,
        ["disableCapacityAllocationByEnvironmentAdmins"], ["disable_capacity_allocation_by_environment_admins"],
        "Who may give add-on capacity to an environment.";
    "power_pages_sites": WHO, Wire::Restricted,
        ["disablePortalsCreationByNonAdminUsers"], ["disable_portals_creation_by_non_admin_users"],
        "Who may create Power Pages sites.";
    "billing_policies": WHO, Wire::Restricted,
        ["powerPlatform", "licensing", "disableBillingPolicyCreationByNonAdminUsers"],
        ["power_platform", "licensing", "disable_billing_policy_creation_by_non_admin_users"],
        "Who may create billing policies.";
    "share_with_everyone": Type::Bool, Wire::Opposite,
        ["powerPlatform", "powerApps", "disableShareWithEveryone"],
        ["power_platform", "power_apps", "disable_share_with_everyone"],
        "Whether makers may share canvas apps with everybody in the tenant.";
    "share_connections_with_everyone": Type::Bool, Wire::Opposite,
        ["powerPlatform", "powerApps", "disableConnectionSharingWithEveryone"],
        ["power_platform", "power_apps", "disable_connection_sharing_with_everyone"],
        "Whether makers may share connections with everybody in the tenant.";
    "guests_may_make": Type::Bool, Wire::Same,
        ["powerPlatform", "powerApps", "enableGuestsToMake"],
        ["power_platform", "power_apps", "enable_guests_to_make"],
        "Whether guests may make apps.";
    "maker_match": Type::Bool, Wire::Opposite,
        ["powerPlatform", "powerApps", "disableMakerMatch"],
        ["power_platform", "power_apps", "disable_maker_match"],
        "Whether makers see others who make similar apps.";
    "unused_licence_assignment": Type::Bool, Wire::Opposite,
        ["powerPlatform", "powerApps", "disableUnusedLicenseAssignment"],
        ["power_platform", "power_apps", "disable_unused_license_assignment"],
        "Whether unused licences are assigned to users who need one.";
    "desktop_flow_policies": Type::Bool, Wire::Same,
        ["powerPlatform", "governance", "policy", "enableDesktopFlowDataPolicyManagement"],
        ["power_platform", "governance", "policy", "enable_desktop_flow_data_policy_management"],
        "Whether data policies show the actions of desktop flows, so that they can be classified.";
    "admin_digest": Type::Bool, Wire::Opposite,
        ["powerPlatform", "governance", "disableAdminDigest"],
        ["power_platform", "governance", "disable_admin_digest"],
        "Whether administrators get the weekly digest.";
    "copilot": Type::Bool, Wire::Opposite,
        ["powerPlatform", "intelligence", "disableCopilot"],
        ["power_platform", "intelligence", "disable_copilot"],
        "Whether makers have Copilot in Power Apps.";
    "flow_copilot": Type::Bool, Wire::Opposite,
        ["powerPlatform", "powerAutomate", "disableCopilot"],
        ["power_platform", "power_automate", "disable_copilot"],
        "Whether makers have Copilot in Power Automate.";
    "ai_data_sharing": Type::Bool, Wire::Same,
        ["powerPlatform", "modelExperimentation", "enableModelDataSharing"],
        ["power_platform", "model_experimentation", "enable_model_data_sharing"],
        "Whether data is shared with the vendor to improve its models.";
    "ai_data_logging": Type::Bool, Wire::Opposite,
        ["powerPlatform", "modelExperimentation", "disableDataLogging"],
        ["power_platform", "model_experimentation", "disable_data_logging"],
        "Whether prompts to models are logged.";
    "unassigned_ai_credits": Type::Bool, Wire::Opposite,
        ["powerPlatform", "licensing", "disableUseOfUnassignedAIBuilderCredits"],
        ["power_platform", "licensing", "disable_use_of_unassigned_ai_builder_credits"],
        "Whether environments may use AI Builder credits that no environment was given.";
    "capacity_report_for_environment_admins": Type::Bool, Wire::Same,
        ["powerPlatform", "licensing", "enableTenantCapacityReportForEnvironmentAdmins"],
        ["power_platform", "licensing", "enable_tenant_capacity_report_for_environment_admins"],
        "Whether administrators of an environment see the capacity of the tenant.";
    "licensing_report_for_environment_admins": Type::Bool, Wire::Same,
        ["powerPlatform", "licensing", "enableTenantLicensingReportForEnvironmentAdmins"],
        ["power_platform", "licensing", "enable_tenant_licensing_report_for_environment_admins"],
        "Whether administrators of an environment see the licences of the tenant.";
    "capacity_warning": Type::Integer(0, 100), Wire::Number,
        ["powerPlatform", "licensing", "storageCapacityConsumptionWarningThreshold"],
        ["power_platform", "licensing", "storage_capacity_consumption_warning_threshold"],
        "The percentage of used storage from which administrators are warned.";
    "catalog_audience": AUDIENCE, Wire::Words(&[("specific_admins", "SpecificAdmins"), ("everyone", "All")]),
        ["powerPlatform", "catalogSettings", "powerCatalogAudienceSetting"],
        ["power_platform", "catalog_settings", "power_catalog_audience_setting"],
        "Who may publish in the catalogue of the tenant.";
    "teams_share_limit": Type::Integer(0, 2_147_483_647), Wire::Number,
        ["powerPlatform", "teamsIntegration", "shareWithColleaguesUserLimit"],
        ["power_platform", "teams_integration", "share_with_colleagues_user_limit"],
        "The maximum number of colleagues with whom an app may be shared from Teams.";
    "preferred_location_for_teams": Type::Bool, Wire::Opposite,
        ["powerPlatform", "environments", "disablePreferredDataLocationForTeamsEnvironment"],
        ["power_platform", "environments", "disable_preferred_data_location_for_teams_environment"],
        "Whether environments of Teams are made in the preferred location of their group.";
    "delete_disabled_users": Type::Bool, Wire::Same,
        ["powerPlatform", "userManagementSettings", "enableDeleteDisabledUserinAllEnvironments"],
        ["power_platform", "user_management_settings", "enable_delete_disabled_user_in_all_environments"],
        "Whether users who are disabled in Entra are deleted in all environments.";
    "bing_video_search": Type::Bool, Wire::Opposite,
        ["powerPlatform", "search", "disableBingVideoSearch"],
        ["power_platform", "search", "disable_bing_video_search"],
        "Whether the search of the maker portals shows videos of Bing.";
    "community_search": Type::Bool, Wire::Opposite,
        ["powerPlatform", "search", "disableCommunitySearch"],
        ["power_platform", "search", "disable_community_search"],
        "Whether the search of the maker portals shows answers of the community.";
    "docs_search": Type::Bool, Wire::Opposite,
        ["powerPlatform", "search", "disableDocsSearch"],
        ["power_platform", "search", "disable_docs_search"],
        "Whether the search of the maker portals shows pages of the documentation.";
    "champions_invitations": Type::Bool, Wire::Opposite,
        ["powerPlatform", "champions", "disableChampionsInvitationReachout"],
        ["power_platform", "champions", "disable_champions_invitation_reachout"],
        "Whether makers are invited to the vendor's champions programme.";
    "skills_invitations": Type::Bool, Wire::Opposite,
        ["powerPlatform", "champions", "disableSkillsMatchInvitationReachout"],
        ["power_platform", "champions", "disable_skills_match_invitation_reachout"],
        "Whether makers are invited to match their skills.";
    "newsletter": Type::Bool, Wire::Opposite,
        ["disableNewsletterSendout"], ["disable_newsletter_sendout"],
        "Whether the newsletter is sent.";
    "support_tickets_for_everyone": Type::Bool, Wire::Opposite,
        ["disableSupportTicketsVisibleByAllUsers"], ["disable_support_tickets_visible_by_all_users"],
        "Whether every user sees support tickets.";
    "walkthroughs": Type::Bool, Wire::Opposite,
        ["walkMeOptOut"], ["walk_me_opt_out"],
        "Whether makers are offered guided tours.";
}

const ID: Field<Text> = Field::text("id", "The id of the tenant, a GUID. Bindings files keep it out of the source.");
const DOMAIN: Field<Text> = Field::text("domain", "A domain of the tenant, as in `contoso.onmicrosoft.com`.");
const ACTIVE: Field<bool> = Field::flag("active", "Whether makers are routed.").by_default("yes");
const TO: Field<Reference<Id<EnvironmentGroup>>> =
    Field::reference("to", "environment_group", "The environment group in which their environments are made.");
const MAKERS: Field<&'static str> = Field::word(
    "makers",
    &[
        Choice { word: "everyone", doc: "all makers" },
        Choice { word: "new", doc: "makers who create something for the first time" },
    ],
    "Which makers are routed.",
)
.by_default("new");
const MEMBERS_OF: Field<Reference<GroupId>> = Field::reference(
    "members_of",
    "group",
    "The Entra group whose members are routed. If it is absent, deployments keep the group that the tenant has.",
);
const ISOLATION_ACTIVE: Field<bool> = Field::flag(
    "active",
    "Whether other tenants are blocked. If not, every connection is allowed and the list has no effect.",
)
.by_default("yes");
const TENANT: Field<Text> = Field::text("tenant", "The other tenant: its id, one of its domains, or `*` for every tenant. Deployments need the id; for a domain, `partner_tenants` in a bindings file gives it.").required();
const THEY_REACH_US: Field<bool> =
    Field::flag("they_reach_us", "Whether users of the other tenant may connect to data of this one (inbound).")
        .by_default("no");
const WE_REACH_THEM: Field<bool> =
    Field::flag("we_reach_them", "Whether users of this tenant may connect to data of the other one (outbound).")
        .by_default("no");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Tenant {
    let record = reader.block(block, &SHAPE, "tenant", &head);
    let mut tenant = Tenant {
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        domain: reader.get(&record, &DOMAIN),
        settings: Vec::new(),
        routing: None,
        isolation: None,
        head,
    };
    if let Some(inner) = record.nested(&SETTINGS_BLOCK) {
        let settings = reader.record(inner, &SETTINGS, &"`settings`");
        let fields = TENANT_SETTINGS.iter().zip(&SETTING_FIELDS);
        tenant.settings = fields.filter_map(|(setting, field)| given(reader, &settings, setting, field)).collect();
        tenant.routing = settings.nested(&ROUTING_BLOCK).map(|block| routing(reader, block));
    }
    if let Some(inner) = record.nested(&ISOLATION_BLOCK) {
        tenant.isolation = Some(isolation(reader, inner));
    }
    tenant
}

/// Returns the value of a setting, if it is given and can be read.
fn given(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    setting: &'static TenantSetting,
    field: &Field<SettingValue>,
) -> Option<SettingGiven> {
    let (value, location) = reader.given(record, field)?;
    Some(SettingGiven { setting, value, location })
}

fn routing(reader: &mut Reader<'_>, block: Block<'_>) -> MakerRouting {
    let before = reader.faults();
    let record = reader.record(block, &ROUTING, &"`maker_routing`");
    let mut routing = MakerRouting {
        location: brace(reader, block),
        active: reader.given(&record, &ACTIVE).is_none_or(|(active, _)| active),
        to: reader.get(&record, &TO),
        everyone: reader.given(&record, &MAKERS).is_some_and(|(word, _)| word == "everyone"),
        members_of: reader.get(&record, &MEMBERS_OF),
        sound: false,
    };
    routing.sound = reader.faults() == before;
    routing
}

fn isolation(reader: &mut Reader<'_>, block: Block<'_>) -> Isolation {
    let record = reader.record(block, &ISOLATION, &"`isolation`");
    let (active, active_location) = reader.given(&record, &ISOLATION_ACTIVE).unzip();
    let mut partners: Vec<Partner> =
        record.named.iter().filter_map(|(key, block)| partner(reader, *key, *block)).collect();
    partners.sort_by(|a, b| a.name.name.cmp(&b.name.name));
    Isolation { location: brace(reader, block), active: active.unwrap_or(true), active_location, partners }
}

fn partner(reader: &mut Reader<'_>, key: Atom<'_>, block: Block<'_>) -> Option<Partner> {
    let name = reader.symbol(key)?;
    let before = reader.faults();
    let record = reader.record(block, &PARTNER, &format_args!("partner `{}`", name.name));
    let mut says = |field: &Field<bool>| reader.get(&record, field).unwrap_or(false);
    let (inbound, outbound) = (says(&THEY_REACH_US), says(&WE_REACH_THEM));
    let tenant = reader.get(&record, &TENANT)?;
    Some(Partner { tenant, name, inbound, outbound, sound: reader.faults() == before })
}

fn brace(reader: &Reader<'_>, block: Block<'_>) -> Location {
    let start = block.node.span().start;
    reader.at(Span::new(start, start + 1))
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, TENANT_SETTINGS, Wire};
    use crate::model::kinds::Type;

    /// Turns `disable_use_of_unassigned_ai_builder_credits` into `disableuseofunassignedaibuildercredits`.
    fn letters(name: &str) -> String {
        name.chars().filter(|letter| *letter != '_').collect::<String>().to_lowercase()
    }

    #[test]
    fn each_word_has_one_name_of_the_platform_and_each_name_one_word() {
        let words: Vec<&str> = ATTRIBUTES.iter().map(|attribute| attribute.name).collect();
        assert_eq!(words, TENANT_SETTINGS.iter().map(|setting| setting.word).collect::<Vec<_>>());
        for (at, setting) in TENANT_SETTINGS.iter().enumerate() {
            for name in [setting.api.last(), setting.terraform.last()].into_iter().flatten() {
                assert!(setting.is_called(name), "{name}");
            }
            for other in TENANT_SETTINGS.iter().skip(at + 1) {
                assert_ne!(setting.api, other.api);
                assert_ne!(setting.terraform, other.terraform);
            }
            // The provider derives its names from those of the API.
            let (api, terraform) = (setting.api.iter(), setting.terraform.iter());
            assert!(api.zip(terraform).all(|(api, terraform)| letters(api) == letters(terraform)), "{}", setting.word);
            assert_eq!(setting.api.len(), setting.terraform.len());
        }
    }

    #[test]
    fn the_polarity_is_that_of_the_name() {
        for (setting, attribute) in TENANT_SETTINGS.iter().zip(&ATTRIBUTES) {
            let name = setting.terraform.last().copied().unwrap_or_default();
            let negative = name.starts_with("disable_") || name.ends_with("opt_out");
            match (setting.wire, attribute.kind) {
                (Wire::Same, Type::Bool) => assert!(name.starts_with("enable_"), "{name}"),
                (Wire::Opposite, Type::Bool) => assert!(negative, "{name}"),
                (Wire::Restricted, Type::Word(choices)) => {
                    assert!(negative && choices.first().is_some_and(|choice| choice.word == "admins"), "{name}");
                }
                (Wire::Number, Type::Integer(0, most)) => assert!(most > 0),
                (Wire::Words(words), Type::Word(choices)) => {
                    assert_eq!(words.len(), choices.len());
                    assert!(words.iter().zip(choices).all(|((word, _), choice)| *word == choice.word), "{name}");
                }
                (wire, kind) => unreachable!("{name}: {wire:?} does not fit {kind:?}"),
            }
        }
    }
}
