//! `dictum query environment`

use std::io::Write;

use serde_json::{Map, Value};

use super::{ask, place, unknown, write_json};
use crate::cli::args::{Display, Listing, QueryEnvironment};
use crate::cli::exit::Status;
use crate::cli::failure::Failure;
use crate::diagnostics::list_of;
use crate::emit::{self, Api, Bindings, Database, Job, ProviderVersion, Rest, Settings};
use crate::model::program::Environment;
use crate::text::printable;

pub(super) fn run(query: &QueryEnvironment, display: &Display, out: &mut dyn Write) -> Result<Status, Failure> {
    let Some((project, analysis)) = ask(&query.asked.inputs, display)? else { return Ok(Status::CouldNotRun) };
    let program = &analysis.program;
    let names = program.environments.iter().map(Environment::name);
    let Some(environment) = program.environments.named(&query.environment) else {
        return Err(unknown("environment", &query.environment, names));
    };
    let group = environment.group.as_ref().and_then(|group| Some(&program.environment_groups[group.target?]));
    // The same members as in a bundle, so that the answer never differs from what is deployed.
    let bindings = Bindings::default();
    let settings = Settings {
        project: &project.config.name,
        bindings: &bindings,
        api: Api::default(),
        rest: Rest::Implied,
        provider: ProviderVersion::default(),
        database: Database::default(),
    };
    let job = Job { program, effective: &analysis.effective, sources: &project.sources, settings };
    let [environments, groups] = emit::environments_as_json(job)?;
    let of = |all: &[u8], symbol: &str| -> Option<Value> {
        let all: Vec<Value> = serde_json::from_slice(all).ok()?;
        all.into_iter().find(|one| one.get("symbol").and_then(Value::as_str) == Some(symbol))
    };
    let own = of(&environments, &environment.head.symbol.name).unwrap_or_default();
    let shared = group.and_then(|group| of(&groups, &group.head.symbol.name));
    if query.asked.output == Listing::Json {
        let mut answer = Map::new();
        answer.insert("environment".to_owned(), own);
        answer.insert("group".to_owned(), shared.unwrap_or_default());
        write_json(&Value::Object(answer), out)?;
        return Ok(Status::Clean);
    }
    let at = place(&project.sources, environment.head.symbol.location);
    writeln!(out, "environment `{}`  {at}", printable(environment.name()))?;
    write(&own, out)?;
    if let (Some(group), Some(shared)) = (group, &shared) {
        let at = place(&project.sources, group.head.symbol.location);
        writeln!(out, "for all environments of group `{}`  {at}", printable(group.name()))?;
        write(shared, out)?;
    }
    writeln!(out, "what is not listed is not managed")?;
    Ok(Status::Clean)
}

/// Writes one line for each value that is given; nested members have their path.
fn write(described: &Value, out: &mut dyn Write) -> Result<(), Failure> {
    let mut lines: Vec<(String, String)> = Vec::new();
    flatten(described, "", &mut lines);
    lines.retain(|(path, _)| path != "symbol");
    let width = lines.iter().map(|(path, _)| path.chars().count()).max().unwrap_or_default();
    for (path, value) in lines {
        let (path, pad) = (printable(&path), " ".repeat(width - path.chars().count()));
        writeln!(out, "  {path}{pad}  {}", printable(&value))?;
    }
    Ok(())
}

fn flatten(value: &Value, path: &str, lines: &mut Vec<(String, String)>) {
    let said = match value {
        Value::Null => return,
        Value::Object(members) => {
            for (key, member) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(member, &path, lines);
            }
            return;
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (number, item) in (1..).zip(items) {
                flatten(item, &format!("{path}.{number}"), lines);
            }
            return;
        }
        Value::Array(items) => list_of(items.iter().map(word), "and"),
        word_or_number => word(word_or_number),
    };
    if !said.is_empty() {
        lines.push((path.to_owned(), said));
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
