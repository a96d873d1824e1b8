//! `criteria`

use super::{Body, Kind, Sentence};

pub(super) static KIND: Kind = Kind {
    keyword: "criteria",
    noun: "a set of criteria",
    plural: "sets of criteria",
    doc: "What one asks of a subject: of each `connector` beyond the catalogue's facts, of each `app`, or of another subject that rules are about. Each field becomes an attribute of `connector` or `app`; rules ask for it, and `connectors where …` does for connectors.",
    name: "subject",
    body: Body::Free(&[
        Sentence { form: "data_leaves_tenant : bool", doc: "A field that is `yes` or `no`." },
        Sentence { form: "authentication : entra | oauth | api_key", doc: "A field that is one of these words." },
        Sentence {
            form: "impact : none < minor < major",
            doc: "A field that is one of these words, which stand in order.",
        },
        Sentence { form: "users : 0..", doc: "A field that is a number in this range." },
        Sentence {
            form: "score : 0.0..10.0",
            doc: "A field that is a number with as many decimal places as the range is written with.",
        },
        Sentence { form: "approved : date", doc: "A field that is a day." },
        Sentence { form: "platform : text", doc: "A field that is a text in quotes." },
        Sentence {
            form: "handles : some of personal | health | payment",
            doc: "A field that is a list of some of these words. Rules ask for one of them: `health in handles`.",
        },
        Sentence {
            form: "never personal_data and audience == robots",
            doc: "Such a subject cannot be: no rule need match it, and none may be declared.",
        },
    ]),
    example: r"criteria connector {
  authentication     : entra | oauth | api_key | basic | none
  data_leaves_tenant : bool
}

connector sql { authentication = entra; data_leaves_tenant = no }
",
};
