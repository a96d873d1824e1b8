//! `idle-allow-entry`

use rustc_hash::FxHashMap;

use crate::analysis::{Check, Context};
use crate::diagnostics::{Diagnostic, Witness};
use crate::model::ConnectorId;
use crate::text::Location;

crate::declare_rule! {
    /// ## What it does
    /// Finds entries of a connector allow-list that have no valid effect: for a connector that the list does not
    /// allow, for one that already has an entry, with an empty list of actions or connection types, or without any
    /// content.
    ///
    /// ## Why is this bad?
    /// An entry only narrows what `allows` lists. For a connector that is not listed it opens nothing; of two entries
    /// one would be lost; and the platform does not accept an empty list of actions.
    ///
    /// ```dictum,bad
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    ///
    ///   connector sql { actions = [] }
    /// }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```dictum,good
    /// environment_group estate { sharing = people_only up to 50 }
    ///
    /// environment finance {
    ///   type    = production
    ///   managed = yes
    ///   group   = estate
    ///   dataverse { language = 1033; currency = EUR }
    /// }
    ///
    /// data_policy baseline { applies_to = all; business = [sharepointonline, sql]; non_business = rest }
    ///
    /// connector_allow_list estate_connectors {
    ///   environment_group = estate
    ///   allows            = unblockable + [sql]
    ///
    ///   connector sql { actions = [GetItems_V2] }
    /// }
    /// ```
    pub RULE = 3021 "idle-allow-entry" Error "an entry of an allow-list has no effect or is refused";
}

/// The rule and its check function.
pub static CHECK: Check = Check::uncertain(&RULE, run);

fn run(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let program = context.program;
    for list in &program.allow_lists {
        let mut first_of: FxHashMap<ConnectorId, Location> = FxHashMap::default();
        for entry in &list.entries {
            let name = program.universe.name(entry.connector);
            let mut tell = |message: String, note: &str, help: &str, other: Option<Location>| {
                let finding = Diagnostic::new(&RULE, entry.location, message).marked("this entry");
                let finding = other.map(|other| finding.clone().label(other, "the first entry")).unwrap_or(finding);
                let witness = Witness::new([("connector", name)]);
                findings.push(finding.note(note).help(help).witness(witness));
            };
            // If a part of `allows` could not be read, it is unknown what the list allows.
            let listed = match &list.allows {
                Some(clause) => !clause.complete || clause.members.contains(entry.connector),
                None => !list.sound,
            };
            if let Some(first) = first_of.get(&entry.connector) {
                let message = format!("`{name}` has two entries in connector allow-list `{}`", list.head.symbol.name);
                tell(message, "the platform keeps one entry for a connector", "combine the two", Some(*first));
                continue;
            }
            first_of.insert(entry.connector, entry.location);
            // Another rule reports connectors that allow-lists do not govern.
            if !listed && program.universe.is_certified(entry.connector) {
                let message = format!("connector allow-list `{}` does not allow `{name}`", list.head.symbol.name);
                let note = "an entry narrows what `allows` lists, and opens nothing";
                tell(message, note, "list it in `allows`, or remove the entry", None);
            } else if entry.sound && entry.actions.as_ref().is_some_and(Vec::is_empty) {
                let note = "the platform takes no empty list of actions";
                let help = "name actions, leave `actions` out, or take the connector out of `allows`";
                tell(format!("the entry for `{name}` allows no action"), note, help, None);
            } else if entry.sound && entry.connection_types.as_ref().is_some_and(Vec::is_empty) {
                let note = "without any type of connection nobody can connect";
                let help = "name types, leave `connection_types` out, or take the connector out of `allows`";
                tell(format!("the entry for `{name}` allows no type of connection"), note, help, None);
            } else if entry.sound && entry.actions.is_none() && entry.connection_types.is_none() {
                let note = "what is listed in `allows` may be used as a whole";
                tell(format!("the entry for `{name}` is empty"), note, "remove it, or name actions", None);
            }
        }
    }
}
