//! `tables`

use super::{Body, Kind, Sentence};

pub(super) static KIND: Kind = Kind {
    keyword: "tables",
    noun: "a list of tables",
    plural: "lists of tables",
    doc: "The organisation's own tables, so far as privileges on them need it. The platform's tables are built in: `dictum catalog tables` lists them. A list has no name, and there may be several.",
    name: "",
    body: Body::Free(&[
        Sentence {
            form: "new_portfolio : user_owned",
            doc: "A table whose rows users and teams own. Or `organization_owned`: its rows belong to all, and privileges on it are on or off; `business_owned`; `unowned`.",
        },
        Sentence {
            form: "new_programme : user_owned lookup account, contact",
            doc: "The tables that its lookups point at.",
        },
        Sentence {
            form: "new_portfolio : user_owned schema \"new_Portfolio\"",
            doc: "The schema name, where its capitals differ.",
        },
        Sentence {
            form: "new_supplier : user_owned masked new_iban, new_bic",
            doc: "The columns to which a masking rule is bound.",
        },
        Sentence {
            form: "new_supplier : user_owned secured new_iban",
            doc: "The columns that are secured. A column that a profile names is secured without it.",
        },
        Sentence { form: "new_salary : user_owned sensitive", doc: "It holds what not everybody may see." },
        Sentence {
            form: "new_call : user_owned activity",
            doc: "It is an activity, and shares the privileges of all activities.",
        },
    ]),
    example: r#"tables {
  new_portfolio : user_owned schema "new_Portfolio"
  new_programme : user_owned lookup new_portfolio, account
  new_currency  : organization_owned
}
"#,
};
