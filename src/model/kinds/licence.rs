//! `licence`

use super::{Body, Field, Kind, Open, Shape};
use crate::model::organisation::Licence;
use crate::model::program::{Head, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "licence",
    noun: "a licence",
    plural: "licences",
    doc: "A licence that users have, and how many the organisation has bought.",
    name: "symbol",
    rests_on: &[],
    body: Body::Block(&SHAPE),
    example: r#"licence power_apps_premium { seats = 200 }

user alice { upn = "alice@contoso.com"; licences = [power_apps_premium] }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[NAME.attribute, SEATS.attribute, PREMIUM_CONNECTORS.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const NAME: Field<Text> = Field::text("name", "The usual name of the licence. Default: the symbol.");
const SEATS: Field<u32> =
    Field::number("seats", 0, 10_000_000, "The number of users who may have it. Default: no limit.");
const PREMIUM_CONNECTORS: Field<bool> =
    Field::flag("premium_connectors", "Whether its users may open apps with premium connectors. Default: not known.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Licence {
    let record = reader.block(block, &SHAPE, "licence", &head);
    Licence {
        premium_connectors: reader.given(&record, &PREMIUM_CONNECTORS),
        name: reader.get(&record, &NAME),
        seats: reader.given(&record, &SEATS),
        head,
    }
}
