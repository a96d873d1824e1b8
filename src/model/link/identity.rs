//! Groups, audiences and parties: resolves names to declarations.

use super::references::{Names, Table};
use crate::catalog::{AdminRole, built_in_party};
use crate::model::identity::{Bearer, GroupMakers};
use crate::model::program::Program;

/// Resolves the names in self-service, external identity and responsibilities.
pub(super) fn resolve(program: &mut Program, names: &Names) {
    let nothing = program.self_services.is_empty()
        && program.external_identities.is_empty()
        && program.parties.is_empty()
        && program.responsibilities.is_empty();
    if nothing {
        return;
    }
    let Program { self_services, external_identities, parties, responsibilities, .. } = program;
    let Names { environments, groups, users, .. } = names;
    for service in self_services {
        if let Some(GroupMakers::Group(group)) = &mut service.microsoft_groups {
            groups.resolve(group);
        }
    }
    for external in external_identities {
        environments.all(external.audiences.iter_mut().flat_map(|audience| &mut audience.environments));
    }
    for party in &mut *parties {
        groups.optional(&mut party.group);
    }
    let declared = Table::of(parties);
    for responsibility in responsibilities {
        let mut found = true;
        for involved in responsibility.involved_mut() {
            let name = &*involved.symbol.name;
            involved.target = (declared.find(name).map(Bearer::Declared))
                .or_else(|| built_in_party(name).map(Bearer::BuiltIn))
                .or_else(|| AdminRole::of(name).map(Bearer::Role))
                .or_else(|| groups.find(name).map(Bearer::Group))
                .or_else(|| users.find(name).map(Bearer::User));
            found &= involved.target.is_some();
        }
        responsibility.sound &= found;
    }
}
