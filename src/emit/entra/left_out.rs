//! The declarations that the target does not carry.

use super::partners;
use crate::emit::job::Job;
use crate::emit::kinds;
use crate::emit::not_carried::{Kind, LeftOut};

/// The kinds that are not carried, each with the names.
pub(super) fn kinds(job: Job<'_>) -> Vec<(Kind, Vec<&str>)> {
    let mut kinds: Vec<(Kind, Vec<&str>)> = Vec::new();
    // The rest of the kinds that the target writes has lines of its own.
    for (kind, names) in kinds::all(job.program).into_iter().filter(|(kind, _)| !kinds::is_home(super::NAME, *kind)) {
        let (one, several) = kinds::words(kind);
        kinds.push((Kind { key: kinds::key(kind), one, several, formless: Some(kind) }, names));
    }
    let external = || job.program.external_identities.iter();
    let mut add = |key, one, several, names: Vec<&'static str>| {
        if !names.is_empty() {
            kinds.push((Kind { key, one, several, formless: None }, names));
        }
    };
    let said = |is_said: bool, key: &'static str| if is_said { vec![key] } else { Vec::new() };
    let domains = external().any(|one| one.domains.is_some());
    let words = "which domains guests come from, for which no request is documented";
    add("domains", words, words, said(domains, "domains"));
    let audiences = external().any(|one| !one.audiences.is_empty());
    let words = "for which audiences something is made";
    add("audiences", words, words, said(audiences, "audiences"));
    let owners = job.program.self_services.iter().any(|service| service.owners.is_some());
    let words = "how many owners a group must have, which Entra does not ask for";
    add("owners", words, words, said(owners, "owners"));
    let unknown = external().flat_map(|one| &one.partners).filter(|partner| partners::id(job, partner).is_none());
    let unknown: Vec<&str> = unknown.map(|partner| &*partner.name.name).collect();
    if !unknown.is_empty() {
        let one = "the agreement, which Graph takes for the id of a tenant only, with partner";
        let several = "the agreements, which Graph takes for ids of tenants only, with partners";
        kinds.push((Kind { key: "partners", one, several, formless: None }, unknown));
    }
    kinds
}

/// The same, for people.
pub(super) fn left_out(job: Job<'_>) -> Vec<LeftOut> {
    kinds(job).into_iter().map(|(kind, names)| LeftOut::things(super::NAME, kind, &names)).collect()
}
