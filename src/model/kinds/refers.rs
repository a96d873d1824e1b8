//! Which kinds decide what a kind of declaration means to rules.
//!
//! People and groups decide nothing about an environment or an app: rules that look them up read their kinds themselves.

use std::collections::BTreeSet;

use super::KINDS;

/// The kinds that what a declaration of the kind `keyword` means rests on directly. A kind that is not listed is taken to
/// rest on every kind: what is not known must not be taken for independence.
fn direct(keyword: &str) -> Option<&'static [&'static str]> {
    Some(match keyword {
        "tenant" => &["environment_group", "group"],
        "environment_group" | "licence" | "waive" | "test" | "scale" | "tables" => &[],
        "environment" => &["environment_group", "scale"],
        "group" => &["user", "group"],
        "group_self_service" | "party" => &["group"],
        "external_identity" => &["environment"],
        "responsibility" => &["party", "user", "group"],
        "connector" => &["criteria", "scale", "rating"],
        "connectors" => &["connectors", "connector"],
        "data_policy" => &["environment", "connectors", "connector"],
        "connector_allow_list" => &["environment", "environment_group", "connectors", "connector"],
        "rules" | "rating" => &["scale", "criteria"],
        "control" => &["scale", "environment", "connectors", "connector", "offer"],
        "criteria" | "offer" | "guideline" => &["scale"],
        "maker_team" => &["offer"],
        "app" => {
            &["environment", "maker_team", "connectors", "connector", "criteria", "rules", "scale", "control", "offer"]
        }
        "business_units" => &["environment"],
        "role" => &["tables", "role"],
        "user" => &["business_units", "licence", "role", "environment"],
        "team" => &["environment", "business_units", "group", "role", "user"],
        "column_security" => &["tables", "user", "team"],
        "duties" => &["role", "environment"],
        "role_administrators" => &["user", "group", "team", "role"],
        _other => return None,
    })
}

/// These kinds, and all that they rest on, directly or by others.
pub fn reached(kinds: &[&'static str]) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::new();
    let mut open = kinds.to_vec();
    while let Some(kind) = open.pop() {
        if !reached.insert(kind) {
            continue;
        }
        match direct(kind) {
            Some(next) => open.extend(next),
            None => open.extend(KINDS.iter().map(|kind| kind.keyword)),
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kind_refers_to_are_kinds() {
        for kind in KINDS {
            for name in direct(kind.keyword).into_iter().flatten() {
                assert!(super::super::find(name).is_some(), "{} refers to {name}, which is no kind", kind.keyword);
            }
        }
        assert!(reached(&["data_policy"]).contains("rating"));
        assert!(!reached(&["data_policy"]).contains("role"));
        assert_eq!(reached(&["not a kind"]).len(), KINDS.len() + 1);
    }
}
