//! Target `terraform`: users and their roles, as resources of the provider `microsoft/power-platform`.
//!
//! One folder an environment with a database, `terraform/<environment>/users.tf.json`, each a module of its own.
//! The provider puts a new user into the root business unit and cannot move him, so users of other units are not
//! carried; neither are applications. It takes roles by id, so each is looked up by its name among those of the root:
//! where nothing binds the root's id, the variable `root_business_unit_id` holds it.
//!
//! Users are never deleted by it: `disable_delete` is written out, since the provider's own default is told both
//! ways.

mod left_out;
mod text;
mod users;

pub(super) use left_out::not_carried;

use std::io;

use self::users::Module;
use super::store::{self, Store, Written};
use super::unbound::Unbound;
use super::{Job, file_name, organisation};

/// The modules of a program, every id known.
pub(super) struct Modules<'a> {
    modules: Vec<Module<'a>>,
}

impl<'a> Modules<'a> {
    /// Puts together what is written; what nothing binds goes to `unbound`, and then nothing may be written.
    pub(super) fn prepare(job: Job<'a>, unbound: &mut Vec<Unbound>) -> Self {
        let symbols = job.program.environments.iter().map(|environment| &*environment.head.symbol.name);
        let stems = file_name::stems(symbols);
        let users = organisation::users_by_environment(job.program);
        let environments = job.program.environment_ids().zip(stems).zip(&users);
        let module = |(((id, _), stem), users): (_, &Vec<u32>)| users::module(job, id, stem, users, unbound);
        let modules = environments.filter_map(module).collect();
        Self { modules }
    }

    /// Writes a file for each environment that has something.
    pub(super) fn write(&self, store: &dyn Store) -> io::Result<Vec<Written>> {
        let write = |module: &Module<'_>| {
            let path = format!("terraform/{}/users.tf.json", module.stem);
            store::write_json(store, &path, |json| module.document(json))
        };
        self.modules.iter().map(write).collect()
    }
}
