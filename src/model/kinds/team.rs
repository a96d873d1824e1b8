//! `team`

use super::{Body, Choice, Field, Kind, Open, SHOWN_NAME, Shape};
use crate::model::organisation::{Membership, Team, TeamKind, TreeId, UserId};
use crate::model::program::{EnvironmentId, GroupId, Head, Reference, Text};
use crate::model::reader::Reader;
use crate::model::roles::RoleId;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "team",
    noun: "a team",
    plural: "teams",
    doc: "A team of an environment: users who own rows together, or who get roles together.",
    name: "symbol",
    rests_on: &["environment", "business_units", "group", "role", "user"],
    body: Body::Block(&SHAPE),
    example: r#"group sg_pmo { kind = security; owners = [dave]; members = [alice] }

environment finance {
  type   = production
  access = sg_pmo
  dataverse { language = 1033; currency = EUR }
}

user alice { upn = "alice@contoso.com" }
user dave  { upn = "dave@contoso.com" }

team pmo_office { in = finance; kind = entra_group; group = sg_pmo; roles = [basic_user] }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SHOWN_NAME.attribute,
        ID.attribute,
        IN.attribute,
        BUSINESS_UNIT.attribute,
        SORT.attribute,
        GROUP.attribute,
        MEMBERSHIP.attribute,
        MEMBERS.attribute,
        ROLES.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const ID: Field<Text> =
    Field::text("id", "The id in the environment. Default: derived from the project and the symbol.");
const IN: Field<Reference<EnvironmentId>> = Field::reference("in", "environment", "The environment.").required();
const BUSINESS_UNIT: Field<Reference<TreeId>> = Field::reference(
    "business_unit",
    "business_units",
    "The business unit of the team, from which its roles reach. Default: the root.",
);
const SORT: Field<TeamKind> = Field::one_of(
    "kind",
    &[
        Choice { word: "owner", doc: "owns rows and holds roles; its members are listed" },
        Choice { word: "access", doc: "rows are shared with it; it holds no roles" },
        Choice { word: "entra_group", doc: "its members are those of a security group" },
        Choice { word: "microsoft_365_group", doc: "its members are those of a Microsoft 365 group" },
        Choice { word: "default", doc: "the team that each unit has from the start: all users of the unit" },
    ],
    "The kind of team.",
)
.required();
const GROUP: Field<Reference<GroupId>> =
    Field::reference("group", "group", "The Entra group from which the members come.");
const MEMBERSHIP: Field<Membership> = Field::one_of(
    "membership",
    &[
        Choice { word: "members_and_guests", doc: "members and guests" },
        Choice { word: "members", doc: "members" },
        Choice { word: "owners", doc: "owners" },
        Choice { word: "guests", doc: "guests" },
    ],
    "Which people of the group belong to the team.",
)
.by_default("members_and_guests");
const MEMBERS: Field<Vec<Reference<UserId>>> =
    Field::references("members", "user", "The members, if they do not come from a group.");
const ROLES: Field<Vec<Reference<RoleId>>> =
    Field::references("roles", "role", "The roles that the team gives to its members.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Team {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "team", &head);
    let (kind, kind_location) = reader.given(&record, &SORT).unzip();
    let mut team = Team {
        name: reader.get(&record, &SHOWN_NAME),
        id: reader.get(&record, &ID),
        environment: reader.get(&record, &IN),
        unit: reader.get(&record, &BUSINESS_UNIT),
        kind: kind.unwrap_or(TeamKind::Owner),
        kind_location: kind_location.unwrap_or(head.location),
        group: reader.get(&record, &GROUP),
        membership: reader.given(&record, &MEMBERSHIP),
        members: reader.get(&record, &MEMBERS).unwrap_or_default(),
        roles: reader.get(&record, &ROLES).unwrap_or_default(),
        sound: false,
        head,
    };
    team.sound = reader.faults() == before;
    team
}
