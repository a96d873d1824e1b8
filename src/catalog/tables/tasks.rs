//! The privileges that belong to no table.

use super::super::privilege::Level;
use super::names::by_letters;

/// A privilege that belongs to no table, such as to merge rows or to print. Nearly all are granted for the whole
/// organization or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskPrivilege {
    /// The name without `prv`.
    pub name: &'static str,
    /// Why only few users should have it, if so.
    pub dangerous: Option<&'static str>,
}

/// All known ones, sorted by name without regard to case.
pub const fn task_privileges() -> &'static [TaskPrivilege] {
    &TASKS
}

/// The privilege with that name, with `prv` or without, in any case.
pub fn task_privilege(name: &str) -> Option<&'static TaskPrivilege> {
    let name = without_prefix(name, "prv").unwrap_or(name);
    let place = TASKS.binary_search_by(|task| by_letters(task.name, name)).ok()?;
    TASKS.get(place)
}

/// The text after a prefix, which matches in any case.
pub(super) fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

const fn plain(name: &'static str) -> TaskPrivilege {
    TaskPrivilege { name, dangerous: None }
}

const fn dangerous(name: &'static str, why: &'static str) -> TaskPrivilege {
    TaskPrivilege { name, dangerous: Some(why) }
}

/// The privileges of no table that a predefined role grants, and how complete this knowledge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tasks {
    /// Exactly these, as full copies of the role show.
    Known(&'static [(&'static str, Level)]),
    /// These at least.
    AtLeast(&'static [(&'static str, Level)]),
    /// All of them.
    All,
    /// Unknown: no public export has them.
    Unknown,
}

impl Tasks {
    /// The privileges known by name.
    pub const fn list(self) -> &'static [(&'static str, Level)] {
        match self {
            Self::Known(list) | Self::AtLeast(list) => list,
            Self::All | Self::Unknown => &[],
        }
    }

    /// Whether the role may grant others, so that its grants are not known completely.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::AtLeast(_) | Self::Unknown)
    }
}

/// The common privileges of full copies of Basic User in four organisations (2023 to 2025).
pub(super) const BASIC_USER: Tasks = Tasks::Known(&[
    ("ActivateSynchronousWorkflow", Level::User),
    ("AddressBook", Level::Org),
    ("BulkEdit", Level::Org),
    ("DocumentGeneration", Level::Org),
    ("ExportToExcel", Level::Org),
    ("Flow", Level::Org),
    ("GoOffline", Level::Org),
    ("MailMerge", Level::Org),
    ("Merge", Level::Org),
    ("OneDrive", Level::Org),
    ("Print", Level::Org),
    ("ReadLicense", Level::Org),
    ("SearchAvailability", Level::Org),
    ("SyncToOutlook", Level::Org),
    ("UseOfficeApps", Level::Org),
    ("UseTabletApp", Level::Org),
    ("WebMailMerge", Level::Org),
    ("WorkflowExecution", Level::Org),
]);

/// The privileges of roles whose grants on tables are exactly those of App Opener; inferred.
pub(super) const APP_OPENER: Tasks = Tasks::Known(&[
    ("ActivateSynchronousWorkflow", Level::User),
    ("Flow", Level::Org),
    ("WorkflowExecution", Level::Org),
]);

/// The privileges of Delegate in the platform's documentation.
pub(super) const DELEGATE: Tasks = Tasks::AtLeast(&[("ActOnBehalfOfAnotherUser", Level::Org)]);

/// The privileges of System Customizer in older documentation (2011 and 2013); no newer source was found.
pub(super) const SYSTEM_CUSTOMIZER: Tasks =
    Tasks::AtLeast(&[("AddressBook", Level::Org), ("AdminFilter", Level::Org), ("PublishCustomization", Level::Org)]);

