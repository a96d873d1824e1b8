//! Group self-service, external identity, parties and responsibilities in the bundle.

use serde_json::{Value, json};

use super::form::data::{one_of, words};
use super::form::{
    Context, Data, Description, Each, Form, Members, Name, Named, Names, Of, PlacesOf, References, Schemas, Shown,
    Within, located,
};
use crate::catalog::{AdminRole, IDENTITY_PROVIDERS};
use crate::emit::json::Json;
use crate::model::identity::{
    Audience, Class, CrossTenant, Domains, Expiry, ExternalIdentity, GroupMakers, GroupSelfService, PartnerTenant,
    Responsibility, ResponsibleParty,
};
use crate::model::kinds::MOST_DAYS;
use crate::model::program::{GroupId, Reference, Text};

impl Form for &GroupSelfService {
    const FORM: Named = Named("groupSelfService", "group_self_service");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("blockedWords", |service, _| service.blocked_words.as_deref().map(Names::sorted));
        to.member(
            ("classifications", "The classes of groups, in the order written."),
            |service, _| Some(Each(service.classes.as_deref()?.iter())),
            |service, _| {
                let classes = service.classes.as_deref()?.iter();
                Some(PlacesOf(None, classes.map(|class| class.name.location)))
            },
        );
        to.said("defaultClassification", |service, _| service.default_class.as_ref());
        to.value("description", |service, _| Description(&service.head.description));
        to.said(("expiry", "When groups expire that no owner renews."), |service, _| {
            (service.expiry.as_ref(), service.expiry.as_ref().map(|expiry| expiry.location))
        });
        to.said("guestGuidelines", |service, _| service.guest_guidelines.as_ref());
        to.value("guestsHaveAccess", |service, _| service.guests_have_access);
        to.value("guestsMayJoin", |service, _| service.guests_may_join);
        to.value("guestsMayOwn", |service, _| service.guests_may_own);
        to.said("guidelines", |service, _| service.guidelines.as_ref());
        to.said(("microsoftGroups", "Who may make Microsoft 365 groups."), |service, _| {
            (service.microsoft_groups.as_ref(), service.microsoft_groups.as_ref().and_then(group))
        });
        to.said("naming", |service, _| service.naming.as_ref());
        to.said(("owners", "How many owners a group must have.", 1..=100), |service, _| service.owners);
        to.said("securityGroups", |service, _| {
            service.security_groups.map(|(everyone, at)| (if everyone { "everyone" } else { "admins" }, at))
        });
        to.said("sensitivityLabels", |service, _| service.labels);
    }
}

impl Form for &Class {
    const FORM: Named = Named("classification", "group_self_service.classifications.*");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("means", |class, _| class.means.as_ref());
        to.value(("name", "Its name."), |class, _| &class.name);
    }
}

impl Form for &Expiry {
    const FORM: Named = Named("expiry", "group_self_service");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("concerns", Of("expires_for")), |expiry, _| expiry.concerns);
        to.value(("days", "After how many days.", 1..=MOST_DAYS), |expiry, _| expiry.days);
        to.value("notify", |expiry, _| Names::sorted(&expiry.notify));
    }
}

const fn group(makers: &GroupMakers) -> Option<&Reference<GroupId>> {
    match makers {
        GroupMakers::Group(group) => Some(group),
        GroupMakers::Everyone | GroupMakers::Admins => None,
    }
}

impl Form for &GroupMakers {
    const FORM: Named = Named("groupMakers", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("group", "The group, where it is the members of one."), |makers, _| group(makers));
        to.value(("who", "Who they are.", ["admins", "everyone", "group"]), |makers, _| match makers {
            GroupMakers::Everyone => "everyone",
            GroupMakers::Admins => "admins",
            GroupMakers::Group(_) => "group",
        });
    }
}

impl Form for &ExternalIdentity {
    const FORM: Named = Named("externalIdentity", "external_identity");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said(("audiences", "People from outside for whom something is made, by name."), |external, _| {
            located(&external.audiences, |audience| audience.name.location)
        });
        to.value("description", |external, _| Description(&external.head.description));
        to.value("directory", |external, _| if external.b2c { "b2c" } else { "workforce" });
        to.said(("domains", "Which domains guests come from: these only, or all but these."), |external, _| {
            (external.domains.as_ref(), external.domains.as_ref().map(|domains| domains.location))
        });
        to.value("emailVerifiedJoin", |external, _| external.email_verified_join);
        to.said("guestsSee", |external, _| external.guests_see);
        to.said("invitedBy", |external, _| external.invited_by);
        to.said("otherTenants", |external, _| {
            (external.other_tenants.as_ref(), external.other_tenants.as_ref().map(|access| access.location))
        });
        to.said(("partners", "What is agreed with single tenants, by name."), |external, _| {
            located(&external.partners, |partner| partner.name.location)
        });
        to.value("providers", |external, _| external.providers.as_deref().map(Providers));
        to.value("selfServiceTrials", |external, _| external.self_service_trials);
    }
}

