//! Groups, their owners and their members.
//!
//! Source of the forms: Microsoft Graph, resource `group`, and the pages on owners and members.

use serde_json::{Map, Value};

use super::put;
use super::step::{Look, Request, Step};
use crate::emit::ids;
use crate::emit::job::Job;
use crate::emit::unbound::Unbound;
use crate::model::organisation::{Named, Party, UserId};
use crate::model::program::{Group, Symbol};

/// The steps for all groups: first each group, then its owners and members, since groups can be members of groups.
pub(super) fn steps(job: Job<'_>, unbound: &mut Vec<Unbound>) -> Vec<Step> {
    let mut steps: Vec<Step> = job.program.groups.iter().map(|group| step(job, group)).collect();
    let mut people = Vec::new();
    for group in &job.program.groups {
        if group.owners_given {
            people.extend(listed(job, group, "owners", owners(job, group, unbound)));
        }
        if group.rule.is_none() && !group.members.is_empty() {
            people.extend(listed(job, group, "members", members(job, group, unbound)));
        }
    }
    steps.extend(people);
    steps
}

/// The object id of a group, where one is bound.
pub(super) fn id<'a>(job: Job<'a>, group: &'a Group) -> Option<&'a str> {
    ids::group(group, job.settings.bindings).map(|(id, _)| id)
}

/// The group in paths: its id, or the placeholder of the plan.
pub(super) fn place(job: Job<'_>, group: &Group) -> String {
    id(job, group).map_or_else(|| format!("{{group:{}}}", group.head.symbol.name), str::to_owned)
}

fn step(job: Job<'_>, group: &Group) -> Step {
    let (symbol, name) = (group.name(), display_name(group));
    let look = match id(job, group) {
        Some(id) => Look { path: format!("/groups/{id}"), items: "", which: None },
        None => Look {
            // A group of the other kind with that name is a different group.
            path: format!(
                "/groups?$filter=displayName%20eq%20'{}'%20and%20mailEnabled%20eq%20{}",
                encoded(&name.replace('\'', "''")),
                group.is_microsoft_365()
            ),
            items: "/value",
            which: Some(("/displayName", name.to_owned())),
        },
    };
    let change = said(group);
    let mut step = Step::looking("group", symbol, look);
    if id(job, group).is_none() {
        step.create = Some(Request { method: "POST", path: "/groups".to_owned(), body: made(group, change.clone()) });
    }
    if !change.is_empty() {
        step.change = Some(Request { method: "PATCH", path: "/groups/{id}".to_owned(), body: change });
    }
    step
}

/// The properties of a group that can be changed later.
fn said(group: &Group) -> Map<String, Value> {
    let mut body = Map::new();
    put(&mut body, "classification", group.classification.as_ref().map(|class| class.name.to_string()));
    if !group.head.description.is_empty() {
        put(&mut body, "description", Some(group.head.description.to_string()));
    }
    put(&mut body, "displayName", group.name.as_ref().map(|name| name.name.to_string()));
    put(&mut body, "mailNickname", group.mail_nickname.as_ref().map(|name| name.name.to_string()));
    if let Some(rule) = &group.rule {
        put(&mut body, "membershipRule", Some(rule.name.to_string()));
        put(&mut body, "membershipRuleProcessingState", Some(if group.rule_active { "On" } else { "Paused" }));
    }
    let visibility = group.visibility.map(|(word, _)| match word {
        "public" => "Public",
        "private" => "Private",
        _hidden => "HiddenMembership",
    });
    put(&mut body, "visibility", visibility);
    body
}

/// The additional properties that are needed to create it.
fn made(group: &Group, mut body: Map<String, Value>) -> Map<String, Value> {
    let is_office = group.is_microsoft_365();
    put(&mut body, "displayName", Some(display_name(group)));
    put(&mut body, "groupTypes", Some(types(group)));
    put(&mut body, "mailEnabled", Some(is_office));
    put(&mut body, "mailNickname", Some(group.nickname()));
    put(&mut body, "securityEnabled", Some(!is_office || group.role_assignable.is_some()));
    if group.role_assignable.is_some() {
        put(&mut body, "isAssignableToRole", Some(true));
        put(&mut body, "visibility", Some("Private"));
    }
    body
}

