//! Target `dataverse`: roles, column security and role assignments, for environments with a database.
//!
//! | file | content |
//! |---|---|
//! | `solution/Roles/<name>.xml` | a role of an unpacked solution, byte for byte as from the platform's own tool |
//! | `solution/Other/FieldSecurityProfiles.xml` | column security profiles, in the same format |
//! | `solution/Other/*.fragment.xml` | the entries for them in a solution's manifest and customizations |
//! | `environments/<environment>/plan.json` | the requests that apply the source to an environment, in order |
//! | `environments/<environment>/requests/*.json` | one request each: method, path, body, response parameters |
//! | `environments/<environment>/batch-*.txt` | the requests that need no response of another, as `$batch` documents |
//! | `alm/<environment>/aad-group-teams.json` | teams of Entra groups for the ALM Accelerator |
//!
//! A solution contains roles and profiles only; units, teams, users and assignments are made by requests. An
//! environment gets the roles that are assigned there. The platform has no roles within roles, so each is written
//! with all its grants.
//!
//! Ids that Dictum chooses are derived from project and symbol, so that the same requests may be sent again. Values
//! that only the environment knows are found by requests with method `GET`: each lists the parameters in its
//! response, and the requests that need them name them in braces, `{unit.root}`. `{service}` is the address of the
//! environment's Web API. Braces have this meaning in paths and in members that end in `@odata.bind` or are called
//! `@odata.id`, `BusinessUnitId` or `PrivilegeId`, and nowhere else.

mod alm;
mod batch;
mod columns;
mod gaps;
mod left_out;
mod placed;
mod plan;
mod privileges;
mod role_file;
mod roles;
mod rows;
mod solution;
mod steps;
mod teams;
mod units;
mod users;
mod xml;

use std::io;

use rayon::prelude::*;

use self::plan::Plan;
use self::privileges::Privileges;
use self::solution::RoleFile;
use super::job::Job;
use super::not_carried::LeftOut;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use super::unbound::Unbound;
use super::{file_name, organisation};
use crate::diagnostics::Diagnostic;
use crate::model::Environment;

/// The name of the target.
const NAME: &str = "dataverse";
/// The folder of the target.
const FOLDER: &str = NAME;

/// The target.
pub(super) static ROW: Row = Row {
    name: NAME,
    summary: "roles and column security as parts of a solution; units, teams and users as requests",
    prepare: |job, lacking| Box::new(Deployment::prepare(job, &mut lacking.findings, &mut lacking.unbound)),
};

/// The output for a program, with all ids known.
pub(super) struct Deployment<'a> {
    job: Job<'a>,
    roles: Vec<RoleFile<'a>>,
    privileges: Privileges,
    plans: Vec<Plan<'a>>,
}

impl<'a> Deployment<'a> {
    /// Prepares the output. Unbound declarations are added to `unbound`, names that cannot be written to `findings`;
    /// then nothing may be written.
    pub(super) fn prepare(job: Job<'a>, findings: &mut Vec<Diagnostic>, unbound: &mut Vec<Unbound>) -> Self {
        let roles = solution::role_files(job, findings);
        gaps::check(job, findings);
        let environments = job.program.environments.iter();
        let stems = file_name::stems(environments.map(Environment::name));
        let with_database = job.program.environments.ids().zip(stems);
        let with_database: Vec<_> = with_database.filter(|((_, environment), _)| has_database(environment)).collect();
        let privileges = Privileges::of(job.program);
        let users = organisation::users_by_environment(job.program);
        let access = placed::access(job);
        let found: Vec<(Plan<'a>, steps::Unbound)> = with_database
            .into_par_iter()
            .map(|((id, _), stem)| {
                let mut lacking = steps::Unbound::default();
                let users = users.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default();
                let placed = placed::of(job, access.as_ref(), id);
                let empty = steps::Steps::new(job, id, &privileges, users, &placed.users, &mut lacking);
                (Plan::of(empty, stem), lacking)
            })
            .collect();
        let mut missing = steps::Unbound::default();
        let mut plans = Vec::new();
        for (plan, lacking) in found {
            missing.add(lacking);
            if !plan.is_empty() {
                plans.push(plan);
            }
        }
        unbound.extend(missing.into_names(job));
        Self { job, roles, privileges, plans }
    }
}

impl Output for Deployment<'_> {
    fn is_idle(&self) -> bool {
        let organisation = &self.job.program.organisation;
        // Existing roles are never written, and a project that declares them may have nothing else.
        let declares_roles = organisation.roles.iter().any(|role| role.predefined.is_none());
        !declares_roles && self.plans.is_empty() && organisation.profiles.is_empty()
    }

    fn left_out(&self) -> Vec<LeftOut> {
        left_out::left_out(self.job)
    }

    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let mut files = solution::write(self.job, &self.roles, store)?;
        let plans = self.plans.par_iter().map(|plan| plan.write(self.job, &self.privileges, store));
        files.extend(plans.collect::<io::Result<Vec<_>>>()?.into_iter().flatten());
        for plan in &self.plans {
            files.extend(alm::write(self.job, plan, store)?);
        }
        let schemas = [
            (plan::PLAN_SCHEMA, include_str!("../../../schema/dataverse-plan-1.0.json")),
            (plan::REQUEST_SCHEMA, include_str!("../../../schema/dataverse-request-1.0.json")),
        ];
        for (path, text) in schemas {
            files.push(store::write_bytes(store, path, text.as_bytes())?);
        }
        Ok(files)
    }
}

/// Whether an environment has a database that requests can reach.
fn has_database(environment: &Environment) -> bool {
    environment.dataverse.is_some()
}
