//! Settings of the whole tenant: guest invitations, creation, naming and expiry of groups.
//!
//! Source of the forms: Microsoft Graph, resources `authorizationPolicy`, `groupSetting` with the template
//! `Group.Unified`, and `groupLifecyclePolicy`.

use serde_json::{Map, Value, json};

use super::step::{Look, Request, Step};
use super::{groups, put};
use crate::emit::job::Job;
use crate::model::identity::{GroupMakers, GroupSelfService};
use crate::model::program::Group;

/// The template of the settings for Microsoft 365 groups.
const GROUP_UNIFIED: &str = "62375ab9-6b52-47ed-826b-58e47e0e304b";

/// The steps, in order.
pub(super) fn steps(job: Job<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let body = authorization(job);
    if !body.is_empty() {
        let look = Look { path: "/policies/authorizationPolicy".to_owned(), items: "", which: None };
        let mut step = Step::looking(source(job), source(job), look);
        step.change = Some(Request { method: "PATCH", path: "/policies/authorizationPolicy".to_owned(), body });
        step.fill = vec!["/defaultUserRolePermissions"];
        steps.push(step);
    }
    for service in &job.program.self_services {
        steps.extend(settings(job, service));
        steps.extend(lifecycle(service));
        steps.extend(selected(job, service));
    }
    steps
}

/// The kind of declaration that the authorization policy comes from.
fn source(job: Job<'_>) -> &'static str {
    if job.program.external_identities.is_empty() { "group_self_service" } else { "external_identity" }
}

/// The members of the authorization policy that the source sets.
pub(super) fn authorization(job: Job<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    for external in &job.program.external_identities {
        put(&mut body, "allowEmailVerifiedUsersToJoinOrganization", external.email_verified_join);
        let from = external.invited_by.map(|(word, _)| match word {
            "none" => "none",
            "admins_and_inviters" => "adminsAndGuestInviters",
            "members" => "adminsGuestInvitersAndAllMembers",
            _everyone => "everyone",
        });
        put(&mut body, "allowInvitesFrom", from);
        put(&mut body, "allowedToSignUpEmailBasedSubscriptions", external.self_service_trials);
        let role = external.guests_see.map(|(word, _)| match word {
            "member" => "a0b1b346-4d3e-4e8b-98f8-753987be4970",
            "guest" => "10dae51f-b6af-4016-8d66-8c2a99b929b3",
            _restricted => "2af84b1e-32c8-42b7-82bc-daa82404023b",
        });
        put(&mut body, "guestUserRoleId", role);
    }
    let makers = job.program.self_services.iter().find_map(|service| service.security_groups);
    if let Some((everyone, _)) = makers {
        put(&mut body, "defaultUserRolePermissions", Some(json!({ "allowedToCreateSecurityGroups": everyone })));
    }
    body
}

/// Settings of Microsoft 365 groups. Graph accepts them only together, so the plan names the source of the others.
fn settings(job: Job<'_>, service: &GroupSelfService) -> Option<Step> {
    let mut values: Vec<(&str, String)> = Vec::new();
    let mut needs = Vec::new();
    let mut flag = |name, says: Option<bool>| values.extend(says.map(|says| (name, says.to_string())));
    flag("AllowGuestsToAccessGroups", service.guests_have_access);
    flag("AllowGuestsToBeGroupOwner", service.guests_may_own);
    flag("AllowToAddGuests", service.guests_may_join);
    flag("EnableMIPLabels", service.labels.map(|(labels, _)| labels));
    match &service.microsoft_groups {
        Some(GroupMakers::Everyone) => values.push(("EnableGroupCreation", "true".to_owned())),
        Some(GroupMakers::Admins) => {
            values.push(("EnableGroupCreation", "false".to_owned()));
            values.push(("GroupCreationAllowedGroupId", String::new()));
        }
        Some(GroupMakers::Group(group)) => {
            values.push(("EnableGroupCreation", "false".to_owned()));
            let found = group.target.map(|at| &job.program.groups[at])?;
            if groups::id(job, found).is_none() {
                needs.push(found.name().to_owned());
            }
            values.push(("GroupCreationAllowedGroupId", groups::place(job, found)));
        }
        None => {}
    }
    if let Some(classes) = &service.classes {
        let names: Vec<&str> = classes.iter().map(|class| &*class.name.name).collect();
        let means =
            classes.iter().filter_map(|class| Some(format!("{}:{}", class.name.name, class.means.as_ref()?.name)));
        values.push(("ClassificationList", names.join(",")));
        values.push(("ClassificationDescriptions", means.collect::<Vec<_>>().join(",")));
    }
    if let Some(words) = &service.blocked_words {
        let words: Vec<&str> = words.iter().map(|word| &*word.name).collect();
        values.push(("CustomBlockedWordsList", words.join(",")));
    }
    let texts = [
        ("DefaultClassification", &service.default_class),
        ("GuestUsageGuidelinesUrl", &service.guest_guidelines),
        ("PrefixSuffixNamingRequirement", &service.naming),
        ("UsageGuidelinesUrl", &service.guidelines),
    ];
    values.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.name.to_string()))));
    if values.is_empty() {
        return None;
    }
    values.sort_unstable();
    let values: Vec<Value> = values.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let mut body = Map::new();
    put(&mut body, "values", Some(values));
    let look = Look {
        path: "/groupSettings".to_owned(),
        items: "/value",
        which: Some(("/templateId", GROUP_UNIFIED.to_owned())),
    };
    let mut step = Step::looking("group_self_service", "group_self_service", look);
    step.change = Some(Request { method: "PATCH", path: "/groupSettings/{id}".to_owned(), body: body.clone() });
    put(&mut body, "templateId", Some(GROUP_UNIFIED));
    step.create = Some(Request { method: "POST", path: "/groupSettings".to_owned(), body });
    step.fill = vec!["/values"];
    step.template = Some(format!("/groupSettingTemplates/{GROUP_UNIFIED}"));
    step.needs = needs;
    Some(step)
}

