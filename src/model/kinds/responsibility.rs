//! `responsibility`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "responsibility",
    noun: "a responsibility",
    plural: "responsibilities",
    doc: "Who does an activity, who answers for it, who is asked and who is told (RACI). Exactly one party is accountable, and at least one responsible. Of activities that the platform knows, such as `create_environment`, it is known which roles can do them.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"responsibility create_environment {
  responsible = [tenant_administrator]
  accountable = it
  consulted   = [coe]
  informed    = [end_users]
}

party coe { name = "Centre of Excellence" }
"#,
};

const PARTIES: Type = Type::Names("parties");

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute::text("name", "What the activity is called; the symbol where absent."),
        Attribute {
            name: "activity",
            kind: Type::Name("an activity of the platform"),
            required: false,
            default: "",
            doc: "Which activity of the platform it is; where absent, the one of that symbol, if there is one.",
        },
        parties("responsible", "Who does it."),
        parties("accountable", "Who answers for it: exactly one party."),
        parties("consulted", "Who is asked before."),
        parties("informed", "Who is told after."),
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const fn parties(name: &'static str, doc: &'static str) -> Attribute {
    Attribute { name, kind: PARTIES, required: false, default: "", doc }
}
