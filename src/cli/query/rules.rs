//! `dictum query rules`

use std::io::Write;

use serde::Serialize;

use super::{ask, place, unknown, write_json};
use crate::analysis::Study;
use crate::cli::args::{Display, Listing, QueryRules};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::decision::{Rest, Standing};
use crate::diagnostics::list_of;
use crate::model::Program;
use crate::model::criticity::{HitPolicy, RuleSet};
use crate::model::subject;
use crate::text::printable;

/// What is proved of one rule set.
#[derive(Serialize)]
struct RulesRow {
    scale: String,
    subject: String,
    policy: &'static str,
    complete: Option<bool>,
    gaps: Vec<String>,
    /// The scales that these rules use and whose rules leave something without a level.
    incomplete_scales: Vec<String>,
    /// The scales that these rules use and for which that is unknown.
    undecided_scales: Vec<String>,
    conflicts: u64,
    settled_overlaps: u64,
    undecided: u64,
    open: Vec<String>,
    #[serde(skip)]
    pairs_open: bool,
    /// Whether `never` leaves nothing possible.
    nothing_possible: bool,
    rules: Vec<RuleRow>,
}

#[derive(Serialize)]
struct RuleRow {
    level: String,
    place: String,
    otherwise: bool,
    standing: &'static str,
    example: Vec<Part>,
    by: Vec<String>,
}

/// A value of an example.
#[derive(Serialize)]
struct Part {
    name: String,
    value: String,
}

impl RulesRow {
    fn is_sound(&self) -> bool {
        self.complete == Some(true) && self.conflicts == 0 && self.undecided == 0
    }
}

pub(super) fn run(query: &QueryRules, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&query.asked.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let name = |study: &Study| study.rule_set(program).map_or("", |rules| rules.name()).to_owned();
    let names: Vec<String> = analysis.studies.iter().map(name).collect();
    if let Some(asked) = &query.scale
        && !names.contains(asked)
    {
        return Err(unknown("set of rules", asked, names.iter().map(String::as_str)));
    }
    let asked = |study: &&Study| query.scale.as_ref().is_none_or(|scale| name(study) == *scale);
    let rows: Vec<RulesRow> = analysis
        .studies
        .iter()
        .filter(asked)
        .filter_map(|study| row(&project, program, &analysis.studies, study))
        .collect();
    match query.asked.output {
        Listing::Json => write_json(&rows, out)?,
        Listing::Text if rows.is_empty() => writeln!(out, "there are no rules")?,
        Listing::Text => rows.iter().try_for_each(|row| explain(row, out))?,
    }
    Ok(if rows.iter().all(RulesRow::is_sound) { Status::Clean } else { Status::Findings })
}

/// Whether rules give everything a level, as far as that is known; the rules of scales that they use are not
/// considered.
fn is_complete(study: &Study) -> Option<bool> {
    let gaps = study.gaps.as_ref()?;
    match gaps.rest {
        Rest::Undecided if gaps.regions.is_empty() => None,
        Rest::None | Rest::More | Rest::Undecided => Some(gaps.regions.is_empty()),
    }
}

