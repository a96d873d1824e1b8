//! Requests as `dictum build` writes them: method, path and body, one file each.
//!
//! The second generation has all of a policy in one body. The first keeps rules for connectors and URL patterns in
//! two further documents. They are assigned to their policy by the id in the path; where the policy does not exist
//! yet, by the plan, or else by their file names.

use std::collections::BTreeMap;

use super::built::{self, Built, Planned, schema_of};
use super::fields::Fields;
use super::neutral::{Assigned, DeclaredTenant, EnvironmentRef, FileRead, GroupRef, Outcome, Policy, RuleBasedPolicy};
use super::notes::{Fault, Notes};
use super::tenant_settings::{self, Naming};
use super::value::Value;
use super::{Declared, folder_of, power_platform, power_platform_v1, power_platform_v2, rule_based, tenant_isolation};

/// The path for data policies, after any host.
const ROOT: &str = "/providers/PowerPlatform.Governance/";
/// The end of the paths of companion documents.
const CONFIGURATIONS: &str = "policyconnectorconfigurations";
const PATTERNS: &str = "urlPatterns";
/// The path for rule-based policies, after any host.
const RULE_BASED: &str = "/governance/ruleBasedPolicies";
/// The path for environments, environment groups and tenant settings, after any host.
const PLATFORM: &str = "/providers/Microsoft.BusinessAppPlatform/";
/// The end of an assignment's file name, next to the file of its policy.
const ASSIGNMENT: &str = "assignment";

/// The name of a request before its path is known.
pub(super) const WORDS: &str = "power platform request";

/// Whether a file is a request.
pub(super) fn is_request(root: &Value) -> bool {
    let is_text = |key: &str| root.get(key).and_then(Value::as_text).is_some();
    is_text("method") && is_text("path") && matches!(root.get("body"), Some(Value::Object(_)))
}

/// Reads requests and plans together, each as a file name and its content; returns every file with its policies.
pub(super) fn read(requests: &[(&str, Value)], plans: &[(&str, Value)]) -> Vec<(FileRead, Declared, Notes)> {
    let given: Vec<&str> = requests.iter().map(|(name, _)| *name).collect();
    let mut planned: BTreeMap<String, Planned> = BTreeMap::new();
    let mut read = Vec::new();
    for (name, root) in plans {
        let mut notes = Notes::new(name);
        built::read_plan(name, root, &given, &mut planned, &mut notes);
        read.push((file(name, Built::Plan.words(), &Declared::default()), Declared::default(), notes));
    }
    let mut documents: Vec<Document> = requests.iter().map(|(name, root)| Document::open(name, root)).collect();
    let mut homes: Vec<Home> = Vec::new();
    for document in &mut documents {
        homes.extend(document.policy(planned.get(document.name)));
    }
    for document in &mut documents {
        document.join(planned.get(document.name), &mut homes);
    }
    let mut lists: Vec<RuleBasedPolicy> = Vec::new();
    for document in &mut documents {
        lists.extend(document.rule_based(planned.get(document.name)));
    }
    for document in &mut documents {
        document.assign(&mut lists);
    }
    for mut document in documents {
        let mut policies = Vec::new();
        for home in homes.iter().filter(|home| home.file == document.name) {
            if home.may_have_more && !planned.contains_key(document.name) {
                power_platform_v1::tell_companions(&home.policy.place, &mut document.notes);
            }
            power_platform_v1::tell_duplicates(&home.policy, &mut document.notes);
            policies.push(home.policy.clone());
        }
        let rule_based = lists.iter().filter(|list| list.file == document.name).cloned().collect();
        let tenants = document.tenant().into_iter().collect();
        let declared = Declared { policies, rule_based, tenants, ..Declared::default() };
        read.push((file(document.name, document.words(), &declared), declared, document.notes));
    }
    read
}

fn file(name: &str, form: &'static str, declared: &Declared) -> FileRead {
    let (policies, rule_based) = (declared.policies.len(), declared.rule_based.len());
    let settings = declared.tenants.iter().map(DeclaredTenant::count).sum();
    FileRead {
        name: name.to_owned(),
        form,
        policies,
        rule_based,
        environments: declared.environments.len(),
        settings,
        roles: 0,
        rows: 0,
    }
}

