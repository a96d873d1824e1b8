//! The administration of the tenant itself, as requests: environment groups, environments, Managed Environments,
//! tenant settings, and tenant isolation.
//!
//! Paths, versions and bodies are those of the Terraform provider's sources, `internal/services`:
//! `environment_groups`, `environment` (`api_environment.go`, `dto.go`), `managed_environment`, `tenant_settings` and
//! `tenant_isolation_policy`, at commit 57ba091a. The list of environment groups is that of the Power Platform API,
//! version 2024-10-01.
//!
//! Only what the source gives is sent. For an existing environment group, only its rules are changed: its name and
//! its description can only be replaced together, and the source may give only one of them. An environment in a group
//! is managed by its group, so no request does it again.

use super::administration_body::Body;
use super::administration_request::{Ask, Merge, PLATFORM, Request, Subject, VERSION};
use super::environment_body::{create, is_written, lacking, switches};
use super::{group_rules, managed};
use crate::emit::job::Job;
use crate::emit::tenants::{self, Member, Members};
use crate::emit::unbound::Unbound;
use crate::emit::{file_name, ids};
use crate::model::Environment;
use crate::model::tenant::{MakerRouting, Tenant};

/// The path of isolation.
const GOVERNANCE: &str = "/providers/PowerPlatform.Governance/v1";
/// The version for groups, for changes of environments and for managed environments (`BAP_2021_API_VERSION`). With
/// newer ones a change of an environment makes it managed.
const VERSION_2021: &str = "2021-04-01";

/// An id, or the placeholder for it with the request whose response has it.
struct Id {
    text: String,
    awaits: Option<(Subject, usize)>,
}

impl Id {
    fn known(id: &str) -> Self {
        Self { text: id.to_owned(), awaits: None }
    }

    fn awaited(subject: Subject, order: usize) -> Self {
        Self { text: format!("{{{}}}", subject.parameter()), awaits: Some((subject, order)) }
    }
}

/// The requests before those for policies, and those after them.
#[derive(Default)]
pub(super) struct Administration<'a> {
    pub(super) before: Vec<Request<'a>>,
    pub(super) after: Vec<Request<'a>>,
}

impl<'a> Administration<'a> {
    /// The requests for groups and environments. Unbound declarations are added to `unbound`.
    pub(super) fn prepare(job: Job<'a>, unbound: &mut Vec<Unbound>) -> Self {
        let mut all = Self::default();
        all.groups(job);
        let stems = file_name::stems(job.program.environments.iter().map(|one| &*one.head.symbol.name));
        for (environment, stem) in job.program.environments.iter().zip(stems) {
            all.environment(job, environment, &stem, unbound);
        }
        all
    }

