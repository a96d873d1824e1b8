//! Target `power-platform`: environments and their groups, data policies, connector allow-lists, tenant settings and
//! isolation as requests of the platform's administration interfaces.
//!
//! One file a request, with its index in the order, its method, its path and its body; `plan.json` lists them. A
//! policy that exists in the tenant, since source or bindings give its id, is changed (`PATCH`). Any other is created
//! (`POST`), and the platform assigns an id. To prevent duplicates in a second run, the plan has a lookup for each
//! policy to be created: if the tenant has one with that name, it is changed instead. The plan shows where the id
//! belongs in the bindings, and the hosts of all clouds.
//!
//! The second generation has one envelope a policy. The first has a flat body, and two further documents with rules
//! for connectors and URL patterns, whose paths contain tenant and policy. If the policy is created by the same plan,
//! the path contains `{policyId}`, and the plan names the response that has it.
//!
//! An envelope replaces the policy's content. The first generation's documents of rules are replaced only where the
//! source has such rules; other rules of an existing policy are not removed.

mod administration;
mod administration_body;
mod administration_request;
mod allow_lists;
mod body;
mod environment_body;
mod group_rules;
mod left_out;
mod managed;
mod plan;

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use self::administration::Administration;
use self::administration_request::Subject;
use self::allow_lists::{ListItem, Step};
use self::body::Item;
use self::plan::Request;
use super::ids;
use super::job::Job;
use super::normal::environments;
use super::not_carried::LeftOut;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use super::unbound::Unbound;
use super::wire_connectors::{self, Connectors};
use crate::model::{DataPolicy, EnvironmentId};

/// The name of the target.
const NAME: &str = "power-platform";
/// The folder of the target.
const FOLDER: &str = NAME;

/// The target.
pub(super) static ROW: Row = Row {
    name: NAME,
    summary: "data policies and connector allow-lists as requests of the administration interfaces, with a plan",
    prepare: |job, lacking| Box::new(Requests::prepare(job, &mut lacking.unbound)),
};

/// The requests of a program, with all ids known.
pub(super) struct Requests<'a> {
    job: Job<'a>,
    connectors: Connectors,
    items: Vec<Item<'a>>,
    administration: Administration<'a>,
    plan: Vec<Request>,
    lists: Vec<ListItem<'a>>,
}

impl<'a> Requests<'a> {
    /// Prepares the requests. Unbound declarations are added to `unbound`, and then nothing may be written.
    pub(super) fn prepare(job: Job<'a>, unbound: &mut Vec<Unbound>) -> Self {
        let connectors = Connectors::of(job);
        let program = job.program;
        // The unbound declarations, with the first data policy that needs each.
        let mut homes: BTreeMap<EnvironmentId, &DataPolicy> = BTreeMap::new();
        let mut items = Vec::with_capacity(program.policies.len());
        for policy in &program.policies {
            let mut listed = Vec::new();
            for id in environments(&policy.scope) {
                let environment = program.environments.get(id.0 as usize);
                match environment.and_then(|environment| ids::environment(environment, job.settings.bindings)) {
                    Some((bound, _)) => listed.push(bound),
                    None => {
                        homes.entry(id).or_insert(policy);
                    }
                }
            }
            listed.sort_by_cached_key(|id| id.to_ascii_lowercase());
            listed.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
            let id = ids::bound(&policy.head, policy.id.as_ref(), &job.settings.bindings.data_policies);
            items.push(Item { policy, id: id.map(|(id, _)| id), environments: listed });
        }
        unbound.extend(homes.into_iter().map(|(id, user)| unbound_environment(job, id, user)));
        unbound.extend(wire_connectors::unbound(NAME, job, &connectors, program.policies.iter()));
        let tenant = ids::tenant(job);
        if tenant.is_none() && plan::needs_tenant(job, &items) {
            let note = "version v1 of the interface keeps rules for connectors and URL patterns under the tenant; version v2 does not";
            unbound.push(Unbound::tenant(NAME, note));
        }
        let mut administration = Administration::prepare(job, unbound);
        let before = administration.before.len();
        let plan = plan::requests(job, &items, before, tenant.unwrap_or_default());
        let lists = allow_lists::items(job, before + plan.len(), unbound);
        administration.tenant(job, before + plan.len() + 2 * lists.len(), unbound);
        Self { job, connectors, items, administration, plan, lists }
    }
}

