//! The settings of the tenant and its isolation, as the resources `powerplatform_tenant_settings` and
//! `powerplatform_tenant_isolation_policy`.
//!
//! Both exist once in a tenant. The provider manages the settings that are written and leaves all others as they are
//! (`internal/services/tenant_settings`, `filterDto`). Both versions have the same attributes.

use super::text::{label, literal};
use super::{GROUP, lacking};
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::tenants::{self, Member, Members, PartnerId};
use crate::emit::unbound::Unbound;
use crate::emit::{file_name, ids};
use crate::model::tenant::MakerRouting;

/// The type of the resource for settings.
const SETTINGS: &str = "powerplatform_tenant_settings";
/// The type of the resource for isolation.
const ISOLATION: &str = "powerplatform_tenant_isolation_policy";

/// The settings of the tenant that the source manages, with all ids known.
pub(super) struct TenantResources<'a> {
    /// The symbol of the declaration.
    symbol: &'a str,
    label: String,
    /// The id of the tenant, where it is known.
    id: Option<&'a str>,
    /// The settings by the path of their attribute.
    settings: Members,
    /// Whether isolation is active, and its exceptions.
    isolation: Option<(bool, Vec<PartnerId>)>,
}

impl<'a> TenantResources<'a> {
    /// Prepares the resources of the tenant; none where the source does not declare it. Unbound declarations are
    /// added to `unbound`. `groups` are the labels of environment groups.
    pub(super) fn prepare(job: Job<'a>, groups: &[String], unbound: &mut Vec<Unbound>) -> Option<Self> {
        let tenant = job.program.tenants.first()?;
        let symbol = tenant.name();
        let stem = file_name::stems(std::iter::once(symbol)).pop().unwrap_or_default();
        let mut settings = tenants::settings(&tenant.settings, |setting| setting.terraform);
        if let Some(routing) = &tenant.routing {
            route(job, routing, groups, &mut settings, unbound);
        }
        let isolation = tenant
            .isolation
            .as_ref()
            .map(|isolation| (isolation.active, tenants::partners(job, isolation, super::NAME, unbound)));
        Some(Self { symbol, label: label(&stem), id: ids::tenant(job), settings, isolation })
    }

    /// Whether the source manages nothing of the tenant.
    pub(super) fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.isolation.is_none()
    }

    /// Whether the declaration is written.
    pub(super) fn has(&self, symbol: &str) -> bool {
        self.symbol == symbol && !self.is_empty()
    }

    /// The resources that exist in every tenant, with the id to import them by.
    pub(super) fn known(&self) -> impl Iterator<Item = (String, &str)> {
        let isolation = self.isolation.is_some().then_some(ISOLATION);
        let settings = (!self.settings.is_empty()).then_some(SETTINGS);
        let kinds = [isolation, settings].into_iter().flatten();
        kinds.filter_map(|kind| Some((format!("{kind}.{}", self.label), self.id?)))
    }

    /// Writes the resources, by type.
    pub(super) fn write(&self, json: &mut Json<'_>) {
        if let Some((active, partners)) = &self.isolation {
            json.key(ISOLATION).object(|json| {
                json.key(&self.label).object(|json| {
                    json.key("allowed_tenants").list(|json| partners.iter().for_each(|one| write_partner(json, one)));
                    json.key("is_disabled").boolean(!active);
                    keep(json);
                });
            });
        }
        if !self.settings.is_empty() {
            json.key(SETTINGS).object(|json| {
                json.key(&self.label).object(|json| {
                    // Keys in order: those of the tenant itself, `lifecycle`, `power_platform`, `walk_me_opt_out`.
                    let (before, after): (Members, Members) =
                        self.settings.clone().into_iter().partition(|(path, _)| path.first() < Some(&"lifecycle"));
                    tenants::write_members(json, &before, 0);
                    keep(json);
                    tenants::write_members(json, &after, 0);
                });
            });
        }
    }
}

/// Stops a plan that would destroy the resource: the provider would turn isolation off, and restore the previous
/// settings (`resource_tenant_isolation_policy.go` and `resource_tenant_settings.go`, `Delete`).
fn keep(json: &mut Json<'_>) {
    json.key("lifecycle").object(|json| json.key("prevent_destroy").boolean(true));
}

fn write_partner(json: &mut Json<'_>, partner: &PartnerId) {
    json.object(|json| {
        json.key("inbound").boolean(partner.inbound);
        json.key("outbound").boolean(partner.outbound);
        json.key("tenant_id").string(&literal(&partner.id));
    });
}

/// Adds maker routing. Values that the source does not give stay as they are in the tenant.
fn route(job: Job<'_>, routing: &MakerRouting, groups: &[String], settings: &mut Members, unbound: &mut Vec<Unbound>) {
    let mut say = |name: &'static str, member: Member| {
        settings.insert(vec!["power_platform", "governance", name], member);
    };
    say("enable_default_environment_routing", Member::Boolean(routing.active));
    if routing.active {
        say("environment_routing_all_makers", Member::Boolean(routing.everyone));
    }
    if let Some(label) = tenants::group_of(job, routing.to.as_ref()).and_then(|(at, _)| groups.get(at)) {
        let reference = format!("${{{GROUP}.{label}.id}}");
        say("environment_routing_target_environment_group_id", Member::Text(reference));
    }
    if let Some(group) = tenants::entra_group(job, routing.members_of.as_ref()) {
        match ids::group(group, job.settings.bindings) {
            Some((id, _)) => say("environment_routing_target_security_group_id", Member::Text(id.to_owned())),
            None => {
                let note = "the provider names the group whose members are routed by its object id in Entra";
                unbound.push(lacking("group", "groups", &group.head, routing.location, note));
            }
        }
    }
}
