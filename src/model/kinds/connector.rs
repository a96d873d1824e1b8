//! `connector`

use jiff::civil::Date;

use super::{Body, Choice, Field, Kind, Open, Shape, app};
use crate::model::program::{ConnectorFacts, EnvironmentId, Head, Interval, Rated, Reference, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "connector",
    noun: "a connector",
    plural: "connectors",
    doc: "What the organisation knows about one connector: the values of its criteria, its rating and reviews. With `kind = custom`, it declares a custom connector, so that data policies can name it.",
    name: "symbol",
    rests_on: &["criteria", "scale", "rating"],
    body: Body::Block(&SHAPE),
    example: r#"scale connector_risk { trusted < standard < elevated < forbidden }

connector twitter {
  rated    = forbidden because "Security decision 2026-17"
  reviewed = 2026-02-11
  review   = every 12 months
}

environment sales { type = sandbox; id = "11111111-2222-3333-4444-555555555555" }
connector price_list { kind = custom; environment = sales; host = "https://prices.contoso.com" }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        SORT.attribute,
        NAME.attribute,
        ID.attribute,
        ENVIRONMENT.attribute,
        HOST.attribute,
        RATED.attribute,
        REVIEWED.attribute,
        REVIEW.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Criteria("connector"),
};

const SORT: Field<&'static str> = Field::word(
    "kind",
    &[Choice { word: "prebuilt", doc: "of the catalogue" }, Choice { word: "custom", doc: "made by the organisation" }],
    "Whether the catalogue has the connector or the organisation made it.",
)
.by_default("prebuilt");
const NAME: Field<Text> = Field::text("name", "The display name of a custom connector. Default: the symbol.");
const ID: Field<Text> =
    Field::text("id", "The id of a custom connector in the tenant, such as `shared_price-5flist-5f1234`.");
const ENVIRONMENT: Field<Reference<EnvironmentId>> =
    Field::reference("environment", "environment", "The environment of a custom connector.");
const HOST: Field<Text> = Field::text(
    "host",
    "The host address that a custom connector calls, with its scheme. URL patterns are matched against it.",
);
const RATED: Field<Rated> = Field::rated("rated", "Its level on the scale `connector_risk`, and why.");
const REVIEWED: Field<Date> = Field::date("reviewed", "The day of the last review.");
const REVIEW: Field<Interval> = Field::interval("review", "How often it is reviewed.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> ConnectorFacts {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "connector", &head);
    let criteria = app::criteria(reader, &record);
    let custom = reader.given(&record, &SORT).is_some_and(|(word, _)| word == "custom");
    let mut facts = ConnectorFacts {
        connector: None,
        custom,
        sound: false,
        name: reader.get(&record, &NAME),
        id: reader.get(&record, &ID),
        environment: reader.get(&record, &ENVIRONMENT),
        host: reader.get(&record, &HOST),
        rated: reader.get(&record, &RATED),
        reviewed: reader.given(&record, &REVIEWED),
        review: reader.get(&record, &REVIEW),
        criteria,
        head,
    };
    facts.sound = reader.faults() == before;
    facts
}
