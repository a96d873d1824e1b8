//! `dictum catalog`

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::args::{
    self, CatalogChoice, CatalogDiff, CatalogList, CatalogPin, CatalogSearch, CatalogShow, FailOn, Inputs, Listing,
};
use super::exit::Status;
use super::failure::Failure;
use super::project::{self, read_catalog};
use super::{tables, write};
use crate::analysis::governance;
use crate::catalog::{Catalog, Connector, ConnectorIndex, diff};
use crate::engine::{self, Settings};
use crate::model::facts::ConnectorSubjects;
use crate::model::program::{ConnectorFacts, Criteria, Scale};
use crate::model::{ConnectorId, DataGroup, List, Universe, read_condition, select};
use crate::text::printable;

pub(super) fn run(command: &args::Catalog, out: &mut dyn Write) -> Result<Status, Failure> {
    match command {
        args::Catalog::List(command) => list(command, out),
        args::Catalog::Show(command) => show(command, out),
        args::Catalog::Search(command) => search(command, out),
        args::Catalog::Diff(command) => compare(command, out),
        args::Catalog::Pin(command) => pin(command, out),
        args::Catalog::Tables(command) => tables::tables(command, out),
        args::Catalog::Roles(command) => tables::roles(command, out),
        args::Catalog::Privileges(command) => tables::privileges(command, out),
    }
}

fn choose(choice: &CatalogChoice) -> Result<Catalog, Failure> {
    let catalog = match &choice.catalog {
        Some(file) => read_catalog(file)?,
        None => Catalog::builtin().clone(),
    };
    Ok(match choice.as_of {
        Some(date) => catalog.as_of(date),
        None => catalog,
    })
}

#[derive(Serialize)]
struct Row<'a> {
    connector: &'a str,
    id: String,
    display_name: Cow<'a, str>,
    publisher: &'a str,
    tier: &'static str,
    kind: &'static str,
    blockable: bool,
    action_control: bool,
    endpoint_filtering: bool,
    first_seen: Option<String>,
    last_seen: Option<String>,
}

fn row(connector: &Connector) -> Row<'_> {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    Row {
        connector: &connector.id,
        id: connector.wire_id(),
        display_name: connector.distinct_name(),
        publisher: &connector.publisher,
        tier: connector.tier.word(),
        kind: connector.kind.word(),
        blockable: connector.blockable,
        action_control: connector.action_control,
        endpoint_filtering: connector.endpoint_filtering,
        first_seen: date(connector.first_seen),
        last_seen: date(connector.last_seen),
    }
}

fn write_rows(connectors: &[&Connector], output: Listing, out: &mut dyn Write) -> Result<(), Failure> {
    let rows: Vec<Row<'_>> = connectors.iter().map(|connector| row(connector)).collect();
    if output == Listing::Json {
        serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(());
    }
    let width = rows.iter().map(|row| row.connector.len()).max().unwrap_or(0).min(40);
    for row in &rows {
        let blockable = if row.blockable { "" } else { "  cannot be blocked" };
        let name = printable(&row.display_name);
        writeln!(out, "{:width$}  {:8}  {name}{blockable}", printable(row.connector), row.tier)?;
    }
    Ok(())
}

fn list(command: &CatalogList, out: &mut dyn Write) -> Result<Status, Failure> {
    let catalog = choose(&command.choice)?;
    let chosen: Vec<&Connector> = match &command.condition {
        None => catalog.connectors().iter().collect(),
        Some(text) => {
            let condition = read_condition(text).map_err(|finding| refuse(&finding))?;
            let universe = Universe::new(Arc::new(catalog.clone()), Vec::new());
            let (scales, criteria, facts): (List<Scale>, List<Criteria>, List<ConnectorFacts>) = Default::default();
            let subjects = ConnectorSubjects::of(&universe, &scales, &criteria, &facts);
            let mut findings = Vec::new();
            let selected = select::select(&subjects, &condition, &mut findings);
            if let Some(finding) = findings.first() {
                return Err(refuse(finding));
            }
            selected.iter().map(|id: ConnectorId| catalog.get(ConnectorIndex(id.0))).collect()
        }
    };
    write_rows(&chosen, command.output, out)?;
    Ok(Status::Clean)
}

fn refuse(finding: &crate::diagnostics::Diagnostic) -> Failure {
    let failure = Failure::new(format!("the condition cannot be answered: {}", finding.message));
    match &finding.help {
        Some(help) => failure.help(help.clone()),
        None => failure,
    }
}

