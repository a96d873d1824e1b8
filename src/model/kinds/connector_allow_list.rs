//! `connector_allow_list`

use super::{Attribute, Body, Kind, NestedBlock, Open, SHOWN_NAME, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "connector_allow_list",
    noun: "a connector allow-list",
    plural: "connector allow-lists",
    doc: "An advanced connector policy of the platform: the connectors that may be used in the environments of a group, or in one environment. What it does not list is blocked there, also connectors yet to come. It knows no Business and Non-business, and governs certified connectors only: custom connectors, HTTP and other virtual connectors are left to data policies. It takes managed environments, and at most one is in effect in each.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"environment_group managed_estate { sharing = people_only up to 50 }

environment finance {
  type    = production
  managed = yes
  group   = managed_estate
  dataverse { language = 1033; currency = EUR }
}

data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }

connector_allow_list estate {
  name              = "Managed estate"
  environment_group = managed_estate
  allows            = unblockable + [sql]

  connector sql { actions = [GetItems_V2, GetItem_V2] }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME,
        Attribute::text(
            "id",
            "The id of the rule-based policy in the tenant, where it exists already. Bindings files keep it out of the source.",
        ),
        Attribute {
            name: "environment_group",
            kind: Type::Reference("environment_group"),
            required: false,
            default: "",
            doc: "The group whose environments it is for. Either this or `environment` is given.",
        },
        Attribute {
            name: "environment",
            kind: Type::Reference("environment"),
            required: false,
            default: "",
            doc: "The one environment it is for.",
        },
        Attribute {
            name: "allows",
            kind: Type::ConnectorSet,
            required: true,
            default: "",
            doc: "The connectors, and MCP servers, that may be used. There is no `rest`: what is not listed is blocked.",
        },
    ],
    blocks: &[NestedBlock {
        name: "connector",
        argument: Some("connector"),
        shape: &ENTRY,
        doc: "What may be used of one connector that is allowed.",
    }],
    sentences: &[],
    open: Open::Closed,
};

/// What is said of one connector that is allowed.
static ENTRY: Shape = Shape {
    attributes: &[
        Attribute {
            name: "actions",
            kind: Type::Names("actions"),
            required: false,
            default: "",
            doc: "The only actions and triggers that may be used, by their ids; all where absent. Others, also those yet to come, are blocked.",
        },
        Attribute {
            name: "connection_types",
            kind: Type::Texts,
            required: false,
            default: "",
            doc: "The only types of connections that may be used; all where absent.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
