//! `waive`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "waive",
    noun: "a waiver",
    plural: "waivers",
    doc: "A finding that is accepted for a time: `waive RULE on KIND NAME { … }`. It holds for findings of that rule whose primary place is in that declaration. The rule is named by its name or its code. Errors can be waived only where the page of the rule says so. A waiver that has ended is a finding, and so is one that accepts nothing.\n\nOne finding can also be waived by a comment on the line above it: `// dictum: waive RULE until 2027-03-31 because \"…\"`.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"connectors parked = [sql]

waive unused-connector-set on connectors parked {
  because = "The finance team takes it over in spring"
  by      = "alice@contoso.com"
  until   = 2027-03-31
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute { name: "because", kind: Type::Text, required: true, default: "", doc: "Why it is accepted." },
        Attribute::text("by", "Who accepted it."),
        Attribute { name: "until", kind: Type::Date, required: true, default: "", doc: "The last day it holds." },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
