//! `offer`

use super::{Body, Choice, Field, Kind, Open, Shape};
use crate::model::condition::Condition;
use crate::model::criticity::{Certifies, Offer};
use crate::model::program::{Head, Interval, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "offer",
    noun: "an offer",
    plural: "offers",
    doc: "A service that certifies apps, or the teams that make them: a penetration test, a threat model, a course for makers. Controls require offers; apps and maker teams list the offers that have certified them, and when.",
    name: "symbol",
    rests_on: &["scale"],
    body: Body::Block(&SHAPE),
    example: r#"scale criticity { low < high }
criteria app { sensitive_data : bool }

rules criticity {
  high when sensitive_data
  low  otherwise
}

control low  { process = automated }
control high { process = automated; requires = [penetration_test] }

offer penetration_test {
  by        = "Security"
  certifies = app
  for       = criticity >= high
  valid     = 12 months
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[NAME.attribute, BY.attribute, CERTIFIES.attribute, FOR.attribute, VALID.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const NAME: Field<Text> = Field::text("name", "The usual name of the offer. Default: the symbol.");
const BY: Field<Text> = Field::text("by", "Who offers it.").required();
const CERTIFIES: Field<&'static str> = Field::word(
    "certifies",
    &[
        Choice { word: "app", doc: "one app" },
        Choice { word: "maker_team", doc: "a team, and with it the apps that it makes" },
    ],
    "What it certifies.",
)
.required();
const FOR: Field<Condition> = Field::levels("for", "The levels it is for. Default: all.");
const VALID: Field<Interval> = Field::duration("valid", "How long a certificate is valid. Default: for ever.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Offer {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "offer", &head);
    let mut offer = Offer {
        name: reader.get(&record, &NAME),
        by: reader.get(&record, &BY),
        certifies: reader.given(&record, &CERTIFIES).map(|(word, location)| {
            (if word == Certifies::App.word() { Certifies::App } else { Certifies::MakerTeam }, location)
        }),
        levels: reader.levels(&record, &FOR),
        valid: reader.get(&record, &VALID),
        sound: false,
        head,
    };
    offer.sound = reader.faults() == before;
    offer
}
