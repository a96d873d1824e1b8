//! `party` and `responsibility`

use crate::catalog::{ACTIVITIES, AdminRole, activity};
use crate::diagnostics::{Diagnostic, Safety, closest, quoted_list};
use crate::model::codes;
use crate::model::identity::{Responsibility, ResponsibleParty};
use crate::model::kinds::Shape;
use crate::model::program::Head;
use crate::model::reader::{Reader, Record, Value};
use crate::syntax::ast::Block;

pub(super) fn party(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> ResponsibleParty {
    let record = reader.block(block, shape, "party", &head);
    ResponsibleParty {
        name: reader.text(&record, "name"),
        roles: roles(reader, &record),
        group: reader.reference(&record, "group"),
        external: reader.says(&record, "external").unwrap_or(false),
        head,
    }
}

/// The roles of administration. Where one could not be read, they are not known.
fn roles(reader: &mut Reader<'_>, record: &Record<'_>) -> Option<Vec<AdminRole>> {
    let names = match reader.value(record, "roles")? {
        (Value::Names(names), _) => names,
        _other => return None,
    };
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

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> Responsibility {
    let before = reader.faults();
    let record = reader.block(block, shape, "responsibility", &head);
    let named = reader.name(&record, "activity");
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
    let mut involved = |word: &str| match reader.value(&record, word) {
        Some((Value::Names(names), _)) => names.into_iter().map(Into::into).collect(),
        _absent => Vec::new(),
    };
    let (responsible, accountable) = (involved("responsible"), involved("accountable"));
    let (consulted, informed) = (involved("consulted"), involved("informed"));
    Responsibility {
        name: reader.text(&record, "name"),
        activity: meant,
        responsible,
        accountable,
        consulted,
        informed,
        sound: reader.faults() == before,
        head,
    }
}
