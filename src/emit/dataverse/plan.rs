//! The requests of an environment, in order, and the plan that lists them.

use std::collections::BTreeSet;
use std::io;

use super::privileges::Privileges;
use super::steps::{Body, Field, Step, Steps};
use super::{FOLDER, batch, columns, left_out, roles, teams, units, users};
use crate::emit::job::{Job, SCHEMA_VERSION};
use crate::emit::json::Json;
use crate::emit::store::{self, Store, Written};
use crate::model::EnvironmentId;

pub(super) const PLAN_SCHEMA: &str = "schema/dataverse-plan-1.0.json";
pub(super) const REQUEST_SCHEMA: &str = "schema/dataverse-request-1.0.json";

/// The path of the platform's Web API at the address of an environment.
pub(super) const ROOT_PATH: &str = "/api/data/v9.2";

/// The requests of an environment.
pub(super) struct Plan<'a> {
    pub(super) environment: EnvironmentId,
    /// The environment's symbol, and the same as a file name.
    symbol: &'a str,
    pub(super) stem: String,
    steps: Vec<Step>,
}

impl<'a> Plan<'a> {
    /// Builds the requests. Each refers only to objects that earlier ones have created or found.
    pub(super) fn of(mut steps: Steps<'a, '_>, stem: String) -> Self {
        let held = roles::held(&steps);
        let teams = teams::here(&steps);
        let profiles = columns::here(&steps);
        units::add(&mut steps);
        roles::add(&mut steps, &held);
        roles::add_privileges(&mut steps, &held);
        teams::add(&mut steps, &teams);
        let users = users::add(&mut steps, &teams);
        teams::add_roles(&mut steps, &teams);
        teams::add_members(&mut steps, &teams, &users);
        users::add_roles(&mut steps, &users);
        columns::add(&mut steps, &profiles);
        columns::add_holders(&mut steps, &profiles, &teams, &users);
        let environment = steps.environment;
        let declared = steps.program().environments.get(environment.0 as usize);
        let symbol = declared.map_or("", |environment| environment.name());
        Self { environment, symbol, stem, steps: steps.list }
    }

    /// Whether there are no requests.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    fn folder(&self) -> String {
        format!("{FOLDER}/environments/{}", self.stem)
    }

    /// Writes the plan, every request and the batches.
    pub(super) fn write(&self, job: Job<'_>, privileges: &Privileges, store: &dyn Store) -> io::Result<Vec<Written>> {
        let folder = self.folder();
        let mut files = Vec::with_capacity(self.steps.len() + 2);
        for (order, step) in (1..).zip(&self.steps) {
            let path = format!("{folder}/{}", file(order, step));
            files.push(store::write_json(store, &path, |json| request(json, privileges, order, step))?);
        }
        let batches = batch::cut(&self.steps);
        for batch in &batches {
            let bytes = batch::text(privileges, &self.steps, batch);
            files.push(store::write_bytes(store, &format!("{folder}/{}", batch.file()), bytes.as_bytes())?);
        }
        files.push(store::write_json(store, &format!("{folder}/plan.json"), |json| {
            self.document(json, job, privileges, &batches);
        })?);
        Ok(files)
    }

    fn document(&self, json: &mut Json<'_>, job: Job<'_>, privileges: &Privileges, batches: &[batch::Batch]) {
        json.object(|json| {
            json.key("$schema").string(&format!("../../../{PLAN_SCHEMA}"));
            json.key("batches").list(|json| {
                for batch in batches {
                    json.object(|json| {
                        json.key("contentType").string(&batch.content_type());
                        json.key("file").string(&batch.file());
                        json.key("first").number(batch.first);
                        json.key("last").number(batch.last);
                    });
                }
            });
            json.key("environment").string(self.symbol);
            json.key("notCarried").list(|json| {
                for (kind, names) in left_out::kinds(job) {
                    json.object(|json| {
                        json.key("kind").string(kind.key);
                        json.key("symbols").strings(names);
                    });
                }
            });
            json.key("project").string(job.settings.project);
            json.key("requests").list(|json| {
                for (order, step) in (1..).zip(&self.steps) {
                    json.object(|json| {
                        json.key("concern").string(step.concern.word());
                        json.key("file").string(&file(order, step));
                        json.key("gives").strings(step.gives.iter().map(|given| given.parameter.as_str()));
                        json.key("method").string(step.method);
                        let needs = needs(privileges, step);
                        json.key("needs").strings(needs.iter().map(String::as_str));
                        json.key("order").number(order);
                        json.key("path").string(&format!("{ROOT_PATH}{}", step.path));
                        json.key("symbol").optional(Some(step.symbol.as_str()).filter(|symbol| !symbol.is_empty()));
                    });
                }
            });
            json.key("schemaVersion").string(SCHEMA_VERSION);
        });
    }
}

