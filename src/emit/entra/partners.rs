//! Settings for other tenants, and the identity providers that must exist.
//!
//! Source of the forms: Microsoft Graph, resources `crossTenantAccessPolicyConfigurationPartner` and `…Default`.

use serde_json::{Map, Value, json};

use super::put;
use super::step::{Look, Request, Step};
use crate::catalog::{Availability, identity_provider};
use crate::emit::job::Job;
use crate::model::identity::{CrossTenant, PartnerTenant};

const POLICY: &str = "/policies/crossTenantAccessPolicy";

/// The steps, in order.
pub(super) fn steps(job: Job<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for external in &job.program.external_identities {
        if let Some(access) = &external.other_tenants {
            let body = body(access);
            if !body.is_empty() {
                let path = format!("{POLICY}/default");
                let look = Look { path: path.clone(), items: "", which: None };
                let mut step = Step::looking("external_identity", "external_identity", look);
                step.change = Some(Request { method: "PATCH", path, body });
                step.fill = FILLED.to_vec();
                steps.push(step);
            }
        }
        for (partner, id) in external.partners.iter().filter_map(|partner| Some((partner, id(job, partner)?))) {
            let said = body(&partner.access);
            if said.is_empty() {
                continue;
            }
            let path = format!("{POLICY}/partners");
            let look = Look { path: path.clone(), items: "/value", which: Some(("/tenantId", id.to_owned())) };
            let mut step = Step::looking("external_identity", &partner.name.name, look);
            step.change = Some(Request { method: "PATCH", path: format!("{path}/{id}"), body: said.clone() });
            let mut made = said;
            put(&mut made, "tenantId", Some(id));
            step.create = Some(Request { method: "POST", path, body: made });
            step.fill = FILLED.to_vec();
            steps.push(step);
        }
    }
    steps
}

/// Objects that are sent whole: values that the source does not give are kept from the response.
const FILLED: [&str; 2] = ["/automaticUserConsentSettings", "/inboundTrust"];

/// The id of a partner's tenant: as given, or bound under the name of the partner. None where only a domain is known,
/// for which Graph has no request.
pub(super) fn id<'a>(job: Job<'a>, partner: &'a PartnerTenant) -> Option<&'a str> {
    let given = uuid::Uuid::try_parse(&partner.tenant.name).is_ok().then_some(&*partner.tenant.name);
    let bound = || job.settings.bindings.partner_tenants.get(&*partner.name.name).map(String::as_str);
    given.or_else(|| bound().filter(|id| *id != "*"))
}

fn body(access: &CrossTenant) -> Map<String, Value> {
    let mut body = Map::new();
    let mut consent = Map::new();
    put(&mut consent, "inboundAllowed", access.invitations_accepted);
    put(&mut consent, "outboundAllowed", access.our_invitations_accepted);
    if !consent.is_empty() {
        put(&mut body, "automaticUserConsentSettings", Some(Value::Object(consent)));
    }
    put(&mut body, "b2bCollaborationInbound", access.they_work_with_us.map(|(says, _)| setting(says)));
    put(&mut body, "b2bCollaborationOutbound", access.we_work_with_them.map(|(says, _)| setting(says)));
    put(&mut body, "b2bDirectConnectInbound", access.they_connect_directly.map(setting));
    put(&mut body, "b2bDirectConnectOutbound", access.we_connect_directly.map(setting));
    let mut trust = Map::new();
    put(&mut trust, "isCompliantDeviceAccepted", access.trust_compliant_devices);
    put(&mut trust, "isHybridAzureADJoinedDeviceAccepted", access.trust_joined_devices);
    put(&mut trust, "isMfaAccepted", access.trust_multi_factor);
    if !trust.is_empty() {
        put(&mut body, "inboundTrust", Some(Value::Object(trust)));
    }
    body
}

/// All users and all applications, allowed or blocked.
fn setting(allowed: bool) -> Value {
    let access = if allowed { "allowed" } else { "blocked" };
    json!({
        "applications": {
            "accessType": access,
            "targets": [{ "target": "AllApplications", "targetType": "application" }],
        },
        "usersAndGroups": {
            "accessType": access,
            "targets": [{ "target": "AllUsers", "targetType": "user" }],
        },
    })
}

/// The identity providers that are created with a client id and a secret, by the service's names.
pub(super) fn by_hand(job: Job<'_>) -> Vec<&'static str> {
    let mut names = Vec::new();
    for external in &job.program.external_identities {
        for provider in external.providers.iter().flatten().filter_map(|name| identity_provider(&name.name)) {
            let name = match (external.b2c, provider.workforce) {
                (true, _) => provider.b2c,
                (false, Availability::Social(name)) => Some(name),
                (false, Availability::BuiltIn(_) | Availability::Never) => None,
            };
            names.extend(name);
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
