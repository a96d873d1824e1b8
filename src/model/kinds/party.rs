//! `party`

use super::{Body, Field, Kind, Open, Shape};
use crate::catalog::AdminRole;
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::identity::ResponsibleParty;
use crate::model::program::{GroupId, Head, Reference, Text};
use crate::model::reader::{Reader, Record};
use crate::syntax::ast::Block;

pub(super) static KIND: Kind = Kind {
    keyword: "party",
    noun: "a party",
    plural: "parties",
    doc: "A team, a department or a supplier to whom responsibilities are given. What its people may do follows from the roles of administration that they hold.",
    name: "symbol",
    rests_on: &["group"],
    body: Body::Block(&SHAPE),
    example: r#"party coe { name = "Centre of Excellence"; roles = [power_platform_administrator] }

responsibility set_data_policy {
  responsible = [coe]
  accountable = it
  informed    = [end_users]
}
"#,
};

static SHAPE: Shape = Shape {
    attributes: &[NAME.attribute, ROLES.attribute, GROUP.attribute, EXTERNAL.attribute],
    blocks: &[],
    sentences: &[],
    open: Open::Closed,
};

const NAME: Field<Text> = Field::text("name", "The name of the party. Default: the symbol.");
const ROLES: Field<Vec<Text>> = Field::names(
    "roles",
    "roles of administration",
    "The roles of administration that its people hold. If absent, the roles are unknown; `[]` means that they hold none.",
);
const GROUP: Field<Reference<GroupId>> = Field::reference("group", "group", "The Entra group of its people.");
const EXTERNAL: Field<bool> =
    Field::flag("external", "Whether its people belong to another organisation, such as a vendor.").by_default("no");

pub(in crate::model) fn read(reader: &mut Reader<'_>, head: Head, block: Block<'_>) -> ResponsibleParty {
    let record = reader.block(block, &SHAPE, "party", &head);
    ResponsibleParty {
        name: reader.get(&record, &NAME),
        roles: roles(reader, &record),
        group: reader.get(&record, &GROUP),
        external: reader.get(&record, &EXTERNAL).unwrap_or(false),
        head,
    }
}

/// Returns the roles of administration; `None` if they are absent or one of them cannot be read.
fn roles(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<Vec<AdminRole>> {
    let names = reader.get(record, &ROLES)?;
    let mut roles = Vec::with_capacity(names.len());
    let mut sound = true;
    for name in names {
        if let Some(role) = AdminRole::of(&name.name) {
            roles.push(role);
            continue;
        }
        sound = false;
        let words = || AdminRole::ALL.into_iter().map(AdminRole::word);
        let message = format!("`{}` is not a role of administration", name.name);
        let finding = Diagnostic::new(&codes::UNKNOWN_WORD, name.location, message);
        reader.report(match closest(&name.name, words()) {
            Some(near) => finding.did_you_mean(near, name.location, Safety::Safe),
            None => finding.help(format!("the roles are {}", quoted_list(words(), "and"))),
        });
    }
    roles.sort_unstable();
    sound.then_some(roles)
}
