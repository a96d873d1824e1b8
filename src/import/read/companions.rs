//! Documents of rules that the first generation of the platform's interface stores separately from a policy, as
//! printed by `Get-PowerAppDlpPolicyConnectorConfigurations` and `Get-PowerAppPolicyUrlPatterns`.
//!
//! Such a document does not name its policy. It belongs to the only policy of that form among the files, to the one
//! whose id is in its file name, or to the one whose file name is a prefix of its own.

use super::fields::Fields;
use super::neutral::{Outcome, Policy};
use super::notes::Notes;
use super::value::Value;
use super::{Gathered, file_read, power_platform_v1, power_platform_v2};

/// The two kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Companion {
    Configurations,
    Patterns,
}

impl Companion {
    /// The kind of a document, if it is one of these.
    pub(super) fn of(root: &Value) -> Option<Self> {
        let is_configurations = ["connectorActionConfigurations", "endpointConfigurations"]
            .iter()
            .any(|key| matches!(root.get_folded(key), Some(Value::List(_))));
        let is_pattern = |rule: &Value| {
            rule.get_folded("pattern").is_some() && rule.get_folded("customConnectorRuleClassification").is_some()
        };
        if is_configurations {
            Some(Self::Configurations)
        } else if root.get_folded("rules").is_some_and(|rules| rules.items().iter().any(is_pattern)) {
            Some(Self::Patterns)
        } else {
            None
        }
    }

    /// The words for it.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Configurations => "rules for connectors of a data policy",
            Self::Patterns => "URL patterns of a data policy",
        }
    }
}

/// Adds each document to its policy among those that were read.
pub(super) fn join(documents: &[(&str, Value, Companion)], read: &mut Vec<Gathered>) {
    let mut joined: Vec<(String, String, Companion)> = Vec::new();
    for (name, root, companion) in documents {
        let mut notes = Notes::new(name);
        match home(name, read) {
            Some((at, policy)) => {
                let home = read.get_mut(at).and_then(|of| of.declared.policies.get_mut(policy));
                if let Some(policy) = home {
                    attach(root, *companion, policy, &mut notes);
                    joined.push((policy.file.clone(), policy.place.clone(), *companion));
                }
            }
            None => {
                let why = "to which data policy they belong is not known: give the file of the policy too, and of \
                           several policies put the id of the right one into the name of this file";
                notes.add(Outcome::Refused, "", companion.words(), why);
            }
        }
        read.push(file_read(name, companion.words(), Vec::new(), notes));
    }
    for gathered in read.iter_mut() {
        let Gathered { declared, notes, .. } = gathered;
        for policy in &declared.policies {
            let has = |companion| {
                joined
                    .iter()
                    .any(|(file, place, kind)| *file == policy.file && *place == policy.place && *kind == companion)
            };
            let (rules, patterns) = (has(Companion::Configurations), has(Companion::Patterns));
            if rules || patterns {
                power_platform_v1::tell_missing(&policy.place, rules, patterns, notes);
            }
        }
    }
}

/// The policy that a document belongs to, by the index of its file and of the policy.
fn home(name: &str, read: &[Gathered]) -> Option<(usize, usize)> {
    let all: Vec<(usize, usize, &Policy)> = read
        .iter()
        .enumerate()
        .filter(|(_, gathered)| gathered.file.form == super::power_platform::Shape::V1.words())
        .flat_map(|(at, gathered)| {
            gathered.declared.policies.iter().enumerate().map(move |(policy, one)| (at, policy, one))
        })
        .collect();
    let lower = name.to_ascii_lowercase();
    let by_id = |policy: &Policy| policy.id.as_ref().is_some_and(|id| lower.contains(&id.to_ascii_lowercase()));
    let stem = |file: &str| file.strip_suffix(".json").unwrap_or(file).to_ascii_lowercase();
    let by_name = |policy: &Policy| lower.starts_with(&format!("{}.", stem(&policy.file)));
    let only = |found: Vec<&(usize, usize, &Policy)>| match found.as_slice() {
        [(at, policy, _)] => Some((*at, *policy)),
        _ => None,
    };
    only(all.iter().filter(|(.., policy)| by_id(policy)).collect())
        .or_else(|| only(all.iter().filter(|(.., policy)| by_name(policy)).collect()))
        .or_else(|| only(all.iter().collect()))
}

fn attach(root: &Value, companion: Companion, policy: &mut Policy, notes: &mut Notes) {
    let done = Fields::of(root, "").and_then(|mut fields| {
        fields.skip(&["etag", "tenantId", "policyName", "id", "name", "type"]);
        match companion {
            Companion::Configurations => power_platform_v2::read_configurations(fields, policy, notes),
            Companion::Patterns => power_platform_v2::read_patterns(fields, policy, notes),
        }
    });
    if let Err(fault) = done {
        // Without its rules, the policy would allow what they block.
        notes.add(Outcome::Unknown, fault.place, companion.words(), fault.why);
        policy.hold_back(vec![companion.words().to_owned()]);
    }
}
