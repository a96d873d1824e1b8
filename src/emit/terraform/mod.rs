//! Target `terraform`: resources of the provider `microsoft/power-platform`.
//!
//! The resources of the tenant are one module, `terraform/*.tf.json`: its settings and isolation, data policies,
//! environments, environment groups with their rules and connector allow-lists, Managed Environments, and settings of
//! their databases. A resource that exists already, since source or bindings give its id, is imported into the state
//! by an `import` block. Other resources refer to an environment, so Terraform creates it first. Environments are
//! never destroyed.
//!
//! The users of an environment with a database are a separate module, `terraform/<environment>/users.tf.json`. The
//! provider creates a new user in the root business unit and cannot move the user, so users of other units are not
//! carried. Application users, and the roles of these and of teams with an id, are carried from version 4.2 of the
//! provider on. It expects roles by id, so each is looked up by its name among those of the root. Where nothing binds
//! the root's id, the variable `root_business_unit_id` holds it.
//!
//! It never deletes users: `disable_delete` is always written, since the sources disagree about the provider's own
//! default.

mod assignments;
mod attributes;
mod environments;
mod group_rules;
mod left_out;
mod policies;
mod tenant;
mod tenant_settings;
mod text;
mod users;

use std::io;

use self::tenant::Tenant;
use self::users::Module;
use super::job::Job;
use super::not_carried::LeftOut;
use super::store::{self, Store, Written};
use super::target::{Output, Row};
use super::unbound::Unbound;
use super::{file_name, organisation};
use crate::model::organisation::UserId;
use crate::model::program::{Environment, Head};
use crate::text::Location;

/// The name of the target.
const NAME: &str = "terraform";

/// The target.
pub(super) static ROW: Row = Row {
    name: NAME,
    summary: "tenant settings and isolation, data policies, connector allow-lists, environments and their groups, users and their roles, as resources of the Terraform provider",
    prepare: |job, lacking| Box::new(Modules::prepare(job, &mut lacking.unbound)),
};

/// The provider.
const PROVIDER: &str = "microsoft/power-platform";
/// The type of an environment group's resource.
const GROUP: &str = "powerplatform_environment_group";

/// The modules of a program, with all ids known.
pub(super) struct Modules<'a> {
    job: Job<'a>,
    tenant: Tenant<'a>,
    users: Vec<Module<'a>>,
}

impl<'a> Modules<'a> {
    /// Prepares the modules. Unbound declarations are added to `unbound`, and then nothing may be written.
    pub(super) fn prepare(job: Job<'a>, unbound: &mut Vec<Unbound>) -> Self {
        let tenant = Tenant::prepare(job, unbound);
        let symbols = job.program.environments.iter().map(Environment::name);
        let stems = file_name::stems(symbols);
        let users = organisation::users_by_environment(job.program);
        let environments = job.program.environments.ids().zip(stems).zip(&users);
        let module = |(((id, _), stem), users): (_, &Vec<UserId>)| users::module(job, id, stem, users, unbound);
        let users = environments.filter_map(module).collect();
        Self { job, tenant, users }
    }
}

impl Output for Modules<'_> {
    fn is_idle(&self) -> bool {
        self.tenant.is_empty() && self.users.is_empty()
    }

    fn advice(&self) -> Vec<String> {
        self.tenant.advice()
    }

    fn left_out(&self) -> Vec<LeftOut> {
        left_out::left_out(self.job, &self.tenant)
    }

    fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let mut files = self.tenant.write(store)?;
        for module in &self.users {
            let path = format!("terraform/{}/users.tf.json", module.stem);
            files.push(store::write_json(store, &path, |json| module.document(json, self.job))?);
        }
        Ok(files)
    }
}

/// A declaration without an id that the target needs.
fn lacking(noun: &'static str, key: &'static str, head: &Head, needed: Location, note: &str) -> Unbound {
    Unbound::id(NAME, (noun, key), head, (needed, format!("the {noun} is needed here")), note)
}
