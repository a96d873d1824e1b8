//! From the program to files.
//!
//! A [`Target`] is a form that something else consumes. [`prepare`] finds what a target needs and lacks;
//! [`Ready::write`] writes the files into a [`Store`], and last a manifest with the digest of each. Nothing here
//! reads or writes the disk, knows the time, or depends on the order of declarations and files.
//!
//! Every JSON document is canonical (RFC 8785): one line without a line end, keys in order, so that the digest of
//! a file is the digest of what it means, and two documents that say the same are the same bytes.
//!
//! | file | what it is |
//! |---|---|
//! | `manifest.json` | SHA-256 and size of every other file, a digest of itself, and one of the meaning alone |
//! | `manifest.json.minisig` | where a key was given, a signature over the manifest |
//! | `bundle.json` | the program in its normal form: names resolved, sets sorted, defaults written out |
//! | `bundle.map.json` | where in the source each part of the bundle stands; the only file that changes when the source is laid out anew |
//! | `power-platform/plan.json` | the requests of the target `power-platform`, in order |
//! | `power-platform/data-policies/*.json` | one request each: method, path, body |
//! | `dataverse/solution/`, `dataverse/environments/` | roles, column security and who holds what, of the target `dataverse` |
//! | `sql/*.sql` | the rules of one scale as a statement for a database, of the target `sql` |
//! | `terraform/*.tf.json` | the tenant, data policies and environments as resources of the Terraform provider, of the target `terraform` |
//! | `terraform/*/users.tf.json` | users of an environment as resources of the Terraform provider, of the target `terraform` |
//! | `entra/plan.json`, `entra/baseline.json` | groups, guests and partners as steps for Microsoft Graph, of the target `entra` |
//! | `schema/*.json` | JSON Schemas (draft 2020-12) of all the above |

mod bindings;
mod bundle;
mod codes;
mod connectors;
mod dataverse;
mod entra;
mod file_name;
mod form;
mod ids;
mod json;
mod kinds;
mod manifest;
mod normal;
mod not_carried;
mod organisation;
mod power_platform;
mod regions;
mod signature;
mod sql;
mod store;
mod tenants;
mod terraform;
mod unbound;

pub use bindings::Bindings;
pub use bundle::{BUNDLE, environments as environments_as_json};
pub use codes::{
    BOUND_TWICE, EMPTIES_ROLE, INCLUDES_UNKNOWN, MALFORMED_ID, SAME_FILE, UNBOUND_NAME, UNKNOWN_BINDING,
    UNWRITABLE_NAME,
};
pub use form::fault as bundle_fault;
pub use ids::derived as derived_id;
pub use manifest::{Fault, MANIFEST, Manifest, listed_files, verify, verify_digests};
pub use signature::{KeyError, MAX_SIGNATURE, PublicKey, SIGNATURE, SecretKey, is_signature, signature_fault};
pub use sql::{Database, Dialect};
pub use store::{Memory, OutputFile, Store, Written, digest};
pub use unbound::TENANT;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::analysis::Effective;
use crate::diagnostics::Diagnostic;
use crate::model::Program;
use crate::text::Sources;

/// The version of every document's form. A change that an old reader would misread raises the first number.
pub const SCHEMA_VERSION: &str = "1.0";

/// A form to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The normal form of the program.
    Bundle,
    /// Requests for the platform's administration interface.
    PowerPlatform,
    /// Rules as statements for a database.
    Sql,
    /// Roles, column security and who holds what.
    Dataverse,
    /// Resources of the Terraform provider.
    Terraform,
    /// Groups, rules for groups, guests and partner tenants.
    Entra,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 6] =
        [Self::Bundle, Self::PowerPlatform, Self::Sql, Self::Dataverse, Self::Terraform, Self::Entra];

    /// The name used on the command line and in the project file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::PowerPlatform => "power-platform",
            Self::Sql => "sql",
            Self::Dataverse => "dataverse",
            Self::Terraform => "terraform",
            Self::Entra => "entra",
        }
    }

    /// The target of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// What it writes, in a line.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Bundle => "the whole program in its normal form, with schema and source map",
            Self::PowerPlatform => {
                "data policies and connector allow-lists as requests of the administration interfaces, with a plan"
            }
            Self::Sql => "rules as statements that give each row of a table its level",
            Self::Dataverse => "roles and column security as parts of a solution; units, teams and users as requests",
            Self::Terraform => {
                "tenant settings and isolation, data policies, connector allow-lists, environments and their groups, users and their roles, as resources of the Terraform provider"
            }
            Self::Entra => {
                "groups, rules for groups, guests and partner tenants as requests to Microsoft Graph, with a baseline"
            }
        }
    }
}

