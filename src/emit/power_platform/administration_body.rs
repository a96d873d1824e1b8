//! The bodies of requests that administer the tenant.

use super::group_rules::{self, Rule};
use crate::emit::json::Json;
use crate::emit::tenants::{self, Members, PartnerId};

/// The body of a request.
pub(super) enum Body {
    /// Nested members.
    Members(Members),
    /// Makes an environment managed, without settings (learn.microsoft.com, "Enable Managed Environments").
    Managed,
    /// The settings of a managed environment, all of which are texts.
    Settings(Vec<(&'static str, String)>),
    /// The rules of an environment group.
    Rules { group: String, rules: Vec<Rule> },
    /// Tenant isolation (`TenantIsolationPolicyDto`). The list replaces the current one.
    Isolation { tenant: String, active: bool, partners: Vec<PartnerId> },
}

impl Body {
    pub(super) fn write(&self, json: &mut Json<'_>) {
        match self {
            Self::Members(members) => json.object(|json| tenants::write_members(json, members, 0)),
            Self::Managed => json.object(|json| {
                json.key("protectionLevel").string("Standard");
                json.key("settings").object(|json| json.key("extendedSettings").object(|_empty| ()));
            }),
            Self::Settings(settings) => json.object(|json| {
                json.key("protectionLevel").string("Standard");
                json.key("settings").object(|json| {
                    json.key("extendedSettings").object(|json| {
                        for (key, value) in settings {
                            json.key(key).string(value);
                        }
                    });
                });
            }),
            Self::Rules { group, rules } => group_rules::write(json, group, rules),
            Self::Isolation { tenant, active, partners } => json.object(|json| {
                json.key("properties").object(|json| {
                    json.key("allowedTenants").list(|json| partners.iter().for_each(|one| write_partner(json, one)));
                    json.key("isDisabled").boolean(!active);
                    json.key("tenantId").string(tenant);
                });
            }),
        }
    }
}

fn write_partner(json: &mut Json<'_>, partner: &PartnerId) {
    json.object(|json| {
        json.key("direction").object(|json| {
            json.key("inbound").boolean(partner.inbound);
            json.key("outbound").boolean(partner.outbound);
        });
        json.key("tenantId").string(&partner.id);
    });
}
