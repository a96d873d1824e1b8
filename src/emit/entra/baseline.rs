//! The source as a baseline of Graph's tenant configuration management, which detects drift automatically.
//!
//! Source of the forms: Microsoft Graph (beta), resources `configurationBaseline` and `baselineResource`, and the
//! list of supported Entra resources. Settings of Microsoft 365 groups are not in that list, and neither are identity
//! providers.

use serde_json::{Map, Value, json};

use super::policies::{authorization, managed};
use super::{BASELINE_SCHEMA, groups, partners, put};
use crate::emit::job::Job;
use crate::model::identity::CrossTenant;
use crate::model::program::Group;

/// The baseline.
pub(super) fn document(job: Job<'_>) -> Value {
    let mut resources = Vec::new();
    let policy = policy(job);
    if !policy.is_empty() {
        resources.push(resource("authorizationPolicy", "authorization policy", &policy));
    }
    for partner in job.program.external_identities.iter().flat_map(|external| &external.partners) {
        if let Some(id) = partners::id(job, partner) {
            let mut properties = access(&partner.access);
            if properties.is_empty() {
                continue;
            }
            put(&mut properties, "Ensure", Some("Present"));
            put(&mut properties, "PartnerTenantId", Some(id));
            let name = format!("partner {}", partner.name.name);
            resources.push(resource("crossTenantAccessPolicyConfigurationPartner", &name, &properties));
        }
    }
    for group in &job.program.groups {
        let name = format!("group {}", group.head.symbol.name);
        resources.push(resource("group", &name, &properties(group)));
    }
    for expiry in job.program.self_services.iter().filter_map(|service| service.expiry.as_ref()) {
        let mut notify: Vec<&str> = expiry.notify.iter().map(|address| &*address.name).collect();
        notify.sort_unstable();
        let mut properties = Map::new();
        put(&mut properties, "AlternateNotificationEmails", Some(notify));
        put(&mut properties, "Ensure", Some("Present"));
        put(&mut properties, "GroupLifetimeInDays", Some(expiry.days));
        put(&mut properties, "IsSingleInstance", Some("Yes"));
        put(&mut properties, "ManagedGroupTypes", Some(managed(expiry.concerns)));
        resources.push(resource("groupLifecyclePolicy", "group lifecycle policy", &properties));
    }
    json!({
        "$schema": format!("../{BASELINE_SCHEMA}"),
        "description": "Entra as the source says it; written by dictum",
        "displayName": job.settings.project,
        "parameters": [],
        "resources": resources,
    })
}

fn resource(kind: &str, name: &str, properties: &Map<String, Value>) -> Value {
    json!({ "displayName": name, "properties": properties, "resourceType": format!("microsoft.entra.{}", kind.to_lowercase()) })
}

/// The authorization policy in the words of the baseline.
fn policy(job: Job<'_>) -> Map<String, Value> {
    let body = authorization(job);
    let mut properties = Map::new();
    let copied = [
        ("allowEmailVerifiedUsersToJoinOrganization", "AllowEmailVerifiedUsersToJoinOrganization"),
        ("allowedToSignUpEmailBasedSubscriptions", "AllowedToSignUpEmailBasedSubscriptions"),
    ];
    for (from, to) in copied {
        put(&mut properties, to, body.get(from).cloned());
    }
    let invites = body.get("allowInvitesFrom").and_then(Value::as_str);
    put(&mut properties, "AllowInvitesFrom", invites.map(pascal));
    let role = job.program.external_identities.iter().find_map(|external| external.guests_see);
    let role = role.map(|(word, _)| match word {
        "member" => "User",
        "guest" => "Guest",
        _restricted => "RestrictedGuest",
    });
    put(&mut properties, "GuestUserRole", role);
    let makers = body.get("defaultUserRolePermissions").and_then(|all| all.get("allowedToCreateSecurityGroups"));
    put(&mut properties, "DefaultUserRoleAllowedToCreateSecurityGroups", makers.cloned());
    if !properties.is_empty() {
        put(&mut properties, "Ensure", Some("Present"));
        put(&mut properties, "IsSingleInstance", Some("Yes"));
    }
    properties
}

/// `adminsAndGuestInviters` as `AdminsAndGuestInviters`.
fn pascal(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn properties(group: &Group) -> Map<String, Value> {
    let is_office = group.is_microsoft_365();
    let mut properties = Map::new();
    put(&mut properties, "DisplayName", Some(groups::display_name(group)));
    put(&mut properties, "Ensure", Some("Present"));
    put(&mut properties, "GroupTypes", Some(groups::types(group)));
    put(&mut properties, "MailEnabled", Some(is_office));
    put(&mut properties, "MailNickname", Some(group.nickname()));
    if let Some(rule) = &group.rule {
        put(&mut properties, "MembershipRule", Some(rule.name.to_string()));
        put(&mut properties, "MembershipRuleProcessingState", Some(if group.rule_active { "On" } else { "Paused" }));
    }
    put(&mut properties, "SecurityEnabled", Some(!is_office || group.role_assignable.is_some()));
    properties
}

fn access(access: &CrossTenant) -> Map<String, Value> {
    let setting = |allowed: bool| {
        let target = |target: &str, kind: &str| {
            let access = if allowed { "allowed" } else { "blocked" };
            json!({ "AccessType": access, "Targets": [{ "Target": target, "TargetType": kind }] })
        };
        json!({ "Applications": target("AllApplications", "application"), "UsersAndGroups": target("AllUsers", "user") })
    };
    let mut properties = Map::new();
    put(&mut properties, "B2BCollaborationInbound", access.they_work_with_us.map(|(says, _)| setting(says)));
    put(&mut properties, "B2BCollaborationOutbound", access.we_work_with_them.map(|(says, _)| setting(says)));
    put(&mut properties, "B2BDirectConnectInbound", access.they_connect_directly.map(setting));
    put(&mut properties, "B2BDirectConnectOutbound", access.we_connect_directly.map(setting));
    let mut trust = Map::new();
    put(&mut trust, "IsCompliantDeviceAccepted", access.trust_compliant_devices);
    put(&mut trust, "IsHybridAzureADJoinedDeviceAccepted", access.trust_joined_devices);
    put(&mut trust, "IsMfaAccepted", access.trust_multi_factor);
    if !trust.is_empty() {
        put(&mut properties, "InboundTrust", Some(Value::Object(trust)));
    }
    properties
}
