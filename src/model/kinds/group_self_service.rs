//! `group_self_service`

use super::{Attribute, Body, Choice, Kind, NestedBlock, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "group_self_service",
    noun: "a policy on groups",
    plural: "policies on groups",
    doc: "Who may make Entra groups without an administrator, and what holds for such groups: their names, their classes, their guests, their owners, and when they expire. What is not written is not managed. Names, classes, guests and expiry concern Microsoft 365 groups only.",
    name: "",
    body: Body::Block(&SHAPE),
    example: r#"group_self_service {
  security_groups  = admins
  microsoft_groups = sg_group_creators
  naming           = "PP-[GroupName]"
  owners           = at least 2
  expires_after    = 365 days
  notify           = ["groups@contoso.com"]
}

group sg_group_creators { kind = security; owners = [alice, bob] }

user alice { upn = "alice@contoso.com" }
user bob   { upn = "bob@contoso.com" }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::optional(
            "security_groups",
            Type::Word(&[
                Choice { word: "everyone", doc: "every member of the tenant" },
                Choice { word: "admins", doc: "administrators only" },
            ]),
            "Who may make security groups.",
        ),
        Attribute::optional(
            "microsoft_groups",
            Type::Name("a group, `everyone` or `admins`"),
            "Who may make Microsoft 365 groups: `everyone`, `admins`, or the members of one group.",
        ),
        Attribute::optional(
            "naming",
            Type::Text,
            "How groups are named: fixed texts and attributes around `[GroupName]`, 64 characters at most.",
        ),
        Attribute::optional("blocked_words", Type::Texts, "Words that no name of a group may hold."),
        Attribute::optional(
            "default_classification",
            Type::Name("a class"),
            "The class of a group for which none is chosen.",
        ),
        Attribute::optional(
            "sensitivity_labels",
            Type::Bool,
            "Whether sensitivity labels are used in place of classes.",
        ),
        Attribute::optional("guests_may_join", Type::Bool, "Whether owners may add guests to their groups."),
        Attribute::optional(
            "guests_have_access",
            Type::Bool,
            "Whether guests reach what belongs to groups they are in.",
        ),
        Attribute::optional("guests_may_own", Type::Bool, "Whether guests may own groups."),
        Attribute::optional(
            "guidelines",
            Type::Text,
            "The address of the guidelines that people see when they make a group.",
        ),
        Attribute::optional("guest_guidelines", Type::Text, "The address of the guidelines that guests see."),
        Attribute::optional("owners", Type::AtLeast, "How many owners a group must have, as in `at least 2`."),
        Attribute::optional("expires_after", Type::Duration, "After how many days a group ends that nobody renews."),
        Attribute {
            name: "expires_for",
            kind: Type::Word(&[
                Choice { word: "all", doc: "every Microsoft 365 group" },
                Choice { word: "selected", doc: "those that say `expires = yes`" },
                Choice { word: "none", doc: "no group" },
            ]),
            required: false,
            default: "all",
            doc: "Which groups expire.",
        },
        Attribute::optional(
            "notify",
            Type::Texts,
            "The addresses that hear of groups without an owner before they expire.",
        ),
    ],
    blocks: &[NestedBlock {
        name: "classifications",
        argument: None,
        shape: &CLASSES,
        doc: "The classes that a group may have. They mean nothing where sensitivity labels are used.",
    }],
    sentences: &[],
    open: Open::Closed,
};

static CLASSES: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Blocks("classification", &CLASSIFICATION) };

/// A class of groups.
pub static CLASSIFICATION: Shape = Shape {
    attributes: &[Attribute::optional("means", Type::Text, "What the class is for, without a comma.")],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
