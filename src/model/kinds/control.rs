//! `control`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "control",
    noun: "a control",
    plural: "controls",
    doc: "What one level of the scale `criticity` asks for: how its apps are looked after and by whom, which certificates they need, where they may live and which connectors they may use. The name is that of the level; every level has one control.",
    name: "level",
    body: Body::Block(&SHAPE),
    example: r#"scale criticity { low < high }
criteria app { sensitive_data : bool }

rules criticity {
  high when sensitive_data
  low  otherwise
}

group sg_security { kind = security }

environment finance_prod {
  type    = production
  managed = yes
  dataverse { language = 1033; currency = EUR }
}

offer penetration_test { by = "Security"; certifies = app; for = criticity >= high }

control low { process = automated }

control high {
  process      = regular_review every 6 months
  by           = sg_security
  requires     = [penetration_test]
  environments = environments where managed and type == production
  connectors   = connectors where tier == standard
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute {
            name: "process",
            kind: Type::Process,
            required: true,
            default: "",
            doc: "How apps of this level are looked after. A review has somebody who does it, named by `by`.",
        },
        Attribute {
            name: "by",
            kind: Type::Reference("group"),
            required: false,
            default: "",
            doc: "The Entra group whose members do the reviews.",
        },
        Attribute {
            name: "requires",
            kind: Type::References("offer"),
            required: false,
            default: "[]",
            doc: "The offers whose certificates are needed, of the app or of the team that makes it.",
        },
        Attribute {
            name: "environments",
            kind: Type::Environments,
            required: false,
            default: "",
            doc: "Where apps of this level may live; anywhere where absent.",
        },
        Attribute {
            name: "connectors",
            kind: Type::ConnectorSet,
            required: false,
            default: "",
            doc: "The connectors that apps of this level may use; any where absent.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