fn row(project: &Project, program: &Program, studies: &[Study], study: &Study) -> Option<RulesRow> {
    let set = study.rule_set(program)?;
    let of = |rules: &RuleSet| {
        let mut all =
            studies.iter().filter(|other| other.rule_set(program).is_some_and(|own| std::ptr::eq(own, rules)));
        all.next().and_then(is_complete)
    };
    let asked: Vec<(&str, Option<bool>)> =
        subject::asked_rules(program, set).into_iter().map(|rules| (rules.name(), of(rules))).collect();
    let whole = |answer: Option<bool>| match answer {
        Some(true) if asked.iter().any(|(_, known)| *known == Some(false)) => Some(false),
        Some(true) if asked.iter().any(|(_, known)| known.is_none()) => None,
        answer => answer,
    };
    let scales = |wanted: Option<bool>| {
        let found = asked.iter().filter(|(_, known)| *known == wanted);
        found.map(|(name, _)| (*name).to_owned()).collect()
    };
    let at = |rule: usize| study.place(program, rule).map(|found| place(&project.sources, found)).unwrap_or_default();
    let rules = study.standings.iter().enumerate().map(|(index, standing)| {
        let (standing, region, by) = match standing {
            Standing::Decides(region) => ("decides", Some(region), Vec::new()),
            Standing::Masked(cover) => ("masked", None, cover.iter().map(|rule| at(*rule)).collect()),
            Standing::Never => ("never matches", None, Vec::new()),
            Standing::Undecided => ("undecided", None, Vec::new()),
        };
        let example = region.and_then(|region| Some(study.witness(region, &study.point(region)?).parts));
        RuleRow {
            level: study.level_of_rule(program, index).to_owned(),
            place: at(index),
            otherwise: index >= set.rules.len(),
            standing,
            example: example.into_iter().flatten().map(|(name, value)| Part { name, value }).collect(),
            by,
        }
    });
    let gaps = study.gaps.as_ref();
    Some(RulesRow {
        scale: set.name().to_owned(),
        subject: set.subject.name.to_string(),
        policy: set.policy.words(),
        complete: whole(is_complete(study)),
        incomplete_scales: scales(Some(false)),
        undecided_scales: scales(None),
        gaps: gaps.map_or_else(Vec::new, |gaps| {
            gaps.regions.iter().map(|region| study.describe(&study.plain(region, &[]))).collect()
        }),
        conflicts: study.conflicts.live,
        // Overlaps with `otherwise` are intended and do not count.
        settled_overlaps: match set.policy {
            HitPolicy::Unique | HitPolicy::Any => 0,
            HitPolicy::WorstWins | HitPolicy::FirstWins => {
                let others = set.rules.iter().filter(|rule| {
                    let own = rule.level.target;
                    set.otherwise.as_ref().is_some_and(|level| level.target != own)
                });
                study.conflicts.masked.saturating_sub(others.count() as u64)
            }
        },
        undecided: if study.reading.is_err() { 1 } else { study.open.total() },
        open: study.open_questions(),
        nothing_possible: study.is_void,
        pairs_open: study.reading.is_err() || study.conflicts.undecided > 0,
        rules: rules.collect(),
    })
}

fn explain(row: &RulesRow, out: &mut dyn Write) -> std::io::Result<()> {
    let subjects = format!("{}s", printable(&row.subject));
    writeln!(out, "rules for `{}`, about {subjects}: {}", printable(&row.scale), row.policy)?;
    if row.nothing_possible {
        return writeln!(out, "  nothing to prove: `never` leaves no {subjects} possible");
    }
    let complete = match row.complete {
        Some(true) => format!("complete: all {subjects} have a level"),
        Some(false) if row.gaps.is_empty() => {
            let scales: Vec<String> = row.incomplete_scales.iter().map(|scale| format!("`{scale}`")).collect();
            let asked = list_of(scales, "and");
            format!("open: the rules for {asked}, which these ask for, leave some {subjects} without a level")
        }
        Some(false) => format!("open: no rule matches {subjects} where {}", row.gaps.join("; or where ")),
        None => format!("undecided: whether all {subjects} have a level"),
    };
    let conflicts = match row.conflicts {
        0 if row.pairs_open => format!("undecided: whether some {subjects} have two levels"),
        0 => "without contradiction: none has two levels".to_owned(),
        1 => format!("contradictory: 1 pair of rules gives some {subjects} two levels"),
        count => format!("contradictory: {count} pairs of rules give some {subjects} two levels"),
    };
    writeln!(out, "  {}\n  {}", printable(&complete), printable(&conflicts))?;
    if row.settled_overlaps > 0 {
        let pairs =
            if row.settled_overlaps == 1 { "1 pair".to_owned() } else { format!("{} pairs", row.settled_overlaps) };
        writeln!(out, "  {pairs} of unlike levels meet, and `{}` settles it", row.policy)?;
    }
    if row.undecided > 0 {
        writeln!(out, "  undecided: {} questions, whose budget was used up", row.undecided)?;
        row.open.iter().try_for_each(|open| writeln!(out, "    {open}"))?;
    }
    let shown = |rule: &RuleRow| format!("{}{}", rule.level, if rule.otherwise { " otherwise" } else { "" });
    let width = row.rules.iter().map(|rule| shown(rule).len()).max().unwrap_or(0);
    for rule in &row.rules {
        let level = format!("{:width$}", shown(rule));
        let what = match (rule.standing, rule.example.is_empty(), rule.by.is_empty()) {
            ("decides", false, _) => {
                let values = rule.example.iter().map(|part| format!("{} = {}", part.name, part.value));
                format!("decides, as for {}", values.collect::<Vec<_>>().join(", "))
            }
            ("masked", _, false) => format!("masked by {}", rule.by.join(", ")),
            (standing, ..) => standing.to_owned(),
        };
        writeln!(out, "  {}  {}  {}", printable(&level), rule.place, printable(&what))?;
    }
    Ok(())
}
