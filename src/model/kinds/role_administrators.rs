//! `role_administrators`

use super::{Attribute, Body, Kind, Open, Shape, Type};

pub(super) static KIND: Kind = Kind {
    keyword: "role_administrators",
    noun: "a list of role administrators",
    plural: "lists of role administrators",
    doc: "Users and teams who give roles to others. The platform lets nobody give what they do not hold themselves, so their own roles must grant all that these roles grant, and reading and assigning roles besides. A list that gives `system_administrator` declares its users and teams as the system administrators of its environments; whoever else is one is reported.",
    name: "symbol",
    body: Body::Block(&SHAPE),
    example: r#"role desk {
  includes = [basic_user]
  grid {
    table  read  assign
    role   org   bu
  }
}

environment finance {
  type = production
  dataverse { language = 1033; currency = EUR }
}

user alice { upn = "alice@contoso.com"; roles { finance = [desk] } }

role_administrators service_desk { who = [alice]; assign = [basic_user]; in = [finance] }

data_policy baseline { applies_to = all; business = [sharepointonline]; non_business = rest }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        Attribute {
            name: "who",
            kind: Type::Names("users and teams"),
            required: true,
            default: "",
            doc: "The users and teams.",
        },
        Attribute {
            name: "assign",
            kind: Type::References("role"),
            required: true,
            default: "",
            doc: "The roles they give.",
        },
        Attribute {
            name: "in",
            kind: Type::References("environment"),
            required: false,
            default: "",
            doc: "The environments; all where absent.",
        },
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};
