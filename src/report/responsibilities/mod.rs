//! Responsibilities as a page: who is responsible, accountable, consulted and informed for each activity (RACI).

mod html;

use std::collections::BTreeMap;

use serde::Serialize;

use super::frame::{Page, Part, Sibling, json, place};
use super::html::count;
use crate::analysis::responsibilities::unable;
use crate::catalog::{Ability, AdminRole};
use crate::model::Program;
use crate::model::identity::{Bearer, Involved, Responsibility};
use crate::text::{Sources, printable};

const SCRIPT: &str = include_str!("responsibilities.js");
const FILTER: &str = include_str!("filter.html");

#[derive(Serialize)]
struct Data {
    parties: Vec<PartyRow>,
    responsibilities: Vec<Row>,
}

/// A party of a responsibility.
#[derive(Serialize)]
struct PartyRow {
    /// The name in the source.
    party: String,
    name: String,
    kind: &'static str,
    /// The roles of administration; `None` if they are unknown.
    roles: Option<Vec<&'static str>>,
    external: bool,
}

/// An activity. The four lists are those of the bundle, by the names in the source.
#[derive(Serialize)]
struct Row {
    symbol: String,
    name: String,
    about: String,
    /// The activity of the platform.
    activity: Option<&'static str>,
    what: Option<&'static str>,
    /// The roles of administration that can do it, as far as the documentation says.
    can: Vec<String>,
    responsible: Vec<String>,
    accountable: Vec<String>,
    consulted: Vec<String>,
    informed: Vec<String>,
    /// The responsible parties that cannot do it with their roles of administration.
    unable: Vec<String>,
    place: String,
    /// Whether all of the declaration could be read.
    whole: bool,
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}

/// The page about who is responsible for what. The same program gives the same bytes.
pub fn responsibilities_page(program: &Program, sources: &Sources, (name, siblings): (&str, &[Sibling])) -> String {
    let rows: Vec<Row> = program.responsibilities.iter().map(|one| row(program, sources, one)).collect();
    let parties = parties(program);
    let several = rows.iter().filter(|row| row.accountable.len() > 1).count();
    let none = rows.iter().filter(|row| row.accountable.is_empty()).count();
    let nobody = rows.iter().filter(|row| row.responsible.is_empty()).count();
    let unable = rows.iter().filter(|row| !row.unable.is_empty()).count();
    let about = format!(
        "<p>{} · {} · {nobody} without a responsible party · {none} without an accountable party · {several} with several accountable parties · {unable} with a responsible party that cannot do it</p>\n",
        count(rows.len(), "activity", "activities"),
        count(parties.len(), "party", "parties"),
    );
    let parts = [
        Part { id: "raci", title: "Who does what", html: html::raci(&rows, &parties) },
        Part { id: "parties", title: "Parties", html: html::parties(&parties, &rows) },
    ];
    let data = json(&Data { parties, responsibilities: rows });
    Page { title: "Responsibilities", name, about, filter: FILTER, parts: &parts, data, script: SCRIPT, siblings }
        .write()
}

fn row(program: &Program, sources: &Sources, one: &Responsibility) -> Row {
    let names = |all: &[Involved]| {
        let mut names: Vec<String> = all.iter().map(|party| shown(&party.symbol.name)).collect();
        names.sort_unstable();
        names
    };
    let activity = one.activity.map(|(activity, _)| activity);
    let able = AdminRole::ALL.into_iter().filter_map(|role| match activity?.ability(role) {
        Ability::Yes => Some(role.word().to_owned()),
        Ability::IfInGroup => Some(format!("{} (in the group of the environment)", role.word())),
        Ability::No | Ability::NotKnown => None,
    });
    Row {
        symbol: shown(&one.head.symbol.name),
        name: shown(one.display_name()),
        about: shown(&one.head.description),
        activity: activity.map(|activity| activity.word),
        what: activity.map(|activity| activity.what),
        can: able.collect(),
        responsible: names(&one.responsible),
        accountable: names(&one.accountable),
        consulted: names(&one.consulted),
        informed: names(&one.informed),
        unable: unable(program, one)
            .into_iter()
            .filter(|_| one.sound)
            .map(|(party, _)| shown(&party.symbol.name))
            .collect(),
        place: place(sources, one.head.symbol.location),
        whole: one.sound,
    }
}

/// All parties that responsibilities name, by the name in the source.
fn parties(program: &Program) -> Vec<PartyRow> {
    let lists = program.responsibilities.iter().flat_map(Responsibility::lists);
    let all: BTreeMap<&str, Option<Bearer>> =
        lists.flat_map(|(_, list)| list).map(|party| (&*party.symbol.name, party.target)).collect();
    let of = |(name, bearer): (&str, Option<Bearer>)| {
        let (called, kind) = bearer.map_or((name, "not found"), |bearer| called(program, bearer, name));
        PartyRow {
            party: shown(name),
            name: shown(called),
            kind,
            roles: bearer
                .and_then(|bearer| bearer.roles(program))
                .map(|roles| roles.into_iter().map(AdminRole::word).collect()),
            external: bearer.is_some_and(|bearer| bearer.is_external(program)),
        }
    };
    all.into_iter().map(of).collect()
}

/// The display name and the kind of a party.
fn called<'a>(program: &'a Program, bearer: Bearer, name: &'a str) -> (&'a str, &'static str) {
    let text = |text: Option<&'a crate::model::program::Text>| text.map_or(name, |text| &*text.name);
    match bearer {
        Bearer::Declared(at) => (text(program.parties[at].name.as_ref()), "a party of the project"),
        Bearer::BuiltIn(party) => (party.name, "a known party"),
        Bearer::Role(_) => (name, "a role of administration"),
        Bearer::User(at) => (program.organisation.users[at].display_name(), "a user"),
        Bearer::Group(at) => (text(program.groups[at].name.as_ref()), "an Entra group"),
    }
}
