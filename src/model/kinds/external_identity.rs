//! `external_identity`

use super::{Attribute, Body, Choice, Kind, NestedBlock, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "external_identity",
    noun: "a policy on external identity",
    plural: "policies on external identity",
    doc: "How people from outside reach the tenant: who invites guests and what they see, which domains they come from, with which providers they sign in, which audiences there are, and what is agreed with other tenants. What is not written is not managed.",
    name: "",
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
        Attribute {
            name: "directory",
            kind: Type::Word(&[
                Choice { word: "workforce", doc: "a tenant of employees and their guests" },
                Choice { word: "b2c", doc: "an Azure AD B2C tenant for customers" },
            ]),
            required: false,
            default: "workforce",
            doc: "What sort of tenant it is, on which the providers depend that it can have.",
        },
        Attribute::optional(
            "invited_by",
            Type::Word(&[
                Choice { word: "none", doc: "nobody" },
                Choice { word: "admins_and_inviters", doc: "administrators and those with the role Guest Inviter" },
                Choice { word: "members", doc: "these, and every member" },
                Choice { word: "everyone", doc: "these, and guests too" },
            ]),
            "Who may invite guests.",
        ),
        Attribute::optional(
            "guests_see",
            Type::Word(&[
                Choice { word: "member", doc: "what members see" },
                Choice { word: "guest", doc: "their own account, and groups they are in with the members of these" },
                Choice { word: "restricted", doc: "their own account only" },
            ]),
            "What guests see of the directory.",
        ),
        Attribute::optional(
            "domains",
            Type::Domains,
            "Which domains guests may come from: `only […]` or `all except […]`. One of the two holds, never both. It does not concern guests who have accepted already.",
        ),
        Attribute::optional(
            "email_verified_join",
            Type::Bool,
            "Whether people may join the tenant by proving an e-mail address.",
        ),
        Attribute::optional(
            "self_service_trials",
            Type::Bool,
            "Whether users may sign up for subscriptions by their e-mail address.",
        ),
        Attribute::optional(
            "providers",
            Type::Names("identity providers"),
            "With which providers people from outside may sign in, beside their own tenants.",
        ),
    ],
    blocks: &[
        NestedBlock {
            name: "audience",
            argument: Some("audience"),
            shape: &AUDIENCE,
            doc: "People from outside for whom something is made.",
        },
        NestedBlock {
            name: "partner",
            argument: Some("partner"),
            shape: &PARTNER_TENANT,
            doc: "What is agreed with another tenant. What is not written is as for every other tenant.",
        },
        NestedBlock {
            name: "other_tenants",
            argument: None,
            shape: &OTHER_TENANTS,
            doc: "What holds for tenants with which nothing is agreed.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};

static AUDIENCE: Shape = Shape {
    attributes: &[
        Attribute::optional("providers", Type::Names("identity providers"), "The providers with which they sign in."),
        Attribute {
            name: "guests",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether they are guests of the tenant.",
        },
        Attribute::optional("environments", Type::References("environment"), "The environments in which they work."),
        Attribute::optional("sites", Type::Texts, "The Power Pages sites that they use, by name."),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

static PARTNER_TENANT: Shape = Shape {
    attributes: &[
        Attribute {
            name: "tenant",
            kind: Type::Text,
            required: true,
            default: "",
            doc: "The other tenant: its id, or one of its domains.",
        },
        THEY_WORK_WITH_US,
        WE_WORK_WITH_THEM,
        THEY_CONNECT_DIRECTLY,
        WE_CONNECT_DIRECTLY,
        TRUST_MULTI_FACTOR,
        TRUST_COMPLIANT_DEVICES,
        TRUST_JOINED_DEVICES,
        Attribute::optional(
            "invitations_accepted",
            Type::Bool,
            "Whether their users accept our invitations without being asked.",
        ),
        Attribute::optional(
            "our_invitations_accepted",
            Type::Bool,
            "Whether our users accept their invitations without being asked.",
        ),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

static OTHER_TENANTS: Shape = Shape {
    attributes: &[
        THEY_WORK_WITH_US,
        WE_WORK_WITH_THEM,
        THEY_CONNECT_DIRECTLY,
        WE_CONNECT_DIRECTLY,
        TRUST_MULTI_FACTOR,
        TRUST_COMPLIANT_DEVICES,
        TRUST_JOINED_DEVICES,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const THEY_WORK_WITH_US: Attribute = Attribute::optional(
    "they_work_with_us",
    Type::Bool,
    "Whether their users may be guests here (B2B collaboration inbound).",
);
const WE_WORK_WITH_THEM: Attribute = Attribute::optional(
    "we_work_with_them",
    Type::Bool,
    "Whether our users may be guests there (B2B collaboration outbound).",
);
const THEY_CONNECT_DIRECTLY: Attribute = Attribute::optional(
    "they_connect_directly",
    Type::Bool,
    "Whether their users reach shared channels here (B2B direct connect inbound).",
);
const WE_CONNECT_DIRECTLY: Attribute = Attribute::optional(
    "we_connect_directly",
    Type::Bool,
    "Whether our users reach shared channels there (B2B direct connect outbound).",
);
const TRUST_MULTI_FACTOR: Attribute =
    Attribute::optional("trust_multi_factor", Type::Bool, "Whether their multi-factor authentication counts here.");
const TRUST_COMPLIANT_DEVICES: Attribute = Attribute::optional(
    "trust_compliant_devices",
    Type::Bool,
    "Whether devices that comply with their policies count here.",
);
const TRUST_JOINED_DEVICES: Attribute =
    Attribute::optional("trust_joined_devices", Type::Bool, "Whether devices joined to their domains count here.");
