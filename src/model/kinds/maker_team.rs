//! `maker_team`

use super::app::{CERTIFIED, certified};
use super::{Body, Field, Kind, NestedBlock, Open, Shape};
use crate::model::criticity::MakerTeam;
use crate::model::program::{Head, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "maker_team",
    noun: "a maker team",
    plural: "maker teams",
    doc: "People who make apps together. Certificates of the team count for its apps.",
    name: "symbol",
    rests_on: &["offer"],
    body: Body::Block(&SHAPE),
    example: r#"offer secure_maker { by = "Security"; certifies = maker_team; valid = 24 months }

maker_team finance_makers {
  members = [alice, bob]
  certified { secure_maker = 2026-03-02 }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[NAME.attribute, MEMBERS.attribute],
    blocks: &[NestedBlock {
        name: "certified",
        argument: None,
        shape: &CERTIFIED,
        doc: "The offers that have certified the team, each with the day.",
    }],
    sentences: &[],
    open: Open::Closed,
};

const NAME: Field<Text> = Field::text("name", "The usual name of the team. Default: the symbol.");
const MEMBERS: Field<Vec<Text>> = Field::names("members", "people", "The members of the team.").required();

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> MakerTeam {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "maker team", &head);
    let mut team = MakerTeam {
        name: reader.get(&record, &NAME),
        members: reader.get(&record, &MEMBERS).unwrap_or_default(),
        certified: certified(reader, &record),
        sound: false,
        head,
    };
    team.sound = reader.faults() == before;
    team
}
