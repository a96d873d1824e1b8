//! Connector allow-lists.

use super::declarations::{identity, symbol};
use crate::emit::connectors::Connectors;
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::json::Json;
use crate::emit::normal::sorted_names;
use crate::model::program::{AllowEntry, AllowList, Symbol};

pub(super) fn write(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors) {
    job.program.allow_lists.iter().for_each(|list| write_list(json, job, connectors, list));
}

fn write_list(json: &mut Json<'_>, job: Job<'_>, connectors: &Connectors, list: &AllowList) {
    json.object(|json| {
        let members = list.listed().map(|set| connectors.sorted(set)).unwrap_or_default();
        json.key("allows").list(|json| members.iter().for_each(|id| json.raw(connectors.text(*id))));
        json.key("description").string(&list.head.description);
        json.key("displayName").string(list.display_name());
        json.key("entries").list(|json| {
            for entry in sorted_entries(list, connectors) {
                json.object(|json| {
                    names(json.key("actions"), entry.actions.as_deref());
                    names(json.key("connectionTypes"), entry.connection_types.as_deref());
                    json.key("connector").raw(connectors.text(entry.connector));
                });
            }
        });
        json.key("environment").optional(list.environment.as_ref().map(symbol));
        json.key("environmentGroup").optional(list.group.as_ref().map(symbol));
        identity(json, ids::bound(&list.head, list.id.as_ref(), &job.settings.bindings.connector_allow_lists));
        json.key("symbol").string(&list.head.symbol.name);
    });
}

/// What is said of single connectors, by connector.
pub(super) fn sorted_entries<'p>(list: &'p AllowList, connectors: &Connectors) -> Vec<&'p AllowEntry> {
    let mut entries: Vec<&AllowEntry> = list.entries.iter().collect();
    entries.sort_by_key(|entry| connectors.rank(entry.connector));
    entries
}

/// Names, sorted, each once; `null` where everything is allowed.
fn names(json: &mut Json<'_>, names: Option<&[Symbol]>) {
    match names {
        Some(names) => json.strings(sorted_names(names)),
        None => json.null(),
    }
}
