//! `group`

use super::{Body, Choice, Field, Kind, Open, Shape};
use crate::model::organisation::{Party, UserId};
use crate::model::program::{Group, GroupKind, Head, Reference, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "group",
    noun: "a group",
    plural: "groups",
    doc: "An Entra group: who gets access to environments and teams through it, who owns it, and how it is shown. Its members are listed or chosen by a rule; with a rule, the source does not show who they are.",
    name: "symbol",
    rests_on: &["user", "group"],
    body: Body::Block(&SHAPE),
    example: r#"group sg_finance { kind = security; name = "SG Finance makers" }

environment finance {
  type   = production
  access = sg_finance
  dataverse { language = 1033; currency = EUR }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SORT.attribute,
        NAME.attribute,
        ID.attribute,
        OWNERS.attribute,
        MEMBERS.attribute,
        RULE.attribute,
        RULE_ACTIVE.attribute,
        VISIBILITY.attribute,
        MAIL_NICKNAME.attribute,
        ROLE_ASSIGNABLE.attribute,
        CLASSIFICATION.attribute,
        EXPIRES.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const SORT: Field<GroupKind> = Field::one_of(
    "kind",
    &[
        Choice { word: "security", doc: "a security group" },
        Choice { word: "microsoft_365", doc: "a Microsoft 365 group" },
    ],
    "The kind of group.",
)
.required();
const NAME: Field<Text> = Field::text("name", "The display name. Default: the symbol.");
const ID: Field<Text> = Field::text("id", "The object id in the tenant. Bindings files keep it out of the source.");
const OWNERS: Field<Vec<Reference<UserId>>> = Field::references("owners", "user", "The owners of the group.");
const MEMBERS: Field<Vec<Party>> = Field::names("members", "users and groups", "The members: users and other groups.");
const RULE: Field<Text> = Field::text("rule", "The rule by which a dynamic group chooses its members.");
const RULE_ACTIVE: Field<bool> =
    Field::flag("rule_active", "Whether the rule is processed. If not, the group keeps the members it has.")
        .by_default("yes");
const VISIBILITY: Field<&'static str> = Field::word(
    "visibility",
    &[
        Choice { word: "public", doc: "everyone sees it and may join" },
        Choice { word: "private", doc: "owners decide who joins" },
        Choice { word: "hidden_membership", doc: "owners decide who joins, and only members see who is in it" },
    ],
    "Who sees it and may join. By default, the platform uses `private` for a security group and `public` for a Microsoft 365 group.",
);
const MAIL_NICKNAME: Field<Text> = Field::text(
    "mail_nickname",
    "The part of its address before the `@`, 64 characters at most. Default: made from the symbol.",
);
const ROLE_ASSIGNABLE: Field<bool> =
    Field::flag("role_assignable", "Whether Entra roles can be given to it. It cannot be changed later.")
        .by_default("no");
const CLASSIFICATION: Field<Text> =
    Field::name("classification", "a class", "Its class, one of the classes in `group_self_service`.");
const EXPIRES: Field<bool> = Field::flag("expires", "Whether it expires if only selected groups do.").by_default("no");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Group {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "group", &head);
    let mut group = Group {
        kind: reader.get(&record, &SORT),
        name: reader.get(&record, &NAME),
        id: reader.get(&record, &ID),
        owners_given: record.has(&OWNERS),
        owners: reader.get(&record, &OWNERS).unwrap_or_default(),
        members: reader.get(&record, &MEMBERS).unwrap_or_default(),
        rule: reader.get(&record, &RULE),
        rule_active: reader.given(&record, &RULE_ACTIVE).is_none_or(|(active, _)| active),
        visibility: reader.given(&record, &VISIBILITY),
        mail_nickname: reader.get(&record, &MAIL_NICKNAME),
        role_assignable: reader.given(&record, &ROLE_ASSIGNABLE).filter(|(says, _)| *says).map(|(_, at)| at),
        classification: reader.get(&record, &CLASSIFICATION),
        expires: reader.given(&record, &EXPIRES).is_some_and(|(expires, _)| expires),
        sound: false,
        head,
    };
    group.sound = reader.faults() == before;
    group
}
