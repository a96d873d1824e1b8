//! `responsibility`

use super::{Body, Field, Kind, Open, Shape};
use crate::catalog::{ACTIVITIES, activity};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::identity::{Bearer, Responsibility};
use crate::model::program::{Head, Reference, Text};
use crate::model::reader::Reader;
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "responsibility",
    noun: "a responsibility",
    plural: "responsibilities",
    doc: "Who does an activity, who answers for it, who is asked and who is informed (RACI). Exactly one party is accountable, and at least one responsible. For activities of the platform, such as `create_environment`, Dictum knows which roles can do them.",
    name: "symbol",
    rests_on: &["party", "user", "group"],
    body: Body::Block(&SHAPE),
    example: r#"responsibility create_environment {
  responsible = [tenant_administrator]
  accountable = it
  consulted   = [coe]
  informed    = [end_users]
}

party coe { name = "Centre of Excellence" }
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[
        NAME.attribute,
        ACTIVITY.attribute,
        RESPONSIBLE.attribute,
        ACCOUNTABLE.attribute,
        CONSULTED.attribute,
        INFORMED.attribute,
    ],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const NAME: Field<Text> = Field::text("name", "The name of the activity. Default: the symbol.");
const ACTIVITY: Field<Text> = Field::name(
    "activity",
    "an activity of the platform",
    "The activity of the platform. Default: the one with the same symbol, if there is one.",
);
const RESPONSIBLE: Field<Vec<Reference<Bearer>>> = Field::names("responsible", "parties", "Who does the activity.");
const ACCOUNTABLE: Field<Vec<Reference<Bearer>>> =
    Field::names("accountable", "parties", "Who answers for the activity: exactly one party.");
const CONSULTED: Field<Vec<Reference<Bearer>>> =
    Field::names("consulted", "parties", "Who is asked before the activity.");
const INFORMED: Field<Vec<Reference<Bearer>>> =
    Field::names("informed", "parties", "Who is informed after the activity.");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> Responsibility {
    let before = reader.faults();
    let record = reader.block(block, &SHAPE, "responsibility", &head);
    let named = reader.get(&record, &ACTIVITY);
    let meant = match &named {
        Some(name) => {
            let found = activity(&name.name).map(|found| (found, name.location));
            if found.is_none() {
                let words = || ACTIVITIES.iter().map(|activity| activity.word);
                let message = format!("`{}` is not an activity of the platform", name.name);
                let finding = Diagnostic::new(&codes::UNKNOWN_WORD, name.location, message);
                reader.report(match closest(&name.name, words()) {
                    Some(near) => finding.did_you_mean(near, name.location, Safety::Safe),
                    None => finding.help(format!("the activities are {}", quoted_list(words(), "and"))),
                });
            }
            found
        }
        None => activity(&head.symbol.name).map(|found| (found, head.symbol.location)),
    };
    let mut involved = |field| reader.get(&record, field).unwrap_or_default();
    let (responsible, accountable) = (involved(&RESPONSIBLE), involved(&ACCOUNTABLE));
    let (consulted, informed) = (involved(&CONSULTED), involved(&INFORMED));
    Responsibility {
        name: reader.get(&record, &NAME),
        activity: meant,
        responsible,
        accountable,
        consulted,
        informed,
        sound: reader.faults() == before,
        head,
    }
}
