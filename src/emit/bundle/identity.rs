//! Group self-service, external identity, parties and responsibilities in the bundle.

use super::declarations::{display_name, symbol};
use crate::catalog::AdminRole;
use crate::emit::json::Json;
use crate::model::Program;
use crate::model::identity::{CrossTenant, ExternalIdentity, GroupMakers, GroupSelfService, Involved};
use crate::model::program::{Reference, Text};

pub(super) fn self_service(json: &mut Json<'_>, program: &Program) {
    for service in &program.self_services {
        json.object(|json| write_self_service(json, service));
    }
}

fn write_self_service(json: &mut Json<'_>, service: &GroupSelfService) {
    texts(json.key("blockedWords"), service.blocked_words.as_deref());
    match &service.classes {
        Some(classes) => json.key("classifications").list(|json| {
            for class in classes {
                json.object(|json| {
                    json.key("means").optional(text(class.means.as_ref()));
                    json.key("name").string(&class.name.name);
                });
            }
        }),
        None => json.key("classifications").null(),
    }
    json.key("defaultClassification").optional(text(service.default_class.as_ref()));
    json.key("description").string(&service.head.description);
    match &service.expiry {
        Some(expiry) => json.key("expiry").object(|json| {
            json.key("concerns").string(expiry.concerns);
            json.key("days").number(expiry.days as usize);
            sorted(json.key("notify"), &expiry.notify);
        }),
        None => json.key("expiry").null(),
    }
    json.key("guestGuidelines").optional(text(service.guest_guidelines.as_ref()));
    flag(json.key("guestsHaveAccess"), service.guests_have_access);
    flag(json.key("guestsMayJoin"), service.guests_may_join);
    flag(json.key("guestsMayOwn"), service.guests_may_own);
    json.key("guidelines").optional(text(service.guidelines.as_ref()));
    match &service.microsoft_groups {
        Some(makers) => json.key("microsoftGroups").object(|json| {
            let (group, who) = match makers {
                GroupMakers::Everyone => (None, "everyone"),
                GroupMakers::Admins => (None, "admins"),
                GroupMakers::Group(group) => (Some(symbol(group)), "group"),
            };
            json.key("group").optional(group);
            json.key("who").string(who);
        }),
        None => json.key("microsoftGroups").null(),
    }
    json.key("naming").optional(text(service.naming.as_ref()));
    match service.owners {
        Some((count, _)) => json.key("owners").number(count as usize),
        None => json.key("owners").null(),
    }
    let security = service.security_groups.map(|(everyone, _)| if everyone { "everyone" } else { "admins" });
    json.key("securityGroups").optional(security);
    flag(json.key("sensitivityLabels"), service.labels.map(|(labels, _)| labels));
}

pub(super) fn external_identity(json: &mut Json<'_>, program: &Program) {
    for external in &program.external_identities {
        json.object(|json| write_external(json, external));
    }
}

fn write_external(json: &mut Json<'_>, external: &ExternalIdentity) {
    json.key("audiences").list(|json| {
        for audience in &external.audiences {
            json.object(|json| {
                names(json.key("environments"), &audience.environments);
                json.key("guests").boolean(audience.guests);
                json.key("name").string(&audience.name.name);
                sorted(json.key("providers"), &audience.providers);
                sorted(json.key("sites"), &audience.sites);
            });
        }
    });
    json.key("description").string(&external.head.description);
    json.key("directory").string(if external.b2c { "b2c" } else { "workforce" });
    match &external.domains {
        Some(domains) => json.key("domains").object(|json| {
            sorted(json.key("names"), &domains.names);
            json.key("only").boolean(domains.only);
        }),
        None => json.key("domains").null(),
    }
    flag(json.key("emailVerifiedJoin"), external.email_verified_join);
    json.key("guestsSee").optional(external.guests_see.map(|(word, _)| word));
    json.key("invitedBy").optional(external.invited_by.map(|(word, _)| word));
    match &external.other_tenants {
        Some(access) => json.key("otherTenants").object(|json| write_access(json, access)),
        None => json.key("otherTenants").null(),
    }
    json.key("partners").list(|json| {
        for partner in &external.partners {
            json.object(|json| {
                json.key("access").object(|json| write_access(json, &partner.access));
                json.key("name").string(&partner.name.name);
                json.key("tenant").string(&partner.tenant.name);
            });
        }
    });
    match &external.providers {
        Some(providers) => sorted(json.key("providers"), providers),
        None => json.key("providers").null(),
    }
    flag(json.key("selfServiceTrials"), external.self_service_trials);
}

