//! Short notes beside the text: how far a policy reaches, what an environment allows, the level of an app.

use std::fmt::Write as _;

use super::view::View;
use crate::model::criticity::{App, Decider, Outcome};
use crate::model::{DataPolicy, EnvironmentId};
use crate::text::{FileId, Span};

/// A note and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub span: Span,
    /// What it says.
    pub text: String,
}

/// `1 connector`, `2 connectors`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// How many environments a policy applies to, and what its groups name.
pub fn policy(view: &View<'_>, policy: &DataPolicy) -> Option<String> {
    if !policy.groups_sound {
        return None;
    }
    let program = &view.analysis.program;
    let reached = program.environment_ids().filter(|(id, _)| policy.applies_to(*id)).count();
    let mut text = counted(reached, "environment");
    for group in crate::model::DataGroup::ALL {
        let members = policy.members(&program.universe, group).len();
        let _ = write!(text, " · {members} {}", group.word());
    }
    Some(text)
}

/// What the policies of an environment make of the connectors.
pub fn environment(view: &View<'_>, id: EnvironmentId) -> Option<String> {
    let program = &view.analysis.program;
    let class = view.analysis.effective.class(id)?;
    let policies = || class.policies.iter().filter_map(|policy| program.policies.get(policy.0 as usize));
    if policies().any(|policy| !policy.groups_sound) {
        return None;
    }
    if class.policies.is_empty() {
        return Some("no data policy applies".to_owned());
    }
    let usable: usize = class.cells.iter().map(|cell| cell.members.len()).sum();
    let names: Vec<String> = policies().map(|policy| format!("`{}`", policy.head.symbol.name)).collect();
    let (usable, cells) = (counted(usable, "connector"), counted(class.cells.len(), "cell"));
    Some(format!("{usable} in {cells} · {} blocked · by {}", class.blocked.len(), names.join(", ")))
}

/// The level of an app, and what gives it.
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
                Decider::Stated => "as stated".to_owned(),
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

/// Notes that stand above declarations of a file.
pub fn lenses(view: &View<'_>, file: FileId) -> Vec<Note> {
    let program = &view.analysis.program;
    let here = |location: crate::text::Location, text: Option<String>| {
        (location.file == file).then(|| text.map(|text| Note { span: location.span, text }))?
    };
    let policies = program.policies.iter().filter_map(|one| here(one.head.location, policy(view, one)));
    let environments = program.environment_ids();
    let environments = environments.filter_map(|(id, one)| here(one.head.location, environment(view, id)));
    let mut notes: Vec<Note> = policies.chain(environments).collect();
    notes.sort_by_key(|note| note.span);
    notes
}

/// Notes that stand inside lines of a file, each behind its words.
pub fn hints(view: &View<'_>, file: FileId) -> Vec<Note> {
    let program = &view.analysis.program;
    let mut notes = Vec::new();
    for policy in program.policies.iter().filter(|policy| policy.head.location.file == file) {
        if let Some(place) = policy.scope_location {
            let reached = program.environment_ids().filter(|(id, _)| policy.applies_to(*id)).count();
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
    notes.sort_by_key(|note| note.span);
    notes
}
