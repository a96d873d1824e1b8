//! Short notes beside the text: how far a policy reaches, what an environment allows, the level of an app.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::effective;
use super::view::View;
use crate::analysis::access::Place;
use crate::model::DataPolicy;
use crate::model::criticity::{App, Decider, Outcome};
use crate::model::roles::{Role, RoleId};
use crate::report::{self, DueKind, Horizon};
use crate::text::{FileId, Location, Span};

/// A note and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The part of the text that it is about.
    pub span: Span,
    /// Its words.
    pub text: String,
}

/// `1 connector`, `2 connectors`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The number of environments that a policy applies to, and of connectors in each group.
pub fn policy(view: &View<'_>, policy: &DataPolicy) -> Option<String> {
    if !policy.groups_sound {
        return None;
    }
    let program = &view.analysis.program;
    let reached = program.environments.ids().filter(|(id, _)| policy.applies_to(*id)).count();
    let mut text = counted(reached, "environment");
    for group in crate::model::DataGroup::ALL {
        let members = policy.members(&program.universe, group).len();
        let _ = write!(text, " · {members} {}", group.word());
    }
    Some(text)
}

/// The level of an app, and the reason for it.
pub fn app(view: &View<'_>, app: &App) -> Option<String> {
    let program = &view.analysis.program;
    let name = |level: u32| {
        let scale = program.scale("criticity")?;
        scale.levels.get(level as usize).map(|level| level.name.to_string())
    };
    match &app.outcome {
        Outcome::NoRules => None,
        Outcome::Level { level, by } => {
            let by = match by {
                Decider::Rule(rule) => format!("by rule {}", rule + 1),
                Decider::Otherwise => "by `otherwise`".to_owned(),
            };
            Some(format!("{} {by}", name(*level)?))
        }
        Outcome::Unknown { missing } => {
            let missing: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
            Some(format!("level not known without {}", missing.join(", ")))
        }
        Outcome::Gap => Some("no rule gives a level".to_owned()),
    }
}

/// The users who have a role, by name, each once.
pub fn holders(view: &View<'_>, role: RoleId) -> Vec<String> {
    let organisation = &view.analysis.program.organisation;
    let mut holders = Vec::new();
    for place in view.analysis.access.places() {
        for (user, holdings) in place.holders() {
            if holdings.iter().any(|holding| holding.role == role) {
                holders.push(organisation.users[user].name().to_owned());
            }
        }
    }
    holders.sort();
    holders.dedup();
    holders
}

fn held(view: &View<'_>, role: RoleId) -> String {
    let known = match holders(view, role).len() {
        0 => "held by none of the users that are declared".to_owned(),
        count => format!("held by {}", counted(count, "user")),
    };
    let organisation = &view.analysis.program.organisation;
    let open = view.analysis.access.places().flat_map(Place::open_teams).map(|team| &organisation.teams[team]);
    let giving = open.filter(|team| team.roles.iter().any(|given| given.target == Some(role))).count();
    if giving == 0 {
        known
    } else {
        format!("{known}, and by the members of {}, which the source does not list", counted(giving, "team"))
    }
}

/// A note above a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Its words and place.
    pub note: Note,
    /// The preview that shows what it counts.
    pub opens: Option<&'static str>,
}

/// The notes above declarations of a file.
pub fn lenses(view: &View<'_>, file: FileId) -> Vec<Lens> {
    let program = &view.analysis.program;
    let mut lenses = Vec::new();
    let mut add = |place: Location, opens: Option<&'static str>, text: &dyn Fn() -> Option<String>| {
        if place.file == file
            && let Some(text) = text()
        {
            lenses.push(Lens { note: Note { span: place.span, text }, opens });
        }
    };
    for one in &program.policies {
        add(one.head.symbol.location, None, &|| policy(view, one));
    }
    for (id, one) in program.environments.ids() {
        add(one.head.symbol.location, Some("connectors"), &|| effective::summary(view, id));
    }
    // Roles of the platform are not in any file.
    let written = |one: &Role| !one.head.symbol.location.span.is_empty();
    for (id, one) in program.organisation.roles.ids().filter(|(_, one)| written(one)) {
        add(one.head.symbol.location, Some("grid"), &|| Some(held(view, id)));
    }
    lenses.sort_by_key(|lens| lens.note.span);
    lenses
}

/// The time from today to a day, in words.
fn distance(today: Date, day: Date) -> String {
    let days = today.duration_until(day).as_hours() / 24;
    match days {
        0 => "today".to_owned(),
        1.. => format!("in {}", counted(days.unsigned_abs() as usize, "day")),
        _past => format!("{} ago", counted(days.unsigned_abs() as usize, "day")),
    }
}

/// What is due on a day: reviews, and the ends of certificates and waivers, each after the line with the day.
fn days(view: &View<'_>, file: FileId, today: Date) -> Vec<Note> {
    // A thousand years, so that everything with a day is shown.
    let horizon = Horizon { today, months: 12_000, catalogue: None };
    let due = report::due(&view.analysis.program, view.sources, &horizon).into_iter();
    let notes = due.filter_map(|due| {
        let (place, day) = due.place.filter(|place| place.file == file).zip(due.day)?;
        let what = match due.kind {
            DueKind::AppReview | DueKind::ConnectorReview => "next review",
            DueKind::Certificate | DueKind::Waiver | DueKind::Catalogue => "ends",
        };
        Some(Note { span: place.span, text: format!("{what} {}", distance(today, day)) })
    });
    notes.collect()
}

/// The notes inside lines of a file, each after its words.
pub fn hints(view: &View<'_>, file: FileId, today: Date) -> Vec<Note> {
    let program = &view.analysis.program;
    let mut notes = Vec::new();
    for policy in program.policies.iter().filter(|policy| policy.head.location.file == file) {
        if let Some(place) = policy.scope_location {
            let reached = program.environments.ids().filter(|(id, _)| policy.applies_to(*id)).count();
            notes.push(Note { span: place.span, text: counted(reached, "environment") });
        }
        let rest = policy.groups.iter().find_map(|clause| clause.rest);
        if let Some(place) = rest.filter(|_| policy.groups_sound) {
            let named = |id| policy.groups.iter().any(|clause| clause.named.contains(id));
            let left = program
                .universe
                .ids()
                .filter(|id| !named(*id) && policy.group_of(&program.universe, *id) == policy.rest);
            notes.push(Note { span: place.span, text: counted(left.count(), "connector") });
        }
    }
    for one in program.apps.iter().filter(|app| app.head.location.file == file) {
        notes.extend(app(view, one).map(|text| Note { span: one.head.location.span, text }));
    }
    notes.extend(days(view, file, today));
    notes.sort_by_key(|note| note.span);
    notes
}
