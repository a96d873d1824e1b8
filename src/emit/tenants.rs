//! The tenant in the platform's terms: its settings in their polarity, and its partners by their ids.

use std::collections::BTreeMap;

use super::job::Job;
use super::json::Json;
use super::unbound::Unbound;
use crate::model::Id;
use crate::model::bindings::PARTNERS;
use crate::model::kinds::{TenantSetting, Wire};
use crate::model::program::{EnvironmentGroup, Group, GroupId, Reference};
use crate::model::tenant::{Isolation, Partner, SettingGiven, SettingValue};

/// A value in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Boolean(bool),
    Integer(i64),
    Text(String),
}

/// Members by their paths; the paths of one object are adjacent, in the order of keys.
pub(super) type Members = BTreeMap<Vec<&'static str>, Member>;

/// Selects which of the two names of a setting is written.
pub(super) type Naming = fn(&'static TenantSetting) -> &'static [&'static str];

/// The settings that the source manages, in the polarity of the platform.
pub(super) fn settings(given: &[SettingGiven], naming: Naming) -> Members {
    let wire = |one: &SettingGiven| Some((naming(one.setting).to_vec(), wire_value(one)?));
    given.iter().filter_map(wire).collect()
}

fn wire_value(given: &SettingGiven) -> Option<Member> {
    match (given.setting.wire, given.value) {
        (Wire::Same, SettingValue::Flag(flag)) => Some(Member::Boolean(flag)),
        (Wire::Opposite, SettingValue::Flag(flag)) => Some(Member::Boolean(!flag)),
        (Wire::Restricted, SettingValue::Word(word)) => Some(Member::Boolean(word == "admins")),
        (Wire::Number, SettingValue::Number(number)) => Some(Member::Integer(i64::from(number))),
        (Wire::Words(words), SettingValue::Word(word)) => {
            words.iter().find(|(ours, _)| *ours == word).map(|(_, theirs)| Member::Text((*theirs).to_owned()))
        }
        // INVARIANT: each setting is read as the type of its wire form; a test of the kind checks this.
        (Wire::Same | Wire::Opposite | Wire::Restricted | Wire::Number | Wire::Words(_), _) => None,
    }
}

/// Writes members as nested objects. The first `depth` steps of each path are written already.
pub(super) fn write_members(json: &mut Json<'_>, members: &Members, depth: usize) {
    let all: Vec<(&[&str], &Member)> = members.iter().map(|(path, member)| (path.as_slice(), member)).collect();
    write_level(json, &all, depth);
}

/// Writes one object. Paths have only a few steps, which bounds the recursion.
fn write_level(json: &mut Json<'_>, members: &[(&[&'static str], &Member)], depth: usize) {
    let key = |(path, _): &(&[&'static str], &Member)| path.get(depth).copied();
    for group in members.chunk_by(|one, two| key(one) == key(two)) {
        let Some((first, member)) = group.first() else { continue };
        let Some(name) = first.get(depth) else { continue };
        let json = json.key(name);
        if first.len() == depth + 1 {
            match member {
                Member::Boolean(value) => json.boolean(*value),
                Member::Integer(number) => json.integer(*number),
                Member::Text(text) => json.string(text),
            }
        } else {
            json.object(|json| write_level(json, group, depth + 1));
        }
    }
}

/// An exception of tenant isolation with the id of the other tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PartnerId {
    /// The id in lower case, or `*`.
    pub(super) id: String,
    pub(super) inbound: bool,
    pub(super) outbound: bool,
}

/// The exceptions with their ids, in the order of the ids. A domain that nothing binds is not an id, so it is added
/// to `unbound`.
pub(super) fn partners(
    job: Job<'_>,
    isolation: &Isolation,
    target: &'static str,
    unbound: &mut Vec<Unbound>,
) -> Vec<PartnerId> {
    let mut partners = Vec::with_capacity(isolation.partners.len());
    for partner in &isolation.partners {
        let name = &*partner.name.name;
        let bound = || job.settings.bindings.partner_tenants.get(name).map(String::as_str);
        let Some(id) = given_id(partner).or_else(bound) else {
            unbound.push(Unbound {
                noun: "partner tenant",
                key: PARTNERS,
                name: name.to_owned(),
                at: Some(partner.name.location),
                lacks: "id",
                target,
                needed: Some((partner.tenant.location, "this is a domain".to_owned())),
                note: "the platform names other tenants by their ids, and a domain is not an id".to_owned(),
            });
            continue;
        };
        partners.push(PartnerId { id: id.to_ascii_lowercase(), inbound: partner.inbound, outbound: partner.outbound });
    }
    partners.sort_by(|one, two| one.id.cmp(&two.id));
    partners
}

/// The id of a partner in the source: a GUID, or `*` for every tenant.
pub(super) fn given_id(partner: &Partner) -> Option<&str> {
    let text = &*partner.tenant.name;
    let is_guid = text.len() == 36 && uuid::Uuid::try_parse(text).is_ok();
    (text == "*" || is_guid).then_some(text)
}

/// The environment group that a reference names.
pub(super) fn group_of<'a>(
    job: Job<'a>,
    reference: Option<&Reference<Id<EnvironmentGroup>>>,
) -> Option<(usize, &'a EnvironmentGroup)> {
    let id = reference?.target?;
    Some((id.0 as usize, &job.program.environment_groups[id]))
}

/// The Entra group that a reference names.
pub(super) fn entra_group<'a>(job: Job<'a>, reference: Option<&Reference<GroupId>>) -> Option<&'a Group> {
    Some(&job.program.groups[reference?.target?])
}