/// Identity providers by their words.
struct Providers<'a>(&'a [Text]);

impl Data for Providers<'_> {
    fn write(self, json: &mut Json<'_>, context: &Context<'_>) {
        Names::sorted(self.0).write(json, context);
    }

    fn schema(schemas: &mut Schemas, _: &Within) -> Value {
        let provider = schemas.define("provider", "An identity provider.", |_| {
            one_of(words(IDENTITY_PROVIDERS.iter().map(|provider| provider.word)))
        });
        json!({ "type": "array", "items": provider, "uniqueItems": true })
    }
}

impl Form for &Audience {
    const FORM: Named = Named("audience", "external_identity.audience");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("environments", |audience, _| References(&audience.environments));
        to.value("guests", |audience, _| audience.guests);
        to.value(("name", "Its name."), |audience, _| &audience.name);
        to.value("providers", |audience, _| Providers(&audience.providers));
        to.value("sites", |audience, _| Names::sorted(&audience.sites));
    }
}

impl Form for &Domains {
    const FORM: Named = Named("domains", "");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("names", "The domains."), |domains, _| Names::sorted(&domains.names));
        to.value(("only", "Whether these alone are allowed, or all others."), |domains, _| domains.only);
    }
}

impl Form for &PartnerTenant {
    const FORM: Named = Named("partnerTenant", "external_identity.partner");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value(("access", "What is agreed."), |partner, _| &partner.access);
        to.value(("name", "What it is called in the source."), |partner, _| &partner.name);
        to.value("tenant", |partner, _| &partner.tenant);
    }
}

impl Form for &CrossTenant {
    const FORM: Named = Named("crossTenant", "external_identity.partner");
    const DOC: &'static str = "What applies between this tenant and others; null means the default.";
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("invitationsAccepted", |access, _| access.invitations_accepted);
        to.value("ourInvitationsAccepted", |access, _| access.our_invitations_accepted);
        to.value("theyConnectDirectly", |access, _| access.they_connect_directly);
        to.value("theyWorkWithUs", |access, _| access.they_work_with_us);
        to.value("trustCompliantDevices", |access, _| access.trust_compliant_devices);
        to.value("trustJoinedDevices", |access, _| access.trust_joined_devices);
        to.value("trustMultiFactor", |access, _| access.trust_multi_factor);
        to.value("weConnectDirectly", |access, _| access.we_connect_directly);
        to.value("weWorkWithThem", |access, _| access.we_work_with_them);
    }
}

impl Form for &ResponsibleParty {
    const FORM: Named = Named("responsibleParty", "party");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("description", |party, _| Description(&party.head.description));
        to.said("displayName", |party, _| Shown::of(&party.head, party.name.as_ref()));
        to.value("external", |party, _| party.external);
        to.said("group", |party, _| party.group.as_ref());
        let doc = "The roles of administration of its people; null where they are not known.";
        to.value(("roles", doc, AdminRole::ALL.map(AdminRole::word)), |party, _| {
            let mut words: Vec<&str> = party.roles.as_deref()?.iter().copied().map(AdminRole::word).collect();
            words.sort_unstable();
            Some(Names(words))
        });
        to.value("symbol", |party, _| Name(&party.head.symbol.name));
    }
}

impl Form for &Responsibility {
    const FORM: Named = Named("responsibility", "responsibility");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.said("accountable", |one, _| References(&one.accountable));
        to.said("activity", |one, _| one.activity.map(|(activity, location)| (activity.word, location)));
        to.said("consulted", |one, _| References(&one.consulted));
        to.value("description", |one, _| Description(&one.head.description));
        to.said("displayName", |one, _| Shown::of(&one.head, one.name.as_ref()));
        to.said("informed", |one, _| References(&one.informed));
        to.said("responsible", |one, _| References(&one.responsible));
        to.value("symbol", |one, _| Name(&one.head.symbol.name));
    }
}