fn show(command: &CatalogShow, out: &mut dyn Write) -> Result<Status, Failure> {
    let catalog = choose(&command.choice)?;
    let Some(index) = catalog.find(&command.connector) else {
        let failure = Failure::new(format!("there is no connector `{}`", command.connector));
        return Err(match (Catalog::retired(&command.connector), catalog.closest(&command.connector)) {
            (Some(retired), _) => failure.help(retired.note),
            (None, Some(near)) => failure.did_you_mean(near),
            (None, None) => failure.help("`dictum catalog search` finds connectors by words of their names"),
        });
    };
    let row = row(catalog.get(index));
    if command.output == Listing::Json {
        serde_json::to_writer_pretty(&mut *out, &row).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(Status::Clean);
    }
    let yes = |value: bool| if value { "yes" } else { "no" };
    writeln!(out, "{}  {}", printable(row.connector), printable(&row.display_name))?;
    let publisher = if row.publisher.is_empty() { "unknown" } else { row.publisher };
    for (name, value) in [
        ("id", row.id.as_str()),
        ("publisher", publisher),
        ("tier", row.tier),
        ("kind", row.kind),
        ("blockable", yes(row.blockable)),
        ("action_control", yes(row.action_control)),
        ("endpoint_filtering", yes(row.endpoint_filtering)),
        ("first_seen", row.first_seen.as_deref().unwrap_or("unknown")),
        ("last_seen", row.last_seen.as_deref().unwrap_or("unknown")),
    ] {
        writeln!(out, "  {name:18}  {}", printable(value))?;
    }
    Ok(Status::Clean)
}

fn search(command: &CatalogSearch, out: &mut dyn Write) -> Result<Status, Failure> {
    let catalog = choose(&command.choice)?;
    let words = command.words.join(" ");
    let found: Vec<&Connector> = catalog.search(&words).into_iter().map(|index| catalog.get(index)).collect();
    if found.is_empty() {
        let failure = Failure::new(format!("no connector matches `{words}`"));
        return Err(match catalog.closest(&words) {
            Some(near) => failure.did_you_mean(near),
            None => failure.help("search for a part of its name, id or publisher"),
        });
    }
    write_rows(&found, command.output, out)?;
    Ok(Status::Clean)
}

/// The catalogue that an argument of the command line names.
fn named(name: &str) -> Result<Catalog, Failure> {
    if name == "builtin" {
        return Ok(Catalog::builtin().clone());
    }
    match name.parse::<Date>() {
        Ok(date) => Ok(Catalog::builtin().as_of(date)),
        Err(_) => read_catalog(Path::new(name)),
    }
}

#[derive(Serialize)]
struct DiffRow {
    added: Vec<Added>,
    removed: Vec<String>,
    renamed: Vec<Changed>,
    tier_changed: Vec<Changed>,
    blockability_changed: Vec<Changed>,
}

impl DiffRow {
    /// Whether there is a change of that kind.
    fn has(&self, change: FailOn) -> bool {
        match change {
            FailOn::New => !self.added.is_empty(),
            FailOn::Unrated => {
                self.added.iter().any(|added| added.rating.as_deref().is_none_or(|rating| rating == UNRATED))
            }
            FailOn::Open => {
                let blocked = DataGroup::Blocked.title();
                self.added.iter().any(|added| added.falls.iter().any(|(_, group)| *group != blocked))
            }
            FailOn::Gone => !self.removed.is_empty(),
            FailOn::Renamed => !self.renamed.is_empty(),
            FailOn::Tier => !self.tier_changed.is_empty(),
            FailOn::Blockability => !self.blockability_changed.is_empty(),
        }
    }
}

