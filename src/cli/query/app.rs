//! `dictum query app`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::app_json::{self, AppRow};
use super::{ask, place, unknown, write_json};
use crate::analysis::duties::{Duty, duties};
use crate::analysis::levels::{self, Move};
use crate::analysis::{governance, standing};
use crate::cli::args::{Display, Inputs, Listing, QueryApp};
use crate::cli::check;
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::diagnostics::{list_of, quoted_list};
use crate::engine::Analysis;
use crate::model::criticity::{App, Guideline, Outcome};
use crate::model::facts::ConnectorSubjects;
use crate::model::{ConnectorId, Program};
use crate::text::printable;

/// An app, the level it is asked about, and all that follows.
pub(super) struct Answer<'a> {
    pub(super) app: &'a App,
    /// Its own level.
    pub(super) level: Option<u32>,
    /// The level that is asked about, where it is another.
    pub(super) to: Option<u32>,
    pub(super) duties: Vec<Duty>,
    pub(super) guidelines: Vec<&'a Guideline>,
    /// Name, rating, and where data policies put it.
    pub(super) connectors: Vec<(&'a str, Option<String>, String)>,
    /// The smallest changes of criteria that give the level that is asked about.
    pub(super) ways: Vec<Vec<Move>>,
    /// The levels that are possible once what is missing is known.
    pub(super) possible: Vec<u32>,
}

impl Answer<'_> {
    /// Whether it has a level and all that is asked for.
    pub(super) fn is_met(&self) -> bool {
        self.level.is_some() && self.duties.iter().all(|duty| duty.state.is_met())
    }
}

pub(super) fn run(query: &QueryApp, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    // A list takes paths only; what looks like a path and is one is no name of an app.
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
    let answer = |app| answer(&analysis, app, to, today);
    let answers: Vec<Answer<'_>> = match name {
        Some(name) => {
            let names = program.apps.iter().map(|app| &*app.head.symbol.name);
            let app = program.apps.iter().find(|app| *app.head.symbol.name == *name);
            vec![answer(app.ok_or_else(|| unknown("app", name, names))?)]
        }
        None => program.apps.iter().map(answer).collect(),
    };
    match (query.asked.output, name, answers.first()) {
        (Listing::Json, Some(_), Some(only)) => write_json(&app_json::row(&project, program, only), out)?,
        (Listing::Json, ..) => {
            let rows: Vec<AppRow> = answers.iter().map(|answer| app_json::row(&project, program, answer)).collect();
            write_json(&rows, out)?;
        }
        (Listing::Text, Some(_), Some(only)) => explain(&project, program, only, out)?,
        (Listing::Text, ..) => list(program, &answers, out)?,
    }
    Ok(if answers.iter().all(Answer::is_met) { Status::Clean } else { Status::Findings })
}

/// Whether a word is a path rather than a name: names hold no `/`, and few hold a dot.
fn is_path(word: &str) -> bool {
    word == "-" || word.contains(['/', '\\', '.']) && Path::new(word).exists()
}

fn level_named(program: &Program, name: &str) -> Result<u32, Failure> {
    let levels = governance::scale(program).map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let found = levels.iter().position(|level| *level.name == *name);
    found.map(|level| level as u32).ok_or_else(|| unknown("level", name, levels.iter().map(|level| &*level.name)))
}

fn answer<'a>(analysis: &'a Analysis, app: &'a App, to: Option<u32>, today: jiff::civil::Date) -> Answer<'a> {
    let program = &analysis.program;
    let level = app.outcome.level();
    let asked = to.or(level);
    let guidelines = program.guidelines.iter().filter(|guideline| {
        asked.is_some_and(|level| guideline.levels.as_ref().is_none_or(|clause| clause.levels.contains(&level)))
    });
    let missing = match &app.outcome {
        Outcome::Unknown { missing } => missing.as_slice(),
        Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap => &[],
    };
    Answer {
        app,
        level,
        to: to.filter(|to| Some(*to) != level),
        duties: asked.map(|level| duties(program, app, level, today)).unwrap_or_default(),
        guidelines: guidelines.collect(),
        connectors: connectors(analysis, app),
        ways: to.filter(|to| Some(*to) != level).map(|to| levels::ways(program, app, to)).unwrap_or_default(),
        possible: if missing.is_empty() {
            Vec::new()
        } else {
            levels::possible(program, app, missing).unwrap_or_default()
        },
    }
}

/// The connectors of an app: name, rating, and where data policies put it.
fn connectors<'a>(analysis: &'a Analysis, app: &App) -> Vec<(&'a str, Option<String>, String)> {
    let program = &analysis.program;
    let subjects = ConnectorSubjects::new(program);
    let class = governance::environment_of(program, app).and_then(|(id, _)| analysis.effective.class(id));
    let of_connector = |id: ConnectorId| {
        let rating = governance::rating(&subjects, id).map(str::to_owned);
        (program.universe.name(id), rating, class.map_or_else(String::new, |class| standing(program, class, id)))
    };
    app.connectors.iter().flat_map(|clause| clause.members.iter()).map(of_connector).collect()
}

