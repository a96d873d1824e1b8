//! The tenant in the bundle.

use super::declarations::{display_name, identity, symbol};
use crate::emit::ids::IdSource;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::model::tenant::{Isolation, MakerRouting, SettingValue, Tenant};

pub(super) fn tenants(json: &mut Json<'_>, job: Job<'_>) {
    for tenant in &job.program.tenants {
        json.object(|json| {
            json.key("description").string(&tenant.head.description);
            json.key("displayName").string(display_name(&tenant.head, tenant.name.as_ref()));
            json.key("domain").optional(tenant.domain.as_ref().map(|text| &*text.name));
            identity(json, id(job, tenant));
            match &tenant.isolation {
                Some(isolation) => json.key("isolation").object(|json| write_isolation(json, isolation)),
                None => json.key("isolation").null(),
            }
            match &tenant.routing {
                Some(routing) => json.key("makerRouting").object(|json| write_routing(json, routing)),
                None => json.key("makerRouting").null(),
            }
            json.key("settings").object(|json| settings(json, tenant));
            json.key("symbol").string(&tenant.head.symbol.name);
        });
    }
}

fn id<'a>(job: Job<'a>, tenant: &'a Tenant) -> Option<(&'a str, IdSource)> {
    let bound = job.settings.bindings.tenant.as_deref().map(|id| (id, IdSource::Bindings));
    tenant.id.as_ref().map(|id| (&*id.name, IdSource::Source)).or(bound)
}

fn settings(json: &mut Json<'_>, tenant: &Tenant) {
    let mut given: Vec<_> = tenant.settings.iter().collect();
    given.sort_by_key(|given| given.setting.word);
    for given in given {
        let value = json.key(given.setting.word);
        match given.value {
            SettingValue::Flag(flag) => value.boolean(flag),
            SettingValue::Word(word) => value.string(word),
            SettingValue::Number(number) => value.number(number as usize),
        }
    }
}

fn write_routing(json: &mut Json<'_>, routing: &MakerRouting) {
    json.key("active").boolean(routing.active);
    json.key("everyone").boolean(routing.everyone);
    json.key("membersOf").optional(routing.members_of.as_ref().map(symbol));
    json.key("to").optional(routing.to.as_ref().map(symbol));
}

fn write_isolation(json: &mut Json<'_>, isolation: &Isolation) {
    json.key("active").boolean(isolation.active);
    json.key("partners").list(|json| {
        for partner in &isolation.partners {
            json.object(|json| {
                json.key("inbound").boolean(partner.inbound);
                json.key("name").string(&partner.name.name);
                json.key("outbound").boolean(partner.outbound);
                json.key("tenant").string(&partner.tenant.name);
            });
        }
    });
}
