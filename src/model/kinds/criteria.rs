//! `criteria`

use super::{Body, Kind, Sentence};

pub(super) static KIND: Kind = Kind {
    keyword: "criteria",
    noun: "a set of criteria",
    doc: "What is known of each connector beyond the catalogue's facts. Each field becomes an attribute of `connector` and can be asked for in `connectors where …`. The subject is `connector`.",
    name: "subject",
    body: Body::Free(&[
        Sentence { form: "data_leaves_tenant : bool", doc: "A field that is `yes` or `no`." },
        Sentence { form: "authentication : entra | oauth | api_key", doc: "A field that is one of these words." },
        Sentence {
            form: "impact : none < minor < major",
            doc: "A field that is one of these words, which stand in order.",
        },
        Sentence { form: "users : 0..", doc: "A field that is a number in this range." },
        Sentence { form: "approved : date", doc: "A field that is a day." },
    ]),
    example: r"criteria connector {
  authentication     : entra | oauth | api_key | basic | none
  data_leaves_tenant : bool
}

connector sql { authentication = entra; data_leaves_tenant = no }
",
};
