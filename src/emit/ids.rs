//! The id of a declaration: from the source, from the bindings, or derived from its name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use uuid::Uuid;

use super::codes;
use super::job::Job;
use super::tenants;
use crate::catalog::wire;
use crate::diagnostics::{Diagnostic, Level, closest};
use crate::model::bindings::{Bindings, PARTNERS};
use crate::model::program::{ConnectorFacts, EnvironmentGroup, Group, Head, Symbol, Text};
use crate::model::{DataPolicy, Environment};
use crate::text::printable;

/// The UUID namespace of all ids that Dictum derives.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_3c52_7b0e_4a44_9c53_2d0a_51f7_e8b6);

/// The origin of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdSource {
    Source,
    Bindings,
    Derived,
}

impl IdSource {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Bindings => "bindings",
            Self::Derived => "derived",
        }
    }
}

/// The id of a declaration, where source or bindings give one. Where both do, they agree, or [`check`] reports it.
pub(super) fn bound<'a>(
    head: &Head,
    id: Option<&'a Text>,
    bindings: &'a BTreeMap<String, String>,
) -> Option<(&'a str, IdSource)> {
    bound_by(&head.symbol.name, id, bindings)
}

/// As [`bound`], by symbol.
pub(super) fn bound_by<'a>(
    symbol: &str,
    id: Option<&'a Text>,
    bindings: &'a BTreeMap<String, String>,
) -> Option<(&'a str, IdSource)> {
    let source = id.map(|id| (&*id.name, IdSource::Source));
    source.or_else(|| bindings.get(symbol).map(|id| (id.as_str(), IdSource::Bindings)))
}

/// The id of an environment.
pub(super) fn environment<'a>(environment: &'a Environment, bindings: &'a Bindings) -> Option<(&'a str, IdSource)> {
    bound(&environment.head, environment.id.as_ref(), &bindings.environments)
}

/// The id of an environment group.
pub(super) fn environment_group<'a>(
    group: &'a EnvironmentGroup,
    bindings: &'a Bindings,
) -> Option<(&'a str, IdSource)> {
    bound(&group.head, group.id.as_ref(), &bindings.environment_groups)
}

/// The object id of an Entra group.
pub(super) fn group<'a>(group: &'a Group, bindings: &'a Bindings) -> Option<(&'a str, IdSource)> {
    bound(&group.head, group.id.as_ref(), &bindings.groups)
}

/// The id of a data policy; derived from project and symbol where it has none yet.
pub(super) fn data_policy<'a>(job: Job<'a>, policy: &'a DataPolicy) -> (Cow<'a, str>, IdSource) {
    if let Some((id, source)) = bound(&policy.head, policy.id.as_ref(), &job.settings.bindings.data_policies) {
        return (Cow::Borrowed(id), source);
    }
    let id = derived(job.settings.project, "data_policy", &policy.head.symbol.name);
    (Cow::Owned(id.to_string()), IdSource::Derived)
}

/// The derived id of a declaration: UUIDv5 of its project, kind and symbol, as a canonical JSON list.
pub fn derived(project: &str, kind: &str, symbol: &str) -> Uuid {
    let mut name = vec![b'['];
    for (index, part) in [project, kind, symbol].into_iter().enumerate() {
        if index > 0 {
            name.push(b',');
        }
        super::json::push_string(&mut name, part);
    }
    name.push(b']');
    Uuid::new_v5(&NAMESPACE, &name)
}

/// The id of a custom connector in requests. None where nothing binds it, or where it is bound by its name only and
/// nothing binds its environment.
pub(super) fn custom(job: Job<'_>, facts: &ConnectorFacts) -> Option<String> {
    let (bound, _) = bound(&facts.head, facts.id.as_ref(), &job.settings.bindings.connectors)?;
    if bound.contains('/') {
        return Some(bound.to_owned());
    }
    let home = &job.program.environments[facts.environment.as_ref()?.target?];
    let (home, _) = environment(home, job.settings.bindings)?;
    Some(wire::custom(home, bound))
}

/// The tenant's id: bound, given in the source, or known from the id of the default environment.
pub(super) fn tenant(job: Job<'_>) -> Option<&str> {
    let bindings = job.settings.bindings;
    let said = || job.program.tenants.iter().find_map(|tenant| tenant.id.as_ref()).map(|id| &*id.name);
    bindings.tenant.as_deref().or_else(said).or_else(|| {
        let ids = job.program.environments.iter().filter_map(|home| environment(home, bindings));
        ids.filter_map(|(id, _)| id.split_at_checked(8))
            .find_map(|(head, tenant)| head.eq_ignore_ascii_case("Default-").then_some(tenant))
    })
}

