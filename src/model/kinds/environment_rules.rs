//! What environments and environment groups have in common: managed settings, switches of AI, content security.

use super::{Attribute, Choice, NestedBlock, Open, Shape, Type};

/// With whom canvas apps are shared.
pub(super) const SHARING: Attribute = Attribute::optional(
    "sharing",
    Type::Sharing,
    "With whom makers may share canvas apps: `everyone`, or `people_only`, which excludes security groups and may carry a limit.",
);

/// The solution checker.
pub(super) const SOLUTION_CHECKER: Attribute = Attribute::optional(
    "solution_checker",
    Type::Word(&[
        Choice { word: "off", doc: "solutions are not checked" },
        Choice { word: "warn", doc: "findings are reported" },
        Choice { word: "block", doc: "solutions with critical findings are not imported" },
    ]),
    "What the solution checker does when a solution is imported.",
);

/// Mails of the solution checker.
pub(super) const CHECKER_MAILS: Attribute =
    Attribute::optional("checker_mails", Type::Bool, "Whether findings of the solution checker are mailed.");

/// The weekly digest.
pub(super) const USAGE_INSIGHTS: Attribute =
    Attribute::optional("usage_insights", Type::Bool, "Whether administrators get the weekly digest.");

/// Answers from Bing.
pub(super) const BING_SEARCH: Attribute =
    Attribute::optional("bing_search", Type::Bool, "Whether generative AI may search with Bing.");

/// Data across regions.
pub(super) const DATA_ACROSS_REGIONS: Attribute =
    Attribute::optional("data_across_regions", Type::Bool, "Whether generative AI may move data to another region.");

/// The settings of a Managed Environment.
pub(super) static MANAGED: Shape = Shape {
    attributes: &[
        SHARING,
        Attribute::optional(
            "flow_sharing",
            Type::Bool,
            "Whether makers may share cloud flows that are part of solutions.",
        ),
        Attribute::optional(
            "copilot_sharing",
            Type::SharingOrNone,
            "With whom makers may share agents of Copilot Studio.",
        ),
        Attribute::optional(
            "copilot_editors",
            Type::Bool,
            "Whether makers may let others edit the agents that they share.",
        ),
        SOLUTION_CHECKER,
        CHECKER_MAILS,
        USAGE_INSIGHTS,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

/// Auditing in Dataverse.
pub(super) static AUDIT: Shape = Shape {
    attributes: &[
        Attribute::optional("active", Type::Bool, "Whether changes are audited."),
        Attribute::optional("read", Type::Bool, "Whether reading is audited too."),
        Attribute::optional("logins", Type::Bool, "Whether it is audited who enters."),
        Attribute::optional("retention_days", Type::Integer(31, 24_855), "How many days entries are kept."),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

/// Attributes of the Terraform provider.
pub(super) static TERRAFORM: Shape = Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Provider };

const STRICT: Attribute = Attribute::optional("strict", Type::Bool, "Whether the strict form of the policy holds.");

macro_rules! directives {
    ($($word:literal $terraform:literal: $doc:literal;)+) => {
        /// The lists of a content security policy: the word here, and the provider's name of it.
        pub static DIRECTIVES: [(&str, &str); [$($word),+].len()] = [$(($word, $terraform)),+];

        static LISTS: Shape = Shape {
            attributes: &[$(Attribute::optional($word, Type::Texts, $doc)),+],
            blocks: &[],
            sentences: &[],
            open: Open::Closed,
        };

        static STRICT_AND_LISTS: Shape = Shape {
            attributes: &[STRICT, $(Attribute::optional($word, Type::Texts, $doc)),+],
            blocks: &[],
            sentences: &[],
            open: Open::Closed,
        };
    };
}

directives! {
    "connect_src" "connect_src": "Where scripts may connect to.";
    "font_src" "font_src": "Where fonts may come from.";
    "form_action" "form_action": "Where forms may be sent to.";
    "frame_ancestors" "frame_ancestor": "Which pages may embed these.";
    "frame_src" "frame_src": "Which pages these may embed.";
    "img_src" "img_src": "Where images may come from.";
    "script_src" "script_src": "Where scripts may come from.";
    "style_src" "style_src": "Where styles may come from.";
}

/// The content security policy of a group.
pub(super) static CONTENT_SECURITY: Shape = Shape {
    attributes: &[
        Attribute::optional("model_driven", Type::Bool, "Whether it holds in model-driven apps."),
        Attribute::optional("canvas", Type::Bool, "Whether it holds in canvas apps."),
        Attribute::optional("code_apps", Type::Bool, "Whether it holds in code apps."),
        Attribute::optional("report_to", Type::Text, "The address to which violations are reported."),
        Attribute::optional("report_endpoint", Type::Text, "The name of the endpoint that reports go to."),
    ],
    blocks: &[
        NestedBlock {
            name: "model_driven",
            argument: None,
            shape: &STRICT_AND_LISTS,
            doc: "It holds in model-driven apps, with these lists.",
        },
        NestedBlock {
            name: "canvas",
            argument: None,
            shape: &STRICT_AND_LISTS,
            doc: "It holds in canvas apps, with these lists.",
        },
        NestedBlock {
            name: "code_apps",
            argument: None,
            shape: &LISTS,
            doc: "It holds in code apps, with these lists.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};
