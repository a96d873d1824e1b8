//! Teams, and the Entra groups that some of them represent.

use std::collections::{BTreeMap, BTreeSet};

use super::holdings::Holdings;
use super::people::Users;
use super::{At, Writer, block, counted, inline_id, note, shown_name, symbol};
use crate::import::read::organisation::{Holder, Organisation, Team};
use crate::import::read::{NotCarried, Outcome};
use crate::import::source::Ids;
use crate::import::source::names::Names;
use crate::model::organisation::{Membership, TeamKind};
use crate::syntax::text_value::name;

/// All teams that are declared.
#[derive(Default)]
pub(super) struct Teams<'o> {
    all: Vec<(String, &'o Team, TeamKind)>,
    by_id: BTreeMap<&'o str, usize>,
    members: BTreeMap<&'o str, BTreeSet<&'o str>>,
    groups: BTreeMap<&'o str, Group>,
}

/// An Entra group.
struct Group {
    symbol: String,
    kind: &'static str,
    owners: BTreeSet<String>,
    members: BTreeSet<String>,
}

impl<'o> Teams<'o> {
    pub(super) fn of(
        organisation: &'o Organisation,
        holdings: &Holdings,
        users: &Users<'_>,
        notes: &mut Vec<NotCarried>,
    ) -> Self {
        let mut teams = Self::default();
        let mut ordered: Vec<&Team> = organisation.teams.iter().collect();
        ordered.sort_by_cached_key(|team| (team.name.to_lowercase(), team.name.clone(), team.id.clone()));
        let holds = |team: &Team| holdings.of_holder(&Holder::Team(team.id.clone())).next().is_some();
        let says_nothing = |team: &&Team| team.is_default && !holds(team);
        let silent = ordered.iter().copied().filter(says_nothing).count();
        if silent > 0 {
            let what = format!("{} without roles", counted(silent, "default team"));
            let why = "every business unit has one of itself; they are not written";
            notes.push(note(&At::default(), Outcome::Normalised, what, why));
        }
        let mut names = Names::default();
        for team in ordered.into_iter().filter(|team| !says_nothing(team)) {
            teams.by_id.insert(&team.id, teams.all.len());
            let kind = kind(team);
            teams.all.push((symbol(&mut names, &team.name, "team"), team, kind));
        }
        let mut missing = BTreeSet::new();
        for (team, user) in &organisation.members {
            if users.symbol(user).is_none() {
                missing.insert(user.as_str());
            } else if teams.by_id.contains_key(team.as_str()) {
                teams.members.entry(team).or_default().insert(user);
            }
        }
        if let Some(first) = missing.first() {
            let what = format!("{} of teams, such as {first}", counted(missing.len(), "member"));
            notes.push(note(
                &At::default(),
                Outcome::Dropped,
                what,
                "the files do not hold the users; export `systemusers` too",
            ));
        }
        teams.find_groups(users, notes);
        teams
    }

    /// Gives each Entra group a symbol, after the first team that represents it, and its people.
    fn find_groups(&mut self, users: &Users<'_>, notes: &mut Vec<NotCarried>) {
        let mut names = Names::default();
        let mut people = 0;
        for (symbol, team, kind) in &self.all {
            let Some(id) = team.group.as_deref().filter(|_| kind.takes_group()) else { continue };
            let word = if *kind == TeamKind::EntraGroup { "security" } else { "microsoft_365" };
            let group = self.groups.entry(id).or_insert_with(|| Group {
                symbol: names.take(&format!("group_{symbol}")),
                kind: word,
                owners: BTreeSet::new(),
                members: BTreeSet::new(),
            });
            let found = self.members.get(team.id.as_str()).into_iter().flatten();
            let found: Vec<String> = found.filter_map(|user| users.symbol(user)).map(str::to_owned).collect();
            people += found.len();
            // Guests and members are both members of a group; only owners are separate.
            if Membership::ALL.get(usize::from(team.membership)) == Some(&Membership::Owners) {
                group.owners.extend(found);
            } else {
                group.members.extend(found);
            }
        }
        if !self.groups.is_empty() {
            let what = format!("names of {}", counted(self.groups.len(), "Entra group"));
            let why = "the files hold their ids only; they are called after their teams";
            notes.push(note(&At::default(), Outcome::Assumed, what, why));
        }
        if people > 0 {
            let what = format!("{} of Entra groups", counted(people, "member"));
            let why = "those that the platform has seen sign in; the groups may have more";
            notes.push(note(&At::default(), Outcome::Assumed, what, why));
        }
    }

