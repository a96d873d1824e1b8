//! `external_identity`

use super::{Body, Choice, Field, Kind, NestedBlock, Open, Shape};
use crate::catalog::{IDENTITY_PROVIDERS, identity_provider};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::identity::{Audience, CrossTenant, Domains, ExternalIdentity, PartnerTenant};
use crate::model::program::{EnvironmentId, Head, Reference, Text};
use crate::model::reader::{Argument, Reader, Record};
use crate::syntax::ast::Block;
use crate::text::Span;

pub(super) static KIND: Kind = Kind {
    keyword: "external_identity",
    noun: "a policy on external identity",
    plural: "policies on external identity",
    doc: "How people from outside reach the tenant: who invites guests and what they see, which domains they come from, with which providers they sign in, which audiences exist, and what is agreed with other tenants. What is not written is not managed.",
    name: "",
    rests_on: &["environment"],
    body: Body::Block(&SHAPE),
    example: r#"external_identity {
  invited_by = admins_and_inviters
  guests_see = restricted
  domains    = only ["fabrikam.com", "northwind.com"]
  providers  = [google]
  audience suppliers { guests = yes; environments = [sales] }
  partner fabrikam {
    tenant             = "11111111-2222-3333-4444-555555555555"
    they_work_with_us  = yes
    trust_multi_factor = yes
  }
}

environment sales { type = production; region = europe }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        DIRECTORY.attribute,
        INVITED_BY.attribute,
        GUESTS_SEE.attribute,
        DOMAINS.attribute,
        EMAIL_VERIFIED_JOIN.attribute,
        SELF_SERVICE_TRIALS.attribute,
        PROVIDERS.attribute,
    ],
    blocks: &[AUDIENCE_BLOCK, PARTNER_BLOCK, OTHER_TENANTS_BLOCK],
    sentences: &[],
    open: Open::Closed,
};

const AUDIENCE_BLOCK: NestedBlock = NestedBlock {
    name: "audience",
    argument: Some("audience"),
    shape: &AUDIENCE,
    doc: "An audience: people from outside for whom something is made.",
};

const PARTNER_BLOCK: NestedBlock = NestedBlock {
    name: "partner",
    argument: Some("partner"),
    shape: &PARTNER_TENANT,
    doc: "What is agreed with another tenant. For what is not written, the settings for other tenants apply.",
};

const OTHER_TENANTS_BLOCK: NestedBlock = NestedBlock {
    name: "other_tenants",
    argument: None,
    shape: &OTHER_TENANTS,
    doc: "What applies to tenants with which nothing is agreed.",
};

