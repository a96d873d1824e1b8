//! The kinds that determine what a kind of declaration means to rules.

use std::collections::BTreeSet;

use super::{KINDS, find};

/// Returns these kinds and all that they rest on, directly or indirectly.
pub fn reached(kinds: &[&'static str]) -> BTreeSet<&'static str> {
    let mut reached = BTreeSet::new();
    let mut open = kinds.to_vec();
    while let Some(kind) = open.pop() {
        if !reached.insert(kind) {
            continue;
        }
        match find(kind) {
            Some(kind) => open.extend(kind.rests_on),
            // An unknown kind must not count as independent, so it reaches all kinds.
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
            for name in kind.rests_on {
                assert!(find(name).is_some(), "{} refers to {name}, which is no kind", kind.keyword);
            }
        }
        assert!(reached(&["data_policy"]).contains("rating"));
        assert!(!reached(&["data_policy"]).contains("role"));
        assert_eq!(reached(&["not a kind"]).len(), KINDS.len() + 1);
    }
}