fn explain(project: &Project, program: &Program, answer: &Answer<'_>, out: &mut dyn Write) -> Result<(), Failure> {
    let sources = &project.sources;
    let app = answer.app;
    let name = printable(&app.head.symbol.name);
    match (answer.level, &app.outcome) {
        (Some(level), _) => writeln!(out, "app `{name}` is `{}`", governance::level_name(program, level))?,
        (None, Outcome::Unknown { missing }) => {
            writeln!(
                out,
                "app `{name}` has no level: not known are {}",
                quoted_list(missing.iter().map(AsRef::as_ref), "and")
            )?;
            let possible = answer.possible.iter().map(|level| governance::level_name(program, *level));
            if !answer.possible.is_empty() {
                writeln!(out, "  once they are, it will be {}", quoted_list(possible, "or"))?;
            }
        }
        (None, Outcome::Gap) => writeln!(out, "app `{name}` has no level: no rule matches it")?,
        (None, Outcome::NoRules | Outcome::Level { .. }) => {
            writeln!(out, "app `{name}` has no level: there are no rules for apps, or not all could be read")?;
        }
    }
    if let Some(decided) = governance::decided_at(program, app) {
        let what = match &app.outcome {
            Outcome::Level { by: crate::model::criticity::Decider::Otherwise, .. } => "what no rule matches",
            Outcome::Level { .. } | Outcome::NoRules | Outcome::Unknown { .. } | Outcome::Gap => {
                "the rule that decides"
            }
        };
        writeln!(out, "  {what}  {}", place(sources, decided))?;
    }
    if let Some(to) = answer.to {
        write_ways(program, answer, to, out)?;
    }
    let asked = answer.to.or(answer.level);
    if let Some(control) = asked.and_then(|level| governance::control_of(program, level)) {
        writeln!(out, "  control `{}`  {}", control.head.symbol.name, place(sources, control.head.symbol.location))?;
    } else if let Some(level) = asked {
        writeln!(out, "  level `{}` has no control", governance::level_name(program, level))?;
    }
    for duty in &answer.duties {
        let at = duty.place.map_or_else(String::new, |location| format!("  {}", place(sources, location)));
        writeln!(out, "    {:7}  {}: {}{at}", duty.state.word(), duty.what, duty.detail)?;
    }
    if !answer.connectors.is_empty() {
        writeln!(out, "  connectors")?;
        for (connector, rating, standing) in &answer.connectors {
            let rating = rating.as_deref().unwrap_or("unrated");
            writeln!(out, "    {}  {rating}  {standing}", printable(connector))?;
        }
    }
    if !answer.guidelines.is_empty() {
        writeln!(out, "  guidelines")?;
        for guideline in &answer.guidelines {
            writeln!(out, "    {}", printable(&guideline.head.symbol.name))?;
            for text in &guideline.dos {
                writeln!(out, "      do: {}", printable(&text.name))?;
            }
            for text in &guideline.donts {
                writeln!(out, "      do not: {}", printable(&text.name))?;
            }
        }
    }
    Ok(())
}

fn write_ways(program: &Program, answer: &Answer<'_>, to: u32, out: &mut dyn Write) -> Result<(), Failure> {
    let level = governance::level_name(program, to);
    match answer.ways.as_slice() {
        [] => writeln!(out, "  no change of one or two values would make it `{level}`")?,
        ways => {
            writeln!(out, "  it would be `{level}` with")?;
            for way in ways.iter().take(8) {
                let steps = way.iter().map(|step| format!("`{} = {}`", step.field, step.value.shown()));
                writeln!(out, "    {}", list_of(steps, "and"))?;
            }
            if ways.len() > 8 {
                writeln!(out, "    or {} other ways", ways.len() - 8)?;
            }
        }
    }
    writeln!(out, "  as `{level}` it would be held to")?;
    Ok(())
}

fn list(program: &Program, answers: &[Answer<'_>], out: &mut dyn Write) -> Result<(), Failure> {
    if answers.is_empty() {
        writeln!(out, "no app is declared")?;
        return Ok(());
    }
    let rows: Vec<[String; 4]> = answers
        .iter()
        .map(|answer| {
            let app = answer.app;
            let open: Vec<&str> =
                answer.duties.iter().filter(|duty| !duty.state.is_met()).map(|duty| duty.what.as_str()).collect();
            let level = answer.level.map_or("no level", |level| governance::level_name(program, level));
            let state = match (answer.level, open.as_slice()) {
                (None, _) => "unclassified".to_owned(),
                (Some(_), []) => "met".to_owned(),
                (Some(_), open) => format!("open: {}", open.join(", ")),
            };
            let environment = app.environment.as_ref().map_or("", |reference| &*reference.symbol.name);
            let name = printable(&app.head.symbol.name).into_owned();
            [name, level.to_owned(), printable(environment).into_owned(), state]
        })
        .collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    for [name, level, environment, state] in &rows {
        writeln!(out, "{name:first$}  {level:second$}  {environment:third$}  {state}")?;
    }
    Ok(())
}
