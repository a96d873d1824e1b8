//! Sends a plan as `docs/dataverse.md` describes.

use std::collections::{BTreeMap, BTreeSet};

use dictum::emit::OutputFile;
use serde_json::Value;

use super::requests::Fault;
use super::rows::{Row, Service};
use crate::emit::json;

/// The numbers of requests.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) sent: u64,
    pub(super) left_out: u64,
    /// Requests that move a user or a team to a unit.
    pub(super) moves: u64,
}

/// The values that were found, and those that lookups did not find.
#[derive(Default)]
struct Known {
    parameters: BTreeMap<String, String>,
    missing: BTreeSet<String>,
}

impl Known {
    /// A text with its parameters. `None` if an optional request did not find one.
    fn filled(&self, text: &str) -> Result<Option<String>, String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, more)) = rest.split_once('{') {
            let (name, after) = more.split_once('}').ok_or("a brace without its partner")?;
            out.push_str(before);
            match self.parameters.get(name) {
                Some(value) => out.push_str(value),
                None if self.missing.contains(name) => return Ok(None),
                None => return Err(format!("{name} is named before it is given")),
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(Some(out))
    }

    /// A body with its parameters, where members may name some.
    fn body(&self, body: &Value) -> Result<Option<Value>, String> {
        let mut filled = body.clone();
        let mut texts: Vec<&mut Value> = Vec::new();
        for (name, value) in filled.as_object_mut().into_iter().flatten() {
            if name.ends_with("@odata.bind") || name == "@odata.id" {
                texts.push(value);
            } else if let Value::Array(all) = value {
                for (name, value) in all.iter_mut().filter_map(Value::as_object_mut).flatten() {
                    if name == "BusinessUnitId" || name == "PrivilegeId" {
                        texts.push(value);
                    }
                }
            }
        }
        for text in texts {
            match self.filled(text.as_str().ok_or("no text")?)? {
                Some(filled) => *text = Value::from(filled),
                None => return Ok(None),
            }
        }
        Ok(Some(filled))
    }

    /// Whether the state is already as a request would make it.
    fn is_so(&self, request: &Value) -> Result<bool, String> {
        let conditions = request["unlessEqual"].as_array().ok_or("no conditions")?;
        for condition in conditions {
            let (parameter, value) = (text(condition, "parameter"), text(condition, "value"));
            let value = if parameter.ends_with("@name") { Some(value.to_owned()) } else { self.filled(value)? };
            if value.is_none() || self.parameters.get(parameter) != value.as_ref() {
                return Ok(false);
            }
        }
        Ok(!conditions.is_empty())
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

pub(super) fn run(files: &[OutputFile], folder: &str, service: &mut Service) -> Result<Report, String> {
    let plan = json(files, &format!("{folder}/plan.json"));
    let mut known = Known::default();
    known.parameters.insert("service".to_owned(), "https://org/api/data/v9.2".to_owned());
    let mut report = Report::default();
    let moves = service.moves;
    for listed in plan["requests"].as_array().into_iter().flatten() {
        let file = text(listed, "file");
        let request = json(files, &format!("{folder}/{file}"));
        if request["unless"].as_str().is_some_and(|unless| known.parameters.contains_key(unless))
            || known.is_so(&request)?
        {
            continue;
        }
        let path = known.filled(text(&request, "path")).map_err(|fault| format!("{file}: {fault}"))?;
        let body = known.body(&request["body"]).map_err(|fault| format!("{file}: {fault}"))?;
        let (Some(path), Some(body)) = (path, body) else {
            report.left_out += 1;
            for given in request["gives"].as_array().into_iter().flatten() {
                known.missing.insert(text(given, "parameter").to_owned());
            }
            continue;
        };
        let path = path.strip_prefix("/api/data/v9.2").ok_or("another service")?.to_owned();
        report.sent += 1;
        let rows = match service.send(text(&request, "method"), &path, &body) {
            Ok(rows) => rows,
            Err(Fault::Joined) => Vec::new(),
            Err(Fault::Refused(why)) => return Err(format!("{file}: {why}")),
        };
        take(&request, &rows, &mut known).map_err(|fault| format!("{file}: {fault}"))?;
    }
    report.moves = service.moves - moves;
    Ok(report)
}

/// Takes the values from an answer.
fn take(request: &Value, rows: &[Row], known: &mut Known) -> Result<(), String> {
    for given in request["gives"].as_array().into_iter().flatten() {
        let parameter = text(given, "parameter");
        let row = match given["name"].as_str() {
            Some(name) => {
                rows.iter().find(|row| row["name"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(name)))
            }
            None => rows.first(),
        };
        match row {
            Some(row) => {
                let value = row.get(text(given, "field")).ok_or_else(|| format!("{parameter} was not selected"))?;
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                known.missing.remove(parameter);
                known.parameters.insert(parameter.to_owned(), value);
            }
            None if request["optional"] == Value::Bool(true) => _ = known.missing.insert(parameter.to_owned()),
            None => return Err(format!("{parameter} was not found")),
        }
    }
    Ok(())
}
