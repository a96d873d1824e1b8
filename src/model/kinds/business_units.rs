//! `business_units`

use super::{Body, Kind, Sentence};

pub(super) static KIND: Kind = Kind {
    keyword: "business_units",
    noun: "a tree of business units",
    plural: "trees of business units",
    doc: "The business units of an environment. The name is that of the root, which every environment with a database has; the units below it stand in its block, each with those below it in a block of its own. Without `environments` the tree is for all environments that no other tree names.",
    name: "root",
    body: Body::Free(&[
        Sentence { form: "americas", doc: "A unit with none below it; several are parted by commas." },
        Sentence { form: "emea { france; germany }", doc: "A unit and those below it." },
        Sentence { form: "name = \"…\"", doc: "The display name of the unit in whose block it stands." },
        Sentence { form: "id = \"…\"", doc: "Its id in the environment. Bindings files keep it out of the source." },
        Sentence { form: "environments = [finance]", doc: "The environments the tree is for; in the root only." },
    ]),
    example: r#"business_units contoso {
  emea {
    name = "Europe, Middle East and Africa"
    france
    germany
  }
  americas
}

user alice { business_unit = france }
"#,
};
