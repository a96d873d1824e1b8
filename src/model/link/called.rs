//! Finds what a text names by its display name or its id in the tenant, not by its symbol.

use crate::model::program::{Program, Symbol, Text};

/// The symbol of the declaration, of one of these keywords, that has `name` as its display name or id.
pub(super) fn called<'p>(program: &'p Program, keywords: &[&str], name: &str) -> Option<&'p str> {
    let Program { environments, environment_groups, groups, organisation, .. } = program;
    let is = |text: &Option<Text>| text.as_ref().is_some_and(|text| text.name.eq_ignore_ascii_case(name));
    let found = |keyword: &&str| -> Option<&'p Symbol> {
        let mut units = organisation.unit_trees.iter().flat_map(|tree| &tree.units);
        match *keyword {
            "environment" => environments.iter().find(|one| is(&one.name) || is(&one.id)).map(|one| &one.head.symbol),
            "environment_group" => {
                environment_groups.iter().find(|one| is(&one.name) || is(&one.id)).map(|one| &one.head.symbol)
            }
            "group" => groups.iter().find(|one| is(&one.name) || is(&one.id)).map(|one| &one.head.symbol),
            "user" => organisation.users.iter().find(|one| is(&one.name) || is(&one.id)).map(|one| &one.head.symbol),
            "team" => organisation.teams.iter().find(|one| is(&one.name) || is(&one.id)).map(|one| &one.head.symbol),
            "business_units" => units.find(|one| is(&one.name) || is(&one.id)).map(|one| &one.symbol),
            _other => None,
        }
    };
    keywords.iter().find_map(found).map(|symbol| &*symbol.name)
}
