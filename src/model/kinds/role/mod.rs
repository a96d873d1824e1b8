//! `role`

mod grid;
use super::{Body, Choice, Field, Kind, NestedBlock, Open, Sentence, Shape};
use crate::catalog::privilege::Level;
use crate::model::organisation::TreeId;
use crate::model::program::{Head, Reference, Text};
use crate::model::reader::{Reader, Record};
use crate::model::roles::{Inheritance, Role, RoleGrants, RoleId, TaskGrant};
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "role",
    noun: "a role",
    plural: "roles",
    doc: "A security role: what its holders may do with the rows of tables, and how far that reaches. The platform's own roles, such as `app_opener` and `basic_user`, are built in: `dictum catalog roles` shows them.",
    name: "symbol",
    rests_on: &["tables", "role"],
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
        NAME.attribute,
        ID.attribute,
        APPLIES_TO.attribute,
        CORE_TABLE_PERMISSIONS.attribute,
        EXISTING.attribute,
        GRANTS.attribute,
        INCLUDES.attribute,
        BUSINESS_UNIT.attribute,
        MEMBER_INHERITANCE.attribute,
        CUSTOMIZABLE.attribute,
        AUTO_ASSIGNED.attribute,
        PRIVILEGES.attribute,
    ],
    blocks: &[GRID_BLOCK, PRIVILEGES_BY_LEVEL],
    sentences: &[],
    open: Open::Closed,
};

const GRID_BLOCK: NestedBlock = NestedBlock {
    name: "grid",
    argument: None,
    shape: &GRID,
    doc: "What the role grants on tables, as the editor of the platform shows it.",
};

const PRIVILEGES_BY_LEVEL: NestedBlock = NestedBlock {
    name: "privileges_by_level",
    argument: None,
    shape: &BY_LEVEL,
    doc: "Privileges without a table, by level.",
};

/// The grid of a role.
pub static GRID: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence {
            form: "table create read write delete append append_to assign share",
            doc: "The first row names the columns, in any order and number. A column that is left out grants nothing.",
        },
        Sentence {
            form: "account, contact org org bu user none deep bu user",
            doc: "A row for a table, or several separated by commas: a level for each column. `none` or `○`; `user` (`basic`) or `◔`; `bu` (`local`, `business_unit`) or `◑`; `deep` (`parent_child`) or `◕`; `org` (`global`, `organization`) or `●`; `-` if the table has no such privilege.",
        },
    ],
    open: Open::Closed,
};

static BY_LEVEL: Shape = Shape {
    attributes: &[USER.attribute, BU.attribute, DEEP.attribute, ORG.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const NAME: Field<Text> = Field::text("name", "The display name. Default: the symbol.");
const ID: Field<Text> = Field::text(
    "id",
    "The id of the role in the root unit. Default: derived from the project and the symbol; for a role that exists, it is looked up by the name.",
);
const APPLIES_TO: Field<Text> =
    Field::text("applies_to", "Whom the role is for, as its form in the admin centre asks.");
const CORE_TABLE_PERMISSIONS: Field<Text> = Field::text(
    "core_table_permissions",
    "What the role allows on the most important tables, in one line, as that form asks.",
);
const EXISTING: Field<bool> = Field::flag("existing", "Whether the role exists already: shipped by the platform or a product, or made by hand. Such a role can be held and included, and no target writes it. Its grants are those written here; if none are, they are unknown.").by_default("no");
const GRANTS: Field<&'static str> = Field::word(
    "grants",
    &[Choice { word: "none", doc: "it grants nothing, on purpose" }],
    "Says that a role without grants is intended. Without it, no target removes the grants of a role that has an id.",
);
const INCLUDES: Field<Vec<Reference<RoleId>>> =
    Field::references("includes", "role", "Roles whose grants it also has. They can be the platform's own.");
const BUSINESS_UNIT: Field<Reference<TreeId>> = Field::reference(
    "business_unit",
    "business_units",
    "The unit of the role: it can be held there and below. Default: the root.",
);
const MEMBER_INHERITANCE: Field<&'static str> = Field::word(
    "member_inheritance",
    &[
        Choice { word: "team_only", doc: "`user` reaches rows that the team owns" },
        Choice { word: "direct_and_team", doc: "`user` also reaches rows that the member owns" },
    ],
    "What the role gives to members of a team that holds it.",
)
.by_default("direct_and_team");
const CUSTOMIZABLE: Field<bool> =
    Field::flag("customizable", "Whether it may be changed where it is deployed.").by_default("yes");
