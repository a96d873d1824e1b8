//! The privileges of no table.

use super::names::by_letters;

/// A privilege of no table, such as to merge rows or to print. Nearly all are granted for the whole
/// organization or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskPrivilege {
    /// The name without `prv`.
    pub name: &'static str,
    /// Why it should be granted to few, if so.
    pub dangerous: Option<&'static str>,
}

/// All known ones, sorted by name whatever the capitals.
pub const fn task_privileges() -> &'static [TaskPrivilege] {
    &TASKS
}

/// The one with that name, with `prv` or without, whatever its capitals.
pub fn task_privilege(name: &str) -> Option<&'static TaskPrivilege> {
    let name = without_prefix(name, "prv").unwrap_or(name);
    let place = TASKS.binary_search_by(|task| by_letters(task.name, name)).ok()?;
    TASKS.get(place)
}

/// What follows a prefix, whatever the capitals.
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

static TASKS: [TaskPrivilege; 74] = [
    plain("ActivateBusinessProcessFlow"),
    plain("ActivateBusinessRule"),
    plain("ActivateSynchronousWorkflow"),
    dangerous("ActOnBehalfOfAnotherUser", "its holder acts in the name of any user and with that user's rights"),
    plain("AddressBook"),
    plain("AdminFilter"),
    plain("AllowQuickCampaign"),
    plain("AppendConstraint"),
    plain("ApproveKnowledgeArticle"),
    plain("ApproveRejectEmailAddress"),
    plain("AssignManager"),
    plain("AssignPosition"),
    plain("AssignTerritory"),
    plain("BrowseAvailability"),
    dangerous("BulkDelete", "its holder deletes a great many rows in one go"),
    plain("BulkEdit"),
    dangerous("ChangeSqlEncryptionKey", "its holder replaces the key that protects secret columns"),
    plain("ConfigureInternetMarketing"),
    plain("ConfigureSharePoint"),
    plain("ConfigureYammer"),
    plain("ControlDecrementTerm"),
    plain("CreateOrgEmailTemplates"),
    plain("CreateOwnCalendar"),
    dangerous("DeleteAuditPartitions", "its holder deletes the record of who did what"),
    dangerous("DisableBusinessUnit", "its holder locks out all users of a business unit and of those below it"),
    dangerous("DisableUser", "its holder locks users out"),
    plain("DocumentGeneration"),
    dangerous("ExportCustomization", "its holder takes the whole design of the environment out of it"),
    dangerous("ExportToExcel", "rows leave the platform as files that no role guards"),
    plain("Flow"),
    plain("GoMobile"),
    plain("GoOffline"),
    dangerous("ImportCustomization", "its holder brings solutions into the environment, code and roles included"),
    plain("ISVExtensions"),
    plain("LanguageSettings"),
    plain("MailMerge"),
    dangerous("Merge", "two rows become one, and that cannot be undone"),
    plain("OneDrive"),
    dangerous("OverrideCreatedOnCreatedBy", "its holder writes rows that claim another author and another day"),
    plain("OverridePriceEngineInvoice"),
    plain("OverridePriceEngineOpportunity"),
    plain("OverridePriceEngineOrder"),
    plain("OverridePriceEngineQuote"),
    plain("Print"),
    plain("PublishArticle"),
    dangerous("PublishCustomization", "its holder makes unfinished changes real for everybody"),
    plain("PublishDuplicateRule"),
    plain("PublishKnowledgeArticle"),
    plain("PublishOrgMailMergeTemplate"),
    plain("PublishOrgReport"),
    plain("PublishRSReport"),
    plain("QOIOverrideDelete"),
    plain("ReadAuditPartitions"),
    plain("ReadAuditSummary"),
    plain("ReadLicense"),
    plain("ReadRecordAuditHistory"),
    dangerous("ReadSqlEncryptionKey", "its holder sees the key that protects secret columns"),
    dangerous("ReparentBusinessUnit", "moving a business unit changes what everybody below it reaches"),
    dangerous("ReparentTeam", "moving a team to another business unit changes what its members reach"),
    dangerous("ReparentUser", "moving a user to another business unit changes what that user reaches"),
    dangerous("RestoreSqlEncryptionKey", "its holder replaces the key that protects secret columns"),
    plain("RollupGoal"),
    plain("SearchAvailability"),
    dangerous("SendAsUser", "its holder sends e-mail in the name of others"),
    plain("SendInviteForLive"),
    plain("SyncToOutlook"),
    plain("UseInternetMarketing"),
    plain("UseOfficeApps"),
    plain("UseTabletApp"),
    plain("WebMailMerge"),
    plain("WorkflowExecution"),
    plain("WriteBusinessClosureCalendar"),
    plain("WriteHierarchicalSecurityConfiguration"),
    plain("WriteHolidayScheduleCalendar"),
];
