//! `user`

use super::{Attribute, Body, Choice, Kind, NestedBlock, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "user",
    noun: "a user",
    plural: "users",
    doc: "A person or an application, the business unit it belongs to, and the roles it holds in each environment.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"business_units contoso {
  emea { france; germany }
}

environment finance {
  type = production
  dataverse { language = 1033; currency = EUR }
}

licence power_apps_premium { seats = 200 }

user alice {
  upn           = "alice@contoso.com"
  business_unit = france
  licences      = [power_apps_premium]
  roles { finance = [basic_user] }
}

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "The display name; the symbol where absent."),
        Attribute::text("upn", "The user principal name."),
        Attribute::text("id", "The object id in Entra. Bindings files keep it out of the source."),
        Attribute::text("application", "The client id, where it is an application and no person."),
        Attribute {
            name: "business_unit",
            kind: Type::Reference("business_units"),
            required: false,
            default: "",
            doc: "The unit; the root where absent.",
        },
        Attribute {
            name: "licences",
            kind: Type::References("licence"),
            required: false,
            default: "",
            doc: "The licences it has.",
        },
        Attribute {
            name: "access_mode",
            kind: Type::Word(&[
                Choice { word: "read_write", doc: "as people do" },
                Choice { word: "administrative", doc: "settings, no data" },
                Choice { word: "read", doc: "reading only" },
                Choice { word: "support", doc: "support of the platform" },
                Choice { word: "non_interactive", doc: "a service account" },
                Choice { word: "delegated", doc: "an administrator of a partner" },
            ]),
            required: false,
            default: "read_write",
            doc: "How it works with environments.",
        },
        Attribute {
            name: "enabled",
            kind: Type::Bool,
            required: false,
            default: "yes",
            doc: "Whether it can sign in.",
        },
    ],
    blocks: &[
        NestedBlock { name: "roles", argument: None, shape: &ROLES, doc: "The roles it holds in each environment." },
        NestedBlock {
            name: "business_units",
            argument: None,
            shape: &UNITS,
            doc: "The units it belongs to in some environments, where that is another one.",
        },
        NestedBlock {
            name: "roles_of_units",
            argument: Some("environment"),
            shape: &UNIT_ROLES,
            doc: "Roles held from other units, in an environment with `ownership_across_units`.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};

static ROLES: Shape = Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Lists("environment", "role") };

static UNITS: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Names("environment", "business unit") };

static UNIT_ROLES: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Lists("business_units", "role") };
