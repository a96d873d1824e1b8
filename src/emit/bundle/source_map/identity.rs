//! Where parts of group self-service, external identity and responsibilities stand.

use super::writer::Map;
use crate::model::identity::{
    ExternalIdentity, GroupMakers, GroupSelfService, Involved, Responsibility, ResponsibleParty,
};
use crate::text::Location;

impl Map<'_, '_> {
    pub(super) fn self_service(&mut self, service: &GroupSelfService) {
        self.declaration(service.head.symbol.location, |map| {
            if let Some(classes) = &service.classes {
                map.members("classifications", None, classes.iter().map(|class| class.name.location));
            }
            map.text("defaultClassification", service.default_class.as_ref());
            map.optional("expiry", service.expiry.as_ref().map(|expiry| expiry.location));
            map.text("guestGuidelines", service.guest_guidelines.as_ref());
            map.text("guidelines", service.guidelines.as_ref());
            if let Some(GroupMakers::Group(group)) = &service.microsoft_groups {
                map.reference("microsoftGroups", Some(group));
            }
            map.text("naming", service.naming.as_ref());
            map.optional("owners", service.owners.map(|(_, location)| location));
            map.optional("securityGroups", service.security_groups.map(|(_, location)| location));
            map.optional("sensitivityLabels", service.labels.map(|(_, location)| location));
        });
    }

    pub(super) fn external_identity(&mut self, external: &ExternalIdentity) {
        self.declaration(external.head.symbol.location, |map| {
            map.members("audiences", None, external.audiences.iter().map(|audience| audience.name.location));
            map.optional("domains", external.domains.as_ref().map(|domains| domains.location));
            map.optional("guestsSee", external.guests_see.map(|(_, location)| location));
            map.optional("invitedBy", external.invited_by.map(|(_, location)| location));
            map.optional("otherTenants", external.other_tenants.as_ref().map(|access| access.location));
            map.members("partners", None, external.partners.iter().map(|partner| partner.name.location));
        });
    }

    pub(super) fn party(&mut self, party: &ResponsibleParty) {
        self.declaration(party.head.symbol.location, |map| {
            map.text("displayName", party.name.as_ref());
            map.reference("group", party.group.as_ref());
        });
    }

    pub(super) fn responsibility(&mut self, one: &Responsibility) {
        let places = |involved: &[Involved]| -> Vec<Location> {
            let mut sorted: Vec<&Involved> = involved.iter().collect();
            sorted.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
            sorted.into_iter().map(|party| party.symbol.location).collect()
        };
        self.declaration(one.head.symbol.location, |map| {
            map.members("accountable", None, places(&one.accountable));
            map.optional("activity", one.activity.map(|(_, location)| location));
            map.members("consulted", None, places(&one.consulted));
            map.text("displayName", one.name.as_ref());
            map.members("informed", None, places(&one.informed));
            map.members("responsible", None, places(&one.responsible));
        });
    }
}
