//! `test`: one sentence per line. Each family of sentences has its own file.

mod access;
mod things;
mod words;

use super::{Body, Kind, Open, Sentence, Shape};
use crate::diagnostics::{Diagnostic, quoted_list};
use crate::model::assertion::{Assertion, Claim, Test};
use crate::model::codes;
use crate::model::program::Head;
use crate::model::reader::Reader;
use crate::syntax::NodeKind;
use crate::syntax::ast::{Block, Phrase};
use words::Words;

pub(super) static KIND: Kind = Kind {
    keyword: "test",
    noun: "a test",
    plural: "tests",
    doc: "What must be true of the project, in sentences that `dictum test` checks. The name says in words what is tested. Tests are not part of a bundle, and a declaration that only tests name counts as unused.\n\nA sentence that cannot be decided from the source does not pass: it is reported as not known.",
    name: "symbol",
    rests_on: &[],
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

/// The attributes of an app that a test describes: the criteria of apps, and their kind.
pub static TEST_APP: Shape = Shape {
    attributes: &[super::app::KIND_OF_APP.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Criteria("app"),
};

/// The attributes of another subject that a test describes: its declared criteria.
pub static TEST_SUBJECT: Shape =
    Shape { attributes: &[], blocks: &[], sentences: &[], open: Open::Criteria("a subject") };

static SHAPE: Shape = Shape {
    attributes: &[],
    blocks: &[],
    sentences: &[
        Sentence {
            form: "user alice in finance_prod can read new_portfolio of germany",
            doc: "A user can, or `cannot`, do something with rows of a table: `of` a unit, `own`, `all`, or at least some. Rows that are shared one by one are not considered.",
        },
        Sentence {
            form: "team pmo_office in finance_prod cannot delete new_portfolio",
            doc: "The same for what the roles of a team grant its members.",
        },
        Sentence {
            form: "nobody outside germany, role pmo can read new_portfolio in finance_prod",
            doc: "No declared user can, except those of a business unit and the units below it, or of what `unit`, `team`, `role`, `group` or `user` names. `in` names an environment; without it, all environments with a database are meant.",
        },
        Sentence { form: "app expense_approval is medium", doc: "An app has a level." },
        Sentence {
            form: "app { personal_data = yes } is medium",
            doc: "Any app with these values has the level. Values that are not given are unknown.",
        },
        Sentence {
            form: "agent { skill = 9 } is high for risk",
            doc: "Any subject of rules with these values has the level. `for` names the scale; it may be left out if rules give the subject only one such level. Apps can be tested for another scale in the same way.",
        },
        Sentence { form: "connector twitter is rated standard", doc: "A connector has a rating." },
        Sentence {
            form: "connectors sql, sharepointonline in finance_prod together",
            doc: "Connectors may be used together, or `not together`, in an environment or `in environments to come`, whichever group those are in.",
        },
        Sentence {
            form: "connector twitter in environments to come is blocked",
            doc: "A connector may not be used; with `is not blocked`, it may.",
        },
        Sentence {
            form: "every production environment is managed",
            doc: "All environments of a type, or `every environment where …`, satisfy a condition.",
        },
        Sentence {
            form: "finds no unused-group on group sg_finance",
            doc: "A rule finds something, or `no` such thing, anywhere or `on` a declaration. A finding that a waiver accepts counts as found.",
        },
    ],
    open: Open::Closed,
};

/// The words that sentences begin with.
const FIRST: &[&str] = &["user", "team", "nobody", "app", "connector", "connectors", "every", "finds"];

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Test {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "test", &head);
    let mut test = Test { head, assertions: Vec::with_capacity(record.sentences.len()) };
    for phrase in &record.sentences {
        let location = reader.at(phrase.span());
        let claim = claim(reader, phrase, &test.head);
        test.assertions.extend(claim.map(|claim| Assertion { claim, location }));
    }
    if record.sentences.is_empty() && reader.faults() == before {
        let message = "this test asserts nothing";
        let finding = Diagnostic::new(&codes::MISSING_ATTRIBUTE, test.head.location, message);
        reader.report(finding.help("say what must be true: `every production environment is managed`"));
    }
    test
}

/// Reads one sentence; `None` if it cannot be read, which has been reported.
fn claim(reader: &mut Reader<'_>, phrase: &Phrase<'_>, head: &Head) -> Option<Claim> {
    let atoms = phrase.list();
    let first = *atoms.first()?;
    let mut words = Words::new(reader, phrase, &atoms);
    match first.word() {
        Some("user" | "team") => access::access(&mut words),
        Some("nobody") => access::nobody(&mut words),
        Some("app") => things::level(&mut words, head),
        Some("connector" | "connectors") => things::connectors(&mut words),
        Some("every") => things::every(&mut words),
        Some("finds") => things::finds(&mut words),
        // A subject of rules may have any name.
        Some(word)
            if words::same(word).is_none() && atoms.get(1).is_some_and(|next| next.kind() == NodeKind::Block) =>
        {
            things::level(&mut words, head)
        }
        _other => {
            let meant = words::same(first.text()).filter(|own| FIRST.contains(own));
            if let Some(own) = meant {
                words.instead(first.span(), first.text(), own);
            } else if !reader.misspelt(first, FIRST) {
                let location = reader.at(phrase.span());
                let message = "a test has no sentence of this form";
                let finding = Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, location, message);
                let first = quoted_list(FIRST.iter().copied(), "or");
                reader.report(finding.help(format!("a sentence begins with {first}; the reference shows each")));
            }
            None
        }
    }
}
