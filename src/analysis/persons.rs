//! Finds the users that are one person: they have the same user principal name, Entra id or client id.

use rustc_hash::FxHashMap;

use crate::model::Program;
use crate::model::organisation::{User, UserId};
use crate::text::Location;

/// The identity that shows that two users are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// The user principal name, whatever its capitals.
    PrincipalName,
    /// The object id in Entra.
    Object,
    /// The client id of an application.
    Client,
}

impl Identity {
    /// Every identity.
    pub const ALL: [Self; 3] = [Self::PrincipalName, Self::Object, Self::Client];

    /// Its name in messages.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::PrincipalName => "user principal name",
            Self::Object => "Entra id",
            Self::Client => "client id",
        }
    }

    /// The identity of a user in normalised form, and where it is written. Texts that are not ids do not identify a
    /// person.
    fn of(self, user: &User) -> Option<(String, Location)> {
        let text = match self {
            Self::PrincipalName => &user.upn,
            Self::Object => &user.id,
            Self::Client => &user.application,
        };
        let text = text.as_ref()?;
        let folded = text.name.trim().to_lowercase();
        let usable = match self {
            Self::PrincipalName => !folded.is_empty(),
            Self::Object | Self::Client => is_guid(&folded),
        };
        usable.then_some((folded, text.location))
    }
}

fn is_guid(folded: &str) -> bool {
    folded.len() == 36
        && folded.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _digit => byte.is_ascii_hexdigit(),
        })
}

/// A user that is the same person as an earlier one.
#[derive(Clone, Copy, Debug)]
pub struct SamePerson {
    /// The user that is declared first, by index.
    pub first: UserId,
    /// The other one.
    pub second: UserId,
    /// The identity they have in common.
    pub by: Identity,
    /// Where the identity of each is written.
    pub places: (Location, Location),
}

/// The users that are one person with others.
#[derive(Debug, Default)]
pub struct Persons {
    /// Each pair of users with something in common: the second with the first that has it.
    pub same: Vec<SamePerson>,
    /// The users of each person with several users, in order.
    groups: Vec<Vec<UserId>>,
    /// The place in `groups` of each user that is in one.
    group_of: FxHashMap<UserId, usize>,
}

impl Persons {
    /// Compares all users.
    pub fn of(program: &Program) -> Self {
        let mut same = Vec::new();
        for by in Identity::ALL {
            let mut first_of: FxHashMap<String, (UserId, Location)> = FxHashMap::default();
            for (index, user) in program.organisation.users.ids() {
                let Some((text, place)) = by.of(user) else { continue };
                let (first, first_place) = *first_of.entry(text).or_insert((index, place));
                if first != index {
                    same.push(SamePerson { first, second: index, by, places: (first_place, place) });
                }
            }
        }
        let mut persons = Self { same, ..Self::default() };
        for index in 0..persons.same.len() {
            if let Some(SamePerson { first, second, .. }) = persons.same.get(index).copied() {
                persons.join(first, second);
            }
        }
        for users in &mut persons.groups {
            users.sort_unstable();
        }
        persons.groups.retain(|users| !users.is_empty());
        persons
    }

    fn join(&mut self, first: UserId, second: UserId) {
        let (one, other) = (self.group(first), self.group(second));
        if one == other {
            return;
        }
        let moved = self.groups.get_mut(other).map(std::mem::take).unwrap_or_default();
        self.group_of.extend(moved.iter().map(|user| (*user, one)));
        if let Some(users) = self.groups.get_mut(one) {
            users.extend(moved);
        }
    }

    fn group(&mut self, user: UserId) -> usize {
        *self.group_of.entry(user).or_insert_with(|| {
            self.groups.push(vec![user]);
            self.groups.len() - 1
        })
    }

    /// Whether another user is the same person.
    pub fn is_shared(&self, user: UserId) -> bool {
        self.group_of.contains_key(&user)
    }

    /// The users of each person with several users.
    pub fn groups(&self) -> &[Vec<UserId>] {
        &self.groups
    }
}
