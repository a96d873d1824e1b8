//! `scale`

use super::{Body, Kind, Sentence};

pub(super) static KIND: Kind = Kind {
    keyword: "scale",
    noun: "a scale",
    plural: "scales",
    doc: "Levels in order, lowest first. The scale `connector_risk` is the one that ratings of connectors use, and `criticity` the one that apps are held to.",
    name: "symbol",
    body: Body::Free(&[Sentence {
        form: "trusted < standard < elevated",
        doc: "The levels from the lowest to the highest.",
    }]),
    example: r#"scale connector_risk { trusted < standard < elevated < forbidden }

connector sql { rated = standard because "reviewed with the data office" }
"#,
};
