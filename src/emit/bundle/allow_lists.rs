//! Connector allow-lists in the bundle.

use super::form::{
    ConnectorNames, Context, Description, Each, Form, Members, Name, Named, Names, PlacesOf, Shown, bound,
};
use crate::emit::ids;
use crate::model::program::{AllowEntry, AllowList};

impl Form for &AllowList {
    const FORM: Named = Named("connectorAllowList", "connector_allow_list");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        let doc =
            "The connectors that may be used. What is not listed is blocked, as far as it is a certified connector.";
        to.said(("allows", doc), |list, context| {
            (
                ConnectorNames(list.listed().map(|set| context.connectors.sorted(set)).unwrap_or_default()),
                list.allows.as_ref().map(|clause| clause.expression.location()),
            )
        });
        to.value("description", |list, _| Description(&list.head.description));
        to.said("displayName", |list, _| Shown::of(&list.head, list.name.as_ref()));
        to.said(("entries", "Rules for single connectors, by connector."), |list, context| {
            (
                Each(sorted_entries(list, context).into_iter()),
                PlacesOf(None, sorted_entries(list, context).into_iter().map(|entry| entry.location)),
            )
        });
        to.said("environment", |list, _| list.environment.as_ref());
        to.said("environmentGroup", |list, _| list.group.as_ref());
        to.identity(
            "id",
            |list, context| {
                let bindings = &context.bindings().connector_allow_lists;
                bound(ids::bound(&list.head, list.id.as_ref(), bindings))
            },
            |list| list.id.as_ref(),
        );
        to.value("symbol", |list, _| Name(&list.head.symbol.name));
    }
}

fn sorted_entries<'p>(list: &'p AllowList, context: &Context<'_>) -> Vec<&'p AllowEntry> {
    let mut entries: Vec<&AllowEntry> = list.entries.iter().collect();
    entries.sort_by_key(|entry| context.connectors.rank(entry.connector));
    entries
}

impl Form for &AllowEntry {
    const FORM: Named = Named("allowEntry", "connector_allow_list.connector");
    fn members<'t>(to: &mut impl Members<'t, Self>) {
        to.value("actions", |entry, _| entry.actions.as_deref().map(Names::sorted));
        to.value("connectionTypes", |entry, _| entry.connection_types.as_deref().map(Names::sorted));
        to.value("connector", |entry, _| entry.connector);
    }
}
