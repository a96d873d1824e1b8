//! Random sets of roles: whatever they include, each role grants what its file states.

use std::collections::{BTreeMap, BTreeSet};

use dictum::catalog::privilege::{Level, Verb};
use dictum::catalog::{privilege_base, privilege_name, shares_privileges_with, system_tables, task_privileges};
use dictum::import::{Levels, Options};
use proptest::prelude::*;

use super::{file, granted, imported_with, role_xml, sound};

/// A role: the earlier roles whose privileges it contains, and privileges of its own.
type Draft = (Vec<prop::sample::Index>, Vec<(u32, prop::sample::Index, usize, usize)>);

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let own = (0_u32..4, any::<prop::sample::Index>(), 0_usize..8, 0_usize..4);
    let role = (prop::collection::vec(any::<prop::sample::Index>(), 0..3), prop::collection::vec(own, 0..90));
    prop::collection::vec(role, 1..7)
}

/// The privilege of a draft: of a platform table, of an own table, or of no table.
fn privilege(sort: u32, which: prop::sample::Index, verb: usize, level: usize) -> (String, Level) {
    let verb = Verb::ALL.get(verb).copied().unwrap_or(Verb::Read);
    let level = Level::ALL.get(level).copied().unwrap_or(Level::Org);
    match sort {
        0 | 1 => {
            let index = shares_privileges_with(which.index(system_tables().len()) as u32);
            // A level that the platform does not take would be an error of the file.
            let allowed = system_tables().get(index as usize).map(|table| table.allowed(verb)).unwrap_or_default();
            match allowed.iter().max_by_key(|known| *known <= level) {
                Some(known) => (privilege_name(verb, privilege_base(index)), known),
                None => (format!("prvUnknown{}", which.index(20)), Level::Org),
            }
        }
        2 => (privilege_name(verb, &format!("new_Table{}", which.index(12))), level),
        _task => match task_privileges().get(which.index(task_privileges().len() + 5)) {
            Some(task) => (format!("prv{}", task.name), level),
            None => (format!("prvStrange{}", which.index(7)), level),
        },
    }
}

fn privileges(drafts: &[Draft]) -> Vec<BTreeMap<String, Level>> {
    let mut roles: Vec<BTreeMap<String, Level>> = Vec::new();
    for (holds, own) in drafts {
        let mut role: BTreeMap<String, Level> = BTreeMap::new();
        let mut add = |name: &str, level: Level| {
            let known = role.entry(name.to_owned()).or_insert(level);
            *known = level.max(*known);
        };
        for index in holds {
            if let Some(other) = roles.get(index.index(roles.len() + 1)) {
                for (name, level) in other.clone() {
                    add(&name, level);
                }
            }
        }
        for (sort, which, verb, level) in own {
            let (name, level) = privilege(*sort, *which, *verb, *level);
            add(&name, level);
        }
        roles.push(role);
    }
    roles
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_role_grants_what_its_file_says(drafts in drafts(), glyphs in any::<bool>()) {
        let roles = privileges(&drafts);
        let files: Vec<(String, Vec<u8>)> = (0_u32..)
            .zip(&roles)
            .map(|(id, role)| {
                let list: Vec<(String, Level)> = role.iter().map(|(name, level)| (name.clone(), *level)).collect();
                file(&format!("{id}.xml"), role_xml(id, &format!("Role no {id}"), &list))
            })
            .collect();
        let levels = if glyphs { Levels::Glyphs } else { Levels::Words };
        let imported = imported_with(&files, &Options { levels, ..Options::default() });
        let analysis = sound(&imported);
        for (id, role) in roles.iter().enumerate() {
            let expected: BTreeSet<_> =
                role.iter().map(|(name, level)| (name.clone(), level.wire().to_owned())).collect();
            prop_assert_eq!(granted(&analysis, &format!("role_no_{id}")), expected, "{}", imported.source);
        }
        let mut reversed = files;
        reversed.reverse();
        let again = imported_with(&reversed, &Options { levels, ..Options::default() });
        prop_assert_eq!(again, imported);
    }
}