/// The service's words for the kind of group.
pub(super) fn types(group: &Group) -> Vec<&'static str> {
    let dynamic = group.rule.is_some().then_some("DynamicMembership");
    let unified = group.is_microsoft_365().then_some("Unified");
    [dynamic, unified].into_iter().flatten().collect()
}

/// Adds owners or members of a group. Existing ones stay.
fn listed(job: Job<'_>, group: &Group, what: &'static str, who: Option<(Vec<String>, Vec<String>)>) -> Option<Step> {
    let (add, mut needs) = who?;
    let place = place(job, group);
    let path = format!("/groups/{place}/{what}");
    let look = Look { path: format!("{path}?$select=id"), items: "/value", which: None };
    let mut step = Step::looking("group", &group.head.symbol.name, look);
    if id(job, group).is_none() {
        needs.push(group.name().to_owned());
    }
    needs.sort_unstable();
    needs.dedup();
    step.create = Some(Request { method: "POST", path: format!("{path}/$ref"), body: Map::new() });
    step.add = add;
    step.needs = needs;
    Some(step)
}

fn owners(job: Job<'_>, group: &Group, unbound: &mut Vec<Unbound>) -> Option<(Vec<String>, Vec<String>)> {
    let mut ids: Vec<String> = Vec::new();
    let mut whole = true;
    for owner in &group.owners {
        match owner.target.and_then(|at| user(job, at, &owner.symbol, unbound)) {
            Some(id) => ids.push(format!("/users/{id}")),
            None => whole = false,
        }
    }
    ids.sort_unstable();
    (whole && !ids.is_empty()).then_some((ids, Vec::new()))
}

fn members(job: Job<'_>, group: &Group, unbound: &mut Vec<Unbound>) -> Option<(Vec<String>, Vec<String>)> {
    let mut references: Vec<String> = Vec::new();
    let mut needs = Vec::new();
    let mut whole = true;
    for Party { symbol, target } in &group.members {
        match target {
            Some(Named::User(at)) => match user(job, *at, symbol, unbound) {
                Some(id) => references.push(format!("/users/{id}")),
                None => whole = false,
            },
            Some(Named::Group(at)) => {
                let inner = &job.program.groups[*at];
                references.push(format!("/groups/{}", place(job, inner)));
                if id(job, inner).is_none() {
                    needs.push(inner.name().to_owned());
                }
            }
            Some(Named::Team(_)) | None => whole = false,
        }
    }
    references.sort_unstable();
    whole.then_some((references, needs))
}

fn user(job: Job<'_>, at: UserId, symbol: &Symbol, unbound: &mut Vec<Unbound>) -> Option<String> {
    let user = &job.program.organisation.users[at];
    let bound = ids::bound(&user.head, user.id.as_ref(), &job.settings.bindings.users).map(|(id, _)| id.to_owned());
    if bound.is_none() {
        let needed = (symbol.location, "a group lists them".to_owned());
        let note = "Graph adds people to groups by their object ids";
        unbound.push(Unbound::id(super::NAME, ("user", "users"), &user.head, needed, note));
    }
    bound
}

pub(super) fn display_name(group: &Group) -> &str {
    group.name.as_ref().map_or(group.name(), |name| &*name.name)
}

/// A text in an address: each reserved character becomes `%` and two digits (RFC 3986, 2.1).
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~'".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn texts_in_addresses_hold_no_sign_of_an_address() {
        assert_eq!(encoded("A&B ?#%/é"), "A%26B%20%3F%23%25%2F%C3%A9");
        assert_eq!(encoded("plain-name_1.2~"), "plain-name_1.2~");
    }
}
