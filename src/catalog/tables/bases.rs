//! The names of tables in privileges, and the tables that share their privileges.

use super::{system_table, system_tables};

/// The place of the table whose privileges a table has: the table itself, unless it shares them with others.
///
/// A grant on one of the sharing tables is a grant on all of them: on `email` as on `task`.
pub fn shares_privileges_with(index: u32) -> u32 {
    let table = system_tables().get(index as usize);
    table.and_then(|table| system_table(table.shares.or_else(|| find(SHARED, table.name))?)).unwrap_or(index)
}

/// The part after the verb in the names of a table's privileges; empty for an invalid place.
pub fn privilege_base(index: u32) -> &'static str {
    let table = system_tables().get(shares_privileges_with(index) as usize);
    table.map_or("", |table| table.base.or_else(|| find(BASES, table.name)).unwrap_or(table.schema))
}

fn find(pairs: &'static [(&str, &'static str)], table: &str) -> Option<&'static str> {
    let place = pairs.binary_search_by(|(name, _)| (*name).cmp(table)).ok()?;
    pairs.get(place).map(|(_, found)| *found)
}

/// The tables that have the privileges of another, sorted.
///
/// The reference says so for activities and for the statistics of plug-ins. The others were found by comparison: in
/// all predefined roles each is granted like the table next to it, and role files that copy a predefined role
/// completely have no privilege with its own name. The levels are the same, except that `untrackedemail` can only be
/// read, that the parts of `sdkmessage` are not appended to one another, and that `sdkmessagefilter` may be granted
/// without append.
static SHARED: &[(&str, &str)] = &[
    ("adx_inviteredemption", "activitypointer"),
    ("adx_portalcomment", "activitypointer"),
    ("appointment", "activitypointer"),
    ("chat", "activitypointer"),
    ("customeraddress", "account"),
    ("displaystring", "teamtemplate"),
    ("email", "activitypointer"),
    ("entityrelationship", "relationship"),
    ("fax", "activitypointer"),
    ("importdata", "import"),
    ("importlog", "import"),
    ("isvconfig", "teamtemplate"),
    ("letter", "activitypointer"),
    ("phonecall", "activitypointer"),
    ("plugintypestatistic", "plugintype"),
    ("recurrencerule", "activitypointer"),
    ("recurringappointmentmaster", "activitypointer"),
    ("ribboncommand", "teamtemplate"),
    ("ribboncontextgroup", "teamtemplate"),
    ("ribboncustomization", "teamtemplate"),
    ("ribbondiff", "teamtemplate"),
    ("ribbonrule", "teamtemplate"),
    ("ribbontabtocommandmap", "teamtemplate"),
    ("sdkmessagefilter", "sdkmessage"),
    ("sdkmessagepair", "sdkmessage"),
    ("sdkmessagerequest", "sdkmessage"),
    ("sdkmessagerequestfield", "sdkmessage"),
    ("sdkmessageresponse", "sdkmessage"),
    ("sdkmessageresponsefield", "sdkmessage"),
    ("sitemap", "teamtemplate"),
    ("socialactivity", "activitypointer"),
    ("task", "activitypointer"),
    ("untrackedemail", "activitypointer"),
];

/// The tables whose privileges do not use the schema name in the list, sorted. Many of them have no schema name
/// there: their capitals are those of published role files.
static BASES: &[(&str, &str)] = &[
    ("actioncardusersettings", "ActionCardUserSettings"),
    ("activitypointer", "Activity"),
    ("annotation", "Note"),
    ("applicationfile", "ApplicationFile"),
    ("attributemap", "AttributeMap"),
    ("authorizationserver", "AuthorizationServer"),
    ("azureserviceconnection", "AzureServiceConnection"),
    ("businessunitnewsarticle", "NewsArticle"),
    ("channelaccessprofile", "ChannelAccessProfile"),
    ("channelaccessprofilerule", "ProfileRule"),
    ("channelpropertygroup", "ChannelPropertyGroup"),
    ("convertrule", "ConvertRule"),
    ("customerrelationship", "CustomerRelationship"),
    ("delveactionhub", "DelveActionHub"),
    ("emailsignature", "EmailSignature"),
    ("entitydatasource", "EntityDataSource"),
    ("entitymap", "EntityMap"),
    ("expanderevent", "ExpanderEvent"),
    ("externalparty", "ExternalParty"),
    ("hierarchyrule", "HierarchyRule"),
    ("kbarticle", "Article"),
    ("kbarticletemplate", "ArticleTemplate"),
    ("organizationsetting", "OrganizationSetting"),
    ("partnerapplication", "PartnerApplication"),
    ("processsession", "WorkflowSession"),
    ("relationshiprole", "RelationshipRole"),
    ("routingrule", "RoutingRule"),
    ("savedquery", "Query"),
    ("savedqueryvisualization", "SavedQueryVisualizations"),
    ("settingdefinition", "SettingDefinition"),
    ("sharepointdata", "SharePointData"),
    ("sharepointdocument", "SharePointDocument"),
    ("suggestioncardtemplate", "SuggestionCardTemplate"),
    ("systemapplicationmetadata", "SystemApplicationMetadata"),
    ("systemuser", "User"),
    ("teamtemplate", "Customization"),
    ("template", "EmailTemplate"),
    ("userapplicationmetadata", "UserApplicationMetadata"),
    ("userentityinstancedata", "UserEntityInstanceData"),
    ("userentityuisettings", "UserEntityUISettings"),
    ("userqueryvisualization", "UserQueryVisualizations"),
    ("wizardaccessprivilege", "WizardAccessPrivilege"),
    ("wizardpage", "WizardPage"),
];