impl Output for Requests<'_> {
    fn is_idle(&self) -> bool {
        self.plan.is_empty() && self.lists.is_empty() && self.administration.all().next().is_none()
    }

    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let requests = self.plan.par_iter().map(|request| {
            let path = format!("{FOLDER}/{}", request.file);
            store::write_json(store, &path, |json| {
                if let Some(item) = self.items.get(request.item) {
                    request.write(json, self.job, &self.connectors, item);
                }
            })
        });
        let mut files = requests.collect::<io::Result<Vec<Written>>>()?;
        for request in self.administration.all() {
            let path = format!("{FOLDER}/{}", request.file);
            files.push(store::write_json(store, &path, |json| request.write(json, plan::REQUEST_SCHEMA))?);
        }
        for list in &self.lists {
            for step in [Step::Policy, Step::Assignment] {
                let path = format!("{FOLDER}/{}", list.file(step));
                files.push(store::write_json(store, &path, |json| {
                    list.write(json, &self.connectors, step, plan::REQUEST_SCHEMA);
                })?);
            }
        }
        files.push(store::write_json(store, &format!("{FOLDER}/plan.json"), |json| {
            let planned = (&self.administration, self.plan.as_slice(), self.lists.as_slice());
            plan::document(json, self.job, &self.items, planned);
        })?);
        let schemas = [
            (plan::PLAN_SCHEMA, include_str!("../../../schema/power-platform-plan-1.0.json")),
            (plan::REQUEST_SCHEMA, include_str!("../../../schema/power-platform-request-1.0.json")),
        ];
        for (path, text) in schemas {
            files.push(store::write_bytes(store, path, text.as_bytes())?);
        }
        Ok(files)
    }

    fn advice(&self) -> Vec<String> {
        let created = plan::created(&self.items);
        let lists: Vec<&str> = self.lists.iter().filter(|list| list.id.is_none()).map(ListItem::symbol).collect();
        let policies = without_ids("data policy", "data policies", &created).map(|names| {
            format!(
                "{names}: the plan looks for one of that name before it creates one; `dictum bindings --from` puts the id \
                 from the answer into the bindings, under `data_policies`"
            )
        });
        let lists = without_ids("connector allow-list", "connector allow-lists", &lists).map(|names| {
            format!(
                "{names}: the plan asks which policy is assigned before it creates one; `dictum bindings --from` puts the \
                 id from the answer into the bindings, under `connector_allow_lists`"
            )
        });
        let made = |subject: Subject| {
            let made = self.administration.all().filter(move |one| one.subject == subject && one.creates());
            made.map(|one| one.symbol).collect::<Vec<&str>>()
        };
        let groups = without_ids("environment group", "environment groups", &made(Subject::EnvironmentGroup));
        let environments = without_ids("environment", "environments", &made(Subject::Environment));
        let created = [(groups, "environment_groups"), (environments, "environments")].into_iter();
        let created = created.filter_map(|(names, key)| {
            Some(format!(
                "{}: the plan looks for one of that name, and creates one where there is none; `dictum bindings --from` \
                 puts the id from the answer into the bindings, under `{key}`",
                names?
            ))
        });
        created.chain(policies).chain(lists).collect()
    }

    fn left_out(&self) -> Vec<LeftOut> {
        left_out::left_out(self.job)
    }
}

/// The sentence that declarations have no ids; none where there are no such declarations.
fn without_ids(one: &str, several: &str, names: &[&str]) -> Option<String> {
    match names {
        [] => None,
        [name] => Some(format!("{one} `{name}` has no id")),
        [first, .., last] => Some(format!("{several} `{first}` to `{last}` ({}) have no ids", names.len())),
    }
}

fn unbound_environment(job: Job<'_>, id: EnvironmentId, user: &DataPolicy) -> Unbound {
    let environment = &job.program.environments[id];
    let needed = (user.head.symbol.location, "this data policy lists it".to_owned());
    let note = "requests name environments by their ids in the tenant";
    Unbound::id(NAME, ("environment", "environments"), &environment.head, needed, note)
}
