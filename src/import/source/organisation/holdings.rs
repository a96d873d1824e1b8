//! Role assignments, with notes about those that the files do not explain.

use std::collections::{BTreeMap, BTreeSet};

use super::roles::Roles;
use super::{At, counted, note};
use crate::import::read::organisation::{Holder, Organisation};
use crate::import::read::{NotCarried, Outcome};

/// A role assigned to a user or team.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Held {
    /// Its symbol.
    pub(super) role: String,
    /// The unit whose copy it is, by id, where the files give it.
    pub(super) unit: Option<String>,
}

/// Roles by user or team.
#[derive(Default)]
pub(super) struct Holdings {
    by_holder: BTreeMap<Holder, BTreeSet<Held>>,
}

impl Holdings {
    pub(super) fn of(organisation: &Organisation, roles: &Roles, notes: &mut Vec<NotCarried>) -> Self {
        let mut holdings = Self::default();
        let (mut roles_missing, mut holders_missing) = (BTreeSet::new(), BTreeSet::new());
        let users: BTreeSet<&str> = organisation.users.iter().map(|user| user.id.as_str()).collect();
        let teams: BTreeSet<&str> = organisation.teams.iter().map(|team| team.id.as_str()).collect();
        for (holder, role) in &organisation.held {
            let (Holder::User(id) | Holder::Team(id)) = holder;
            if !users.contains(id.as_str()) && !teams.contains(id.as_str()) {
                holders_missing.insert(id.as_str());
                continue;
            }
            match roles.symbol(role) {
                Some(symbol) => {
                    let held = Held { role: symbol.to_owned(), unit: roles.unit(role).map(str::to_owned) };
                    holdings.by_holder.entry(holder.clone()).or_default().insert(held);
                }
                None => {
                    roles_missing.insert(role.as_str());
                }
            }
        }
        if let Some(first) = roles_missing.first() {
            let what = format!("{} that someone holds, such as {first}", counted(roles_missing.len(), "role"));
            notes.push(note(
                &At::default(),
                Outcome::Dropped,
                what,
                "the files do not hold the roles; export `roles` too",
            ));
        }
        if let Some(first) = holders_missing.first() {
            let what = format!("roles of {} more, such as {first}", counted(holders_missing.len(), "holder"));
            let why = "the files do not hold them; export `systemusers` and `teams` too";
            notes.push(note(&At::default(), Outcome::Dropped, what, why));
        }
        holdings
    }

    /// The roles of a user or team.
    pub(super) fn of_holder(&self, holder: &Holder) -> impl Iterator<Item = &Held> {
        self.by_holder.get(holder).into_iter().flatten()
    }

    /// Whether any user has a role.
    pub(super) fn any_user(&self) -> bool {
        self.by_holder.keys().any(|holder| matches!(holder, Holder::User(_)))
    }
}
