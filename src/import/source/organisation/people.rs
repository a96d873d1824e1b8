//! Users.

use std::collections::{BTreeMap, BTreeSet};

use super::units::Units;
use super::{At, Writer, block, counted, note, shown_name, symbol};
use crate::import::read::organisation::{Holder, Organisation, User};
use crate::import::read::{NotCarried, Outcome};
use crate::import::source::names::Names;
use crate::model::organisation::AccessMode;
use crate::syntax::text_value::{name, quote};

/// All declared users.
#[derive(Default)]
pub(super) struct Users<'o> {
    all: Vec<(String, &'o User)>,
    by_id: BTreeMap<&'o str, usize>,
}

impl<'o> Users<'o> {
    pub(super) fn of(organisation: &'o Organisation, units: &Units, notes: &mut Vec<NotCarried>) -> Self {
        let mut users = Self::default();
        let is_person = |user: &&User| !user.upn.is_empty() || user.application.is_some();
        let (mut known, of_platform): (Vec<&User>, Vec<&User>) = organisation.users.iter().partition(is_person);
        if let Some(first) = of_platform.first() {
            let what = format!("{}, such as \"{}\"", counted(of_platform.len(), "user"), first.name);
            let why = "they have neither a user principal name nor a client id: accounts of the platform itself";
            notes.push(note(&first.at, Outcome::Dropped, what, why));
        }
        known.sort_by_cached_key(|user| (user.upn.to_lowercase(), user.name.to_lowercase(), user.id.clone()));
        let mut names = Names::default();
        let mut strayed = BTreeSet::new();
        for user in known {
            let wanted = match (&user.application, user.upn.split('@').next()) {
                (None, Some(local)) if !local.is_empty() => local,
                _application => &user.name,
            };
            users.by_id.insert(&user.id, users.all.len());
            users.all.push((symbol(&mut names, wanted, "user"), user));
            strayed.extend(user.unit.as_deref().filter(|id| units.symbol(id).is_none()));
        }
        if let Some(first) = strayed.first() {
            let what = format!("{} of users, such as {first}", counted(strayed.len(), "business unit"));
            let why = "the files do not hold them, so the users are written in the root; export `businessunits` too";
            notes.push(note(&At::default(), Outcome::Dropped, what, why));
        }
        users
    }

    /// The symbol of the user with that id.
    pub(super) fn symbol(&self, id: &str) -> Option<&str> {
        let index = *self.by_id.get(id)?;
        self.all.get(index).map(|(symbol, _)| symbol.as_str())
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn bind(&self, into: &mut BTreeMap<String, String>) {
        into.extend(self.all.iter().filter_map(|(symbol, user)| Some((symbol.clone(), user.object.clone()?))));
    }

    pub(super) fn declarations(&self, writer: &Writer<'_>, notes: &mut Vec<NotCarried>) -> Vec<String> {
        self.all.iter().map(|(symbol, user)| declaration(symbol, user, writer, notes)).collect()
    }
}

fn declaration(symbol: &str, user: &User, writer: &Writer<'_>, notes: &mut Vec<NotCarried>) -> String {
    let mut statements: Vec<String> = Vec::new();
    statements.extend(shown_name(&user.name, symbol));
    if !user.upn.is_empty() {
        statements.push(format!("upn = {}", quote(&user.upn)));
    }
    statements.extend(writer.id(user.object.as_deref()));
    statements.extend(user.application.as_ref().map(|id| format!("application = {}", quote(id))));
    let unit = user.unit.as_deref().and_then(|id| writer.units.below_root(id));
    statements.extend(unit.map(|unit| format!("business_unit = {unit}")));
    let mode = AccessMode::ALL.get(usize::from(user.mode)).filter(|mode| **mode != AccessMode::ReadWrite);
    statements.extend(mode.map(|mode| format!("access_mode = {}", mode.word())));
    if user.disabled {
        statements.push("enabled = no".to_owned());
    }
    let own_unit = user.unit.as_deref().or(writer.units.root());
    let mut own: BTreeSet<&str> = BTreeSet::new();
    let mut of_units: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for held in writer.holdings.of_holder(&Holder::User(user.id.clone())) {
        let other = held.unit.as_deref().filter(|unit| own_unit.is_some_and(|own| own != *unit));
        match other.and_then(|unit| writer.units.symbol(unit)) {
            Some(unit) => of_units.entry(unit).or_default().insert(&held.role),
            None => own.insert(&held.role),
        };
    }
    let environment = name(writer.environment);
    let list = |roles: &BTreeSet<&str>| roles.iter().copied().collect::<Vec<_>>().join(", ");
    if !own.is_empty() {
        statements.push(format!("roles {{ {environment} = [{}] }}", list(&own)));
    }
    if !of_units.is_empty() {
        let lists: Vec<String> = of_units.iter().map(|(unit, roles)| format!("{unit} = [{}]", list(roles))).collect();
        statements.push(format!("roles_of_units {environment} {{ {} }}", lists.join("; ")));
        let why = "users hold roles of other units than their own only where ownership across units is on; say so of the environment";
        notes.push(note(&user.at, Outcome::Doubtful, format!("roles of user \"{}\" in other units", user.name), why));
    }
    block(&format!("user {symbol}"), &statements)
}
