//! `maker_team`

use super::app::CERTIFIED;
use super::{Attribute, Body, Kind, NestedBlock, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "maker_team",
    noun: "a maker team",
    plural: "maker teams",
    doc: "People who make apps together. What the team has been certified for holds for its apps.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"offer secure_maker { by = "Security"; certifies = maker_team; valid = 24 months }

maker_team finance_makers {
  members = [alice, bob]
  certified { secure_maker = 2026-03-02 }
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "The name people know it by; the symbol where absent."),
        Attribute { name: "members", kind: Type::Names("people"), required: true, default: "", doc: "The people." },
    ],
    blocks: &[NestedBlock {
        name: "certified",
        argument: None,
        shape: &CERTIFIED,
        doc: "The offers that have certified the team, each with the day.",
    }],
    sentences: &[],
    open: Open::Closed,
};
