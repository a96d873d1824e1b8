//! `party`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "party",
    noun: "a party",
    plural: "parties",
    doc: "Somebody to whom responsibilities are given: a team, a department, a supplier. What its people may do follows from the roles of administration that they hold.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"party coe { name = "Centre of Excellence"; roles = [power_platform_administrator] }

responsibility set_data_policy {
  responsible = [coe]
  accountable = it
  informed    = [end_users]
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "What it is called; the symbol where absent."),
        Attribute {
            name: "roles",
            kind: Type::Names("roles of administration"),
            required: false,
            default: "",
            doc: "The roles of administration that its people hold. Where absent, they are not known; `[]` says that they hold none.",
        },
        Attribute {
            name: "group",
            kind: Type::Reference("group"),
            required: false,
            default: "",
            doc: "The Entra group of its people.",
        },
        Attribute {
            name: "external",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether its people belong to another organisation, as those of a vendor do.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