/// The generation of the platform's interface for data policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Api {
    /// One flat body a policy, and two companion documents. What PowerShell's `New-DlpPolicy` sends.
    V1,
    /// One envelope a policy. What the admin centre and Terraform's provider send.
    #[default]
    V2,
}

impl Api {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// The generation of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.name() == name)
    }
}

/// How connectors that fall under `rest` are written in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    /// Not at all: the policy's default group says where they go.
    #[default]
    Implied,
    /// Each by its id, as the catalogue has them.
    Listed,
}

/// The generation of the Terraform provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProviderVersion {
    /// Of January 2026.
    #[default]
    V4_1,
    /// Of September 2026.
    V4_2,
}

impl ProviderVersion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V4_1, Self::V4_2];

    /// The name used on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V4_1 => "4.1",
            Self::V4_2 => "4.2",
        }
    }

    /// The versions that a module takes, as Terraform writes it.
    pub const fn constraint(self) -> &'static str {
        match self {
            Self::V4_1 => "~> 4.1",
            Self::V4_2 => "~> 4.2",
        }
    }

    /// The generation of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }
}

/// What a build is told.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The project's name.
    pub project: &'a str,
    /// The ids of one tenant.
    pub bindings: &'a Bindings,
    /// The generation of the platform's interface.
    pub api: Api,
    /// How `rest` is written in requests.
    pub rest: Rest,
    /// The generation of the Terraform provider.
    pub provider: ProviderVersion,
    /// How rules are written for a database.
    pub database: Database<'a>,
}

/// What a build works on.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The program, which has no errors.
    pub program: &'a Program,
    /// The combined effect of its data policies.
    pub effective: &'a Effective,
    /// Its source, for the source map.
    pub sources: &'a Sources,
    /// What the build is told.
    pub settings: Settings<'a>,
}

/// A build before it is written.
pub struct Prepared<'a> {
    /// What can be written: targets that lack nothing.
    pub ready: Ready<'a>,
    /// What is wrong, in reading order. A target that a finding of level error speaks of is not ready, and none is
    /// where an id of the source looks like no id, of which the check has told.
    pub findings: Vec<Diagnostic>,
    /// The names without an id that targets need, by the member of a bindings file that would have them.
    pub unbound: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Targets that lack nothing.
pub struct Ready<'a> {
    job: Job<'a>,
    bundle: bool,
    power_platform: Option<power_platform::Requests<'a>>,
    sql: Option<sql::Statements<'a>>,
    dataverse: Option<dataverse::Deployment<'a>>,
    terraform: Option<terraform::Modules<'a>>,
    entra: Option<entra::Steps<'a>>,
}

/// Finds what targets need and lack.
pub fn prepare<'a>(targets: &[Target], job: Job<'a>) -> Prepared<'a> {
    let mut findings = Vec::new();
    let mut unbound = Vec::new();
    let sound = ids::check(job, &mut findings);
    let bundle = sound && targets.contains(&Target::Bundle);
    let sql = (sound && targets.contains(&Target::Sql)).then(|| sql::Statements::prepare(job));
    let mut power_platform = None;
    if targets.contains(&Target::PowerPlatform) {
        let before = unbound.len();
        let requests = power_platform::Requests::prepare(job, &mut unbound);
        power_platform = (sound && unbound.len() == before).then_some(requests);
    }
    let mut dataverse = None;
    if targets.contains(&Target::Dataverse) {
        let before = (findings.len(), unbound.len());
        let deployment = dataverse::Deployment::prepare(job, &mut findings, &mut unbound);
        dataverse = (sound && (findings.len(), unbound.len()) == before).then_some(deployment);
    }
    let mut terraform = None;
    if targets.contains(&Target::Terraform) {
        let before = unbound.len();
        let modules = terraform::Modules::prepare(job, &mut unbound);
        terraform = (sound && unbound.len() == before).then_some(modules);
    }
    let mut entra = None;
    if targets.contains(&Target::Entra) {
        let before = unbound.len();
        let steps = entra::Steps::prepare(job, &mut unbound);
        entra = (sound && unbound.len() == before).then_some(steps);
    }
    findings.extend(unbound::findings(&unbound));
    crate::diagnostics::sort(&mut findings);
    Prepared {
        ready: Ready { job, bundle, power_platform, sql, dataverse, terraform, entra },
        findings,
        unbound: unbound::names(&unbound),
    }
}