/// A policy, with the file it came from.
struct Home<'v> {
    file: &'v str,
    policy: Policy,
    /// Whether its rules may be in other documents, none of which was found.
    may_have_more: bool,
}

/// The content of a request, and the policy it is for.
struct Target<'v> {
    content: Content<'v>,
    /// The policy's id; none where the platform has not assigned one yet.
    policy: Option<&'v str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Content<'v> {
    Policy,
    Configurations,
    Patterns,
    RuleBased,
    /// The assignment of a rule-based policy to the environment group of this id.
    ToGroup(&'v str),
    /// The same to an environment.
    ToEnvironment(&'v str),
    /// Settings of the tenant.
    Settings,
    /// Tenant isolation.
    Isolation,
    /// Creates or changes an environment or an environment group.
    Place,
}

/// A request.
struct Document<'v> {
    name: &'v str,
    /// None where it cannot be read; that has been reported.
    target: Option<(Target<'v>, &'v Value)>,
    /// Whether it names the schema of Dictum's own requests. Then its file is named after the policy's symbol.
    is_ours: bool,
    notes: Notes,
}

impl<'v> Document<'v> {
    fn open(name: &'v str, root: &'v Value) -> Self {
        let mut notes = Notes::new(name);
        let is_ours = schema_of(root).starts_with("power-platform-request-");
        let target = match open(root, &mut notes) {
            Ok(found) => Some(found),
            Err(fault) => {
                notes.refuse(root.get("body").map(power_platform::name_of).unwrap_or_default(), fault);
                None
            }
        };
        Self { name, target, is_ours, notes }
    }

    const fn words(&self) -> &'static str {
        match &self.target {
            Some((Target { content: Content::Configurations, .. }, _)) => {
                "power platform request, rules for connectors"
            }
            Some((Target { content: Content::Patterns, .. }, _)) => "power platform request, URL patterns",
            Some((Target { content: Content::RuleBased, .. }, _)) => "power platform request, rule-based policy",
            Some((Target { content: Content::ToGroup(_) | Content::ToEnvironment(_), .. }, _)) => {
                "power platform request, assignment"
            }
            Some((Target { content: Content::Settings, .. }, _)) => "power platform request, tenant settings",
            Some((Target { content: Content::Isolation, .. }, _)) => "power platform request, tenant isolation",
            Some((Target { content: Content::Policy | Content::Place, .. }, _)) | None => WORDS,
        }
    }

    /// The policy in the request, if there is one.
    fn policy(&mut self, planned: Option<&Planned>) -> Option<Home<'v>> {
        let (Target { content: Content::Policy, policy: id }, body) = self.target.as_ref()? else { return None };
        let is_flat = power_platform::Shape::of(body) == Some(power_platform::Shape::V1);
        let read = match Fields::of(body, BODY) {
            Ok(fields) if is_flat => power_platform_v1::definition(fields, &mut self.notes),
            Ok(_) => power_platform_v2::read(body, BODY, &mut self.notes),
            Err(fault) => Err(fault),
        };
        let mut policy = match read {
            Ok(policy) => policy,
            Err(fault) => {
                self.notes.refuse(power_platform::name_of(body), fault);
                return None;
            }
        };
        if let Some(id) = id {
            let other = policy.id.replace((*id).to_owned());
            if let Some(other) = other.filter(|other| !other.eq_ignore_ascii_case(id)) {
                let why = format!("the body says `{other}`, the path says `{id}`, which is written");
                self.notes.add(Outcome::Doubtful, "/path", format!("id of data policy \"{}\"", policy.name), why);
            }
        }
        let symbol = planned.and_then(|planned| planned.symbol.clone());
        policy.symbol = symbol.or_else(|| self.is_ours.then(|| symbol_in(self.name)).flatten());
        let may_have_more = is_flat && id.is_some();
        Some(Home { file: self.name, policy, may_have_more })
    }

    /// The facts about the tenant, if there are any.
    fn tenant(&mut self) -> Option<DeclaredTenant> {
        let (Target { content, .. }, body) = self.target.as_ref()?;
        match content {
            Content::Settings => Some(tenant_settings::read(body, Naming::Api, &[], BODY, &mut self.notes)),
            Content::Isolation => Some(tenant_isolation::of_answer(body, BODY, &mut self.notes)),
            Content::Place => {
                let why = "what the platform made of it is in its answers, lists of environments and of groups";
                self.notes.add(Outcome::Dropped, "", "an environment or an environment group", why);
                None
            }
            Content::Policy
            | Content::Configurations
            | Content::Patterns
            | Content::RuleBased
            | Content::ToGroup(_)
            | Content::ToEnvironment(_) => None,
        }
    }

    /// Adds rules from a separate document to their policy.
    fn join(&mut self, planned: Option<&Planned>, homes: &mut [Home<'v>]) {
        let Some((target, body)) = &self.target else { return };
        let what = match target.content {
            Content::Policy
            | Content::RuleBased
            | Content::ToGroup(_)
            | Content::ToEnvironment(_)
            | Content::Settings
            | Content::Isolation
            | Content::Place => return,
            Content::Configurations => "rules for connectors",
            Content::Patterns => "URL patterns",
        };
        let creator = planned.and_then(|planned| planned.creator.as_deref());
        let Some(home) = homes.iter_mut().find(|home| match (target.policy, creator) {
            (Some(id), _) => home.policy.id.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(id)),
            (None, Some(creator)) => home.file == creator,
            (None, None) => folder_of(home.file) == folder_of(self.name) && stem(home.file) == stem(self.name),
        }) else {
            self.notes.add(
                Outcome::Dropped,
                "",
                what,
                "the request of the policy they belong to is not among the files",
            );
            return;
        };
        let joined = Fields::of(body, BODY).and_then(|fields| match target.content {
            Content::Patterns => power_platform_v2::read_patterns(fields, &mut home.policy, &mut self.notes),
            Content::Configurations
            | Content::Policy
            | Content::RuleBased
            | Content::ToGroup(_)
            | Content::ToEnvironment(_)
            | Content::Settings
            | Content::Isolation
            | Content::Place => power_platform_v2::read_configurations(fields, &mut home.policy, &mut self.notes),
        });
        match joined {
            Ok(()) => home.may_have_more = false,
            Err(fault) => self.notes.add(Outcome::Dropped, fault.place, what, fault.why),
        }
    }

    /// The rule-based policy in the request, if there is one.
    fn rule_based(&mut self, planned: Option<&Planned>) -> Option<RuleBasedPolicy> {
        let (Target { content: Content::RuleBased, policy: id }, body) = self.target.as_ref()? else { return None };
        match rule_based::policy(body, BODY, &mut self.notes) {
            Ok(mut policy) => {
                policy.id = id.map(str::to_owned).or(policy.id);
                let symbol = planned.and_then(|planned| planned.symbol.clone());
                policy.symbol = symbol.or_else(|| self.is_ours.then(|| symbol_in(self.name)).flatten());
                Some(policy)
            }
            Err(fault) => {
                let name = body.get("name").and_then(Value::as_text).unwrap_or_default();
                self.notes.add(Outcome::Refused, fault.place, format!("rule-based policy \"{name}\""), fault.why);
                None
            }
        }
    }

    /// Adds the assignment to the rule-based policy, if the request assigns one.
    fn assign(&mut self, lists: &mut [RuleBasedPolicy]) {
        let Some((target, _)) = &self.target else { return };
        let assigned = match target.content {
            Content::ToGroup(id) => Assigned::Group(GroupRef::Id(id.to_owned())),
            Content::ToEnvironment(id) => Assigned::Environment(EnvironmentRef::Id(id.to_owned())),
            Content::Policy
            | Content::Configurations
            | Content::Patterns
            | Content::RuleBased
            | Content::Settings
            | Content::Isolation
            | Content::Place => return,
        };
        let is_it = |list: &&mut RuleBasedPolicy| match target.policy {
            Some(id) => list.id.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(id)),
            None => folder_of(&list.file) == folder_of(self.name) && stem(&list.file) == stem(self.name),
        };
        match lists.iter_mut().find(is_it) {
            Some(list) => list.assigned.push(assigned),
            None => {
                let why = "the request of the policy is not among the files";
                self.notes.add(Outcome::Refused, "", "an assignment of a rule-based policy", why);
            }
        }
    }
}

