//! `environment`

use super::environment_rules::{AUDIT, BING_SEARCH, DATA_ACROSS_REGIONS, MANAGED, TERRAFORM};
use super::{Attribute, Body, CONNECTOR_POLICIES, Choice, Kind, NestedBlock, Open, SHOWN_NAME, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "environment",
    noun: "an environment",
    plural: "environments",
    doc: "A place in the tenant where apps, flows and data live. Data policies apply to environments.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"environment default { type = default; region = europe }

environment finance_prod {
  name    = "Finance – Production"
  type    = production
  region  = europe
  managed = yes
  dataverse { language = 1033; currency = EUR; domain = "contoso-finance" }
}

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute {
            name: "type",
            kind: Type::Word(&[
                Choice { word: "production", doc: "permanent work" },
                Choice { word: "sandbox", doc: "may be copied and reset" },
                Choice { word: "trial", doc: "ends after 30 days" },
                Choice { word: "subscription_trial", doc: "lives as long as the subscription it tries" },
                Choice { word: "developer", doc: "for its owner only" },
                Choice { word: "default", doc: "the one that every tenant has and every user may build in" },
                Choice { word: "teams", doc: "made by Microsoft Teams for one team" },
            ]),
            required: false,
            default: "",
            doc: "What sort of environment it is. Left out where it is not known, as after an import of data policies.",
        },
        SHOWN_NAME,
        Attribute::text(
            "id",
            "The id in the tenant: a GUID, or `Default-` and the tenant's GUID. Bindings files keep it out of the source.",
        ),
        Attribute {
            name: "region",
            kind: Type::Region,
            required: false,
            default: "",
            doc: "Where its data is kept. It cannot be changed later.",
        },
        Attribute::optional("owner", Type::Reference("user"), "Whose it is, where it is a developer environment."),
        Attribute {
            name: "managed",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether it is a Managed Environment. With settings of its own, write the block.",
        },
        Attribute {
            name: "group",
            kind: Type::Reference("environment_group"),
            required: false,
            default: "",
            doc: "The environment group whose rules it follows; takes a managed environment.",
        },
        Attribute {
            name: "connector_policies",
            kind: Type::Word(&CONNECTOR_POLICIES),
            required: false,
            default: "both",
            doc: "Which policies are evaluated for connectors. What its group says counts too.",
        },
        Attribute {
            name: "access",
            kind: Type::Reference("group"),
            required: false,
            default: "",
            doc: "The Entra group whose members may enter; everybody in the tenant where absent.",
        },
        Attribute {
            name: "criticity",
            kind: Type::Ceiling,
            required: false,
            default: "",
            doc: "The most critical app it may host, as in `up to high`; any where absent.",
        },
        BING_SEARCH,
        DATA_ACROSS_REGIONS,
        Attribute::optional(
            "flex_routing",
            Type::Bool,
            "Whether generative AI may move data across the EU Data Boundary.",
        ),
        Attribute::optional(
            "microsoft_365_services",
            Type::Bool,
            "Whether generative AI may use services of Microsoft 365.",
        ),
        Attribute::optional(
            "release_cycle",
            Type::Word(&[
                Choice { word: "standard", doc: "when features are generally available" },
                Choice { word: "early", doc: "before others" },
            ]),
            "When it gets new features. It cannot be changed later.",
        ),
        Attribute::optional(
            "cadence",
            Type::Word(&[
                Choice { word: "moderate", doc: "as often as most" },
                Choice { word: "frequent", doc: "more often" },
            ]),
            "How often it is updated.",
        ),
    ],
    blocks: &[
        NestedBlock {
            name: "managed",
            argument: None,
            shape: &MANAGED,
            doc: "It is a Managed Environment, with these settings. What its group says goes before them.",
        },
        NestedBlock {
            name: "dataverse",
            argument: None,
            shape: &DATAVERSE,
            doc: "The environment has a Dataverse database.",
        },
        NestedBlock { name: "audit", argument: None, shape: &AUDIT, doc: "What is audited in its database." },
        NestedBlock {
            name: "terraform",
            argument: None,
            shape: &TERRAFORM,
            doc: "Settings that only the Terraform provider knows, by the last part of their name there.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};

static DATAVERSE: Shape = Shape {
    attributes: &[
        Attribute {
            name: "language",
            kind: Type::Language,
            required: true,
            default: "",
            doc: "The base language, by its LCID. It cannot be changed later.",
        },
        Attribute {
            name: "currency",
            kind: Type::Currency,
            required: true,
            default: "",
            doc: "The base currency, by its ISO 4217 code. It cannot be changed later.",
        },
        Attribute {
            name: "domain",
            kind: Type::Text,
            required: false,
            default: "",
            doc: "The first part of the environment's address.",
        },
        Attribute {
            name: "ownership_across_units",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether rows may belong to any unit, and users hold roles of other units than their own.",
        },
        Attribute::optional(
            "administration_mode",
            Type::Bool,
            "Whether only administrators may enter. Background operations are off then.",
        ),
        Attribute::optional("background_operations", Type::Bool, "Whether workflows and jobs run in the background."),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
