//! `dictum query rating`

use std::io::Write;

use serde::Serialize;

use super::{ask, connector, place, unknown, write_json};
use crate::analysis::{governance, standing};
use crate::cli::args::{Display, Listing, QueryRating};
use crate::cli::check;
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::engine::{self, Analysis, Settings, Supposed};
use crate::model::ConnectorId;
use crate::model::criticity::Outcome;
use crate::model::facts::{ConnectorSubjects, RATING_SCALE};
use crate::text::printable;

#[derive(Serialize)]
struct RatingRow {
    connector: String,
    rating: Option<String>,
    by_hand: Option<Why>,
    by_rules: Option<Why>,
    missing: Vec<String>,
    #[serde(rename = "as")]
    supposed: Option<SupposedRow>,
}

/// A level and why.
#[derive(Serialize)]
struct Why {
    level: String,
    reason: Option<String>,
    place: Option<String>,
}

#[derive(Serialize)]
struct SupposedRow {
    level: String,
    policies: Vec<Moved>,
    environments: Vec<Moved>,
    findings: Vec<String>,
}

impl SupposedRow {
    fn is_still(&self) -> bool {
        self.policies.is_empty() && self.environments.is_empty() && self.findings.is_empty()
    }
}

#[derive(Serialize)]
struct Moved {
    name: String,
    from: String,
    to: String,
}

pub(super) fn run(query: &QueryRating, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&query.asked.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let id = connector(&analysis.program, &query.connector)?;
    let Some(scale) = analysis.program.scale(RATING_SCALE) else {
        return Err(Failure::new(format!("there is no scale `{RATING_SCALE}`"))
            .help(format!("declare it: `scale {RATING_SCALE} {{ trusted < standard < elevated }}`")));
    };
    let supposed = match &query.level {
        None => None,
        Some(level) => {
            let levels = scale.levels.iter().map(|level| &*level.name);
            if !levels.clone().any(|known| known == level) {
                return Err(unknown("level", level, levels));
            }
            Some(suppose(&project, &analysis, query, id, level))
        }
    };
    let row = row(&project, &analysis, id, supposed);
    match query.asked.output {
        Listing::Json => write_json(&row, out)?,
        Listing::Text => explain(&row, out)?,
    }
    let calm = row.supposed.as_ref().map_or(row.rating.is_some(), SupposedRow::is_still);
    Ok(if calm { Status::Clean } else { Status::Findings })
}

fn row(project: &Project, analysis: &Analysis, id: ConnectorId, supposed: Option<SupposedRow>) -> RatingRow {
    let program = &analysis.program;
    let at = |location| place(&project.sources, location);
    let subjects = ConnectorSubjects::new(program);
    let outcome = program.ratings.get(id.0 as usize);
    let by_hand = program.facts_of(id).and_then(|facts| facts.rated.as_ref()).map(|rated| Why {
        level: rated.level.name.to_string(),
        reason: rated.reason.as_ref().map(|reason| reason.name.to_string()),
        place: Some(at(rated.level.location)),
    });
    let by_rules = outcome.and_then(|outcome| {
        let level = program.scale(RATING_SCALE)?.levels.get(outcome.level()? as usize)?;
        let rule = governance::rating_rules(program).and_then(|rules| rules.place_of(outcome));
        Some(Why { level: level.name.to_string(), reason: None, place: rule.map(at) })
    });
    let missing = match outcome {
        Some(Outcome::Unknown { missing }) => missing.iter().map(ToString::to_string).collect(),
        Some(Outcome::NoRules | Outcome::Level { .. } | Outcome::Gap) | None => Vec::new(),
    };
    RatingRow {
        connector: program.universe.name(id).to_owned(),
        rating: governance::rating(&subjects, id).map(str::to_owned),
        by_hand,
        by_rules,
        missing,
        supposed,
    }
}

/// What would change if the connector had another rating.
fn suppose(project: &Project, before: &Analysis, query: &QueryRating, id: ConnectorId, level: &str) -> SupposedRow {
    let name = before.program.universe.name(id);
    let settings = Settings { today: check::today(&query.asked.inputs) };
    let supposed = Supposed { connector: name, level };
    let mut after = engine::suppose(&project.sources, project.catalog.clone(), &settings, &supposed);
    crate::cli::levels::apply(project, &mut after.diagnostics);
    let mut row =
        SupposedRow { level: level.to_owned(), policies: Vec::new(), environments: Vec::new(), findings: Vec::new() };
    for (policy, then) in before.program.policies.ids() {
        let was = before.effective.placement(&before.program, policy, id);
        let is = after.effective.placement(&after.program, policy, id);
        if let (Some(was), Some(is)) = (was, is)
            && was != is
        {
            let name = then.name().to_owned();
            row.policies.push(Moved { name, from: was.title().to_owned(), to: is.title().to_owned() });
        }
    }
    for (environment, then) in before.program.environments.ids() {
        let at = |analysis: &Analysis| {
            analysis.effective.class(environment).map(|class| standing(&analysis.program, class, id))
        };
        if let (Some(was), Some(is)) = (at(before), at(&after))
            && was != is
        {
            row.environments.push(Moved { name: then.name().to_owned(), from: was, to: is });
        }
    }
    let known = |message: &str| before.diagnostics.iter().any(|finding| finding.message == message);
    // Findings about the supposed rating itself, such as a missing reason, are left out.
    let about_rating = |code: u16| (3200..3300).contains(&code);
    for finding in &after.diagnostics {
        if !known(&finding.message) && !about_rating(finding.rule.code.0) {
            row.findings.push(format!("{}[{}]: {}", finding.level.word(), finding.rule.code, finding.message));
        }
    }
    row
}

fn explain(row: &RatingRow, out: &mut dyn Write) -> Result<(), Failure> {
    let name = printable(&row.connector);
    match &row.rating {
        Some(rating) => writeln!(out, "connector `{name}` is rated `{rating}`")?,
        None => writeln!(out, "connector `{name}` has no rating")?,
    }
    for (title, why) in [("by hand", &row.by_hand), ("by the rules", &row.by_rules)] {
        if let Some(why) = why {
            let reason = why.reason.as_ref().map_or_else(String::new, |reason| format!(", \"{}\"", printable(reason)));
            let place = why.place.as_ref().map_or_else(String::new, |place| format!("  {place}"));
            writeln!(out, "  {title}: `{}`{reason}{place}", why.level)?;
        }
    }
    if !row.missing.is_empty() {
        let names = row.missing.iter().map(String::as_str);
        writeln!(out, "  the rules cannot say: not known are {}", crate::diagnostics::quoted_list(names, "and"))?;
    }
    let Some(supposed) = &row.supposed else { return Ok(()) };
    writeln!(out, "as `{}`", supposed.level)?;
    if supposed.is_still() {
        writeln!(out, "  nothing changes")?;
    }
    for (title, moved) in [("data policy", &supposed.policies), ("environment", &supposed.environments)] {
        for one in moved {
            writeln!(out, "  {title} `{}`: {} -> {}", printable(&one.name), one.from, one.to)?;
        }
    }
    for finding in &supposed.findings {
        writeln!(out, "  new: {}", printable(finding))?;
    }
    Ok(())
}