/// Whether an id has the form of a tenant's: a GUID; for the default environment, with `Default-` before it.
fn is_guid(id: &str) -> bool {
    let bare =
        id.split_at_checked(8).filter(|(head, _)| head.eq_ignore_ascii_case("Default-")).map_or(id, |(_, id)| id);
    bare.len() == 36 && bare.is_ascii() && Uuid::try_parse(bare).is_ok()
}

/// Whether an id can be used in an address unchanged.
pub(super) fn is_well_formed(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !id.is_empty() && id.bytes().all(plain) && id.bytes().any(|byte| byte != b'.')
}

/// Whether all ids can be written, whatever target needs them; problems are added to `findings`. Malformed ids in the
/// source have been reported by the check, so they are not reported again.
pub(super) fn check(job: Job<'_>, findings: &mut Vec<Diagnostic>) -> bool {
    let before = findings.len();
    let (program, bindings) = (job.program, job.settings.bindings);
    if let Some(tenant) = bindings.tenant.as_deref().filter(|id| !is_guid(id)) {
        findings.push(Diagnostic::nowhere(&codes::MALFORMED_ID, malformed("the tenant", tenant)).help(GUIDS));
    }
    check_tenant(job, findings);
    let environments = program.environments.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    let kind = Kind { noun: "environment", key: "environments", bindings: &bindings.environments };
    let mut told = kind.check(environments, findings);
    let groups = program.environment_groups.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    let kind = Kind { noun: "environment group", key: "environment_groups", bindings: &bindings.environment_groups };
    told |= kind.check(groups, findings);
    let groups = program.groups.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    told |= Kind { noun: "group", key: "groups", bindings: &bindings.groups }.check(groups, findings);
    let policies = program.policies.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    let kind = Kind { noun: "data policy", key: "data_policies", bindings: &bindings.data_policies };
    told |= kind.check(policies, findings);
    let lists = program.allow_lists.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    let kind =
        Kind { noun: "connector allow-list", key: "connector_allow_lists", bindings: &bindings.connector_allow_lists };
    told |= kind.check(lists, findings);
    let connectors =
        program.connectors.iter().filter(|item| item.custom).map(|item| (&item.head.symbol, item.id.as_ref()));
    let kind = Kind { noun: "custom connector", key: CONNECTORS, bindings: &bindings.connectors };
    told |= kind.check(connectors, findings);
    let mut partners: Vec<_> = program
        .tenants
        .iter()
        .flat_map(|tenant| &tenant.isolation)
        .flat_map(|isolation| &isolation.partners)
        .map(|partner| (&partner.name, tenants::given_id(partner).map(|_| &partner.tenant)))
        .collect();
    let agreed =
        program.external_identities.iter().flat_map(|external| &external.partners).map(|partner| &partner.name);
    let others: Vec<_> = agreed.filter(|name| partners.iter().all(|(one, _)| one.name != name.name)).collect();
    partners.extend(others.into_iter().map(|name| (name, None)));
    partners.sort_by(|(one, _), (two, _)| one.name.cmp(&two.name));
    let kind = Kind { noun: "partner tenant", key: PARTNERS, bindings: &bindings.partner_tenants };
    told |= kind.check(partners.into_iter(), findings);
    told |= check_organisation(job, findings);
    !told && !findings.iter().skip(before).any(|finding| finding.level == Level::Error)
}

/// Whether source and bindings agree on the id of the tenant.
fn check_tenant(job: Job<'_>, findings: &mut Vec<Diagnostic>) {
    let given = job.program.tenants.iter().find_map(|tenant| Some((tenant, tenant.id.as_ref()?)));
    if let (Some((tenant, id)), Some(other)) = (given, &job.settings.bindings.tenant)
        && !id.name.eq_ignore_ascii_case(other)
    {
        findings.push(bound_twice(&format!("tenant `{}`", tenant.head.symbol.name), id, other));
    }
}

fn bound_twice(what: &str, id: &Text, other: &str) -> Diagnostic {
    let message = format!("{what} has another id in the bindings");
    Diagnostic::new(&codes::BOUND_TWICE, id.location, message)
        .note(format!("the source says `{}`, the bindings `{other}`", id.name))
        .help("keep one of the two")
}

