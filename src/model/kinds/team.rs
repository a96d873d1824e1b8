//! `team`

use super::{Attribute, Body, Choice, Kind, Open, SHOWN_NAME, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "team",
    noun: "a team",
    plural: "teams",
    doc: "A team of an environment: people who own rows together, or to whom roles are given together.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"group sg_pmo { kind = security; owners = [dave]; members = [alice] }

environment finance {
  type   = production
  access = sg_pmo
  dataverse { language = 1033; currency = EUR }
}

user alice { upn = "alice@contoso.com" }
user dave  { upn = "dave@contoso.com" }

team pmo_office { in = finance; kind = entra_group; group = sg_pmo; roles = [basic_user] }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME,
        Attribute::text("id", "The id in the environment. Derived from project and symbol where absent."),
        Attribute {
            name: "in",
            kind: Type::Reference("environment"),
            required: true,
            default: "",
            doc: "The environment.",
        },
        Attribute {
            name: "business_unit",
            kind: Type::Reference("business_units"),
            required: false,
            default: "",
            doc: "The unit it belongs to; the root where absent. Its roles reach from there.",
        },
        Attribute {
            name: "kind",
            kind: Type::Word(&[
                Choice { word: "owner", doc: "owns rows and holds roles; its members are listed" },
                Choice { word: "access", doc: "rows are shared with it; it holds no roles" },
                Choice { word: "entra_group", doc: "its members are those of a security group" },
                Choice { word: "microsoft_365_group", doc: "its members are those of a Microsoft 365 group" },
                Choice { word: "default", doc: "the team that its unit has of itself: all users of the unit" },
            ]),
            required: true,
            default: "",
            doc: "What sort of team it is.",
        },
        Attribute {
            name: "group",
            kind: Type::Reference("group"),
            required: false,
            default: "",
            doc: "The Entra group its members come from.",
        },
        Attribute {
            name: "membership",
            kind: Type::Word(&[
                Choice { word: "members_and_guests", doc: "members and guests" },
                Choice { word: "members", doc: "members" },
                Choice { word: "owners", doc: "owners" },
                Choice { word: "guests", doc: "guests" },
            ]),
            required: false,
            default: "members_and_guests",
            doc: "Which people of the group belong to it.",
        },
        Attribute {
            name: "members",
            kind: Type::References("user"),
            required: false,
            default: "",
            doc: "Its members, where they come from no group.",
        },
        Attribute {
            name: "roles",
            kind: Type::References("role"),
            required: false,
            default: "",
            doc: "The roles it gives to its members.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