const AUTO_ASSIGNED: Field<bool> =
    Field::flag("auto_assigned", "Whether every new user gets the role. If absent, files of roles leave it out.");
const PRIVILEGES: Field<Vec<Text>> = Field::names(
    "privileges",
    "privileges",
    "Privileges without a table, at `org`. `dictum catalog privileges` lists them; a name in quotes is used as it is.",
);
const USER: Field<Vec<Text>> = Field::names("user", "privileges", "Privileges granted at `user`.");
const BU: Field<Vec<Text>> = Field::names("bu", "privileges", "Privileges granted at `bu`.");
const DEEP: Field<Vec<Text>> = Field::names("deep", "privileges", "Privileges granted at `deep`.");
const ORG: Field<Vec<Text>> = Field::names("org", "privileges", "Privileges granted at `org`.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Role {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "role", &head);
    let mut role = Role {
        predefined: None,
        applies_to: reader.get(&record, &APPLIES_TO),
        core_table_permissions: reader.get(&record, &CORE_TABLE_PERMISSIONS),
        existing: reader.given(&record, &EXISTING).filter(|(value, _)| *value).map(|(_, location)| location),
        grants_nothing: reader.given(&record, &GRANTS).map(|(_, location)| location),
        name: reader.get(&record, &NAME),
        id: reader.get(&record, &ID),
        includes: reader.get(&record, &INCLUDES).unwrap_or_default(),
        unit: reader.get(&record, &BUSINESS_UNIT),
        inheritance: reader.given(&record, &MEMBER_INHERITANCE).map(|(word, location)| {
            (if word == "team_only" { Inheritance::TeamOnly } else { Inheritance::DirectAndTeam }, location)
        }),
        customizable: reader.given(&record, &CUSTOMIZABLE).map(|(value, _)| value),
        auto_assigned: reader.given(&record, &AUTO_ASSIGNED).map(|(value, _)| value),
        rows: Vec::new(),
        privileges: Vec::new(),
        own: RoleGrants::default(),
        grants: RoleGrants::default(),
        included: Vec::new(),
        unseen: Vec::new(),
        sound: false,
        head,
    };
    privileges(reader, &record, &PRIVILEGES, Level::Org, &mut role.privileges);
    if let Some(inner) = record.nested(&GRID_BLOCK) {
        grid::lower(reader, inner, &mut role.rows);
    }
    if let Some(inner) = record.nested(&PRIVILEGES_BY_LEVEL) {
        let inner = reader.record(inner, &BY_LEVEL, &"`privileges_by_level`");
        for (field, level) in [(&USER, Level::User), (&BU, Level::Unit), (&DEEP, Level::Deep), (&ORG, Level::Org)] {
            privileges(reader, &inner, field, level, &mut role.privileges);
        }
    }
    role.sound = reader.faults() == before;
    role
}

fn privileges(
    reader: &mut Reader<'_>,
    record: &Record<'_>,
    field: &Field<Vec<Text>>,
    level: Level,
    into: &mut Vec<TaskGrant>,
) {
    for privilege in reader.get(record, field).unwrap_or_default() {
        let length = privilege.location.span.end - privilege.location.span.start;
        let quoted = length as usize > privilege.name.len();
        into.push(TaskGrant { privilege, quoted, of_table: false, level });
    }
}
