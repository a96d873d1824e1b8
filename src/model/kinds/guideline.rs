//! `guideline`

use super::{Body, Field, Kind, Open, Shape};
use crate::model::condition::Condition;
use crate::model::criticity::Guideline;
use crate::model::program::{Head, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "guideline",
    noun: "a guideline",
    plural: "guidelines",
    doc: "What makers of apps of some levels should do and should not do. `dictum query app` lists the guidelines of an app.",
    name: "symbol",
    rests_on: &["scale"],
    body: Body::Block(&SHAPE),
    example: r#"scale criticity { low < high }
criteria app { personal_data : bool }

rules criticity {
  high when personal_data
  low  otherwise
}

control low  { process = automated }
control high { process = automated }

guideline consent {
  for  = criticity >= high
  do   = "Ask for consent in the app before reading a calendar."
  dont = "Grant tenant-wide consent."
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[FOR.attribute, DO.attribute, DONT.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const FOR: Field<Condition> = Field::levels("for", "The levels it is for. Default: all.");
const DO: Field<Vec<Text>> = Field::texts("do", "What to do.");
const DONT: Field<Vec<Text>> = Field::texts("dont", "What not to do.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Guideline {
    let record = reader.block(block, &SHAPE, "guideline", &head);
    Guideline {
        levels: reader.levels(&record, &FOR),
        dos: reader.get(&record, &DO).unwrap_or_default(),
        donts: reader.get(&record, &DONT).unwrap_or_default(),
        head,
    }
}
