//! Where parts of the tenant stand.

use super::writer::Map;
use crate::model::tenant::Tenant;

impl Map<'_, '_> {
    pub(super) fn tenant(&mut self, tenant: &Tenant) {
        self.declaration(tenant.head.symbol.location, |map| {
            map.text("displayName", tenant.name.as_ref());
            map.text("domain", tenant.domain.as_ref());
            map.text("id", tenant.id.as_ref());
            if let Some(isolation) = &tenant.isolation {
                map.part("isolation", isolation.location, |map| {
                    map.optional("active", isolation.active_location);
                    map.members("partners", None, isolation.partners.iter().map(|partner| partner.name.location));
                });
            }
            if let Some(routing) = &tenant.routing {
                map.part("makerRouting", routing.location, |map| {
                    map.reference("membersOf", routing.members_of.as_ref());
                    map.reference("to", routing.to.as_ref());
                });
            }
            let mut given: Vec<_> = tenant.settings.iter().collect();
            given.sort_by_key(|given| given.setting.word);
            if !given.is_empty() {
                map.parts("settings", |map| given.iter().for_each(|one| map.put(one.setting.word, one.location)));
            }
        });
    }
}