#[derive(Serialize)]
struct Added {
    connector: String,
    display_name: String,
    tier: &'static str,
    /// Data policy and group, for each policy.
    falls: Vec<(String, &'static str)>,
    /// Its rating in the project: `unrated` if the rules give none, absent if the project has no ratings.
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<String>,
}

#[derive(Serialize)]
struct Changed {
    connector: String,
    before: String,
    after: String,
}

fn compare(command: &CatalogDiff, out: &mut dyn Write) -> Result<Status, Failure> {
    let (old, new) = (named(&command.old)?, named(&command.new)?);
    let difference = diff(&old, &new);
    let look_up = look_up(command, &new)?;
    let changed = |connector: &str, before: &str, after: &str| Changed {
        connector: connector.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let row = DiffRow {
        added: difference
            .added
            .iter()
            .map(|connector| {
                let (falls, rating) = look_up(&connector.id);
                Added {
                    connector: connector.id.to_string(),
                    display_name: connector.display_name.to_string(),
                    tier: connector.tier.word(),
                    falls,
                    rating,
                }
            })
            .collect(),
        removed: difference.removed.iter().map(|connector| connector.id.to_string()).collect(),
        renamed: difference.renamed.iter().map(|rename| changed(&rename.id, &rename.old, &rename.new)).collect(),
        tier_changed: difference
            .tier_changed
            .iter()
            .map(|change| changed(&change.id, change.old.word(), change.new.word()))
            .collect(),
        blockability_changed: difference
            .blockability_changed
            .iter()
            .map(|change| {
                let words = if change.blockable { ("unblockable", "blockable") } else { ("blockable", "unblockable") };
                changed(&change.id, words.0, words.1)
            })
            .collect(),
    };
    if command.output == Listing::Json {
        serde_json::to_writer_pretty(&mut *out, &row).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        write_diff(&row, out)?;
    }
    let fails = if command.fail_on.is_empty() {
        !difference.is_empty()
    } else {
        command.fail_on.iter().any(|one| row.has(*one))
    };
    Ok(if fails { Status::Findings } else { Status::Clean })
}

fn write_diff(row: &DiffRow, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} new, {} gone, {} renamed, {} of another tier, {} of other blockability",
        row.added.len(),
        row.removed.len(),
        row.renamed.len(),
        row.tier_changed.len(),
        row.blockability_changed.len()
    )?;
    for added in &row.added {
        writeln!(out, "+ {}  {}  {}", printable(&added.connector), added.tier, printable(&added.display_name))?;
        if let Some(rating) = &added.rating {
            writeln!(
                out,
                "    {}",
                if rating == UNRATED { UNRATED.to_owned() } else { format!("rated {}", printable(rating)) }
            )?;
        }
        for (policy, group) in &added.falls {
            writeln!(out, "    falls to {group} in `{}`", printable(policy))?;
        }
    }
    for removed in &row.removed {
        writeln!(out, "- {}", printable(removed))?;
    }
    let changed = row.renamed.iter().chain(&row.tier_changed).chain(&row.blockability_changed);
    for change in changed {
        let (before, after) = (printable(&change.before), printable(&change.after));
        writeln!(out, "~ {}  {before} -> {after}", printable(&change.connector))?;
    }
    Ok(())
}

/// The word for a connector without a rating.
const UNRATED: &str = "unrated";

/// Where each data policy puts a connector, and its rating.
type Found = (Vec<(String, &'static str)>, Option<String>);

/// Where each data policy of the project puts a connector of the new catalogue, and how it is rated.
fn look_up(command: &CatalogDiff, new: &Catalog) -> Result<impl Fn(&str) -> Found, Failure> {
    let inputs =
        Inputs { paths: command.policies.clone(), config: None, stdin_filename: None, no_exclude: false, today: None };
    let projects = match project::load(&inputs) {
        Ok(projects) => projects,
        // Without policies to look in, the two catalogues can still be compared.
        Err(_) if command.policies.is_empty() => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let catalog = Arc::new(new.clone());
    let settings = Settings { today: Date::constant(2000, 1, 1) };
    let programs: Vec<_> =
        projects.iter().map(|project| engine::analyze(&project.sources, catalog.clone(), &settings).program).collect();
    Ok(move |connector: &str| {
        let mut falls = Vec::new();
        let mut rating = None;
        for program in &programs {
            if let Some(id) = program.universe.find(connector) {
                let subjects = ConnectorSubjects::new(program);
                let rated = governance::rating(&subjects, id).map(str::to_owned);
                let unrated = || governance::rating_rules(program).map(|_| UNRATED.to_owned());
                rating = rated.or(rating).or_else(unrated);
                for policy in &program.policies {
                    let group = policy.group_of(&program.universe, id).title();
                    falls.push((policy.name().to_owned(), group));
                }
            }
        }
        (falls, rating)
    })
}

fn pin(command: &CatalogPin, out: &mut dyn Write) -> Result<Status, Failure> {
    let csv = choose(&command.choice)?.to_pinned_csv();
    match &command.out {
        None => out.write_all(csv.as_bytes())?,
        Some(file) => write::result(file, csv.as_bytes())?,
    }
    Ok(Status::Clean)
}
