//! Combines the data of several files about the same objects.

use std::collections::{BTreeMap, BTreeSet};

use super::super::neutral::{NotCarried, Outcome};
use super::super::notes::{FURTHER_PAGES, quoted};
use super::super::organisation::{Organisation, Role, Team, User};
use super::Part;
use super::rows::Row;

/// The organisation in all the files together. The order of the files does not matter.
pub(in crate::import::read) fn settle(part: Part) -> (Organisation, Vec<NotCarried>) {
    let Part { mut organisation, permissions } = part;
    let mut notes = Vec::new();
    profiles(&mut organisation, permissions, &mut notes);
    name_grants(&mut organisation, &mut notes);
    for (kind, pages) in &organisation.pages {
        if *pages == (true, false) {
            notes.push(NotCarried {
                file: String::new(),
                place: String::new(),
                outcome: Outcome::Dropped,
                what: FURTHER_PAGES.to_owned(),
                why: format!("the files do not hold the last page of the {kind}"),
            });
        }
    }
    organisation.units.sort_by(|a, b| (&a.id, &a.at).cmp(&(&b.id, &b.at)));
    organisation.units.dedup_by(|second, first| second.id == first.id);
    // Of rows with one id the most complete is kept: expanded ones have few columns.
    organisation
        .teams
        .sort_by_cached_key(|team| (team.id.clone(), std::cmp::Reverse(said_of_team(team)), team.at.clone()));
    organisation.teams.dedup_by(|second, first| second.id == first.id);
    organisation
        .users
        .sort_by_cached_key(|user| (user.id.clone(), std::cmp::Reverse(said_of_user(user)), user.at.clone()));
    organisation.users.dedup_by(|second, first| second.id == first.id);
    for list in [&mut organisation.held, &mut organisation.profiles_held] {
        list.sort();
        list.dedup();
    }
    organisation.members.sort();
    organisation.members.dedup();
    (organisation, notes)
}

fn said_of_team(team: &Team) -> usize {
    usize::from(team.unit.is_some()) + usize::from(team.group.is_some()) + usize::from(team.kind > 0)
}

fn said_of_user(user: &User) -> usize {
    [
        !user.upn.is_empty(),
        !user.name.is_empty(),
        user.unit.is_some(),
        user.object.is_some(),
        user.application.is_some(),
    ]
    .into_iter()
    .filter(|said| *said)
    .count()
}

fn profiles(
    organisation: &mut Organisation,
    permissions: Vec<(String, super::Column, super::At)>,
    notes: &mut Vec<NotCarried>,
) {
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (index, profile) in organisation.profiles.iter().enumerate() {
        if let Some(id) = &profile.id {
            by_id.entry(id.clone()).or_insert(index);
        }
    }
    for (id, column, at) in permissions {
        match by_id.get(&id).and_then(|index| organisation.profiles.get_mut(*index)) {
            Some(profile) => profile.columns.push(column),
            None => notes.push(NotCarried {
                file: at.file,
                place: at.place,
                outcome: Outcome::Dropped,
                what: format!("permission on column `{}.{}`", column.table, column.column),
                why: format!("the files hold no column security profile with the id {id}"),
            }),
        }
    }
    for profile in &mut organisation.profiles {
        profile.columns.sort();
        profile.columns.dedup();
    }
}

/// Adds the grants that name a privilege by its id to their roles.
fn name_grants(organisation: &mut Organisation, notes: &mut Vec<NotCarried>) {
    let granted = std::mem::take(&mut organisation.granted);
    let unfinished =
        |pages: &BTreeMap<&'static str, (bool, bool)>, kind: Row| pages.get(kind.words()) == Some(&(true, false));
    let paged = unfinished(&organisation.pages, Row::RolePrivilege);
    let mut unread = std::mem::take(&mut organisation.unread);
    let mut nameless: BTreeSet<String> = BTreeSet::new();
    let mut homeless: BTreeSet<String> = BTreeSet::new();
    let mut by_role: BTreeMap<String, Vec<(String, crate::catalog::privilege::Level)>> = BTreeMap::new();
    for (role, privilege, level) in granted {
        match organisation.privileges.get(&privilege) {
            Some(name) => by_role.entry(role).or_default().push((name.clone(), level)),
            None => {
                unread.insert(role);
                nameless.insert(privilege);
            }
        }
    }
    if paged {
        unread.extend(by_role.keys().cloned());
    }
    for (id, mut list) in by_role {
        list.sort();
        list.reverse();
        list.dedup_by(|second, first| second.0.eq_ignore_ascii_case(&first.0));
        list.reverse();
        match organisation.roles.iter_mut().find(|role| role.id.as_deref() == Some(&id)) {
            // A role that is known only in part is not written: a deployment would remove the rest.
            Some(_) if unread.contains(&id) => {}
            Some(role) => add(role, list),
            None => {
                homeless.insert(id);
            }
        }
    }
    let in_part: Vec<&Role> = organisation
        .roles
        .iter()
        .filter(|role| role.privileges.is_none() && role.id.as_ref().is_some_and(|id| unread.contains(id)))
        .collect();
    if let Some(first) = in_part.first() {
        let grant = if in_part.len() == 1 { "grants" } else { "grant" };
        let what = format!("what {} {grant}, such as {}", counted(in_part.len(), "role"), quoted(&first.name));
        let why = "some of it is missing from the files, so nothing of it is written";
        notes.push(NotCarried {
            file: String::new(),
            place: String::new(),
            outcome: Outcome::Unknown,
            what,
            why: why.to_owned(),
        });
    }
    let mut tell = |what: String, why: &str| {
        let (file, place) = (String::new(), String::new());
        notes.push(NotCarried { file, place, outcome: Outcome::Dropped, what, why: why.to_owned() });
    };
    if let Some(first) = nameless.first() {
        let what =
            format!("grants of {} that are named by ids only, such as {first}", counted(nameless.len(), "privilege"));
        tell(what, "export `privileges` too: it has the names");
    }
    if let Some(first) = homeless.first() {
        tell(
            format!("grants of {}, such as {}", counted(homeless.len(), "role"), quoted(first)),
            "the files do not hold the roles",
        );
    }
}

fn add(role: &mut Role, grants: Vec<(String, crate::catalog::privilege::Level)>) {
    let list = role.privileges.get_or_insert_default();
    for (name, level) in grants {
        match list.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some((_, known)) => *known = level.max(*known),
            None => list.push((name, level)),
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("one {noun}") } else { format!("{count} {noun}s") }
}
