//! Apps as a page: the level of each and the rule that gives it, its owner and team, and its obligations.

mod html;

use ecow::EcoString;
use jiff::civil::Date;
use serde::Serialize;

use super::frame::{Page, Part, Sibling, json, place};
use super::html::count;
use crate::analysis::duties::{Duty, State, duties};
use crate::analysis::{Effective, governance, levels, standing};
use crate::model::Program;
use crate::model::criticity::{App, AppKind, Decider, Guideline, Outcome};
use crate::model::facts::ConnectorSubjects;
use crate::text::{Location, Sources, printable};

const SCRIPT: &str = include_str!("apps.js");
const FILTER: &str = include_str!("filter.html");
/// The maximum number of characters of a rule that are shown.
const RULE: usize = 200;

#[derive(Serialize)]
struct Data {
    today: String,
    levels: Vec<String>,
    apps: Vec<Row>,
}

/// An app. Members have the same names as in `dictum query app --output json`.
#[derive(Serialize)]
struct Row {
    app: String,
    name: String,
    about: String,
    kind: &'static str,
    level: Option<String>,
    /// The text of the rule that gives the level.
    rule: Option<String>,
    decided_by: Option<String>,
    /// Why there is no level.
    why: Option<String>,
    missing: Vec<String>,
    possible: Vec<String>,
    environment: Option<String>,
    owner: Option<String>,
    team: Option<String>,
    live: bool,
    /// Whether all of the declaration could be read.
    whole: bool,
    /// `met`, `open`, `overdue`, `unclassified`.
    state: &'static str,
    met: bool,
    duties: Vec<DutyRow>,
    certificates: Vec<CertificateRow>,
    connectors: Vec<ConnectorRow>,
    guidelines: Vec<String>,
}

/// An obligation of an app.
#[derive(Serialize)]
pub struct DutyRow {
    /// What is required.
    pub what: String,
    /// `met`, `later`, `overdue`, `open`.
    pub state: &'static str,
    /// The reason for the state.
    pub detail: String,
    /// The day that matters.
    pub day: Option<String>,
    /// Where it is required.
    pub place: Option<String>,
    /// Whether there is nothing to do now.
    #[serde(skip)]
    pub met: bool,
}

/// A certificate of the app or its team, required or not.
#[derive(Serialize)]
struct CertificateRow {
    offer: String,
    /// The team that has it.
    of: Option<String>,
    date: String,
    until: Option<String>,
    state: &'static str,
}

/// A connector of an app.
#[derive(Serialize)]
pub struct ConnectorRow {
    /// Its name.
    pub connector: String,
    /// Its rating.
    pub rating: Option<String>,
    /// The group that data policies give it.
    pub standing: String,
}

/// The obligations of an app of a level, with texts and places as `text` and `at` write them.
pub fn duty_rows(
    program: &Program,
    (app, level): (&App, Option<u32>),
    today: Date,
    text: impl Fn(&str) -> String,
    at: impl Fn(Location) -> String,
) -> Vec<DutyRow> {
    let duties = level.map(|level| duties(program, app, level, today)).unwrap_or_default();
    let row = |duty: &Duty| DutyRow {
        what: text(&duty.what),
        state: duty.state.word(),
        detail: text(&duty.detail),
        day: duty.day.map(|day| day.to_string()),
        place: duty.place.map(&at),
        met: duty.state.is_met(),
    };
    duties.iter().map(row).collect()
}

/// The connectors of an app.
pub fn connector_rows(
    subjects: &ConnectorSubjects<'_>,
    (program, effective): (&Program, &Effective),
    app: &App,
    text: impl Fn(&str) -> String,
) -> Vec<ConnectorRow> {
    let class = governance::environment_of(program, app).and_then(|(id, _)| effective.class(id));
    let ids = app.connectors.iter().flat_map(|clause| clause.members.iter());
    let row = |id| ConnectorRow {
        connector: text(program.universe.name(id)),
        rating: governance::rating(subjects, id).map(&text),
        standing: class.map_or_else(String::new, |class| standing(program, class, id)),
    };
    ids.map(row).collect()
}

/// The values that must be known for an app to have a level.
pub fn missing(app: &App) -> &[EcoString] {
    match &app.outcome {
        Outcome::Unknown { missing } => missing,
        Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap => &[],
    }
}

/// The levels that are possible for an app, depending on the missing values.
pub fn possible<'a>(program: &'a Program, app: &App) -> Vec<&'a str> {
    let missing = missing(app);
    let levels = if missing.is_empty() { None } else { levels::possible(program, app, missing) };
    levels.into_iter().flatten().map(|level| governance::level_name(program, level)).collect()
}

/// The guidelines for a level.
pub fn guidelines(program: &Program, level: Option<u32>) -> impl Iterator<Item = &Guideline> {
    program.guidelines.iter().filter(move |guideline| {
        level.is_some_and(|level| guideline.levels.as_ref().is_none_or(|clause| clause.levels.contains(&level)))
    })
}

fn shown(text: &str) -> String {
    printable(text).into_owned()
}

struct Reader<'a> {
    program: &'a Program,
    effective: &'a Effective,
    sources: &'a Sources,
    subjects: ConnectorSubjects<'a>,
    today: Date,
}