/// The expiry of groups. A tenant has one such policy.
fn lifecycle(service: &GroupSelfService) -> Option<Step> {
    let expiry = service.expiry.as_ref()?;
    let mut body = Map::new();
    let mut notify: Vec<&str> = expiry.notify.iter().map(|address| &*address.name).collect();
    notify.sort_unstable();
    if !notify.is_empty() {
        put(&mut body, "alternateNotificationEmails", Some(notify.join(";")));
    }
    put(&mut body, "groupLifetimeInDays", Some(expiry.days));
    put(&mut body, "managedGroupTypes", Some(managed(expiry.concerns)));
    let look = Look { path: "/groupLifecyclePolicies".to_owned(), items: "/value", which: None };
    let mut step = Step::looking("group_self_service", "group_self_service", look);
    step.change =
        Some(Request { method: "PATCH", path: "/groupLifecyclePolicies/{id}".to_owned(), body: body.clone() });
    step.create = Some(Request { method: "POST", path: "/groupLifecyclePolicies".to_owned(), body });
    Some(step)
}

/// The service's word for the groups that expire.
pub(super) fn managed(concerns: &str) -> &'static str {
    match concerns {
        "all" => "All",
        "selected" => "Selected",
        _none => "None",
    }
}

/// The groups that expire if only selected ones do.
fn selected(job: Job<'_>, service: &GroupSelfService) -> Vec<Step> {
    let Some(expiry) = service.expiry.as_ref().filter(|expiry| expiry.concerns == "selected") else {
        return Vec::new();
    };
    let groups = job.program.groups.iter().filter(|group| group.expires && expiry.reaches(group.kind, true));
    let step = |group: &Group| {
        let (symbol, id) = (group.name(), groups::place(job, group));
        let look = Look { path: format!("/groups/{id}/groupLifecyclePolicies"), items: "/value", which: None };
        let mut step = Step::looking("group", symbol, look);
        let mut body = Map::new();
        put(&mut body, "groupId", Some(id));
        let path = "/groupLifecyclePolicies/{lifecycle}/addGroup".to_owned();
        step.create = Some(Request { method: "POST", path, body });
        step.needs = groups::id(job, group).is_none().then(|| symbol.to_owned()).into_iter().collect();
        step
    };
    groups.map(step).collect()
}
