//! `guideline`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "guideline",
    noun: "a guideline",
    plural: "guidelines",
    doc: "What makers of apps of some levels do, and what they do not. `dictum query app` lists the guidelines of an app.",
    name: "symbol",
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
    attributes: &[
        Attribute {
            name: "for",
            kind: Type::Levels,
            required: false,
            default: "",
            doc: "The levels it is for; all where absent.",
        },
        Attribute { name: "do", kind: Type::Texts, required: false, default: "", doc: "What to do." },
        Attribute { name: "dont", kind: Type::Texts, required: false, default: "", doc: "What not to do." },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