/// The page about the apps of a program. The same program and day give the same bytes.
pub fn apps_page(
    program: &Program,
    effective: &Effective,
    sources: &Sources,
    today: Date,
    (name, siblings): (&str, &[Sibling]),
) -> String {
    let reader = Reader { program, effective, sources, subjects: ConnectorSubjects::new(program), today };
    let rows: Vec<Row> = program.apps.iter().map(|app| reader.row(app)).collect();
    let levels = governance::scale(program).map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let levels: Vec<String> = levels.iter().map(|level| shown(&level.name)).collect();
    let of_state = |state: &str| rows.iter().filter(|row| row.state == state).count();
    let about = format!(
        "<p>As of {today}: {} · {} with all that is required · {} with something open · {} with something overdue · {} without a level</p>\n",
        count(rows.len(), "app", "apps"),
        of_state("met"),
        of_state("open"),
        of_state("overdue"),
        of_state("unclassified"),
    );
    let parts = [
        Part { id: "apps", title: "Apps", html: html::apps(&rows) },
        Part { id: "levels", title: "Levels", html: html::levels(&rows, &levels) },
    ];
    let data = json(&Data { today: today.to_string(), levels, apps: rows });
    Page { title: "Apps", name, about, filter: FILTER, parts: &parts, data, script: SCRIPT, siblings }.write()
}

impl Reader<'_> {
    fn at(&self, location: Location) -> String {
        place(self.sources, location)
    }

    fn row(&self, app: &App) -> Row {
        let program = self.program;
        let level = app.outcome.level();
        let duties = duty_rows(program, (app, level), self.today, shown, |location| self.at(location));
        Row {
            app: shown(&app.head.symbol.name),
            name: shown(app.name.as_ref().map_or(&app.head.symbol.name, |name| &name.name)),
            about: shown(&app.head.description),
            kind: app.kind.map_or("", AppKind::word),
            level: level.map(|level| shown(governance::level_name(program, level))),
            rule: self.rule(app),
            decided_by: governance::decided_at(program, app).map(|location| self.at(location)),
            why: why(app),
            missing: missing(app).iter().map(|name| shown(name)).collect(),
            possible: possible(program, app).into_iter().map(shown).collect(),
            environment: app.environment.as_ref().map(|reference| shown(&reference.symbol.name)),
            owner: app.owner.as_ref().map(|owner| shown(&owner.name)),
            team: app.made_by.as_ref().map(|team| shown(&team.symbol.name)),
            live: app.live,
            whole: app.sound,
            state: state(level, &duties),
            met: level.is_some() && duties.iter().all(|duty| duty.met),
            duties,
            certificates: self.certificates(app),
            connectors: connector_rows(&self.subjects, (program, self.effective), app, shown),
            guidelines: guidelines(program, level).map(|guideline| shown(&guideline.head.symbol.name)).collect(),
        }
    }

    /// The text of the rule that gives an app its level, in one line.
    fn rule(&self, app: &App) -> Option<String> {
        let location = governance::decided_at(self.program, app)?;
        let text: Vec<&str> = self.sources.text(location).split_whitespace().collect();
        let mut text = text.join(" ");
        if matches!(app.outcome, Outcome::Level { by: Decider::Otherwise, .. }) {
            text.push_str(" otherwise");
        }
        if let Some((end, _)) = text.char_indices().nth(RULE) {
            text.truncate(end);
            text.push('…');
        }
        Some(shown(&text))
    }

    fn certificates(&self, app: &App) -> Vec<CertificateRow> {
        let team = governance::team_of(self.program, app);
        let own = app.certified.iter().map(|certificate| (certificate, None));
        let of_team = team.iter().flat_map(|team| team.certified.iter().map(|one| (one, Some(&team.head.symbol.name))));
        own.chain(of_team)
            .map(|(certificate, of)| {
                let offer = governance::offer_of(self.program, &certificate.offer);
                let until = offer.and_then(|offer| governance::expiry(offer, certificate));
                let over = until.is_some_and(|until| until < self.today);
                CertificateRow {
                    offer: shown(&certificate.offer.symbol.name),
                    of: of.map(|name| shown(name)),
                    date: certificate.date.to_string(),
                    until: until.map(|until| until.to_string()),
                    state: if over { State::Overdue.word() } else { State::Met.word() },
                }
            })
            .collect()
    }
}

fn why(app: &App) -> Option<String> {
    Some(match &app.outcome {
        Outcome::Level { .. } => return None,
        Outcome::Unknown { missing } => {
            let names: Vec<&str> = missing.iter().map(AsRef::as_ref).collect();
            format!("not known: {}", shown(&names.join(", ")))
        }
        Outcome::Gap => "no rule matches it".to_owned(),
        Outcome::NoRules => "there are no rules for apps, or not all could be read".to_owned(),
    })
}

fn state(level: Option<u32>, duties: &[DutyRow]) -> &'static str {
    let any = |state: State| duties.iter().any(|duty| duty.state == state.word());
    match level {
        None => "unclassified",
        Some(_) if any(State::Overdue) => "overdue",
        Some(_) if any(State::Open) || any(State::Unknown) => "open",
        Some(_) => "met",
    }
}
