//! `environment_group`

use super::environment_rules::{
    BING_SEARCH, CHECKER_MAILS, CONTENT_SECURITY, DATA_ACROSS_REGIONS, SHARING, SOLUTION_CHECKER, USAGE_INSIGHTS,
};
use super::{Attribute, Body, CONNECTOR_POLICIES, Kind, NestedBlock, Open, SHOWN_NAME, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "environment_group",
    noun: "an environment group",
    plural: "environment groups",
    doc: "A set of managed environments that share their rules. An environment names its group with `group`. A rule that is not written is not managed.",
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
        SHARING,
        Attribute {
            name: "connector_policies",
            kind: Type::Word(&CONNECTOR_POLICIES),
            required: false,
            default: "both",
            doc: "Which policies are evaluated for connectors. It holds in all environments of the group.",
        },
        SOLUTION_CHECKER,
        CHECKER_MAILS,
        USAGE_INSIGHTS,
        Attribute::text("welcome", "What makers read when they enter for the first time, as Markdown."),
        Attribute::text("welcome_url", "Where makers read on."),
        Attribute::optional("backup_retention", Type::Duration, "How long backups are kept: 7, 14, 21 or 28 days."),
        Attribute::optional("ai_descriptions", Type::Bool, "Whether descriptions of apps are written by AI."),
        BING_SEARCH,
        DATA_ACROSS_REGIONS,
    ],
    blocks: &[NestedBlock {
        name: "content_security",
        argument: None,
        shape: &CONTENT_SECURITY,
        doc: "Which sources apps may load from and connect to. It says of each sort of app whether it holds there.",
    }],
    sentences: &[],
    open: Open::Closed,
};
