//! `dictum query app`

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{ask, place, unknown, write_json};
use crate::analysis::governance;
use crate::analysis::levels::{self, Move};
use crate::cli::args::{Display, Inputs, Listing, QueryApp};
use crate::cli::check;
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::diagnostics::{list_of, quoted_list};
use crate::engine::Analysis;
use crate::model::Program;
use crate::model::criticity::{App, Decider, Outcome};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::Text;
use crate::report::{ConnectorRow, DutyRow, connector_rows, duty_rows, guidelines, missing, possible};
use crate::text::printable;

/// An app, the level it is asked about, and all that follows, as it is written in JSON.
#[derive(Serialize)]
struct AppRow {
    app: String,
    level: Option<String>,
    decided_by: Option<String>,
    missing: Vec<String>,
    possible: Vec<String>,
    environment: Option<String>,
    /// The level asked about, if it differs from the app's own.
    asked: Option<String>,
    /// The smallest changes of criteria that give the level asked about.
    ways: Vec<Vec<MoveRow>>,
    control: Option<String>,
    met: bool,
    duties: Vec<DutyRow>,
    connectors: Vec<ConnectorRow>,
    guidelines: Vec<GuidelineRow>,
    /// Why there is no level, if no value is missing.
    #[serde(skip)]
    why: &'static str,
    /// What decides the level.
    #[serde(skip)]
    decider: &'static str,
    #[serde(skip)]
    control_name: String,
}

#[derive(Serialize)]
struct MoveRow {
    field: String,
    value: String,
}

#[derive(Serialize)]
struct GuidelineRow {
    guideline: String,
    #[serde(rename = "do")]
    dos: Vec<String>,
    dont: Vec<String>,
}

