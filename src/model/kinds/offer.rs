//! `offer`

use super::{Attribute, Body, Choice, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "offer",
    noun: "an offer",
    plural: "offers",
    doc: "A service that certifies apps, or the teams that make them: a penetration test, a threat model, a course for makers. Controls require offers; apps and maker teams say which they have been certified by, and when.",
    name: "symbol",
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
    attributes: &[
        Attribute::text("name", "The name people know it by; the symbol where absent."),
        Attribute { name: "by", kind: Type::Text, required: true, default: "", doc: "Who offers it." },
        Attribute {
            name: "certifies",
            kind: Type::Word(&[
                Choice { word: "app", doc: "one app" },
                Choice { word: "maker_team", doc: "a team, and so what it makes" },
            ]),
            required: true,
            default: "",
            doc: "What it certifies.",
        },
        Attribute {
            name: "for",
            kind: Type::Levels,
            required: false,
            default: "",
            doc: "The levels it is for; all where absent.",
        },
        Attribute {
            name: "valid",
            kind: Type::Duration,
            required: false,
            default: "",
            doc: "How long a certificate holds; for ever where absent.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