fn file(order: usize, step: &Step) -> String {
    format!("requests/{order:05}-{}.json", step.concern.word())
}

/// A request as a document.
fn request(json: &mut Json<'_>, privileges: &Privileges, order: usize, step: &Step) {
    json.object(|json| {
        json.key("$schema").string(&format!("../../../../{REQUEST_SCHEMA}"));
        json.key("body");
        body(json, privileges, &step.body);
        json.key("gives").list(|json| {
            for given in &step.gives {
                json.object(|json| {
                    json.key("field").string(given.field);
                    json.key("name").optional(given.name.as_deref());
                    json.key("parameter").string(&given.parameter);
                });
            }
        });
        json.key("method").string(step.method);
        json.key("optional").boolean(step.optional);
        json.key("order").number(order);
        json.key("path").string(&format!("{ROOT_PATH}{}", step.path));
        json.key("unless").optional(step.unless.as_deref());
        json.key("unlessEqual").list(|json| {
            for (parameter, value) in &step.unless_equal {
                json.object(|json| {
                    json.key("parameter").string(parameter);
                    json.key("value").string(value);
                });
            }
        });
    });
}

/// The body of a request; `null` where it has none.
pub(super) fn body(json: &mut Json<'_>, privileges: &Privileges, body: &Body) {
    match body {
        Body::None => json.null(),
        Body::Fields(fields) => json.object(|json| {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            for (key, field) in fields {
                match field {
                    Field::Text(text) | Field::Link(text) => json.key(key).string(text),
                    Field::Number(number) => json.key(key).number(*number as usize),
                }
            }
        }),
        Body::Privileges(role, unit) => json.object(|json| {
            json.key("Privileges").list(|json| {
                for privilege in privileges.role(*role) {
                    json.object(|json| {
                        json.key("@odata.type").string("Microsoft.Dynamics.CRM.RolePrivilege");
                        json.key("BusinessUnitId").string(unit);
                        json.key("Depth").string(privilege.level.wire());
                        json.key("PrivilegeId").string(&format!("{{{}}}", privilege.parameter));
                        json.key("PrivilegeName").string(&privilege.name);
                    });
                }
            });
        }),
    }
}

/// The parameters in a request, `service` included.
pub(super) fn needs(privileges: &Privileges, step: &Step) -> BTreeSet<String> {
    let mut needs = BTreeSet::new();
    named(&step.path, &mut needs);
    // A name is literal text, whatever it contains; an id may be a parameter.
    for (_, value) in step.unless_equal.iter().filter(|(parameter, _)| !parameter.ends_with("@name")) {
        named(value, &mut needs);
    }
    match &step.body {
        Body::None => {}
        Body::Fields(fields) => {
            for (_, field) in fields {
                match field {
                    Field::Link(text) => named(text, &mut needs),
                    Field::Text(_) | Field::Number(_) => {}
                }
            }
        }
        Body::Privileges(role, unit) => {
            named(unit, &mut needs);
            needs.extend(privileges.role(*role).iter().map(|privilege| privilege.parameter.clone()));
        }
    }
    needs
}

fn named(text: &str, needs: &mut BTreeSet<String>) {
    let behind = text.split('{').skip(1);
    needs.extend(behind.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()));
}
