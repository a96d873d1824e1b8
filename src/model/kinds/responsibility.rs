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
    doc: "Who does an activity, who answers for it, who is consulted and who is informed (RACI). Exactly one party is accountable, and at least one responsible. Of activities that the platform knows, such as `create_environment`, it is known which roles can do them.",
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

const NAME: Field<Text> = Field::text("name", "What the activity is called; the symbol where absent.");
const ACTIVITY: Field<Text> = Field::name(
    "activity",
    "an activity of the platform",
    "Which activity of the platform it is; where absent, the one of that symbol, if there is one.",
);
const RESPONSIBLE: Field<Vec<Reference<Bearer>>> = Field::names("responsible", "parties", "Who does it.");
const ACCOUNTABLE: Field<Vec<Reference<Bearer>>> =
    Field::names("accountable", "parties", "Who answers for it: exactly one party.");
const CONSULTED: Field<Vec<Reference<Bearer>>> = Field::names("consulted", "parties", "Who is asked before.");
const INFORMED: Field<Vec<Reference<Bearer>>> = Field::names("informed", "parties", "Who is informed afterwards.");

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
