//! `test`

use super::{Body, Kind, Open, Sentence, Shape};

pub(super) static KIND: Kind = Kind {
    keyword: "test",
    noun: "a test",
    plural: "tests",
    doc: "What must be true of the project, in sentences; `dictum test` says whether it is. The name says in words what is tested. Tests are no part of a bundle, and what only a test names is not in use.\n\nA sentence that cannot be decided from the source has not passed: it is reported as not known.",
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

environment pilot { type = sandbox }

data_policy baseline { applies_to = all; business = [sharepointonline, teams]; non_business = rest }

test "The pilot works with Microsoft 365 and nothing else" {
  connectors sharepointonline, teams in pilot together
  connectors sharepointonline, twitter in environments to come not together
  app { personal_data = yes } is high
  every sandbox environment is not managed
}
"#,
};

/// What an app that a test writes out takes: the criteria of apps, and their kind.
pub static TEST_APP: Shape =
    Shape { attributes: &[super::app::KIND_OF_APP], blocks: &[], sentences: &[], open: Open::Criteria("app") };

/// What another subject that a test writes out takes: the criteria that are declared of it.
pub static TEST_SUBJECT: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Criteria("a subject") };

static SHAPE: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence {
            form: "user alice in finance_prod can read new_portfolio of germany",
            doc: "A user can, or `cannot`, do something with rows of a table: `of` a unit, `own`, `all`, or at least some. What is shared row by row is not looked at.",
        },
        Sentence {
            form: "team pmo_office in finance_prod cannot delete new_portfolio",
            doc: "The same of what the roles of a team grant its members.",
        },
        Sentence {
            form: "nobody outside germany, role pmo can read new_portfolio in finance_prod",
            doc: "No declared user can but those of a business unit and the units below it, or of what `unit`, `team`, `role`, `group` or `user` names. `in` an environment, else in all that have a database.",
        },
        Sentence { form: "app expense_approval is medium", doc: "An app has a level." },
        Sentence {
            form: "app { personal_data = yes } is medium",
            doc: "Any app with these values has the level. What is not given is not known.",
        },
        Sentence {
            form: "agent { skill = 9 } is high for risk",
            doc: "Any subject of rules with these values has the level. `for` names the scale, which may be left out where rules give the subject only one such level. Apps can be asked for another scale in the same way.",
        },
        Sentence { form: "connector twitter is rated standard", doc: "A connector has a rating." },
        Sentence {
            form: "connectors sql, sharepointonline in finance_prod together",
            doc: "Connectors may be used together, or `not together`, in an environment or `in environments to come`, whatever group those are in.",
        },
        Sentence {
            form: "connector twitter in environments to come is blocked",
            doc: "A connector may not be used; `is not blocked`: it may.",
        },
        Sentence {
            form: "every production environment is managed",
            doc: "All environments of a type, or `every environment where …`, satisfy a condition.",
        },
        Sentence {
            form: "finds no unused-group on group sg_finance",
            doc: "A rule finds something, or `no` such thing, anywhere or `on` a declaration. What a waiver accepts is found.",
        },
    ],
    open: Open::Closed,
};