    /// All requests.
    pub(super) fn all(&self) -> impl Iterator<Item = &Request<'a>> {
        self.before.iter().chain(&self.after)
    }

    fn groups(&mut self, job: Job<'a>) {
        let groups = &job.program.environment_groups;
        let stems = file_name::stems(groups.iter().map(|one| &*one.head.symbol.name));
        for (group, stem) in groups.iter().zip(stems) {
            let rules = group_rules::of(group);
            let has_rules = !rules.is_empty() && ids::tenant(job).is_some();
            if let Some((id, _)) = ids::environment_group(group, job.settings.bindings) {
                if has_rules {
                    self.change_rules(&group.head.symbol.name, id, &stem, rules);
                }
                continue;
            }
            let name = group.name.as_ref().map_or(&*group.head.symbol.name, |name| &*name.name);
            let text = |text: &str| Member::Text(text.to_owned());
            let members = [(vec!["description"], text(&group.head.description)), (vec!["displayName"], text(name))];
            self.before.push(Request {
                subject: Subject::EnvironmentGroup,
                symbol: &group.head.symbol.name,
                order: self.before.len() + 1,
                method: "POST",
                path: format!("{PLATFORM}/environmentGroups"),
                version: Some(VERSION_2021),
                file: format!("environment-groups/{stem}.json"),
                awaits: None,
                ask: Ask::Name(name.to_owned()),
                body: Body::Members(members.into_iter().collect()),
            });
            if has_rules {
                self.rules(&group.head.symbol.name, &stem, rules);
            }
        }
    }

    /// Adds the rules of the group that the previous request creates. A group that has rules already keeps them.
    fn rules(&mut self, symbol: &'a str, stem: &str, rules: Vec<group_rules::Rule>) {
        let group = Id::awaited(Subject::EnvironmentGroup, self.before.len());
        let path = group_rules::path(&group.text);
        let version = Some(group_rules::VERSION);
        self.before.push(Request {
            subject: Subject::EnvironmentGroup,
            symbol,
            order: self.before.len() + 1,
            method: "POST",
            path: path.clone(),
            version,
            file: format!("environment-groups/{stem}.rules.json"),
            awaits: group.awaits,
            ask: Ask::State { method: "GET", path, version, expects: Some(Members::new()) },
            body: Body::Rules { group: group.text, rules },
        });
    }

    /// Adds the rules of an existing group: merged into its current rules, so that all others stay.
    fn change_rules(&mut self, symbol: &'a str, id: &str, stem: &str, rules: Vec<group_rules::Rule>) {
        let path = group_rules::path(id);
        let merge = Merge::Rules(group_rules::unstated(&rules));
        self.before.push(Request {
            subject: Subject::EnvironmentGroup,
            symbol,
            order: self.before.len() + 1,
            method: "POST",
            path: path.clone(),
            version: Some(group_rules::VERSION),
            file: format!("environment-groups/{stem}.rules.json"),
            awaits: None,
            ask: Ask::Whole { path, version: group_rules::VERSION, merge },
            body: Body::Rules { group: id.to_owned(), rules },
        });
    }

    /// The prefix of the host in paths that name the tenant; none where there is no such request.
    pub(super) fn host_prefix(&self, job: Job<'_>) -> Option<String> {
        let has_rules = self.before.iter().any(|one| matches!(one.body, Body::Rules { .. }));
        group_rules::host_prefix(ids::tenant(job).filter(|_| has_rules)?)
    }

    /// The id of the environment group at an index.
    fn group_id(&self, job: Job<'_>, at: usize) -> Option<Id> {
        let group = job.program.environment_groups.get(at)?;
        let bound = ids::environment_group(group, job.settings.bindings);
        if let Some((id, _)) = bound {
            return Some(Id::known(id));
        }
        let symbol = &*group.head.symbol.name;
        let made = self.before.iter().find(|one| one.subject == Subject::EnvironmentGroup && one.symbol == symbol)?;
        Some(Id::awaited(Subject::EnvironmentGroup, made.order))
    }

    fn environment(&mut self, job: Job<'a>, environment: &'a Environment, stem: &str, unbound: &mut Vec<Unbound>) {
        let bound = ids::environment(environment, job.settings.bindings).map(|(id, _)| id);
        if !is_written(environment, bound) {
            return;
        }
        let mut members = Members::new();
        let group = tenants::group_of(job, environment.group.as_ref()).and_then(|(at, _)| self.group_id(job, at));
        let awaits = group.as_ref().and_then(|group| group.awaits);
        if let Some(group) = group {
            members.insert(vec!["properties", "parentEnvironmentGroup", "id"], Member::Text(group.text));
        }
        switches(environment, &mut members);
        if let Some(gate) = tenants::entra_group(job, environment.access.as_ref())
            && environment.dataverse.is_some()
        {
            match ids::group(gate, job.settings.bindings) {
                Some((id, _)) => {
                    let path = vec!["properties", "linkedEnvironmentMetadata", "securityGroupId"];
                    members.insert(path, Member::Text(id.to_owned()));
                }
                None => unbound.push(lacking(&gate.head, environment)),
            }
        }
        let made = match bound {
            Some(id) => {
                self.change(environment, id, stem, members, awaits);
                Id::known(id)
            }
            None => {
                create(environment, &mut members);
                self.push_environment(environment, stem, members, awaits);
                Id::awaited(Subject::Environment, self.before.len())
            }
        };
        // A group makes its environments managed, and refuses a separate request (`api_managed_environment.go`).
        if environment.managed && environment.group.is_none() {
            self.manage(environment, stem, &made);
            let settings = managed::settings(environment);
            if !settings.is_empty() {
                self.set(environment, stem, &made, settings);
            }
        }
    }

    fn push_environment(
        &mut self,
        environment: &'a Environment,
        stem: &str,
        members: Members,
        awaits: Option<(Subject, usize)>,
    ) {
        self.before.push(Request {
            subject: Subject::Environment,
            symbol: &environment.head.symbol.name,
            order: self.before.len() + 1,
            method: "POST",
            path: format!("{PLATFORM}/environments"),
            version: Some(VERSION),
            file: format!("environments/{stem}.json"),
            awaits,
            ask: Ask::Name(environment.display_name().to_owned()),
            body: Body::Members(members),
        });
    }

    /// Adds a request with the given properties of an existing environment. A subset of its properties can be sent,
    /// as the provider does for its features of artificial intelligence (`UpdateEnvironmentAiFeatures`).
    fn change(
        &mut self,
        environment: &'a Environment,
        id: &str,
        stem: &str,
        mut members: Members,
        awaits: Option<(Subject, usize)>,
    ) {
        if let Some(name) = &environment.name {
            members.insert(vec!["properties", "displayName"], Member::Text(name.name.to_string()));
        }
        if members.is_empty() {
            return;
        }
        let path = format!("{PLATFORM}/scopes/admin/environments/{id}");
        self.before.push(Request {
            subject: Subject::Environment,
            symbol: &environment.head.symbol.name,
            order: self.before.len() + 1,
            method: "PATCH",
            path: path.clone(),
            version: Some(VERSION_2021),
            file: format!("environments/{stem}.json"),
            awaits,
            ask: Ask::State { method: "GET", path, version: Some(VERSION), expects: None },
            body: Body::Members(members),
        });
    }

    /// Adds the request that makes an environment managed. One that is managed already is left alone, with its
    /// settings.
    fn manage(&mut self, environment: &'a Environment, stem: &str, id: &Id) {
        let expects = vec!["properties", "governanceConfiguration", "protectionLevel"];
        let ask = Ask::State {
            method: "GET",
            path: format!("{PLATFORM}/scopes/admin/environments/{}", id.text),
            version: Some(VERSION),
            expects: Some([(expects, Member::Text("Standard".to_owned()))].into_iter().collect()),
        };
        self.govern(environment, format!("environments/{stem}.managed.json"), id, ask, Body::Managed);
    }

    /// Adds the settings of a managed environment: merged into its current ones, since all of them are sent together.
    fn set(&mut self, environment: &'a Environment, stem: &str, id: &Id, settings: Vec<(&'static str, String)>) {
        let ask = Ask::Whole {
            path: format!("{PLATFORM}/scopes/admin/environments/{}", id.text),
            version: VERSION,
            merge: Merge::Settings,
        };
        self.govern(environment, format!("environments/{stem}.settings.json"), id, ask, Body::Settings(settings));
    }

    fn govern(&mut self, environment: &'a Environment, file: String, id: &Id, ask: Ask, body: Body) {
        self.before.push(Request {
            subject: Subject::Environment,
            symbol: &environment.head.symbol.name,
            order: self.before.len() + 1,
            method: "POST",
            path: format!("{PLATFORM}/environments/{}/governanceConfiguration", id.text),
            version: Some(VERSION_2021),
            file,
            awaits: id.awaits,
            ask,
            body,
        });
    }

    /// Adds the requests for the tenant, after `before` others. Unbound declarations are added to `unbound`.
    pub(super) fn tenant(&mut self, job: Job<'a>, before: usize, unbound: &mut Vec<Unbound>) {
        let Some(tenant) = job.program.tenants.first() else { return };
        let mut members = tenants::settings(&tenant.settings, |setting| setting.api);
        let mut awaits = None;
        if let Some(routing) = &tenant.routing {
            awaits = self.route(job, routing, &mut members, unbound);
        }
        if !members.is_empty() {
            let path = format!("{PLATFORM}/listTenantSettings");
            self.after.push(Request {
                subject: Subject::Tenant,
                symbol: &tenant.head.symbol.name,
                order: before + 1,
                method: "POST",
                path: format!("{PLATFORM}/scopes/admin/updateTenantSettings"),
                version: Some(VERSION),
                file: "tenant/settings.json".to_owned(),
                awaits,
                ask: Ask::State { method: "POST", path, version: Some(VERSION), expects: None },
                body: Body::Members(members),
            });
        }
        self.isolation(job, tenant, before + self.after.len() + 1, unbound);
    }

    fn route(
        &self,
        job: Job<'_>,
        routing: &MakerRouting,
        members: &mut Members,
        unbound: &mut Vec<Unbound>,
    ) -> Option<(Subject, usize)> {
        let mut say = |name: &'static str, member: Member| {
            members.insert(vec!["powerPlatform", "governance", name], member);
        };
        say("enableDefaultEnvironmentRouting", Member::Boolean(routing.active));
        if routing.active {
            say("environmentRoutingAllMakers", Member::Boolean(routing.everyone));
        }
        if let Some(group) = tenants::entra_group(job, routing.members_of.as_ref()) {
            match ids::group(group, job.settings.bindings) {
                Some((id, _)) => say("environmentRoutingTargetSecurityGroupId", Member::Text(id.to_owned())),
                None => {
                    let needed = (routing.location, "makers are routed by it here".to_owned());
                    let note = "the platform names the group whose members are routed by its object id in Entra";
                    unbound.push(Unbound::id(super::NAME, ("group", "groups"), &group.head, needed, note));
                }
            }
        }
        let group = tenants::group_of(job, routing.to.as_ref()).and_then(|(at, _)| self.group_id(job, at))?;
        say("environmentRoutingTargetEnvironmentGroupId", Member::Text(group.text));
        group.awaits
    }

    fn isolation(&mut self, job: Job<'a>, tenant: &'a Tenant, order: usize, unbound: &mut Vec<Unbound>) {
        let Some(isolation) = &tenant.isolation else { return };
        let partners = tenants::partners(job, isolation, super::NAME, unbound);
        let Some(id) = ids::tenant(job) else {
            unbound.push(Unbound::tenant(super::NAME, "tenant isolation is kept under the id of the tenant"));
            return;
        };
        let path = format!("{GOVERNANCE}/tenants/{id}/tenantIsolationPolicy");
        self.after.push(Request {
            subject: Subject::Tenant,
            symbol: &tenant.head.symbol.name,
            order,
            method: "PUT",
            path: path.clone(),
            version: None,
            file: "tenant/isolation.json".to_owned(),
            awaits: None,
            ask: Ask::State { method: "GET", path, version: None, expects: None },
            body: Body::Isolation { tenant: id.to_owned(), active: isolation.active, partners },
        });
    }
}
