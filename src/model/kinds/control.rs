//! `control`

use super::{Body, Field, Kind, Open, Shape};
use crate::model::Id;
use crate::model::criticity::{Control, Offer, Process};
use crate::model::program::{GroupId, Head, Reference, Targets};
use crate::model::reader::Reader;
use crate::model::set_expression::SetExpression;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "control",
    noun: "a control",
    plural: "controls",
    doc: "What one level of the scale `criticity` requires: how its apps are looked after and by whom, which certificates they need, in which environments they may be and which connectors they may use. The name is that of the level; every level has one control.",
    name: "level",
    rests_on: &["scale", "environment", "connectors", "connector", "offer"],
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
    attributes: &[PROCESS.attribute, BY.attribute, REQUIRES.attribute, ENVIRONMENTS.attribute, CONNECTORS.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const PROCESS: Field<Process> =
    Field::process("process", "How apps of this level are looked after. For a review, `by` names who does it.")
        .required();
const BY: Field<Reference<GroupId>> = Field::reference("by", "group", "The Entra group whose members do the reviews.");
const REQUIRES: Field<Vec<Reference<Id<Offer>>>> = Field::references(
    "requires",
    "offer",
    "The offers whose certificates are required, for the app or for the team that makes it.",
)
.by_default("[]");
const ENVIRONMENTS: Field<Targets> =
    Field::environments("environments", "The environments in which apps of this level may be. Default: all.");
const CONNECTORS: Field<SetExpression> =
    Field::connectors("connectors", "The connectors that apps of this level may use. Default: all.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Control {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "control", &head);
    let mut control = Control {
        level: None,
        process: reader.given(&record, &PROCESS),
        by: reader.get(&record, &BY),
        requires: reader.get(&record, &REQUIRES).unwrap_or_default(),
        environments: reader.get(&record, &ENVIRONMENTS),
        connectors: reader.connectors(&record, &CONNECTORS),
        sound: false,
        head,
    };
    control.sound = reader.faults() == before;
    control
}
