//! The first generation, `apiPolicies`: `hbi` and `lbi` groups below `properties.definition`.

use super::environments::{self, EnvironmentType};
use super::fields::Fields;
use super::neutral::{Group, Outcome, Policy, Scope};
use super::notes::{Fault, Notes};
use super::power_platform_v1::{HISTORY, connectors_of, tell_history};
use super::value::Value;

/// Reads one policy of the legacy API.
pub(super) fn read(item: &Value, place: &str, notes: &mut Notes) -> Result<Policy, Fault> {
    let mut outer = Fields::of(item, place)?;
    let id = outer.text("name")?.filter(|id| !id.is_empty()).map(str::to_owned);
    let path = outer.text("id")?.unwrap_or_default();
    outer.skip(&["type", "tags"]);
    let Some(mut properties) = outer.object("properties")? else {
        return Err(Fault::new(place, "`properties` is missing"));
    };
    let name = properties.needed_text("displayName")?.to_owned();
    let Some(mut definition) = properties.object("definition")? else {
        return Err(Fault::new(&properties.place, "`definition` is missing"));
    };
    let lower_is_blocked = blocks_lower_group(&mut definition)?;
    let group_of = |word: &str| -> Option<Group> {
        match (word.to_ascii_lowercase().as_str(), lower_is_blocked) {
            ("hbi", false) => Some(Group::Business),
            ("hbi", true) | ("lbi", false) => Some(Group::NonBusiness),
            ("lbi", true) | ("blocked", _) => Some(Group::Blocked),
            _ => None,
        }
    };
    let default_place = definition.at("defaultApiGroup");
    let default = if let Some(word) = definition.text("defaultApiGroup")? {
        group_of(word).ok_or_else(|| {
            Fault::new(&default_place, format!("`{word}` is not a group; the words are `hbi`, `lbi` and `blocked`"))
        })?
    } else {
        let why = "the file does not say where unlisted connectors go; the platform's own default is written";
        notes.add(Outcome::Assumed, default_place, "`defaultApiGroup`", why);
        if lower_is_blocked { Group::Blocked } else { Group::NonBusiness }
    };
    let mark = notes.mark();
    let scope = scope(&mut definition, path, notes)?;
    let mut policy = Policy { id, legacy: true, ..Policy::new(&notes.file, place, name, default, scope) };
    groups(&mut definition, &mut policy, group_of, notes)?;
    policy.hold_back(notes.unknown_since(mark));
    let history = properties.skip(&HISTORY);
    tell_history(&history, &properties.place, notes);
    definition.skip(&["$schema"]);
    definition.finish(notes);
    properties.finish(notes);
    outer.finish(notes);
    Ok(policy)
}

/// Whether the non-business group is set to block. It then corresponds to Blocked in the newer API, and the business
/// group corresponds to General.
fn blocks_lower_group(definition: &mut Fields) -> Result<bool, Fault> {
    let Some(mut rules) = definition.object("rules")? else { return Ok(false) };
    let Some(mut rule) = rules.object("apiGroupRule")? else { return Ok(false) };
    let Some(mut actions) = rule.object("actions")? else { return Ok(false) };
    let Some(mut block) = actions.object("blockAction")? else { return Ok(false) };
    Ok(block.text("type")?.is_some_and(|word| word.eq_ignore_ascii_case("Block")))
}

fn groups(
    definition: &mut Fields,
    policy: &mut Policy,
    group_of: impl Fn(&str) -> Option<Group>,
    notes: &mut Notes,
) -> Result<(), Fault> {
    let Some(mut api_groups) = definition.object("apiGroups")? else {
        let why = "`apiGroups` is missing, so what the policy says about connectors is not in this file";
        return Err(Fault::new(&definition.place, why));
    };
    for word in ["hbi", "lbi", "blocked"] {
        let (Some(mut api_group), Some(group)) = (api_groups.object(word)?, group_of(word)) else { continue };
        api_group.skip(&["description"]);
        let place = api_group.at("apis");
        let entries = connectors_of(api_group.list("apis")?.unwrap_or_default(), &place, notes)?;
        policy.members_mut(group).listed.extend(entries);
        api_group.finish(notes);
    }
    api_groups.finish(notes);
    Ok(())
}

fn scope(definition: &mut Fields, path: &str, notes: &mut Notes) -> Result<Scope, Fault> {
    // A policy of one environment has a path below that environment.
    if let Some((_, after)) = path.split_once("/environments/") {
        let word = after.split('/').next().unwrap_or_default();
        let listed = [Value::Text(word.to_owned())];
        let listed = environments::from_texts(EnvironmentType::Single, &listed, &definition.place, notes)?;
        definition.skip(&["constraints"]);
        return environments::scope(EnvironmentType::Single, listed, &definition.place, notes);
    }
    let Some(mut constraints) = definition.object("constraints")? else { return Ok(Scope::All) };
    let Some(filter) = constraints.object("environmentFilter1")? else {
        return match constraints.unread().next() {
            None => Ok(Scope::All),
            Some(key) => {
                let why = format!("`{key}` limits the policy in a way that Dictum does not know");
                Err(Fault::new(&constraints.place, why))
            }
        };
    };
    let scope = filtered(filter, notes)?;
    constraints.finish(notes);
    Ok(scope)
}

/// The scope of a filter of environments.
pub(super) fn filtered(mut filter: Fields, notes: &mut Notes) -> Result<Scope, Fault> {
    filter.skip(&["type"]);
    let Some(mut parameters) = filter.object("parameters")? else {
        return Err(Fault::new(&filter.place, "`parameters` is missing"));
    };
    let place = parameters.at("filterType");
    let word = parameters.needed_text("filterType")?;
    let kind = match word.to_ascii_lowercase().as_str() {
        "include" => EnvironmentType::Only,
        "exclude" => EnvironmentType::Except,
        _ => {
            return Err(Fault::new(place, format!("`{word}` is not a filter; the words are `include` and `exclude`")));
        }
    };
    let place = parameters.at("environments");
    let items = parameters.list("environments")?.unwrap_or_default();
    let listed = environments::from_objects(kind, items, &place, notes)?;
    parameters.finish(notes);
    filter.finish(notes);
    environments::scope(kind, listed, &place, notes)
}
