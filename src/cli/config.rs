//! `dictum config`

use std::io::Write;

use serde::Serialize;

use super::args::{Config, Display, Listing};
use super::exit::Status;
use super::failure::Failure;
use super::levels::bad_settings;
use super::project::{self, Project};
use super::terminal;
use crate::catalog::MAX_AGE;
use crate::config::{KEYS, Levels};
use crate::diagnostics::{Level, sort};
use crate::render::{self, Format};
use crate::text::printable;

#[derive(Serialize)]
struct Row {
    project: String,
    setting: &'static str,
    value: String,
    from: String,
}

pub(super) fn run(command: &Config, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    let projects = project::load(&command.inputs)?;
    if command.files {
        return files(&projects, command.output, out);
    }
    let mut all = Vec::new();
    for (number, project) in projects.iter().enumerate() {
        if let Some((sources, findings)) = &project.settings {
            let mut findings = findings.clone();
            findings.extend(bad_settings(project, sources));
            sort(&mut findings);
            if !findings.is_empty() {
                let options = terminal::error_options(display);
                render::render(Format::Human, &findings, sources, &options, &mut terminal::errors())?;
                status = Status::CouldNotRun;
            }
        }
        let rows = rows(project);
        if command.output == Listing::Json {
            all.extend(rows);
            continue;
        }
        if projects.len() > 1 {
            let gap = if number == 0 { "" } else { "\n" };
            writeln!(out, "{gap}# {}", printable(&project.root.display().to_string()))?;
        }
        let name = rows.iter().map(|row| row.setting.len()).max().unwrap_or(0);
        let value = rows.iter().map(|row| row.value.chars().count()).max().unwrap_or(0).min(48);
        for row in rows {
            writeln!(out, "{:name$} = {:value$}  # {}", row.setting, printable(&row.value), printable(&row.from))?;
        }
    }
    if command.output == Listing::Json {
        serde_json::to_writer_pretty(&mut *out, &all).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    Ok(status)
}

/// A policy file, and the reason if it is not read.
#[derive(Serialize)]
struct FileRow {
    path: String,
    read: bool,
    why: Option<&'static str>,
}

fn files(projects: &[Project], form: Listing, out: &mut dyn Write) -> Result<Status, Failure> {
    let mut rows = Vec::new();
    for project in projects {
        let read = project.sources.iter();
        rows.extend(read.map(|source| FileRow { path: source.name().to_owned(), read: true, why: None }));
        rows.extend(project.left_out.iter().map(|one| FileRow {
            path: one.path.display().to_string().replace('\\', "/"),
            read: false,
            why: Some(one.why),
        }));
    }
    if form == Listing::Json {
        serde_json::to_writer_pretty(&mut *out, &rows).map_err(std::io::Error::from)?;
        writeln!(out)?;
        return Ok(Status::Clean);
    }
    for row in rows {
        match row.why {
            None => writeln!(out, "read      {}", printable(&row.path))?,
            Some(why) => writeln!(out, "not read  {}  # {why}", printable(&row.path))?,
        }
    }
    Ok(Status::Clean)
}

fn rows(project: &Project) -> Vec<Row> {
    let config = &project.config;
    KEYS.iter()
        .map(|key| {
            let value = match key.path {
                "project.name" => quoted(&config.name),
                "project.edition" => "2026".to_owned(),
                "project.requires" => config.requires.as_deref().map_or_else(|| "any".to_owned(), quoted),
                "project.exclude" => listed(config.exclude.iter().map(|(glob, _)| glob)),
                "catalog.connectors" => quoted(config.connectors.as_deref().unwrap_or("builtin")),
                "catalog.max_age" => config.max_age.unwrap_or(MAX_AGE).to_string(),
                "lint.fail_level" => quoted(config.fail_level.word()),
                "lint.packs" if !config.pack_levels.is_empty() => levels(&config.pack_levels),
                "lint.packs" => match &config.packs {
                    None => "[\"recommended\"]".to_owned(),
                    Some(packs) => listed(packs.iter()),
                },
                "lint.rules" => levels(&config.rules),
                "lint.categories" => levels(&config.categories),
                "lint.paths" => {
                    let paths =
                        config.paths.iter().map(|(glob, _, here)| format!("{} = {}", quoted(glob), levels(here)));
                    braced(&paths.collect::<Vec<_>>())
                }
                "lint.not_waivable" => listed(config.not_waivable.iter().map(|(rule, _)| rule)),
                "build.out" => quoted(&config.out),
                "build.targets" => listed(config.targets.iter().map(|(target, _)| target)),
                "build.bindings" => config.bindings.as_deref().map_or_else(|| "none".to_owned(), quoted),
                "build.api" => quoted(&config.api),
                _list_rest => config.list_rest.to_string(),
            };
            let from = origin(project, key.path);
            let project = project.root.display().to_string().replace('\\', "/");
            Row { project, setting: key.path, value, from }
        })
        .collect()
}

fn levels(levels: &Levels) -> String {
    let shown = |(name, (level, _)): (&String, &(Option<Level>, _))| {
        format!("{name} = {}", quoted(level.map_or("off", Level::word)))
    };
    braced(&levels.iter().map(shown).collect::<Vec<_>>())
}

fn listed<'t>(texts: impl Iterator<Item = &'t String>) -> String {
    format!("[{}]", texts.map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn braced(parts: &[String]) -> String {
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn origin(project: &Project, path: &str) -> String {
    let Some((sources, _)) = &project.settings else { return "default".to_owned() };
    let (Some(span), Some(source)) = (project.config.origins.get(path), sources.iter().next()) else {
        return "default".to_owned();
    };
    format!("{}:{}", source.name(), source.lines().locate(source.text(), span.start).line)
}