static AUDIENCE: Shape = Shape {
    attributes: &[AUDIENCE_PROVIDERS.attribute, GUESTS.attribute, ENVIRONMENTS.attribute, SITES.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

static PARTNER_TENANT: Shape = Shape {
    attributes: &[
        TENANT.attribute,
        THEY_WORK_WITH_US.attribute,
        WE_WORK_WITH_THEM.attribute,
        THEY_CONNECT_DIRECTLY.attribute,
        WE_CONNECT_DIRECTLY.attribute,
        TRUST_MULTI_FACTOR.attribute,
        TRUST_COMPLIANT_DEVICES.attribute,
        TRUST_JOINED_DEVICES.attribute,
        INVITATIONS_ACCEPTED.attribute,
        OUR_INVITATIONS_ACCEPTED.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

static OTHER_TENANTS: Shape = Shape {
    attributes: &[
        THEY_WORK_WITH_US.attribute,
        WE_WORK_WITH_THEM.attribute,
        THEY_CONNECT_DIRECTLY.attribute,
        WE_CONNECT_DIRECTLY.attribute,
        TRUST_MULTI_FACTOR.attribute,
        TRUST_COMPLIANT_DEVICES.attribute,
        TRUST_JOINED_DEVICES.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const THEY_WORK_WITH_US: Field<bool> = Field::flag(
    "they_work_with_us",
    "Whether users of the other tenant may be guests of this one (B2B collaboration inbound).",
);
const WE_WORK_WITH_THEM: Field<bool> = Field::flag(
    "we_work_with_them",
    "Whether users of this tenant may be guests of the other one (B2B collaboration outbound).",
);
const THEY_CONNECT_DIRECTLY: Field<bool> = Field::flag(
    "they_connect_directly",
    "Whether users of the other tenant can reach shared channels of this one (B2B direct connect inbound).",
);
const WE_CONNECT_DIRECTLY: Field<bool> = Field::flag(
    "we_connect_directly",
    "Whether users of this tenant can reach shared channels of the other one (B2B direct connect outbound).",
);
const TRUST_MULTI_FACTOR: Field<bool> = Field::flag(
    "trust_multi_factor",
    "Whether the multi-factor authentication of the other tenant counts in this one.",
);
const TRUST_COMPLIANT_DEVICES: Field<bool> = Field::flag(
    "trust_compliant_devices",
    "Whether devices that comply with the policies of the other tenant count in this one.",
);
const TRUST_JOINED_DEVICES: Field<bool> =
    Field::flag("trust_joined_devices", "Whether devices joined to the domains of the other tenant count in this one.");

const DIRECTORY: Field<&'static str> = Field::word(
    "directory",
    &[
        Choice { word: "workforce", doc: "a tenant of employees and their guests" },
        Choice { word: "b2c", doc: "an Azure AD B2C tenant for customers" },
    ],
    "The kind of tenant, which determines the providers that it can have.",
)
.by_default("workforce");
const INVITED_BY: Field<&'static str> = Field::word(
    "invited_by",
    &[
        Choice { word: "none", doc: "no user" },
        Choice { word: "admins_and_inviters", doc: "administrators and users with the role Guest Inviter" },
        Choice { word: "members", doc: "administrators, inviters and every member" },
        Choice { word: "everyone", doc: "administrators, inviters, members and guests" },
    ],
    "Who may invite guests.",
);
const GUESTS_SEE: Field<&'static str> = Field::word(
    "guests_see",
    &[
        Choice { word: "member", doc: "what members see" },
        Choice { word: "guest", doc: "their own account, and the groups they are in with the members of these" },
        Choice { word: "restricted", doc: "their own account only" },
    ],
    "What guests see of the directory.",
);
const DOMAINS: Field<(bool, Vec<Text>)> = Field::domains(
    "domains",
    "The domains from which guests may come: `only […]` or `all except […]`, never both. It does not affect guests who have already accepted.",
);
const EMAIL_VERIFIED_JOIN: Field<bool> =
    Field::flag("email_verified_join", "Whether people may join the tenant by proving an e-mail address.");
const SELF_SERVICE_TRIALS: Field<bool> =
    Field::flag("self_service_trials", "Whether users may sign up for subscriptions by their e-mail address.");
const PROVIDERS: Field<Vec<Text>> = Field::names(
    "providers",
    "identity providers",
    "The providers with which people from outside may sign in, in addition to their own tenants.",
);
const AUDIENCE_PROVIDERS: Field<Vec<Text>> =
    Field::names("providers", "identity providers", "The providers with which they sign in.");
const GUESTS: Field<bool> = Field::flag("guests", "Whether the people are guests of the tenant.").by_default("no");
const ENVIRONMENTS: Field<Vec<Reference<EnvironmentId>>> =
    Field::references("environments", "environment", "The environments in which they work.");
const SITES: Field<Vec<Text>> = Field::texts("sites", "The Power Pages sites that they use, by name.");
const TENANT: Field<Text> = Field::text("tenant", "The other tenant: its id, or one of its domains.").required();
const INVITATIONS_ACCEPTED: Field<bool> = Field::flag(
    "invitations_accepted",
    "Whether users of the other tenant accept invitations to this one without being asked.",
);
const OUR_INVITATIONS_ACCEPTED: Field<bool> = Field::flag(
    "our_invitations_accepted",
    "Whether users of this tenant accept invitations to the other one without being asked.",
);

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> ExternalIdentity {
    let record = reader.record(block, &SHAPE, &"external identity");
    let mut external = ExternalIdentity {
        b2c: reader.given(&record, &DIRECTORY).is_some_and(|(word, _)| word == "b2c"),
        invited_by: reader.given(&record, &INVITED_BY),
        guests_see: reader.given(&record, &GUESTS_SEE),
        domains: (reader.given(&record, &DOMAINS)).map(|((only, names), location)| Domains { only, names, location }),
        email_verified_join: reader.get(&record, &EMAIL_VERIFIED_JOIN),
        self_service_trials: reader.get(&record, &SELF_SERVICE_TRIALS),
        providers: reader.providers(&record, &PROVIDERS),
        audiences: Vec::new(),
        partners: Vec::new(),
        other_tenants: None,
        head,
    };
    for (argument, inner) in record.all(&AUDIENCE_BLOCK) {
        if let Argument::Name(name) = argument
            && let Some(name) = reader.symbol(name)
        {
            let audience = audience(reader, name, inner);
            push(reader, &mut external.audiences, audience, "audience", |one| &one.name);
        }
    }
    for (argument, inner) in record.all(&PARTNER_BLOCK) {
        if let Argument::Name(name) = argument
            && let Some(name) = reader.symbol(name)
            && let Some(partner) = partner(reader, name, inner)
        {
            push(reader, &mut external.partners, partner, "partner", |one| &one.name);
        }
    }
    if let Some(inner) = record.nested(&OTHER_TENANTS_BLOCK) {
        let record = reader.record(inner, &OTHER_TENANTS, &"`other_tenants`");
        external.other_tenants = Some(access(reader, &record, inner));
    }
    external.audiences.sort_by(|a, b| a.name.name.cmp(&b.name.name));
    external.partners.sort_by(|a, b| a.name.name.cmp(&b.name.name));
    external
}

/// Adds an item to a list in which each name occurs once.
fn push<T>(reader: &mut Reader<'_>, list: &mut Vec<T>, one: T, noun: &str, name: fn(&T) -> &Text) {
    if let Some(first) = list.iter().find(|other| name(other).name == name(&one).name) {
        let message = format!("{noun} `{}` is given twice", name(&one).name);
        let finding = Diagnostic::new(&codes::DUPLICATE_ATTRIBUTE, name(&one).location, message);
        reader.report(finding.label(name(first).location, "first given here").help("keep one of the two"));
        return;
    }
    list.push(one);
}

fn audience(reader: &mut Reader<'_>, name: Text, block: Block<'_>) -> Audience {
    let record = reader.record(block, &AUDIENCE, &format_args!("audience `{}`", name.name));
    Audience {
        providers: reader.providers(&record, &AUDIENCE_PROVIDERS).unwrap_or_default(),
        guests: reader.get(&record, &GUESTS).unwrap_or(false),
        environments: reader.get(&record, &ENVIRONMENTS).unwrap_or_default(),
        sites: reader.get(&record, &SITES).unwrap_or_default(),
        name,
    }
}

fn partner(reader: &mut Reader<'_>, name: Text, block: Block<'_>) -> Option<PartnerTenant> {
    let record = reader.record(block, &PARTNER_TENANT, &format_args!("partner `{}`", name.name));
    let access = access(reader, &record, block);
    Some(PartnerTenant { tenant: reader.get(&record, &TENANT)?, access, name })
}

fn access(reader: &mut Reader<'_>, record: &Record<'_>, block: Block<'_>) -> CrossTenant {
    let start = block.node.span().start;
    CrossTenant {
        location: reader.at(Span::new(start, start + 1)),
        they_work_with_us: reader.given(record, &THEY_WORK_WITH_US),
        we_work_with_them: reader.given(record, &WE_WORK_WITH_THEM),
        they_connect_directly: reader.get(record, &THEY_CONNECT_DIRECTLY),
        we_connect_directly: reader.get(record, &WE_CONNECT_DIRECTLY),
        trust_multi_factor: reader.get(record, &TRUST_MULTI_FACTOR),
        trust_compliant_devices: reader.get(record, &TRUST_COMPLIANT_DEVICES),
        trust_joined_devices: reader.get(record, &TRUST_JOINED_DEVICES),
        invitations_accepted: reader.get(record, &INVITATIONS_ACCEPTED),
        our_invitations_accepted: reader.get(record, &OUR_INVITATIONS_ACCEPTED),
    }
}

impl Reader<'_> {
    /// Returns the named providers; `None` if one of them does not exist, because it is then unknown which are meant.
    fn providers(&mut self, record: &Record<'_>, field: &Field<Vec<Text>>) -> Option<Vec<Text>> {
        let names = self.get(record, field)?;
        let known = |name: &Text| identity_provider(&name.name).is_some();
        let (known, unknown): (Vec<Text>, Vec<Text>) = names.into_iter().partition(known);
        let is_whole = unknown.is_empty();
        for name in unknown {
            let words = || IDENTITY_PROVIDERS.iter().map(|provider| provider.word);
            let message = format!("`{}` is not an identity provider", name.name);
            let finding = Diagnostic::new(&codes::UNKNOWN_WORD, name.location, message);
            self.report(match closest(&name.name, words()) {
                Some(near) => finding.did_you_mean(near, name.location, Safety::Safe),
                None => finding.help(format!("the providers are {}", quoted_list(words(), "and"))),
            });
        }
        is_whole.then_some(known)
    }
}