fn write_access(json: &mut Json<'_>, access: &CrossTenant) {
    flag(json.key("invitationsAccepted"), access.invitations_accepted);
    flag(json.key("ourInvitationsAccepted"), access.our_invitations_accepted);
    flag(json.key("theyConnectDirectly"), access.they_connect_directly);
    flag(json.key("theyWorkWithUs"), access.they_work_with_us.map(|(says, _)| says));
    flag(json.key("trustCompliantDevices"), access.trust_compliant_devices);
    flag(json.key("trustJoinedDevices"), access.trust_joined_devices);
    flag(json.key("trustMultiFactor"), access.trust_multi_factor);
    flag(json.key("weConnectDirectly"), access.we_connect_directly);
    flag(json.key("weWorkWithThem"), access.we_work_with_them.map(|(says, _)| says));
}

pub(super) fn parties(json: &mut Json<'_>, program: &Program) {
    for party in &program.parties {
        json.object(|json| {
            json.key("description").string(&party.head.description);
            json.key("displayName").string(display_name(&party.head, party.name.as_ref()));
            json.key("external").boolean(party.external);
            json.key("group").optional(party.group.as_ref().map(symbol));
            match &party.roles {
                Some(roles) => {
                    let mut words: Vec<&str> = roles.iter().copied().map(AdminRole::word).collect();
                    words.sort_unstable();
                    json.key("roles").strings(words);
                }
                None => json.key("roles").null(),
            }
            json.key("symbol").string(&party.head.symbol.name);
        });
    }
}

pub(super) fn responsibilities(json: &mut Json<'_>, program: &Program) {
    for one in &program.responsibilities {
        json.object(|json| {
            involved(json.key("accountable"), &one.accountable);
            json.key("activity").optional(one.activity.map(|(activity, _)| activity.word));
            involved(json.key("consulted"), &one.consulted);
            json.key("description").string(&one.head.description);
            json.key("displayName").string(one.display_name());
            involved(json.key("informed"), &one.informed);
            involved(json.key("responsible"), &one.responsible);
            json.key("symbol").string(&one.head.symbol.name);
        });
    }
}

fn involved(json: &mut Json<'_>, parties: &[Involved]) {
    let mut names: Vec<&str> = parties.iter().map(|party| &*party.symbol.name).collect();
    names.sort_unstable();
    json.strings(names);
}

fn names<I>(json: &mut Json<'_>, references: &[Reference<I>]) {
    let mut names: Vec<&str> = references.iter().map(symbol).collect();
    names.sort_unstable();
    json.strings(names);
}

fn sorted(json: &mut Json<'_>, texts: &[Text]) {
    let mut names: Vec<&str> = texts.iter().map(|text| &*text.name).collect();
    names.sort_unstable();
    names.dedup();
    json.strings(names);
}

fn texts(json: &mut Json<'_>, texts: Option<&[Text]>) {
    match texts {
        Some(texts) => sorted(json, texts),
        None => json.null(),
    }
}

fn text(text: Option<&Text>) -> Option<&str> {
    text.map(|text| &*text.name)
}

fn flag(json: &mut Json<'_>, says: Option<bool>) {
    match says {
        Some(says) => json.boolean(says),
        None => json.null(),
    }
}
