//! `licence`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "licence",
    noun: "a licence",
    plural: "licences",
    doc: "A licence that users have, and how many the organisation has bought.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"licence power_apps_premium { seats = 200 }

user alice { upn = "alice@contoso.com"; licences = [power_apps_premium] }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "The name people know it by; the symbol where absent."),
        Attribute {
            name: "seats",
            kind: Type::Integer(0, 10_000_000),
            required: false,
            default: "",
            doc: "How many users may have it; as many as like where absent.",
        },
        Attribute::optional(
            "premium_connectors",
            Type::Bool,
            "Whether it lets its users open apps with premium connectors; not known where absent.",
        ),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
