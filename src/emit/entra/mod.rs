//! Target `entra`: groups, rules for groups, guests and partner tenants as requests to Microsoft Graph.
//!
//! `plan.json` lists steps in the order in which they are executed. Each step looks first, and changes only what
//! differs, so that a second run changes nothing. `baseline.json` has the same content as a baseline of Graph's
//! tenant configuration management, which detects drift automatically.
//!
//! A value that the source does not give is in no body. No secret is written: creating an identity provider needs
//! one, so the plan only lists the providers that must exist.

mod baseline;
mod groups;
mod left_out;
mod partners;
mod plan;
mod policies;
mod step;

use std::io;

use serde_json::{Map, Value};

use self::step::Step;
use super::job::Job;
use super::json::Json;
use super::not_carried::LeftOut;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use super::unbound::Unbound;

/// The name of the target.
const NAME: &str = "entra";
/// The folder of the target.
const FOLDER: &str = NAME;

/// The target.
pub(super) static ROW: Row = Row {
    name: NAME,
    summary: "groups, rules for groups, guests and partner tenants as requests to Microsoft Graph, with a baseline",
    prepare: |job, lacking| Box::new(Steps::prepare(job, &mut lacking.unbound)),
};

const PLAN_SCHEMA: &str = "schema/entra-plan-1.0.json";
const BASELINE_SCHEMA: &str = "schema/entra-baseline-1.0.json";

/// The steps of a program, with all ids known.
pub(super) struct Steps<'a> {
    job: Job<'a>,
    steps: Vec<Step>,
}

impl<'a> Steps<'a> {
    /// Prepares the steps. Unbound declarations are added to `unbound`, and then nothing may be written.
    pub(super) fn prepare(job: Job<'a>, unbound: &mut Vec<Unbound>) -> Self {
        let mut steps = groups::steps(job, unbound);
        steps.extend(policies::steps(job));
        steps.extend(partners::steps(job));
        Self { job, steps }
    }
}

impl Output for Steps<'_> {
    fn is_idle(&self) -> bool {
        self.steps.is_empty()
    }

    fn left_out(&self) -> Vec<LeftOut> {
        left_out::left_out(self.job)
    }

    fn advice(&self) -> Vec<String> {
        let by_hand = partners::by_hand(self.job);
        let providers: Vec<String> = by_hand.iter().map(|provider| format!("`{provider}`")).collect();
        if providers.is_empty() {
            return Vec::new();
        }
        vec![format!(
            "identity providers have to be there already, since they are made with a secret and no secret is written: {}",
            providers.join(", ")
        )]
    }

    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let documents =
            [("plan.json", plan::document(self.job, &self.steps)), ("baseline.json", baseline::document(self.job))];
        let mut files = Vec::new();
        for (name, document) in documents {
            files.push(store::write_json(store, &format!("{FOLDER}/{name}"), |json| canonical(json, &document))?);
        }
        let schemas = [
            (PLAN_SCHEMA, include_str!("../../../schema/entra-plan-1.0.json")),
            (BASELINE_SCHEMA, include_str!("../../../schema/entra-baseline-1.0.json")),
        ];
        for (path, text) in schemas {
            files.push(store::write_bytes(store, path, text.as_bytes())?);
        }
        Ok(files)
    }
}

/// A document in canonical form: the keys of these documents are ASCII, so that their order is that of the bytes.
fn canonical(json: &mut Json<'_>, value: &Value) {
    match value {
        Value::Null => json.null(),
        Value::Bool(value) => json.boolean(*value),
        Value::Number(number) => json.integer(number.as_i64().unwrap_or_default()),
        Value::String(text) => json.string(text),
        Value::Array(items) => json.list(|json| items.iter().for_each(|item| canonical(json, item))),
        Value::Object(members) => {
            json.object(|json| {
                for (key, value) in members {
                    canonical(json.key(key), value);
                }
            });
        }
    }
}

/// Adds a member to a body if the source gives a value.
fn put(body: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        body.insert(key.to_owned(), value.into());
    }
}
