//! `column_security`

use super::{Attribute, Body, Choice, Kind, Open, SHOWN_NAME, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "column_security",
    noun: "a column security profile",
    plural: "column security profiles",
    doc: "A column security profile: what its holders may do with the values of secured columns. A column that a profile names is secured: nobody else but administrators sees it. Each column has a block, `table.column { … }`.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"tables { new_portfolio : user_owned masked new_iban }

user alice { upn = "alice@contoso.com" }

column_security portfolio_budget {
  new_portfolio.new_budget { read = yes; create = yes; update = no }
  new_portfolio.new_iban   { read = yes; read_unmasked = one }
  held_by = [alice]
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME,
        Attribute::text("id", "The id of the profile. Derived from project and symbol where absent."),
        Attribute {
            name: "in",
            kind: Type::References("environment"),
            required: false,
            default: "",
            doc: "The environments it is for; all where absent.",
        },
        Attribute {
            name: "held_by",
            kind: Type::Names("users and teams"),
            required: false,
            default: "",
            doc: "The users and teams that have it.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Blocks("table.column", &COLUMN),
};

/// What a profile allows on one column.
pub static COLUMN: Shape = Shape {
    attributes: &[
        Attribute { name: "read", kind: Type::Bool, required: false, default: "no", doc: "Whether it may be read." },
        Attribute {
            name: "create",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether a new row may be given a value.",
        },
        Attribute {
            name: "update",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether the value may be changed.",
        },
        Attribute {
            name: "read_unmasked",
            kind: Type::Word(&[
                Choice { word: "no", doc: "what the masking rule hides stays hidden" },
                Choice { word: "one", doc: "it may be read row by row" },
                Choice { word: "all", doc: "it may be read in lists too" },
            ]),
            required: false,
            default: "no",
            doc: "Whether the value may be read without its mask.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
