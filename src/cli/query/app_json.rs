//! The answers of `dictum query app` for programs.

use serde::Serialize;

use super::app::Answer;
use super::place;
use crate::analysis::governance;
use crate::cli::project::Project;
use crate::model::Program;
use crate::model::criticity::Outcome;

#[derive(Serialize)]
pub(super) struct AppRow {
    app: String,
    level: Option<String>,
    decided_by: Option<String>,
    missing: Vec<String>,
    possible: Vec<String>,
    environment: Option<String>,
    asked: Option<String>,
    ways: Vec<Vec<MoveRow>>,
    control: Option<String>,
    met: bool,
    duties: Vec<DutyRow>,
    connectors: Vec<ConnectorRow>,
    guidelines: Vec<GuidelineRow>,
}

#[derive(Serialize)]
struct MoveRow {
    field: String,
    value: String,
}

#[derive(Serialize)]
struct DutyRow {
    what: String,
    state: &'static str,
    detail: String,
    day: Option<String>,
    place: Option<String>,
}

#[derive(Serialize)]
struct ConnectorRow {
    connector: String,
    rating: Option<String>,
    standing: String,
}

#[derive(Serialize)]
struct GuidelineRow {
    guideline: String,
    #[serde(rename = "do")]
    dos: Vec<String>,
    dont: Vec<String>,
}

/// An answer as a row.
pub(super) fn row(project: &Project, program: &Program, answer: &Answer<'_>) -> AppRow {
    let app = answer.app;
    let level = |level: u32| governance::level_name(program, level).to_owned();
    let at = |location| place(&project.sources, location);
    let texts = |texts: &[crate::model::program::Text]| texts.iter().map(|text| text.name.to_string()).collect();
    let asked = answer.to.or(answer.level);
    AppRow {
        app: app.head.symbol.name.to_string(),
        level: answer.level.map(level),
        decided_by: governance::decided_at(program, app).map(at),
        missing: match &app.outcome {
            Outcome::Unknown { missing } => missing.iter().map(ToString::to_string).collect(),
            Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap => Vec::new(),
        },
        possible: answer.possible.iter().copied().map(level).collect(),
        environment: app.environment.as_ref().map(|reference| reference.symbol.name.to_string()),
        asked: answer.to.map(level),
        ways: answer
            .ways
            .iter()
            .map(|way| {
                let step = |step: &crate::analysis::levels::Move| MoveRow {
                    field: step.field.clone(),
                    value: step.value.shown(),
                };
                way.iter().map(step).collect()
            })
            .collect(),
        control: asked
            .and_then(|level| governance::control_of(program, level))
            .map(|control| at(control.head.symbol.location)),
        met: answer.is_met(),
        duties: answer
            .duties
            .iter()
            .map(|duty| DutyRow {
                what: duty.what.clone(),
                state: duty.state.word(),
                detail: duty.detail.clone(),
                day: duty.day.map(|day| day.to_string()),
                place: duty.place.map(at),
            })
            .collect(),
        connectors: answer
            .connectors
            .iter()
            .map(|(connector, rating, standing)| ConnectorRow {
                connector: (*connector).to_owned(),
                rating: rating.clone(),
                standing: standing.clone(),
            })
            .collect(),
        guidelines: answer
            .guidelines
            .iter()
            .map(|guideline| GuidelineRow {
                guideline: guideline.head.symbol.name.to_string(),
                dos: texts(&guideline.dos),
                dont: texts(&guideline.donts),
            })
            .collect(),
    }
}
