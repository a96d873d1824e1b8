//! Target `power-platform`: data policies as requests of the platform's administration interface.
//!
//! One file a request, with its place in the order, its method, its path and its body; `plan.json` lists them.
//! A policy that exists in the tenant, since source or bindings give its id, is changed (`PATCH`); any other is
//! created (`POST`), and the platform gives it an id. So that a second run makes no copy, the plan has a lookup for
//! each policy to be created: where the tenant has one of that name, it is changed instead. The plan says where the
//! id belongs in the bindings, and the hosts of all clouds.
//!
//! The second generation takes one envelope a policy. The first takes a flat body, and rules for connectors and
//! URL patterns as two further documents, whose paths name tenant and policy. Where the policy is created by the
//! same plan, the path says `{policyId}`, and the plan which answer it comes from.
//!
//! An envelope replaces what the policy had. The first generation's documents of rules are replaced only where
//! the source has such rules; what an existing policy may have besides is not taken away.

mod body;
mod connectors;
mod plan;

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use self::body::Item;
pub(super) use self::connectors::Connectors;
use self::plan::Request;
use super::codes::UNBOUND_NAME;
use super::normal::environments;
use super::store::{self, Store, Written};
use super::{Job, Target, ids};
use crate::diagnostics::Diagnostic;
use crate::model::program::ConnectorFacts;
use crate::model::{ConnectorId, DataPolicy, EnvironmentId};

/// The folder of the target.
const FOLDER: &str = "power-platform";

/// The requests of a program, every id known.
pub(super) struct Requests<'a> {
    job: Job<'a>,
    connectors: Connectors,
    items: Vec<Item<'a>>,
    plan: Vec<Request>,
}

impl<'a> Requests<'a> {
    /// Puts together what the requests need; what nothing binds goes to `findings`, and then nothing may be written.
    pub(super) fn prepare(job: Job<'a>, findings: &mut Vec<Diagnostic>) -> Self {
        let connectors = Connectors::of(job);
        let program = job.program;
        // What nothing binds, with the first data policy that needs it.
        let mut homes: BTreeMap<EnvironmentId, &DataPolicy> = BTreeMap::new();
        let mut customs: BTreeMap<ConnectorId, &DataPolicy> = BTreeMap::new();
        let mut items = Vec::with_capacity(program.policies.len());
        for policy in &program.policies {
            for id in body::named(policy).filter(|id| connectors.is_unbound(*id)) {
                customs.entry(id).or_insert(policy);
            }
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
        findings.extend(homes.into_iter().filter_map(|(id, user)| unbound_environment(job, id, user)));
        let facts = program.connectors.iter().filter_map(|facts| Some((facts, customs.get(&facts.connector?)?)));
        findings.extend(facts.map(|(facts, user)| unbound_connector(job, facts, user, Target::PowerPlatform)));
        let tenant = ids::tenant(job);
        if tenant.is_none() && plan::needs_tenant(job, &items) {
            findings.push(
                Diagnostic::nowhere(
                    &UNBOUND_NAME,
                    format!(
                        "target `{}` needs the id of the tenant, and nothing gives it",
                        Target::PowerPlatform.name()
                    ),
                )
                .note("version v1 of the interface keeps rules for connectors and URL patterns under the tenant")
                .help("give it in the bindings file, `\"tenant\": \"…\"`, or write version v2"),
            );
        }
        let plan = plan::requests(job, &items, tenant.unwrap_or_default());
        Self { job, connectors, items, plan }
    }

    /// Writes the plan and every request.
    pub(super) fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let requests = self.plan.par_iter().map(|request| {
            let path = format!("{FOLDER}/{}", request.file);
            store::write_json(store, &path, |json| {
                if let Some(item) = self.items.get(request.item) {
                    request.write(json, self.job, &self.connectors, item);
                }
            })
        });
        let mut files = requests.collect::<io::Result<Vec<Written>>>()?;
        files.push(store::write_json(store, &format!("{FOLDER}/plan.json"), |json| {
            plan::document(json, self.job, &self.items, &self.plan);
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

    /// What whoever sends the requests has to know.
    pub(super) fn advice(&self) -> Vec<String> {
        let created = plan::created(&self.items);
        let names = match created.as_slice() {
            [] => return Vec::new(),
            [name] => format!("data policy `{name}` has no id"),
            [first, .., last] => format!("data policies `{first}` to `{last}` ({}) have no ids", created.len()),
        };
        vec![format!(
            "{names}: the plan looks for one of that name before it creates one; put the id from the answer into the \
             bindings, under `data_policies`"
        )]
    }

    /// What of the program has no form in these requests.
    pub(super) fn not_carried(&self) -> Vec<String> {
        plan::not_carried(self.job.program).into_iter().map(|(what, names)| plan::told(what, &names)).collect()
    }
}

/// Custom connectors without an id that data policies name, in target `terraform`.
pub(super) fn unbound_connectors<'a>(
    job: Job<'a>,
    connectors: &Connectors,
    policies: impl Iterator<Item = &'a DataPolicy>,
) -> Vec<Diagnostic> {
    let mut customs: BTreeMap<ConnectorId, &DataPolicy> = BTreeMap::new();
    for policy in policies {
        for id in body::named(policy).filter(|id| connectors.is_unbound(*id)) {
            customs.entry(id).or_insert(policy);
        }
    }
    let facts = job.program.connectors.iter().filter_map(|facts| Some((facts, customs.get(&facts.connector?)?)));
    facts.map(|(facts, user)| unbound_connector(job, facts, user, Target::Terraform)).collect()
}

fn unbound_environment(job: Job<'_>, id: EnvironmentId, user: &DataPolicy) -> Option<Diagnostic> {
    let environment = job.program.environments.get(id.0 as usize)?;
    let name = &*environment.head.symbol.name;
    let message = format!("environment `{name}` has no id, which target `{}` needs", Target::PowerPlatform.name());
    Some(
        Diagnostic::new(&UNBOUND_NAME, environment.head.symbol.location, message)
            .label(user.head.symbol.location, "this data policy lists it")
            .note("requests name environments by their ids in the tenant")
            .help(give("environments", name)),
    )
}

fn unbound_connector(job: Job<'_>, facts: &ConnectorFacts, user: &DataPolicy, target: Target) -> Diagnostic {
    let name = &*facts.head.symbol.name;
    let target = target.name();
    let has_id = ids::bound(&facts.head, facts.id.as_ref(), &job.settings.bindings.connectors).is_some();
    let message = format!("custom connector `{name}` has no full id, which target `{target}` needs");
    Diagnostic::new(&UNBOUND_NAME, facts.head.symbol.location, message)
        .label(user.head.symbol.location, "this data policy names it")
        .note(connectors::lack(facts, has_id))
        .help(give("connectors", name))
}

fn give(key: &str, name: &str) -> String {
    format!("give it in the bindings file, `\"{key}\": {{ \"{name}\": \"…\" }}`, or as `id = \"…\"`")
}