    /// The symbol of the team with that id.
    pub(super) fn symbol(&self, id: &str) -> Option<&str> {
        let index = *self.by_id.get(id)?;
        self.all.get(index).map(|(symbol, ..)| symbol.as_str())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn bind(&self, teams: &mut BTreeMap<String, String>, groups: &mut BTreeMap<String, String>) {
        teams.extend(self.all.iter().map(|(symbol, team, _)| (symbol.clone(), team.id.clone())));
        groups.extend(self.groups.iter().map(|(id, group)| (group.symbol.clone(), (*id).to_owned())));
    }

    /// The declarations of the Entra groups.
    pub(super) fn groups(&self, ids: Ids) -> Vec<String> {
        let mut groups: Vec<(&str, &Group)> = self.groups.iter().map(|(id, group)| (*id, group)).collect();
        groups.sort_by_key(|(_, group)| &group.symbol);
        let declared = groups.into_iter().map(|(id, group)| {
            let mut statements = vec![format!("kind = {}", group.kind)];
            statements.extend(inline_id(Some(id), ids));
            for (key, people) in [("owners", &group.owners), ("members", &group.members)] {
                if !people.is_empty() {
                    let list: Vec<&str> = people.iter().map(String::as_str).collect();
                    statements.push(format!("{key} = [{}]", list.join(", ")));
                }
            }
            block(&format!("group {}", group.symbol), &statements)
        });
        declared.collect()
    }

    pub(super) fn declarations(
        &self,
        writer: &Writer<'_>,
        users: &Users<'_>,
        notes: &mut Vec<NotCarried>,
    ) -> Vec<String> {
        let declared = self.all.iter().map(|(symbol, team, kind)| {
            let mut statements: Vec<String> = Vec::new();
            statements.extend(shown_name(&team.name, symbol));
            statements.extend(writer.id(Some(&team.id)));
            statements.push(format!("in = {}", name(writer.environment)));
            let unit = team.unit.as_deref();
            if let Some(id) = unit.filter(|id| writer.units.symbol(id).is_none()) {
                let why = format!("the files do not hold its business unit, {id}, so it is written in the root");
                notes.push(note(&team.at, Outcome::Dropped, format!("unit of team \"{}\"", team.name), why));
            }
            let unit = unit.and_then(|id| writer.units.below_root(id));
            statements.extend(unit.map(|unit| format!("business_unit = {unit}")));
            statements.push(format!("kind = {}", kind.word()));
            let is_of_group = kind.takes_group();
            if is_of_group {
                let group = team.group.as_deref().and_then(|id| self.groups.get(id));
                statements.extend(group.map(|group| format!("group = {}", group.symbol)));
                let membership = Membership::ALL.get(usize::from(team.membership));
                let said = membership.filter(|membership| **membership != Membership::MembersAndGuests);
                statements.extend(said.map(|membership| format!("membership = {}", membership.word())));
            }
            let members = self.members.get(team.id.as_str()).into_iter().flatten();
            let members: BTreeSet<&str> = members.filter_map(|id| users.symbol(id)).collect();
            if !members.is_empty() && matches!(kind, TeamKind::Owner | TeamKind::Access) {
                let members: Vec<&str> = members.into_iter().collect();
                statements.push(format!("members = [{}]", members.join(", ")));
            }
            let held: BTreeSet<&str> =
                writer.holdings.of_holder(&Holder::Team(team.id.clone())).map(|held| held.role.as_str()).collect();
            if !held.is_empty() {
                let held: Vec<&str> = held.into_iter().collect();
                statements.push(format!("roles = [{}]", held.join(", ")));
            }
            block(&format!("team {symbol}"), &statements)
        });
        declared.collect()
    }
}

const fn kind(team: &Team) -> TeamKind {
    match team.kind {
        0 if team.is_default => TeamKind::Default,
        1 => TeamKind::Access,
        2 => TeamKind::EntraGroup,
        3 => TeamKind::Microsoft365Group,
        _owner => TeamKind::Owner,
    }
}