/// As [`check_tenant`], for units, roles, users, teams and column security profiles.
fn check_organisation(job: Job<'_>, findings: &mut Vec<Diagnostic>) -> bool {
    let (organisation, bindings) = (&job.program.organisation, job.settings.bindings);
    let mut units: Vec<_> = organisation.unit_trees.iter().flat_map(|tree| &tree.units).collect();
    units.sort_by(|a, b| a.symbol.name.cmp(&b.symbol.name));
    let units = units.iter().map(|unit| (&unit.symbol, unit.id.as_ref()));
    let kind = Kind { noun: "business unit", key: "business_units", bindings: &bindings.business_units };
    let mut told = kind.check(units, findings);
    let declared = organisation.roles.iter().filter(|role| role.predefined.is_none());
    let roles = declared.map(|item| (&item.head.symbol, item.id.as_ref()));
    told |= Kind { noun: "role", key: "roles", bindings: &bindings.roles }.check(roles, findings);
    let users = organisation.users.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    told |= Kind { noun: "user", key: "users", bindings: &bindings.users }.check(users, findings);
    let teams = organisation.teams.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    told |= Kind { noun: "team", key: "teams", bindings: &bindings.teams }.check(teams, findings);
    let profiles = organisation.profiles.iter().map(|item| (&item.head.symbol, item.id.as_ref()));
    let kind = Kind { noun: "column security profile", key: "column_profiles", bindings: &bindings.column_profiles };
    told |= kind.check(profiles, findings);
    told
}

/// The kinds whose ids in the source are checked for their form.
const CHECKED: [&str; 10] = [
    "environments",
    "environment_groups",
    "groups",
    "data_policies",
    "connector_allow_lists",
    "business_units",
    "roles",
    "users",
    "teams",
    "column_profiles",
];

/// The key of custom connectors. They may be bound by their full id, and no check examines their ids.
const CONNECTORS: &str = "connectors";

const GUIDS: &str = "ids are GUIDs, such as `8d1f0c3e-5a44-4c57-9a3b-2f6f3f0f7c11`; that of the default environment is `Default-` and the tenant's GUID";

const CHARACTERS: &str = "ids consist of letters, digits, `-`, `_` and `.`";

fn malformed(what: &str, id: &str) -> String {
    format!("the id of {what} is `{}`, which no id of the platform looks like", printable(id))
}

/// One kind of declaration that can be bound.
struct Kind<'a> {
    noun: &'static str,
    key: &'static str,
    bindings: &'a BTreeMap<String, String>,
}

impl Kind<'_> {
    /// Whether there is an id that cannot be written and that the check has reported.
    fn check<'p>(
        &self,
        declared: impl Iterator<Item = (&'p Symbol, Option<&'p Text>)> + Clone,
        findings: &mut Vec<Diagnostic>,
    ) -> bool {
        let mut told = false;
        for (symbol, id) in declared.clone() {
            told |= self.check_one(symbol, id, findings);
        }
        // Lists of a program are sorted by symbol.
        let names: Vec<&str> = declared.map(|(symbol, _)| &*symbol.name).collect();
        for name in self.bindings.keys().filter(|name| names.binary_search(&name.as_str()).is_err()) {
            let finding = Diagnostic::nowhere(
                &codes::UNKNOWN_BINDING,
                format!("the bindings name the {} `{name}`, which is not declared", self.noun),
            );
            findings.push(match closest(name, names.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help(format!("take `{name}` out of `{}` in the bindings file", self.key)),
            });
        }
        told
    }

    fn check_one(&self, symbol: &Symbol, id: Option<&Text>, findings: &mut Vec<Diagnostic>) -> bool {
        let name = &*symbol.name;
        let other = self.bindings.get(name);
        if let (Some(id), Some(other)) = (id, other)
            && !id.name.eq_ignore_ascii_case(other)
        {
            findings.push(bound_twice(&format!("{} `{name}`", self.noun), id, other));
        }
        let is_every_tenant = |id: &str| self.key == PARTNERS && id == "*";
        let fits = |id: &str| match self.key {
            CONNECTORS => is_well_formed(id) || is_path(id),
            _others => is_guid(id) || is_every_tenant(id),
        };
        let location = id.map_or(symbol.location, |id| id.location);
        let Some(known) = id.map(|id| &*id.name).or(other.map(String::as_str)).filter(|id| !fits(id)) else {
            return false;
        };
        if id.is_some() && CHECKED.contains(&self.key) {
            return true;
        }
        let message = malformed(&format!("{} `{name}`", self.noun), known);
        let help = if self.key == CONNECTORS { CHARACTERS } else { GUIDS };
        findings.push(Diagnostic::new(&codes::MALFORMED_ID, location, message).help(help));
        false
    }
}

fn is_path(id: &str) -> bool {
    wire::is_well_formed(id) && id.strip_prefix('/').unwrap_or(id).split('/').all(is_well_formed)
}
