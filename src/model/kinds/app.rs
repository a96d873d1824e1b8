//! `app`

use super::{Attribute, Body, Choice, Kind, NestedBlock, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "app",
    noun: "an app",
    plural: "apps",
    doc: "An app, a flow, an agent: where it lives, who makes it, what it uses, and the values of its criteria, by which the rules give it a level. It is held to the control of that level.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r"scale criticity { low < high }
criteria app { personal_data : bool; users : 0.. }

rules criticity {
  high when personal_data and users > 500
  low  otherwise
}

control low  { process = automated }
control high { process = automated }

environment default { type = default }
data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
maker_team finance_makers { members = [alice, bob] }

app expense_approval {
  kind          = canvas
  environment   = default
  owner         = alice
  made_by       = finance_makers
  connectors    = [sharepointonline]
  personal_data = yes
  users         = 250
}
",
};

/// The kind of an app, which rules may ask for.
pub(super) const KIND_OF_APP: Attribute = Attribute {
    name: "kind",
    kind: Type::Word(APP_KINDS),
    required: false,
    default: "",
    doc: "What it is. Rules may ask for it.",
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "The display name; the symbol where absent."),
        Attribute::text("id", "The id in the tenant. Bindings files keep it out of the source."),
        KIND_OF_APP,
        Attribute {
            name: "environment",
            kind: Type::Reference("environment"),
            required: true,
            default: "",
            doc: "Where it lives.",
        },
        Attribute {
            name: "roles",
            kind: Type::References("role"),
            required: false,
            default: "",
            doc: "The roles whose holders may open it, where it is model-driven.",
        },
        Attribute {
            name: "owner",
            kind: Type::Name("a person"),
            required: false,
            default: "",
            doc: "Who answers for it.",
        },
        Attribute {
            name: "made_by",
            kind: Type::Reference("maker_team"),
            required: false,
            default: "",
            doc: "The team that makes it.",
        },
        Attribute {
            name: "connectors",
            kind: Type::ConnectorSet,
            required: false,
            default: "[]",
            doc: "The connectors it uses. They must be usable together where it lives.",
        },
        Attribute {
            name: "live",
            kind: Type::Bool,
            required: false,
            default: "yes",
            doc: "Whether people use it already. A review before go-live is due then.",
        },
        Attribute {
            name: "reviewed",
            kind: Type::Date,
            required: false,
            default: "",
            doc: "The day of the last review.",
        },
    ],
    blocks: &[NestedBlock {
        name: "certified",
        argument: None,
        shape: &CERTIFIED,
        doc: "The offers that have certified the app, each with the day.",
    }],
    sentences: &[],
    open: Open::Criteria("app"),
};

/// What an app may be.
pub static APP_KINDS: &[Choice] = &[
    Choice { word: "canvas", doc: "a canvas app" },
    Choice { word: "model_driven", doc: "a model-driven app" },
    Choice { word: "code_app", doc: "an app written in code and run by Power Apps" },
    Choice { word: "flow", doc: "a cloud flow" },
    Choice { word: "desktop_flow", doc: "a desktop flow" },
    Choice { word: "agent", doc: "an agent of Copilot Studio" },
    Choice { word: "site", doc: "a Power Pages site" },
];

/// Certificates: offers with days.
pub static CERTIFIED: Shape = Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Days("offer") };
