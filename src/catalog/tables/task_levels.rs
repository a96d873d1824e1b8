//! The known levels of privileges that belong to no table.

use super::super::privilege::Levels;
use super::tasks::task_privilege;

/// The known levels of a privilege that belongs to no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskLevels {
    /// At least these.
    pub levels: Levels,
    /// Whether the platform documented them, in 2011 or 2013. Otherwise they were seen in role files, and there may
    /// be more.
    pub documented: bool,
}

/// The known levels of the privilege with that name, with `prv` or without; none where nothing is known.
pub fn task_levels(name: &str) -> Option<TaskLevels> {
    let name = task_privilege(name)?.name;
    if UNKNOWN.binary_search(&name).is_ok() {
        return None;
    }
    let special = SPECIAL.iter().find(|(known, ..)| *known == name).map(|(_, levels, said)| (*levels, *said));
    // Nearly all are granted for the whole organization or not at all.
    let (levels, documented) = special.unwrap_or_else(|| (ORG, DOCUMENTED.contains(&name)));
    Some(TaskLevels { levels: Levels::from_bits(levels), documented })
}

const BU: u32 = 0b0010;
const DEEP: u32 = 0b0100;
const ORG: u32 = 0b1000;

/// The privileges with other levels than `org` alone, and whether that is documented.
const SPECIAL: [(&str, u32, bool); 10] = [
    ("ActivateSynchronousWorkflow", 0b1111, true),
    ("ApproveRejectEmailAddress", BU | DEEP | ORG, true),
    ("AssignManager", DEEP | ORG, false),
    ("AssignTerritory", DEEP | ORG, false),
    ("ConfigureInternetMarketing", BU | ORG, false),
    ("ControlDecrementTerm", BU, false),
    ("DisableUser", DEEP | ORG, false),
    ("OverridePriceEngineOpportunity", 0b1111, true),
    ("OverridePriceEngineOrder", 0b1111, true),
    ("ReparentUser", DEEP | ORG, false),
];

/// The privileges with only `org` according to the documentation.
const DOCUMENTED: [&str; 10] = [
    "ActOnBehalfOfAnotherUser",
    "ActivateBusinessProcessFlow",
    "ActivateBusinessRule",
    "AddressBook",
    "AdminFilter",
    "AllowQuickCampaign",
    "BrowseAvailability",
    "BulkDelete",
    "BulkEdit",
    "PublishRSReport",
];

/// The privileges that are known by name only, sorted.
const UNKNOWN: [&str; 38] = [
    "ActOnBehalfOfExternalParty",
    "AdminReadExchangeSyncIdMapping",
    "AllowTDSAccess",
    "AssignPosition",
    "BypassCustomBusinessLogic",
    "BypassCustomPlugins",
    "BypassMSBusinessLogic",
    "ChangeSqlEncryptionKey",
    "ConfigureSharePoint",
    "ConfigureYammer",
    "DeleteAuditPartitions",
    "DeleteRecordChangeHistory",
    "DownloadFetchXml",
    "EmbeddedPBIDatasetAnalyzeInExcel",
    "ExportCustomization",
    "GoMobile",
    "ImportCustomization",
    "IntelligenceAdministration",
    "LanguageSettings",
    "LearningPath",
    "ManageDataSyncs",
    "PortalApplication",
    "PostRuntimeIntegrationExternalEvent",
    "PowerBIWorkspaceAdmin",
    "PowerBIWorkspaceContributor",
    "PowerBIWorkspaceViewer",
    "PromoteToAdmin",
    "PublishCustomization",
    "PublishOrgMailMergeTemplate",
    "QOIOverrideDelete",
    "ReadSqlEncryptionKey",
    "RefreshRuntimeIntegrationComponents",
    "RestoreSqlEncryptionKey",
    "RetrieveMultipleSocialInsights",
    "RunPrivilegeCheckerForAnotherUser",
    "SendAppNotification",
    "TurnDevErrorsOnOff",
    "WriteHierarchicalSecurityConfiguration",
];
