//! `group`

use super::{Attribute, Body, Choice, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "group",
    noun: "a group",
    plural: "groups",
    doc: "An Entra group, so far as access to environments and teams needs it. Its members are listed, or chosen by a rule, in which case nobody can tell from the source who they are.",
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
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