/// The JSON pointer of the body in a request.
const BODY: &str = "/body";

/// Reads method and path.
fn open<'v>(root: &'v Value, notes: &mut Notes) -> Result<(Target<'v>, &'v Value), Fault> {
    let mut fields = Fields::of(root, "")?;
    let method = fields.needed_text("method")?;
    if !["POST", "PATCH", "PUT"].iter().any(|known| method.eq_ignore_ascii_case(known)) {
        let why = format!("a request with the method `{method}` writes no data policy");
        return Err(Fault::new("/method", why));
    }
    let target = target(fields.needed_text("path")?)?;
    fields.skip(&["$schema", "apiVersion", "order"]);
    let Some(body) = fields.value("body")? else { return Err(Fault::new("", "`body` is missing")) };
    fields.finish(notes);
    Ok((target, body))
}

fn target(path: &str) -> Result<Target<'_>, Fault> {
    let unknown = || {
        Fault::new("/path", format!("`{path}` is not where the platform takes data policies or rule-based policies"))
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if let Some((_, path)) = path.split_once(RULE_BASED) {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (content, policy) = match segments.as_slice() {
            [""] => (Content::RuleBased, None),
            [id] => (Content::RuleBased, Some(*id)),
            [policy, "environmentGroups", id, "assignments"] => (Content::ToGroup(id), Some(*policy)),
            [policy, "environments", id, "assignments"] => (Content::ToEnvironment(id), Some(*policy)),
            _ => return Err(unknown()),
        };
        return Ok(Target { content, policy: policy.filter(|id| !id.starts_with('{')) });
    }
    if path.contains("/governance/environmentGroups/") {
        return Ok(Target { content: Content::Place, policy: None });
    }
    if let Some((_, path)) = path.split_once(PLATFORM) {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let content = match segments.as_slice() {
            ["scopes", "admin", "updateTenantSettings"] => Content::Settings,
            ["environmentGroups" | "environments", ..] | ["scopes", "admin", "environments", ..] => Content::Place,
            _ => return Err(unknown()),
        };
        return Ok(Target { content, policy: None });
    }
    let (_, path) = path.split_once(ROOT).ok_or_else(unknown)?;
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let (content, policy) = match segments.as_slice() {
        ["v1", "tenants", _, "tenantIsolationPolicy"] => (Content::Isolation, None),
        ["v1" | "v2", "policies"] => (Content::Policy, None),
        ["v1" | "v2", "policies", id] => (Content::Policy, Some(*id)),
        ["v1", "tenants", _, "policies", id, last] if last.eq_ignore_ascii_case(CONFIGURATIONS) => {
            (Content::Configurations, Some(*id))
        }
        ["v1", "tenants", _, "policies", id, last] if last.eq_ignore_ascii_case(PATTERNS) => {
            (Content::Patterns, Some(*id))
        }
        _ => return Err(unknown()),
    };
    // Text in braces is a placeholder that the sender of the request replaces.
    Ok(Target { content, policy: policy.filter(|id| !id.starts_with('{')) })
}

/// The part of a request's file name that it shares with the companions of its policy: `x` of `x.json` and
/// `x.urlPatterns.json`.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.strip_suffix(".json").unwrap_or(name);
    let companion =
        [CONFIGURATIONS, PATTERNS, ASSIGNMENT].into_iter().find_map(|last| name.strip_suffix(last)?.strip_suffix('.'));
    companion.unwrap_or(name)
}

/// The symbol that a file is named after. A symbol that cannot be a file name is replaced by part of a digest.
fn symbol_in(file: &str) -> Option<String> {
    let stem = stem(file);
    let digest = |end: &str| end.len() == 16 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_symbol = stem.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !stem.rsplit_once('-').is_some_and(|(_, end)| digest(end));
    is_symbol.then(|| stem.to_owned())
}
