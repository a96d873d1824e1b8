//! The output of `Get-AdminDlpPolicy`: groups and filter by the names of the PowerShell module.

use super::environments::{self, EnvironmentType};
use super::fields::Fields;
use super::legacy::filtered;
use super::neutral::{Group, Outcome, Policy, Scope};
use super::notes::{Fault, Notes};
use super::power_platform_v1::connectors_of;
use super::value::Value;

const GROUPS: [(&str, Group); 3] = [
    ("BusinessDataGroup", Group::Business),
    ("NonBusinessDataGroup", Group::NonBusiness),
    ("BlockedGroup", Group::Blocked),
];

/// Whether an object is a policy in the cmdlet's output.
pub(super) fn is_policy(value: &Value) -> bool {
    value.get_folded("PolicyName").is_some() && GROUPS.iter().any(|(key, _)| value.get_folded(key).is_some())
}

/// Reads one policy.
pub(super) fn read(item: &Value, place: &str, notes: &mut Notes) -> Result<Policy, Fault> {
    let mark = notes.mark();
    let mut fields = Fields::of(item, place)?;
    let name = fields.needed_text("DisplayName")?.to_owned();
    let id = fields.text("PolicyName")?.filter(|id| !id.is_empty()).map(str::to_owned);
    let scope = scope(&mut fields, notes)?;
    let what = format!("where unlisted connectors go, of \"{name}\"");
    let why = "the cmdlet does not say it, and `Get-DlpPolicy` does; Blocked, the strictest, is written";
    notes.add(Outcome::Unknown, place, what, why);
    let mut policy = Policy { id, legacy: true, ..Policy::new(&notes.file, place, name, Group::Blocked, scope) };
    for (key, group) in GROUPS {
        let place = fields.at(key);
        let Some(items) = fields.list(key)? else {
            notes.add(Outcome::Unknown, place, format!("`{key}`"), "it is not in the file");
            continue;
        };
        policy.members_mut(group).listed = connectors_of(items, &place, notes)?;
    }
    fields.skip(&["CreatedTime", "CreatedBy", "LastModifiedTime", "LastModifiedBy", "Type", "Internal"]);
    fields.finish(notes);
    policy.hold_back(notes.unknown_since(mark));
    Ok(policy)
}

/// The environments: from the constraint if present, else from filter and list.
fn scope(fields: &mut Fields, notes: &mut Notes) -> Result<Scope, Fault> {
    let word = fields.text("FilterType")?.unwrap_or_default().trim().to_ascii_lowercase();
    let place = fields.at("Environments");
    let items = fields.list("Environments")?.unwrap_or_default();
    let constraints = fields.object("Constraints")?;
    let is_of_environment = fields.text("EnvironmentName")?.is_some_and(|name| !name.trim().is_empty());
    if is_of_environment {
        let why =
            "it is a policy of one environment, which this form does not identify; export it with `Get-DlpPolicy`";
        return Err(Fault::new(&fields.place, why));
    }
    let by_filter = match word.as_str() {
        "include" => Some(EnvironmentType::Only),
        "exclude" => Some(EnvironmentType::Except),
        "" | "none" => None,
        _ => {
            let why = format!("`{word}` is not a filter; the words are `include`, `exclude` and `none`");
            return Err(Fault::new(fields.at("FilterType"), why));
        }
    };
    if let Some(mut constraints) = constraints {
        if let Some(filter) = constraints.object("environmentFilter1")? {
            let scope = filtered(filter, notes)?;
            let fits = matches!((&scope, by_filter), (_, None))
                || matches!((&scope, by_filter), (Scope::Only(_), Some(EnvironmentType::Only)))
                || matches!((&scope, by_filter), (Scope::Except(_), Some(EnvironmentType::Except)));
            return if fits {
                Ok(scope)
            } else {
                Err(Fault::new(&fields.place, "`FilterType` and `Constraints` say different things"))
            };
        }
        if let Some(key) = constraints.unread().next() {
            let why = format!("`{key}` limits the policy in a way that Dictum does not know");
            return Err(Fault::new(&constraints.place, why));
        }
    }
    match by_filter {
        Some(kind) => {
            let listed = environments::from_objects(kind, items, &place, notes)?;
            environments::scope(kind, listed, &place, notes)
        }
        None if items.is_empty() => Ok(Scope::All),
        None => Err(Fault::new(place, "environments are listed, and no filter says what for")),
    }
}
