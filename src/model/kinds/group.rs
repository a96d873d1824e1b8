//! `group`

use super::{Attribute, Body, Choice, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "group",
    noun: "a group",
    plural: "groups",
    doc: "An Entra group: whom it lets into environments and teams, who owns it, and how it is shown. Its members are listed, or chosen by a rule, in which case nobody can tell from the source who they are.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"group sg_finance { kind = security; name = "SG Finance makers" }

environment finance {
  type   = production
  access = sg_finance
  dataverse { language = 1033; currency = EUR }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute {
            name: "kind",
            kind: Type::Word(&[
                Choice { word: "security", doc: "a security group" },
                Choice { word: "microsoft_365", doc: "a Microsoft 365 group" },
            ]),
            required: true,
            default: "",
            doc: "What sort of group it is.",
        },
        Attribute::text("name", "The display name; the symbol where absent."),
        Attribute::text("id", "The object id in the tenant. Bindings files keep it out of the source."),
        Attribute { name: "owners", kind: Type::References("user"), required: false, default: "", doc: "Its owners." },
        Attribute {
            name: "members",
            kind: Type::Names("users and groups"),
            required: false,
            default: "",
            doc: "Its members: users, and groups within it.",
        },
        Attribute::text("rule", "The rule by which a dynamic group chooses its members."),
        Attribute {
            name: "rule_active",
            kind: Type::Bool,
            required: false,
            default: "yes",
            doc: "Whether the rule is processed; off, the group keeps the members it has.",
        },
        Attribute {
            name: "visibility",
            kind: Type::Word(&[
                Choice { word: "public", doc: "everybody sees it and may join" },
                Choice { word: "private", doc: "owners decide who joins" },
                Choice { word: "hidden_membership", doc: "owners decide who joins, and only members see who is in it" },
            ]),
            required: false,
            default: "",
            doc: "Who sees it and may join. Where absent, the platform takes `private` for a security group and `public` for a Microsoft 365 group.",
        },
        Attribute::text(
            "mail_nickname",
            "The part of its address before the `@`, 64 characters at most; where absent, it is made from the symbol.",
        ),
        Attribute {
            name: "role_assignable",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether roles of Entra can be given to it. It cannot be changed later.",
        },
        Attribute {
            name: "classification",
            kind: Type::Name("a class"),
            required: false,
            default: "",
            doc: "Its class, one of those of `group_self_service`.",
        },
        Attribute {
            name: "expires",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether it expires where only selected groups do.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