impl Ready<'_> {
    /// The targets.
    pub fn targets(&self) -> Vec<Target> {
        let bundle = self.bundle.then_some(Target::Bundle);
        let requests = self.power_platform.as_ref().map(|_| Target::PowerPlatform);
        let dataverse = self.dataverse.as_ref().map(|_| Target::Dataverse);
        let terraform = self.terraform.as_ref().map(|_| Target::Terraform);
        let sql = self.sql.as_ref().map(|_| Target::Sql);
        let entra = self.entra.as_ref().map(|_| Target::Entra);
        [bundle, requests, sql, dataverse, terraform, entra].into_iter().flatten().collect()
    }

    /// What the targets do not carry, a line each: declarations that have no form there.
    pub fn not_carried(&self) -> Vec<String> {
        let mut lines = self.power_platform.as_ref().map(power_platform::Requests::not_carried).unwrap_or_default();
        if let Some(statements) = &self.sql {
            lines.extend(statements.not_carried());
        }
        if self.dataverse.is_some() {
            lines.extend(dataverse::not_carried(self.job));
        }
        if let Some(modules) = &self.terraform {
            lines.extend(modules.not_carried());
        }
        lines.extend(self.entra.iter().flat_map(entra::Steps::not_carried));
        lines
    }

    /// What whoever deploys has to know, a line each.
    pub fn advice(&self) -> Vec<String> {
        let mut lines = self.power_platform.as_ref().map(power_platform::Requests::advice).unwrap_or_default();
        lines.extend(self.terraform.iter().flat_map(terraform::Modules::advice));
        lines.extend(self.entra.iter().flat_map(entra::Steps::advice));
        lines
    }

    /// The targets that would write nothing of what is declared.
    pub fn idle(&self) -> Vec<Target> {
        let terraform = self.terraform.as_ref().is_some_and(terraform::Modules::is_empty);
        let entra = self.entra.as_ref().is_some_and(entra::Steps::is_empty);
        let idle = [terraform.then_some(Target::Terraform), entra.then_some(Target::Entra)];
        idle.into_iter().flatten().collect()
    }

    /// Writes every file, the manifest last.
    pub fn write(&self, store: &dyn Store) -> io::Result<Manifest> {
        self.write_signed(store, None)
    }

    /// The same, and a signature over the manifest where there is a key.
    pub fn write_signed(&self, store: &dyn Store, key: Option<&SecretKey>) -> io::Result<Manifest> {
        let (bundle, requests) = rayon::join(
            || if self.bundle { bundle::write(self.job, store) } else { Ok(Vec::new()) },
            || self.power_platform.as_ref().map_or(Ok(Vec::new()), |requests| requests.write(store)),
        );
        let mut files = bundle?;
        files.extend(requests?);
        if let Some(statements) = &self.sql {
            files.extend(statements.write(store)?);
        }
        if let Some(deployment) = &self.dataverse {
            files.extend(deployment.write(store)?);
        }
        if let Some(modules) = &self.terraform {
            files.extend(modules.write(store)?);
        }
        if let Some(steps) = &self.entra {
            files.extend(steps.write(store)?);
        }
        manifest::write(self, files, store, key)
    }
}

/// Writes targets into memory; gives the files by path, or the findings where one of the targets is not ready.
pub fn emit(targets: &[Target], job: Job<'_>) -> Result<Vec<OutputFile>, Vec<Diagnostic>> {
    let Prepared { ready, findings, .. } = prepare(targets, job);
    let written = ready.targets();
    if targets.iter().any(|target| !written.contains(target)) {
        return Err(findings);
    }
    let memory = Memory::default();
    // INVARIANT: memory takes every file.
    let _ = ready.write(&memory);
    Ok(memory.into_files())
}
