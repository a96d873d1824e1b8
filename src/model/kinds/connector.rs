//! `connector`

use super::{Attribute, Body, Choice, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "connector",
    noun: "a connector",
    plural: "connectors",
    doc: "What the organisation knows of one connector: the values of its criteria, its rating and reviews. It also declares a custom connector, with `kind = custom`, so that data policies can name it.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"scale connector_risk { trusted < standard < elevated < forbidden }

connector twitter {
  rated    = forbidden because "Security decision 2026-17"
  reviewed = 2026-02-11
  review   = every 12 months
}

environment sales { type = sandbox; id = "11111111-2222-3333-4444-555555555555" }
connector price_list { kind = custom; environment = sales; host = "https://prices.contoso.com" }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute {
            name: "kind",
            kind: Type::Word(&[
                Choice { word: "prebuilt", doc: "of the catalogue" },
                Choice { word: "custom", doc: "made by the organisation" },
            ]),
            required: false,
            default: "prebuilt",
            doc: "Whether the catalogue has it or the organisation made it.",
        },
        Attribute::text("name", "The display name of a custom connector; the symbol where absent."),
        Attribute::text("id", "The id of a custom connector in the tenant, such as `shared_price-5flist-5f1234`."),
        Attribute {
            name: "environment",
            kind: Type::Reference("environment"),
            required: false,
            default: "",
            doc: "Where a custom connector lives.",
        },
        Attribute {
            name: "host",
            kind: Type::Text,
            required: false,
            default: "",
            doc: "The host address that a custom connector calls, which URL patterns are held against.",
        },
        Attribute {
            name: "rated",
            kind: Type::Rated,
            required: false,
            default: "",
            doc: "Its level on the scale `connector_risk`, and why.",
        },
        Attribute {
            name: "reviewed",
            kind: Type::Date,
            required: false,
            default: "",
            doc: "The day of the last review.",
        },
        Attribute {
            name: "review",
            kind: Type::Interval,
            required: false,
            default: "",
            doc: "How often it is reviewed.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Criteria("connector"),
};
