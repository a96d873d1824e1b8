//! `role_administrators`

use super::{Body, Field, Kind, Open, Shape};
use crate::model::organisation::{Party, RoleAdministrators};
use crate::model::program::{EnvironmentId, Head, Reference};
use crate::model::reader::Reader;
use crate::model::roles::RoleId;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "role_administrators",
    noun: "a list of role administrators",
    plural: "lists of role administrators",
    doc: "Users and teams who assign roles to others. On the platform, no user can assign what they do not hold themselves. So their own roles must grant all that these roles grant, and in addition reading and assigning roles. A list that assigns `system_administrator` declares its users and teams as the system administrators of its environments; any other system administrator is reported.",
    name: "symbol",
    rests_on: &["user", "group", "team", "role"],
    body: Body::Block(&SHAPE),
    example: r#"role desk {
  includes = [basic_user]
  grid {
    table  read  assign
    role   org   bu
  }
}

environment finance {
  type = production
  dataverse { language = 1033; currency = EUR }
}

user alice { upn = "alice@contoso.com"; roles { finance = [desk] } }

role_administrators service_desk { who = [alice]; assign = [basic_user]; in = [finance] }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[WHO.attribute, ASSIGN.attribute, IN.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const WHO: Field<Vec<Party>> =
    Field::names("who", "users and teams", "The users and teams who assign the roles.").required();
const ASSIGN: Field<Vec<Reference<RoleId>>> =
    Field::references("assign", "role", "The roles that they assign.").required();
const IN: Field<Vec<Reference<EnvironmentId>>> =
    Field::references("in", "environment", "The environments. Default: all.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> RoleAdministrators {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "role administrators", &head);
    let mut administrators = RoleAdministrators {
        who: reader.get(&record, &WHO).unwrap_or_default(),
        assign: reader.get(&record, &ASSIGN).unwrap_or_default(),
        environments: reader.get(&record, &IN).unwrap_or_default(),
        sound: false,
        head,
    };
    administrators.sound = reader.faults() == before;
    administrators
}
