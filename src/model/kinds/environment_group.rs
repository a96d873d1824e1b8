//! `environment_group`

use super::{Attribute, Body, CONNECTOR_POLICIES, Choice, Kind, Open, SHOWN_NAME, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "environment_group",
    noun: "an environment group",
    plural: "environment groups",
    doc: "A set of managed environments that share their rules. An environment names its group with `group`.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"environment_group managed_estate {
  sharing          = people_only up to 50
  solution_checker = block
  usage_insights   = on
  welcome          = "Read the do's and don'ts before you build."
}

environment finance {
  type    = production
  managed = yes
  group   = managed_estate
  dataverse { language = 1033; currency = EUR }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME,
        Attribute::text("id", "The id of the group in the tenant. Bindings files keep it out of the source."),
        Attribute {
            name: "sharing",
            kind: Type::Sharing,
            required: false,
            default: "everyone",
            doc: "With whom makers may share canvas apps: `everyone`, or `people_only`, which excludes security groups and may carry a limit.",
        },
        Attribute {
            name: "connector_policies",
            kind: Type::Word(&CONNECTOR_POLICIES),
            required: false,
            default: "both",
            doc: "Which policies are evaluated for connectors. It holds in all environments of the group.",
        },
        Attribute {
            name: "solution_checker",
            kind: Type::Word(&[
                Choice { word: "off", doc: "solutions are not checked" },
                Choice { word: "warn", doc: "findings are reported" },
                Choice { word: "block", doc: "solutions with critical findings are not imported" },
            ]),
            required: false,
            default: "off",
            doc: "What the solution checker does when a solution is imported.",
        },
        Attribute {
            name: "usage_insights",
            kind: Type::Bool,
            required: false,
            default: "off",
            doc: "Whether administrators get the weekly digest.",
        },
        Attribute {
            name: "welcome",
            kind: Type::Text,
            required: false,
            default: "",
            doc: "What makers read when they enter for the first time.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
