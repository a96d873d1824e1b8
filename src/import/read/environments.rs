//! The environments that a policy names.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::neutral::{EnvironmentRef, Outcome, Scope};
use super::notes::{Fault, Notes};
use super::value::Value;
pub(super) use crate::catalog::EnvironmentType;

/// The environment type with a word.
pub(super) fn type_of(word: &str, place: &str) -> Result<EnvironmentType, Fault> {
    EnvironmentType::of_wire(word).ok_or_else(|| {
        let why = format!(
            "`{word}` is not an environment type; the words are `AllEnvironments`, `OnlyEnvironments`, \
             `ExceptEnvironments` and `SingleEnvironment`"
        );
        Fault::new(place, why)
    })
}

/// The scope that results from a type and a list.
pub(super) fn scope(
    kind: EnvironmentType,
    listed: Vec<EnvironmentRef>,
    place: &str,
    notes: &mut Notes,
) -> Result<Scope, Fault> {
    match kind {
        EnvironmentType::All => {
            for environment in &listed {
                let name = environment.word();
                let why = "the policy applies to all environments, so its list of environments has no effect";
                notes.add(Outcome::Dropped, place, format!("environment `{name}`"), why);
            }
            Ok(Scope::All)
        }
        EnvironmentType::Only => Ok(Scope::Only(listed)),
        EnvironmentType::Except => Ok(Scope::Except(listed)),
        EnvironmentType::Single => match <[EnvironmentRef; 1]>::try_from(listed) {
            Ok([environment]) => Ok(Scope::Single(environment)),
            Err(listed) => {
                let why = format!("a policy of one environment names exactly one, and this one names {}", listed.len());
                Err(Fault::new(place, why))
            }
        },
    }
}

/// The environments of a platform export: objects with `name`, `id` and `type`.
pub(super) fn from_objects(
    kind: EnvironmentType,
    items: &[Value],
    place: &str,
    notes: &mut Notes,
) -> Result<Vec<EnvironmentRef>, Fault> {
    let mut found = Found::of(kind);
    for (index, item) in items.iter().enumerate() {
        let mut fields = Fields::of(item, super::json::below(place, index))?;
        let name = fields.text("name")?.unwrap_or_default().trim();
        let id = fields.text("id")?.unwrap_or_default().trim();
        fields.skip(&["type"]);
        let last = id.rsplit('/').next().unwrap_or_default();
        // Either of the two may be missing; an id in a path takes precedence over a bare name. If both are equal it
        // is an id, whatever its form.
        let word = if is_id(last) || name.is_empty() { last } else { name };
        let sure = !name.is_empty() && name.eq_ignore_ascii_case(last);
        found.push(word, sure, &fields.place, notes);
        fields.finish(notes);
    }
    Ok(found.list)
}

/// The environments of a Terraform file: plain ids.
pub(super) fn from_texts(
    kind: EnvironmentType,
    items: &[Value],
    place: &str,
    notes: &mut Notes,
) -> Result<Vec<EnvironmentRef>, Fault> {
    let mut found = Found::of(kind);
    for (index, item) in items.iter().enumerate() {
        let place = super::json::below(place, index);
        match item {
            Value::Text(text) => {
                let word = text.trim().rsplit('/').next().unwrap_or_default();
                found.push(word, false, &place, notes);
            }
            Value::Reference(address) => found.add(EnvironmentRef::Declared(address.clone()), &place, notes),
            Value::Unknown(reason) => {
                notes.add(found.lack, place, "an environment", format!("it cannot be evaluated: {reason}"));
            }
            other => {
                return Err(Fault::new(place, format!("an environment's id must be a text, not {}", other.kind())));
            }
        }
    }
    Ok(found.list)
}

/// The environments found so far, each once.
struct Found {
    list: Vec<EnvironmentRef>,
    seen: BTreeSet<String>,
    /// The outcome if an environment in the list is unknown.
    lack: Outcome,
}

impl Found {
    fn of(kind: EnvironmentType) -> Self {
        // Where a policy applies to all environments, its list has no effect.
        let lack = if kind == EnvironmentType::All { Outcome::Dropped } else { Outcome::Unknown };
        Self { list: Vec::new(), seen: BTreeSet::new(), lack }
    }

    fn push(&mut self, word: &str, sure: bool, place: &str, notes: &mut Notes) {
        if word.is_empty() {
            notes.add(self.lack, place, "an environment", "it has neither name nor id: a blank of a template");
            return;
        }
        let environment = if sure || is_id(word) {
            EnvironmentRef::Id(word.to_owned())
        } else {
            let why = "it is a placeholder, not an id: it is declared, and nothing binds it";
            notes.add(Outcome::Doubtful, place, format!("environment `{word}`"), why);
            EnvironmentRef::Placeholder(word.to_owned())
        };
        self.add(environment, place, notes);
    }

    fn add(&mut self, environment: EnvironmentRef, place: &str, notes: &mut Notes) {
        if self.seen.insert(environment.word().to_ascii_lowercase()) {
            self.list.push(environment);
        } else {
            let what = format!("environment `{}`", environment.word());
            notes.add(Outcome::Normalised, place, what, "it is listed twice and written once");
        }
    }
}

/// Whether a word is an environment's id: a GUID, or `Default-` and one.
pub(super) fn is_id(word: &str) -> bool {
    let guid = match word.get(..8) {
        Some(start) if start.eq_ignore_ascii_case("Default-") => word.get(8..).unwrap_or_default(),
        _ => word,
    };
    let parts: Vec<&str> = guid.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
