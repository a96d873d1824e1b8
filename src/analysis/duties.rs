//! The duties of an app, and the state of each.

use jiff::civil::Date;

use super::governance::{self, Review};
use crate::diagnostics::{list_of, quoted_list};
use crate::model::Program;
use crate::model::criticity::{App, Certifies, Control};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::Environment;
use crate::text::{Location, printable};

/// The state of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is met.
    Met,
    /// It is due later.
    Later,
    /// It was met, and is due again.
    Overdue,
    /// It is not met.
    Open,
    /// It is unknown whether it is met.
    Unknown,
}

impl State {
    /// How it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Later => "later",
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Unknown => "unknown",
        }
    }

    /// Whether there is nothing to do now.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Met | Self::Later)
    }
}

/// One duty.
#[derive(Clone, Debug)]
pub struct Duty {
    /// The requirement: `review`, ``certificate `penetration_test` ``.
    pub what: String,
    /// Its state.
    pub state: State,
    /// The reason.
    pub detail: String,
    /// The relevant day: of the next review, or the end of a certificate.
    pub day: Option<Date>,
    /// Where it is required.
    pub place: Option<Location>,
}

/// All duties of an app with a level.
pub fn duties(program: &Program, app: &App, level: u32, today: Date) -> Vec<Duty> {
    let control = governance::control_of(program, level);
    let mut duties = Vec::new();
    if let Some(control) = control {
        duties.extend(review(app, control, today));
        duties.extend(certificates(program, app, control, today));
    }
    duties.extend(environment(program, app, level, control));
    if let Some(control) = control {
        duties.extend(connectors(program, app, control));
    }
    duties.extend(together(program, app));
    duties
}

fn review(app: &App, control: &Control, today: Date) -> Option<Duty> {
    let (process, place) = control.process?;
    let (state, detail, day) = match governance::review(app, process, today) {
        Review::None => (State::Met, "automated: the checks suffice".to_owned(), None),
        Review::BeforeGoLive => (State::Later, "before it goes live".to_owned(), None),
        Review::Missing => (State::Open, "it is live and was never reviewed".to_owned(), None),
        Review::Done(day) => (State::Met, format!("reviewed on {day}"), Some(day)),
        Review::Due(day) => (State::Met, format!("the next one is due on {day}"), Some(day)),
        Review::Overdue(day) => (State::Overdue, format!("it was due on {day}"), Some(day)),
    };
    Some(Duty { what: "review".to_owned(), state, detail, day, place: Some(place) })
}

fn certificates(program: &Program, app: &App, control: &Control, today: Date) -> Vec<Duty> {
    let duty = |requirement: governance::Requirement<'_>| {
        let offer = requirement.offer;
        let by = offer.by.as_ref().map_or_else(String::new, |by| format!(", offered by {}", printable(&by.name)));
        let (state, detail, day) = match requirement.held {
            None => {
                let of_team = offer.certifies.is_some_and(|(what, _)| what == Certifies::MakerTeam);
                let who = match governance::team_of(program, app).filter(|_| of_team) {
                    Some(team) => format!("maker team `{}` lacks it", team.head.symbol.name),
                    None if of_team => "the app names no team that holds it".to_owned(),
                    None => "the app lacks it".to_owned(),
                };
                (State::Open, format!("{who}{by}"), None)
            }
            Some(held) => {
                let of = held.team.map_or_else(String::new, |team| format!(" of `{}`", team.head.symbol.name));
                match held.until {
                    Some(until) if until < today => {
                        (State::Overdue, format!("{of} expired on {until}{by}"), Some(until))
                    }
                    Some(until) => (State::Met, format!("{of} holds until {until}"), Some(until)),
                    None => (State::Met, format!("{of} of {}", held.certificate.date), None),
                }
            }
        };
        Duty {
            what: format!("certificate `{}`", offer.head.symbol.name),
            state,
            detail: detail.trim_start().to_owned(),
            day,
            place: Some(requirement.reference.symbol.location),
        }
    };
    governance::requirements(program, app, control).into_iter().map(duty).collect()
}

fn environment(program: &Program, app: &App, level: u32, control: Option<&Control>) -> Option<Duty> {
    let (_, environment) = governance::environment_of(program, app)?;
    let targets = control.and_then(|control| control.environments.as_ref());
    let ceiling = environment.ceiling.as_ref();
    let name = &environment.head.symbol.name;
    let (state, detail, place) = if let Some(control) = control
        && governance::may_be_in_place(program, app, control)
    {
        let detail = format!("the source does not say enough of `{name}`");
        (State::Unknown, detail, targets.map(|targets| targets.location))
    } else if let Some(control) = control
        && !governance::is_in_place(program, app, control)
    {
        let there = targets.into_iter().flat_map(|targets| &targets.resolved);
        let there: Vec<&str> = there.map(|id| &program.environments[id]).map(Environment::name).take(5).collect();
        let there = if there.is_empty() { "none is".to_owned() } else { quoted_list(there, "or") };
        (
            State::Open,
            format!("`{name}` is not one of its environments; {there}"),
            targets.map(|targets| targets.location),
        )
    } else if let Some(ceiling) = governance::exceeded_ceiling(program, app, level) {
        let detail = format!("`{name}` hosts apps up to `{}` only", ceiling.symbol.name);
        (State::Open, detail, Some(ceiling.symbol.location))
    } else {
        let place = targets.map(|targets| targets.location).or(ceiling.map(|ceiling| ceiling.symbol.location))?;
        (State::Met, format!("`{name}`"), Some(place))
    };
    Some(Duty { what: "environment".to_owned(), state, detail, day: None, place })
}

fn connectors(program: &Program, app: &App, control: &Control) -> Option<Duty> {
    let allowed = control.connectors.as_ref()?;
    let refused = governance::refused_connectors(app, control);
    let subjects = ConnectorSubjects::new(program);
    let by_rating = governance::asks_for_rating(&allowed.expression);
    let (state, detail) = if refused.is_empty() {
        (State::Met, "all are allowed".to_owned())
    } else {
        let names = refused.iter().map(|id| {
            let name = program.universe.name(*id);
            match governance::rating(&subjects, *id) {
                Some(rating) if by_rating => format!("`{name}` ({rating})"),
                None if by_rating => format!("`{name}` (unrated)"),
                Some(_) | None => format!("`{name}`"),
            }
        });
        (State::Open, format!("not allowed: {}", list_of(names, "and")))
    };
    Some(Duty { what: "connectors".to_owned(), state, detail, day: None, place: Some(allowed.expression.location()) })
}

fn together(program: &Program, app: &App) -> Option<Duty> {
    let clause = app.connectors.as_ref().filter(|clause| !clause.members.is_empty())?;
    let answer = governance::usable(program, app)?;
    let (state, detail) = if answer.is_unknown() {
        (State::Unknown, "whether they may be used together is not known; ask `dictum query connectors`".to_owned())
    } else if answer.is_allowed() {
        (State::Met, "they may be used together where it lives".to_owned())
    } else {
        (State::Open, "they may not be used together where it lives; ask `dictum query connectors`".to_owned())
    };
    let place = Some(clause.expression.location());
    Some(Duty { what: "data policies".to_owned(), state, detail, day: None, place })
}
