//! Finds what a build must not write, because a gap of knowledge would lose something.

use super::privileges;
use crate::diagnostics::{Diagnostic, Witness, quoted_list};
use crate::emit::codes::{EMPTIES_ROLE, INCLUDES_UNKNOWN};
use crate::emit::ids::IdSource;
use crate::emit::job::Job;
use crate::emit::organisation as of;
use crate::model::Program;
use crate::model::roles::{Role, RoleId};

/// Reports every role that would be written with less than it has now, without a request in the source.
pub(super) fn check(job: Job<'_>, findings: &mut Vec<Diagnostic>) {
    for role in job.program.organisation.roles.iter().filter(|role| role.is_written()) {
        if !role.unseen.is_empty() {
            findings.push(includes_unknown(job.program, role));
        } else if role.grants_nothing.is_none()
            && of::role(job, role).1 != IdSource::Derived
            && privileges::of(job.program, role).is_empty()
        {
            findings.push(empties(job, role));
        }
    }
}

fn empties(job: Job<'_>, role: &Role) -> Diagnostic {
    let symbol = &role.head.symbol;
    let (id, source) = of::role(job, role);
    let place = role.id.as_ref().filter(|_| source == IdSource::Source).map_or(symbol.location, |id| id.location);
    let mut finding = Diagnostic::new(
        &EMPTIES_ROLE,
        place,
        format!(
            "role `{}` grants nothing, and a build would take away all that the role with its id grants",
            symbol.name
        ),
    )
    .marked("the role with this id exists already")
    .note("what a role grants is replaced as a whole: what is not listed is lost, for every holder")
    .help("write `existing = yes` if the role is to stay as it is, or `grants = none` if it is to grant nothing")
    .witness(Witness::new([("role", &*symbol.name), ("id", &*id)]));
    if place != symbol.location {
        finding = finding.label(symbol.location, "nothing is granted in this role");
    }
    finding
}

fn includes_unknown(program: &Program, role: &Role) -> Diagnostic {
    let roles = &program.organisation.roles;
    let symbol = &role.head.symbol;
    let unseen: Vec<&Role> = role.unseen.iter().map(|id| &roles[id]).collect();
    let names: Vec<&str> = unseen.iter().map(|role| role.name()).collect();
    let first = unseen.first();
    let unknown = |id: RoleId| !roles[id].unseen.is_empty();
    let through = role.includes.iter().find(|reference| reference.target.is_some_and(unknown));
    let mut finding = Diagnostic::new(
        &INCLUDES_UNKNOWN,
        through.map_or(symbol.location, |reference| reference.symbol.location),
        format!("role `{}` cannot be written: the grants of {} are unknown", symbol.name, quoted_list(names, "and")),
    )
    .marked("included here")
    .note("a role is written with all that it grants; what is not known would be missing")
    .help("let people hold both roles instead, or say in the included role what it grants")
    .witness(Witness::new([("role", &*symbol.name)]));
    if let Some(existing) = first.and_then(|role| role.existing) {
        finding = finding.label(existing, "it exists, and the source does not say what it grants");
    }
    finding
}