static TASKS: [TaskPrivilege; 103] = [
    plain("ActivateBusinessProcessFlow"),
    plain("ActivateBusinessRule"),
    plain("ActivateSynchronousWorkflow"),
    dangerous("ActOnBehalfOfAnotherUser", "its holder acts in the name of any user and with that user's rights"),
    dangerous("ActOnBehalfOfExternalParty", "its holder acts in the name of people outside the organisation"),
    plain("AddressBook"),
    plain("AdminFilter"),
    plain("AdminReadExchangeSyncIdMapping"),
    plain("AllowQuickCampaign"),
    dangerous("AllowTDSAccess", "its holder reads rows with statements, past the app"),
    plain("AppendConstraint"),
    plain("ApproveKnowledgeArticle"),
    plain("ApproveRejectEmailAddress"),
    plain("AssignManager"),
    plain("AssignPosition"),
    plain("AssignTerritory"),
    plain("BrowseAvailability"),
    dangerous("BulkDelete", "its holder deletes a great many rows in one go"),
    plain("BulkEdit"),
    dangerous("BypassCustomBusinessLogic", "its holder writes rows without the plug-ins and workflows that check them"),
    dangerous("BypassCustomPlugins", "its holder writes rows without the plug-ins that check them"),
    dangerous("BypassMSBusinessLogic", "its holder writes rows without the platform's own logic"),
    dangerous("ChangeSqlEncryptionKey", "its holder replaces the key that protects secret columns"),
    plain("ConfigureInternetMarketing"),
    plain("ConfigureSharePoint"),
    plain("ConfigureYammer"),
    plain("ControlDecrementTerm"),
    plain("CreateOrgEmailTemplates"),
    plain("CreateOwnCalendar"),
    dangerous("DeleteAuditPartitions", "its holder deletes the record of who did what"),
    plain("DeleteOwnCalendar"),
    dangerous("DeleteRecordChangeHistory", "its holder deletes the record of who changed a row"),
    dangerous("DisableBusinessUnit", "its holder locks out all users of a business unit and of those below it"),
    dangerous("DisableUser", "its holder locks users out"),
    plain("DocumentGeneration"),
    plain("DownloadFetchXml"),
    dangerous("EmbeddedPBIDatasetAnalyzeInExcel", "rows leave the platform as files that no role guards"),
    dangerous("ExportCustomization", "its holder takes the whole design of the environment out of it"),
    dangerous("ExportToExcel", "rows leave the platform as files that no role guards"),
    plain("Flow"),
    plain("GoMobile"),
    plain("GoOffline"),
    dangerous("ImportCustomization", "its holder brings solutions into the environment, code and roles included"),
    plain("IntelligenceAdministration"),
    plain("IntelligenceUsage"),
    plain("IntentAgent"),
    plain("ISVExtensions"),
    plain("LanguageSettings"),
    plain("LearningPath"),
    plain("MailMerge"),
    plain("ManageDataSyncs"),
    dangerous("Merge", "two rows become one, and that cannot be undone"),
    plain("OneDrive"),
    dangerous("OverrideCreatedOnCreatedBy", "its holder writes rows that claim another author and another day"),
    plain("OverridePriceEngineInvoice"),
    plain("OverridePriceEngineOpportunity"),
    plain("OverridePriceEngineOrder"),
    plain("OverridePriceEngineQuote"),
    plain("PortalApplication"),
    plain("PostRuntimeIntegrationExternalEvent"),
    plain("PowerBIWorkspaceAdmin"),
    plain("PowerBIWorkspaceContributor"),
    plain("PowerBIWorkspaceViewer"),
    plain("Print"),
    dangerous("PromoteToAdmin", "its holder makes administrators"),
    plain("PublishArticle"),
    dangerous("PublishCustomization", "its holder makes unfinished changes real for everybody"),
    plain("PublishDuplicateRule"),
    plain("PublishKnowledgeArticle"),
    plain("PublishOrgMailMergeTemplate"),
    plain("PublishOrgReport"),
    dangerous("PublishRSReport", "its holder brings reports that read the database into the environment"),
    plain("QOIOverrideDelete"),
    plain("ReadAuditPartitions"),
    plain("ReadAuditSummary"),
    plain("ReadLicense"),
    plain("ReadOwnCalendar"),
    plain("ReadRecordAuditHistory"),
    dangerous("ReadSqlEncryptionKey", "its holder sees the key that protects secret columns"),
    plain("RefreshRuntimeIntegrationComponents"),
    dangerous("ReparentBusinessUnit", "moving a business unit changes what everybody below it reaches"),
    dangerous("ReparentTeam", "moving a team to another business unit changes what its members reach"),
    dangerous("ReparentUser", "moving a user to another business unit changes what that user reaches"),
    dangerous("RestoreSqlEncryptionKey", "its holder replaces the key that protects secret columns"),
    plain("RetrieveMultipleSocialInsights"),
    plain("RollupGoal"),
    plain("RunPrivilegeCheckerForAnotherUser"),
    plain("SearchAvailability"),
    plain("SendAppNotification"),
    dangerous("SendAsUser", "its holder sends e-mail in the name of others"),
    plain("SendInviteForLive"),
    plain("SyncToOutlook"),
    plain("TurnDevErrorsOnOff"),
    plain("UnlinkTeamsChatFromRecord"),
    plain("UseInternetMarketing"),
    plain("UseOfficeApps"),
    plain("UseTabletApp"),
    plain("WebMailMerge"),
    plain("WorkflowExecution"),
    plain("WriteBusinessClosureCalendar"),
    dangerous("WriteHierarchicalSecurityConfiguration", "its holder changes whose rows managers reach"),
    plain("WriteHolidayScheduleCalendar"),
    plain("WriteOwnCalendar"),
];
