//! Everything of a program with a day: reviews, certificates, waivers, the age of the catalogue.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use crate::analysis::governance::{self, Review};
use crate::model::Program;
use crate::model::criticity::{App, Certifies};
use crate::model::waiver::{Waiver, WaiverTarget};
use crate::text::{Location, Sources};

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The review of an app.
    AppReview,
    /// The review of a connector's rating.
    ConnectorReview,
    /// A certificate of an app or a maker team.
    Certificate,
    /// A waiver.
    Waiver,
    /// The catalogue of connectors.
    Catalogue,
}

impl DueKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::AppReview, Self::ConnectorReview, Self::Certificate, Self::Waiver, Self::Catalogue];

    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AppReview => "app_review",
            Self::ConnectorReview => "connector_review",
            Self::Certificate => "certificate",
            Self::Waiver => "waiver",
            Self::Catalogue => "catalogue",
        }
    }

    /// The words for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AppReview => "Review of an app",
            Self::ConnectorReview => "Review of a connector",
            Self::Certificate => "Certificate",
            Self::Waiver => "Waiver",
            Self::Catalogue => "Catalogue",
        }
    }
}

/// One item that is due.
#[derive(Clone, Debug)]
pub struct Due {
    /// The day of the next review, or the last day on which a certificate, a waiver or the catalogue is valid. `None`
    /// if it is due already and the source gives no day, as for an app that is in use and was never reviewed.
    pub day: Option<Date>,
    /// Its kind.
    pub kind: DueKind,
    /// ``app `expenses` ``
    pub subject: String,
    /// The symbol of the subject.
    pub symbol: String,
    /// The name for people; the symbol if there is no other.
    pub name: String,
    /// What is to be done.
    pub what: String,
    /// Who does it; empty where the source does not say.
    pub by: String,
    /// The owner of the subject; empty where the source does not say.
    pub owner: String,
    /// The place of the day, or of the requirement.
    pub place: Option<Location>,
    /// Identifies the item independently of its day. Unique in a program.
    pub key: String,
}

impl Due {
    /// `open` where it has no day, else `overdue` or `due`.
    pub fn state(&self, today: Date) -> &'static str {
        match self.day {
            None => "open",
            Some(day) if day < today => "overdue",
            Some(_) => "due",
        }
    }
}

/// The period that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Horizon {
    /// The first day.
    pub today: Date,
    /// The number of months after that day.
    pub months: u32,
    /// The age in days at which the catalogue is old; `None` if the project has no such limit.
    pub catalogue: Option<u32>,
}

impl Horizon {
    /// The last day.
    pub fn until(&self) -> Date {
        let span = Span::new().try_months(i64::from(self.months));
        span.and_then(|span| self.today.checked_add(span)).unwrap_or(Date::MAX)
    }
}

/// All items that are due until the horizon: those without a day first, then by day. Items before today are overdue and
/// included.
pub fn due(program: &Program, sources: &Sources, horizon: &Horizon) -> Vec<Due> {
    let mut found = Vec::new();
    for app in &program.apps {
        app_review(program, app, horizon.today, &mut found);
        missing_certificates(program, app, &mut found);
    }
    connector_reviews(program, &mut found);
    certificates(program, &mut found);
    found.extend(program.waivers.iter().map(|waiver| of_waiver(waiver, sources)));
    found.extend(catalogue(program, horizon));
    let until = horizon.until();
    found.retain(|due| due.day.is_none_or(|day| day <= until));
    found.sort_by(|a, b| (a.day, a.kind, &a.key).cmp(&(b.day, b.kind, &b.key)));
    // Two waivers may be identical.
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for due in &mut found {
        let count = seen.entry(due.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            due.key = format!("{}#{count}", due.key);
        }
    }
    found
}

/// The number of apps whose required reviews and certificates are unknown: they have no level, or their level has no
/// control that could be read.
pub fn unknown_apps(program: &Program) -> usize {
    program.apps.iter().filter(|app| governance::held_to(program, app).is_none()).count()
}

fn app_name(app: &App) -> String {
    app.name.as_ref().map_or(&app.head.symbol.name, |name| &name.name).to_string()
}

fn of_app(app: &App, kind: DueKind, key: &str) -> Due {
    let symbol = app.name().to_owned();
    Due {
        day: None,
        kind,
        subject: format!("app `{symbol}`"),
        name: app_name(app),
        what: String::new(),
        by: String::new(),
        owner: app.owner.as_ref().map_or_else(String::new, |owner| owner.name.to_string()),
        place: Some(app.head.symbol.location),
        key: format!("{}/app/{symbol}{key}", kind.word()),
        symbol,
    }
}

