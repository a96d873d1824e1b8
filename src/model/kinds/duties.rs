//! `duties`

use super::{Attribute, Body, Kind, Open, Sentence, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "duties",
    noun: "a separation of duties",
    plural: "separations of duties",
    doc: "Roles that nobody may hold together, whether directly, through teams, or as part of other roles. The name says in words what is to be kept apart.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"tables { new_payment : user_owned }

role payer {
  includes = [basic_user]
  grid {
    table        read  create
    new_payment  org   user
  }
}

role approver {
  includes = [basic_user]
  grid {
    table        read  write
    new_payment  org   org
  }
}

environment finance {
  type = production
  dataverse { language = 1033; currency = EUR }
}

duties "Nobody pays and approves" { never both [payer, approver]; in = [finance] }

user alice { upn = "alice@contoso.com"; roles { finance = [payer] } }
user bob   { upn = "bob@contoso.com"; roles { finance = [approver] } }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[Attribute {
        name: "in",
        kind: Type::References("environment"),
        required: false,
        default: "",
        doc: "The environments it holds in; all where absent.",
    }],
    blocks: &[],
    sentences: &[Sentence { form: "never both [payer, approver]", doc: "Nobody may hold two of these roles." }],
    open: Open::Closed,
};