pub(super) fn run(query: &QueryApp, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    // A list takes only paths: an argument that looks like a path and is one cannot be the name of an app.
    let mut paths: Vec<PathBuf> = query.asked.inputs.paths.clone();
    let name = query.name.as_deref().filter(|name| !is_path(name));
    if let Some(path) = query.name.as_deref().filter(|name| is_path(name)) {
        paths.insert(0, PathBuf::from(path));
    }
    let inputs = Inputs {
        paths,
        config: query.asked.inputs.config.clone(),
        stdin_filename: query.asked.inputs.stdin_filename.clone(),
        no_exclude: query.asked.inputs.no_exclude,
        today: query.asked.inputs.today,
    };
    let Some((project, analysis)) = ask(&inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let to = query.to.as_deref().map(|level| level_named(program, level)).transpose()?;
    let today = check::today(&inputs);
    let subjects = ConnectorSubjects::new(program);
    let row = |app| row(&project, &analysis, &subjects, app, to, today);
    let only = match name {
        Some(name) => Some(program.apps.named(name).ok_or_else(|| unknown("app", name, program.apps.names()))?),
        None => None,
    };
    let rows: Vec<AppRow> = only.map_or_else(|| program.apps.iter().map(row).collect(), |app| vec![row(app)]);
    match (query.asked.output, only, rows.as_slice()) {
        (Listing::Json, Some(_), [row]) => write_json(row, out)?,
        (Listing::Json, ..) => write_json(&rows, out)?,
        (Listing::Text, Some(_), [row]) => explain(row, out)?,
        (Listing::Text, ..) => list(&rows, out)?,
    }
    Ok(if rows.iter().all(|row| row.met) { Status::Clean } else { Status::Findings })
}

/// Whether a word is a path rather than a name: names contain no `/`, and few contain a dot.
fn is_path(word: &str) -> bool {
    word == "-" || word.contains(['/', '\\', '.']) && Path::new(word).exists()
}

fn level_named(program: &Program, name: &str) -> Result<u32, Failure> {
    let levels = governance::scale(program).map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let found = levels.iter().position(|level| *level.name == *name);
    found.map(|level| level as u32).ok_or_else(|| unknown("level", name, levels.iter().map(|level| &*level.name)))
}

fn row(
    project: &Project,
    analysis: &Analysis,
    subjects: &ConnectorSubjects<'_>,
    app: &App,
    to: Option<u32>,
    today: jiff::civil::Date,
) -> AppRow {
    let program = &analysis.program;
    let at = |location| place(&project.sources, location);
    let level_name = |level: u32| governance::level_name(program, level).to_owned();
    let texts = |texts: &[Text]| texts.iter().map(|text| text.name.to_string()).collect();
    let level = app.outcome.level();
    let asked = to.or(level);
    let to = to.filter(|to| Some(*to) != level);
    let ways = to.map(|to| levels::ways(program, app, to)).unwrap_or_default();
    let way =
        |way: Vec<Move>| way.into_iter().map(|step| MoveRow { value: step.value.shown(), field: step.field }).collect();
    let control = asked.and_then(|level| governance::control_of(program, level));
    let duties = duty_rows(program, (app, asked), today, str::to_owned, at);
    AppRow {
        app: app.name().to_owned(),
        level: level.map(level_name),
        decided_by: governance::decided_at(program, app).map(at),
        missing: missing(app).iter().map(ToString::to_string).collect(),
        possible: possible(program, app).into_iter().map(str::to_owned).collect(),
        environment: app.environment.as_ref().map(|reference| reference.symbol.name.to_string()),
        asked: to.map(level_name),
        ways: ways.into_iter().map(way).collect(),
        control: control.map(|control| at(control.head.symbol.location)),
        met: level.is_some() && duties.iter().all(|duty| duty.met),
        duties,
        connectors: connector_rows(subjects, (program, &analysis.effective), app, str::to_owned),
        guidelines: guidelines(program, asked)
            .map(|guideline| GuidelineRow {
                guideline: guideline.name().to_owned(),
                dos: texts(&guideline.dos),
                dont: texts(&guideline.donts),
            })
            .collect(),
        why: if matches!(app.outcome, Outcome::Gap) {
            "no rule matches it"
        } else {
            "there are no rules for apps, or not all could be read"
        },
        decider: if matches!(app.outcome, Outcome::Level { by: Decider::Otherwise, .. }) {
            "what no rule matches"
        } else {
            "the rule that decides"
        },
        control_name: control.map(|control| control.name().to_owned()).unwrap_or_default(),
    }
}

fn explain(row: &AppRow, out: &mut dyn Write) -> Result<(), Failure> {
    let name = printable(&row.app);
    match &row.level {
        Some(level) => writeln!(out, "app `{name}` is `{level}`")?,
        None if row.missing.is_empty() => writeln!(out, "app `{name}` has no level: {}", row.why)?,
        None => {
            let missing = quoted_list(row.missing.iter().map(String::as_str), "and");
            writeln!(out, "app `{name}` has no level: not known are {missing}")?;
            if !row.possible.is_empty() {
                let possible = quoted_list(row.possible.iter().map(String::as_str), "or");
                writeln!(out, "  once they are, it will be {possible}")?;
            }
        }
    }
    if let Some(decided) = &row.decided_by {
        writeln!(out, "  {}  {decided}", row.decider)?;
    }
    if let Some(to) = &row.asked {
        write_ways(&row.ways, to, out)?;
    }
    if let Some(control) = &row.control {
        writeln!(out, "  control `{}`  {control}", row.control_name)?;
    } else if let Some(level) = row.asked.as_ref().or(row.level.as_ref()) {
        writeln!(out, "  level `{level}` has no control")?;
    }
    for duty in &row.duties {
        let at = duty.place.as_ref().map_or_else(String::new, |place| format!("  {place}"));
        writeln!(out, "    {:7}  {}: {}{at}", duty.state, duty.what, duty.detail)?;
    }
    if !row.connectors.is_empty() {
        writeln!(out, "  connectors")?;
        for one in &row.connectors {
            let rating = one.rating.as_deref().unwrap_or("unrated");
            writeln!(out, "    {}  {rating}  {}", printable(&one.connector), one.standing)?;
        }
    }
    if !row.guidelines.is_empty() {
        writeln!(out, "  guidelines")?;
        for guideline in &row.guidelines {
            writeln!(out, "    {}", printable(&guideline.guideline))?;
            for (title, texts) in [("do", &guideline.dos), ("do not", &guideline.dont)] {
                texts.iter().try_for_each(|text| writeln!(out, "      {title}: {}", printable(text)))?;
            }
        }
    }
    Ok(())
}

fn write_ways(ways: &[Vec<MoveRow>], level: &str, out: &mut dyn Write) -> Result<(), Failure> {
    if ways.is_empty() {
        writeln!(out, "  no change of one or two values would make it `{level}`")?;
    } else {
        writeln!(out, "  it would be `{level}` with")?;
        for way in ways.iter().take(8) {
            let steps = way.iter().map(|step| format!("`{} = {}`", step.field, step.value));
            writeln!(out, "    {}", list_of(steps, "and"))?;
        }
        if ways.len() > 8 {
            writeln!(out, "    or {} other ways", ways.len() - 8)?;
        }
    }
    writeln!(out, "  as `{level}` its obligations would be")?;
    Ok(())
}

fn list(rows: &[AppRow], out: &mut dyn Write) -> Result<(), Failure> {
    if rows.is_empty() {
        writeln!(out, "no app is declared")?;
        return Ok(());
    }
    let cells = |row: &AppRow| {
        let of_state = |unknown: bool| {
            let duties = row.duties.iter().filter(|duty| !duty.met && (duty.state == "unknown") == unknown);
            duties.map(|duty| duty.what.as_str()).collect::<Vec<&str>>().join(", ")
        };
        let (open, unknown) = (of_state(false), of_state(true));
        let state = match (&row.level, open.as_str(), unknown.as_str()) {
            (None, ..) => "unclassified".to_owned(),
            (Some(_), "", "") => "met".to_owned(),
            (Some(_), "", unknown) => format!("not known: {unknown}"),
            (Some(_), open, "") => format!("open: {open}"),
            (Some(_), open, unknown) => format!("open: {open}; not known: {unknown}"),
        };
        let level = row.level.as_deref().unwrap_or("no level").to_owned();
        let environment = printable(row.environment.as_deref().unwrap_or_default()).into_owned();
        [printable(&row.app).into_owned(), level, environment, state]
    };
    let rows: Vec<[String; 4]> = rows.iter().map(cells).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    for [name, level, environment, state] in &rows {
        writeln!(out, "{name:first$}  {level:second$}  {environment:third$}  {state}")?;
    }
    Ok(())
}
