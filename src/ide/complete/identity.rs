//! Completion for groups, people from outside and responsibilities.

use super::{Offered, Sort};
use crate::catalog::{ACTIVITIES, AdminRole, IDENTITY_PROVIDERS, PARTIES};
use crate::model::kinds::Type;

impl Offered<'_> {
    pub(super) fn identity(&mut self, of: Type) {
        let roles = || AdminRole::ALL.into_iter().map(|role| (role.word(), ""));
        let (kinds, words): (&[&str], Vec<(&str, &str)>) = match of {
            Type::AtLeast => (&[], vec![("at least 2", "")]),
            Type::Domains => {
                let only = ("only", "Guests come from these domains, and from no others.");
                (&[], vec![only, ("all except", "Guests come from every domain but these.")])
            }
            Type::Names("identity providers") => (&[], IDENTITY_PROVIDERS.iter().map(|one| (one.word, "")).collect()),
            Type::Names("roles of administration") => (&[], roles().collect()),
            Type::Names("parties") => {
                let parties = PARTIES.iter().map(|party| (party.word, party.name));
                (&["party", "group", "user"], parties.chain(roles()).collect())
            }
            Type::Name("an activity of the platform") => {
                (&[], ACTIVITIES.iter().map(|activity| (activity.word, activity.what)).collect())
            }
            Type::Name("a group, `everyone` or `admins`") => (&["group"], vec![("everyone", ""), ("admins", "")]),
            _free => return,
        };
        for kind in kinds {
            self.declared(kind);
        }
        for (word, doc) in words {
            self.word(word, doc, Sort::Value);
        }
    }
}