fn app_review(program: &Program, app: &App, today: Date, found: &mut Vec<Due>) {
    let Some((_, control)) = governance::held_to(program, app) else { return };
    let Some((process, asked)) = control.process else { return };
    let by = control.by.as_ref().map_or_else(String::new, |by| by.symbol.name.to_string());
    let due = Due { by, ..of_app(app, DueKind::AppReview, "") };
    match governance::review(app, process, today) {
        Review::None | Review::BeforeGoLive | Review::Done(_) => {}
        Review::Missing => found.push(Due { what: "first review; it is in use".to_owned(), place: Some(asked), ..due }),
        Review::Due(day) | Review::Overdue(day) => found.push(Due {
            day: Some(day),
            what: format!("review as `{}` ({})", control.head.symbol.name, process.shown()),
            place: app.reviewed.map(|(_, location)| location),
            ..due
        }),
    }
}

fn missing_certificates(program: &Program, app: &App, found: &mut Vec<Due>) {
    let Some((_, control)) = governance::held_to(program, app) else { return };
    for requirement in governance::requirements(program, app, control) {
        if requirement.held.is_some() {
            continue;
        }
        let offer = requirement.offer;
        let symbol = &offer.head.symbol.name;
        found.push(Due {
            what: format!("certificate `{symbol}` is required and absent"),
            by: offer.by.as_ref().map_or_else(String::new, |by| by.name.to_string()),
            place: Some(requirement.reference.symbol.location),
            ..of_app(app, DueKind::Certificate, &format!("/{symbol}"))
        });
    }
}

fn connector_reviews(program: &Program, found: &mut Vec<Due>) {
    for facts in &program.connectors {
        let (Some((reviewed, location)), Some(review)) = (facts.reviewed, facts.review) else { continue };
        let Some(day) = review.after(reviewed) else { continue };
        let symbol = facts.name().to_owned();
        let catalogued = facts.connector.map(|id| program.universe.display_name(id));
        let own = facts.name.as_ref().map(|name| &*name.name);
        found.push(Due {
            day: Some(day),
            kind: DueKind::ConnectorReview,
            subject: format!("connector `{symbol}`"),
            name: own.or(catalogued).unwrap_or(&symbol).to_owned(),
            what: format!("review, every {}", review.shown()),
            by: String::new(),
            owner: String::new(),
            place: Some(location),
            key: format!("connector_review/connector/{symbol}"),
            symbol,
        });
    }
}

fn certificates(program: &Program, found: &mut Vec<Due>) {
    for dated in governance::certificates(program) {
        let (certifies, holder) = dated.subject();
        let (word, offer) = (certifies.word(), &dated.offer.head.symbol.name);
        let Some(day) = dated.until else { continue };
        let (name, owner) = match certifies {
            Certifies::App => {
                let app = program.apps.named(holder);
                let owner = app.and_then(|app| app.owner.as_ref()).map(|owner| owner.name.to_string());
                (app.map(app_name), owner)
            }
            Certifies::MakerTeam => {
                let team = program.maker_teams.named(holder);
                (team.and_then(|team| team.name.as_ref()).map(|name| name.name.to_string()), None)
            }
        };
        found.push(Due {
            day: Some(day),
            kind: DueKind::Certificate,
            subject: dated.holder(),
            symbol: holder.to_owned(),
            name: name.unwrap_or_else(|| holder.to_owned()),
            what: format!("certificate `{offer}` of {} ends", dated.certificate.date),
            by: dated.offer.by.as_ref().map_or_else(String::new, |by| by.name.to_string()),
            owner: owner.unwrap_or_default(),
            place: Some(dated.certificate.location),
            key: format!("certificate/{word}/{holder}/{offer}"),
        });
    }
}

fn of_waiver(waiver: &Waiver, sources: &Sources) -> Due {
    let rule = &waiver.rule.0;
    let (subject, symbol) = match &waiver.target {
        WaiverTarget::Declaration(keyword, name) => (format!("{keyword} `{name}`"), name.clone()),
        WaiverTarget::Line => {
            let path = sources.get(waiver.whole.file).path();
            (format!("a line of `{path}`"), path.to_owned())
        }
    };
    // A comment has no name: its file and its reason identify it, and do not change with its line.
    let more = if waiver.target == WaiverTarget::Line { &*waiver.because } else { "" };
    Due {
        day: Some(waiver.until.0),
        kind: DueKind::Waiver,
        key: format!("waiver/{rule}/{subject}/{more}"),
        subject,
        name: symbol.clone(),
        symbol,
        what: format!("waiver of `{rule}` ends: {}", waiver.because),
        by: waiver.by.clone().unwrap_or_default(),
        owner: String::new(),
        place: Some(waiver.until.1),
    }
}

fn catalogue(program: &Program, horizon: &Horizon) -> Option<Due> {
    let (limit, date) = (horizon.catalogue?, program.universe.catalog().date()?);
    let day = date.checked_add(Span::new().try_days(i64::from(limit)).ok()?).ok()?;
    Some(Due {
        day: Some(day),
        kind: DueKind::Catalogue,
        subject: "catalogue of connectors".to_owned(),
        symbol: "catalogue".to_owned(),
        name: "catalogue of connectors".to_owned(),
        what: format!("pin a newer one: the one of {date} may be {limit} days old"),
        by: String::new(),
        owner: String::new(),
        place: None,
        key: "catalogue".to_owned(),
    })
}
