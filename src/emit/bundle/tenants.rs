//! The tenant in the bundle.

use serde_json::{Value, json};

use super::form::schema::{shape, within};
use super::form::{
    Context, Data, Description, Form, Members, Name, Named, Of, Place, Schemas, Shown, Within, bound, located,
};
use super::source_map::Map;
use crate::emit::ids::IdSource;
use crate::emit::json::Json;
use crate::model::kinds::Type;
use crate::model::tenant::{Isolation, MakerRouting, Partner, SettingGiven, SettingValue, Tenant};
use crate::text::Location;

impl Form for &Tenant {
    const FORM: Named = Named("tenant", "tenant");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |tenant, _| Description(&tenant.head.description));
        to.said("displayName", |tenant, _| Shown::of(&tenant.head, tenant.name.as_ref()));
        to.said("domain", |tenant, _| tenant.domain.as_ref());
        to.identity(
            "id",
            |tenant, context| {
                let by_bindings = context.bindings().tenant.as_deref().map(|id| (id, IdSource::Bindings));
                bound(tenant.id.as_ref().map(|id| (&*id.name, IdSource::Source)).or(by_bindings))
            },
            |tenant| tenant.id.as_ref(),
        );
        to.said("isolation", |tenant, _| tenant.isolation.as_ref());
        to.said(("makerRouting", "Where makers are routed who would work in the default environment."), |tenant, _| {
            tenant.routing.as_ref()
        });
        let doc = "The settings that are managed, by the words of the source. What is not here is not managed.";
        to.said(("settings", doc), |tenant, _| Settings(&tenant.settings));
        to.value("symbol", |tenant, _| Name(&tenant.head.symbol.name));
    }
}

/// The settings that are given, by their words.
#[derive(Clone, Copy)]
struct Settings<'a>(&'a [SettingGiven]);

impl<'a> Settings<'a> {
    fn sorted(self) -> Vec<&'a SettingGiven> {
        let mut given: Vec<_> = self.0.iter().collect();
        given.sort_by_key(|given| given.setting.word);
        given
    }
}

impl Data for Settings<'_> {
    fn write(self, json: &mut Json<'_>, _: &Context<'_>) {
        json.object(|json| {
            for given in self.sorted() {
                let value = json.key(given.setting.word);
                match given.value {
                    SettingValue::Flag(flag) => value.boolean(flag),
                    SettingValue::Word(word) => value.string(word),
                    SettingValue::Number(number) => value.number(number as usize),
                }
            }
        });
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        let attributes = shape("tenant.settings").map(|shape| shape.attributes).unwrap_or_default();
        let mut properties = serde_json::Map::new();
        for attribute in attributes {
            let within = within(attribute);
            let mut schema = match attribute.kind {
                Type::Bool => bool::schema(schemas, &within),
                Type::Integer(..) => u32::schema(schemas, &within),
                _word => <&str>::schema(schemas, &within),
            };
            schema["description"] = json!(attribute.doc);
            properties.insert(attribute.name.to_owned(), schema);
        }
        json!({ "type": "object", "additionalProperties": false, "properties": properties })
    }
}

impl Place for Settings<'_> {
    fn put(self, key: &'static str, map: &mut Map<'_, '_>, _: &Context<'_>) {
        map.parts_if_any(key, |map| {
            self.sorted().into_iter().for_each(|given| map.put(given.setting.word, given.location));
        });
    }
}

impl Form for &MakerRouting {
    const FORM: Named = Named("makerRouting", "tenant.settings.maker_routing");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("active", |routing, _| routing.active);
        to.value(("everyone", "Whether all makers are, or only new ones."), |routing, _| routing.everyone);
        to.said("membersOf", |routing, _| routing.members_of.as_ref());
        to.said("to", |routing, _| routing.to.as_ref());
    }

    fn place(self) -> Option<Location> {
        Some(self.location)
    }
}

impl Form for &Isolation {
    const FORM: Named = Named("isolation", "tenant.isolation");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("active", |isolation, _| (isolation.active, isolation.active_location));
        to.said(("partners", "The exceptions, by name."), |isolation, _| {
            located(&isolation.partners, |partner| partner.name.location)
        });
    }

    fn place(self) -> Option<Location> {
        Some(self.location)
    }
}

impl Form for &Partner {
    const FORM: Named = Named("partner", "tenant.isolation.*");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("inbound", Of("they_reach_us")), |partner, _| partner.inbound);
        to.value(("name", "What it is called in the source."), |partner, _| &partner.name);
        to.value(("outbound", Of("we_reach_them")), |partner, _| partner.outbound);
        to.value("tenant", |partner, _| &partner.tenant);
    }
}
