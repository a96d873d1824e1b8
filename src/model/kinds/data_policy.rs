//! `data_policy`

use super::{Attribute, Body, Kind, NestedBlock, Open, SHOWN_NAME, Sentence, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "data_policy",
    noun: "a data policy",
    plural: "data policies",
    doc: "Sorts every connector into Business, Non-business or Blocked for the environments it applies to. Connectors of different groups cannot be used in one app or flow. Exactly one group holds `rest`: the connectors that the policy does not name, also those yet to come.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"environment default { type = default }

data_policy tenant_baseline {
  name         = "Tenant baseline"
  applies_to   = all
  business     = [sharepointonline, office365, sql]
  non_business = unblockable - [sharepointonline, office365]
  blocked      = rest

  connector sql {
    actions   { block [DeleteItem_V2, ExecuteProcedure_V2]; allow rest }
    endpoints { allow "contoso.database.windows.net,*"; deny "*" }
  }

  custom_connectors {
    "https://*.contoso.com/*" -> business
    "*"                       -> ignore
  }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME,
        Attribute::text(
            "id",
            "The id of the policy in the tenant, where it exists already. Bindings files keep it out of the source.",
        ),
        Attribute {
            name: "applies_to",
            kind: Type::Scope,
            required: true,
            default: "",
            doc: "`all`, `all except […]` and `only […]` make a tenant-level policy; the first two also reach environments yet to come. `environment name` makes an environment-level policy. A list may also be `environments where <condition>`.",
        },
        Attribute {
            name: "business",
            kind: Type::ConnectorSet,
            required: false,
            default: "[]",
            doc: "The connectors for business data.",
        },
        Attribute {
            name: "non_business",
            kind: Type::ConnectorSet,
            required: false,
            default: "[]",
            doc: "The connectors for other data.",
        },
        Attribute {
            name: "blocked",
            kind: Type::ConnectorSet,
            required: false,
            default: "[]",
            doc: "The connectors that cannot be used at all.",
        },
    ],
    blocks: &[
        NestedBlock {
            name: "connector",
            argument: Some("connector"),
            shape: &CONNECTOR_RULES,
            doc: "Rules for the actions and endpoints of one connector.",
        },
        NestedBlock {
            name: "custom_connectors",
            argument: None,
            shape: &PATTERNS,
            doc: "Sorts custom connectors by their host address. The first pattern that fits decides; `*` stands last.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};

/// What the rules for one connector take.
pub static CONNECTOR_RULES: Shape = Shape {
    attributes: &[],
    blocks: &[
        NestedBlock {
            name: "actions",
            argument: None,
            shape: &ACTIONS,
            doc: "Which actions may be used. One of the two sentences holds `rest`.",
        },
        NestedBlock {
            name: "endpoints",
            argument: None,
            shape: &ENDPOINTS,
            doc: "Which endpoints may be reached. The first rule that fits decides; `*` stands last.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};

static ACTIONS: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence { form: "block [DeleteItem_V2]", doc: "These actions are blocked." },
        Sentence { form: "allow [GetItems_V2]", doc: "These actions are allowed." },
        Sentence { form: "allow rest", doc: "Actions not named, also those yet to come, are allowed." },
        Sentence { form: "block rest", doc: "Actions not named, also those yet to come, are blocked." },
    ],
    open: Open::Closed,
};

static ENDPOINTS: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence { form: "allow \"*.contoso.com\"", doc: "Endpoints of this form may be reached." },
        Sentence { form: "deny \"*\"", doc: "Endpoints of this form may not be reached." },
    ],
    open: Open::Closed,
};

static PATTERNS: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[Sentence {
        form: "\"https://*.contoso.com/*\" -> business",
        doc: "Custom connectors whose host address has this form are `business`, `non_business` or `blocked`; `ignore`, for `*` only, leaves them to other policies.",
    }],
    open: Open::Closed,
};
