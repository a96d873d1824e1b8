//! `role`

use super::{Attribute, Body, Choice, Kind, NestedBlock, Open, Sentence, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "role",
    noun: "a role",
    plural: "roles",
    doc: "A security role: what its holders may do with the rows of which tables, and how far that reaches. The platform's own roles, such as `app_opener` and `basic_user`, are built in: `dictum catalog roles` shows them.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"tables {
  new_portfolio : user_owned
  new_currency  : organization_owned
}

/// Keeps the portfolios. ExportToExcel, since reports are made of spreadsheets.
role pmo {
  name     = "PMO"
  includes = [app_opener]
  grid {
    table          create  read  write  delete  append  append_to  assign  share
    new_portfolio  org     org   org    bu      org     org        bu      org
    new_currency   none    org   none   none    none    org        -       -
  }
  privileges = [ExportToExcel]
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "The display name; the symbol where absent."),
        Attribute::text(
            "id",
            "The id of the role in the root unit. Derived from project and symbol where absent; of a role that exists it is looked up by the name.",
        ),
        Attribute::text("applies_to", "Whom it is for, as the form of the role in the admin centre asks."),
        Attribute::text(
            "core_table_permissions",
            "What it lets do on the tables that matter, in a line, as that form asks.",
        ),
        Attribute {
            name: "existing",
            kind: Type::Bool,
            required: false,
            default: "no",
            doc: "Whether it exists already, shipped by the platform or a product, or made by hand. Such a role is held and included, and no target writes it. What it grants is what is written here; where nothing is, nobody knows.",
        },
        Attribute {
            name: "grants",
            kind: Type::Word(&[Choice { word: "none", doc: "it grants nothing, and that is meant" }]),
            required: false,
            default: "",
            doc: "Says that a role without any grant is meant so. Without it, no target takes the grants of a role away that has an id.",
        },
        Attribute {
            name: "includes",
            kind: Type::References("role"),
            required: false,
            default: "",
            doc: "Roles whose grants it has too, the platform's own among them.",
        },
        Attribute {
            name: "business_unit",
            kind: Type::Reference("business_units"),
            required: false,
            default: "",
            doc: "The unit it belongs to: it can be held there and below. The root where absent.",
        },
        Attribute {
            name: "member_inheritance",
            kind: Type::Word(&[
                Choice { word: "team_only", doc: "`user` reaches rows the team owns" },
                Choice { word: "direct_and_team", doc: "`user` reaches rows the member owns too" },
            ]),
            required: false,
            default: "direct_and_team",
            doc: "What members of a team get that holds the role.",
        },
        Attribute {
            name: "customizable",
            kind: Type::Bool,
            required: false,
            default: "yes",
            doc: "Whether it may be changed where it is deployed.",
        },
        Attribute {
            name: "auto_assigned",
            kind: Type::Bool,
            required: false,
            default: "",
            doc: "Whether every new user gets it; files of roles say nothing of it where absent.",
        },
        Attribute {
            name: "privileges",
            kind: Type::Names("privileges"),
            required: false,
            default: "",
            doc: "Privileges that belong to no table, at `org`. `dictum catalog privileges` lists them; a name in quotes is taken as it is.",
        },
    ],
    blocks: &[
        NestedBlock {
            name: "grid",
            argument: None,
            shape: &GRID,
            doc: "What it grants on tables, as the editor of the platform shows it.",
        },
        NestedBlock {
            name: "privileges_by_level",
            argument: None,
            shape: &PRIVILEGES,
            doc: "Privileges that belong to no table, by level.",
        },
    ],
    sentences: &[],
    open: Open::Closed,
};

/// The grid of a role.
pub static GRID: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence {
            form: "table create read write delete append append_to assign share",
            doc: "The first row names the columns, in any order and number. A column left out grants nothing.",
        },
        Sentence {
            form: "account, contact org org bu user none deep bu user",
            doc: "A row for a table, or several parted by commas: a level for each column. `none` or `○`; `user` (`basic`) or `◔`; `bu` (`local`, `business_unit`) or `◑`; `deep` (`parent_child`) or `◕`; `org` (`global`, `organization`) or `●`; `-` where the table has no such privilege.",
        },
    ],
    open: Open::Closed,
};

const fn at(name: &'static str, doc: &'static str) -> Attribute {
    Attribute { name, kind: Type::Names("privileges"), required: false, default: "", doc }
}

static PRIVILEGES: Shape = Shape {
    attributes: &[
        at("user", "Those granted at `user`."),
        at("bu", "Those granted at `bu`."),
        at("deep", "Those granted at `deep`."),
        at("org", "Those granted at `org`."),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
